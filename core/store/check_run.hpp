#pragma once

#include "base/bytes.hpp"
#include "store/record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace arch::store {

/// Checks of one article that differ in nothing but their time: most of what a watch makes.
///
/// The times are kept as t0 and, for each further check, how much longer than the shortest interval
/// it waited, in as many bits as the longest needs: three or four bits for a watch that keeps time
/// within seconds. Order of arrival is kept in the same way. Everything is at a fixed place, so
/// that the SQL view `checks` can read it too; docs/format.md#check-runs has the layout.
struct CheckRun {
  std::string pattern = {};                  ///< of the shape; its first hole is the time
  std::vector<Value> values = {};            ///< of all holes but the first
  std::vector<UtcTime> times = {};           ///< ascending, distinct
  std::vector<std::uint64_t> arrivals = {};  ///< one for each time

  friend bool operator==(const CheckRun&, const CheckRun&) = default;
};

/// Most checks in one run: what is rewritten when one is added, and read to show one.
inline constexpr std::size_t max_checks_in_run = 4096;

/// A run packed as the two columns of its segment.
struct PackedCheckRun {
  Bytes head;  ///< times, fixed width
  Bytes body;  ///< pattern, values, arrivals
};

PackedCheckRun pack(const CheckRun& run);
/// Throws Error{corrupt}.
CheckRun unpack_check_run(ByteView head, ByteView body);

}  // namespace arch::store
