#include "article/visible_text.hpp"

#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace arch::article {

namespace {

/// What a byte may be the beginning of. Of the bytes above 0x7F only those below lead to characters
/// that are not kept; all other bytes are copied.
enum class Byte : std::uint8_t { kept, tab, line_end, carriage_return, control, special };

constexpr std::array<Byte, 256> make_bytes() {
  std::array<Byte, 256> bytes{};
  for (std::size_t i = 0; i < 0x20; ++i) {
    bytes[i] = Byte::control;
  }
  bytes[0x7F] = Byte::control;
  bytes['\t'] = Byte::tab;
  bytes['\n'] = Byte::line_end;
  bytes['\v'] = Byte::line_end;
  bytes['\f'] = Byte::line_end;
  bytes['\r'] = Byte::carriage_return;
  for (const std::size_t lead : {0xC2U, 0xE2U, 0xE3U, 0xEFU}) {
    bytes[lead] = Byte::special;
  }
  return bytes;
}

constexpr std::array<Byte, 256> bytes = make_bytes();

bool is_space(char32_t character) {
  return character == 0xA0 || (character >= 0x2000 && character <= 0x200A) || character == 0x202F ||
         character == 0x205F || character == 0x3000;
}

bool is_line_end(char32_t character) {
  return character == 0x85 || character == 0x2028 || character == 0x2029;
}

constexpr char32_t zero_width_space = 0x200B;

bool is_dropped(char32_t character) {
  return character == 0xAD || character == 0xFEFF || character == zero_width_space;
}

/// Takes characters in and keeps what can be seen of them.
class Writer {
public:
  explicit Writer(std::size_t size) { text_.resize(size); }

  /// A byte that is not the first of a special character.
  void add(char byte) {
    text_[size_] = byte;
    const bool again = byte == ' ' && last_ == ' ';
    size_ += again ? 0U : 1U;
    last_ = byte;
  }

  /// Printable ASCII.
  void add_ascii(std::string_view ascii) {
    std::uint64_t word = 0;
    while (ascii.size() >= sizeof word) {
      std::memcpy(&word, ascii.data(), sizeof word);
      if (has_two_spaces(word) || (last_ == ' ' && ascii.front() == ' ')) {
        add(ascii.substr(0, sizeof word));
      } else {
        std::memcpy(text_.data() + size_, &word, sizeof word);
        size_ += sizeof word;
        last_ = ascii[sizeof word - 1];
      }
      ascii.remove_prefix(sizeof word);
    }
    add(ascii);
  }

  void end_line() {
    trim();
    add('\n');
  }

  /// A whole character, copied.
  void add(std::string_view character) {
    for (const char byte : character) {
      add(byte);
    }
  }

  /// Something of one byte that cannot be shown.
  void add_replacement() {
    text_.resize(text_.size() + 2);
    add("\uFFFD");
  }

  bool ends_in_text_without_spaces() const {
    if (size_ < 3) {
      return false;
    }
    const CodePoint last = decode_code_point(text_, size_ - 3);
    return last.size == 3 && ((last.value >= 0x0E00 && last.value < 0x0F00) ||
                              (last.value >= 0x1000 && last.value < 0x10A0) ||
                              (last.value >= 0x1780 && last.value < 0x1800));
  }

  std::string finish() {
    trim();
    text_.resize(size_);
    return std::move(text_);
  }

private:
  /// Whether two neighbours of eight bytes below 0x80 are spaces.
  static bool has_two_spaces(std::uint64_t word) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    const std::uint64_t other = (word ^ (ones * ' ')) + ones * 0x7F;  // high bit: is no space
    return ((~other & ~(other >> 8U)) & (ones * 0x80 >> 8U)) != 0;
  }

  void trim() { size_ -= size_ > 0 && last_ == ' ' ? 1U : 0U; }

  std::string text_;
  std::size_t size_ = 0;
  char last_ = '\n';
};

/// Adds the character at `offset`, whose lead byte is special, and returns its size.
std::size_t add_special(Writer& writer, std::string_view text, std::size_t offset) {
  const CodePoint point = decode_code_point(text, offset);
  if (is_space(point.value)) {
    writer.add(' ');
  } else if (is_line_end(point.value)) {
    writer.end_line();
  } else if (point.value >= 0x80 && point.value < 0xA0) {
    writer.add_replacement();
  } else if (!is_dropped(point.value) ||
             (point.value == zero_width_space && writer.ends_in_text_without_spaces())) {
    writer.add(text.substr(offset, point.size));
  }
  return point.size;
}

std::string keep_visible(std::string_view text) {
  Writer writer{text.size()};
  for (std::size_t i = 0; i < text.size();) {
    switch (bytes[static_cast<unsigned char>(text[i])]) {
      case Byte::kept:
        if (const std::size_t ascii = printable_ascii_prefix(text.substr(i)); ascii > 0) {
          writer.add_ascii(text.substr(i, ascii));
          i += ascii;
        } else {
          writer.add(text[i]);
          ++i;
        }
        break;
      case Byte::tab:
        writer.add(' ');
        ++i;
        break;
      case Byte::line_end:
        writer.end_line();
        ++i;
        break;
      case Byte::carriage_return:
        writer.end_line();
        i += text.substr(i).starts_with("\r\n") ? 2U : 1U;
        break;
      case Byte::control:
        writer.add_replacement();
        ++i;
        break;
      case Byte::special:
        i += add_special(writer, text, i);
        break;
    }
  }
  return writer.finish();
}

}  // namespace

std::string visible_text(ByteView page) {
  return visible_text(std::string_view{decode_text(page).text});
}

std::string visible_text(std::string_view text) {
  std::string visible = keep_visible(text);
  // Last, because what was dropped may have stood between a letter and its accent.
  return is_nfc(visible) ? visible : to_nfc(visible);
}

std::string visible_line(std::string_view text) {
  std::string line = visible_text(text);
  std::ranges::replace(line, '\n', ' ');
  if (!line.starts_with(' ') && !line.ends_with(' ') && line.find("  ") == std::string::npos) {
    return line;  // as nearly all are
  }
  std::string result;
  for (const char c : line) {
    if (c != ' ' || (!result.empty() && result.back() != ' ')) {
      result += c;
    }
  }
  if (result.ends_with(' ')) {
    result.pop_back();
  }
  return result;
}

}  // namespace arch::article
