#pragma once

#include "cmd/diff_choice.hpp"
#include "cmd/diff_pieces.hpp"
#include "cmd/output.hpp"
#include "cmd/style.hpp"

#include <cstddef>
#include <optional>

namespace arch::cmd {

/// A diff and where to show it in letters.
struct DiffView {
  const ComparedTexts& texts;
  const DiffChoice& choice;
  Output& out;
  const Style& style;
  /// Whether long unchanged text within a changed block is shown, or shortened.
  enum class Kept { shortened, whole } kept = Kept::shortened;
};

/// Prints the chosen blocks, docs/cli.md#how-a-change-is-shown: a sign, the block's number, its
/// text with [-words taken out-] and {+words put in+}. What the marks say, colour repeats. `width`:
/// see MarkedText::Layout.
void print_inline(const DiffView& view, std::optional<std::size_t> width);

/// Prints the chosen blocks with the old text on the left and the new one on the right, in lines of
/// `width` columns.
void print_side_by_side(const DiffView& view, std::size_t width);

/// Prints the words that changed and nothing else, one change on a line.
void print_words(const DiffView& view);

/// Prints the sentences that changed, the old one above the new one.
void print_sentences(const DiffView& view);

}  // namespace arch::cmd
