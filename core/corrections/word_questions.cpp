#include "corrections/word_questions.hpp"

#include "base/letter_distance.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace arch::corrections {

using diff::WordClass;

namespace {

/// `n'est` is `est`.
std::string without_elision(const std::string& word) {
  return word.size() > 2 && word[1] == '\'' ? word.substr(2) : word;
}

}  // namespace

bool has(Words words, Topic topic) {
  return std::ranges::any_of(words, [&](const StatementWord& w) { return w.is(topic); });
}

std::uint32_t count_content(Words words) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      words, [](const StatementWord& w) { return w.kind == WordClass::content; }));
}

Words without_marks_around(Words words) {
  while (!words.empty() && words.front().is_mark()) {
    words = words.subspan(1);
  }
  while (!words.empty() && words.back().is_mark()) {
    words = words.first(words.size() - 1);
  }
  return words;
}

std::string joined(Words words) {
  std::string text;
  for (const StatementWord& word : words) {
    for (const char c : word.plain) {
      if (c != '-' && c != '\'' && (c != '.' || word.has_digit)) {
        text += c;
      }
    }
  }
  return text;
}

std::vector<std::string> of_topic(Words words, Topic topic) {
  std::vector<std::string> found;
  for (const StatementWord& word : words) {
    if (word.is(topic)) {
      const bool is_numbered = topic == Topic::month || topic == Topic::weekday;
      found.push_back(is_numbered && word.entry.value > 0 ? std::to_string(word.entry.value)
                      : word.entry.verb != 0              ? std::to_string(word.entry.verb)
                                                          : without_elision(word.plain));
    }
  }
  std::ranges::sort(found);
  return found;
}

bool differ_in(Words a, Words b, Topic topic) {
  return of_topic(a, topic) != of_topic(b, topic);
}

bool tells_of_procedure(Words a, Words b) {
  const auto tells = [](Words words) {
    return has(words, Topic::legal) || has(words, Topic::procedure);
  };
  return tells(a) && tells(b) && (has(a, Topic::legal) || has(b, Topic::legal)) &&
         differ_in(a, b, Topic::legal);
}

const StatementWord* neighbour(const std::vector<StatementWord>& words, Words edited, int step) {
  if (words.empty() || edited.empty()) {
    return nullptr;
  }
  std::ptrdiff_t at = (step < 0 ? &edited.front() : &edited.back()) - words.data() + step;
  while (at >= 0 && at < std::ssize(words)) {
    if (!words[static_cast<std::size_t>(at)].is_mark()) {
      return &words[static_cast<std::size_t>(at)];
    }
    at += step;
  }
  return nullptr;
}

bool differ_in_accents(std::string_view text_a, Words a, std::string_view text_b, Words b) {
  const auto letters = [](std::string_view text, Words words) {
    std::u32string all;
    for (const StatementWord& word : words) {
      const std::string folded = fold_case(diff::slice(text, word.bytes));
      for (std::size_t at = 0; at < folded.size();) {
        const CodePoint point = decode_code_point(folded, at);
        at += point.size;
        if ((point.value >= 'a' && point.value <= 'z') ||
            (point.value >= 0xC0 && point.value <= 0x17F)) {
          all += point.value;
        }
      }
    }
    return all;
  };
  return letters(text_a, a) != letters(text_b, b);
}

bool is_misspelt_word(Words a, Words b) {
  constexpr std::size_t least_letters = 5;  // `now` is not `not`
  return a.size() == 1 && b.size() == 1 && a[0].plain.size() >= least_letters &&
         (a[0].entry.topics == 0) != (b[0].entry.topics == 0) &&
         letter_distance(a[0].plain, b[0].plain, 1) <= 1;
}

bool is_attribution_phrase(Words words) {
  bool speaks = false;
  for (const StatementWord& word : words) {
    if (word.is_mark() || word.kind == WordClass::function) {
      speaks = speaks || word.entry.is_any(topic_mask(Topic::report, Topic::per));
      continue;
    }
    if (word.entry.is_any(topic_mask(Topic::report, Topic::per, Topic::hearsay))) {
      speaks = true;
    } else if (!word.entry.is_any(topic_mask(
                   Topic::source, Topic::pronoun, Topic::title, Topic::weekday, Topic::when)) &&
               !word.capital) {
      return false;
    }
  }
  return speaks;
}

bool is_leading_clause(Words words) {
  constexpr std::uint32_t most_before = 3;
  constexpr std::uint32_t most_behind = 2;
  const auto verb =
      std::ranges::find_if(words, [](const StatementWord& word) { return word.is(Topic::report); });
  if (verb == words.end() || !words.front().initial) {
    return false;
  }
  const auto at = static_cast<std::size_t>(verb - words.begin());
  return at > 0 && count_content(words.first(at)) <= most_before &&
         count_content(words.subspan(at + 1)) <= most_behind;
}

bool brings_quotation(std::string_view text, Words words) {
  const auto marks = std::ranges::count_if(words, [&](const StatementWord& word) {
    const std::string_view bytes = diff::slice(text, word.bytes);
    constexpr std::array<std::string_view, 9> marks_of_quotations{
        "\"", "''", "'", "\u2018", "\u2019", "\u201C", "\u201D", "\u00AB", "\u00BB"};
    return word.is_mark() &&
           std::ranges::find(marks_of_quotations, bytes) != marks_of_quotations.end();
  });
  return marks >= 2;
}

bool is_common_noun(const StatementWord& word, const std::vector<StatementWord>& words) {
  const StatementWord* left = &word;
  for (int steps = 0; steps < 3; ++steps) {
    left = neighbour(words, {left, 1}, -1);
    if (left == nullptr) {
      return false;
    }
    if (left->is(Topic::determiner)) {
      return true;
    }
    if (left->capital || left->kind == WordClass::function) {
      return false;
    }
  }
  return false;
}

std::size_t common_start(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace arch::corrections
