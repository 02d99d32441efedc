#pragma once

#include "diff/range.hpp"

#include <string_view>
#include <vector>

namespace arch::corrections {

/// Returns what of `range` is markup that no reader sees, in order, none overlapping: HTML tags and
/// character references, targets of Markdown links, shortcodes in double braces. Texts that were
/// kept as source have them. Linear in the range.
std::vector<diff::Range> find_markup(std::string_view text, diff::Range range);

/// Whether `inner` begins within one of `markup`.
bool is_markup(const std::vector<diff::Range>& markup, diff::Range inner);

}  // namespace arch::corrections
