#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace arch::diff {

/// Mixes `value` into `hash`. The multiplier is 2^64 divided by the golden ratio, made odd (Knuth,
/// TAOCP 6.4); the shift brings the high bits, where a product is best, back down.
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E37'79B9'7F4A'7C15U;
  return hash ^ (hash >> 29);
}

/// Returns a 64-bit hash of `bytes`, the same on machines of one byte order. It is only ever used
/// to find things that may be equal: nothing is called kept until its bytes were compared, so a
/// collision, even a forged one, costs quality and not correctness.
inline std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t hash = bytes.size();
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t chunk = 0;
  for (; left >= sizeof chunk; at += sizeof chunk, left -= sizeof chunk) {
    std::memcpy(&chunk, at, sizeof chunk);
    hash = mix(hash, chunk);
  }
  if (left > 0) {
    chunk = 0;
    std::memcpy(&chunk, at, left);
    hash = mix(hash, chunk);
  }
  return mix(hash, 0);
}

}  // namespace arch::diff
