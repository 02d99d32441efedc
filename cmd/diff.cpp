#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_choice.hpp"
#include "cmd/diff_html.hpp"
#include "cmd/diff_json.hpp"
#include "cmd/diff_sides.hpp"
#include "cmd/diff_view.hpp"
#include "cmd/html.hpp"
#include "cmd/marked_text.hpp"
#include "cmd/patch_text.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    Option{.name = "side-by-side",
           .help = "Old text on the left, new text on the right",
           .letter = 'y'},
    Option{.name = "words", .help = "Only the words that changed, one change on a line"},
    Option{.name = "sentences", .help = "Only the sentences that changed, old and new"},
    Option{.name = "stat", .help = "Only count the words and blocks that changed"},
    Option{.name = "patch", .help = "A unified diff, for patch and git apply", .letter = 'p'},
    Option{.name = "html", .help = "A web page that needs nothing else"},
    Option{.name = "html-fragment", .help = "The same to put into a page of your own"},
    Option{.name = "json", .help = "One JSON record with all that changed, and where"},
    Option{.name = "passage",
           .help = "Only what touches this passage of either text",
           .value = "TEXT"},
    Option{.name = "fields", .help = "Only header lines: headline, byline, dates and so on"},
    Option{.name = "context",
           .help = "Also N unchanged blocks (with --patch: lines) beside a change",
           .letter = 'U',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "full", .help = "Also everything that did not change"},
    Option{.name = "no-archive",
           .help = "Compare two files; works without an archive",
           .arguments = ValueKind::file},
    Option{.name = "exit-code", .help = "Exit with 1 if anything changed"},
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
    Field{"spellings", "words that became similar words, as a mended typo does, a list"},
    Field{"spellings[].old", "as of blocks"},
    Field{"spellings[].new", "as of blocks"},
    Field{"spellings[].old_text", "the old word"},
    Field{"spellings[].new_text", "the new word"},
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

constexpr std::array<std::string_view, 7> examples{
    "arch diff kagame",
    "arch diff 'kagame@{yesterday}' kagame --side-by-side",
    "arch diff kagame~3..kagame~1 --words",
    "arch diff kagame~3 kagame --passage 'deployed 1,000 security personnel'",
    "arch diff kagame --html >change.html",
    "arch diff kagame~3..kagame~1 --patch",
    "arch diff --no-archive draft.txt published.txt",
};

PatchTexts patch_of(const DiffSides& sides, std::optional<std::uint32_t> context) {
  const auto path_of = [](const DiffSide& side) {
    return side.source == DiffSide::Source::revision ? document_path(side.article) : side.name;
  };
  PatchTexts texts{
      .a = sides.a.text, .b = sides.b.text, .path_a = path_of(sides.a), .path_b = path_of(sides.b)};
  texts.context = context.value_or(texts.context);
  return texts;
}

/// What a text is called where it cannot be painted.
std::string plain_title_of(const DiffSide& side, Context& context) {
  if (side.id && side.first_seen) {
    return fmt::format("{}  {}  {}",
                       side.id->hex().substr(0, 12),
                       format_local(*side.first_seen, context.zone()),
                       side.name);
  }
  return side.source == DiffSide::Source::file ? one_line(side.name) : "(nothing before)";
}

std::string title_of(const DiffSide& side, Context& context) {
  std::string title = plain_title_of(side, context);
  if (side.source == DiffSide::Source::revision) {
    const std::size_t id_end = title.find(' ');
    title = context.style().paint(Role::id, title.substr(0, id_end)) + title.substr(id_end);
  }
  return title;
}

void warn_if_degraded(const diff::TextDiff& changes, Context& context) {
  if (changes.degraded) {
    context.warn("the texts differ so much that more may be called changed than was");
  }
}

void print_counts_or_tree(bool as_json,
                          const Arguments& given,
                          const DiffSides& sides,
                          Context& context) {
  const diff::TextDiff changes = diff::compare(sides.a.text, sides.b.text);
  context.page();
  if (as_json) {
    const auto part = given.has("stat") ? DiffRecordPart::counts : DiffRecordPart::tree;
    context.out().line(diff_record(sides, changes, part).str());
  } else if (sides.a.text != sides.b.text) {
    context.out().line(describe_words(diff::summarise(changes)));
  }
  warn_if_degraded(changes, context);
}

enum class ViewKind { blocks, side_by_side, words, sentences, stat, patch, html, fragment, json };

struct NamedView {
  std::string_view option;
  ViewKind kind;
};
constexpr std::array named_views{
    NamedView{"side-by-side", ViewKind::side_by_side},
    NamedView{"words", ViewKind::words},
    NamedView{"sentences", ViewKind::sentences},
    NamedView{"stat", ViewKind::stat},
    NamedView{"patch", ViewKind::patch},
    NamedView{"html", ViewKind::html},
    NamedView{"html-fragment", ViewKind::fragment},
    NamedView{"json", ViewKind::json},
};

/// Pairs of options that ask for two different things. Not --stat and --json, which ask for the
/// counts as a record.
struct Contradiction {
  std::string_view one;
  std::string_view other;
  std::string_view why;
};
constexpr std::string_view no_context = "which shows nothing unchanged";
constexpr std::string_view no_choice = "which is about the whole texts";
constexpr std::array contradictions{
    Contradiction{"context", "full", "which shows everything"},
    Contradiction{"passage", "full", "which shows everything"},
    Contradiction{"fields", "full", "which shows everything"},
    Contradiction{"context", "fields", no_context},
    Contradiction{"passage", "fields", "which leaves passages out"},
    Contradiction{"context", "words", no_context},
    Contradiction{"context", "sentences", no_context},
    Contradiction{"context", "stat", no_context},
    Contradiction{"context", "json", "which has everything"},
    Contradiction{"full", "words", no_context},
    Contradiction{"full", "sentences", no_context},
    Contradiction{"full", "stat", no_context},
    Contradiction{"full", "patch", "which takes --context N"},
    Contradiction{"full", "json", "which has everything"},
    Contradiction{"passage", "stat", no_choice},
    Contradiction{"passage", "patch", no_choice},
    Contradiction{"passage", "json", no_choice},
    Contradiction{"fields", "stat", no_choice},
    Contradiction{"fields", "patch", no_choice},
    Contradiction{"fields", "json", no_choice},
};

/// Returns what to print. Throws Error{usage} for options that contradict one another.
ViewKind read_view(const Arguments& given) {
  const NamedView* chosen = nullptr;
  for (const NamedView& view : named_views) {
    if (!given.has(view.option)) {
      continue;
    }
    if (chosen != nullptr && !(chosen->kind == ViewKind::stat && view.kind == ViewKind::json)) {
      throw Error{
          ErrorKind::usage,
          fmt::format("--{} and --{} are two ways to show one thing", chosen->option, view.option),
          "leave one of them out"};
    }
    chosen = &view;
  }
  for (const Contradiction& pair : contradictions) {
    if (given.has(pair.one) && given.has(pair.other)) {
      throw Error{ErrorKind::usage,
                  fmt::format("--{} does not go with --{}, {}", pair.one, pair.other, pair.why),
                  "leave one of them out"};
    }
  }
  return chosen == nullptr ? ViewKind::blocks : chosen->kind;
}

DiffChoiceOptions read_choice(const Arguments& given, const DiffSides& sides) {
  DiffChoiceOptions wanted{.context = given.has("full") ? DiffChoiceOptions::everything
                                                        : given.find_number("context").value_or(0)};
  if (given.has("fields")) {
    wanted.blocks = DiffChoiceOptions::Blocks::fields;
  }
  if (const auto passage = given.find("passage")) {
    wanted.passage = find_passage(sides.a.text, sides.b.text, *passage);
  }
  return wanted;
}

Html html_of(const DiffSides& sides,
             const ComparedTexts& texts,
             const DiffChoice& choice,
             HtmlForm form,
             Context& context) {
  const std::string_view headline = find_field(texts.b, "headline");
  const DiffHead head{
      .title = headline.empty() ? "What changed" : std::string{headline},
      .facts = choice.is_restricted ? std::vector<std::string>{} : facts_of(texts),
      .before = plain_title_of(sides.a, context),
      .after = plain_title_of(sides.b, context),
  };
  const Html body = diff_html(texts, choice, head, form);
  return form == HtmlForm::page ? html_page(head.title, body) : html_fragment(body);
}

/// Prints what changed in letters.
void print_view(ViewKind kind, const DiffSides& sides, const DiffView& view, Context& context) {
  if (kind == ViewKind::words) {
    print_words(view);
    return;
  }
  if (kind == ViewKind::sentences) {
    print_sentences(view);
    return;
  }
  if (!view.choice.is_restricted) {
    MarkedText line;
    line.add(fmt::format("{}", fmt::join(facts_of(view.texts), " · ")), Role::heading);
    line.print(context.out(), context.style(), {.width = context.wrap_width()});
  }
  context.out().line("--- " + title_of(sides.a, context));
  context.out().line("+++ " + title_of(sides.b, context));
  if (kind == ViewKind::side_by_side) {
    print_side_by_side(view, context.columns());
  } else {
    print_inline(view, context.wrap_width());
  }
}

/// Prints what --passage and --fields choose from, and returns whether anything was chosen.
bool show(ViewKind kind, const Arguments& given, const DiffSides& sides, Context& context) {
  const DiffChoiceOptions wanted = read_choice(given, sides);
  const diff::TextDiff changes = diff::compare(sides.a.text, sides.b.text);
  const ComparedTexts texts{.a = sides.a.text, .b = sides.b.text, .diff = changes};
  const DiffChoice choice = choose_blocks(texts, wanted);
  context.page();
  if (kind == ViewKind::html || kind == ViewKind::fragment) {
    const HtmlForm form = kind == ViewKind::html ? HtmlForm::page : HtmlForm::fragment;
    context.out().write(html_of(sides, texts, choice, form, context).str());
  } else if (!choice.empty() || (texts.a != texts.b && !choice.is_restricted)) {
    print_view(kind,
               sides,
               {.texts = texts,
                .choice = choice,
                .out = context.out(),
                .style = context.style(),
                .kept = given.has("full") ? DiffView::Kept::whole : DiffView::Kept::shortened},
               context);
  }
  if (wanted.passage && choice.empty()) {
    context.say("the passage did not change");
  }
  warn_if_degraded(changes, context);
  return choice.is_restricted ? !choice.empty() : texts.a != texts.b;
}

Exit run(const Arguments& given, Context& context) {
  const ViewKind kind = read_view(given);
  const DiffSides sides = given.has("no-archive") ? read_files(given.positional())
                                                  : read_revisions(given.positional(), context);
  bool differs = sides.a.text != sides.b.text;
  switch (kind) {
    case ViewKind::patch:
      context.page();
      print_patch(patch_of(sides, given.find_number("context")), context);
      break;
    case ViewKind::stat:
    case ViewKind::json:
      print_counts_or_tree(kind == ViewKind::json, given, sides, context);
      break;
    case ViewKind::blocks:
    case ViewKind::side_by_side:
    case ViewKind::words:
    case ViewKind::sentences:
    case ViewKind::html:
    case ViewKind::fragment:
      differs = show(kind, given, sides, context);
      break;
  }
  return differs && given.has("exit-code") ? Exit::differs : Exit::ok;
}

}  // namespace

extern const Command diff_command{
    .name = "diff",
    .summary = "Show what changed between two revisions, word by word",
    .details =
        "`arch diff KEY` shows the latest change of an article; `arch diff A B` and `arch diff "
        "A..B`\ncompare two revisions; `arch diff --no-archive OLD.txt NEW.txt` compares two "
        "files.\n\nA line of facts comes first. Then each changed paragraph is shown once: ~ "
        "changed, + added,\n- removed, > moved here, < moved away, with its number in the text. "
        "Inside it [-words-] were\ntaken out and {+words+} put in; [<sentences<] moved away and "
        "{>sentences>} moved here. What did\nnot change is left out and counted.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
