#include "diff/coarse.hpp"

#include "diff/cut_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace arch::diff {
namespace {

constexpr bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Counts the stretches of `text` between ASCII white space.
std::uint32_t count_stretches(std::string_view text) {
  std::uint32_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = is_ascii_space(c);
    count += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return count;
}

/// Returns how many bytes at the start of `a` and `b` are the same whole lines.
std::uint32_t common_lines_before(std::string_view a, std::string_view b) {
  const auto differs = std::ranges::mismatch(a, b).in1;
  const auto same = static_cast<std::size_t>(differs - a.begin());
  if (same == a.size() && same == b.size()) {
    return static_cast<std::uint32_t>(same);
  }
  return static_cast<std::uint32_t>(a.substr(0, same).rfind('\n') + 1);
}

/// The same at the end. Both texts begin where a line does.
std::uint32_t common_lines_after(std::string_view a, std::string_view b) {
  const auto differs = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first;
  const auto same = static_cast<std::size_t>(differs - a.rbegin());
  const auto is_whole_line = [&](std::string_view text) {
    return same == text.size() || text[text.size() - same - 1] == '\n';
  };
  if (is_whole_line(a) && is_whole_line(b)) {
    return static_cast<std::uint32_t>(same);
  }
  const std::size_t line_end = a.substr(a.size() - same).find('\n');
  return static_cast<std::uint32_t>(line_end == std::string_view::npos ? 0 : same - line_end - 1);
}

}  // namespace

Touch append_coarse_runs(
    std::string_view text_a, Range a, std::string_view text_b, Range b, std::vector<Run>& runs) {
  const std::string_view x = slice(text_a, a);
  const std::string_view y = slice(text_b, b);
  // No character combines with an ASCII one that stands behind it, so there it may be cut.
  const auto may_cut = [](std::string_view text, std::size_t at) {
    return at == text.size() || (is_ascii_space(text[at - 1]) && (text[at] & 0x80) == 0 &&
                                 !(text[at - 1] == '\r' && text[at] == '\n'));
  };
  std::uint32_t before = common_prefix(x, y);
  while (before > 0 && !(may_cut(x, before) && may_cut(y, before))) {
    --before;
  }
  std::uint32_t after = common_suffix(x.substr(before), y.substr(before));
  const auto may_end = [&](std::string_view text) {
    const std::size_t at = text.size() - after;
    return at == before || (at > 0 && may_cut(text, at));
  };
  while (after > 0 && !(may_end(x) && may_end(y))) {
    --after;
  }
  const Range changed_a{a.begin + before, a.end - after};
  const Range changed_b{b.begin + before, b.end - after};
  const auto add_kept = [&](Range kept_a, Range kept_b) {
    if (!kept_a.empty()) {
      const std::uint32_t words = count_stretches(slice(text_a, kept_a));
      runs.push_back({.a = kept_a, .b = kept_b, .words_a = words, .words_b = words});
    }
  };
  add_kept({a.begin, changed_a.begin}, {b.begin, changed_b.begin});
  const std::uint32_t words_a = count_stretches(slice(text_a, changed_a));
  const std::uint32_t words_b = count_stretches(slice(text_b, changed_b));
  const Touch touch = words_a == 0 && words_b == 0 ? Touch::spacing : Touch::words;
  runs.push_back({.kind = changed_a.empty()   ? Kind::inserted
                          : changed_b.empty() ? Kind::deleted
                                              : Kind::replaced,
                  .touch = touch,
                  .a = changed_a,
                  .b = changed_b,
                  .words_a = words_a,
                  .words_b = words_b});
  add_kept({changed_a.end, a.end}, {changed_b.end, b.end});
  return touch;
}

TextDiff compare_coarsely(std::string_view a, std::string_view b) {
  const auto size = [](std::string_view text) { return static_cast<std::uint32_t>(text.size()); };
  const std::uint32_t before = common_lines_before(a, b);
  const std::uint32_t after = common_lines_after(a.substr(before), b.substr(before));
  const Range middle_a{before, size(a) - after};
  const Range middle_b{before, size(b) - after};
  TextDiff diff;
  const auto add_kept = [&](Range range_a, Range range_b) {
    if (!range_a.empty()) {
      diff.blocks.push_back({.a = range_a, .b = range_b});
    }
  };
  add_kept({0, before}, {0, before});
  if (!middle_a.empty() || !middle_b.empty()) {
    const Kind kind = middle_a.empty()   ? Kind::inserted
                      : middle_b.empty() ? Kind::deleted
                                         : Kind::replaced;
    diff.degraded = kind == Kind::replaced;
    diff.runs.push_back({.kind = kind,
                         .touch = Touch::words,
                         .a = middle_a,
                         .b = middle_b,
                         .words_a = count_stretches(slice(a, middle_a)),
                         .words_b = count_stretches(slice(b, middle_b))});
    diff.sentences.push_back(
        {.kind = kind, .touch = Touch::words, .a = middle_a, .b = middle_b, .runs = {0, 1}});
    diff.blocks.push_back(
        {.kind = kind, .touch = Touch::words, .a = middle_a, .b = middle_b, .sentences = {0, 1}});
  }
  add_kept({middle_a.end, size(a)}, {middle_b.end, size(b)});
  return diff;
}

}  // namespace arch::diff
