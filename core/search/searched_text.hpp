#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace arch::search {

/// Calls `each` for every line of a document that is searched: the values of the fields that
/// readers see (headline, standfirst, byline, section, corrections), then each line of its blocks,
/// without what the document's form adds. The views are into `document`. Any text will do.
void each_searched_line(std::string_view document,
                        const std::function<void(std::string_view)>& each);

/// Longest line that is searched whole, in bytes; of what is longer, this much. The longest
/// paragraph of a newspaper has some thousand bytes, a page without line ends may have megabytes.
inline constexpr std::size_t max_searched_line = std::size_t{1} << 20;

}  // namespace arch::search
