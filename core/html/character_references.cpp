#include "html/character_references.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/utf8.hpp"
#include "html/embedded.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <unordered_map>

namespace arch::html {

namespace {

constexpr std::size_t longest_name = 31;       // CounterClockwiseContourIntegral
constexpr std::size_t longest_open_name = 6;   // without a semicolon: brvbar, Aacute
constexpr std::size_t shortest_open_name = 2;  // lt, gt

struct NamedCharacters {
  std::string text = {};     ///< one or two characters
  bool may_be_open = false;  ///< stands without a semicolon too
};

using NameTable = std::unordered_map<std::string_view, NamedCharacters>;

/// Reads the lines `name hex` and `name* hex hex` of data/character_names.txt.
NameTable read_names(std::string_view lines) {
  NameTable names;
  constexpr std::size_t names_of_the_standard = 2125;
  names.reserve(names_of_the_standard);
  while (!lines.empty()) {
    std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.empty() || line.front() == '#') {
      continue;
    }
    std::string_view name = line.substr(0, line.find(' '));
    line.remove_prefix(name.size());
    NamedCharacters characters;
    if (name.ends_with('*')) {
      characters.may_be_open = true;
      name.remove_suffix(1);
    }
    while (!line.empty()) {
      line.remove_prefix(1);
      std::uint32_t point = 0;
      const auto read = std::from_chars(line.data(), line.data() + line.size(), point, 16);
      append_utf8(characters.text, point);
      line.remove_prefix(static_cast<std::size_t>(read.ptr - line.data()));
    }
    names.emplace(name, std::move(characters));
  }
  return names;
}

const NamedCharacters* find_name(std::string_view name) {
  static const NameTable names = read_names(embedded::character_names);
  const auto found = names.find(name);
  return found == names.end() ? nullptr : &found->second;
}

/// What the numbers 0x80 to 0x9F mean: the characters of windows-1252.
constexpr std::array<char16_t, 32> windows_1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

/// Reads a reference by number that follows `&#`; returns its length, 0 when there is none.
std::size_t append_numbered(std::string& decoded, std::string_view text) {
  std::size_t at = 0;
  const bool hex = !text.empty() && to_ascii_lower(text.front()) == 'x';
  at += hex ? 1U : 0U;
  const std::size_t digits = at;
  constexpr std::uint32_t too_large = 0x110000;
  std::uint32_t number = 0;
  for (; at < text.size(); ++at) {
    const int digit = hex_value(text[at]);
    if (digit < 0 || (!hex && digit > 9)) {
      break;
    }
    number = std::min(number * (hex ? 16U : 10U) + static_cast<std::uint32_t>(digit), too_large);
  }
  if (at == digits) {
    return 0;
  }
  if (number >= 0x80 && number < 0xA0) {
    number = windows_1252[number - 0x80];
  }
  append_utf8(decoded, number == 0 ? replacement_character : char32_t{number});
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

/// Reads a reference by name that follows `&`; returns its length, 0 when there is none.
std::size_t append_named(std::string& decoded, std::string_view text, ReferencePlace place) {
  const auto is_of_name = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); };
  std::size_t size = 0;
  while (size < text.size() && size <= longest_name && is_of_name(text[size])) {
    ++size;
  }
  if (size < text.size() && text[size] == ';') {
    if (const NamedCharacters* found = find_name(text.substr(0, size))) {
      decoded += found->text;
      return size + 1;
    }
  }
  for (std::size_t open = std::min(size, longest_open_name); open >= shortest_open_name; --open) {
    const NamedCharacters* found = find_name(text.substr(0, open));
    if (found == nullptr || !found->may_be_open) {
      continue;
    }
    // In an address, `&copy=` and `&copyright` are parameters.
    if (place == ReferencePlace::attribute && open < text.size() &&
        (text[open] == '=' || is_of_name(text[open]))) {
      return 0;
    }
    decoded += found->text;
    return open;
  }
  return 0;
}

}  // namespace

void append_decoded(std::string& decoded, std::string_view text, ReferencePlace place) {
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    decoded += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      return;
    }
    text.remove_prefix(1);
    const std::size_t size = text.starts_with('#') ? append_numbered(decoded, text.substr(1))
                                                   : append_named(decoded, text, place);
    if (size == 0) {
      decoded += '&';
    } else {
      text.remove_prefix(text.starts_with('#') ? size + 1 : size);
    }
  }
}

}  // namespace arch::html
