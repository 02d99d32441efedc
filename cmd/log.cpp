#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/judgement.hpp"
#include "cmd/newest_revisions.hpp"
#include "cmd/patch_text.hpp"
#include "cmd/revision_record.hpp"
#include "corrections/judgements.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV",
             .help = "An article, or A..B; a revision stands for it and all before it",
             .kind = ValueKind::revision,
             .count = Argument::Count::optional},
};

constexpr std::array options{
    Option{.name = "all", .help = "The revisions of all articles, newest first"},
    Option{.name = "oneline", .help = "One line for each revision"},
    Option{.name = "stat", .help = "Also count the words and blocks that changed"},
    Option{.name = "patch", .help = "Also show each change as a unified diff", .letter = 'p'},
    Option{.name = "changes",
           .help = "Also say whether a notice discloses it, and how long the old text was live"},
    class_option,
    Option{.name = "undisclosed",
           .help = "Only changes of substance that no notice discloses by saying what"},
    policy_option,
    Option{.name = "limit",
           .help = "Show at most so many revisions",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "since",
           .help = "Only revisions first seen at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "until",
           .help = "Only revisions first seen at or before this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "json", .help = "Print one JSON record per revision"},
};

constexpr std::array fields = [] {
  std::array<Field, revision_fields.size() + kind_fields.size() + disclosure_fields.size()> all{};
  auto end = std::ranges::copy(revision_fields, all.begin()).out;
  end = std::ranges::copy(kind_fields, end).out;
  std::ranges::copy(disclosure_fields, end);
  return all;
}();

constexpr std::array<std::string_view, 4> examples{
    "arch log kagame",
    "arch log kagame --oneline --since yesterday",
    "arch log kagame --class number --undisclosed",
    "arch log --all -n 20",
};

struct LogView {
  bool all = false;
  bool oneline = false;
  bool stat = false;
  bool patch = false;
  bool json = false;
  bool judged = false;  ///< asked for more than the kind of change, by any option
  bool undisclosed = false;
  corrections::ClassSet classes = {};
  corrections::Policy policy = {};
  std::uint64_t limit = UINT64_MAX;
  std::optional<UtcTime> since = {};
  std::optional<UtcTime> until = {};
};

/// Prints revisions, one after the other.
class LogPrinter {
public:
  LogPrinter(const LogView& view, const history::Archive& archive, Context& context)
      : view_(view), context_(context), archive_(archive) {}

  /// Returns whether the revision is of those that are asked for.
  bool print(const history::History& history,
             const history::Revision& revision,
             const history::ChangeSummary& change) {
    if (view_.judged && !may_be_wanted(history, revision.number)) {
      return false;
    }
    const corrections::JudgedRevision* const judged =
        view_.judged ? judge(history, revision.number) : name(history, revision.number);
    if (view_.judged && !is_wanted(judged)) {
      return false;
    }
    Output& out = context_.out();
    if (view_.json) {
      JsonRecord record = revision_record(history, revision, change);
      add_kind(record, judged);
      add_disclosure(record, view_.judged ? judged : nullptr);
      out.line(record.str());
      return true;
    }
    const std::string judgement = judged == nullptr ? std::string{}
                                  : view_.judged    ? describe_judgement(*judged)
                                                    : describe_kind(*judged);
    if (view_.oneline) {
      print_line(history, revision, change, judgement);
    } else {
      print_entry(history, revision, change);
      if (!judgement.empty()) {
        out.line("  " + judgement);
      }
    }
    if (view_.stat) {
      print_stat(change);
    }
    if (view_.patch) {
      const std::string before = revision.number == 0
                                     ? std::string{}
                                     : history.document(history.revisions()[revision.number - 1]);
      const std::string after = history.document(revision);
      if (!view_.oneline) {
        out.write("\n");
      }
      print_patch({.a = before,
                   .b = after,
                   .path_a = revision.number == 0 ? std::string{} : document_path(history.key()),
                   .path_b = document_path(history.key())},
                  context_);
    }
    return true;
  }

private:
  /// Whether the revision can be of those that are asked for, by what was judged before where that
  /// is kept.
  bool may_be_wanted(const history::History& history, std::uint32_t number) {
    if (view_.classes.empty() && !view_.undisclosed) {
      return true;
    }
    const std::optional<corrections::JudgedArticle>& judged =
        by_verdicts(history, [this, &history](corrections::KnownVerdicts& known) {
          return corrections::judge_briefly(history, known, view_.policy, context_.now());
        });
    return !judged || is_wanted(find_revision(*judged, number));
  }

  /// What kind of change the revision was; null where texts are damaged, which the log does without
  /// if its summaries were kept.
  const corrections::JudgedRevision* name(const history::History& history, std::uint32_t number) {
    const auto& judged = by_verdicts(
        history,
        [&history](corrections::KnownVerdicts& known) -> std::optional<corrections::JudgedArticle> {
          try {
            return corrections::judge_changes(history, known);
          } catch (const Error& error) {
            if (error.kind() != ErrorKind::corrupt) {
              throw;
            }
            return std::nullopt;
          }
        });
    return judged ? find_revision(*judged, number) : nullptr;
  }

  /// What `judge` says of the article by the verdicts that are kept of it; what it adds is kept
  /// too. Revisions of several articles come in turns, so some answers are remembered.
  template <typename Judge>
  const std::optional<corrections::JudgedArticle>& by_verdicts(const history::History& history,
                                                               const Judge& judge) {
    if (brief_.size() >= most_kept && !brief_.contains(history.number())) {
      brief_.clear();
    }
    if (!judgements_) {
      judgements_.emplace(archive_.store().folder());
    }
    const auto [known, is_new] = brief_.try_emplace(history.number());
    if (is_new) {
      corrections::KnownVerdicts verdicts = judgements_->find(history.stored());
      known->second = judge(verdicts);
      judgements_->keep(history.stored(), verdicts);
    }
    return known->second;
  }

  static const corrections::JudgedRevision* find_revision(const corrections::JudgedArticle& article,
                                                          std::uint32_t number) {
    const auto found =
        std::ranges::find(article.revisions, number, &corrections::JudgedRevision::number);
    return found == article.revisions.end() ? nullptr : &*found;
  }

  /// The judgement of a revision, by the words of all. Some articles' are remembered, likewise.
  const corrections::JudgedRevision* judge(const history::History& history, std::uint32_t number) {
    if (judged_.size() >= most_kept && !judged_.contains(history.number())) {
      judged_.clear();
    }
    auto& article = judged_[history.number()];
    if (article.revisions.empty()) {
      article = corrections::judge(history, view_.policy, context_.now());
    }
    return find_revision(article, number);
  }

  [[nodiscard]] bool is_wanted(const corrections::JudgedRevision* judged) const {
    if (view_.classes.empty() && !view_.undisclosed) {
      return true;
    }
    if (judged == nullptr || !judged->change) {
      return false;
    }
    corrections::ClassSet own = judged->verdict.classes;
    own.insert(*judged->change);
    using enum corrections::DisclosureStatus;
    const corrections::DisclosureStatus status = judged->disclosure.status;
    const bool is_undisclosed = status == pending || status == silent || status == vague ||
                                status == partial || status == withdrawn;
    return (view_.classes.empty() || view_.classes.intersects(own)) &&
           (!view_.undisclosed || is_undisclosed);
  }

  void print_line(const history::History& history,
                  const history::Revision& revision,
                  const history::ChangeSummary& change,
                  const std::string& judgement) {
    context_.out().line(fmt::format("{} {} {}{}{}",
                                    context_.style().paint(Role::id, revision.short_id()),
                                    format_local(revision.first_seen, context_.zone()),
                                    view_.all ? one_line(history.key()) + ": " : "",
                                    describe_change(history, revision, change),
                                    judgement.empty() ? "" : " [" + judgement + "]"));
  }

  void print_entry(const history::History& history,
                   const history::Revision& revision,
                   const history::ChangeSummary& change) {
    Output& out = context_.out();
    const Style& style = context_.style();
    if (!is_first_) {
      out.write("\n");
    }
    is_first_ = false;
    out.line(fmt::format("{}  {}",
                         style.paint(Role::id, "revision " + revision.short_id()),
                         revision_name(history, revision.number)));
    out.line("  " + describe_interval(revision, context_.zone()));
    if (revision.captures + revision.checks > 1) {
      std::string looks = counted(revision.captures, "capture");
      if (revision.checks > 0) {
        looks += ", " + counted(revision.checks, "check");
      }
      out.line(fmt::format(
          "  seen until {} ({})", format_local(revision.last_seen, context_.zone()), looks));
    }
    out.line("  " + style.paint(Role::heading, describe_change(history, revision, change)));
  }

  void print_stat(const history::ChangeSummary& change) {
    context_.out().line(
        fmt::format("    words: +{} -{}; blocks: {} added, {} removed, {} changed, {} moved",
                    change.words_added,
                    change.words_removed,
                    change.blocks_added,
                    change.blocks_removed,
                    change.blocks_changed,
                    change.blocks_moved));
  }

  const LogView& view_;
  Context& context_;
  static constexpr std::size_t most_kept = 64;  ///< articles

  const history::Archive& archive_;
  std::optional<corrections::Judgements> judgements_;  ///< once they are needed
  bool is_first_ = true;
  std::map<history::ArticleNumber, std::optional<corrections::JudgedArticle>> brief_;
  std::map<history::ArticleNumber, corrections::JudgedArticle> judged_;
};

bool is_within(const LogView& view, UtcTime time) {
  return (!view.since || time >= *view.since) && (!view.until || time <= *view.until);
}

Exit log_all(const history::Archive& archive,
             const LogView& view,
             LogPrinter& printer,
             Context& context) {
  DamagedArticles damaged{context};
  NewestRevisions newest{archive, view.since, view.until, damaged.teller(archive, nullptr)};
  for (std::uint64_t shown = 0; shown < view.limit;) {
    const auto next = newest.next();
    if (!next) {
      break;
    }
    const bool is_shown = printer.print(*next->history,
                                        next->history->revisions()[next->revision],
                                        (*next->summaries)[next->revision]);
    shown += is_shown ? 1U : 0U;
  }
  return damaged.exit();
}

/// Revisions of `history` below `above` and from `from` on, newest first.
void log_one(const history::Archive& archive,
             const history::History& history,
             std::uint32_t from,
             std::uint32_t above,
             const LogView& view,
             LogPrinter& printer) {
  const std::vector<history::ChangeSummary> summaries = archive.summaries(history);
  std::uint64_t shown = 0;
  for (std::uint32_t number = above; number > from && shown < view.limit; --number) {
    const history::Revision& revision = history.revisions()[number - 1];
    if (is_within(view, revision.first_seen)) {
      shown += printer.print(history, revision, summaries[number - 1]) ? 1U : 0U;
    }
  }
}

Exit run(const Arguments& given, Context& context) {
  LogView view{.all = given.has("all"),
               .oneline = given.has("oneline"),
               .stat = given.has("stat"),
               .patch = given.has("patch"),
               .json = given.has("json")};
  view.undisclosed = given.has("undisclosed");
  view.classes = read_classes(given);
  view.policy = read_policy(given);
  view.judged =
      given.has("changes") || view.undisclosed || !view.classes.empty() || given.has("policy");
  view.limit = given.find_number("limit").value_or(UINT32_MAX);
  if (const auto since = given.find("since")) {
    view.since = context.read_time(*since, Edge::start, "--since");
  }
  if (const auto until = given.find("until")) {
    view.until = context.read_time(*until, Edge::end, "--until");
  }
  if (view.all == !given.positional().empty()) {
    throw Error{ErrorKind::usage,
                view.all ? "--all is about all articles, so it takes no name of one"
                         : "`arch log` needs the name of an article",
                view.all ? "" : "`arch ls` lists the articles; `arch log --all` shows all"};
  }

  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  LogPrinter printer{view, archive, context};
  if (view.all) {
    context.page();
    return log_all(archive, view, printer, context);
  }
  const std::string_view name = given.positional()[0];
  if (const auto range = history::resolve_range(archive, name, context.times())) {
    context.page();
    log_one(archive, range->history, range->from + 1, range->to + 1, view, printer);
  } else {
    const history::ResolvedRevision found =
        history::resolve_revision(archive, name, context.times());
    context.page();
    log_one(archive, found.history, 0, found.revision + 1, view, printer);
  }
  return Exit::ok;
}

}  // namespace

extern const Command log_command{
    .name = "log",
    .summary = "Show when an article changed, and how, newest first",
    .details =
        "Each revision is shown with its id, the interval in which it replaced the one before "
        "(from the\nlast look that saw the older text to the first that saw the new one), what "
        "changed and what\nkind of change that is. With --changes, --class or --undisclosed also "
        "how well a notice\ndiscloses it, and for how long the old text was live (null in --json "
        "otherwise):\ndocs/report-method.md.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
