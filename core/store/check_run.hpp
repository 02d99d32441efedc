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
/// The head is at fixed places, so that the SQL view `checks` can read it. All numbers in it are
/// big-endian:
///
///   checks         2 bytes  n, 1 to 4096
///   first time     5 bytes  seconds since 0001-01-01T00:00:00Z
///   interval       5 bytes  seconds; what every interval has at least, but for exceptions
///   width          1 byte   w, 0 to 32
///   exceptions     2 bytes  e
///   outcome        1 byte of length, then the value of the line `outcome`; empty if there is none
///   exception      7 bytes each, ascending: 2 of which check (1 to n-1) it leads to; 5 of seconds
///                  to add to the interval, plus 2^39
///   waits          (n-1) * w bits: seconds to add to each interval, high bit first; zero bits up
///   to
///                  a whole byte
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
