#pragma once

#include "diff/range.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::diff {

/// What a word is worth when two passages are compared.
enum class WordClass : std::uint8_t {
  content,   ///< Says something: a noun, verb, name, number, URL, emoji.
  function,  ///< One of the commonest words of English, French, German, Spanish or Portuguese.
  mark,      ///< Punctuation, or a byte that is not UTF-8.
};

/// A word or a mark; white space belongs to none.
struct Word {
  std::uint32_t begin = 0;  ///< Bytes [begin, end) of the text.
  std::uint32_t end = 0;
  /// Equal for words that differ in letter case or typography only (straight and curly quotes,
  /// hyphens and dashes, invisible format characters), and, but for hash collisions, for no others.
  std::uint64_t key = 0;
  WordClass kind = WordClass::content;
};

/// Appends the words of `text` within `range` to `words`.
///
/// By UAX #29 (https://unicode.org/reports/tr29/) with these tailorings, so that what a reader
/// takes for one thing is one word: hyphenated words, numbers with their separators, currency and
/// per cent signs (`$1,200.50`, `10:30`, `3.5%`), initials (`U.S.`), URLs, e-mail addresses,
/// @handles, #tags; a run of one repeated mark (`...`, `**`).
/// Scripts that need a dictionary (Chinese, Thai, ...) and all others beyond Latin, Greek, Cyrillic
/// and Armenian are cut by ICU. No cut falls inside a grapheme cluster.
/// `range` must start and end between characters. A byte that is not valid UTF-8 is a mark.
void append_words(std::string_view text, Range range, std::vector<Word>& words);

}  // namespace arch::diff
