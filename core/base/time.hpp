#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch {

/// An instant: seconds since 1970-01-01T00:00:00Z, without leap seconds.
struct UtcTime {
  std::int64_t seconds = 0;

  friend auto operator<=>(const UtcTime&, const UtcTime&) = default;
};

/// The instants that have a four-digit year, 0001 to 9999; all that can be written.
inline constexpr UtcTime earliest_time{-62135596800};
inline constexpr UtcTime latest_time{253402300799};

/// Where "now" comes from. core/ reads no clock: it is given one.
using Clock = std::function<UtcTime()>;

/// The civil time of some place: its offset from UTC at every instant.
class Zone {
public:
  /// UTC itself.
  static Zone utc();

  /// Reads what the variable TZ may say (POSIX 1003.1-2017, 8.3): the name of a TZif file below
  /// `folder` (`Europe/Berlin`), the file's absolute path, or a rule such as
  /// `CET-1CEST,M3.5.0,M10.5.0/3`; a leading colon is ignored. Empty and `UTC` mean UTC, also
  /// where there is no such folder. Throws Error{usage} when it is none of these, Error{corrupt}
  /// when the file is no TZif file.
  static Zone load(std::string_view name,
                   const std::filesystem::path& folder = "/usr/share/zoneinfo");

  /// Reads a TZif file, version 1 to 4 (RFC 8536). Throws Error{corrupt}. Leap seconds, which only
  /// the zones below `right/` count, are ignored: those change their offset some seconds late.
  static Zone parse_tzif(std::string_view bytes);

  /// Reads a POSIX rule, with the hours up to 167 of RFC 8536, 3.3.1. Summer time without the days
  /// of its change follows those of the United States. Returns nullopt when it is no rule.
  static std::optional<Zone> parse_posix(std::string_view rule);

  /// Seconds to add to UTC, east positive; less than a day and a half either way.
  std::int32_t offset_at(UtcTime time) const;

  /// Returns the instant at which a clock in the zone shows this civil time, given as seconds since
  /// 1970-01-01 00:00:00 by that clock. Shown twice (an overlap): the first. Never shown (a gap):
  /// moved later by the length of the gap, as if the clock had not been changed yet.
  UtcTime to_utc(std::int64_t civil_seconds) const;

private:
  /// One of the two yearly changes of a rule.
  struct Change {
    enum class Kind : std::uint8_t { julian_without_leap_day, day_of_year, month_week_day };
    Kind kind = Kind::month_week_day;
    std::int32_t day = 0;    ///< 1..365 or 0..365; of the week, 0 Sunday
    std::int32_t week = 0;   ///< 1..5, 5 the last
    std::int32_t month = 0;  ///< 1..12
    std::int32_t time = 0;   ///< seconds after midnight by the clock before the change
  };
  struct Rule {
    std::int32_t standard_offset = 0;
    std::int32_t summer_offset = 0;
    bool has_summer_time = false;
    Change summer_starts = {};
    Change summer_ends = {};
  };
  struct Transition {
    std::int64_t at = 0;      ///< first second of the new offset
    std::int32_t offset = 0;  ///< from then on
  };
  class RuleReader;
  class RuleYears;

  /// The next change of offset after `seconds`, or nullopt if there is none.
  std::optional<Transition> find_next(std::int64_t seconds) const;

  std::int32_t first_offset_ = 0;        ///< before the first transition
  std::vector<Transition> transitions_;  ///< ascending
  std::optional<Rule> rule_;             ///< after the last transition
};

/// Returns `2026-11-20T14:32:00Z`. `time` must lie within earliest_time and latest_time.
std::string format_rfc3339(UtcTime time);

/// Returns `2026-11-20 14:32:00 +0200`. `time` as for format_rfc3339(). An offset with seconds, as
/// before clocks followed zones, is cut to minutes and the time of day shown with it; a time whose
/// civil year has not four digits is shown in UTC: so what is shown always names this instant.
std::string format_local(UtcTime time, const Zone& zone);

/// Reads RFC 3339's date-time as arch and its peers write it: `2026-11-20T14:32:00Z`, or with an
/// offset, or with a fraction of a second, which is dropped. A leap second, 23:59:60 UTC, reads as
/// the second after it. Returns nullopt for all else.
std::optional<UtcTime> parse_rfc3339(std::string_view text);

/// Which end of a span of time a date without a time of day means.
enum class Edge { start, end };

/// Reads a time as an editor types it, letter case and extra spaces ignored, or nullopt:
///
///   2026-11-20                 also `20 Nov 2026`, `Nov 20, 2026`, with months in full
///   today | yesterday          by the clock of `zone`
///   monday | last monday       the latest one not after today; with `last`, before today
///   14:32[:05]                 today, or on the day written before it: `monday 14:32`,
///                              `2026-11-20T14:32`; fractions of a second are dropped
///   14:32 +02:00               also `+0200`, `+02`, `Z`, `UTC`: not in `zone`
///   2026-11 | Nov 2026 | 2026  a whole month or year
///   now
///   3 days ago                 also seconds, minutes, hours, weeks, months, years; `a`, `an`
///   @1700000000                seconds since 1970
///
/// A date, month or year without a time of day means its first second or, with Edge::end, its
/// last, and so does a minute without seconds. Times without an offset are in `zone`, see
/// Zone::to_utc(). Days, weeks, months and years ago keep the time of day, and the day of the month
/// if the month has it, else its last. The result lies within earliest_time and latest_time.
std::optional<UtcTime> parse_time(std::string_view text, UtcTime now, const Zone& zone, Edge edge);

}  // namespace arch
