#pragma once

#include "diff/range.hpp"
#include "diff/words.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// Cuts `words`, which are words of `text` in order, into sentences. Each range counts in `words`;
/// together they cover all of them. No words, no sentences.
///
/// A sentence ends after `.`, `!`, `?` or their kin of other scripts and the quotes and brackets
/// that close there, when white space follows and no lower-case letter comes next. A full stop
/// after an initial, a number that counts, or an abbreviation of English, French, German, Spanish
/// or Portuguese ends none. A line break ends one when the next line starts like a list item or a
/// heading, or when the line is too short or too long to have been wrapped.
std::vector<Range> split_sentences(std::string_view text, std::span<const Word> words);

}  // namespace arch::diff
