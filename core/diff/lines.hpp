#pragma once

#include "diff/myers.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// Returns the lines of `text`, each with its LF; the last may lack one. An empty text has none.
std::vector<std::string_view> split_lines(std::string_view text);

/// Returns the edits, in line numbers from 0, that turn lines `a` into lines `b`. Lines are equal
/// when their bytes are. See diff_sequences().
std::vector<Edit> diff_lines(std::span<const std::string_view> a,
                             std::span<const std::string_view> b);

}  // namespace arch::diff
