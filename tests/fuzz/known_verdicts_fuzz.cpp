// Any bytes are nothing, or are verdicts that pack and unpack to themselves.

#include "base/bytes.hpp"
#include "corrections/known_verdicts.hpp"
#include "store/store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

using arch::corrections::KnownVerdicts;
using arch::store::RecordRow;

/// Two records of an article. Verdicts on an article may be from when it had fewer.
constexpr std::array<RecordRow, 2> records{
    RecordRow{.id_prefix = 0x1234'5678'9ABC'0000, .arrival = 1, .shape = 0, .first_value = 0},
    RecordRow{.id_prefix = 0xFEDC'BA98'7654'0000, .arrival = 2, .shape = 0, .first_value = 0}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const KnownVerdicts known{std::as_bytes(std::span{data, size}), records};
  const arch::Bytes packed = known.pack(records);
  const KnownVerdicts again{packed, records};
  if (known.is_changed() || again.pack(records) != packed) {
    __builtin_trap();
  }
  // What the article with one record fewer had is still right; of an article with other records it
  // is worth nothing.
  const auto fewer = std::span{records}.first(1);
  if (KnownVerdicts{known.pack(fewer), records}.pack(records) != packed ||
      KnownVerdicts{packed, fewer}.pack(records) != KnownVerdicts{}.pack(records)) {
    __builtin_trap();
  }
  return 0;
}
