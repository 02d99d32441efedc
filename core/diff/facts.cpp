// An editor wants to know in five seconds whether a change is a typo or a correction. So the words
// of the tree are counted by what they amount to, and numbers apart: a figure that became another
// one is what corrections are about more often than anything else.
#include "diff/facts.hpp"

#include "base/ascii.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "diff/blocks.hpp"
#include "diff/spelling.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace arch::diff {
namespace {

/// English numerals that news style spells out. `one` is left out: it is a pronoun more often.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> numerals{{
    {"two", "2"},       {"three", "3"},     {"four", "4"},      {"five", "5"},
    {"six", "6"},       {"seven", "7"},     {"eight", "8"},     {"nine", "9"},
    {"ten", "10"},      {"eleven", "11"},   {"twelve", "12"},   {"thirteen", "13"},
    {"fourteen", "14"}, {"fifteen", "15"},  {"sixteen", "16"},  {"seventeen", "17"},
    {"eighteen", "18"}, {"nineteen", "19"}, {"twenty", "20"},   {"thirty", "30"},
    {"forty", "40"},    {"fifty", "50"},    {"sixty", "60"},    {"seventy", "70"},
    {"eighty", "80"},   {"ninety", "90"},   {"hundred", "100"}, {"thousand", "1000"},
    {"dozen", "12"},    {"million", "m"},   {"billion", "bn"},
}};

/// The decimal digits of `word` as ASCII, all else of it as it is, letter case folded.
std::string with_ascii_digits(std::string_view word) {
  std::string text;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint point = decode_code_point(word, at);
    if (const auto digit = digit_value(point.value)) {
      text += static_cast<char>('0' + *digit);
    } else {
      text += word.substr(at, point.size);
    }
    at += point.size;
  }
  return fold_case(text);
}

/// Returns what `word` is worth as a number, the same for each way to write it, or nothing if it is
/// none. A mark between digits parts thousands when three digits follow it, and otherwise decimals,
/// whichever mark the language uses for which.
std::string number_value(std::string_view word) {
  const std::string text = with_ascii_digits(word);
  if (std::ranges::none_of(text, is_ascii_digit)) {
    const auto* const found =
        std::ranges::find(numerals, text, &std::pair<std::string_view, std::string_view>::first);
    return found == numerals.end() ? std::string{} : std::string{found->second};
  }
  std::string value;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool between_digits = at > 0 && at + 1 < text.size() && is_ascii_digit(text[at - 1]) &&
                                is_ascii_digit(text[at + 1]);
    if ((c == ',' || c == '.' || c == '\'') && between_digits) {
      const auto end = std::find_if_not(
          text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), is_ascii_digit);
      if (end - text.begin() != static_cast<std::ptrdiff_t>(at) + 4) {
        value += '.';
      }
    } else {
      value += c;
    }
  }
  return value;
}

/// Appends the values of the numbers in `range`.
void append_numbers(std::string_view text, Range range, std::vector<std::string>& values) {
  std::vector<Word> words;
  append_words(text, range, words);
  for (const Word& word : words) {
    if (word.kind == WordClass::mark) {
      continue;
    }
    std::string value = number_value(text.substr(word.begin, word.end - word.begin));
    if (!value.empty()) {
      values.push_back(std::move(value));
    }
  }
}

std::size_t count_missing(const std::vector<std::string>& from,
                          const std::vector<std::string>& in) {
  std::vector<std::string> missing;
  std::ranges::set_difference(from, in, std::back_inserter(missing));
  return missing.size();
}

/// Adds up the facts of a tree.
class FactCounter {
public:
  FactCounter(std::string_view a, std::string_view b, const TextDiff& diff)
      : a_(a), b_(b), diff_(diff) {}

  Facts count() {
    for (std::uint32_t number = 0; number < diff_.blocks.size(); ++number) {
      const Block& block = diff_.blocks[number];
      if (block.is_field) {
        count_field(block);
      } else {
        count_block(block, number);
      }
    }
    facts_.words_respelled = static_cast<std::uint32_t>(find_respellings(a_, b_, diff_).size());
    return std::move(facts_);
  }

private:
  static std::string name_of(std::string_view text, Range range) {
    const std::string_view line = slice(text, range);
    return std::string{
        field_name(line.substr(std::min(line.size(), line.find_first_not_of('\n'))))};
  }

  void count_field(const Block& block) {
    if (block.kind == Kind::inserted) {
      facts_.fields_added.push_back(name_of(b_, block.b));
    } else if (block.kind == Kind::deleted) {
      facts_.fields_removed.push_back(name_of(a_, block.a));
    } else if (block.kind != Kind::moved_from && block.touch > Touch::spacing) {
      facts_.fields_changed.push_back(name_of(b_, block.b));
      count_numbers(block);
    } else if (block.kind == Kind::moved_to) {
      facts_.fields_moved.push_back(name_of(b_, block.b));
    }
  }

  void count_block(const Block& block, std::uint32_t number) {
    switch (block.kind) {
      case Kind::inserted:
        ++facts_.paragraphs_added;
        count_moved_sentences(block);
        return;
      case Kind::deleted:
        ++facts_.paragraphs_removed;
        return;
      case Kind::moved_from:
        return;
      case Kind::moved_to:
        // Blocks are in the order of the new text, with what left where it stood.
        ++(number < block.partner ? facts_.paragraphs_moved_up : facts_.paragraphs_moved_down);
        break;
      case Kind::split:
        ++facts_.paragraphs_split;
        break;
      case Kind::joined:
        ++facts_.paragraphs_joined;
        break;
      case Kind::kept:
      case Kind::replaced:
        break;
    }
    for (const Sentence& sentence : diff_.sentences_of(block)) {
      count_sentence(sentence);
    }
    count_numbers(block);
  }

  /// Sentences of a new block are new with it, but for those that stood elsewhere.
  void count_moved_sentences(const Block& block) {
    for (const Sentence& sentence : diff_.sentences_of(block)) {
      if (sentence.kind == Kind::moved_to) {
        count_sentence(sentence);
      }
    }
    count_numbers(block);
  }

  void count_sentence(const Sentence& sentence) {
    switch (sentence.kind) {
      case Kind::inserted:
        ++facts_.sentences_added;
        return;
      case Kind::deleted:
        ++facts_.sentences_removed;
        return;
      case Kind::moved_from:
        return;
      case Kind::moved_to:
        ++facts_.sentences_moved;
        break;
      case Kind::kept:
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        break;
    }
    Touch most = Touch::none;
    for (const Run& run : diff_.runs_of(sentence)) {
      const bool is_punctuation = run.touch == Touch::words && run.words_a == 0 && run.words_b == 0;
      most = std::max(most, is_punctuation ? Touch::form : run.touch);
    }
    facts_.sentences_changed += most == Touch::words ? 1 : 0;
    facts_.sentences_restyled += most == Touch::form ? 1 : 0;
  }

  /// Within a block, because a sentence that was cut in two may leave a number to the other half.
  void count_numbers(const Block& block) {
    std::vector<std::string> old_values;
    std::vector<std::string> new_values;
    for (const Sentence& sentence : diff_.sentences_of(block)) {
      if (sentence.kind == Kind::inserted || sentence.kind == Kind::deleted) {
        continue;
      }
      for (const Run& run : diff_.runs_of(sentence)) {
        // A text that is too large to be cut up is too large to look for numbers in.
        if (run.touch == Touch::words && std::max(run.a.size(), run.b.size()) <= max_cut_size) {
          append_numbers(a_, run.a, old_values);
          append_numbers(b_, run.b, new_values);
        }
      }
    }
    std::ranges::sort(old_values);
    std::ranges::sort(new_values);
    facts_.numbers_changed += static_cast<std::uint32_t>(
        std::min(count_missing(old_values, new_values), count_missing(new_values, old_values)));
  }

  std::string_view a_;
  std::string_view b_;
  const TextDiff& diff_;
  Facts facts_;
};

}  // namespace

Facts find_facts(std::string_view a, std::string_view b, const TextDiff& diff) {
  return FactCounter{a, b, diff}.count();
}

}  // namespace arch::diff
