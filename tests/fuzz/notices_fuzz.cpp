// Any bytes have notices that lie within them, in order, and none that overlap.

#include "base/error.hpp"
#include "corrections/notices.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  std::uint32_t end = 0;
  for (const arch::corrections::Notice& notice : arch::corrections::find_notices(text)) {
    ARCH_ASSERT(notice.where.begin >= end && notice.where.begin < notice.where.end);
    end = notice.where.end;
    ARCH_ASSERT(end <= text.size());
    ARCH_ASSERT(!notice.text.empty());
    ARCH_ASSERT(arch::corrections::may_hold_notice(text));
  }
  return 0;
}
