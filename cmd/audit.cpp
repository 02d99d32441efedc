#include "base/ordered_work.hpp"
#include "base/printable.hpp"
#include "cmd/audit_view.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/judgement.hpp"
#include "cmd/progress.hpp"
#include "corrections/judgements.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"
#include "report/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <thread>
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
    Option{.name = "check",
           .help = "Exit with status 1 if a change breaks the policy; lists confirmed ones too"},
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
  std::string section = {};
  corrections::ClassSet classes = {};
  bool updates = false;
};

/// What one article has for the list.
struct AuditedArticle {
  std::string key = {};
  std::vector<AuditRow> rows = {};
  std::uint64_t updates_left_out = 0;
  std::string damage = {};  ///< why it could not be read; empty if it could
};

/// Finds the candidates of articles. One for each thread: it has a connection of its own.
class Auditor {
public:
  Auditor(const history::Archive& archive,
          const AuditChoice& choice,
          const Policy& policy,
          UtcTime now,
          corrections::Judgements& judgements)
      : archive_(archive), choice_(choice), policy_(policy), now_(now), judgements_(judgements) {}

  /// Damage is told, not thrown.
  AuditedArticle read(store::ArticleNumber number) const {
    AuditedArticle article;
    try {
      const store::ArticleRow row = archive_.store().row(number);
      article.key = row.key;
      if (row.listing.revisions > 1 && report::is_of_site(row.key, choice_.site) &&
          !(choice_.since && row.listing.last_changed < choice_.since)) {
        add(archive_.read(number), article);
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt) {
        throw;
      }
      article.damage = error.what();
    }
    return article;
  }

private:
  void add(const history::History& history, AuditedArticle& article) const {
    if (history.revisions().size() < 2) {
      return;
    }
    corrections::KnownVerdicts known = judgements_.find(history.stored());
    if (!report::is_of_section(
            report::latest_of(history, known).section, choice_.section, policy_)) {
      return;
    }
    const auto briefly = corrections::judge_briefly(history, known, policy_, now_);
    judgements_.keep(history.stored(), known);
    const auto is_asked_for = [&](const corrections::JudgedRevision& revision) {
      return corrections::is_candidate(revision) &&
             is_in_time(history.revisions()[revision.number].first_seen);
    };
    if (briefly && std::ranges::none_of(briefly->revisions, is_asked_for)) {
      return;
    }
    const corrections::JudgedArticle judged = corrections::judge(history, policy_, now_);
    for (Candidate& candidate : corrections::find_candidates(history, judged, policy_)) {
      take(history, judged, std::move(candidate), article);
    }
  }

  [[nodiscard]] bool is_in_time(UtcTime first_seen) const {
    return (!choice_.since || first_seen >= *choice_.since) &&
           (!choice_.until || first_seen <= *choice_.until);
  }

  void take(const history::History& history,
            const corrections::JudgedArticle& judged,
            Candidate candidate,
            AuditedArticle& article) const {
    corrections::ClassSet classes;
    for (const corrections::Segment& segment : candidate.passages) {
      classes.insert(segment.change);
    }
    if (!is_in_time(history.revisions()[candidate.revision].first_seen) ||
        (!choice_.classes.empty() && !choice_.classes.intersects(classes))) {
      return;
    }
    if (candidate.likeness == corrections::Likeness::update && !choice_.updates) {
      ++article.updates_left_out;
      return;
    }
    article.rows.push_back(make_audit_row(history, judged, std::move(candidate), now_));
  }

  const history::Archive& archive_;
  const AuditChoice& choice_;
  const Policy& policy_;
  UtcTime now_;
  corrections::Judgements& judgements_;
};

AuditChoice read_choice(const Arguments& given, Context& context) {
  AuditChoice choice{.site = std::string{given.find("site").value_or("")},
                     .section = std::string{given.find("section").value_or("")},
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

/// The articles that are named, or all.
std::vector<store::ArticleNumber> articles_of(const history::Archive& archive,
                                              const Arguments& given) {
  if (given.positional().empty()) {
    return archive.store().articles();
  }
  std::vector<store::ArticleNumber> articles;
  for (const std::string& name : given.positional()) {
    articles.push_back(history::resolve_article(archive, name));
  }
  return articles;
}

/// What a thread reads before it hands on.
constexpr std::size_t articles_at_once = 32;

/// What was found in all articles.
struct Audited {
  std::vector<AuditRow> rows = {};  ///< highest rank first, then newest
  std::uint64_t updates_left_out = 0;
};

Audited read_articles(const history::Archive& archive,
                      const std::vector<store::ArticleNumber>& articles,
                      const AuditChoice& choice,
                      const Policy& policy,
                      DamagedArticles& damaged,
                      Context& context) {
  corrections::Judgements judgements{archive.store().folder()};
  const UtcTime now = context.now();
  const auto make = [&]() -> std::function<std::vector<AuditedArticle>(std::size_t)> {
    const auto own = std::make_shared<const history::Archive>(
        archive.store().folder(), store::OpenOptions::Access::read_unmapped);
    const auto auditor = std::make_shared<const Auditor>(*own, choice, policy, now, judgements);
    return [own, auditor, &articles](std::size_t chunk) {
      const auto rest = std::span{articles}.subspan(chunk * articles_at_once);
      std::vector<AuditedArticle> read;
      for (const auto number : rest.first(std::min(rest.size(), articles_at_once))) {
        read.push_back(auditor->read(number));
      }
      return read;
    };
  };
  ProgressLine progress;
  Audited audited;
  OrderedWork<std::vector<AuditedArticle>> work{
      (articles.size() + articles_at_once - 1) / articles_at_once,
      std::thread::hardware_concurrency(),
      make};
  for (std::uint64_t done = 0; auto chunk = work.next(); done += articles_at_once) {
    if (!progress.update("judging articles", done, articles.size())) {
      throw Error{ErrorKind::interrupted, "judging articles: stopped"};
    }
    for (AuditedArticle& article : *chunk) {
      if (!article.damage.empty()) {
        progress.clear();
        damaged.add(article.key, article.damage);
      }
      audited.updates_left_out += article.updates_left_out;
      std::ranges::move(article.rows, std::back_inserter(audited.rows));
    }
  }
  progress.clear();
  if (judgements.was_damaged()) {
    context.say(judged_anew);
  }
  std::ranges::stable_sort(audited.rows, [](const AuditRow& x, const AuditRow& y) {
    return x.candidate.rank != y.candidate.rank ? x.candidate.rank > y.candidate.rank
                                                : x.first_seen > y.first_seen;
  });
  return audited;
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
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read_unmapped);
  DamagedArticles damaged{context};
  auto [rows, updates_left_out] =
      read_articles(archive, articles_of(archive, given), choice, policy, damaged, context);
  const auto decisions = read_decisions(archive);
  for (AuditRow& row : rows) {
    const auto found = decisions.find(row.candidate.id.hex());
    row.decision = found == decisions.end() ? "" : found->second;
  }
  const auto is_dealt_with = [&](const AuditRow& row) {
    // What was confirmed breaks the policy until a notice says it.
    return row.decision == "rejected" ||
           (is_confirmed(row) && !(given.has("check") && row.candidate.breaks_policy));
  };
  std::erase_if(rows, is_dealt_with);
  const bool breaks =
      std::ranges::any_of(rows, [](const AuditRow& row) { return row.candidate.breaks_policy; });
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
    print_audit_summary(rows, updates_left_out, policy, context);
  }
  return damaged.exit(given.has("check") && breaks ? Exit::differs : Exit::ok);
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
