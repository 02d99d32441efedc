#pragma once

#include "diff/range.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// Returns `text` as phrases and word lists are compared: letters in lower case and Latin ones
/// without their accents (`Früheren` gives `fruheren`, `ß` `ss`), curly quotes and dashes as
/// ASCII's, every kind of space as a space. Other scripts stay as they are.
std::string to_plain(std::string_view text);

/// A word, a number or a mark of a text, as to_plain() makes it.
struct PlainWord {
  enum class Kind : std::uint8_t { word, number, mark };

  std::uint32_t begin = 0;  ///< of its bytes in PlainWords::plain
  std::uint32_t end = 0;
  diff::Range source = {};  ///< of its bytes in the text that was cut
  Kind kind = Kind::word;
};

/// A text cut for finding phrases: coarser than diff's words, since a phrase is never a URL or an
/// initial. Digits are a word of their own, an apostrophe parts two words and is none, each other
/// mark is a word.
struct PlainWords {
  std::string plain;  ///< the words, one after the other
  std::vector<PlainWord> words;

  [[nodiscard]] std::string_view text(std::size_t index) const {
    const PlainWord& word = words[index];
    return std::string_view{plain}.substr(word.begin, word.end - word.begin);
  }
  [[nodiscard]] bool is_mark(std::size_t index, char mark) const {
    return words[index].kind == PlainWord::Kind::mark && plain[words[index].begin] == mark;
  }
};

/// Cuts `text`; the sources of the words count from `offset`. Any bytes will do: those that are not
/// UTF-8 are marks.
PlainWords cut_plain(std::string_view text, std::uint32_t offset = 0);

}  // namespace arch::corrections
