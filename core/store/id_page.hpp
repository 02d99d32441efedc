#pragma once

#include "base/bytes.hpp"
#include "store/backend.hpp"

#include <cstdint>
#include <vector>

namespace arch::store {

/// Bits of a prefix that are kept, at most.
inline constexpr unsigned max_id_bits = 44;
inline constexpr std::uint32_t max_id_pages = std::uint32_t{1} << 20;

/// Which prefixes a page of the id index has: all prefixes, as far as their bits are kept, are
/// shared out evenly among the pages. Any number of pages will do, so that pages fill those of the
/// database.
struct IdPageRange {
  unsigned bits = max_id_bits;  ///< of a prefix that are kept, 1 to max_id_bits; the rest is zero
  std::uint32_t pages = 1;      ///< 1 to max_id_pages, at most 2^bits
  std::uint32_t page = 0;       ///< of these

  /// The smallest and largest prefix.
  std::uint64_t first() const;
  std::uint64_t last() const;
};

/// The page that a prefix is on.
std::uint32_t id_page_of(std::uint64_t prefix, unsigned bits, std::uint32_t pages);

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
