#pragma once

#include "diff/range.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::diff {

/// A paragraph, heading, list item or header field of a text.
struct TextBlock {
  Range content = {};  ///< Its lines, without the line end of the last.
  /// From its first byte (the first block: from byte 0) to the first byte of the next block, so
  /// that the extents of all blocks cover the text.
  Range extent = {};
  bool is_field = false;  ///< A header line `name: value`.
};

/// Fields of one text, at most: what has more is no header but a list. A document of the archive
/// has some twenty.
inline constexpr std::size_t max_fields = 1000;

/// Cuts `text` into blocks: the runs of lines between blank lines. Of the first such run, every
/// line that starts with a lower-case name and a colon is a field, a block of its own with the
/// lines that follow it; but for lines after the first max_fields, which are part of the last. A
/// line of white space only is blank. A text of white space only is one block with empty content;
/// an empty text has none.
std::vector<TextBlock> split_blocks(std::string_view text);

/// Returns what stands before the colon of field `line`.
std::string_view field_name(std::string_view line);

}  // namespace arch::diff
