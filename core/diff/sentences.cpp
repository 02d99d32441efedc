#include "diff/sentences.hpp"

#include "base/ascii.hpp"
#include "diff/abbreviations.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace arch::diff {
namespace {

/// Lines of hard-wrapped text have lengths between these, in bytes: mail and Markdown are wrapped
/// at 65 to 100 columns, and a long word leaves a line short.
constexpr std::size_t shortest_wrapped_line = 45;
constexpr std::size_t longest_wrapped_line = 110;

bool is_lower(std::string_view word) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
  if (byte(0) >= 'a' && byte(0) <= 'z') {
    return true;
  }
  // U+00DF to U+00FF but the division sign; Cyrillic U+0430 to U+045F.
  return word.size() > 1 &&
         ((byte(0) == 0xC3 && byte(1) >= 0x9F && byte(1) != 0xB7) ||
          (byte(0) == 0xD0 && byte(1) >= 0xB0) || (byte(0) == 0xD1 && byte(1) <= 0x9F));
}

bool is_digits(std::string_view word) {
  return std::ranges::all_of(word, is_ascii_digit);
}

bool opens_bracket(std::string_view word) {
  return word[0] == '(' || word[0] == '[';
}

bool starts_with_any(std::string_view word, std::span<const std::string_view> starts) {
  return std::ranges::any_of(starts, [&](std::string_view s) { return word.starts_with(s); });
}

bool is_ascii(char c) {
  return (c & 0x80) == 0;
}

bool ends_sentence(std::string_view mark) {
  if (is_ascii(mark[0])) {
    return mark[0] == '.' || mark[0] == '!' || mark[0] == '?';
  }
  // Ellipsis, interrobang; Arabic and Urdu; Devanagari danda; Armenian; Ethiopic.
  static constexpr std::string_view ends[] = {
      "\u2026", "\u203D", "\u061F", "\u06D4", "\u0964", "\u0965", "\u0589", "\u1362"};
  return starts_with_any(mark, ends);
}

bool ends_sentence_without_space(std::string_view mark) {
  if (is_ascii(mark[0])) {
    return false;
  }
  static constexpr std::string_view ends[] = {"\u3002", "\uFF01", "\uFF1F", "\uFF61"};
  return starts_with_any(mark, ends);
}

bool closes(std::string_view mark) {
  static constexpr std::string_view closers[] = {")",
                                                 "]",
                                                 "}",
                                                 "\"",
                                                 "'",
                                                 "*",
                                                 "_",
                                                 "\u2019",
                                                 "\u201D",
                                                 "\u00BB",
                                                 "\u203A",
                                                 "\u300D",
                                                 "\u300F",
                                                 "\uFF09"};
  return starts_with_any(mark, closers);
}

bool starts_item(std::string_view mark) {
  static constexpr std::string_view starts[] = {"-", "*", "+", "#", ">", "|", "\u2022", "=", "<"};
  return starts_with_any(mark, starts);
}

class Splitter {
public:
  Splitter(std::string_view text, std::span<const Word> words) : text_(text), words_(words) {}

  std::vector<Range> run() {
    std::vector<Range> sentences;
    std::size_t next = 0;
    for (std::size_t i = 0; i < words_.size(); i = next) {
      next = i + 1;
      bool end = next == words_.size();
      if (!end && words_[i].kind == WordClass::mark && ends_sentence_without_space(word(i))) {
        next = after_closers(next);
        end = true;
      } else if (!end && may_end(i)) {
        const std::size_t after = after_closers(next);
        if (after == words_.size() || (has_gap(after) && !continues(i, after))) {
          next = after;
          end = true;
        }
      }
      if (end || breaks_line(next)) {
        sentences.push_back({first_, static_cast<std::uint32_t>(next)});
        first_ = static_cast<std::uint32_t>(next);
      }
    }
    return sentences;
  }

private:
  [[nodiscard]] std::string_view word(std::size_t i) const {
    return text_.substr(words_[i].begin, words_[i].end - words_[i].begin);
  }

  /// Whether white space stands before word `i`, which is not the first.
  [[nodiscard]] bool has_gap(std::size_t i) const { return words_[i - 1].end != words_[i].begin; }

  [[nodiscard]] bool may_end(std::size_t i) const {
    return words_[i].kind == WordClass::mark ? ends_sentence(word(i))
                                             : text_[words_[i].end - 1] == '.';
  }

  /// Returns the first word, from `i` on, that does not close the sentence before it. To be called
  /// with ascending `i`: what was stepped over before is not looked at again, or a text of nothing
  /// but `.!.!` would be quadratic.
  std::size_t after_closers(std::size_t i) {
    closers_end_ = std::max(closers_end_, i);
    while (closers_end_ < words_.size() && !has_gap(closers_end_) &&
           words_[closers_end_].kind == WordClass::mark &&
           (closes(word(closers_end_)) || ends_sentence(word(closers_end_)))) {
      ++closers_end_;
    }
    return closers_end_;
  }

  /// Whether the sentence goes on with word `next` in spite of the mark at `i`.
  [[nodiscard]] bool continues(std::size_t i, std::size_t next) const {
    if (is_lower(word(next))) {
      return true;
    }
    // What is read as one with a name ends a sentence when a word like "The" comes next, or a
    // quotation, and hardly ever before a name.
    const bool says = words_[next].kind == WordClass::content || opens_bracket(word(next));
    if (words_[i].kind != WordClass::mark) {
      return says;
    }
    if (word(i) != "." || i == first_ || has_gap(i)) {
      return false;
    }
    const std::string_view before = word(i - 1);
    if (is_digits(before)) {
      return i - 1 == first_ || (before.size() <= 2 && follows_german_ordinal(word(next)));
    }
    switch (full_stop_after(before)) {
      case FullStop::never_ends:
        return true;
      case FullStop::before_number:
        return is_ascii_digit(word(next)[0]) || opens_bracket(word(next));
      case FullStop::before_word:
        return says;
      case FullStop::ends:
        break;
    }
    return before.size() == 1 && is_ascii_letter(before[0]) && says;
  }

  /// Whether a line break that ends a sentence stands before word `next`.
  [[nodiscard]] bool breaks_line(std::size_t next) const {
    if (next == words_.size() || !has_gap(next)) {
      return false;
    }
    const std::uint32_t from = words_[next - 1].end;
    if (words_[next].begin - from == 1 && text_[from] == ' ') {
      return false;  // As between most words.
    }
    const std::size_t line_end = text_.substr(from, words_[next].begin - from).find('\n');
    if (line_end == std::string_view::npos) {
      return false;
    }
    if (words_[next].kind == WordClass::mark && starts_item(word(next))) {
      return true;
    }
    // No more than is needed to call the line too long, or this would be quadratic.
    const std::size_t end = from + line_end;
    const std::size_t look = std::min(end, longest_wrapped_line + 1);
    const std::string_view line = text_.substr(end - look, look);
    const std::size_t before = line.rfind('\n');
    const std::size_t length = before == std::string_view::npos ? look : look - before - 1;
    return length < shortest_wrapped_line || length > longest_wrapped_line;
  }

  std::string_view text_;
  std::span<const Word> words_;
  std::uint32_t first_ = 0;      ///< First word of the sentence at hand.
  std::size_t closers_end_ = 0;  ///< See after_closers().
};

}  // namespace

std::vector<Range> split_sentences(std::string_view text, std::span<const Word> words) {
  return Splitter(text, words).run();
}

}  // namespace arch::diff
