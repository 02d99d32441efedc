#include "corrections/word_questions.hpp"

#include <algorithm>

namespace arch::corrections {

using diff::WordClass;

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
                                                          : word.plain);
    }
  }
  std::ranges::sort(found);
  return found;
}

bool differ_in(Words a, Words b, Topic topic) {
  return of_topic(a, topic) != of_topic(b, topic);
}

std::size_t common_start(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace arch::corrections
