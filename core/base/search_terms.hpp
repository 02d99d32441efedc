#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch {

/// A word as searching takes it.
struct SearchTerm {
  std::uint32_t begin = 0;  ///< bytes [begin, end) of the text
  std::uint32_t end = 0;
  std::uint32_t folded_begin = 0;  ///< of SearchTerms::folded
  std::uint32_t folded_end = 0;
};

/// A text cut into words for searching.
struct SearchTerms {
  std::string folded;  ///< the words, one after the other
  std::vector<SearchTerm> terms;

  [[nodiscard]] std::string_view word(std::size_t index) const {
    const SearchTerm& term = terms[index];
    return std::string_view{folded}.substr(term.folded_begin, term.folded_end - term.folded_begin);
  }
  [[nodiscard]] std::size_t size() const { return terms.size(); }
};

/// Longest word, in bytes of its folded form: what is longer counts by its beginning.
inline constexpr std::size_t max_search_term = 128;

/// Increased whenever cut_search_terms() gives other words for some text.
inline constexpr std::uint32_t search_terms_version = 1;

/// Cuts `text`, of less than 2^32 bytes, into words, so that equal searches find equal things: a
/// word is a run of letters, marks and digits (Unicode's categories L, M and N), folded by NFKC
/// and full case folding, and without the accents of Latin, Greek and Cyrillic. An apostrophe or
/// hyphen parts two words: `Kagame's` is `kagame`, `s`. In scripts that are written without spaces
/// (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character is a word, so that finding one
/// needs no dictionary that may change. Any bytes will do: wrong ones part words.
SearchTerms cut_search_terms(std::string_view text);

/// Whether there is anything in `text` to look for: a word has a letter or a digit.
bool has_search_term(std::string_view text);

}  // namespace arch
