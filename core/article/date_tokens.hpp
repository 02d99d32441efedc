#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::article {

/// A number or a word of a text in which a date is looked for; what stands between two is their
/// gap.
struct DateToken {
  enum class Kind { number, word };

  Kind kind = Kind::word;
  std::size_t begin = 0;  ///< bytes [begin, end) of the text
  std::size_t end = 0;
  std::int64_t value = 0;  ///< of a number of at most 18 digits; longer ones have -1
  int digits = 0;
};

/// The tokens of a text, and what the readers of dates ask of them. An index behind the last token
/// is allowed everywhere, and is neither number nor word. `text` must outlive the object.
class DateTokens {
public:
  /// A number is a run of decimal digits of any one or more scripts, a word a run of letters of any
  /// script; spaces and punctuation of Latin, Arabic, Indic and CJK text are neither.
  explicit DateTokens(std::string_view text);

  std::size_t size() const { return tokens_.size(); }
  const DateToken& operator[](std::size_t index) const { return tokens_[index]; }

  bool is_word(std::size_t index) const;
  std::string_view word(std::size_t index) const;  ///< empty when it is none

  /// The number of between `least` and `most` digits at `index`, or -1.
  std::int64_t number(std::size_t index, int least, int most) const;

  /// What stands between the token and the next, or the end of the text.
  std::string_view gap_after(std::size_t index) const;

  /// `-`, `/`, `.` or `|` when that and spaces, or nothing else, stand in the gap; else 0.
  char separator_after(std::size_t index) const;

  /// Whether the gap has at most a few spaces, points, commas, hyphens, slashes and ordinal marks.
  bool is_close_after(std::size_t index) const;

private:
  std::string_view text_;
  std::vector<DateToken> tokens_;
};

/// Whether `word` equals `lower` when its ASCII letters are made small.
bool equals_ignoring_case(std::string_view word, std::string_view lower);

}  // namespace arch::article
