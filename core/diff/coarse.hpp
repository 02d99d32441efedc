#pragma once

#include "diff/range.hpp"
#include "diff/text_diff.hpp"

#include <string_view>
#include <vector>

namespace arch::diff {

// What is too large to be cut into words is compared by what both begin and end with. Words are
// what stands between ASCII white space.

/// Appends runs that cover `a` of `text_a` and `b` of `text_b`: between the words that both begin
/// and end with, all is changed. Returns the most that a run does.
Touch append_coarse_runs(
    std::string_view text_a, Range a, std::string_view text_b, Range b, std::vector<Run>& runs);

/// Compares whole texts: between the lines that both have at either end, all of the old text became
/// all of the new one.
TextDiff compare_coarsely(std::string_view a, std::string_view b);

}  // namespace arch::diff
