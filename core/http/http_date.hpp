#pragma once

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace arch::http {

/// Reads a date of HTTP in its three forms (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. A year of two digits is the one
/// nearest before fifty years after `now`. Nullopt for all else.
std::optional<UtcTime> parse_http_date(std::string_view text, UtcTime now);

/// Reads the value of Retry-After (RFC 9110, 10.2.3): seconds, or a date, from which `now` is
/// taken. Zero for a date that has passed; at most 30 days. Nullopt for all else.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, UtcTime now);

}  // namespace arch::http
