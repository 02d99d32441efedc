#pragma once

#include "diff/text_diff.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {

/// How to make one text from another: what to copy, and what to add.
struct Patch {
  struct Step {
    Range copied = {};        ///< Bytes of the source, first...
    std::uint32_t added = 0;  ///< ...then so many of the bytes to add.
  };
  std::vector<Step> steps;
  std::string bytes;  ///< All that is added, in order.
};

/// Returns how to make the new text from the old one. `diff` is compare(a, b).
Patch forward_patch(const TextDiff& diff, std::string_view b);

/// Returns how to make the old text from the new one. `diff` is compare(a, b).
Patch backward_patch(const TextDiff& diff, std::string_view a);

/// Returns the text that `patch` makes from `source`.
/// Throws Error{corrupt} if the patch copies what is behind the end of `source`.
std::string apply_patch(const Patch& patch, std::string_view source);

}  // namespace arch::diff
