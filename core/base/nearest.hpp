#pragma once

#include <span>
#include <string>
#include <string_view>

namespace arch {

/// Returns the candidate that `typed` is most likely a slip of: at most a third of its letters
/// differ, are missing, are too many or are swapped with their neighbour, or it is the beginning of
/// exactly one candidate. Empty if there is none. The earlier of two equally near ones.
std::string_view find_nearest(std::string_view typed, std::span<const std::string_view> candidates);

}  // namespace arch
