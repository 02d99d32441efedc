#include "diff/unified.hpp"

#include "diff/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

namespace arch::diff {
namespace {

using Lines = std::vector<std::string_view>;

/// Returns `name` as git writes it in a `---` or `+++` line.
std::string quoted(std::string_view name) {
  constexpr std::string_view escaped = "\a\b\t\n\v\f\r\"\\";
  constexpr std::string_view letters = "abtnvfr\"\\";
  std::string result;
  bool quote = false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t at = escaped.find(c); at != std::string_view::npos) {
      result += '\\';
      result += letters[at];
      quote = true;
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(result), "\\{:03o}", byte);
      quote = true;
    } else {
      result += c;
    }
  }
  if (quote) {
    return '"' + result + '"';
  }
  // The tab tells `patch` where a name with spaces ends.
  return name.find(' ') == std::string_view::npos ? result : result + '\t';
}

/// Returns "start,count" as a hunk header has it: 1-based, the line before when there are none,
/// and no count when it is one.
std::string hunk_range(Range lines) {
  if (lines.size() == 1) {
    return fmt::format("{}", lines.begin + 1);
  }
  return fmt::format("{},{}", lines.empty() ? lines.begin : lines.begin + 1, lines.size());
}

void append_lines(std::string& out, char sign, const Lines& lines, Range range) {
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    out += sign;
    out += lines[i];
    if (!lines[i].ends_with('\n')) {
      out += "\n\\ No newline at end of file\n";
    }
  }
}

/// Appends the edits of one hunk with `context` lines around and between them.
void append_hunk(std::string& out,
                 const Lines& a,
                 const Lines& b,
                 std::span<const Edit> edits,
                 std::uint32_t context) {
  const Edit& first = edits.front();
  const Edit& last = edits.back();
  const std::uint32_t before = std::min(context, first.a.begin);
  const std::uint32_t after = std::min(context, static_cast<std::uint32_t>(a.size()) - last.a.end);
  const Range hunk_a{first.a.begin - before, last.a.end + after};
  const Range hunk_b{first.b.begin - before, last.b.end + after};
  fmt::format_to(
      std::back_inserter(out), "@@ -{} +{} @@\n", hunk_range(hunk_a), hunk_range(hunk_b));
  std::uint32_t at = hunk_a.begin;
  for (const Edit& edit : edits) {
    append_lines(out, ' ', a, {at, edit.a.begin});
    append_lines(out, '-', a, edit.a);
    append_lines(out, '+', b, edit.b);
    at = edit.a.end;
  }
  append_lines(out, ' ', a, {at, hunk_a.end});
}

}  // namespace

std::string unified_patch(std::string_view a, std::string_view b, const UnifiedOptions& options) {
  if (a == b) {
    return {};
  }
  const Lines lines_a = split_lines(a);
  const Lines lines_b = split_lines(b);
  const std::vector<Edit> edits = diff_lines(lines_a, lines_b);
  std::string out =
      fmt::format("--- {}\n+++ {}\n", quoted(options.label_a), quoted(options.label_b));
  for (std::size_t first = 0; first < edits.size();) {
    std::size_t end = first + 1;
    // Twice the context between two edits would be printed in full by two hunks: one is shorter.
    while (end < edits.size() &&
           edits[end].a.begin - edits[end - 1].a.end <= std::uint64_t{2} * options.context) {
      ++end;
    }
    append_hunk(
        out, lines_a, lines_b, std::span(edits).subspan(first, end - first), options.context);
    first = end;
  }
  return out;
}

}  // namespace arch::diff
