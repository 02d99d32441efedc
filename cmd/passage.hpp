#pragma once

#include "diff/range.hpp"

#include <string_view>
#include <vector>

namespace arch::cmd {

/// Returns where in `text` the words of `passage` follow one another, in bytes and in order. Letter
/// case, typography and white space do not matter. None if the passage has no words.
std::vector<diff::Range> find_places(std::string_view text, std::string_view passage);

/// Whether any of `places`, which are in order and do not overlap, has a byte of `range`.
bool any_touches(const std::vector<diff::Range>& places, diff::Range range);

/// Throws Error{usage} if `passage`, the value of --passage, has no words.
void check_passage(std::string_view passage);

/// What may help when a passage is not found.
inline constexpr std::string_view passage_hint =
    "give fewer words, as they follow one another; letter case and kinds of quotes do not matter";

}  // namespace arch::cmd
