#pragma once

#include "diff/blocks.hpp"
#include "diff/range.hpp"
#include "diff/words.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// Marks and words of one text that are cut, at most: most of a megabyte of prose, or less of what
/// is dearer (tests/bench/diff, `worst/`).
inline constexpr std::uint64_t most_cuts = 100'000;

/// A sentence of one text.
struct SentenceSpan {
  Range words = {};    ///< In CutText::words.
  Range extent = {};   ///< Its bytes and the white space up to the next sentence.
  bool whole = false;  ///< A block that was not cut, to save work.
};

/// One of two texts that are compared, cut up as far as is needed.
struct CutText {
  std::string_view bytes;
  std::vector<TextBlock> blocks;
  std::vector<Word> words;              ///< Of the blocks that were cut up.
  std::vector<Range> block_words;       ///< Per block, in `words`.
  std::vector<SentenceSpan> sentences;  ///< Of the blocks that were cut up.
  std::vector<Range> block_sentences;   ///< Per block, in `sentences`; empty until it is cut.

  /// Cuts `text` into blocks only.
  explicit CutText(std::string_view text);

  /// Cuts block `index` into words and sentences. What is cut later comes later in the lists.
  void cut(std::uint32_t index);

  /// The same, for a block that has much in common with block `index_like` of `like`, which was
  /// cut. Words that both begin and end with are not looked for again.
  void cut_like(std::uint32_t index, const CutText& like, std::uint32_t index_like);

  [[nodiscard]] std::string_view slice_of(Range range) const { return slice(bytes, range); }

  /// The bytes of blocks or sentences [range.begin, range.end).
  template <typename Piece>
  [[nodiscard]] static Range extent_of(const std::vector<Piece>& pieces, Range range) {
    if (range.empty()) {
      const std::uint32_t at = range.begin < pieces.size() ? pieces[range.begin].extent.begin
                               : pieces.empty()            ? 0
                                                           : pieces.back().extent.end;
      return {at, at};
    }
    return {pieces[range.begin].extent.begin, pieces[range.end - 1].extent.end};
  }

  /// The words of sentences [range.begin, range.end).
  [[nodiscard]] std::span<const Word> words_of(Range range) const;
  [[nodiscard]] std::span<const Word> words_of(const SentenceSpan& sentence) const {
    return std::span(words).subspan(sentence.words.begin, sentence.words.size());
  }

  /// The sentences of neighbouring blocks that were cut one after the other.
  [[nodiscard]] Range sentences_of(Range of_blocks) const;

  /// The bytes of a sentence without the white space around it.
  [[nodiscard]] std::string_view content(const SentenceSpan& sentence) const;

  /// Makes block `index` one sentence without words, though it may have been cut before.
  void leave_whole(std::uint32_t index);

  /// Whether one of sentences [range.begin, range.end) is a block that was not cut.
  [[nodiscard]] bool is_whole(Range range) const;

  /// The size of the `name:` before the value of field `block`, which is no part of the article; 0
  /// if it is no field.
  [[nodiscard]] std::uint32_t label_size(const TextBlock& block) const;

private:
  /// Takes what cutting block `index` costs from the budget. If there is not enough left, makes the
  /// block one sentence and returns false.
  bool pay_for(std::uint32_t index);
  /// Cuts the words of block `index` that were appended into sentences.
  void cut_sentences(std::uint32_t index);

  std::uint64_t cuts_left_ = most_cuts;
  bool is_small_ = false;  ///< Costs less than the budget, whatever is in it.
};

/// How many bytes `x` and `y` begin with alike.
std::uint32_t common_prefix(std::string_view x, std::string_view y);
/// The same at the end.
std::uint32_t common_suffix(std::string_view x, std::string_view y);

}  // namespace arch::diff
