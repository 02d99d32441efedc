#pragma once

#include "base/bytes.hpp"
#include "store/backend.hpp"

#include <cstdint>
#include <vector>

namespace arch::store {

/// Bits of a prefix that are kept, at most.
inline constexpr unsigned max_id_bits = 44;
inline constexpr unsigned max_id_page_bits = 24;

/// Which prefixes a page of the id index has: those that begin with its number.
struct IdPageRange {
  unsigned bits = max_id_bits;  ///< of a prefix that are kept, 14 to max_id_bits; the rest is zero
  unsigned page_bits = 0;       ///< of these, how many are the page's number
  std::uint32_t page = 0;

  /// The smallest and largest prefix.
  std::uint64_t first() const;
  std::uint64_t last() const;
};

/// Packs entries, ascending and within `range`, as varints: entries, bits of an article, Rice
/// parameter; then bits: for each entry the difference of its kept prefix from the one before (the
/// first: from the range's first), Rice coded, and the article.
///
/// Differences between sorted random numbers are distributed geometrically, for which Rice codes
/// (Rice 1979, after Golomb 1966) come within a few hundredths of a bit of the entropy.
Bytes pack_id_page(const IdPageRange& range, const std::vector<RecentId>& entries);

/// Throws Error{corrupt}.
std::vector<RecentId> unpack_id_page(const IdPageRange& range, ByteView packed);

}  // namespace arch::store
