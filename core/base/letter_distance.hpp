#pragma once

#include <cstddef>
#include <string_view>

namespace arch {

/// Longer words are not compared letter by letter: they are addresses.
inline constexpr std::size_t longest_compared_word = 64;

/// Returns how many letters are to be changed, added, left out or swapped with their neighbour to
/// make `b` of `a`, each stretch once (F. J. Damerau, "A technique for computer detection and
/// correction of spelling errors", Communications of the ACM 7, 1964), or `limit` + 1 if more than
/// `limit`, or if one of two words that differ is longer than longest_compared_word.
std::size_t letter_distance(std::u32string_view a, std::u32string_view b, std::size_t limit);

/// The same with bytes for letters: those beyond ASCII count as they are.
std::size_t letter_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace arch
