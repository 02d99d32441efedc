#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "corrections/candidates.hpp"
#include "corrections/disclosure.hpp"
#include "history/annotation.hpp"
#include "report/statistics.hpp"
#include "store/store.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arch::report {

/// What a transparency report says: facts and figures, without a form. docs/report-method.md
/// defines each figure; its formula is printed beside it.

using corrections::Seconds;

/// Which changes count.
enum class Form : std::uint8_t {
  calendar,  ///< those that happened in the period, to articles of any age
  cohort,    ///< those of the articles first seen in the period, each followed for as long
};

struct Scope {
  UtcTime from = {};  ///< the period is [from, to)
  UtcTime to = {};
  std::string site = {};     ///< a host, with all below it; empty: all
  std::string section = {};  ///< as documents name it, see is_of_section()
  Form form = Form::calendar;
  /// Of a cohort: how long each article is followed after its first look, in seconds. Articles that
  /// were not watched so long are left out, since what they would have said is not known.
  std::int64_t follow_up = std::int64_t{30} * 24 * 3600;
  std::uint64_t arrival = 0;  ///< the archive as of this record
  UtcTime as_of = {};         ///< the moment as of which disclosure is judged
};

/// What was looked at, and what may have been missed.
struct Coverage {
  std::uint64_t articles = 0;  ///< in scope, with a look in the period
  std::uint64_t looks = 0;     ///< in the period, with a page
  std::uint64_t blocked = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t removed = 0;
  std::uint64_t not_articles = 0;
  std::uint64_t damaged = 0;  ///< articles that could not be read, and are in no other figure

  /// Time between two looks that got a page, by the article's age at the later one.
  struct Gaps {
    std::uint64_t count = 0;
    double median = 0;  ///< seconds
    double longest = 0;
  };
  Gaps first_day = {};
  Gaps first_week = {};  ///< days 2 to 7
  Gaps later = {};

  std::uint64_t attempts() const { return looks + blocked + unreachable + removed + not_articles; }
};

/// A person's decision about a candidate, or a correction that the newsroom recorded itself. Holds
/// only what may be published.
struct Decision {
  std::string status = {};    ///< confirmed, rejected or disputed; empty for what is no review
  std::string severity = {};  ///< S1 to S4, or empty
  std::string error_type = {};
  std::string source = {};  ///< who pointed it out, as a kind
  std::string role = {};    ///< of who decided
  std::string reason = {};  ///< empty unless public
  UtcTime at = {};
  ObjectId annotation = {};
};

/// A notice that an article carries or carried.
struct NoticeCase {
  store::ArticleNumber article = store::ArticleNumber::none;
  std::string key = {};
  std::string headline = {};
  std::string section = {};
  std::string language = {};
  corrections::NoticeKind kind = corrections::NoticeKind::correction;
  corrections::NoticePosition position = corrections::NoticePosition::inside;
  std::string label = {};
  std::string text = {};                   ///< its last wording
  std::string first_text = {};             ///< its first
  std::uint32_t wordings = 1;              ///< how many it had
  std::optional<UtcTime> not_before = {};  ///< the last look without it; absent if always there
  UtcTime first_seen = {};
  UtcTime last_seen = {};
  std::optional<UtcTime> gone_by = {};  ///< the first look without it
  bool removed_by_rewrite = false;
  /// The change that it discloses; absent if none was seen.
  std::optional<std::uint32_t> revision = {};
};

/// A change, with all that the report says of it.
struct ChangeCase {
  store::ArticleNumber article = store::ArticleNumber::none;
  std::string key = {};
  std::string headline = {};
  std::string section = {};
  std::string language = {};
  ObjectId candidate = {};
  std::uint32_t revision = 0;  ///< the newer one
  std::string before_id = {};  ///< 12 digits
  std::string after_id = {};
  UtcTime changed_after = {};  ///< the last look at the old text
  UtcTime first_seen = {};     ///< the first look at the new one
  corrections::ChangeClass change = corrections::ChangeClass::content;
  corrections::Likeness likeness = corrections::Likeness::unclear;
  std::string old_words = {};  ///< the passage that says most; empty where it was added
  std::string new_words = {};  ///< empty where it went
  corrections::Level level = corrections::Level::none;  ///< that it reached by Scope::as_of
  corrections::DisclosureStatus status = corrections::DisclosureStatus::not_needed;
  bool weak_label = false;
  std::string notice = {};  ///< that discloses it; empty: none
  std::string notice_label = {};
  std::optional<Seconds> exposure = {};  ///< how long the old passage was live
  std::optional<Seconds> delay = {};     ///< from the change to the notice
  std::optional<Decision> decision = {};
  std::vector<std::string> replies = {};  ///< of the outlet, as it gave them
};

/// A number with its formula.
struct Figure {
  enum class Unit : std::uint8_t {
    count,         ///< `count`
    share,         ///< count / of, with Figure::bounds
    per_thousand,  ///< 1000 * count / of
    per_100000,    ///< 100,000 * count / of
    ratio,         ///< count / of, without a bound to 1
  };
  std::string id = {};  ///< lower-case, an interface: `silent-edit-rate`
  std::string name = {};
  std::string formula = {};
  Unit unit = Unit::count;
  std::uint64_t count = 0;
  std::uint64_t of = 0;
  std::optional<Bounds> bounds = {};  ///< 95 %, in the unit's own measure
  std::string method = {};            ///< of the bounds: `Wilson`, `bootstrap over articles`
  std::string note = {};
  /// What `count` and `of` are numbers of, in the singular: `revision`, `article`.
  std::string what = {};
  std::string of_what = {};
  std::string cases = {};  ///< id of the list that has them: `disclosed`, `confirmed`, `removed`
  /// Whether the list has those that are counted, or the others of `of`.
  enum class Listed : std::uint8_t { counted, others } listed = Listed::counted;
};
/// count / of in the figure's measure; nullopt where `of` is 0.
std::optional<double> value_of(const Figure& figure);

/// Durations that are known as intervals: from all least ends and from all most ends.
struct DurationFigure {
  std::uint64_t closed = 0;
  std::uint64_t open = 0;  ///< still going on when last looked at
  std::vector<SurvivalStep> least = {};
  std::vector<SurvivalStep> most = {};
  std::optional<double> median_width = {};  ///< of the intervals of closed ones, seconds
};

/// Sections with fewer articles have their counts printed and no rates: one case more or less would
/// double them.
inline constexpr std::uint64_t least_articles_for_rates = 20;

struct SectionRow {
  std::string section = {};  ///< empty: the documents name none
  std::uint64_t articles = 0;
  std::uint64_t changed = 0;
  std::uint64_t corrected = 0;  ///< articles with a correction
  std::uint64_t corrections = 0;
  std::uint64_t silent = 0;
};

struct MonthRow {
  std::string month = {};  ///< `2026-11`
  std::uint64_t corrections = 0;
  std::uint64_t clarifications = 0;  ///< and editor's notes, apologies, replies
  std::uint64_t updates = 0;
  std::uint64_t silent = 0;
};

struct ClassRow {
  corrections::ChangeClass change = corrections::ChangeClass::content;
  std::uint64_t changes = 0;
};

/// Kinds of edits whose ages are counted apart: changes of fact, headlines, other wording and what
/// came or went, form only.
inline constexpr std::size_t age_groups = 4;

/// Edits by the age of their article: from the first look at it to the first that saw the edit.
struct AgeRow {
  /// Seconds that all of the row are below, and those of the rows before it as well; absent for
  /// the last.
  std::optional<std::int64_t> below = {};
  std::array<std::uint64_t, age_groups> edits = {};
};

/// What became of the machine's candidates: nothing is a finding until a person says so.
struct ReviewCounts {
  std::uint64_t candidates = 0;  ///< also those that were reviewed and are disclosed since
  std::uint64_t confirmed = 0;
  std::uint64_t rejected = 0;
  std::uint64_t disputed = 0;
  std::uint64_t reviewed() const { return confirmed + rejected + disputed; }
};

struct Report {
  Scope scope = {};
  Coverage coverage = {};
  std::vector<Figure> figures = {};  ///< in the order in which they are printed
  DurationFigure to_correction = {};
  DurationFigure to_notice = {};
  ReviewCounts reviews = {};
  /// Of a cohort: articles first seen in the period that were not followed long enough to count.
  std::uint64_t left_out = 0;
  std::int64_t grace = 0;  ///< of the policy, in seconds
  /// Corrections and retractions, oldest first. One that stands in several places of an article, as
  /// in its headline and above its text, is one.
  std::vector<NoticeCase> disclosed = {};
  /// The change that each of `disclosed` is about, at the same place; nullopt where none was seen.
  std::vector<std::optional<ChangeCase>> linked = {};
  /// Changes that a person confirmed: silent edits, and those under a notice that says too little.
  /// Gravest first, then oldest.
  std::vector<ChangeCase> confirmed = {};
  std::vector<NoticeCase> removed = {};  ///< notices that were taken away, oldest first
  std::vector<std::optional<ChangeCase>> removed_linked = {};  ///< as `linked`, of `removed`
  std::array<std::uint64_t, 6> ladder = {};  ///< substantive changes at each level of disclosure
  std::vector<SectionRow> sections = {};
  /// Ascending, without a gap; empty if there is nothing in any.
  std::vector<MonthRow> months = {};
  std::vector<ClassRow> classes = {};
  std::vector<AgeRow> ages = {};  ///< ascending; all rows, also those without edits
  ObjectId rules = {};
  ObjectId phrases = {};
  ObjectId policy = {};
};

/// The figure with this id, which the report has.
const Figure& figure(const Report& report, std::string_view id);

}  // namespace arch::report
