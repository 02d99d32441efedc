#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <vector>

namespace arch::codec {

/// A piece of a text that is also in its base.
struct Copy {
  std::uint32_t target = 0;  ///< where in the text
  std::uint32_t source = 0;  ///< where in the base
  std::uint32_t size = 0;    ///< in bytes, never 0

  friend bool operator==(const Copy&, const Copy&) = default;
};

/// Returns pieces of `text` to copy from `base`, in the order of the text and without overlap; the
/// bytes between them are to be inserted. Finds the common beginning and end, and between them
/// every common piece of at least min_moved_copy bytes, most shorter ones being cheaper to insert,
/// once compressed, than to point at. Texts are at most max_text_size bytes (text_group.hpp).
///
/// Linear in the two sizes: an index of every eighth position of the base by a hash of 16 bytes, of
/// which a bounded number of candidates is tried (as xdelta does; here without its window). The
/// common beginning and end alone settle most edits, before any index is made.
std::vector<Copy> find_copies(ByteView text, ByteView base);

/// Shortest piece that is copied when the base continues where the last copy ended, and when it
/// does not, in bytes. Measured on four corpora of revision histories: 48 and 64 give the smallest
/// groups at zstd level 19; 32 costs 1 to 3 % more, 128 up to 2 %.
inline constexpr std::size_t min_copy = 48;
inline constexpr std::size_t min_moved_copy = 64;

}  // namespace arch::codec
