#include "corrections/amounts.hpp"

#include "base/ascii.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace arch::corrections {
namespace {

/// The digits of a word as ASCII's; what is no digit as it is, beyond ASCII as one mark.
std::string with_ascii_digits(std::string_view word) {
  std::string text;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint point = decode_code_point(word, at);
    if (const auto digit = digit_value(point.value)) {
      text += static_cast<char>('0' + *digit);
    } else {
      text += point.value < 0x80 ? static_cast<char>(point.value) : '~';
    }
    at += point.size;
  }
  return text;
}

struct Digits {
  double value = 0;
  std::size_t end = 0;
  bool plain = true;  ///< no separator
  std::size_t count = 0;
};

/// Reads the number that begins at `at`: a mark between digits parts thousands when exactly three
/// follow it, else decimals.
Digits read_digits(std::string_view text, std::size_t at) {
  std::string number;
  Digits digits;
  bool has_point = false;
  while (at < text.size()) {
    const char c = text[at];
    if (is_ascii_digit(c)) {
      number += c;
      ++digits.count;
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && is_ascii_digit(text[end])) {
      ++end;
    }
    const std::size_t behind = end - at - 1;
    if ((c != ',' && c != '.' && c != '\'' && c != '~') || behind == 0) {
      break;
    }
    digits.plain = false;
    if (behind != 3) {
      if (has_point || c == '~') {
        break;
      }
      has_point = true;
      number += '.';
    }
    ++at;
  }
  digits.end = at;
  std::from_chars(number.data(), number.data() + number.size(), digits.value);
  return digits;
}

std::optional<double> suffix_magnitude(std::string_view suffix, bool has_currency) {
  if (suffix == "bn" || suffix == "b") {
    return 1e9;
  }
  if (suffix == "tn") {
    return 1e12;
  }
  if (suffix == "k") {
    return 1e3;
  }
  if (suffix == "mn" || (suffix == "m" && has_currency)) {
    return 1e6;
  }
  return std::nullopt;
}

/// `2025-05-17`
bool is_iso_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  return text.size() == form.size() && std::ranges::equal(text, form, [](char c, char wanted) {
           return wanted == '0' ? is_ascii_digit(c) : c == wanted;
         });
}

/// `03.11.2025`, `3/11/25`
bool is_written_date(std::string_view text) {
  const std::size_t first = text.find_first_of("./-");
  if (first == std::string_view::npos || first == 0 || first > 2) {
    return false;
  }
  const std::size_t second = text.find(text[first], first + 1);
  if (second == std::string_view::npos || second == first + 1 || second > first + 3) {
    return false;
  }
  const std::size_t year = text.size() - second - 1;
  std::string digits{text};
  std::erase(digits, text[first]);
  return (year == 2 || year == 4) && std::ranges::all_of(digits, is_ascii_digit);
}

/// `mid-` of `mid-2014`
bool is_word_before_year(std::string_view text) {
  return text.size() > 2 && text.ends_with('-') &&
         std::ranges::all_of(text.substr(0, text.size() - 1), is_ascii_letter);
}

/// `mobile-guideline-4`, `2014/06/600-x-280-chart.jpg`: what names a file, a tag or an address has
/// digits and no number. `pre-2010`, `24-hour` and `5/kg` have.
bool is_label(std::string_view text) {
  const auto is_joint = [](char c) { return c == '-' || c == '_' || c == '/'; };
  const bool has_letters = std::ranges::adjacent_find(text, [](char a, char b) {
                             return is_ascii_letter(a) && is_ascii_letter(b);
                           }) != text.end();
  const bool may_be_one = is_ascii_letter(text[0]) || text.find('/') != std::string_view::npos;
  return has_letters && may_be_one && std::ranges::count_if(text, is_joint) >= 2;
}

class AmountReader {
public:
  explicit AmountReader(std::span<const StatementWord> words) : words_(words) {}

  std::vector<Amount> read() {
    for (at_ = 0; at_ < words_.size(); ++at_) {
      const StatementWord& word = words_[at_];
      if (word.is_mark()) {
        continue;
      }
      if (word.has_digit) {
        read_digit_word(word);
      } else {
        read_numeral(word);
      }
    }
    return std::move(amounts_);
  }

private:
  void read_digit_word(const StatementWord& word) {
    last_part_ = 0;
    const std::string text = with_ascii_digits(word.plain);
    if (is_label(text)) {
      last_is_numeral_ = false;
      return;
    }
    const bool has_currency = text[0] == '$' || text[0] == '~';
    if (is_iso_date(text)) {
      const double year = read_digits(text, 0).value;
      amounts_.push_back(
          {.value = year * 10'000 + read_digits(text, 5).value * 100 + read_digits(text, 8).value,
           .is_year = true,
           .word = at_});
      last_is_numeral_ = false;
      return;
    }
    if (is_written_date(text)) {
      read_written_date(text);
      return;
    }
    for (std::size_t at = 0; at < text.size();) {
      if (!is_ascii_digit(text[at])) {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      const Digits digits = read_digits(text, at);
      Amount amount{.value = digits.value, .word = at_};
      at = digits.end;
      std::size_t end = at;
      while (end < text.size() && is_ascii_letter(text[end])) {
        ++end;
      }
      const std::string_view suffix = std::string_view{text}.substr(at, end - at);
      if (const auto times = suffix_magnitude(suffix, has_currency)) {
        amount.value *= *times;
      }
      const bool parts_hours = at < text.size() && (text[at] == ':' || text[at] == 'h');
      if (parts_hours && at + 2 < text.size() && is_ascii_digit(text[at + 1])) {
        const Digits minutes = read_digits(text, at + 1);
        amount.value = amount.value * 60 + minutes.value;
        amount.is_time = true;
        at = minutes.end;
      }
      amount.is_time = amount.is_time || suffix == "am" || suffix == "pm" ||
                       (suffix == "h" && end == text.size() && digits.value <= 24);
      const bool is_decade = suffix == "s" || suffix == "er";
      amount.is_year =
          (begin == 0 || is_word_before_year(std::string_view{text}.substr(0, begin))) &&
          digits.plain && digits.count == 4 &&
          (digits.end == text.size() || (is_decade && end == text.size())) &&
          digits.value >= 1900 && digits.value < 2100;
      amounts_.push_back(amount);
    }
    last_word_ = at_;
    last_is_numeral_ = false;
  }

  void read_written_date(std::string_view text) {
    Amount amount{.is_year = true, .word = at_};
    double times = 1;  // any order of days will do, as long as the same is worth the same
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
      double part = 0;
      std::from_chars(text.data() + at, text.data() + end, part);
      amount.value += part * times;
      times *= 100;
      at = end;
    }
    amounts_.push_back(amount);
    last_is_numeral_ = false;
  }

  void read_numeral(const StatementWord& word) {
    if (word.is(Topic::magnitude)) {
      if (!is_per_cent()) {
        multiply(word.entry.value);
      }
      return;
    }
    if (word.is(Topic::number)) {
      add_numeral(word.entry.value);
      return;
    }
    // twenty-five, five-year; what is in the list whole was found whole.
    if (const std::size_t hyphen = word.plain.find('-'); hyphen != std::string::npos) {
      read_hyphenated(word.plain);
    }
  }

  /// `pour cent`, `por ciento`, `por cento`: no hundred.
  [[nodiscard]] bool is_per_cent() const {
    const std::string& word = words_[at_].plain;
    const bool is_cent = word == "cent" || word == "ciento" || word == "cento";
    return is_cent && at_ > 0 &&
           (words_[at_ - 1].plain == "pour" || words_[at_ - 1].plain == "por");
  }

  /// Numerals joined by hyphens, of English: other languages' are in their lists.
  void read_hyphenated(std::string_view plain) {
    const Lexicon& english = lexicon_for("en");
    bool found = false;
    while (!plain.empty()) {
      const std::size_t end = std::min(plain.find('-'), plain.size());
      const WordEntry entry = english.find(plain.substr(0, end));
      if (entry.is(Topic::magnitude) && found) {
        multiply(entry.value);
      } else if (entry.is(Topic::number)) {
        add_numeral(entry.value);
        found = true;
      } else {
        break;
      }
      plain.remove_prefix(std::min(end + 1, plain.size()));
    }
  }

  /// `thousand` behind a number that stands before it, or alone. Of `two thousand five hundred` it
  /// multiplies the part that was added last.
  void multiply(double times) {
    if (!amounts_.empty() && last_word_ && at_ - *last_word_ <= 1) {
      double& value = amounts_.back().value;
      if (last_part_ > 0 && times < value - last_part_) {
        value += last_part_ * (times - 1);
        last_part_ *= times;
      } else {
        value *= times;
        last_part_ = 0;
      }
    } else {
      amounts_.push_back({.value = times, .word = at_});
      last_part_ = 0;
    }
    last_word_ = at_;
    last_is_numeral_ = true;
  }

  void add_numeral(double value) {
    const bool follows = last_is_numeral_ && last_word_ && at_ - *last_word_ <= 2;
    if (follows && !amounts_.empty() && value < amounts_.back().value &&
        (amounts_.back().value >= 100 || (amounts_.back().value >= 20 && value < 10))) {
      amounts_.back().value += value;  // two hundred (and) five, twenty five
      last_part_ = value;
    } else {
      amounts_.push_back({.value = value, .word = at_});
      last_part_ = 0;
    }
    last_word_ = at_;
    last_is_numeral_ = true;
  }

  std::span<const StatementWord> words_;
  std::size_t at_ = 0;
  std::optional<std::size_t> last_word_;  ///< the last that was part of an amount
  bool last_is_numeral_ = false;
  double last_part_ = 0;  ///< what was added to the last amount by a numeral; 0 if nothing was
  std::vector<Amount> amounts_;
};

}  // namespace

std::vector<Amount> find_amounts(std::span<const StatementWord> words) {
  return AmountReader{words}.read();
}

bool same_values(std::vector<Amount> a, std::vector<Amount> b) {
  std::ranges::sort(a, {}, &Amount::value);
  std::ranges::sort(b, {}, &Amount::value);
  return std::ranges::equal(a, b, [](const Amount& x, const Amount& y) {
    return std::abs(x.value - y.value) <= 1e-9 * std::max(std::abs(x.value), std::abs(y.value));
  });
}

}  // namespace arch::corrections
