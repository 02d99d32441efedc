#pragma once

#include "base/bytes.hpp"
#include "store/record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace arch::store {

/// Checks of one article that differ in nothing but their time: most of what a watch makes.
///
/// The times are kept as the first, and for each further check how much longer than most of the
/// shortest intervals it waited, in as few bits as do for most: three to five for a watch that
/// keeps time within seconds. An interval that does not fit, such as an outage, is corrected by an
/// exception; the width is the one with which all that costs least. Arrivals are kept in the same
/// way, in the body.
///
/// The head can be read by SQL (the view `checks`). It is a line of JSON without blanks, then bits:
///
///   [checks, first time, interval, w, outcome, [check, seconds, check, seconds …]]
///
/// The first time is in seconds since 1970. The interval, in seconds, is what most have at least.
/// The outcome is the value of the line `outcome`, or "" when there is none or it would have to be
/// escaped. The list names, ascending, checks (the second is 1) whose interval needs as many
/// seconds added as follow, which may be negative. After the newline, for all checks but the first,
/// w bits each, high bit first: seconds to add to the interval; then zero bits up to a whole byte.
struct CheckRun {
  std::string pattern = {};                  ///< of the shape; its first hole is the time
  std::vector<Value> values = {};            ///< of all holes but the first
  std::vector<UtcTime> times = {};           ///< ascending, distinct
  std::vector<std::uint64_t> arrivals = {};  ///< one for each time

  friend bool operator==(const CheckRun&, const CheckRun&) = default;
};

/// Most checks in one run: what is rewritten when one is added, and read to show one.
inline constexpr std::size_t max_checks_in_run = 4096;

/// A run packed as parts of the two columns of its segment.
struct PackedCheckRun {
  Bytes head;  ///< times and outcome
  Bytes body;  ///< pattern, values, arrivals; not compressed
};

/// `run` must have 1 to max_checks_in_run checks, and a pattern whose first hole is a time.
PackedCheckRun pack(const CheckRun& run);
/// Throws Error{corrupt}.
CheckRun unpack_check_run(ByteView head, ByteView body);

}  // namespace arch::store
