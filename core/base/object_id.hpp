#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace arch {

/// The SHA-256 of an object's bytes, which is its name for ever.
struct ObjectId {
  static constexpr std::size_t size = 32;  ///< in bytes
  static constexpr std::size_t hex_digits = 64;
  /// Of an id that is typed; fewer are rather a word, or a year of a headline.
  static constexpr std::size_t min_typed_digits = 4;

  std::array<std::byte, size> bytes = {};

  /// All 64 digits, lower case.
  std::string hex() const;

  /// The first `digits` digits, at most 64. Twelve tell apart what a newsroom
  /// will ever keep: among ten million ids, the chance that any two share them
  /// is about one in six, and commands that are given a shared prefix list the
  /// candidates.
  std::string short_hex(std::size_t digits = 12) const;

  /// The first eight bytes as a big-endian number: sorts as the ids do, for
  /// indexes.
  std::uint64_t prefix64() const;

  /// Reads exactly 64 hex digits of either case; anything else is nullopt.
  static std::optional<ObjectId> parse(std::string_view digits);

  /// Reads what one types for an id, `least` to 64 hex digits of either case that it begins with,
  /// and returns them in lower case; anything else is nullopt.
  static std::optional<std::string> parse_prefix(std::string_view typed,
                                                 std::size_t least = min_typed_digits);

  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

}  // namespace arch

/// An id is a hash already.
template <>
struct std::hash<arch::ObjectId> {
  std::size_t operator()(const arch::ObjectId& id) const noexcept {
    return static_cast<std::size_t>(id.prefix64());
  }
};
