#include "base/printable.hpp"
#include "cmd/audit_view.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/judgement.hpp"
#include "cmd/progress.hpp"
#include "corrections/plain_words.hpp"
#include "diff/blocks.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

using corrections::Candidate;
using corrections::Policy;

constexpr std::array arguments{
    Argument{.name = "KEY",
             .help = "Articles; without one, all",
             .kind = ValueKind::article,
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{.name = "since",
           .help = "Only changes first seen at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "until",
           .help = "Only changes first seen at or before this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "site",
           .help = "Only articles whose key is a URL of this host or one below it",
           .value = "HOST"},
    Option{.name = "section", .help = "Only articles of this section", .value = "NAME"},
    class_option,
    Option{.name = "updates", .help = "Also changes that may be updates: tolls, markets, scores"},
    policy_option,
    Option{.name = "check", .help = "Exit with status 1 if a change breaks the policy"},
    Option{.name = "limit",
           .help = "Show at most so many changes",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "json", .help = "Print one JSON record per change"},
};

constexpr std::array<std::string_view, 4> examples{
    "arch audit --since '7 days ago'",
    "arch audit --class number --class name --site news.example",
    "arch audit --check --policy policy.txt",
    "arch audit kagame --updates --json",
};

struct AuditChoice {
  std::optional<UtcTime> since = {};
  std::optional<UtcTime> until = {};
  std::string site = {};
  std::string section = {};  ///< as to_plain() makes it
  corrections::ClassSet classes = {};
  bool updates = false;
};

/// The host of a URL; empty if it is none.
std::string_view host_of(std::string_view key) {
  const std::size_t scheme = key.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  key.remove_prefix(scheme + 3);
  return key.substr(0, key.find_first_of("/:?#"));
}

bool is_of_site(std::string_view key, std::string_view site) {
  const std::string_view host = host_of(key);
  return host == site || (host.size() > site.size() && host.ends_with(site) &&
                          host[host.size() - site.size() - 1] == '.');
}

/// The value of the line `section:`, as to_plain() makes it; empty if there is none.
std::string section_of(std::string_view document) {
  for (const diff::TextBlock& block : diff::split_blocks(document.substr(0, 10'000))) {
    const std::string_view line = diff::slice(document, block.content);
    if (!block.is_field) {
      break;
    }
    if (line.starts_with("section: ")) {
      return corrections::to_plain(line.substr(9));
    }
  }
  return {};
}

bool is_listed(const std::vector<std::string>& sections, const std::string& section) {
  return std::ranges::any_of(
      sections, [&](const std::string& one) { return corrections::to_plain(one) == section; });
}

/// Finds the candidates of articles, one after the other.
class Auditor {
public:
  Auditor(const AuditChoice& choice, const Policy& policy, UtcTime now)
      : choice_(choice), policy_(policy), now_(now) {}

  void read(const history::History& history) {
    if (history.revisions().size() < 2 || !is_wanted(history)) {
      return;
    }
    const corrections::JudgedArticle judged = corrections::judge(history, policy_, now_);
    for (Candidate& candidate : corrections::find_candidates(history, judged, policy_)) {
      take(history, judged, std::move(candidate));
    }
  }

  /// Highest rank first, then newest.
  std::vector<AuditRow> rows() {
    std::ranges::stable_sort(rows_, [](const AuditRow& x, const AuditRow& y) {
      return x.candidate.rank != y.candidate.rank ? x.candidate.rank > y.candidate.rank
                                                  : x.first_seen > y.first_seen;
    });
    return std::move(rows_);
  }
  [[nodiscard]] std::uint64_t updates_left_out() const { return updates_left_out_; }

private:
  [[nodiscard]] bool is_wanted(const history::History& history) const {
    if (!choice_.site.empty() && !is_of_site(history.key(), choice_.site)) {
      return false;
    }
    const bool asks_section =
        !choice_.section.empty() || !policy_.sections.empty() || !policy_.ignored_sections.empty();
    if (!asks_section) {
      return true;
    }
    const std::string section = section_of(history.document(history.revisions().back()));
    return (choice_.section.empty() || section == choice_.section) &&
           (policy_.sections.empty() || is_listed(policy_.sections, section)) &&
           !is_listed(policy_.ignored_sections, section);
  }

  void take(const history::History& history,
            const corrections::JudgedArticle& judged,
            Candidate candidate) {
    const history::Revision& revision = history.revisions()[candidate.revision];
    const bool is_in_time = (!choice_.since || revision.first_seen >= *choice_.since) &&
                            (!choice_.until || revision.first_seen <= *choice_.until);
    corrections::ClassSet classes;
    for (const corrections::Segment& segment : candidate.passages) {
      classes.insert(segment.change);
    }
    if (!is_in_time || (!choice_.classes.empty() && !choice_.classes.intersects(classes))) {
      return;
    }
    if (candidate.likeness == corrections::Likeness::update && !choice_.updates) {
      ++updates_left_out_;
      return;
    }
    rows_.push_back(make_audit_row(history, judged, std::move(candidate), now_));
  }

  const AuditChoice& choice_;
  const Policy& policy_;
  UtcTime now_;
  std::vector<AuditRow> rows_;
  std::uint64_t updates_left_out_ = 0;
};

AuditChoice read_choice(const Arguments& given, Context& context) {
  AuditChoice choice{.site = std::string{given.find("site").value_or("")},
                     .section = corrections::to_plain(given.find("section").value_or("")),
                     .classes = read_classes(given),
                     .updates = given.has("updates")};
  if (const auto since = given.find("since")) {
    choice.since = context.read_time(*since, Edge::start, "--since");
  }
  if (const auto until = given.find("until")) {
    choice.until = context.read_time(*until, Edge::end, "--until");
  }
  return choice;
}

/// Reads the articles that are named, or all; false if the user stopped it.
bool read_articles(const history::Archive& archive,
                   const Arguments& given,
                   const AuditChoice& choice,
                   Auditor& auditor) {
  if (!given.positional().empty()) {
    for (const std::string& name : given.positional()) {
      auditor.read(archive.read(history::resolve_article(archive, name)));
    }
    return true;
  }
  store::ListFilter filter;
  filter.changed_from = choice.since;
  filter.min_revisions = 2;
  const std::vector<store::ArticleRow> rows = archive.store().list(filter);
  ProgressLine progress;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!progress.update("judging articles", i, rows.size())) {
      return false;
    }
    auditor.read(archive.read(rows[i].number));
  }
  return true;
}

/// What people decided last about each candidate, by its id in hex: confirmed, rejected, disputed.
std::map<std::string, std::string, std::less<>> read_decisions(const history::Archive& archive) {
  std::map<std::string, std::string, std::less<>> decisions;  // the annotations come oldest first
  for (const history::Annotation& one : history::read_annotations(archive.store(), std::nullopt)) {
    const auto candidate = one.find("candidate");
    if (one.kind == history::review_kind && candidate) {
      decisions[std::string{*candidate}] = one.find("status").value_or("");
    }
  }
  return decisions;
}

Exit run(const Arguments& given, Context& context) {
  const AuditChoice choice = read_choice(given, context);
  const Policy policy = read_policy(given);
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  Auditor auditor{choice, policy, context.now()};
  if (!read_articles(archive, given, choice, auditor)) {
    return Exit::interrupted;
  }
  std::vector<AuditRow> rows = auditor.rows();
  const auto decisions = read_decisions(archive);
  const auto is_decided = [&](std::string_view status) {
    return [&decisions, status](const AuditRow& row) {
      const auto found = decisions.find(row.candidate.id.hex());
      return found != decisions.end() && found->second == status;
    };
  };
  std::erase_if(rows, is_decided("rejected"));
  const bool breaks =
      std::ranges::any_of(rows, [](const AuditRow& row) { return row.candidate.breaks_policy; });
  // What was confirmed is dealt with, and breaks the policy until a notice says it.
  std::erase_if(rows, is_decided("confirmed"));
  const std::size_t shown =
      std::min<std::size_t>(rows.size(), given.find_number("limit").value_or(UINT32_MAX));
  if (!given.has("json")) {
    context.page();
  }
  for (std::size_t i = 0; i < shown; ++i) {
    if (given.has("json")) {
      context.out().line(audit_record(rows[i]).str());
    } else {
      print_audit_row(rows[i], context, i == 0);
    }
  }
  if (!given.has("json")) {
    print_audit_summary(rows, auditor.updates_left_out(), policy, context);
  }
  return given.has("check") && breaks ? Exit::differs : Exit::ok;
}

}  // namespace

extern const Command audit_command{
    .name = "audit",
    .summary = "List changes of substance that an editor should look at",
    .details =
        "Each change that may alter what a reader takes from the article, and is not "
        "disclosed by a notice\nthat says what changed: the most telling first, with the old "
        "and the new sentence and why it is\nlisted. A change in the list is a candidate, and "
        "no finding until a person has reviewed it with\n`arch review`; then it leaves the list.",
    .arguments = arguments,
    .options = options,
    .fields = audit_fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
