#pragma once

#include "diff/align.hpp"
#include "diff/range.hpp"

#include <vector>

namespace arch::diff {

/// Blocks, or sentences, that belong together or stand alone, on their way into the tree.
struct Placed {
  Range a = {};
  Range b = {};
  bool moved = false;
  Range matches = {};  ///< Words that stay: of sentences, in a list of Match.
};

/// A block or group of blocks, and what its sentences became.
struct PlacedBlocks {
  Placed blocks = {};
  bool equal = false;             ///< Every byte is the same; it has no sentences here.
  std::vector<Placed> sentences;  ///< In the order of the tree.

  /// Whether it is where blocks stood that moved: its sentences are where they are now.
  [[nodiscard]] bool is_left() const { return blocks.moved && blocks.b.empty(); }
};

/// Lists `alignment` in the order of the tree: pairs where they are, and before each what stands
/// alone, the old first.
/// A pair that moved is listed twice, without its `b` where it was and whole where it is.
std::vector<Placed> in_tree_order(const Alignment& alignment, Range all_a, Range all_b);

}  // namespace arch::diff
