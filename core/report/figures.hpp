#pragma once

#include "corrections/candidates.hpp"
#include "history/history.hpp"
#include "report/report.hpp"
#include "search/find.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace arch::report {

/// An article, as the tally needs it.
struct SeenArticle {
  std::string key = {};
  UtcTime first_seen = {};
  UtcTime last_seen = {};
  std::string section = {};
  std::uint64_t words = 0;  ///< of the latest document
  bool ends_removed = false;
  std::uint64_t complaints = 0;   ///< that the newsroom recorded in the period
  std::uint64_t corrections = 0;  ///< likewise
  std::uint64_t prompted = 0;     ///< of these, by somebody outside
};

/// A change, as the tally needs it.
struct SeenChange {
  UtcTime first_seen = {};
  corrections::ChangeClass change = corrections::ChangeClass::content;  ///< no technical one &c.
  bool changes_headline = false;
  bool counts_disclosure = false;  ///< substantive, and does not lean to an update
  corrections::Level level = corrections::Level::none;  ///< that it reached
  bool is_candidate = false;                ///< an editor should look at it, or somebody did
  std::optional<ChangeCase> reviewed = {};  ///< what a person decided about it, and on what
};

/// What the change is for the tally; nullopt if it is no edit.
std::optional<SeenChange> seen_change(const history::Revision& revision,
                                      const corrections::JudgedRevision& judged);

/// The ages, in seconds, below which the rows of Report::ages are; one row more is for what is
/// older. Close together at first, since half of all edits come within a day
/// (docs/report-method.md).
inline constexpr std::array<std::int64_t, 13> age_limits{900,
                                                         3'600,
                                                         std::int64_t{3'600} * 3,
                                                         std::int64_t{3'600} * 6,
                                                         std::int64_t{3'600} * 12,
                                                         86'400,
                                                         std::int64_t{86'400} * 2,
                                                         std::int64_t{86'400} * 4,
                                                         std::int64_t{86'400} * 7,
                                                         std::int64_t{86'400} * 14,
                                                         std::int64_t{86'400} * 30,
                                                         std::int64_t{86'400} * 90,
                                                         std::int64_t{86'400} * 365};

/// Counts, article by article: begin(), then what belongs to it.
class Tally {
public:
  explicit Tally(const Scope& scope) : scope_(scope) {}

  /// Begins the next article. Returns false if nothing of it counts.
  bool begin(const SeenArticle& article);
  void add_change(SeenChange change);
  /// A notice, and the change that it discloses.
  void add_notice(NoticeCase notice, std::optional<ChangeCase> linked);
  /// Words that were wrong, and where they stood. After the changes and notices of the article: of
  /// a change that put an end to such words, the time of the words alone counts.
  void add_error(const search::Hit& hit);

  Report finish();

private:
  /// What counts of the present article happened in [begin, end).
  UtcTime begin_of_counting() const;
  UtcTime end_of_counting() const;
  bool counts(UtcTime time) const;
  void add_reviewed(ChangeCase change);
  void add_fact(const ChangeCase& change);
  void add_age(const SeenChange& change);
  SectionRow& section();
  MonthRow& month(UtcTime time);
  void end_article();
  using NoticeAndChange = std::pair<NoticeCase, std::optional<ChangeCase>>;
  /// Hands on what was gathered, oldest first.
  static void add_notices(std::vector<NoticeAndChange> from,
                          std::vector<NoticeCase>& notices,
                          std::vector<std::optional<ChangeCase>>& linked);
  void add_figures();
  void add_durations();
  void add_months();

  const Scope& scope_;
  Report report_ = {};
  std::vector<NoticeAndChange> disclosed_ = {};
  std::vector<NoticeAndChange> removed_ = {};
  bool is_open_ = false;
  SeenArticle article_ = {};
  bool is_new_ = false;  ///< the present article was first seen in the period
  std::uint64_t revisions_of_ = 0;
  bool headline_changed_ = false;
  std::uint64_t corrections_of_ = 0;
  Group silent_of_ = {};
  std::set<std::uint32_t> facts_of_ = {};
  std::map<std::uint32_t, Seconds> exposures_of_ = {};  ///< of these, by revision

  std::uint64_t articles_ = 0;  ///< first seen in the period
  std::uint64_t words_ = 0;     ///< of these
  std::uint64_t changed_ = 0;
  std::uint64_t revisions_ = 0;
  std::uint64_t corrected_ = 0;
  std::uint64_t corrections_ = 0;
  std::uint64_t headlines_ = 0;
  std::uint64_t removals_ = 0;
  std::uint64_t complaints_ = 0;
  std::uint64_t recorded_ = 0;
  std::uint64_t prompted_ = 0;
  std::vector<std::pair<std::string, Group>> silent_ = {};  ///< by the article's key
  std::uint64_t facts_ = 0;
  std::uint64_t silent_facts_ = 0;
  std::uint64_t specific_facts_ = 0;
  std::uint64_t noticed_facts_ = 0;
  std::uint64_t weak_labels_ = 0;
  std::uint64_t notices_ = 0;
  std::uint64_t kept_notices_ = 0;
  std::vector<Seconds> closed_ = {};
  std::vector<Seconds> open_ = {};
  std::vector<Seconds> delays_ = {};
  std::map<std::string, SectionRow> sections_ = {};
  std::map<std::string, MonthRow> months_ = {};
  std::map<corrections::ChangeClass, std::uint64_t> classes_ = {};
  std::array<std::array<std::uint64_t, age_groups>, age_limits.size() + 1> ages_ = {};
};

/// The level that a change's disclosure has, or had in time and lost when its notice went: what
/// became of it is in its status.
corrections::Level level_reached(const corrections::Disclosure& disclosure);

/// Whether a confirmed change of this class is one of fact: what the statement says, not how.
bool is_fact_class(corrections::ChangeClass change);

}  // namespace arch::report
