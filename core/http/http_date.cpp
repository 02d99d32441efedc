#include "http/http_date.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace arch::http {

namespace {

constexpr std::chrono::seconds longest_retry = std::chrono::hours{24 * 30};

/// Reads a fixed form from left to right; after the first thing that is not there all fails.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_{text} {}

  bool is_done() const { return ok_ && rest_.empty(); }

  void skip(std::string_view literal) {
    ok_ = ok_ && rest_.starts_with(literal);
    rest_.remove_prefix(ok_ ? literal.size() : 0);
  }

  /// A number of exactly `digits` digits.
  int number(std::size_t digits) {
    ok_ = ok_ && rest_.size() >= digits &&
          std::ranges::all_of(rest_.substr(0, digits), is_ascii_digit);
    int value = 0;
    for (std::size_t i = 0; ok_ && i < digits; ++i) {
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(ok_ ? digits : 0);
    return value;
  }

  /// A day of two characters, the first of which may be a space.
  int padded_day() {
    if (!rest_.starts_with(' ')) {
      return number(2);
    }
    skip(" ");
    return number(1);
  }

  /// 1 to 12
  int month() {
    static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t at = rest_.size() < 3 ? names.npos : names.find(rest_.substr(0, 3));
    ok_ = ok_ && at != names.npos && at % 3 == 0;
    rest_.remove_prefix(ok_ ? 3 : 0);
    return ok_ ? static_cast<int>(at / 3) + 1 : 0;
  }

private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Civil {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

void read_time(Scanner& scanner, Civil& civil) {
  civil.hour = scanner.number(2);
  scanner.skip(":");
  civil.minute = scanner.number(2);
  scanner.skip(":");
  civil.second = scanner.number(2);
}

/// The year of two digits that is at most fifty years after that of `now`.
int full_year(int digits, UtcTime now) {
  const std::string today = format_rfc3339(now);
  const int this_year =
      (today[0] - '0') * 1000 + (today[1] - '0') * 100 + (today[2] - '0') * 10 + (today[3] - '0');
  const int year = this_year - this_year % 100 + digits;
  return year > this_year + 50 ? year - 100 : year;
}

/// `06 Nov 1994 08:49:37 GMT`, or with hyphens and two digits of the year.
Scanner read_forward(std::string_view text, bool is_obsolete, UtcTime now, Civil& civil) {
  Scanner scanner{text};
  const std::string_view separator = is_obsolete ? "-" : " ";
  civil.day = scanner.number(2);
  scanner.skip(separator);
  civil.month = scanner.month();
  scanner.skip(separator);
  civil.year = is_obsolete ? full_year(scanner.number(2), now) : scanner.number(4);
  scanner.skip(" ");
  read_time(scanner, civil);
  scanner.skip(" GMT");
  return scanner;
}

/// `Nov  6 08:49:37 1994`
Scanner read_asctime(std::string_view text, Civil& civil) {
  Scanner scanner{text};
  civil.month = scanner.month();
  scanner.skip(" ");
  civil.day = scanner.padded_day();
  scanner.skip(" ");
  read_time(scanner, civil);
  scanner.skip(" ");
  civil.year = scanner.number(4);
  return scanner;
}

std::optional<UtcTime> to_time(const Civil& civil) {
  const std::chrono::year_month_day date{std::chrono::year{civil.year},
                                         std::chrono::month{static_cast<unsigned>(civil.month)},
                                         std::chrono::day{static_cast<unsigned>(civil.day)}};
  if (!date.ok() || civil.year < 1 || civil.hour > 23 || civil.minute > 59 || civil.second > 60) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const int seconds = (civil.hour * 60 + civil.minute) * 60 + civil.second;
  return std::min(UtcTime{days * 86'400 + seconds}, latest_time);  // of a leap second
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text, UtcTime now) {
  // The day of the week says nothing new, and is often wrong.
  const auto weekday = std::ranges::find_if_not(text, is_ascii_letter);
  std::string_view rest{weekday, text.end()};
  Civil civil;
  Scanner scanner{rest};
  if (rest.starts_with(", ")) {
    rest.remove_prefix(2);
    const bool is_obsolete = rest.size() > 2 && rest[2] == '-';
    scanner = read_forward(rest, is_obsolete, now, civil);
  } else if (rest.starts_with(' ')) {
    rest.remove_prefix(1);
    scanner = read_asctime(rest, civil);
  } else {
    return std::nullopt;
  }
  return scanner.is_done() ? to_time(civil) : std::nullopt;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, UtcTime now) {
  if (!value.empty() && std::ranges::all_of(value, is_ascii_digit)) {
    std::chrono::seconds seconds{0};
    for (const char c : value) {
      seconds = std::min(seconds * 10 + std::chrono::seconds{c - '0'}, longest_retry);
    }
    return seconds;
  }
  const std::optional<UtcTime> date = parse_http_date(value, now);
  if (!date) {
    return std::nullopt;
  }
  return std::clamp(
      std::chrono::seconds{date->seconds - now.seconds}, std::chrono::seconds{0}, longest_retry);
}

}  // namespace arch::http
