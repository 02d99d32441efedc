#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace arch {

/// What stands for bytes that are no character.
inline constexpr char32_t replacement_character = 0xFFFD;

/// The byte order mark U+FEFF in UTF-8, which many files begin with.
inline constexpr std::string_view utf8_byte_order_mark = "\xEF\xBB\xBF";

/// Returns `text` without the byte order mark that it may begin with.
inline std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(utf8_byte_order_mark) ? text.substr(utf8_byte_order_mark.size()) : text;
}

/// Returns the length of the longest prefix that is valid UTF-8 (Unicode 15, table 3-7: shortest
/// form, no surrogates, at most U+10FFFF). Several GB/s on ASCII.
std::size_t valid_utf8_prefix(std::string_view text);

/// Returns whether all of `text` is valid UTF-8.
inline bool is_valid_utf8(std::string_view text) {
  return valid_utf8_prefix(text) == text.size();
}

/// Returns the length of the longest prefix whose every byte is below 0x80.
std::size_t ascii_prefix(std::string_view text);

/// Returns the length of the longest prefix of printable ASCII, U+0020 to U+007E.
std::size_t printable_ascii_prefix(std::string_view text);

/// Returns whether every byte is below 0x80.
inline bool is_ascii(std::string_view text) {
  return ascii_prefix(text) == text.size();
}

/// Appends the UTF-8 form of `character`; surrogates and numbers above U+10FFFF become U+FFFD.
void append_utf8(std::string& text, char32_t character);

/// One code point read from UTF-8.
struct CodePoint {
  char32_t value = replacement_character;
  std::size_t size = 1;  ///< in bytes
  bool valid = false;    ///< false: the byte is not valid UTF-8 here; value is U+FFFD, size 1
};

/// Reads the code point at byte `offset`, which must be less than text.size().
CodePoint decode_code_point(std::string_view text, std::size_t offset);

/// Returns `text` with a U+FFFD for each byte that is not valid UTF-8.
std::string replace_invalid_utf8(std::string_view text);

enum class Encoding { utf8, utf16le, utf16be, windows_1252 };

struct DecodedText {
  std::string text = {};  ///< valid UTF-8, without byte order mark and NUL
  Encoding encoding = Encoding::utf8;
};

/// Reads bytes of unknown encoding as text; every input gives a text, the same on every machine.
///
/// A byte order mark decides. Without one it is UTF-16 when the zero bytes give it away; else UTF-8
/// unless more bytes are wrong in it than characters beyond ASCII are right; else windows-1252 as
/// the WHATWG maps it (https://encoding.spec.whatwg.org/#windows-1252). Bytes that are no character
/// in the encoding, and NUL characters, become U+FFFD. The text is at most three times as long.
///
/// Readers of documents rest on this (docs/format.md#text-1): what it makes of any bytes may never
/// change.
DecodedText decode_text(ByteView bytes);

}  // namespace arch
