#include "article/document.hpp"
#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/marked_text.hpp"
#include "cmd/raw_bytes.hpp"
#include "cmd/revision_record.hpp"
#include "history/names.hpp"
#include "history/record_text.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV",
             .help = "Such as KEY, KEY~2, 'KEY@{yesterday}', an id",
             .kind = ValueKind::revision},
};

constexpr std::array options{
    Option{.name = "document", .help = "Print the document, exactly and nothing else"},
    Option{.name = "page", .help = "Print the page as it was served, byte for byte"},
    Option{.name = "record", .help = "Print the record of the revision's first capture, exactly"},
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr auto fields = [] {
  std::array<Field, revision_fields.size() + 3> all = {};
  std::size_t count = 0;
  for (const Field& field : revision_fields) {
    all[count++] = field;
  }
  all[count++] = {"url", "where the page came from; null if that is not known"};
  all[count++] = {"headline", "null if the document has none"};
  all[count++] = {"text", "the document"};
  return all;
}();

constexpr std::array<std::string_view, 3> examples{
    "arch show kagame",
    "arch show 'kagame@{2021-09-20 20:00}'",
    "arch show --page kagame~1 | sha256sum",
};

/// The document as one reads it: its fields, then its blocks, wrapped on a terminal.
void print_readable(const history::History& history,
                    const history::Revision& revision,
                    Context& context) {
  Output& out = context.out();
  out.line(fmt::format("{}  {}",
                       context.style().paint(Role::id, "revision " + revision.short_id()),
                       revision_name(history, revision.number)));
  out.line(describe_interval(revision, context.zone()));
  if (revision.last_seen != revision.first_seen) {
    out.line(fmt::format("seen until {}", format_local(revision.last_seen, context.zone())));
  }
  const std::string text = history.document(revision);
  if (!text.starts_with('\n')) {  // as it does when no field is known
    out.write("\n");
  }
  bool is_headline = text.starts_with("headline:");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    MarkedText line;
    line.add(std::string_view{text}.substr(at, end - at),
             is_headline ? Role::heading : Role::plain);
    line.print(out, context.style(), {.width = context.wrap_width()});
    is_headline = false;
    at = end + 1;
  }
}

void print_record(const history::Archive& archive,
                  const history::History& history,
                  const history::Revision& revision,
                  Context& context) {
  const std::vector<history::ChangeSummary> summaries = archive.summaries(history);
  const std::string text = history.document(revision);
  const std::string record = history.record(revision);
  const std::optional<std::string> headline = article::parse_document(text).headline;
  context.out().line(
      revision_record(history, revision, summaries[revision.number])
          .text("url", history::find_line(record, "url"))
          .text("headline", headline ? std::optional<std::string_view>{*headline} : std::nullopt)
          .text("text", text)
          .str());
}

Exit run(const Arguments& given, Context& context) {
  const std::array<std::string_view, 4> ways{"document", "page", "record", "json"};
  std::size_t asked = 0;
  for (const std::string_view way : ways) {
    asked += given.has(way) ? 1U : 0U;
  }
  if (asked > 1) {
    throw Error{ErrorKind::usage, "--document, --page, --record and --json exclude each other"};
  }

  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::ResolvedRevision found =
      history::resolve_revision(archive, given.positional()[0], context.times());
  const history::Revision& revision = found.history.revisions()[found.revision];
  context.page();
  if (given.has("document")) {
    print_raw(as_bytes(found.history.document(revision)), context);
  } else if (given.has("page")) {
    print_raw(found.history.page(revision), context);
  } else if (given.has("record")) {
    print_raw(as_bytes(found.history.record(revision)), context);
  } else if (given.has("json")) {
    print_record(archive, found.history, revision, context);
  } else {
    print_readable(found.history, revision, context);
  }
  return Exit::ok;
}

}  // namespace

extern const Command show_command{
    .name = "show",
    .summary = "Show what an article said, as of any revision or time",
    .details =
        "A revision is named by the article's key or a unique part of it or of its headline, and "
        "then:\nnothing for the latest, ~2 for two revisions before it, @{2026-11-20 14:32}, "
        "@{yesterday} or\n@{first} for what readers saw then; or by 4 or more digits of an id. "
        "Quote braces and blanks\nfor the shell.\n"
        "With --document, --page and --record the bytes are exact, except that a terminal gets "
        "control\ncharacters as escapes.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
