#pragma once

#include "diff/range.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace arch::diff {

/// Items [a.begin, a.end) of the old sequence became items [b.begin, b.end) of the new one.
/// At least one of the two is not empty.
struct Edit {
  Range a = {};
  Range b = {};

  friend bool operator==(const Edit&, const Edit&) = default;
};

struct MyersOptions {
  /// Most steps over the edit graph. 2^25 take some 75 ms on one 2020s core (tests/bench/diff,
  /// `myers/unlike`); what is undecided by then is reported as replaced.
  std::uint64_t budget = std::uint64_t{1} << 25;
};

struct SequenceDiff {
  std::vector<Edit> edits;  ///< In order, never touching each other.
  bool degraded = false;    ///< The budget ran out: correct, but more than was needed.
};

/// Returns the edits that turn `a` into `b`, few but not always fewest: past 256 edits in one
/// region it takes the best split found (as GNU diff and git do).
/// Pure insertions and deletions are slid as far down as they go, and joined when they meet.
SequenceDiff diff_sequences(std::span<const std::uint32_t> a,
                            std::span<const std::uint32_t> b,
                            const MyersOptions& options = {});

}  // namespace arch::diff
