#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace arch {

namespace {

unsigned byte_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

std::uint64_t load_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

enum class ByteOrder { little, big };

/// Which UTF-16 the first bytes must be, if any: most of what is written in Latin letters has a
/// zero byte in every second place and none in between. Other scripts without a byte order mark are
/// not told apart from damage; a stray NUL in other text must not turn it into UTF-16.
std::optional<ByteOrder> guess_utf16(std::string_view bytes) {
  constexpr std::size_t looked_at = 4096;  // bytes
  const std::size_t units = std::min(bytes.size(), looked_at) / 2;
  std::size_t even_zeros = 0;
  std::size_t odd_zeros = 0;
  for (std::size_t i = 0; i < units; ++i) {
    even_zeros += bytes[2 * i] == '\0' ? 1U : 0U;
    odd_zeros += bytes[2 * i + 1] == '\0' ? 1U : 0U;
  }
  const std::size_t enough = std::max<std::size_t>(units - units / 4, 2);
  if (even_zeros == 0 && odd_zeros >= enough) {
    return ByteOrder::little;
  }
  if (odd_zeros == 0 && even_zeros >= enough) {
    return ByteOrder::big;
  }
  return std::nullopt;
}

std::string decode_utf16(std::string_view bytes, ByteOrder order) {
  const auto unit_at = [&](std::size_t i) -> char32_t {
    const unsigned first = byte_at(bytes, i);
    const unsigned second = byte_at(bytes, i + 1);
    return order == ByteOrder::little ? second << 8U | first : first << 8U | second;
  };
  std::string text;
  text.reserve(bytes.size());
  std::size_t i = 0;
  while (i + 1 < bytes.size()) {
    char32_t unit = unit_at(i);
    i += 2;
    const bool leads = unit >= 0xD800 && unit < 0xDC00;
    if (leads && i + 1 < bytes.size()) {
      if (const char32_t trail = unit_at(i); trail >= 0xDC00 && trail < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10U) + (trail - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, unit == 0 ? replacement_character : unit);
  }
  if (i < bytes.size()) {
    append_utf8(text, replacement_character);
  }
  return text;
}

/// What windows-1252 has where ISO 8859-1 has the controls 0x80 to 0x9F.
constexpr std::array<char16_t, 32> windows_1252_middle = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::string decode_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned byte = byte_at(bytes, i);
    if (byte >= 0x80 && byte < 0xA0) {
      append_utf8(text, windows_1252_middle[byte - 0x80]);
    } else {
      append_utf8(text, byte == 0 ? replacement_character : byte);
    }
  }
  return text;
}

/// Whether text that is not valid UTF-8 was yet meant to be: a text with one damaged byte is not
/// another encoding, and text in another encoding looks like UTF-8 in few places.
bool is_damaged_utf8(std::string_view text) {
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t ascii = ascii_prefix(text.substr(i)); ascii > 0) {
      i += ascii;
      continue;
    }
    const CodePoint point = decode_code_point(text, i);
    ++(point.valid ? right : wrong);
    i += point.size;
  }
  return wrong <= right;
}

std::string decode_utf8(std::string_view bytes) {
  std::string text = is_valid_utf8(bytes) ? std::string{bytes} : replace_invalid_utf8(bytes);
  if (text.find('\0') == std::string::npos) {
    return text;
  }
  std::string clean;
  clean.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (c == '\0') {
      append_utf8(clean, replacement_character);
    } else {
      clean += c;
    }
  }
  return clean;
}

}  // namespace

std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::size_t i = 0;
  for (; i + 32 <= text.size(); i += 32) {
    const char* at = text.data() + i;
    const std::uint64_t all =
        load_word(at) | load_word(at + 8) | load_word(at + 16) | load_word(at + 24);
    if ((all & high_bits) != 0) {
      break;
    }
  }
  while (i < text.size() && byte_at(text, i) < 0x80) {
    ++i;
  }
  return i;
}

std::size_t printable_ascii_prefix(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high_bits = ones * 0x80;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    const std::uint64_t word = load_word(text.data() + i);
    const std::uint64_t from_del = word ^ (ones * 0x7F);
    // Bytes below 0x20 and equal to 0x7F set the high bit of their difference. A borrow may set it
    // above such a byte too, where it does no harm.
    if (((word | (word - ones * 0x20) | ((from_del - ones) & ~from_del)) & high_bits) != 0) {
      break;
    }
  }
  while (i < text.size() && byte_at(text, i) >= 0x20 && byte_at(text, i) < 0x7F) {
    ++i;
  }
  return i;
}

CodePoint decode_code_point(std::string_view text, std::size_t offset) {
  const unsigned lead = byte_at(text, offset);
  if (lead < 0x80) {
    return {.value = lead, .size = 1, .valid = true};
  }
  // Table 3-7: only the second byte's range depends on the lead.
  std::size_t size = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  char32_t value = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
    value = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    value = lead & 0x0FU;
    low = lead == 0xE0 ? 0xA0 : low;
    high = lead == 0xED ? 0x9F : high;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    value = lead & 0x07U;
    low = lead == 0xF0 ? 0x90 : low;
    high = lead == 0xF4 ? 0x8F : high;
  }
  if (size == 0 || text.size() - offset < size) {
    return {};
  }
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned next = byte_at(text, offset + i);
    if (next < low || next > high) {
      return {};
    }
    low = 0x80;
    high = 0xBF;
    value = value << 6U | (next & 0x3FU);
  }
  return {.value = value, .size = size, .valid = true};
}

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (byte_at(text, i) < 0x80) {
      i += ascii_prefix(text.substr(i));
      continue;
    }
    const CodePoint point = decode_code_point(text, i);
    if (!point.valid) {
      return i;
    }
    i += point.size;
  }
  return i;
}

void append_utf8(std::string& text, char32_t character) {
  const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (character > 0x10FFFF || (character >= 0xD800 && character < 0xE000)) {
    character = replacement_character;
  }
  if (character < 0x80) {
    append(character);
  } else if (character < 0x800) {
    append(0xC0U | character >> 6U);
    append(0x80U | (character & 0x3FU));
  } else if (character < 0x10000) {
    append(0xE0U | character >> 12U);
    append(0x80U | (character >> 6U & 0x3FU));
    append(0x80U | (character & 0x3FU));
  } else {
    append(0xF0U | character >> 18U);
    append(0x80U | (character >> 12U & 0x3FU));
    append(0x80U | (character >> 6U & 0x3FU));
    append(0x80U | (character & 0x3FU));
  }
}

std::string replace_invalid_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (true) {
    const std::size_t valid = valid_utf8_prefix(text);
    clean += text.substr(0, valid);
    if (valid == text.size()) {
      return clean;
    }
    append_utf8(clean, replacement_character);
    text.remove_prefix(valid + 1);
  }
}

DecodedText decode_text(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (text.starts_with(utf8_byte_order_mark)) {
    return {.text = decode_utf8(without_byte_order_mark(text)), .encoding = Encoding::utf8};
  }
  if (text.starts_with("\xFF\xFE")) {
    return {.text = decode_utf16(text.substr(2), ByteOrder::little), .encoding = Encoding::utf16le};
  }
  if (text.starts_with("\xFE\xFF")) {
    return {.text = decode_utf16(text.substr(2), ByteOrder::big), .encoding = Encoding::utf16be};
  }
  if (const auto order = guess_utf16(text)) {
    return {.text = decode_utf16(text, *order),
            .encoding = *order == ByteOrder::little ? Encoding::utf16le : Encoding::utf16be};
  }
  if (is_valid_utf8(text) || is_damaged_utf8(text)) {
    return {.text = decode_utf8(text), .encoding = Encoding::utf8};
  }
  return {.text = decode_windows_1252(text), .encoding = Encoding::windows_1252};
}

}  // namespace arch
