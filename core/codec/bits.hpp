#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "codec/varint.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace arch::codec {

/// Widest number that BitWriter and BitReader take at once: up to seven bits of the last byte are
/// held beside it in 64.
inline constexpr unsigned max_bits = 57;

/// Writes numbers of up to max_bits bits one after the other, high bit first.
class BitWriter {
public:
  /// `value` must fit in `width` bits.
  void put(std::uint64_t value, unsigned width) {
    ARCH_ASSERT(width <= max_bits && value >> width == 0);
    held_ = (held_ << width) | value;
    held_bits_ += width;
    while (held_bits_ >= 8) {
      held_bits_ -= 8;
      bytes_.push_back(static_cast<std::byte>(held_ >> held_bits_));
    }
    held_ &= (std::uint64_t{1} << held_bits_) - 1;
  }

  /// Writes `count` one bits and a zero bit.
  void put_unary(std::uint64_t count) {
    for (; count >= 32; count -= 32) {
      put(0xFFFFFFFF, 32);
    }
    put(((std::uint64_t{1} << count) - 1) << 1, static_cast<unsigned>(count) + 1);
  }

  /// The bytes so far; the last one is filled up with zero bits. The writer is of no use
  /// afterwards.
  Bytes finish() {
    if (held_bits_ > 0) {
      put(0, 8 - held_bits_);
    }
    return std::move(bytes_);
  }

private:
  Bytes bytes_;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
};

/// Reads what BitWriter wrote. Throws Error{corrupt} at the end of the bytes, and for a width above
/// max_bits, which may itself have been read.
class BitReader {
public:
  explicit BitReader(ByteView bytes) : bytes_(bytes) {}

  std::uint64_t take(unsigned width) {
    if (width > max_bits) {
      throw Reader::damaged();
    }
    while (held_bits_ < width) {
      if (next_ == bytes_.size()) {
        throw Reader::damaged();
      }
      held_ = (held_ << 8) | static_cast<std::uint64_t>(bytes_[next_++]);
      held_bits_ += 8;
    }
    held_bits_ -= width;
    const std::uint64_t value = held_ >> held_bits_;
    held_ &= (std::uint64_t{1} << held_bits_) - 1;
    return value;
  }

  std::uint64_t take_unary() {
    std::uint64_t count = 0;
    while (take(1) == 1) {
      ++count;
    }
    return count;
  }

private:
  ByteView bytes_;
  std::size_t next_ = 0;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
};

}  // namespace arch::codec
