#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace arch {

/// Classes of ASCII characters, the same in every locale; bytes beyond ASCII are in none of them.

constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// White space of HTML and CSS: space, tab, line feed, form feed, carriage return.
constexpr bool is_html_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/// A to Z in lower case; anything else as it is.
constexpr char to_ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string ascii_lowered(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), to_ascii_lower);
  return lower;
}

}  // namespace arch
