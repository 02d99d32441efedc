#pragma once

#include "diff/text_diff.hpp"

#include <string_view>
#include <vector>

namespace arch::diff {

/// A word that was written otherwise: its bytes in both texts.
struct Respelling {
  Range a;
  Range b;
};

/// Returns the words of replaced runs that became similar words, as a typo does that is mended, in
/// the order of the tree. For labels only: no other part of a diff depends on it.
///
/// Two words are similar if one becomes the other by one of the four single errors that make most
/// misspellings (a letter too many, missing, wrong, or two neighbours swapped: F. J. Damerau, "A
/// technique for computer detection and correction of spelling errors", 1964), or two of them in
/// words of eight characters and more; if they begin alike, as errors rarely touch the first
/// letter; and if not only their endings differ, since `report` and `reports` are both spelt well.
/// Letter case, typography and accents on their own count as one error or none. Words of three
/// characters are similar only if two neighbours are swapped (`hte`), shorter ones never. Nothing
/// with a digit is similar to anything, nor an address (`/`, `@`, `:`), nor a common function word
/// to another one.
/// Runs of more than 64 words or 8 KiB on either side are passed over.
std::vector<Respelling> find_respellings(std::string_view a,
                                         std::string_view b,
                                         const TextDiff& diff);

}  // namespace arch::diff
