#include "corrections/plain_date.hpp"

#include "article/month_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace arch::corrections {
namespace {

using Kind = PlainWord::Kind;

class DateReader {
public:
  DateReader(const PlainWords& words, std::string_view source, std::uint32_t offset, std::size_t at)
      : words_(words), source_(source), offset_(offset), at_(at) {}

  std::optional<PlainDate> read() {
    if (const auto first = take_number()) {
      return after_number(*first);
    }
    return after_month();
  }

private:
  std::optional<PlainDate> after_number(int first) {
    const bool is_year = first >= 1900 && first < 2100;
    for (const char mark : {'-', '/', '.'}) {
      const std::size_t before = at_;
      if (take_mark(mark)) {
        const auto second = take_number();
        if (second && take_mark(mark)) {
          if (const auto third = take_number()) {
            return is_year ? make(first, *second, *third) : day_first(first, *second, *third);
          }
        }
      }
      at_ = before;
    }
    if (is_year || first < 1 || first > 31) {
      return std::nullopt;
    }
    take_ordinal();
    take_mark('.');
    take_word("de");
    const auto month = take_month();
    if (!month) {
      return std::nullopt;
    }
    take_mark('.');
    return with_year(*month, first);
  }

  std::optional<PlainDate> after_month() {
    const auto month = take_month();
    if (!month) {
      return std::nullopt;
    }
    take_mark('.');
    const auto day = take_number();
    if (!day || *day < 1 || *day > 31) {
      return std::nullopt;
    }
    take_ordinal();
    return with_year(*month, *day);
  }

  std::optional<PlainDate> with_year(int month, int day) {
    const std::size_t before = at_;
    take_mark(',');
    if (!take_word("de")) {
      take_word("del");
    }
    const auto year = take_number();
    if (year && *year >= 1900 && *year < 2100) {
      return make(*year, month, day);
    }
    at_ = before;
    return PlainDate{.end = at_, .iso = fmt::format("{:02}-{:02}", month, day)};
  }

  std::optional<PlainDate> day_first(int day, int month, int year) {
    if (month > 12) {
      std::swap(day, month);
    }
    return make(year < 100 ? 2000 + year : year, month, day);
  }

  std::optional<PlainDate> make(int year, int month, int day) const {
    if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2099) {
      return std::nullopt;
    }
    return PlainDate{.end = at_, .iso = fmt::format("{:04}-{:02}-{:02}", year, month, day)};
  }

  bool has(Kind kind) const { return at_ < words_.words.size() && words_.words[at_].kind == kind; }

  std::optional<int> take_number() {
    if (!has(Kind::number) || words_.text(at_).size() > 4) {
      return std::nullopt;
    }
    int number = 0;
    for (const char c : words_.text(at_)) {
      number = number * 10 + (c - '0');
    }
    ++at_;
    return number;
  }

  bool take_mark(char mark) {
    const bool found = at_ < words_.words.size() && words_.is_mark(at_, mark);
    at_ += found ? 1 : 0;
    return found;
  }

  bool take_word(std::string_view word) {
    const bool found = has(Kind::word) && words_.text(at_) == word;
    at_ += found ? 1 : 0;
    return found;
  }

  void take_ordinal() {
    constexpr std::array<std::string_view, 5> endings{"st", "nd", "rd", "th", "er"};
    if (has(Kind::word) && std::ranges::find(endings, words_.text(at_)) != endings.end()) {
      ++at_;
    }
  }

  std::optional<int> take_month() {
    if (!has(Kind::word)) {
      return std::nullopt;
    }
    const diff::Range range = words_.words[at_].source;
    const auto month = article::find_month(source_.substr(range.begin - offset_, range.size()));
    at_ += month ? 1U : 0U;
    return month;
  }

  const PlainWords& words_;
  std::string_view source_;
  std::uint32_t offset_;
  std::size_t at_;
};

}  // namespace

std::optional<PlainDate> find_date(const PlainWords& words,
                                   std::string_view source,
                                   std::uint32_t offset,
                                   std::size_t index) {
  return DateReader{words, source, offset, index}.read();
}

}  // namespace arch::corrections
