#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arch::diff {

/// Largest text that can be compared, in bytes: offsets are kept in 32 bits, which halves the size
/// of a result, and an article is a million times smaller.
inline constexpr std::size_t max_text_size = 0xFFFF'FFF0;

/// A stretch [begin, end) of a text in bytes, or of a sequence in items. Absence is an empty
/// stretch at the place where something could have been.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }

  friend bool operator==(const Range&, const Range&) = default;
};

/// Returns the bytes of `text` that `range` covers.
inline std::string_view slice(std::string_view text, Range range) {
  return text.substr(range.begin, range.size());
}

}  // namespace arch::diff
