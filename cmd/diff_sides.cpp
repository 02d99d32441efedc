#include "cmd/diff_sides.hpp"

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "diff/range.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace arch::cmd {
namespace {

DiffSide side_of(const history::History& history, std::uint32_t number) {
  const history::Revision& revision = history.revisions()[number];
  return {.source = DiffSide::Source::revision,
          .text = history.document(revision),
          .article = history.key(),
          .name = revision_name(history, number),
          .id = history.id(revision),
          .first_seen = revision.first_seen};
}

DiffSide side_of(std::string_view file) {
  const std::filesystem::path path = file == "-" ? "/dev/stdin" : file;
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    throw Error{ErrorKind::usage,
                fmt::format("reading {}: it is a folder", one_line(file)),
                "name the file in it"};
  }
  return {.source = DiffSide::Source::file,
          .text = std::string{as_text(read_file(path, diff::max_text_size))},
          .name = std::string{file}};
}

}  // namespace

DiffSides read_revisions(std::span<const std::string> names, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::TimeContext times = context.times();
  if (names.size() == 2) {
    const history::ResolvedRevision a = history::resolve_revision(archive, names[0], times);
    const history::ResolvedRevision b = history::resolve_revision(archive, names[1], times);
    return {side_of(a.history, a.revision), side_of(b.history, b.revision)};
  }
  if (const auto range = history::resolve_range(archive, names[0], times)) {
    return {side_of(range->history, range->from), side_of(range->history, range->to)};
  }
  const history::ResolvedRevision b = history::resolve_revision(archive, names[0], times);
  return {b.revision > 0 ? side_of(b.history, b.revision - 1) : DiffSide{},
          side_of(b.history, b.revision)};
}

DiffSides read_files(std::span<const std::string> names) {
  if (names.size() != 2) {
    throw Error{ErrorKind::usage,
                "--no-archive compares two files",
                "`arch diff --no-archive OLD.txt NEW.txt`; - is standard input"};
  }
  if (names[0] == "-" && names[1] == "-") {
    throw Error{ErrorKind::usage, "standard input cannot be both files"};
  }
  DiffSide a = side_of(names[0]);
  return {std::move(a), side_of(names[1])};
}

}  // namespace arch::cmd
