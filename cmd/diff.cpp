#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_view.hpp"
#include "cmd/patch_text.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV",
             .help = "A revision, or two of them as A..B; alone: what that revision changed",
             .kind = ValueKind::revision},
    Argument{.name = "REV2",
             .help = "The newer revision, which may be another article's",
             .kind = ValueKind::revision,
             .count = Argument::Count::optional},
};

constexpr std::array options{
    Option{.name = "patch", .help = "Print a unified diff, for patch and git apply", .letter = 'p'},
    Option{.name = "stat", .help = "Only count the words and blocks that changed"},
    Option{.name = "full", .help = "Show what did not change as well"},
    Option{.name = "exit-code", .help = "Exit with 1 if the texts differ"},
    Option{.name = "json", .help = "Print one JSON record per changed block; one with --stat"},
};

constexpr std::array fields{
    Field{"kind", "inserted, deleted, replaced, moved_from, moved_to, split, joined or kept"},
    Field{"touch", "the most that changed: none (a move), form (case, typography), words"},
    Field{"is_field", "true for a header line such as the headline"},
    Field{"old_block", "number of the block in the old text, from 1; null if it has none"},
    Field{"new_block", "number in the new text; null likewise"},
    Field{"old", "its old text; null if it is new"},
    Field{"new", "its new text; null if it is gone"},
    Field{"runs", "the block's text in pieces, a list; empty for moved_from"},
    Field{"runs[].kind", "kept, inserted, deleted, replaced, moved_from, moved_to"},
    Field{"runs[].old", "what it was; null if inserted"},
    Field{"runs[].new", "what it is; null if deleted"},
    Field{"words_added", "with --stat: how many; what moved was neither added nor removed"},
    Field{"words_removed", "with --stat"},
    Field{"blocks_added", "with --stat"},
    Field{"blocks_removed", "with --stat"},
    Field{"blocks_changed", "with --stat"},
    Field{"blocks_moved", "with --stat"},
    Field{"sentences_moved", "with --stat"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch diff kagame",
    "arch diff 'kagame@{yesterday}' kagame",
    "arch diff kagame~3..kagame~1 --patch",
};

/// One side of the comparison.
struct Side {
  std::string text = {};
  std::string key = {};    ///< empty: there was no text
  std::string title = {};  ///< what to call it
};

Side side_of(const history::History& history, std::uint32_t number, Context& context) {
  const history::Revision& revision = history.revisions()[number];
  return {.text = history.document(revision),
          .key = history.key(),
          .title = fmt::format("{}  {}  {}",
                               context.style().paint(Role::id, revision.short_id()),
                               format_local(revision.first_seen, context.zone()),
                               revision_name(history, number))};
}

struct Sides {
  Side a;
  Side b;
};

Sides read_sides(const Arguments& given, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::TimeContext times = context.times();
  const std::string_view first = given.positional()[0];
  if (given.positional().size() == 2) {
    const history::ResolvedRevision a = history::resolve_revision(archive, first, times);
    const history::ResolvedRevision b =
        history::resolve_revision(archive, given.positional()[1], times);
    return {side_of(a.history, a.revision, context), side_of(b.history, b.revision, context)};
  }
  if (const auto range = history::resolve_range(archive, first, times)) {
    return {side_of(range->history, range->from, context),
            side_of(range->history, range->to, context)};
  }
  const history::ResolvedRevision b = history::resolve_revision(archive, first, times);
  Side before{.title = "(nothing before)"};
  if (b.revision > 0) {
    before = side_of(b.history, b.revision - 1, context);
  }
  return {before, side_of(b.history, b.revision, context)};
}

void print_stat(const diff::Summary& summary, bool as_json, Context& context) {
  if (as_json) {
    context.out().line(JsonRecord{}
                           .number("words_added", summary.words_added)
                           .number("words_removed", summary.words_removed)
                           .number("blocks_added", summary.blocks_added)
                           .number("blocks_removed", summary.blocks_removed)
                           .number("blocks_changed", summary.blocks_changed)
                           .number("blocks_moved", summary.blocks_moved)
                           .number("sentences_moved", summary.sentences_moved)
                           .str());
  } else {
    context.out().line(describe_words(summary));
  }
}

Exit run(const Arguments& given, Context& context) {
  const bool as_json = given.has("json");
  if (given.has("patch") && (as_json || given.has("stat"))) {
    throw Error{
        ErrorKind::usage,
        fmt::format("--patch and --{} are two ways to print one thing", as_json ? "json" : "stat")};
  }
  const Sides sides = read_sides(given, context);
  const bool differs = sides.a.text != sides.b.text;
  const Exit answer = differs && given.has("exit-code") ? Exit::differs : Exit::ok;
  if (!differs && !given.has("full")) {
    return answer;
  }

  context.page();
  if (given.has("patch")) {
    print_patch({.a = sides.a.text, .b = sides.b.text, .key_a = sides.a.key, .key_b = sides.b.key},
                context);
    return answer;
  }
  const diff::TextDiff changes = diff::compare(sides.a.text, sides.b.text);
  const ComparedTexts texts{.a = sides.a.text, .b = sides.b.text, .diff = changes};
  if (given.has("stat")) {
    print_stat(diff::summarise(changes), as_json, context);
  } else if (as_json) {
    for (const JsonRecord& record : diff_records(texts)) {
      context.out().line(record.str());
    }
  } else {
    context.out().line("--- " + sides.a.title);
    context.out().line("+++ " + sides.b.title);
    print_diff(texts,
               context.out(),
               context.style(),
               {.extent = given.has("full") ? DiffViewOptions::Extent::everything
                                            : DiffViewOptions::Extent::changes,
                .width = context.wrap_width()});
  }
  if (changes.degraded) {
    context.warn("the texts differ so much that more may be called changed than was");
  }
  return answer;
}

}  // namespace

extern const Command diff_command{
    .name = "diff",
    .summary = "Show what changed between two revisions, word by word",
    .details =
        "`arch diff KEY` shows the latest change; `arch diff A B` and `arch diff A..B` compare "
        "two\nrevisions. Each changed block is shown once: ~ changed, + added, - removed, > moved "
        "here,\n< moved away, with its number in the text. Inside it [-words-] were taken out and "
        "{+words+} put\nin; [<sentences<] moved away and {>sentences>} moved here.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
