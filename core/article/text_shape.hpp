#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::article {

/// What a text looks like, in numbers; letters of scripts that arch has no rules for are letters.
struct TextShape {
  float words = 0;  ///< runs between spaces
  float commas = 0;
  float sentences = 0;  ///< ends of sentences within it
  float upper = 0;      ///< capitals of ASCII
  float digits = 0;
  float marks = 0;       ///< `|`, `›`, `•`: what separates items of a menu
  float wide = 0;        ///< kana and Han, which are written without spaces
  float ending = 0;      ///< 2 as a sentence ends, 1 with what leads on (`:`, `,`), 0 otherwise
  float beginning = 0;   ///< 1 lower case, 2 capital, 3 digit, 4 quotation mark, 5 another script
  bool address = false;  ///< of mail or the web
  bool year = false;
  bool clock = false;  ///< a time of day
};

TextShape shape_of(std::string_view text);

/// The words of a text as hashes, in its order; letter case of ASCII does not count.
std::vector<std::uint64_t> word_hashes(std::string_view text);

/// The same, sorted and each once.
std::vector<std::uint64_t> word_set(std::string_view text);

/// Dice's coefficient of two word_set()s: 0 to 1.
float likeness(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right);

/// Hashes of each three words that follow each other, in the text's order.
std::vector<std::uint64_t> triples(std::string_view text);

}  // namespace arch::article
