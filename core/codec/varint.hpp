#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace arch::codec {

/// Appends `value` in groups of seven bits, low group first, the high bit of a byte saying that
/// more follow (LEB128, as in Protocol Buffers): 1 byte below 128, at most 10.
inline void put_varint(Bytes& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<std::byte>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<std::byte>(value));
}

/// Appends all bytes of `value`, the lowest first.
template <std::unsigned_integral Number>
void put_fixed(Bytes& out, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    out.push_back(static_cast<std::byte>(value >> (8 * i)));
  }
}

/// Maps small numbers of either sign to small numbers: 0, -1, 1, -2 become 0, 1, 2, 3.
constexpr std::uint64_t to_zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t from_zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

inline void put_zigzag(Bytes& out, std::int64_t value) {
  put_varint(out, to_zigzag(value));
}

inline void put_bytes(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Appends the length of `bytes` as a varint, then the bytes.
inline void put_block(Bytes& out, ByteView bytes) {
  put_varint(out, bytes.size());
  put_bytes(out, bytes);
}

/// Reads what the put_ functions wrote, from bytes that may be damaged: every read throws
/// Error{corrupt} rather than pass the end. A view: the bytes must outlive it.
class Reader {
public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto b = static_cast<std::uint64_t>(byte());
      if (shift == 63 && b > 1) {
        break;  // more than 64 bits
      }
      value |= (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw damaged();
  }

  template <std::unsigned_integral Number>
  Number fixed() {
    Number value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
      value |= static_cast<Number>(static_cast<Number>(byte()) << (8 * i));
    }
    return value;
  }

  std::int64_t zigzag() { return from_zigzag(varint()); }

  /// A varint that counts things of which each takes at least one byte of what is left.
  std::size_t count() {
    const std::uint64_t n = varint();
    if (n > left()) {
      throw damaged();
    }
    return static_cast<std::size_t>(n);
  }

  /// A varint of at most `limit`.
  std::uint64_t varint_up_to(std::uint64_t limit) {
    const std::uint64_t n = varint();
    if (n > limit) {
      throw damaged();
    }
    return n;
  }

  std::uint8_t byte() {
    if (rest_.empty()) {
      throw damaged();
    }
    const auto b = static_cast<std::uint8_t>(rest_.front());
    rest_ = rest_.subspan(1);
    return b;
  }

  ByteView bytes(std::size_t n) {
    if (n > rest_.size()) {
      throw damaged();
    }
    const ByteView taken = rest_.first(n);
    rest_ = rest_.subspan(n);
    return taken;
  }

  ByteView block() { return bytes(count()); }

  static Error damaged() { return Error{ErrorKind::corrupt, "reading packed bytes: out of range"}; }

private:
  ByteView rest_;
};

}  // namespace arch::codec
