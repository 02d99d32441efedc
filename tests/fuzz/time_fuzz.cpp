// The first line is what an editor types as a time; what follows is a time zone, as a TZif file or
// as a rule.

#include "base/error.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace {

using arch::earliest_time;
using arch::Edge;
using arch::Error;
using arch::ErrorKind;
using arch::format_local;
using arch::format_rfc3339;
using arch::latest_time;
using arch::parse_rfc3339;
using arch::parse_time;
using arch::UtcTime;
using arch::Zone;

constexpr UtcTime now{1795181530};  // 2026-11-20T13:32:10Z

std::optional<Zone> read_zone(std::string_view bytes) {
  if (std::optional<Zone> zone = Zone::parse_posix(bytes)) {
    return zone;
  }
  try {
    return Zone::parse_tzif(bytes);
  } catch (const Error& error) {
    ARCH_ASSERT(error.kind() == ErrorKind::corrupt);
    return std::nullopt;
  }
}

void check_zone(const Zone& zone) {
  constexpr std::int64_t day = 86'400;
  for (const UtcTime time : {earliest_time, UtcTime{0}, now, latest_time}) {
    const std::int64_t offset = zone.offset_at(time);
    ARCH_ASSERT(2 * offset < 3 * day && 2 * offset > -3 * day);
    const UtcTime again = zone.to_utc(time.seconds + offset);
    ARCH_ASSERT(again <= time);  // the first of the instants that show it
    // Offsets of a day or more are no offsets to type.
    ARCH_ASSERT(offset >= day || offset <= -day ||
                parse_time(format_local(time, zone), now, Zone::utc(), Edge::start) == time);
  }
}

void check_time(std::string_view text, const Zone& zone) {
  const std::optional<UtcTime> start = parse_time(text, now, zone, Edge::start);
  const std::optional<UtcTime> end = parse_time(text, now, zone, Edge::end);
  for (const std::optional<UtcTime>& time : {start, end}) {
    if (time) {
      ARCH_ASSERT(*time >= earliest_time && *time <= latest_time);
      ARCH_ASSERT(parse_rfc3339(format_rfc3339(*time)) == time);
    }
  }
  ARCH_ASSERT(!start || !end || *start <= *end);
  if (const std::optional<UtcTime> exact = parse_rfc3339(text)) {
    // What only RFC 3339 has is the leap second.
    ARCH_ASSERT(!start || start == exact);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t line_end = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(0, line_end);
  const std::optional<Zone> zone = read_zone(input.substr(std::min(line_end + 1, input.size())));
  check_time(text, Zone::utc());
  if (zone) {
    check_zone(*zone);
    check_time(text, *zone);
  }
  return 0;
}
