#include "base/time.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace arch {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

bool is_writable(std::int64_t seconds) {
  return seconds >= earliest_time.seconds && seconds <= latest_time.seconds;
}

std::optional<UtcTime> writable(std::int64_t seconds) {
  return is_writable(seconds) ? std::optional{UtcTime{seconds}} : std::nullopt;
}

/// A date and time of day by some clock, as seconds since its 1970-01-01 00:00:00.
std::int64_t civil_seconds(chrono::year_month_day date, std::int64_t time_of_day) {
  return chrono::sys_seconds{chrono::sys_days{date}}.time_since_epoch().count() + time_of_day;
}

chrono::sys_days date_of(std::int64_t civil) {
  return chrono::floor<chrono::days>(chrono::sys_seconds{chrono::seconds{civil}});
}

std::int64_t time_of_day(std::int64_t civil) {
  return civil - chrono::sys_seconds{date_of(civil)}.time_since_epoch().count();
}

/// Appends the last `count` decimal digits of a number that is not negative. A log of a long
/// history is mostly times, and general formatting took half of printing it.
void append_digits(std::string& text, std::int64_t number, std::size_t count) {
  text.resize(text.size() + count);
  for (auto digit = text.rbegin(); count > 0; ++digit, --count, number /= 10) {
    *digit = static_cast<char>('0' + number % 10);
  }
}

void append_civil(std::string& text, std::int64_t civil, char between) {
  const chrono::year_month_day date{date_of(civil)};
  const std::int64_t time = time_of_day(civil);
  append_digits(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  text += between;
  append_digits(text, time / hour, 2);
  text += ':';
  append_digits(text, time % hour / minute, 2);
  text += ':';
  append_digits(text, time % minute, 2);
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Reads from the front of a text; what is not there is not taken.
class Cursor {
public:
  explicit Cursor(std::string_view text) : rest_{text} {}

  bool at_end() const { return rest_.empty(); }

  bool take(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) {
      return false;
    }
    rest_.remove_prefix(wanted.size());
    return true;
  }

  /// Exactly that many digits.
  std::optional<int> take_digits(std::size_t count) {
    const std::optional<std::int64_t> number = take_number(count, count);
    return number ? std::optional{static_cast<int>(*number)} : std::nullopt;
  }

  /// From `least` to `most` digits with no digit after them; else nothing is taken.
  std::optional<std::int64_t> take_number(std::size_t least, std::size_t most) {
    std::int64_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < most && is_ascii_digit(rest_[digits])) {
      value = value * 10 + (rest_[digits] - '0');
      ++digits;
    }
    if (digits < least || (digits < rest_.size() && is_ascii_digit(rest_[digits]))) {
      return std::nullopt;
    }
    rest_.remove_prefix(digits);
    return value;
  }

  /// All lower-case letters that come next; empty when there are none.
  std::string_view take_word() {
    const auto end = std::ranges::find_if_not(rest_, is_letter);
    const std::string_view word{rest_.begin(), end};
    rest_.remove_prefix(word.size());
    return word;
  }

  bool has_letter() const { return !rest_.empty() && is_letter(rest_.front()); }

  /// Digits after a point or comma, which say nothing that we keep.
  bool skip_fraction() {
    if (!take(".")) {
      return true;
    }
    const auto end = std::ranges::find_if_not(rest_, is_ascii_digit);
    const bool any = end != rest_.begin();
    rest_ = {end, rest_.end()};
    return any;
  }

private:
  std::string_view rest_;
};

/// hh:mm[:ss[.fraction]]
struct TimeOfDay {
  std::int64_t seconds = 0;
  bool has_seconds = false;
  bool is_leap_second = false;  ///< it says :60
};

std::optional<TimeOfDay> take_time_of_day(Cursor& cursor) {
  const auto hours = cursor.take_number(1, 2);
  if (!hours || *hours > 23 || !cursor.take(":")) {
    return std::nullopt;
  }
  const auto minutes = cursor.take_digits(2);
  if (!minutes || *minutes > 59) {
    return std::nullopt;
  }
  TimeOfDay time{.seconds = *hours * hour + *minutes * minute};
  if (cursor.take(":")) {
    const auto seconds = cursor.take_digits(2);
    if (!seconds || *seconds > 60 || !cursor.skip_fraction()) {
      return std::nullopt;
    }
    time.seconds += *seconds;
    time.has_seconds = true;
    time.is_leap_second = *seconds == 60;
  }
  return time;
}

enum class OffsetForm { rfc3339, loose };

/// Z, or an offset in seconds east.
std::optional<std::int64_t> take_offset(Cursor& cursor, OffsetForm form) {
  const bool loose = form == OffsetForm::loose;
  if ((loose && cursor.take("utc")) || cursor.take("z")) {
    return 0;
  }
  const bool west = cursor.take("-");
  if (!west && !cursor.take("+")) {
    return std::nullopt;
  }
  Cursor compact = cursor;
  std::int64_t offset = 0;
  if (const auto both = compact.take_digits(4); loose && both) {
    cursor = compact;
    offset = *both / 100 * hour + *both % 100 * minute;
    if (*both / 100 > 23 || *both % 100 > 59) {
      return std::nullopt;
    }
  } else {
    const auto hours = cursor.take_digits(2);
    const bool has_minutes = cursor.take(":");
    const auto minutes = has_minutes ? cursor.take_digits(2) : std::optional{0};
    if (!hours || *hours > 23 || !minutes || *minutes > 59 || (!has_minutes && !loose)) {
      return std::nullopt;
    }
    offset = *hours * hour + *minutes * minute;
  }
  return west ? -offset : offset;
}

/// YYYY-MM-DD
std::optional<chrono::year_month_day> take_iso_date(Cursor& cursor) {
  const auto year = cursor.take_digits(4);
  if (!year || !cursor.take("-")) {
    return std::nullopt;
  }
  const auto month = cursor.take_digits(2);
  if (!month || !cursor.take("-")) {
    return std::nullopt;
  }
  const auto day_of_month = cursor.take_digits(2);
  if (!day_of_month) {
    return std::nullopt;
  }
  const chrono::year_month_day date{chrono::year{*year},
                                    chrono::month{static_cast<unsigned>(*month)},
                                    chrono::day{static_cast<unsigned>(*day_of_month)}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

/// Lower case, one space between words, none at the ends and before commas. Returns nullopt when
/// it is longer than any time.
std::optional<std::string> normal_form(std::string_view typed) {
  constexpr std::size_t longest = 64;  // bytes
  std::string text;
  bool space = false;
  for (const char c : typed) {
    if (c == ' ' || c == '\t') {
      space = true;
      continue;
    }
    if (space && !text.empty() && c != ',') {
      text += ' ';
    }
    space = false;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (text.size() > longest) {
      return std::nullopt;
    }
  }
  return text;
}

constexpr std::array<std::string_view, 12> month_names = {"january",
                                                          "february",
                                                          "march",
                                                          "april",
                                                          "may",
                                                          "june",
                                                          "july",
                                                          "august",
                                                          "september",
                                                          "october",
                                                          "november",
                                                          "december"};
constexpr std::array<std::string_view, 7> weekday_names = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

/// The index of the name that `word` is, in full or its first three letters.
template <std::size_t size>
std::optional<unsigned> find_name(const std::array<std::string_view, size>& names,
                                  std::string_view word) {
  for (unsigned i = 0; i < size; ++i) {
    if (word == names[i] || word == names[i].substr(0, 3)) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<chrono::month> find_month(std::string_view word) {
  const auto index = word == "sept" ? std::optional{8U} : find_name(month_names, word);
  return index ? std::optional{chrono::month{*index + 1}} : std::nullopt;
}

/// The days that a date means: one, or a month or year. [first, behind)
struct Days {
  chrono::sys_days first;
  chrono::sys_days behind;

  bool is_one() const { return behind - first == chrono::days{1}; }
};

Days one_day(chrono::sys_days date) {
  return {date, date + chrono::days{1}};
}

std::optional<Days> find_day(chrono::year_month_day date) {
  return date.ok() ? std::optional{one_day(date)} : std::nullopt;
}

Days whole_month(chrono::year_month month) {
  return {chrono::sys_days{month / 1}, chrono::sys_days{(month + chrono::months{1}) / 1}};
}

Days whole_year(chrono::year year) {
  return {chrono::sys_days{year / 1 / 1}, chrono::sys_days{(year + chrono::years{1}) / 1 / 1}};
}

/// What parse_time() works with.
class TimeReader {
  // First, because its result type must be known where it is used.
  /// Returns what `read` returns; when that is nothing, nothing is taken.
  template <typename Read>
  auto attempt(Read read) {
    const Cursor start = cursor_;
    auto result = read();
    if (!result) {
      cursor_ = start;
    }
    return result;
  }

public:
  TimeReader(std::string_view text, UtcTime now, const Zone& zone, Edge edge)
      : cursor_{text}, now_{now}, zone_{zone}, edge_{edge} {}

  std::optional<UtcTime> read() {
    if (cursor_.take("@")) {
      return read_epoch();
    }
    if (const auto time = attempt([&] { return read_now(); })) {
      return time;
    }
    if (const auto time = attempt([&] { return read_ago(); })) {
      return time;
    }
    if (const auto time = attempt([&] { return read_time_on(one_day(today())); })) {
      return time;
    }
    return read_date();
  }

private:
  std::int64_t civil_now() const { return now_.seconds + zone_.offset_at(now_); }
  chrono::sys_days today() const { return date_of(civil_now()); }

  std::optional<UtcTime> read_epoch() {
    const bool negative = cursor_.take("-");
    const auto seconds = cursor_.take_number(1, 12);
    if (!seconds || !cursor_.at_end()) {
      return std::nullopt;
    }
    return writable(negative ? -*seconds : *seconds);
  }

  std::optional<UtcTime> read_now() {
    return cursor_.take("now") && cursor_.at_end() ? std::optional{now_} : std::nullopt;
  }

  std::optional<UtcTime> read_ago() {
    auto count = cursor_.take_number(1, 9);
    if (!count) {
      const std::string_view article = cursor_.take_word();
      if (article != "a" && article != "an") {
        return std::nullopt;
      }
      count = 1;
    }
    cursor_.take(" ");
    std::string_view unit = cursor_.take_word();
    if (!cursor_.take(" ago") || !cursor_.at_end()) {
      return std::nullopt;
    }
    if (unit.ends_with('s')) {
      unit.remove_suffix(1);
    }
    const std::array<std::pair<std::string_view, std::int64_t>, 3> exact = {
        {{"second", 1}, {"minute", minute}, {"hour", hour}}};
    for (const auto& [name, seconds] : exact) {
      if (unit == name) {
        return writable(now_.seconds - *count * seconds);
      }
    }
    if (unit == "day" || unit == "week") {
      const std::int64_t days = *count * (unit == "week" ? 7 : 1);
      return at_civil(civil_now() - days * day);
    }
    if (unit == "month" || unit == "year") {
      return months_ago(*count * (unit == "year" ? 12 : 1));
    }
    return std::nullopt;
  }

  std::optional<UtcTime> months_ago(std::int64_t count) const {
    constexpr std::int64_t all_months = 12LL * 9999;
    if (count > all_months) {
      return std::nullopt;
    }
    const chrono::year_month_day date{today()};
    const chrono::year_month month =
        chrono::year_month{date.year(), date.month()} - chrono::months{count};
    const chrono::year_month_day same_day{month.year(), month.month(), date.day()};
    const chrono::year_month_day then =
        same_day.ok() ? same_day : chrono::year_month_day{month / chrono::last};
    return at_civil(civil_seconds(then, time_of_day(civil_now())));
  }

  std::optional<UtcTime> read_date() {
    const std::optional<Days> days = take_days();
    if (!days) {
      return std::nullopt;
    }
    if (cursor_.at_end()) {
      return whole(*days);
    }
    if (!days->is_one() || (!cursor_.take("t") && !cursor_.take(", ") && !cursor_.take(" "))) {
      return std::nullopt;
    }
    return read_time_on(*days);
  }

  std::optional<Days> take_days() {
    if (const auto date = attempt([&] { return take_iso_date(cursor_); })) {
      return one_day(*date);
    }
    return cursor_.has_letter() ? take_worded_days() : take_numbered_days();
  }

  /// today, yesterday, [last] monday, nov 20, 2026, nov 2026
  std::optional<Days> take_worded_days() {
    const std::string_view word = cursor_.take_word();
    if (word == "today") {
      return one_day(today());
    }
    if (word == "yesterday") {
      return one_day(today() - chrono::days{1});
    }
    if (const auto weekday = find_name(weekday_names, word)) {
      return one_day(today() - (chrono::weekday{today()} - chrono::weekday{*weekday}));
    }
    if (word == "last" && cursor_.take(" ")) {
      const auto weekday = find_name(weekday_names, cursor_.take_word());
      const chrono::sys_days yesterday = today() - chrono::days{1};
      return weekday ? std::optional{one_day(
                           yesterday - (chrono::weekday{yesterday} - chrono::weekday{*weekday}))}
                     : std::nullopt;
    }
    const auto month = find_month(word);
    if (!month || !cursor_.take(" ")) {
      return std::nullopt;
    }
    if (const auto year = cursor_.take_digits(4)) {
      return whole_month(chrono::year{*year} / *month);
    }
    const auto day_of_month = cursor_.take_number(1, 2);
    if (!day_of_month || (!cursor_.take(", ") && !cursor_.take(",") && !cursor_.take(" "))) {
      return std::nullopt;
    }
    const auto year = cursor_.take_digits(4);
    return year ? find_day({chrono::year{*year},
                            *month,
                            chrono::day{static_cast<unsigned>(*day_of_month)}})
                : std::nullopt;
  }

  /// 20 nov 2026, 2026-11, 2026
  std::optional<Days> take_numbered_days() {
    if (const auto day_of_month = cursor_.take_number(1, 2)) {
      if (!cursor_.take(" ")) {
        return std::nullopt;
      }
      const auto month = find_month(cursor_.take_word());
      if (!month || (!cursor_.take(", ") && !cursor_.take(" "))) {
        return std::nullopt;
      }
      const auto year = cursor_.take_digits(4);
      return year ? find_day({chrono::year{*year},
                              *month,
                              chrono::day{static_cast<unsigned>(*day_of_month)}})
                  : std::nullopt;
    }
    const auto year = cursor_.take_digits(4);
    if (!year) {
      return std::nullopt;
    }
    if (!cursor_.take("-")) {
      return whole_year(chrono::year{*year});
    }
    const auto month = cursor_.take_digits(2);
    if (!month || *month < 1 || *month > 12) {
      return std::nullopt;
    }
    return whole_month(chrono::year{*year} / chrono::month{static_cast<unsigned>(*month)});
  }

  std::optional<UtcTime> read_time_on(const Days& days) {
    const auto time = take_time_of_day(cursor_);
    if (!time || time->is_leap_second) {
      return std::nullopt;
    }
    const std::int64_t civil =
        chrono::sys_seconds{days.first}.time_since_epoch().count() + time->seconds;
    const std::int64_t rest = edge_ == Edge::end && !time->has_seconds ? minute - 1 : 0;
    cursor_.take(" ");
    if (cursor_.at_end()) {
      const auto start = at_civil(civil);
      return start ? writable(start->seconds + rest) : std::nullopt;
    }
    const auto offset = take_offset(cursor_, OffsetForm::loose);
    return offset && cursor_.at_end() ? writable(civil - *offset + rest) : std::nullopt;
  }

  std::optional<UtcTime> at_civil(std::int64_t civil) const {
    // Beyond these no offset can make it writable, and Zone::to_utc() need not know.
    if (!is_writable(civil - 2 * day) && !is_writable(civil + 2 * day)) {
      return std::nullopt;
    }
    return writable(zone_.to_utc(civil).seconds);
  }

  /// The first or last second of days. The ends of time are cut off in zones that go beyond them,
  /// and a day that a zone left out is the one second after it.
  std::optional<UtcTime> whole(const Days& days) const {
    const std::int64_t first = chrono::sys_seconds{days.first}.time_since_epoch().count();
    const std::int64_t behind = chrono::sys_seconds{days.behind}.time_since_epoch().count();
    if (!is_writable(first)) {
      return std::nullopt;
    }
    const UtcTime start = std::max(zone_.to_utc(first), earliest_time);
    const UtcTime end = std::min(UtcTime{zone_.to_utc(behind).seconds - 1}, latest_time);
    return edge_ == Edge::start ? start : std::max(start, end);
  }

  Cursor cursor_;
  UtcTime now_;
  const Zone& zone_;
  Edge edge_;
};

}  // namespace

std::string format_rfc3339(UtcTime time) {
  ARCH_ASSERT(is_writable(time.seconds));
  std::string text;
  text.reserve(std::size("2026-11-20T14:32:00Z"));
  append_civil(text, time.seconds, 'T');
  text += 'Z';
  return text;
}

std::string format_local(UtcTime time, const Zone& zone) {
  ARCH_ASSERT(is_writable(time.seconds));
  std::int64_t offset = zone.offset_at(time) / minute * minute;
  if (!is_writable(time.seconds + offset)) {
    offset = 0;
  }
  const std::int64_t size = offset < 0 ? -offset : offset;
  std::string text;
  text.reserve(std::size("2026-11-20 14:32:00 +0000"));
  append_civil(text, time.seconds + offset, ' ');
  text += offset < 0 ? " -" : " +";
  append_digits(text, size / hour, 2);
  append_digits(text, size % hour / minute, 2);
  return text;
}

std::optional<UtcTime> parse_rfc3339(std::string_view text) {
  const std::optional<std::string> lower = normal_form(text);
  if (!lower || lower->size() != text.size()) {
    return std::nullopt;
  }
  Cursor cursor{*lower};
  const auto date = take_iso_date(cursor);
  if (!date || !cursor.take("t")) {
    return std::nullopt;
  }
  const auto time = take_time_of_day(cursor);
  if (!time || !time->has_seconds) {
    return std::nullopt;
  }
  const auto offset = take_offset(cursor, OffsetForm::rfc3339);
  if (!offset || !cursor.at_end()) {
    return std::nullopt;
  }
  const std::int64_t seconds = civil_seconds(*date, time->seconds) - *offset;
  if (time->is_leap_second && time_of_day(seconds) != 0) {
    return std::nullopt;
  }
  return writable(seconds);
}

std::optional<UtcTime> parse_time(std::string_view text, UtcTime now, const Zone& zone, Edge edge) {
  const std::optional<std::string> typed = normal_form(text);
  return typed ? TimeReader{*typed, now, zone, edge}.read() : std::nullopt;
}

}  // namespace arch
