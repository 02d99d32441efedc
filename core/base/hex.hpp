#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arch {

/// Returns two lower-case hex digits a byte.
std::string to_hex(ByteView bytes);

/// Reads two hex digits a byte, lower or upper case. Returns nullopt when a
/// character is not a hex digit or their number is odd.
std::optional<Bytes> parse_hex(std::string_view digits);

/// Returns the value of a hex digit, or -1.
constexpr int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  if (digit >= 'a' && digit <= 'f') {
    return digit - 'a' + 10;
  }
  if (digit >= 'A' && digit <= 'F') {
    return digit - 'A' + 10;
  }
  return -1;
}

constexpr bool is_hex_digit(char c) {
  return hex_value(c) >= 0;
}

}  // namespace arch
