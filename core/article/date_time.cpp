#include "article/date_time.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace arch::article {

namespace {

constexpr std::int32_t minute = 60;
constexpr std::int32_t hour = 60 * minute;
constexpr std::int32_t noon = 12;

/// Words between a date and its time, in the languages whose press writes one.
constexpr auto joining_words = std::to_array<std::string_view>(
    {"a",  "alle",   "as",     "at",   "den", "las", "kl",   "klo", "la",    "le", "o", "om",
     "on", "ora",    "ore",    "t",    "um",  "w",   "à",    "às",  "της",   "в",  "о", "г",
     "d",  "بتوقيت", "الساعة", "בשעה", "को",  "saa", "saat", "lúc", "pukul", "jam"});

/// A word that stands before or after a time and says which half of the day is meant.
enum class Half { none, morning, afternoon };

Half find_half(std::string_view word) {
  constexpr auto morning = std::to_array<std::string_view>({"am", "上午", "午前", "오전", "ص"});
  constexpr auto afternoon = std::to_array<std::string_view>({"pm", "下午", "午後", "오후", "م"});
  const auto is_word = [&](std::string_view name) { return equals_ignoring_case(word, name); };
  if (std::ranges::any_of(morning, is_word)) {
    return Half::morning;
  }
  return std::ranges::any_of(afternoon, is_word) ? Half::afternoon : Half::none;
}

struct ZoneName {
  std::string_view name;
  std::int32_t minutes;  ///< east of UTC
};

constexpr auto zone_names = std::to_array<ZoneName>({
    {"z", 0},      {"utc", 0},    {"gmt", 0},    {"wet", 0},    {"bst", 60},   {"west", 60},
    {"cet", 60},   {"mez", 60},   {"cest", 120}, {"mesz", 120}, {"cat", 120},  {"eet", 120},
    {"eest", 180}, {"eat", 180},  {"msk", 180},  {"est", -300}, {"edt", -240}, {"cst", -360},
    {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"jst", 540},
    {"kst", 540},  {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780}, {"hkt", 480},
    {"sgt", 480},  {"wib", 420},
});

/// Zones of North America without their season.
constexpr auto seasonal_names =
    std::to_array<ZoneName>({{"et", -300}, {"ct", -360}, {"mt", -420}, {"pt", -480}});

/// Whether a gap ends with a sign, so that an offset may follow; 0 when it has none.
int sign_of(std::string_view gap) {
  if (gap.ends_with('+')) {
    return 1;
  }
  // A hyphen, and the minus sign.
  return gap.ends_with('-') || gap.ends_with("\u2212") ? -1 : 0;
}

/// Reads `+0100`, `+01:00` or `+01` behind token `last`, which it then moves.
std::optional<std::int32_t> read_signed_offset(const DateTokens& tokens, std::size_t& last) {
  constexpr std::size_t longest_gap = 3;
  const std::string_view gap = tokens.gap_after(last);
  const int sign = sign_of(gap);
  if (sign == 0 || gap.size() > longest_gap) {
    return std::nullopt;
  }
  std::int64_t hours = tokens.number(last + 1, 1, 2);
  std::int64_t minutes = 0;
  std::size_t end = last + 1;
  if (const std::int64_t both = tokens.number(last + 1, 4, 4); both >= 0) {
    hours = both / 100;
    minutes = both % 100;
  } else if (tokens.gap_after(end) == ":" && tokens.number(end + 1, 2, 2) >= 0) {
    minutes = tokens.number(end + 1, 2, 2);
    ++end;
  }
  constexpr std::int64_t most_hours = 14;  // Kiribati's
  if (hours < 0 || hours > most_hours || minutes > 59) {
    return std::nullopt;
  }
  last = end;
  return static_cast<std::int32_t>(sign * (hours * hour + minutes * minute));
}

/// Reads an offset or a zone's name behind token `last`, which it then moves.
std::optional<std::int32_t> read_offset(const DateTokens& tokens, std::size_t& last) {
  if (const auto offset = read_signed_offset(tokens, last)) {
    return offset;
  }
  const std::string_view word = tokens.word(last + 1);
  const auto zone = std::ranges::find_if(
      zone_names, [&](const ZoneName& name) { return equals_ignoring_case(word, name.name); });
  constexpr std::size_t longest_gap = 3;
  if (zone == zone_names.end() || tokens.gap_after(last).size() > longest_gap) {
    return std::nullopt;
  }
  ++last;
  // GMT+0100
  if (const auto offset = zone->minutes == 0 ? read_signed_offset(tokens, last) : std::nullopt) {
    return offset;
  }
  return zone->minutes * minute;
}

/// The offset in winter of a zone that is named without its season.
std::optional<std::int32_t> find_seasonal(std::string_view word) {
  const auto zone = std::ranges::find_if(
      seasonal_names, [&](const ZoneName& name) { return equals_ignoring_case(word, name.name); });
  // In small letters they are words of other languages: `et` is the French `and`.
  const bool is_zone = zone != seasonal_names.end() && word.front() < 'a';
  return is_zone ? std::optional{zone->minutes * minute} : std::nullopt;
}

/// Reads `am`, `a.m.` and their like behind token `last`, which it then moves.
Half read_half(const DateTokens& tokens, std::size_t& last) {
  const std::string_view word = tokens.word(last + 1);
  if (const Half half = find_half(word); half != Half::none) {
    ++last;
    return half;
  }
  if (equals_ignoring_case(tokens.word(last + 2), "m") &&
      tokens.gap_after(last + 1).starts_with('.')) {
    const Half half = equals_ignoring_case(word, "a")   ? Half::morning
                      : equals_ignoring_case(word, "p") ? Half::afternoon
                                                        : Half::none;
    last += half == Half::none ? 0 : 2;
    return half;
  }
  return Half::none;
}

std::int64_t with_half(std::int64_t hours, Half half) {
  if (half == Half::afternoon && hours < noon) {
    return hours + noon;
  }
  return half == Half::morning && hours == noon ? 0 : hours;
}

std::optional<WrittenTime> make_time(std::int64_t hours,
                                     std::int64_t minutes,
                                     std::int64_t seconds) {
  // A leap second is the second before; 24:00 is written by few, and its day would be the next.
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
    return std::nullopt;
  }
  return WrittenTime{.time_of_day = static_cast<std::int32_t>(hours * hour + minutes * minute +
                                                              std::min<std::int64_t>(seconds, 59))};
}

/// What stands between hours and minutes.
bool joins_minutes(const DateTokens& tokens, std::size_t hours) {
  const std::string_view gap = tokens.gap_after(hours);
  if (gap == ":" || gap == "\uFF1A") {
    return true;
  }
  // 10.02 is a time only when it says so: 10.02 Uhr, 10.02 h.
  const std::string_view unit = tokens.word(hours + 2);
  return gap == "." && (equals_ignoring_case(unit, "uhr") || equals_ignoring_case(unit, "h"));
}

/// Reads hh:mm[:ss[.fraction]] at `index`.
std::optional<WrittenTime> read_clock(const DateTokens& tokens, std::size_t index, Half before) {
  const std::int64_t hours = tokens.number(index, 1, 2);
  std::size_t last = index;
  std::int64_t minutes = -1;
  std::int64_t seconds = 0;
  bool has_seconds = false;
  if (joins_minutes(tokens, index)) {
    minutes = tokens.number(index + 1, 2, 2);
    last = index + 1;
    const std::int64_t written = tokens.gap_after(last) == ":" ? tokens.number(last + 1, 2, 2) : -1;
    if (written >= 0) {
      seconds = written;
      has_seconds = true;
      ++last;
      if (tokens.gap_after(last) == "." && tokens.number(last + 1, 1, 18) >= 0) {
        ++last;  // a fraction
      }
    }
  } else if (equals_ignoring_case(tokens.word(index + 1), "h") ||
             tokens.word(index + 1).starts_with("时") || tokens.word(index + 1).starts_with("時")) {
    minutes = std::max<std::int64_t>(0, tokens.number(index + 2, 2, 2));
    last = index + (tokens.number(index + 2, 2, 2) >= 0 ? 2 : 1);
  }
  const std::size_t clock_end = last;
  const Half after = read_half(tokens, last);
  const Half half = after == Half::none ? before : after;
  if (minutes < 0 && after != Half::none) {
    minutes = 0;  // 10 a.m.
  }
  std::optional<WrittenTime> time = make_time(with_half(hours, half), minutes, seconds);
  if (!time) {
    return std::nullopt;
  }
  time->has_seconds = has_seconds;
  if (equals_ignoring_case(tokens.word(clock_end + 1), "uhr") ||
      equals_ignoring_case(tokens.word(clock_end + 1), "h")) {
    last = std::max(last, clock_end + 1);
  }
  time->offset = read_offset(tokens, last);
  if (const auto winter = time->offset ? std::nullopt : find_seasonal(tokens.word(last + 1))) {
    time->offset = winter;
    time->has_season = true;
    ++last;
  }
  time->last = last;
  return time;
}

bool is_joining(std::string_view word) {
  return std::ranges::any_of(
      joining_words, [&](std::string_view name) { return equals_ignoring_case(word, name); });
}

bool is_english_weekday(std::string_view word) {
  constexpr auto days =
      std::to_array<std::string_view>({"mon", "tue", "wed", "thu", "fri", "sat", "sun"});
  constexpr std::size_t size = 3;
  return std::ranges::any_of(days,
                             [&](std::string_view day) {
                               return equals_ignoring_case(word.substr(0, size), day);
                             }) &&
         (word.size() <= size + 1 || word.ends_with("day"));
}

/// The character that ends a date of Chinese, Japanese or Korean, or a day of the week after it.
bool is_day_mark(std::string_view word) {
  constexpr auto marks = std::to_array<std::string_view>(
      {"日", "号", "일", "星期", "周", "週", "(", "月", "火", "水", "木", "金", "土"});
  return std::ranges::any_of(marks, [&](std::string_view mark) { return word.starts_with(mark); });
}

}  // namespace

std::optional<WrittenTime> read_time_after(const DateTokens& tokens, std::size_t date_end) {
  constexpr std::size_t longest_gap = 12;  // bytes: ` – `, ` | `, `), `
  constexpr int most_words = 3;
  std::size_t index = date_end + 1;
  Half half = Half::none;
  for (int words = 0; words < most_words && tokens.is_word(index); ++words) {
    const std::string_view word = tokens.word(index);
    const Half here = find_half(word);
    if (here == Half::none && !is_joining(word) && !is_day_mark(word)) {
      return std::nullopt;
    }
    half = here == Half::none ? half : here;
    ++index;
  }
  for (std::size_t gap = date_end; gap < index; ++gap) {
    if (tokens.gap_after(gap).size() > longest_gap) {
      return std::nullopt;
    }
  }
  std::optional<WrittenTime> time = read_clock(tokens, index, half);
  // The plus sign of an offset is a space where a URL was decoded once too often.
  if (time && time->has_seconds && !time->offset && tokens.gap_after(time->last) == " " &&
      tokens.number(time->last + 1, 2, 2) >= 0 && tokens.gap_after(time->last + 1) == ":" &&
      equals_ignoring_case(tokens.word(date_end + 1), "t")) {
    const std::int64_t minutes = tokens.number(time->last + 2, 2, 2);
    const std::int64_t hours = tokens.number(time->last + 1, 2, 2);
    if (minutes >= 0 && minutes < 60 && hours <= 14) {
      time->offset = static_cast<std::int32_t>(hours * hour + minutes * minute);
      time->last += 2;
    }
  }
  return time;
}

std::optional<WrittenTime> read_time_before(const DateTokens& tokens,
                                            std::size_t first,
                                            std::size_t date_begin,
                                            std::size_t& begin) {
  constexpr std::size_t longest_gap = 4;  // bytes: `, `
  constexpr std::size_t most_tokens = 6;  // 10:02 p.m. BST on Wednesday
  const std::size_t earliest = std::max(first, date_begin - std::min(date_begin, most_tokens));
  for (begin = earliest; begin + 2 <= date_begin; ++begin) {
    const std::string_view gap = tokens.gap_after(begin);
    std::optional<WrittenTime> time =
        gap == ":" ? read_clock(tokens, begin, Half::none) : std::nullopt;
    if (!time || time->last >= date_begin) {
      continue;
    }
    bool joined = true;
    for (std::size_t i = time->last; i < date_begin; ++i) {
      joined =
          joined && tokens.gap_after(i).size() <= longest_gap &&
          (i == time->last || is_joining(tokens.word(i)) || is_english_weekday(tokens.word(i)));
    }
    if (joined) {
      return time;
    }
  }
  return std::nullopt;
}

std::optional<WrittenTime> read_compact_time(const DateTokens& tokens, std::size_t index) {
  std::int64_t number = tokens.number(index, 6, 6);
  const bool has_seconds = number >= 0;
  if (!has_seconds) {
    number = tokens.number(index, 4, 4);
    number = number < 0 ? -1 : number * 100;
  }
  if (number < 0) {
    return std::nullopt;
  }
  std::optional<WrittenTime> time = make_time(number / 10'000, number / 100 % 100, number % 100);
  if (time) {
    time->has_seconds = has_seconds;
    time->last = index;
    time->offset = read_offset(tokens, time->last);
  }
  return time;
}

}  // namespace arch::article
