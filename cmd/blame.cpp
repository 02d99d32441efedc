#include "base/printable.hpp"
#include "cmd/blame_view.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/passage.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV",
             .help = "Such as KEY, KEY~2, 'KEY@{yesterday}', an id",
             .kind = ValueKind::revision},
};

constexpr std::array options{
    Option{.name = "words", .help = "Cut sentences where the origin of their words changes"},
    Option{.name = "since",
           .help = "Only passages first written in a revision first seen at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "passage", .help = "Only what touches this passage", .value = "TEXT"},
    Option{.name = "html", .help = "A web page that needs nothing else"},
    Option{.name = "json", .help = "Print one JSON record per sentence, or run of words"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"block", "number of its block in the text, from 1; null for a header line"},
    Field{"field", "name of the header line, such as headline; null in a block"},
    Field{"sentence", "number of its sentence in the block or header line, from 1"},
    Field{"begin", "where it begins in the document, in bytes"},
    Field{"end", "where it ends"},
    Field{"text", "the sentence or, with --words, the run of words"},
    Field{"id", "of the revision that first wrote it: the newest of its words"},
    Field{"number", "of this revision in the article, the oldest is 0"},
    Field{"changed_after",
          "time of the last look that did not see it; null for the first revision"},
    Field{"first_seen", "time of the first look that saw it"},
    Field{"technical", "true if our reading of the page changed then and not the page"},
    Field{"words", "how many; punctuation is not counted"},
    Field{"words_older", "how many of them an earlier revision wrote"},
    Field{"words_back", "how many of them had gone and come back"},
    Field{"back_id", "of the revision in which the last of these came back; null if none had gone"},
    Field{"back_number", "of this revision; null likewise"},
    Field{"back_changed_after", "time of the last look that did not see it; null likewise"},
    Field{"back_first_seen", "time of the first look that saw it again; null likewise"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch blame kagame",
    "arch blame kagame --words --since yesterday",
    "arch blame kagame~2 --passage 'restore state authority'",
};

/// Returns where the passage stands in `text`. Throws Error{not_found} that says when it last did.
std::vector<diff::Range> find_passage(const history::History& history,
                                      std::uint32_t revision,
                                      std::string_view text,
                                      std::string_view passage) {
  check_passage(passage);
  std::vector<diff::Range> places = find_places(text, passage);
  if (!places.empty()) {
    return places;
  }
  std::string hint{passage_hint};
  for (std::uint32_t number = revision; number-- > 0;) {
    if (!find_places(history.document(history.revisions()[number]), passage).empty()) {
      hint = fmt::format("{} had it last; `arch diff '{}'` shows where it went",
                         revision_name(history, number),
                         revision_name(history, number + 1));
      break;
    }
  }
  throw Error{
      ErrorKind::not_found,
      fmt::format("{} has no passage `{}`", revision_name(history, revision), one_line(passage)),
      std::move(hint)};
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("html") && given.has("json")) {
    throw Error{ErrorKind::usage, "--html and --json are two ways to show one thing"};
  }
  std::optional<UtcTime> since = {};
  if (const auto typed = given.find("since")) {
    since = context.read_time(*typed, Edge::start, "--since");
  }

  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::ResolvedRevision found =
      history::resolve_revision(archive, given.positional()[0], context.times());
  const history::History& history = found.history;
  diff::Blame blame;
  BlameView view{.history = history, .revision = found.revision};
  for (std::uint32_t number = 0; number <= found.revision; ++number) {
    view.text = history.document(history.revisions()[number]);
    blame.add(view.text);
  }
  std::optional<std::vector<diff::Range>> places = {};
  if (const auto passage = given.find("passage")) {
    places = find_passage(history, found.revision, view.text, *passage);
  }
  view.passages = make_passages(
      view.text, blame.latest(), given.has("words") ? PassageUnit::words : PassageUnit::sentences);
  std::erase_if(view.passages, [&](const BlamePassage& passage) {
    return (since && history.revisions()[passage.revision].first_seen < *since) ||
           (places && !any_touches(*places, passage.bytes));
  });

  context.page();
  if (given.has("html")) {
    context.out().write(blame_page(view, context).str());
  } else if (given.has("json")) {
    for (const BlamePassage& passage : view.passages) {
      context.out().line(blame_record(view, passage).str());
    }
  } else if (!view.passages.empty()) {
    print_blame(view, context);
  }
  if (blame.degraded()) {
    context.warn("the texts differ so much that some words may be called newer than they are");
  }
  return Exit::ok;
}

}  // namespace

extern const Command blame_command{
    .name = "blame",
    .summary = "Show which revision first wrote each sentence",
    .details =
        "Beside each sentence stand the revision that gave it its newest words, and when that was "
        "first\nseen; all intervals are listed below. + was added after the first revision, ~ "
        "changed after it\nwas written, < had gone and come back. Sentences keep their origin when "
        "they are moved, split,\njoined or put back after years; words when those around them "
        "change. Punctuation, letter case\nand typography do not count.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
