#pragma once

#include "diff/cut_text.hpp"
#include "diff/placed.hpp"

#include <vector>

namespace arch::diff {

/// Fills in the sentences of all `blocks` that are not equal and were cut: those that belong
/// together in blocks that do, then those that moved between blocks.
void pair_sentences(const CutText& a, const CutText& b, std::vector<PlacedBlocks>& blocks);

}  // namespace arch::diff
