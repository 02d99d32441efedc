#include "corrections/plain_words.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <array>

namespace arch::corrections {
namespace {

/// What U+00C0 to U+017F are without accents and in lower case; a digit stands for two letters or,
/// as 0, for none.
constexpr std::string_view latin_letters =
    "aaaaaa1ceeeeiiiidnooooo0ouuuuy23aaaaaa1ceeeeiiiidnooooo0ouuuuy2y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkklllllll"
    "lllnnnnnnnnnoooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Appends what `character` is compared as.
void append_plain(std::string& plain, char32_t character, std::string_view bytes) {
  if (character < 0x80) {
    plain += to_ascii_lower(static_cast<char>(character));
    return;
  }
  if (character >= 0xC0 && character - 0xC0 < latin_letters.size()) {
    switch (const char letter = latin_letters[character - 0xC0]) {
      case '0':  // multiplication and division sign
        plain += bytes;
        return;
      case '1':
        plain += "ae";
        return;
      case '2':
        plain += "th";
        return;
      case '3':
        plain += "ss";
        return;
      case '4':
        plain += "ij";
        return;
      case '5':
        plain += "oe";
        return;
      default:
        plain += letter;
        return;
    }
  }
  plain += bytes;
}

constexpr bool is_in(char32_t character, char32_t first, char32_t last) {
  return character >= first && character <= last;
}

bool is_space(char32_t character) {
  return character == ' ' || is_in(character, '\t', '\r') || character == 0x85 ||
         character == 0xA0 || is_in(character, 0x2000, 0x200A) || character == 0x2028 ||
         character == 0x2029 || character == 0x202F || character == 0x205F || character == 0x3000;
}

/// The ASCII mark that `character` is compared as; 0 if it is no mark, '?' for marks without one.
char mark_of(char32_t character) {
  if (character < 0x80) {
    const char c = static_cast<char>(character);
    return is_ascii_letter(c) || is_ascii_digit(c) || character == '\'' ? '\0' : c;
  }
  if (is_in(character, 0x2010, 0x2015) || character == 0x2212) {
    return '-';
  }
  if (is_in(character, 0x201C, 0x201F) || character == 0xAB || character == 0xBB) {
    return '"';
  }
  const bool is_other = is_in(character, 0xA1, 0xBF) || is_in(character, 0x2016, 0x206F) ||
                        is_in(character, 0x3001, 0x303F) || is_in(character, 0xFF01, 0xFF0F) ||
                        character == 0xFF1A || character == replacement_character;
  return is_other && character != 0xAA && character != 0xB5 && character != 0xBA ? '?' : '\0';
}

bool is_apostrophe(char32_t character) {
  return character == '\'' || character == 0x2018 || character == 0x2019 || character == 0x2BC;
}

/// Characters that nobody sees.
bool is_invisible(char32_t character) {
  return character == 0xAD || character == 0xFEFF || is_in(character, 0x200B, 0x200F) ||
         is_in(character, 0x202A, 0x202E) || is_in(character, 0x2060, 0x2064);
}

}  // namespace

std::string to_plain(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_code_point(text, at);
    const std::string_view bytes = text.substr(at, point.size);
    at += point.size;
    if (is_invisible(point.value)) {
      continue;
    }
    if (is_space(point.value)) {
      plain += ' ';
    } else if (is_apostrophe(point.value)) {
      plain += '\'';
    } else if (const char mark = mark_of(point.value); mark == '"' || mark == '-') {
      plain += mark;
    } else {
      append_plain(plain, point.value, bytes);
    }
  }
  return plain;
}

PlainWords cut_plain(std::string_view text, std::uint32_t offset) {
  PlainWords cut;
  cut.plain.reserve(text.size() + text.size() / 8);
  using Kind = PlainWord::Kind;
  bool open = false;  // The last word may go on.
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_code_point(text, at);
    const diff::Range source{static_cast<std::uint32_t>(offset + at),
                             static_cast<std::uint32_t>(offset + at + point.size)};
    const std::string_view bytes = text.substr(at, point.size);
    at += point.size;
    if (point.valid && is_invisible(point.value)) {
      continue;
    }
    if (is_space(point.value) || is_apostrophe(point.value)) {
      open = false;
      continue;
    }
    const char mark = point.valid ? mark_of(point.value) : '?';
    const bool is_digit = is_in(point.value, '0', '9');
    const Kind kind = mark != '\0' ? Kind::mark : is_digit ? Kind::number : Kind::word;
    const auto begin = static_cast<std::uint32_t>(cut.plain.size());
    if (kind == Kind::mark) {
      cut.plain += mark;
    } else {
      append_plain(cut.plain, point.value, bytes);
    }
    const auto end = static_cast<std::uint32_t>(cut.plain.size());
    if (open && kind != Kind::mark && cut.words.back().kind == kind) {
      cut.words.back().end = end;
      cut.words.back().source.end = source.end;
    } else {
      cut.words.push_back({.begin = begin, .end = end, .source = source, .kind = kind});
    }
    open = kind != Kind::mark;
  }
  return cut;
}

}  // namespace arch::corrections
