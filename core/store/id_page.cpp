#include "store/id_page.hpp"

#include "base/error.hpp"
#include "codec/bits.hpp"
#include "codec/varint.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace arch::store {
namespace {

constexpr unsigned max_article_bits = 48;

bool is_sane(const IdPageRange& range) {
  return range.bits > 0 && range.bits <= max_id_bits && range.pages <= max_id_pages &&
         range.pages <= std::uint64_t{1} << range.bits && range.page < range.pages;
}

/// The least of the prefixes, as numbers of `bits` bits, on page `page` or after it.
std::uint64_t first_on(std::uint64_t page, unsigned bits, std::uint32_t pages) {
  return ((page << bits) + pages - 1) / pages;  // below 2^64: 20 bits of a page, 44 of a prefix
}

/// For `entries` numbers below 2^bits, whose mean difference is 2^bits / entries: its logarithm
/// rounded down, which is the best parameter or costs 0.03 bits more.
unsigned rice_parameter(std::size_t entries, unsigned bits) {
  const auto entry_bits = static_cast<unsigned>(std::bit_width(entries));
  return bits > entry_bits ? bits - entry_bits : 0;
}

}  // namespace

std::uint64_t IdPageRange::first() const {
  return first_on(page, bits, pages) << (64 - bits);
}

std::uint64_t IdPageRange::last() const {
  return ((first_on(std::uint64_t{page} + 1, bits, pages) - 1) << (64 - bits)) |
         (UINT64_MAX >> bits);
}

std::uint32_t id_page_of(std::uint64_t prefix, unsigned bits, std::uint32_t pages) {
  return static_cast<std::uint32_t>(((prefix >> (64 - bits)) * pages) >> bits);
}

Bytes pack_id_page(const IdPageRange& range, const std::vector<RecentId>& entries) {
  ARCH_ASSERT(is_sane(range));
  std::uint64_t last_article = 0;
  for (const RecentId& entry : entries) {
    last_article = std::max(last_article, static_cast<std::uint64_t>(entry.article));
  }
  const auto article_bits = static_cast<unsigned>(std::bit_width(last_article));
  ARCH_ASSERT(article_bits <= max_article_bits);
  const unsigned rice = rice_parameter(
      entries.size(),
      static_cast<unsigned>(std::bit_width((range.last() - range.first()) >> (64 - range.bits))));
  ARCH_ASSERT(rice <= max_id_bits);
  Bytes packed;
  codec::put_varint(packed, entries.size());
  codec::put_varint(packed, article_bits);
  codec::put_varint(packed, rice);
  codec::BitWriter bits;
  std::uint64_t before = range.first() >> (64 - range.bits);
  for (const RecentId& entry : entries) {
    const std::uint64_t prefix = entry.prefix >> (64 - range.bits);
    const std::uint64_t difference = prefix - before;
    bits.put_unary(difference >> rice);
    bits.put(difference & ((std::uint64_t{1} << rice) - 1), rice);
    bits.put(static_cast<std::uint64_t>(entry.article), article_bits);
    before = prefix;
  }
  codec::put_bytes(packed, bits.finish());
  return packed;
}

std::vector<RecentId> unpack_id_page(const IdPageRange& range, ByteView packed) {
  ARCH_ASSERT(is_sane(range));
  codec::Reader in{packed};
  // Each entry takes a bit or more.
  const std::uint64_t count = in.varint_up_to(std::uint64_t{8} * in.left());
  const auto article_bits = static_cast<unsigned>(in.varint_up_to(max_article_bits));
  const auto rice = static_cast<unsigned>(in.varint_up_to(max_id_bits));
  codec::BitReader bits{in.bytes(in.left())};
  std::vector<RecentId> entries;
  entries.reserve(count);
  std::uint64_t prefix = range.first() >> (64 - range.bits);
  const std::uint64_t last = range.last() >> (64 - range.bits);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t high = bits.take_unary();
    if (high > (last - prefix) >> rice) {
      throw codec::Reader::damaged();
    }
    prefix += high << rice;
    const std::uint64_t low = bits.take(rice);
    if (low > last - prefix) {
      throw codec::Reader::damaged();
    }
    prefix += low;
    entries.push_back(
        {.prefix = prefix << (64 - range.bits),
         .article = ArticleNumber{static_cast<std::int64_t>(bits.take(article_bits))}});
  }
  return entries;
}

}  // namespace arch::store
