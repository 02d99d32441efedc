#pragma once

#include "diff/range.hpp"
#include "diff/text_diff.hpp"
#include "diff/word_align.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace arch::diff {

/// Turns kept words, told in order, into runs that cover all bytes of two sentences, or of several
/// that belong together.
class RunWriter {
public:
  /// Appends to `runs` what covers `extent_a` and `extent_b`, in which the words of `a` and `b`
  /// stand.
  RunWriter(const WordSequence& a,
            const WordSequence& b,
            Range extent_a,
            Range extent_b,
            std::vector<Run>& runs)
      : a_(a), b_(b), rest_a_(extent_a), rest_b_(extent_b), runs_(runs), first_(runs.size()) {}

  /// Keeps the first `size` bytes of both.
  void keep_label(std::uint32_t size);

  /// Keeps words; `matches` ascend on both sides.
  void keep(std::span<const Match> matches);

  /// Writes what is left, and returns the most that a run does.
  Touch finish();

private:
  static std::uint32_t count_words(const WordSequence& side, std::uint32_t from, std::uint32_t to);

  void keep_each(std::span<const Match> matches);
  /// Adds what stands before bytes `to_a` and `to_b`, words up to `word_a` and `word_b`.
  void change(std::uint32_t to_a, std::uint32_t to_b, std::uint32_t word_a, std::uint32_t word_b);
  void add(const Run& run);

  const WordSequence& a_;
  const WordSequence& b_;
  Range rest_a_;  ///< Bytes not yet in a run.
  Range rest_b_;
  std::uint32_t word_a_ = 0;  ///< First word not yet in a run.
  std::uint32_t word_b_ = 0;
  std::vector<Run>& runs_;
  std::size_t first_;  ///< Where the runs of this sentence begin.
};

}  // namespace arch::diff
