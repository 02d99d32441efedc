#include "corrections/quotation.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "corrections/markup.hpp"

#include <algorithm>
#include <optional>

namespace arch::corrections {
namespace {

using diff::Range;

enum class Turn : std::uint8_t { none, open, close, straight };

struct Mark {
  Turn turn = Turn::none;
  std::uint32_t size = 0;
};

bool is_letter(std::string_view text, std::size_t at) {
  return at < text.size() && (is_ascii_letter(text[at]) || is_ascii_digit(text[at]) ||
                              static_cast<unsigned char>(text[at]) >= 0xC3);
}

/// An opening mark that may be an apostrophe is one if it is closed within so many bytes.
constexpr std::size_t longest_single = 300;

/// Whether the straight single mark at `at` opens a quotation: it stands before a word, and one
/// behind a word closes it.
bool opens_single(std::string_view text, std::size_t at) {
  const bool is_free = at == 0 || is_html_space(text[at - 1]) || text[at - 1] == '(';
  if (!is_free || !is_letter(text, at + 1) || is_ascii_digit(text[at + 1])) {
    return false;
  }
  const std::string_view near = text.substr(at, longest_single);
  for (std::size_t end = near.find('\'', 4); end != near.npos; end = near.find('\'', end + 1)) {
    if (!is_html_space(near[end - 1]) && !is_letter(near, end + 1)) {
      return true;
    }
  }
  return false;
}

/// The quotation mark at `at`. `low` tells that a low one is open, which a high one then closes.
Mark mark_at(std::string_view text, std::size_t at, bool low) {
  const char c = text[at];
  if (c == '"') {
    return {.turn = Turn::straight, .size = 1};
  }
  if (c == '\'' && at + 1 < text.size() && text[at + 1] == '\'') {
    return {.turn = Turn::straight, .size = 2};
  }
  if (c == '\'') {
    return {.turn = opens_single(text, at) ? Turn::open : Turn::none, .size = 1};
  }
  if (static_cast<unsigned char>(c) < 0xC2) {
    return {};
  }
  const CodePoint point = decode_code_point(text, at);
  const auto size = static_cast<std::uint32_t>(point.size);
  switch (point.value) {
    case 0x201E:  // low
    case 0xAB:
      return {.turn = Turn::open, .size = size};
    case 0x201C:
      return {.turn = low ? Turn::close : Turn::open, .size = size};
    case 0x201D:
    case 0xBB:
      return {.turn = Turn::close, .size = size};
    case 0x2018:
      return {.turn = is_letter(text, at + size) && (at == 0 || !is_letter(text, at - 1))
                          ? Turn::open
                          : Turn::none,
              .size = size};
    default:
      return {};
  }
}

}  // namespace

std::vector<Range> find_quotations(std::string_view text, Range range) {
  const std::string_view all = text.substr(0, range.end);
  std::vector<Range> quotations;
  std::optional<std::uint32_t> open;
  bool low = false;
  bool single = false;
  bool straight_single = false;
  std::uint32_t unopened_from = range.begin;
  const std::vector<Range> markup = find_markup(text, range);
  auto tag = markup.begin();
  for (std::uint32_t at = range.begin; at < range.end;) {
    while (tag != markup.end() && tag->end <= at) {
      ++tag;
    }
    if (tag != markup.end() && tag->begin <= at) {
      at = tag->end;
      continue;
    }
    Mark mark = mark_at(all, at, low);
    if (single && open && all.substr(at).starts_with("\u2019") && !is_letter(all, at + 3)) {
      mark = {.turn = Turn::close, .size = 3};
    } else if (straight_single && open) {
      const bool closes = all[at] == '\'' && !is_html_space(all[at - 1]) && !is_letter(all, at + 1);
      mark = closes ? Mark{.turn = Turn::close, .size = 1} : Mark{};
    }
    if (mark.turn == Turn::none) {
      ++at;
      continue;
    }
    const std::uint32_t behind = at + mark.size;
    if (mark.turn == Turn::straight) {
      const bool word_before = at > range.begin && !is_html_space(all[at - 1]) &&
                               all[at - 1] != '(' && all[at - 1] != '[';
      const bool word_behind = behind < range.end && !is_html_space(all[behind]);
      // Between two words, or between two spaces, it does what is due.
      mark.turn = word_before == word_behind ? (open ? Turn::close : Turn::open)
                  : word_before              ? Turn::close
                                             : Turn::open;
    }
    if (mark.turn == Turn::open) {
      if (!open) {
        open = behind;
        low = all.substr(at).starts_with("\u201E");
        single = all.substr(at).starts_with("\u2018");
        straight_single = all[at] == '\'' && mark.size == 1;
      }
    } else if (open) {
      quotations.push_back({*open, at});
      open.reset();
      low = single = straight_single = false;
      unopened_from = behind;
    } else if (quotations.empty()) {
      quotations.push_back({unopened_from, at});
      unopened_from = behind;
    }
    at = behind;
  }
  if (open) {
    quotations.push_back({*open, range.end});
  }
  return quotations;
}

bool is_quoted(const std::vector<Range>& quotations, Range inner) {
  const auto found = std::ranges::upper_bound(quotations, inner.begin, {}, &Range::begin);
  return found != quotations.begin() && inner.end <= std::prev(found)->end;
}

}  // namespace arch::corrections
