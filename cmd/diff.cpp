#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_json.hpp"
#include "cmd/diff_sides.hpp"
#include "cmd/diff_view.hpp"
#include "cmd/patch_text.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"

#include <fmt/format.h>

#include <array>
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
    Option{.name = "json", .help = "Print one JSON record with all that changed, and where"},
    Option{.name = "no-archive", .help = "Compare two files; works without an archive"},
};

constexpr std::array fields{
    Field{"old", "where the old text is from, a record; its fields are null if there was none"},
    Field{"old.article", "key of the article; null for a file"},
    Field{"old.name", "such as KEY~2; null for a file"},
    Field{"old.id", "of the revision; null for a file"},
    Field{"old.time", "when the revision was first seen; null for a file"},
    Field{"old.file", "name of the file; null for a revision"},
    Field{"new", "likewise of the new text"},
    Field{"facts", "what changed, a list of phrases: `2 sentences changed`"},
    Field{"degraded", "true if the texts differ so much that more may be called changed than was"},
    Field{"words_added", "how many; what moved was neither added nor removed"},
    Field{"words_removed", "likewise"},
    Field{"blocks_added", "paragraphs, headings, list items, images and header lines"},
    Field{"blocks_removed", "likewise"},
    Field{"blocks_changed", "likewise"},
    Field{"blocks_moved", "likewise"},
    Field{"sentences_moved", "without their block"},
    Field{"blocks", "all blocks in the order of the new text, a list; null with --stat"},
    Field{"blocks[].kind",
          "kept, inserted, deleted, replaced, moved_from, moved_to, split or joined"},
    Field{"blocks[].touch", "the most that changed: none, spacing, form (case, typography), words"},
    Field{"blocks[].field", "name of a header line such as headline; null for a paragraph"},
    Field{"blocks[].old", "its bytes in the old text, [begin, end); null if it is new"},
    Field{"blocks[].new", "its bytes in the new text; null if it is gone"},
    Field{"blocks[].partner", "of moved_from and moved_to: place of the other in blocks, from 0"},
    Field{"blocks[].sentences", "a list; empty if touch is none, or kind moved_from"},
    Field{"sentences[].kind", "as of blocks"},
    Field{"sentences[].touch", "as of blocks"},
    Field{"sentences[].number", "counts the sentences of all blocks, from 0"},
    Field{"sentences[].old", "as of blocks"},
    Field{"sentences[].new", "as of blocks"},
    Field{"sentences[].partner", "of moved_from and moved_to: number of the other"},
    Field{"sentences[].runs", "neighbouring words with one fate, a list; empty if touch is none"},
    Field{"runs[].kind", "kept, inserted, deleted or replaced"},
    Field{"runs[].touch", "as of blocks"},
    Field{"runs[].old", "as of blocks"},
    Field{"runs[].new", "as of blocks"},
    Field{"runs[].old_text", "the text there; null if inserted"},
    Field{"runs[].new_text", "the text there; null if deleted"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch diff kagame",
    "arch diff 'kagame@{yesterday}' kagame",
    "arch diff kagame~3..kagame~1 --patch",
};

PatchTexts patch_of(const DiffSides& sides) {
  const auto path_of = [](const DiffSide& side) {
    return side.source == DiffSide::Source::revision ? document_path(side.article) : side.name;
  };
  return {
      .a = sides.a.text, .b = sides.b.text, .path_a = path_of(sides.a), .path_b = path_of(sides.b)};
}

std::string title_of(const DiffSide& side, Context& context) {
  switch (side.source) {
    using enum DiffSide::Source;
    case nothing:
      return "(nothing before)";
    case file:
      return one_line(side.name);
    case revision:
      return fmt::format("{}  {}  {}",
                         context.style().paint(Role::id, side.id->hex().substr(0, 12)),
                         format_local(*side.first_seen, context.zone()),
                         side.name);
  }
  return {};
}

Exit run(const Arguments& given, Context& context) {
  const bool as_json = given.has("json");
  if (given.has("patch") && (as_json || given.has("stat"))) {
    throw Error{
        ErrorKind::usage,
        fmt::format("--patch and --{} are two ways to print one thing", as_json ? "json" : "stat")};
  }
  const DiffSides sides = given.has("no-archive") ? read_files(given.positional())
                                                  : read_revisions(given.positional(), context);
  const bool differs = sides.a.text != sides.b.text;
  const Exit answer = differs && given.has("exit-code") ? Exit::differs : Exit::ok;
  if (!differs && !as_json && !given.has("full")) {
    return answer;
  }

  context.page();
  if (given.has("patch")) {
    print_patch(patch_of(sides), context);
    return answer;
  }
  const diff::TextDiff changes = diff::compare(sides.a.text, sides.b.text);
  if (as_json) {
    context.out().line(
        diff_record(
            sides, changes, given.has("stat") ? DiffRecordPart::counts : DiffRecordPart::tree)
            .str());
  } else if (given.has("stat")) {
    context.out().line(describe_words(diff::summarise(changes)));
  } else {
    context.out().line("--- " + title_of(sides.a, context));
    context.out().line("+++ " + title_of(sides.b, context));
    print_diff({.a = sides.a.text, .b = sides.b.text, .diff = changes},
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
