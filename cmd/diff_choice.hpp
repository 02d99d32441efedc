#pragma once

#include "cmd/diff_pieces.hpp"
#include "diff/range.hpp"

#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// Where a passage stands in two texts, in bytes.
struct PassagePlaces {
  std::vector<diff::Range> a = {};
  std::vector<diff::Range> b = {};

  /// Whether it stands, or a part of it, in `range_a` of the old text or `range_b` of the new one.
  bool touches(diff::Range range_a, diff::Range range_b) const;
};

/// Returns where the words of `passage` follow one another. Letter case, typography and white space
/// do not matter. Throws Error{usage} if it has no words, Error{not_found} if neither text has it.
PassagePlaces find_passage(std::string_view a, std::string_view b, std::string_view passage);

struct DiffChoiceOptions {
  /// How many blocks that did not change are shown beside each that did.
  std::size_t context = 0;
  static constexpr std::size_t everything = std::numeric_limits<std::size_t>::max();

  enum class Blocks { all, fields } blocks = Blocks::all;
  std::optional<PassagePlaces> passage = {};  ///< only what touches it
};

/// Neighbours in TextDiff::blocks that are shown, or folded into one line.
struct BlockStretch {
  diff::Range blocks = {};
  enum class Show { shown, folded } show = Show::shown;
};

/// What of a diff a view shows.
struct DiffChoice {
  /// In order. None if nothing is to be shown; folded ones hold blocks that did not change, and are
  /// left out where a passage or the fields alone are asked for.
  std::vector<BlockStretch> stretches = {};
  std::optional<PassagePlaces> passage = {};
  bool is_restricted = false;  ///< to a passage or the fields: there may be more changes

  /// Whether `sentence` is to be shown in a view of sentences or words.
  bool takes(const diff::Sentence& sentence) const {
    return !passage || passage->touches(sentence.a, sentence.b);
  }
  bool empty() const { return stretches.empty(); }
};

DiffChoice choose_blocks(const ComparedTexts& texts, const DiffChoiceOptions& options);

}  // namespace arch::cmd
