#pragma once

#include "diff/text_diff.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {

/// What an editor asks of a change first, in numbers. Each change is counted once, as the largest
/// thing that it is: the sentences of a new paragraph are no new sentences.
struct Facts {
  std::vector<std::string> fields_added;    ///< names of header lines, in the order of the text
  std::vector<std::string> fields_removed;  ///< likewise
  std::vector<std::string> fields_changed;  ///< likewise
  std::vector<std::string> fields_moved;    ///< likewise: in another order, their text the same

  std::uint32_t sentences_changed = 0;   ///< in their words, wherever they stand
  std::uint32_t sentences_added = 0;     ///< to paragraphs that were there before
  std::uint32_t sentences_removed = 0;   ///< from paragraphs that are still there
  std::uint32_t sentences_moved = 0;     ///< within paragraphs or between them
  std::uint32_t sentences_restyled = 0;  ///< letter case, punctuation or typography only

  std::uint32_t paragraphs_added = 0;  ///< blocks of any kind: headings, list items, images too
  std::uint32_t paragraphs_removed = 0;
  std::uint32_t paragraphs_moved_up = 0;
  std::uint32_t paragraphs_moved_down = 0;
  std::uint32_t paragraphs_split = 0;   ///< how many became several
  std::uint32_t paragraphs_joined = 0;  ///< how many are made of several

  /// Numbers that became other numbers within changed sentences, in digits of any script or in
  /// English words: `1,000` to `2,000`, `twelve` to `15`; not `1,000` to `1000`, `12` to `twelve`.
  std::uint32_t numbers_changed = 0;

  std::uint32_t words_respelled = 0;  ///< that find_respellings() pairs

  friend bool operator==(const Facts&, const Facts&) = default;
};

/// Returns the facts of `diff`, which is what compare(a, b) gave. There are none if only white
/// space differs, or characters that nobody sees.
Facts find_facts(std::string_view a, std::string_view b, const TextDiff& diff);

}  // namespace arch::diff
