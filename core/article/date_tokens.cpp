#include "article/date_tokens.hpp"

#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <optional>

namespace arch::article {

namespace {

enum class CharacterKind { digit, letter, other };

struct Character {
  CharacterKind kind = CharacterKind::other;
  int digit = 0;
  std::size_t size = 1;  ///< in bytes
};

/// Spaces and punctuation beyond ASCII that stand beside dates; what is not named counts as letter,
/// as do combining marks, without which Indic words would fall apart.
bool is_punctuation(char32_t c) {
  return (c >= 0x80 && c <= 0xBF) || c == 0xD7 || c == 0x060C || c == 0x061B || c == 0x061F ||
         c == 0x0964 || c == 0x200B || (c >= 0x2000 && c <= 0x2BFF) ||
         (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) || c == 0x30FB ||
         (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || c == 0xFEFF ||
         c == replacement_character;
}

Character classify(std::string_view text, std::size_t offset) {
  const char c = text[offset];
  if (c >= '0' && c <= '9') {
    return {CharacterKind::digit, c - '0', 1};
  }
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
    return {CharacterKind::letter, 0, 1};
  }
  if ((c & 0x80) == 0) {
    return {};
  }
  const CodePoint point = decode_code_point(text, offset);
  if (is_punctuation(point.value)) {
    return {CharacterKind::other, 0, point.size};
  }
  if (const std::optional<int> digit = digit_value(point.value)) {
    return {CharacterKind::digit, *digit, point.size};
  }
  return {CharacterKind::letter, 0, point.size};
}

/// Reads one number or word that begins at `begin`.
DateToken read_token(std::string_view text, std::size_t begin) {
  constexpr int most_digits = 18;  // fit in 64 bits
  DateToken token{.begin = begin, .end = begin};
  const CharacterKind kind = classify(text, begin).kind;
  token.kind = kind == CharacterKind::digit ? DateToken::Kind::number : DateToken::Kind::word;
  while (token.end < text.size()) {
    const Character character = classify(text, token.end);
    if (character.kind != kind) {
      break;
    }
    if (kind == CharacterKind::digit) {
      ++token.digits;
      token.value = token.digits > most_digits ? -1 : token.value * 10 + character.digit;
    }
    token.end += character.size;
  }
  return token;
}

}  // namespace

DateTokens::DateTokens(std::string_view text) : text_{text} {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const Character character = classify(text, offset);
    if (character.kind == CharacterKind::other) {
      offset += character.size;
      continue;
    }
    tokens_.push_back(read_token(text, offset));
    offset = tokens_.back().end;
  }
}

bool DateTokens::is_word(std::size_t index) const {
  return index < size() && tokens_[index].kind == DateToken::Kind::word;
}

std::string_view DateTokens::word(std::size_t index) const {
  return is_word(index)
             ? text_.substr(tokens_[index].begin, tokens_[index].end - tokens_[index].begin)
             : std::string_view{};
}

std::int64_t DateTokens::number(std::size_t index, int least, int most) const {
  if (index >= size() || tokens_[index].kind != DateToken::Kind::number ||
      tokens_[index].digits < least || tokens_[index].digits > most) {
    return -1;
  }
  return tokens_[index].value;
}

std::string_view DateTokens::gap_after(std::size_t index) const {
  const std::size_t begin = index < size() ? tokens_[index].end : text_.size();
  const std::size_t end = index + 1 < size() ? tokens_[index + 1].begin : text_.size();
  return text_.substr(begin, end - begin);
}

char DateTokens::separator_after(std::size_t index) const {
  char separator = 0;
  for (const char c : gap_after(index)) {
    if (c == ' ') {
      continue;
    }
    if (separator != 0 || (c != '-' && c != '/' && c != '.' && c != '|')) {
      return 0;
    }
    separator = c;
  }
  return separator;
}

bool DateTokens::is_close_after(std::size_t index) const {
  constexpr std::size_t longest = 8;  // bytes
  std::string_view gap = gap_after(index);
  if (gap.size() > longest) {
    return false;
  }
  while (!gap.empty()) {
    constexpr std::string_view close = " .,-/'\n\t\r";
    // No-break spaces, ordinal marks, the right quote of '23, narrow spaces, an Arabic comma.
    const bool special =
        std::ranges::any_of(std::to_array<std::string_view>(
                                {"\u00A0", "\u00AA", "\u00BA", "\u2019", "\u202F", "\u060C"}),
                            [&](std::string_view mark) { return gap.starts_with(mark); });
    if (!special && close.find(gap.front()) == std::string_view::npos) {
      return false;
    }
    gap.remove_prefix(special ? decode_code_point(gap, 0).size : 1);
  }
  return true;
}

bool equals_ignoring_case(std::string_view word, std::string_view lower) {
  return std::ranges::equal(word, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
  });
}

}  // namespace arch::article
