#pragma once

#include "diff/range.hpp"
#include "diff/words.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// The words of one text and where they come from.
struct WordSequence {
  std::string_view text;
  std::span<const Word> words;

  [[nodiscard]] std::string_view bytes(std::size_t i) const {
    return text.substr(words[i].begin, words[i].end - words[i].begin);
  }
};

/// Word `a` of the old passage stays as word `b` of the new one; they have one key.
struct Match {
  std::uint32_t a = 0;
  std::uint32_t b = 0;

  friend bool operator==(const Match&, const Match&) = default;
};

/// Cells of the alignment table that all calls for one pair of texts may use together. The table
/// costs some 5 ns a cell (tests/bench/diff, `words/table`).
struct WordBudget {
  std::uint64_t cells = std::uint64_t{12} << 20U;
  bool exhausted = false;  ///< Set when a passage was aligned coarsely for want of cells.
};

/// Returns the words that stay, ascending on both sides: those that make the change cheapest to
/// read. Each run of changed words costs something to begin with, so that a lone `the` between two
/// changes is part of one change.
std::vector<Match> align_words(const WordSequence& a, const WordSequence& b, WordBudget& budget);

}  // namespace arch::diff
