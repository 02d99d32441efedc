#include "diff/spelling.hpp"

#include "base/letter_distance.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace arch::diff {
namespace {

/// Words on either side of a run that is looked at. Where more were replaced at once, a passage was
/// written anew and no word corrected.
constexpr std::size_t most_words = 64;
constexpr std::size_t most_bytes = 8192;
constexpr std::size_t least_characters = 4;
constexpr std::size_t least_swapped = 3;
/// From here on a word may hold two errors.
constexpr std::size_t long_word = 8;

struct Spelling {
  Range range;
  WordClass kind = WordClass::content;
  std::uint64_t key = 0;
  std::u32string characters;  ///< Letter case folded. Empty for what has no spelling.
};

std::u32string characters_of(std::string_view word) {
  const std::string folded = fold_case(word);
  std::u32string characters;
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint point = decode_code_point(folded, at);
    const bool is_address = point.value == '/' || point.value == '@' || point.value == ':';
    if (is_address || digit_value(point.value) || characters.size() == longest_compared_word) {
      return {};
    }
    characters += point.value;
    at += point.size;
  }
  return characters;
}

/// The words of `range`, or none if they are too many.
std::vector<Spelling> spellings_of(std::string_view text, Range range) {
  std::vector<Word> words;
  append_words(text, range, words);
  std::vector<Spelling> spellings;
  if (words.size() > most_words) {
    return spellings;
  }
  for (const Word& word : words) {
    if (word.kind != WordClass::mark) {
      const Range bytes{word.begin, word.end};
      spellings.push_back({bytes, word.kind, word.key, characters_of(slice(text, bytes))});
    }
  }
  return spellings;
}

bool are_swapped(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size() || a.size() < least_swapped) {
    return false;
  }
  const auto [left, right] = std::ranges::mismatch(a, b);
  const auto rest = a.end() - left;
  return rest >= 2 && left[0] == right[1] && left[1] == right[0] &&
         std::equal(left + 2, a.end(), right + 2);
}

bool are_similar(const Spelling& old_word, const Spelling& new_word) {
  const std::u32string& a = old_word.characters;
  const std::u32string& b = new_word.characters;
  const bool both_function =
      old_word.kind == WordClass::function && new_word.kind == WordClass::function;
  if (a.empty() || b.empty() || both_function || old_word.key == new_word.key) {
    return false;
  }
  if (are_swapped(a, b)) {
    return true;
  }
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter < least_characters || a.front() != b.front() || a.back() != b.back()) {
    return false;
  }
  const std::size_t allowed = shorter >= long_word ? 2 : 1;
  const std::size_t longer = std::max(a.size(), b.size());
  return longer - shorter <= allowed && letter_distance(a, b, allowed) <= allowed;
}

/// Appends as many similar words as can be paired in order.
void append_pairs(const std::vector<Spelling>& a,
                  const std::vector<Spelling>& b,
                  std::vector<Respelling>& pairs) {
  // most[i][j]: of the words from i and from j on.
  std::vector<std::vector<std::uint8_t>> most(a.size() + 1,
                                              std::vector<std::uint8_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      most[i][j] = std::max(most[i + 1][j], most[i][j + 1]);
      if (most[i + 1][j + 1] == most[i][j] && are_similar(a[i], b[j])) {
        most[i][j] = static_cast<std::uint8_t>(most[i + 1][j + 1] + 1);
      }
    }
  }
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size() && most[i][j] > 0;) {
    if (most[i][j] == most[i][j + 1]) {
      ++j;
    } else if (most[i][j] == most[i + 1][j]) {
      ++i;
    } else {
      pairs.push_back({a[i++].range, b[j++].range});
    }
  }
}

}  // namespace

std::vector<Respelling> find_respellings(std::string_view a,
                                         std::string_view b,
                                         const TextDiff& diff) {
  std::vector<Respelling> pairs;
  for (const Run& run : diff.runs) {
    const bool is_small = std::max(run.words_a, run.words_b) <= most_words &&
                          std::max(run.a.size(), run.b.size()) <= most_bytes;
    if (run.kind == Kind::replaced && run.touch == Touch::words && is_small) {
      append_pairs(spellings_of(a, run.a), spellings_of(b, run.b), pairs);
    }
  }
  return pairs;
}

}  // namespace arch::diff
