#include "interop/export_message.hpp"

#include "article/document.hpp"
#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "history/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace arch::interop {
namespace {

/// Who commits: not a person, at a domain that cannot exist (RFC 2606).
constexpr std::string_view committer = "arch <arch@archive.invalid>";

/// Columns of a title in a message's first line, which with what follows makes some 70, as
/// git-commit(1) advises.
constexpr std::size_t title_columns = 50;

constexpr std::string_view capture_trailer = "Arch-Capture";
constexpr std::string_view observed_trailer = "Arch-Observed";
constexpr std::string_view observed_after_trailer = "Arch-Observed-After";

/// Returns the beginning of `line` that takes at most `columns`, ended by `…` if that is not all.
std::string shorten(const std::string& line, std::size_t columns) {
  if (display_width(line) <= columns) {
    return line;
  }
  std::size_t end = 0;
  for (const std::size_t boundary : grapheme_boundaries(line)) {
    if (display_width(std::string_view{line}.substr(0, boundary)) >= columns) {
      break;
    }
    end = boundary;
  }
  return line.substr(0, end) + "…";
}

/// Joins names as a sentence does: `a`, `a and b`, `a, b and c`.
std::string enumerate(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) {
      text += i + 1 == names.size() ? " and " : ", ";
    }
    text += names[i];
  }
  return text;
}

std::string summarise(const ExportedRevision& revision) {
  if (revision.is_first) {
    return "first seen";
  }
  if (revision.is_technical) {
    return "read anew";
  }
  if (revision.reverted_to) {
    return "back to " + revision.reverted_to->short_hex();
  }
  return enumerate(revision.changed) + " changed";
}

void add_trailer(std::string& message, std::string_view name, std::string_view value) {
  fmt::format_to(std::back_inserter(message), "{}: {}\n", name, value);
}

/// Returns the value of a trailer of ours in the last paragraph of a message.
std::optional<std::string_view> find_trailer(std::string_view trailers, std::string_view name) {
  while (!trailers.empty()) {
    const std::size_t end = std::min(trailers.find('\n'), trailers.size());
    const std::string_view line = trailers.substr(0, end);
    if (line.size() > name.size() + 2 && line.starts_with(name) &&
        line.substr(name.size(), 2) == ": ") {
      return line.substr(name.size() + 2);
    }
    trailers.remove_prefix(std::min(end + 1, trailers.size()));
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> what_changed(std::string_view before, std::string_view after) {
  using article::Document;
  using Field = std::pair<std::string_view, std::optional<std::string> Document::*>;
  static constexpr std::array<Field, 8> fields{{{"headline", &Document::headline},
                                                {"standfirst", &Document::standfirst},
                                                {"byline", &Document::byline},
                                                {"section", &Document::section},
                                                {"published", &Document::published},
                                                {"modified", &Document::modified},
                                                {"language", &Document::language},
                                                {"canonical", &Document::canonical}}};
  const Document a = article::parse_document(before);
  const Document b = article::parse_document(after);
  std::vector<std::string> changed;
  for (const auto& [name, field] : fields) {
    if (a.*field != b.*field) {
      changed.emplace_back(name);
    }
  }
  if (a.corrections != b.corrections) {
    changed.emplace_back("correction");
  }
  if (a.blocks != b.blocks) {
    changed.emplace_back("text");
  }
  return changed;
}

std::string make_export_message(const ExportedRevision& revision) {
  const std::string title = one_line(revision.title.empty() ? revision.key : revision.title);
  const std::string shown = shorten(title, title_columns);
  std::string message = fmt::format("{}: {}\n\n", shown, summarise(revision));
  if (shown != title) {
    message += title + "\n\n";
  }
  if (revision.is_technical) {
    message += "The text changed because arch reads the page in another way, not the page.\n";
  }
  const std::string observed = format_rfc3339(revision.observed);
  message += revision.changed_after ? fmt::format("Changed between {} and {}.\n",
                                                  format_rfc3339(*revision.changed_after),
                                                  observed)
                                    : fmt::format("First seen {}.\n", observed);
  message += "\n";
  add_trailer(message, "Arch-Article", revision.key);
  add_trailer(message, capture_trailer, revision.capture.hex());
  add_trailer(message, "Arch-Document", revision.document.hex());
  if (revision.page) {
    add_trailer(message, "Arch-Page", revision.page->hex());
  }
  if (revision.reverted_to) {
    add_trailer(message, "Arch-Reverts-To", revision.reverted_to->hex());
  }
  add_trailer(message, observed_trailer, observed);
  if (revision.changed_after) {
    add_trailer(message, observed_after_trailer, format_rfc3339(*revision.changed_after));
  }
  return message;
}

std::string make_export_commit(const GitId& tree,
                               const std::optional<GitId>& parent,
                               UtcTime observed,
                               std::string_view message) {
  const std::int64_t seconds = std::max<std::int64_t>(observed.seconds, 0);
  std::string commit = fmt::format("tree {}\n", tree.hex());
  if (parent) {
    commit += fmt::format("parent {}\n", parent->hex());
  }
  for (const std::string_view role : {"author", "committer"}) {
    commit += fmt::format("{} {} {} +0000\n", role, committer, seconds);
  }
  commit += '\n';
  commit += message;
  return commit;
}

std::optional<ExportMark> find_export_mark(const GitCommit& commit) {
  if (commit.committer.person != committer || commit.parents.size() > 1) {
    return std::nullopt;
  }
  const std::string_view message = commit.message;
  const std::size_t paragraph = message.rfind("\n\n");
  if (paragraph == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view trailers = message.substr(paragraph + 2);
  const auto capture = find_trailer(trailers, capture_trailer);
  const auto observed = find_trailer(trailers, observed_trailer);
  const std::optional<ObjectId> id = capture ? ObjectId::parse(*capture) : std::nullopt;
  const std::optional<UtcTime> time = observed ? parse_rfc3339(*observed) : std::nullopt;
  if (!id || !time) {
    return std::nullopt;
  }
  constexpr unsigned left_out = 64 - 8 * store::id_prefix_bytes;
  ExportMark mark{.capture = id->prefix64() >> left_out << left_out, .observed = *time};
  if (const auto after = find_trailer(trailers, observed_after_trailer)) {
    mark.changed_after = parse_rfc3339(*after);
  }
  return mark;
}

}  // namespace arch::interop
