#include "base/printable.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace arch {

namespace {

enum class Lines { keep, escape };

/// What Unicode keeps for programs and never gives a meaning to (chapter 23.7): U+FFFE and U+FFFF
/// of every plane, and 32 more. XML forbids some of them, and no reader sees any.
bool is_noncharacter(char32_t character) {
  return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
}

/// What terminals act on. The bidirectional ones are those with the property Bidi_Control
/// (PropList.txt of Unicode 15).
bool is_active(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x061C ||
         character == 0x200E || character == 0x200F ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

/// Returns the length of the longest prefix that may be shown as it is.
std::size_t harmless_prefix(std::string_view text, Lines lines) {
  std::size_t i = 0;
  while (true) {
    i += printable_ascii_prefix(text.substr(i));
    if (i == text.size()) {
      break;
    }
    const CodePoint point = decode_code_point(text, i);
    const bool line_layout = point.value == '\n' || point.value == '\t';
    if (!point.valid || is_noncharacter(point.value) ||
        (is_active(point.value) && (!line_layout || lines == Lines::escape))) {
      break;
    }
    i += point.size;
  }
  return i;
}

void append_escape(std::string& out, const CodePoint& point, unsigned char byte) {
  if (!point.valid || point.value < 0x80) {
    if (byte == '\n' || byte == '\t') {
      out += byte == '\n' ? "\\n" : "\\t";
    } else {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    }
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
  }
}

std::string escape(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const std::size_t harmless = harmless_prefix(text, lines);
    out += text.substr(0, harmless);
    if (harmless == text.size()) {
      return out;
    }
    const CodePoint point = decode_code_point(text, harmless);
    append_escape(out, point, static_cast<unsigned char>(text[harmless]));
    text.remove_prefix(harmless + point.size);
  }
}

}  // namespace

std::string escape_controls(std::string_view text) {
  return escape(text, Lines::keep);
}

std::string one_line(std::string_view text) {
  return escape(text, Lines::escape);
}

bool is_printable(std::string_view text) {
  return harmless_prefix(text, Lines::keep) == text.size();
}

}  // namespace arch
