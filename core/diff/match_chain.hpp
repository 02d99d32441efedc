#pragma once

#include "diff/best_before.hpp"
#include "diff/range.hpp"
#include "diff/word_align.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace arch::diff {

/// The words of two passages as numbers below `count`, the same for the same key.
struct NumberedWords {
  std::span<const std::uint32_t> a;
  std::span<const std::uint32_t> b;
  std::uint32_t count = 0;
};

/// Finds the words that stay when what changes costs least, as the table of word_align.cpp does,
/// but in time that grows with the pairs of equal words and not with all pairs. A chain of matches
/// is worth what its words would cost to change, less what it costs to begin each change between
/// them; so of all chains that a match may prolong only the best one counts, which a Fenwick tree
/// knows.
class MatchChain {
public:
  MatchChain(const WordSequence& a, const WordSequence& b) : a_(a), b_(b) {}

  /// Appends the words that stay in ranges `a` and `b`; `words` are those of the ranges. Neither
  /// begins nor ends with the same word as the other, so that there is a change at both ends.
  void append(Range a, Range b, const NumberedWords& words, std::vector<Match>& matches);

private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  /// A pair of equal words and the best chain that ends with it.
  struct Node {
    Match match = {};
    std::int32_t worth = 0;
    std::uint32_t before = none;
  };

  void add(Match match, std::uint32_t column);

  const WordSequence& a_;
  const WordSequence& b_;
  std::vector<Node> nodes_;
  WordLists lists_;                  ///< The words of b.
  std::vector<std::uint32_t> last_;  ///< Per word of b, the last node that ends with it.
  BestBefore best_;                  ///< Over the words of b: the node that is worth most.
};

}  // namespace arch::diff
