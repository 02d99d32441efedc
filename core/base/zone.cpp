// Time zones are read here because g++ 12 has no <chrono> time zones and tzset() is one global
// state. The files are those of the system's tzdata, so that its updates are ours.
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <utility>

namespace arch {

namespace {

constexpr std::int32_t minute = 60;
constexpr std::int32_t hour = 60 * minute;
constexpr std::int32_t day = 24 * hour;

/// More than any offset: RFC 8536, 3.2 allows 25:59:59 west and 26:00 less a second east.
constexpr std::int64_t beyond_any_offset = 36LL * hour;

std::int64_t seconds_of(std::chrono::sys_days date) {
  return std::chrono::sys_seconds{date}.time_since_epoch().count();
}

/// The year of an instant in UTC; of one outside the years 1 to 9999, the nearest of 0 to 10000.
int year_at(std::int64_t seconds) {
  seconds = std::clamp(seconds, earliest_time.seconds - day, latest_time.seconds + day);
  const std::chrono::sys_seconds time{std::chrono::seconds{seconds}};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  return static_cast<int>(date.year());
}

/// Reads a TZif file from its start to its end. The numbers are big-endian.
class TzifReader {
public:
  explicit TzifReader(std::string_view bytes) : rest_{bytes} {}

  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) {
      throw Error{ErrorKind::corrupt, "reading a time zone: the file is cut short"};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::uint32_t take_count() { return static_cast<std::uint32_t>(number(take(4))); }

  static std::int64_t number(std::string_view bytes) {
    const bool negative = (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes) {
      value = value << 8U | static_cast<unsigned char>(byte);
    }
    return static_cast<std::int64_t>(value);
  }

  std::string_view rest() const { return rest_; }

private:
  std::string_view rest_;
};

/// RFC 8536, 3.1.
struct TzifHeader {
  explicit TzifHeader(TzifReader& reader) {
    if (reader.take(4) != "TZif") {
      throw Error{ErrorKind::corrupt, "reading a time zone: this is no TZif file"};
    }
    version = reader.take(1)[0];
    reader.take(15);
    is_utc_count = reader.take_count();
    is_standard_count = reader.take_count();
    leap_count = reader.take_count();
    time_count = reader.take_count();
    type_count = reader.take_count();
    character_count = reader.take_count();
  }

  /// Size of what follows the transitions and types, in bytes.
  std::uint64_t size_of_rest(std::uint64_t time_size) const {
    return character_count + leap_count * (time_size + 4) + is_standard_count + is_utc_count;
  }

  char version = '\0';
  std::uint64_t is_utc_count = 0;
  std::uint64_t is_standard_count = 0;
  std::uint64_t leap_count = 0;
  std::uint64_t time_count = 0;
  std::uint64_t type_count = 0;
  std::uint64_t character_count = 0;
};

constexpr std::uint64_t type_size = 6;  // bytes: offset, summer time or not, name

}  // namespace

/// Reads a POSIX rule. Each method takes what it names from the front, or says that it is not
/// there.
class Zone::RuleReader {
public:
  explicit RuleReader(std::string_view text) : rest_{text} {}

  std::optional<Rule> read() {
    Rule rule;
    std::int32_t west = 0;
    if (!take_name() || !take_time(west, 24)) {
      return std::nullopt;
    }
    rule.standard_offset = -west;
    if (rest_.empty()) {
      return rule;
    }
    rule.has_summer_time = true;
    if (!take_name()) {
      return std::nullopt;
    }
    rule.summer_offset = rule.standard_offset + hour;
    if (!rest_.empty() && rest_.front() != ',') {
      if (!take_time(west, 24)) {
        return std::nullopt;
      }
      rule.summer_offset = -west;
    }
    if (rest_.empty()) {
      // What POSIX leaves open, as the C library has it.
      rest_ = ",M3.2.0,M11.1.0";
    }
    if (!take(',') || !take_change(rule.summer_starts) || !take(',') ||
        !take_change(rule.summer_ends) || !rest_.empty()) {
      return std::nullopt;
    }
    return rule;
  }

private:
  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  bool take_name() {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const bool quoted = take('<');
    std::size_t size = 0;
    while (size < rest_.size()) {
      const char c = rest_[size];
      const bool more = quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-');
      if (!is_letter(c) && !more) {
        break;
      }
      ++size;
    }
    rest_.remove_prefix(size);
    return size >= 3 && (!quoted || take('>'));
  }

  bool take_number(std::int32_t& number, std::int32_t largest) {
    std::int32_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      value = value * 10 + (rest_[digits] - '0');
      ++digits;
      if (value > largest) {
        return false;
      }
    }
    rest_.remove_prefix(digits);
    number = value;
    return digits > 0;
  }

  /// [+-]hh[:mm[:ss]], in seconds.
  bool take_time(std::int32_t& seconds, std::int32_t most_hours) {
    const bool negative = take('-');
    if (!negative) {
      take('+');
    }
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    std::int32_t rest = 0;
    if (!take_number(hours, most_hours) ||
        (take(':') && (!take_number(minutes, 59) || (take(':') && !take_number(rest, 59))))) {
      return false;
    }
    seconds = hours * hour + minutes * minute + rest;
    seconds = negative ? -seconds : seconds;
    return true;
  }

  bool take_change(Change& change) {
    using enum Change::Kind;
    bool taken = false;
    if (take('J')) {
      change.kind = julian_without_leap_day;
      taken = take_number(change.day, 365) && change.day >= 1;
    } else if (take('M')) {
      change.kind = month_week_day;
      taken = take_number(change.month, 12) && change.month >= 1 && take('.') &&
              take_number(change.week, 5) && change.week >= 1 && take('.') &&
              take_number(change.day, 6);
    } else {
      change.kind = day_of_year;
      taken = take_number(change.day, 365);
    }
    change.time = 2 * hour;
    return taken && (!take('/') || take_time(change.time, 167));
  }

  std::string_view rest_;
};

/// The changes of a rule with summer time in the years around an instant, ascending.
class Zone::RuleYears {
public:
  RuleYears(const Rule& rule, std::int64_t seconds) {
    // A change may fall a week outside its year, and so be the nearest to one two years on.
    const int year = year_at(seconds);
    auto next = changes_.begin();
    for (int y = year - 2; y <= year + 2; ++y) {
      *next++ = {local_change(rule.summer_ends, y) - rule.summer_offset, rule.standard_offset};
      *next++ = {local_change(rule.summer_starts, y) - rule.standard_offset, rule.summer_offset};
    }
    // Stable: where summer time ends at the instant at which it starts again (all year), it stays.
    std::ranges::stable_sort(changes_, {}, &Transition::at);
  }

  std::int32_t offset_at(std::int64_t seconds) const {
    const auto after = std::ranges::upper_bound(changes_, seconds, {}, &Transition::at);
    return after == changes_.begin() ? after->offset : std::prev(after)->offset;
  }

  std::optional<Transition> find_next(std::int64_t seconds) const {
    auto next = std::ranges::upper_bound(changes_, seconds, {}, &Transition::at);
    if (next == changes_.end()) {
      return std::nullopt;
    }
    while (std::next(next) != changes_.end() && std::next(next)->at == next->at) {
      ++next;
    }
    return *next;
  }

private:
  static std::int64_t local_change(const Change& change, int year) {
    namespace chrono = std::chrono;
    const chrono::year y{year};
    chrono::sys_days date{y / chrono::January / 1};
    switch (change.kind) {
      using enum Change::Kind;
      case julian_without_leap_day:
        date += chrono::days{change.day - 1 + (y.is_leap() && change.day >= 60 ? 1 : 0)};
        break;
      case day_of_year:
        date += chrono::days{change.day};
        break;
      case month_week_day: {
        const chrono::month m{static_cast<unsigned>(change.month)};
        const chrono::weekday d{static_cast<unsigned>(change.day)};
        date = change.week == 5 ? chrono::sys_days{y / m / d[chrono::last]}
                                : chrono::sys_days{y / m / d[static_cast<unsigned>(change.week)]};
        break;
      }
    }
    return seconds_of(date) + change.time;
  }

  std::array<Transition, 10> changes_;
};

Zone Zone::utc() {
  return {};
}

Zone Zone::load(std::string_view name, const std::filesystem::path& folder) {
  if (name.starts_with(':')) {
    name.remove_prefix(1);
  }
  if (name.empty() || name == "UTC") {
    return utc();
  }
  constexpr std::size_t largest_file = 256UL * 1024;  // bytes; tzdata's largest has 4 KB
  const std::filesystem::path relative{name};
  const bool leaves_folder = std::ranges::find(relative, "..") != relative.end();
  // An absolute path replaces the folder.
  const std::filesystem::path path = folder / relative;
  std::error_code ignored;
  if (!leaves_folder && std::filesystem::is_regular_file(path, ignored)) {
    return parse_tzif(as_text(read_file(path, largest_file)));
  }
  if (std::optional<Zone> zone = parse_posix(name)) {
    return *std::move(zone);
  }
  throw Error{ErrorKind::usage,
              fmt::format("looking for the time zone {}: there is none", one_line(name)),
              "name one as in Europe/Berlin, or give a rule such as CET-1CEST,M3.5.0,M10.5.0/3"};
}

Zone Zone::parse_tzif(std::string_view bytes) {
  TzifReader reader{bytes};
  TzifHeader header{reader};
  std::uint64_t time_size = 4;
  if (header.version >= '2') {
    // The first block is for readers of version 1.
    reader.take(header.time_count * (time_size + 1) + header.type_count * type_size +
                header.size_of_rest(time_size));
    header = TzifHeader{reader};
    time_size = 8;
  }
  const std::string_view times = reader.take(header.time_count * time_size);
  const std::string_view type_numbers = reader.take(header.time_count);
  const std::string_view types = reader.take(header.type_count * type_size);
  reader.take(header.size_of_rest(time_size));

  const auto offset_of = [&](std::size_t type) {
    if (type >= header.type_count) {
      throw Error{ErrorKind::corrupt, "reading a time zone: it names a type that it has not"};
    }
    const std::int64_t offset = TzifReader::number(types.substr(type * type_size, 4));
    if (std::abs(offset) >= beyond_any_offset) {
      throw Error{ErrorKind::corrupt, "reading a time zone: an offset is over a day and a half"};
    }
    return static_cast<std::int32_t>(offset);
  };
  Zone zone;
  zone.first_offset_ = offset_of(0);
  zone.transitions_.reserve(type_numbers.size());
  for (std::size_t i = 0; i < type_numbers.size(); ++i) {
    const std::int64_t at = TzifReader::number(times.substr(i * time_size, time_size));
    if (i > 0 && at <= zone.transitions_.back().at) {
      throw Error{ErrorKind::corrupt, "reading a time zone: its changes are not in order"};
    }
    zone.transitions_.push_back({at, offset_of(static_cast<unsigned char>(type_numbers[i]))});
  }
  if (header.version >= '2') {
    const std::string_view footer = reader.rest();
    const std::size_t end = footer.find('\n', 1);
    if (!footer.starts_with('\n') || end == std::string_view::npos) {
      throw Error{ErrorKind::corrupt, "reading a time zone: the file is cut short"};
    }
    if (const std::string_view text = footer.substr(1, end - 1); !text.empty()) {
      zone.rule_ = RuleReader{text}.read();
      if (!zone.rule_) {
        throw Error{ErrorKind::corrupt, "reading a time zone: its rule cannot be read"};
      }
    }
  }
  return zone;
}

std::optional<Zone> Zone::parse_posix(std::string_view rule) {
  Zone zone;
  zone.rule_ = RuleReader{rule}.read();
  if (!zone.rule_) {
    return std::nullopt;
  }
  return zone;
}

std::int32_t Zone::offset_at(UtcTime time) const {
  const bool by_rule =
      rule_.has_value() && (transitions_.empty() || time.seconds >= transitions_.back().at);
  if (by_rule) {
    return rule_->has_summer_time ? RuleYears{*rule_, time.seconds}.offset_at(time.seconds)
                                  : rule_->standard_offset;
  }
  const auto after = std::ranges::upper_bound(transitions_, time.seconds, {}, &Transition::at);
  return after == transitions_.begin() ? first_offset_ : std::prev(after)->offset;
}

std::optional<Zone::Transition> Zone::find_next(std::int64_t seconds) const {
  const auto after = std::ranges::upper_bound(transitions_, seconds, {}, &Transition::at);
  if (after != transitions_.end()) {
    // From the last one on, the rule says the offset.
    return Transition{after->at, offset_at({after->at})};
  }
  if (!rule_ || !rule_->has_summer_time) {
    return std::nullopt;
  }
  return RuleYears{*rule_, seconds}.find_next(seconds);
}

UtcTime Zone::to_utc(std::int64_t civil_seconds) const {
  // Walks over the stretches of constant offset from before any possible answer on: within three
  // days there are at most a few.
  const std::int64_t civil = std::clamp(civil_seconds,
                                        earliest_time.seconds - beyond_any_offset,
                                        latest_time.seconds + beyond_any_offset);
  std::int64_t begin = civil - beyond_any_offset;
  std::int32_t offset = offset_at({begin});
  while (true) {
    const std::optional<Transition> next = find_next(begin);
    if (!next || civil - offset < next->at) {
      return {civil - offset};
    }
    if (civil - next->offset < next->at) {
      return {civil - offset};  // in the gap
    }
    begin = next->at;
    offset = next->offset;
  }
}

}  // namespace arch
