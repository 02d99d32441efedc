#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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

/// Compares many texts with a few that stay the same, as likeness() does, without sorting the words
/// of each.
class WordComparison {
public:
  static constexpr std::size_t most_texts = 3;
  using Likenesses = std::array<float, most_texts>;

  /// Of at most most_texts texts.
  explicit WordComparison(std::span<const std::string_view> texts);

  /// likeness() of `text` and each of the texts; 0 where there is none.
  Likenesses compare(std::string_view text);

private:
  /// A place in a hash table without chains.
  struct Slot {
    std::uint64_t word = 0;
    std::uint32_t mark = 0;
  };

  static Slot* find(std::vector<Slot>& slots, std::uint64_t word, std::uint32_t empty_below);
  Likenesses compare_sorted(std::string_view text) const;

  std::vector<std::vector<std::uint64_t>> sets_;  ///< of the texts
  std::vector<Slot>
      known_;              ///< the words of the texts; marks are the texts that have them, as bits
  std::vector<Slot> own_;  ///< the words of a text; marks are the comparison that put them there
  std::uint32_t comparison_ = 0;
};

/// Hashes of each three words that follow each other, in the text's order.
std::vector<std::uint64_t> triples(std::string_view text);

}  // namespace arch::article
