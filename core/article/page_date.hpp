#pragma once

#include "base/time.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// A date that a page states of its article.
struct PageDate {
  std::int32_t year = 0;
  std::int32_t month = 0;                        ///< 1..12
  std::int32_t day = 0;                          ///< 1..31, one that the month has
  std::optional<std::int32_t> time_of_day = {};  ///< seconds since midnight, 0..86399
  bool has_seconds = false;
  std::optional<std::int32_t> offset = {};  ///< of that time, seconds east of UTC, whole minutes

  friend bool operator==(const PageDate&, const PageDate&) = default;
};

/// Returns `2026-11-20T14:32:10+01:00`, with `Z` for an offset of 0; without seconds, offset or
/// time of day where the page does not state them. The day is the one of the place that wrote it.
std::string to_text(const PageDate& date);

/// Returns the instant; without a time of day the day's first, without an offset as if in UTC.
UtcTime to_utc(const PageDate& date);

/// Whether both are dates of the same civil day, each in its own place.
bool is_same_day(const PageDate& left, const PageDate& right);

/// Dates outside of these are refused wherever they stand: no article was published on the web
/// before there was one, and what programs write for "unknown" (year 0 or 1, 1970-01-01) lies
/// before it. The end only bounds nonsense; a page's future is judged where its time is known.
inline constexpr std::int32_t first_year = 1990;
inline constexpr std::int32_t last_year = 2100;

/// How to read `04/05/2026`.
enum class DayOrder { day_first, month_first };

/// Returns the order of a place: month first for English, unless the tag names a region other than
/// the United States and its neighbours or `host` is below a domain of such a country. `language`
/// is a BCP 47 tag; both may be empty.
DayOrder day_order(std::string_view language, std::string_view host);

/// A date found in a text.
struct FoundDate {
  PageDate date;
  std::size_t begin = 0;  ///< bytes [begin, end) of the text are the date and its time
  std::size_t end = 0;

  friend bool operator==(const FoundDate&, const FoundDate&) = default;
};

/// Returns all dates with day, month and year in `text`, in order: ISO 8601 and what is made of it,
/// RFC 822, numbers, and months by name (find_month()); digits of any script, and the forms of
/// Chinese, Japanese and Korean. Years of two digits are read after a point, slash or hyphen. At
/// most the first max_date_text bytes are looked at.
std::vector<FoundDate> find_dates(std::string_view text, DayOrder order);
inline constexpr std::size_t max_date_text = 1024;

/// Reads what a page writes for programs: the first date of find_dates(), or the whole text as
/// seconds or milliseconds since 1970. Returns nullopt when there is none.
std::optional<PageDate> parse_page_date(std::string_view text, DayOrder order);

/// Returns the date in the path of a URL: `/2026/11/27/`, `/2026/nov/27/`, `/20261127/`, or
/// `2026-11-27` or `20261127` within a segment; nullopt unless exactly one day is named.
std::optional<PageDate> find_url_date(std::string_view url);

}  // namespace arch::article
