// Dates in pages come in some fifty forms, most of which are ISO 8601 with something wrong, or a
// day, a month's name and a year in some order. A text is cut into numbers and words once; each
// place is tried for each form, and what fits and is a day of the calendar in a plausible year is a
// date. A grammar for each standard would refuse what pages really write.
#include "article/page_date.hpp"

#include "article/date_time.hpp"
#include "article/date_tokens.hpp"
#include "article/month_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace arch::article {

namespace {

namespace chrono = std::chrono;

constexpr std::int32_t minute = 60;
constexpr std::int32_t hour = 60 * minute;
constexpr std::int64_t day = 86'400;

/// A day and the last token that it takes.
struct WrittenDay {
  PageDate date;
  std::size_t last = 0;
};

std::optional<PageDate> make_day(std::int64_t year, std::int64_t month, std::int64_t day_of_month) {
  if (year < first_year || year > last_year || month < 1 || month > 12 || day_of_month < 1 ||
      day_of_month > 31) {
    return std::nullopt;
  }
  const chrono::year_month_day date{chrono::year{static_cast<int>(year)},
                                    chrono::month{static_cast<unsigned>(month)},
                                    chrono::day{static_cast<unsigned>(day_of_month)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return PageDate{.year = static_cast<std::int32_t>(year),
                  .month = static_cast<std::int32_t>(month),
                  .day = static_cast<std::int32_t>(day_of_month)};
}

std::optional<WrittenDay> make_written(std::optional<PageDate> date, std::size_t last) {
  return date ? std::optional{WrittenDay{*date, last}} : std::nullopt;
}

std::int64_t full_year(std::int64_t two_digits) {
  constexpr std::int64_t pivot = 70;  // as POSIX's strptime has 69
  return two_digits < pivot ? 2000 + two_digits : 1900 + two_digits;
}

/// Buddhist years are 543 ahead; Thai pages write them.
std::int64_t common_year(std::int64_t year) {
  constexpr std::int64_t ahead = 543;
  return year >= first_year + ahead && year <= last_year + ahead ? year - ahead : year;
}

/// 2026-11-20, 2026/11/20, 2026.11.20
std::optional<WrittenDay> read_year_first(const DateTokens& tokens, std::size_t at) {
  const char separator = tokens.separator_after(at);
  if (separator == 0 || tokens.separator_after(at + 1) != separator) {
    return std::nullopt;
  }
  return make_written(
      make_day(tokens.number(at, 4, 4), tokens.number(at + 1, 1, 2), tokens.number(at + 2, 1, 2)),
      at + 2);
}

bool is_glued_after(const DateTokens& tokens, std::size_t index, char separator) {
  return tokens.gap_after(index).size() == 1 && tokens.gap_after(index).front() == separator &&
         separator != '-';
}

/// 20.11.2026, 20/11/26, 11-20-2026
std::optional<WrittenDay> read_year_last(const DateTokens& tokens, std::size_t at, DayOrder order) {
  const char separator = tokens.separator_after(at);
  // An address or a version has more of the same: 10.11.2026.4.
  const bool continues = (at > 0 && is_glued_after(tokens, at - 1, separator)) ||
                         (at + 3 < tokens.size() && is_glued_after(tokens, at + 2, separator));
  if (separator == 0 || tokens.separator_after(at + 1) != separator || continues) {
    return std::nullopt;
  }
  std::int64_t day_of_month = tokens.number(at, 1, 2);
  std::int64_t month = tokens.number(at + 1, 1, 2);
  std::int64_t year = tokens.number(at + 2, 4, 4);
  if (year < 0 && tokens.number(at + 2, 2, 2) >= 0) {
    // Two digits are also sizes, results and versions: 3-2-10.
    if (separator == '-') {
      return std::nullopt;
    }
    year = full_year(tokens.number(at + 2, 2, 2));
  }
  // With points, the day is first everywhere.
  if ((separator != '.' && order == DayOrder::month_first && day_of_month <= 12) ||
      (month > 12 && separator != '.')) {
    std::swap(day_of_month, month);
  }
  return make_written(make_day(common_year(year), month, day_of_month), at + 2);
}

/// 20261120, 20261120T1402, 20261120140210
std::optional<WrittenDay> read_compact(const DateTokens& tokens, std::size_t at) {
  std::int64_t number = tokens.number(at, 8, 8);
  std::int64_t time = -1;
  bool has_seconds = false;
  if (const std::int64_t seconds = tokens.number(at, 14, 14); seconds >= 0) {
    number = seconds / 1'000'000;
    time = seconds % 1'000'000;
    has_seconds = true;
  } else if (const std::int64_t minutes = tokens.number(at, 12, 12); minutes >= 0) {
    number = minutes / 10'000;
    time = minutes % 10'000 * 100;
  }
  std::optional<PageDate> date = make_day(number / 10'000, number / 100 % 100, number % 100);
  if (number < 0 || !date) {
    return std::nullopt;
  }
  if (time >= 0) {
    const std::int64_t hours = time / 10'000;
    const std::int64_t minutes = time / 100 % 100;
    if (hours > 23 || minutes > 59 || time % 100 > 59) {
      return std::nullopt;
    }
    date->time_of_day = static_cast<std::int32_t>(hours * hour + minutes * minute + time % 100);
    date->has_seconds = has_seconds;
  }
  std::size_t last = at;
  if (equals_ignoring_case(tokens.word(at + 1), "t") && time < 0) {
    if (const auto clock = read_compact_time(tokens, at + 2)) {
      date->time_of_day = clock->time_of_day;
      date->has_seconds = clock->has_seconds;
      date->offset = clock->offset;
      last = clock->last;
    }
  }
  return WrittenDay{*date, last};
}

/// 2026年11月20日, 2026년 11월 20일, 令和8年11月20日
std::optional<WrittenDay> read_cjk(const DateTokens& tokens, std::size_t at) {
  const auto is_mark = [&](std::size_t index, auto... marks) {
    const std::string_view word = tokens.word(index);
    return (word.starts_with(marks) || ...);
  };
  if (!is_mark(at + 1, "年", "년") || !is_mark(at + 3, "月", "월") ||
      !is_mark(at + 5, "日", "号", "일")) {
    return std::nullopt;
  }
  constexpr std::int64_t reiwa = 2018;  // its first year is 2019
  std::int64_t year = tokens.number(at, 4, 4);
  if (year < 0 && at > 0 && tokens.word(at - 1).ends_with("令和")) {
    year = reiwa + tokens.number(at, 1, 2);
  }
  const bool mark_is_alone = tokens.word(at + 5).size() == std::string_view{"日"}.size();
  return make_written(make_day(year, tokens.number(at + 2, 1, 2), tokens.number(at + 4, 1, 2)),
                      mark_is_alone ? at + 5 : at + 4);
}

/// The month that a word, or several, names at `index`; `last` becomes the last of them.
std::optional<int> read_month(const DateTokens& tokens, std::size_t index, std::size_t& last) {
  const std::string_view word = tokens.word(index);
  last = index;
  if (const std::optional<int> month = find_month(word)) {
    return month;
  }
  // Levantine months of two words, and Vietnamese ones, which are numbers.
  const std::string_view second = tokens.word(index + 1);
  const int which = second == "الأول" || second == "الاول" ? 0 : second == "الثاني" ? 1 : -1;
  if (which >= 0 && (word == "تشرين" || word == "كانون")) {
    last = index + 1;
    return word == "تشرين" ? 10 + which : which == 0 ? 12 : 1;
  }
  if (word == "tháng" || word == "Tháng") {
    last = index + 1;
    const std::int64_t number = tokens.number(index + 1, 1, 2);
    return number >= 1 && number <= 12 ? std::optional{static_cast<int>(number)} : std::nullopt;
  }
  return std::nullopt;
}

/// Skips at most two of the words within a written date.
std::size_t skip_date_words(const DateTokens& tokens, std::size_t index) {
  constexpr auto words = std::to_array<std::string_view>(
      {"d",  "da", "de",  "del", "do",  "du", "e", "er", "first", "m",    "nd",     "of",    "rd",
       "st", "th", "the", "di",  "ème", "ኛ",  "г", "р",  "năm",   "ngày", "tarehe", "mwezi", "wa"});
  for (int skipped = 0; skipped < 2; ++skipped) {
    const std::string_view word = tokens.word(index);
    if (std::ranges::none_of(
            words, [&](std::string_view name) { return equals_ignoring_case(word, name); })) {
      break;
    }
    ++index;
  }
  return index;
}

bool are_close(const DateTokens& tokens, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    if (!tokens.is_close_after(i)) {
      return false;
    }
  }
  return true;
}

/// A year of four digits, or of two after a quotation mark or hyphen (20-Nov-26).
std::int64_t read_year(const DateTokens& tokens, std::size_t index) {
  const std::int64_t year = tokens.number(index, 4, 4);
  if (year >= 0 || index == 0 || tokens.number(index, 2, 2) < 0) {
    return common_year(year);
  }
  const std::string_view gap = tokens.gap_after(index - 1);
  const bool marked = gap == "-" || gap.ends_with('\'') || gap.ends_with("\u2019");
  return marked ? full_year(tokens.number(index, 2, 2)) : -1;
}

/// 20. November 2026, 20 de noviembre de 2026, 20-Nov-26
std::optional<WrittenDay> read_day_month(const DateTokens& tokens, std::size_t at) {
  const std::size_t month_at = skip_date_words(tokens, at + 1);
  std::size_t month_end = month_at;
  const std::int64_t day_of_month = tokens.number(at, 1, 2);
  const std::optional<int> month =
      day_of_month < 0 ? std::nullopt : read_month(tokens, month_at, month_end);
  const std::size_t year_at = skip_date_words(tokens, month_end + 1);
  if (!month || !are_close(tokens, at, year_at)) {
    return std::nullopt;
  }
  return make_written(make_day(read_year(tokens, year_at), *month, day_of_month), year_at);
}

/// November 20, 2026; Nov 20 2026; in RFC 850's order the year is last too
std::optional<WrittenDay> read_month_day(const DateTokens& tokens, std::size_t at) {
  std::size_t month_end = at;
  const std::optional<int> month = read_month(tokens, at, month_end);
  if (!month) {
    return std::nullopt;
  }
  const std::size_t day_at = skip_date_words(tokens, month_end + 1);
  const std::size_t year_at = skip_date_words(tokens, day_at + 1);
  if (!are_close(tokens, at, year_at)) {
    return std::nullopt;
  }
  return make_written(make_day(read_year(tokens, year_at), *month, tokens.number(day_at, 1, 2)),
                      year_at);
}

/// 2026 November 20, 2026 m. lapkričio 20
std::optional<WrittenDay> read_year_month_day(const DateTokens& tokens, std::size_t at) {
  const std::size_t month_at = skip_date_words(tokens, at + 1);
  std::size_t month_end = month_at;
  if (tokens.number(at, 4, 4) < 0 || tokens.number(month_at + 1, 1, 2) < 0) {
    return std::nullopt;
  }
  const std::optional<int> month = read_month(tokens, month_at, month_end);
  if (!month || month_end != month_at || !are_close(tokens, at, month_at + 1)) {
    return std::nullopt;
  }
  // 2026 November 20, 2027 is two halves of dates.
  if (tokens.is_close_after(month_at + 1) && read_year(tokens, month_at + 2) >= 0) {
    return std::nullopt;
  }
  return make_written(make_day(tokens.number(at, 4, 4), *month, tokens.number(month_at + 1, 1, 2)),
                      month_at + 1);
}

/// 二〇二六年三月四日: digits of the year, and numbers below 32 for month and day.
std::optional<WrittenDay> read_cjk_words(const DateTokens& tokens, std::size_t at) {
  constexpr auto digits =
      std::to_array<std::string_view>({"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"});
  constexpr std::size_t size = 3;  // bytes of each of the characters
  std::string_view rest = tokens.word(at);
  const auto take_until = [&](std::string_view mark, bool is_year) -> std::int64_t {
    const std::size_t end = rest.find(mark);
    if (end == std::string_view::npos || end == 0 || end > 4 * size) {
      return -1;
    }
    std::int64_t value = 0;
    bool after_ten = false;
    for (std::size_t i = 0; i < end; i += size) {
      const std::string_view character = rest.substr(i, size);
      const auto digit = std::ranges::find(digits, character);
      if (character == "十" && !is_year && !after_ten) {
        value = std::max<std::int64_t>(value, 1) * 10;
        after_ten = true;
      } else if (digit != digits.end() && (is_year || after_ten || i == 0)) {
        value = (is_year ? value * 10 : value) + (digit - digits.begin());
      } else {
        return -1;
      }
    }
    rest.remove_prefix(end + mark.size());
    return value;
  };
  const std::int64_t year = take_until("年", true);
  const std::int64_t month = year < 0 ? -1 : take_until("月", false);
  const std::int64_t day_of_month = month < 0 ? -1 : take_until("日", false);
  return make_written(make_day(year, month, day_of_month), at);
}

std::optional<WrittenDay> read_day_at(const DateTokens& tokens, std::size_t at, DayOrder order) {
  if (tokens.is_word(at)) {
    const std::optional<WrittenDay> found = read_month_day(tokens, at);
    return found ? found : read_cjk_words(tokens, at);
  }
  for (const auto& found : {read_year_first(tokens, at),
                            read_day_month(tokens, at),
                            read_year_last(tokens, at, order),
                            read_compact(tokens, at),
                            read_cjk(tokens, at),
                            read_year_month_day(tokens, at)}) {
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

/// Seconds or milliseconds since 1970, when they are all that a text says.
std::optional<PageDate> parse_unix_time(const DateTokens& tokens) {
  if (tokens.size() != 1) {
    return std::nullopt;
  }
  std::int64_t seconds = tokens.number(0, 10, 10);
  if (const std::int64_t milliseconds = tokens.number(0, 13, 13); milliseconds >= 0) {
    seconds = milliseconds / 1000;
  }
  if (seconds < 0) {
    return std::nullopt;
  }
  const chrono::year_month_day date{chrono::sys_days{chrono::days{seconds / day}}};
  std::optional<PageDate> found = make_day(static_cast<int>(date.year()),
                                           static_cast<unsigned>(date.month()),
                                           static_cast<unsigned>(date.day()));
  if (found) {
    found->time_of_day = static_cast<std::int32_t>(seconds % day);
    found->has_seconds = true;
    found->offset = 0;
  }
  return found;
}

/// Whether the region of a BCP 47 tag, or the country of a host, writes the month first.
bool writes_month_first(std::string_view region) {
  constexpr auto regions = std::to_array<std::string_view>({"us", "ph", "ca", "pr"});
  return std::ranges::any_of(
      regions, [&](std::string_view name) { return equals_ignoring_case(region, name); });
}

/// Whether a day is in the summer time of North America: from the second Sunday of March to the
/// first of November (Energy Policy Act of 2005; earlier years differ by weeks).
bool is_american_summer(const PageDate& date) {
  const auto sunday = [&](chrono::month month, unsigned which) {
    return chrono::sys_days{chrono::year{date.year} / month / chrono::Sunday[which]};
  };
  const chrono::sys_days days{chrono::year{date.year} /
                              chrono::month{static_cast<unsigned>(date.month)} /
                              chrono::day{static_cast<unsigned>(date.day)}};
  return days >= sunday(chrono::March, 2) && days < sunday(chrono::November, 1);
}

void set_time(PageDate& date, const WrittenTime& time) {
  date.time_of_day = time.time_of_day;
  date.has_seconds = time.has_seconds;
  date.offset = time.offset;
  if (time.has_season && date.offset && is_american_summer(date)) {
    *date.offset += hour;
  }
}

}  // namespace

std::string to_text(const PageDate& date) {
  std::string text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  if (!date.time_of_day) {
    return text;
  }
  const std::int32_t time = *date.time_of_day;
  text += fmt::format("T{:02}:{:02}", time / hour, time % hour / minute);
  if (date.has_seconds) {
    text += fmt::format(":{:02}", time % minute);
  }
  if (date.offset == 0) {
    text += 'Z';
  } else if (date.offset) {
    const std::int32_t size = std::abs(*date.offset);
    text += fmt::format(
        "{}{:02}:{:02}", *date.offset < 0 ? '-' : '+', size / hour, size % hour / minute);
  }
  return text;
}

UtcTime to_utc(const PageDate& date) {
  const chrono::sys_days days{chrono::year{date.year} /
                              chrono::month{static_cast<unsigned>(date.month)} /
                              chrono::day{static_cast<unsigned>(date.day)}};
  return {days.time_since_epoch().count() * day + date.time_of_day.value_or(0) -
          date.offset.value_or(0)};
}

bool is_same_day(const PageDate& left, const PageDate& right) {
  return left.year == right.year && left.month == right.month && left.day == right.day;
}

DayOrder day_order(std::string_view language, std::string_view host) {
  const std::size_t dash = language.find_first_of("-_");
  const std::string_view primary = language.substr(0, dash);
  if (!primary.empty() && !equals_ignoring_case(primary, "en")) {
    return DayOrder::day_first;
  }
  const std::string_view country = host.substr(host.rfind('.') + 1);
  constexpr std::size_t country_code = 2;  // letters
  if (country.size() == country_code) {
    // Country domains that the whole world uses say nothing.
    constexpr auto global = std::to_array<std::string_view>({"ai", "co", "fm", "io", "me", "tv"});
    if (std::ranges::find(global, country) == global.end()) {
      return writes_month_first(country) ? DayOrder::month_first : DayOrder::day_first;
    }
  }
  if (dash != std::string_view::npos) {
    return writes_month_first(language.substr(dash + 1)) ? DayOrder::month_first
                                                         : DayOrder::day_first;
  }
  return DayOrder::month_first;
}

std::vector<FoundDate> find_dates(std::string_view text, DayOrder order) {
  const DateTokens tokens{text.substr(0, max_date_text)};
  std::vector<FoundDate> found;
  std::size_t free = 0;  // the first token that no date has taken
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    std::optional<WrittenDay> written = read_day_at(tokens, at, order);
    if (!written) {
      continue;
    }
    std::size_t begin = at;
    if (!written->date.time_of_day) {
      if (const auto time = read_time_after(tokens, written->last)) {
        set_time(written->date, *time);
        written->last = time->last;
      } else if (std::size_t clock = 0;
                 const auto before = read_time_before(tokens, free, at, clock)) {
        set_time(written->date, *before);
        begin = clock;
      }
    }
    found.push_back({written->date, tokens[begin].begin, tokens[written->last].end});
    at = written->last;
    free = at + 1;
  }
  return found;
}

std::optional<PageDate> parse_page_date(std::string_view text, DayOrder order) {
  constexpr std::size_t longest = 128;  // bytes; what programs write is shorter
  text = text.substr(0, longest);
  if (const std::optional<PageDate> date = parse_unix_time(DateTokens{text})) {
    return date;
  }
  const std::vector<FoundDate> dates = find_dates(text, order);
  return dates.empty() ? std::nullopt : std::optional{dates.front().date};
}

std::optional<PageDate> find_url_date(std::string_view url) {
  // The path only: queries hold other times, such as that of a cache.
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(std::min(url.find('/', scheme + 3), url.size()));
  }
  url = url.substr(0, url.find_first_of("?#"));
  std::optional<PageDate> only;
  for (const FoundDate& found : find_dates(url, DayOrder::day_first)) {
    const std::string_view written = url.substr(found.begin, found.end - found.begin);
    const bool has_name = std::ranges::any_of(written, [](char c) { return c >= 'A'; });
    const bool is_path = written.find('/') != std::string_view::npos;
    // Words of a title: from-14-to-20-november-2026, 2026/11/3-questions.
    if ((has_name && !is_path) || (is_path && url.substr(found.end).starts_with('-'))) {
      continue;
    }
    if (only && !is_same_day(*only, found.date)) {
      return std::nullopt;
    }
    only = PageDate{.year = found.date.year, .month = found.date.month, .day = found.date.day};
  }
  return only;
}

}  // namespace arch::article
