#pragma once

#include <cstddef>
#include <string_view>

namespace arch::corrections {

/// Returns how many letters are to be changed, added, left out or swapped with their neighbour to
/// make `b` of `a` (Damerau, CACM 7, 1964, each stretch once), or `limit` + 1 if more than `limit`.
/// Bytes beyond ASCII count as they are.
std::size_t letter_distance(std::string_view a, std::string_view b, std::size_t limit);

/// Whether two words, as to_plain() makes them, are one that is spelt in two ways.
bool is_respelling(std::string_view a, std::string_view b);

}  // namespace arch::corrections
