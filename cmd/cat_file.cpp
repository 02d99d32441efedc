#include "base/object_id.hpp"
#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/json.hpp"
#include "cmd/raw_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "ID",
             .help = "The id of an object or a record, or its first 4 digits or more"},
};

constexpr std::array options{
    Option{.name = "type", .help = "Print what it is: object, record or annotation"},
    Option{.name = "size", .help = "Print its size in bytes"},
    Option{.name = "json", .help = "Print id, kind, size and article as a JSON record"},
};

constexpr std::array fields{
    Field{"id", "all 64 digits"},
    Field{"kind", "object (a page or a document), record or annotation"},
    Field{"size", "in bytes"},
    Field{"article", "key of the article that it is kept with; null if it belongs to none"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch cat-file 3f0c2a9b1d4e",
    "arch cat-file --type 3f0c2a9b1d4e",
    "arch cat-file 3f0c2a9b1d4e | sha256sum",
};

std::string_view name_of(store::Found::Kind kind) {
  switch (kind) {
    using enum store::Found::Kind;
    case record:
      return "record";
    case object:
      return "object";
    case annotation:
      return "annotation";
  }
  return {};
}

store::Found find_one(const store::Store& store, std::string_view typed) {
  const std::optional<std::string> digits = ObjectId::parse_prefix(typed);
  if (!digits) {
    throw Error{ErrorKind::usage,
                fmt::format("{} is no id: 4 to 64 hexadecimal digits", one_line(typed)),
                "`arch show --json REV` prints the ids of a revision's document and page"};
  }
  std::vector<store::Found> found = store.find(*digits);
  // The same bytes may be kept with several articles.
  const auto [first, last] = std::ranges::unique(found, {}, &store::Found::id);
  found.erase(first, last);
  if (found.empty()) {
    throw Error{ErrorKind::not_found,
                fmt::format("nothing has an id that begins with {}", *digits)};
  }
  if (found.size() > 1) {
    std::string candidates;
    for (const store::Found& one : found) {
      candidates += fmt::format("\n  {}  {}", one.id.hex(), name_of(one.kind));
    }
    throw Error{ErrorKind::usage,
                fmt::format("{} ids begin with {}:{}", found.size(), *digits, candidates),
                "type more digits"};
  }
  return found[0];
}

Bytes read_found(const store::Store& store, const store::Found& found) {
  switch (found.kind) {
    using enum store::Found::Kind;
    case object:
      return store.read(found.article).object(store::ObjectNumber{found.index});
    case record: {
      const store::Article article = store.read(found.article);
      return to_bytes(article.record_text(article.records()[found.index]));
    }
    case annotation:
      for (const store::Annotation& annotation : store.annotations(found.article)) {
        if (annotation.id == found.id) {
          return to_bytes(annotation.text);
        }
      }
      break;
  }
  throw Error{ErrorKind::corrupt, fmt::format("{} is listed but not there", found.id.hex())};
}

Exit run(const Arguments& given, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const store::Found found = find_one(archive.store(), given.positional()[0]);
  if (given.has("type")) {
    context.out().line(name_of(found.kind));
    return Exit::ok;
  }
  const Bytes bytes = read_found(archive.store(), found);
  if (given.has("size")) {
    context.out().line(fmt::format("{}", bytes.size()));
  } else if (given.has("json")) {
    std::string key;
    if (found.article != store::ArticleNumber::none) {
      key = archive.store().row(found.article).key;
    }
    context.out().line(
        JsonRecord{}
            .id("id", found.id)
            .text("kind", name_of(found.kind))
            .number("size", bytes.size())
            .text("article", key.empty() ? std::nullopt : std::optional<std::string_view>{key})
            .str());
  } else {
    print_raw(bytes, context);
  }
  return Exit::ok;
}

}  // namespace

extern const Command cat_file_command{
    .name = "cat-file",
    .summary = "Print an object or a record by its id",
    .details =
        "The bytes are exact, so their SHA-256 is the id; a terminal gets control "
        "characters as escapes.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
