#pragma once

#include "diff/range.hpp"

#include <string_view>
#include <vector>

namespace arch::corrections {

/// Returns what stands within quotation marks in a paragraph, marks left out, in order; offsets
/// count as those of `range` in `text`. A mark opens or closes by its form, or by the side on which
/// it stands close to a word; one that is never closed goes on to the end, and one that is never
/// opened closes what the paragraph began with, as quotations over several paragraphs do. Two
/// apostrophes count as one mark. Single quotation marks count where they are no apostrophe;
/// straight ones only if one that closes is not far behind.
std::vector<diff::Range> find_quotations(std::string_view text, diff::Range range);

/// Whether `inner` lies within one of `quotations`.
bool is_quoted(const std::vector<diff::Range>& quotations, diff::Range inner);

}  // namespace arch::corrections
