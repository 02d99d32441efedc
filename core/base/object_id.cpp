#include "base/object_id.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"

#include <algorithm>

namespace arch {

std::string ObjectId::hex() const {
  return to_hex(bytes);
}

std::string ObjectId::short_hex(std::size_t digits) const {
  std::string text = hex();
  text.resize(std::min(digits, text.size()));
  return text;
}

std::uint64_t ObjectId::prefix64() const {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < sizeof prefix; ++i) {
    prefix = prefix << 8U | std::to_integer<std::uint64_t>(bytes[i]);
  }
  return prefix;
}

std::optional<ObjectId> ObjectId::parse(std::string_view digits) {
  if (digits.size() != hex_digits) {
    return std::nullopt;
  }
  const std::optional<Bytes> parsed = parse_hex(digits);
  if (!parsed) {
    return std::nullopt;
  }
  ObjectId id;
  std::ranges::copy(*parsed, id.bytes.begin());
  return id;
}

std::optional<std::string> ObjectId::parse_prefix(std::string_view typed, std::size_t least) {
  const bool is_prefix = typed.size() >= least && typed.size() <= hex_digits &&
                         std::ranges::all_of(typed, is_hex_digit);
  return is_prefix ? std::optional{ascii_lowered(typed)} : std::nullopt;
}

}  // namespace arch
