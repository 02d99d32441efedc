#pragma once

#include "html/parse.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::html {

/// A page as it is given to the parser: without what no reader of arch needs, and so that the
/// parser's work is bounded.
struct Reduced {
  /// Without comments, the contents of style, iframe and svg, handlers of events, styles that do
  /// not hide, long values of attributes that arch does not know, and attributes beyond the limits.
  /// Each script's content is its number in `scripts`.
  std::string markup = {};
  std::vector<std::string_view> scripts = {};  ///< views into the page
};

/// Reduces `page`, valid UTF-8, in one pass of some 1 GB/s. Returns whether a parser of HTML can
/// work on the result within the limits: its time is the number of tags by the elements open around
/// them, and the formatting that is never closed is made again for each block.
bool reduce(std::string_view page, const Limits& limits, Reduced& reduced);

/// Reduces `page` to its texts in paragraphs, broken where a block begins or ends: one element
/// deep, and no more of it than the limits allow. For pages for which reduce() returns false.
Reduced flatten(std::string_view page, const Limits& limits);

}  // namespace arch::html
