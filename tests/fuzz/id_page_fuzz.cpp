// Any bytes are refused with Error{corrupt}, or are entries within the page's range that pack and
// unpack to themselves.

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "store/id_page.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace store = arch::store;
  if (size < 3) {
    return 0;
  }
  store::IdPageRange range;
  range.bits = 14 + data[0] % (store::max_id_bits - 13);
  range.pages = 1 + data[1];
  range.page = data[2] % range.pages;
  try {
    const std::vector<store::RecentId> entries =
        store::unpack_id_page(range, std::as_bytes(std::span{data, size}).subspan(3));
    const bool in_range = std::ranges::all_of(entries, [&](const store::RecentId& entry) {
      return entry.prefix >= range.first() && entry.prefix <= range.last();
    });
    if (!in_range || store::unpack_id_page(range, store::pack_id_page(range, entries)) != entries) {
      __builtin_trap();
    }
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::corrupt) {
      __builtin_trap();
    }
  }
  return 0;
}
