#pragma once

#include "diff/text_diff.hpp"

#include <cstdint>

namespace arch::diff {

/// What changed, in numbers. Words are words: punctuation, white space and changes of letter case
/// or typography are not counted. A word that moved with its block or sentence was neither added
/// nor removed.
struct Summary {
  std::uint32_t words_added = 0;
  std::uint32_t words_removed = 0;
  std::uint32_t blocks_added = 0;
  std::uint32_t blocks_removed = 0;
  std::uint32_t blocks_changed = 0;  ///< With changed, split or joined; moved ones too if changed.
  std::uint32_t blocks_moved = 0;
  std::uint32_t sentences_moved = 0;  ///< Within blocks or between them, without their block.

  friend bool operator==(const Summary&, const Summary&) = default;
};

/// Returns the numbers of `diff`.
Summary summarise(const TextDiff& diff);

}  // namespace arch::diff
