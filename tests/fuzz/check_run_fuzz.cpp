// Any bytes are refused with Error{corrupt}, or are a run that packs and unpacks to itself.

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "store/check_run.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arch::ByteView input = std::as_bytes(std::span{data, size});
  if (size < 2) {
    return 0;
  }
  // The first two bytes say how long the head is.
  const std::size_t head_size = std::min<std::size_t>(data[0] * 256U + data[1], size - 2);
  try {
    const arch::store::CheckRun run =
        arch::store::unpack_check_run(input.subspan(2, head_size), input.subspan(2 + head_size));
    const arch::store::PackedCheckRun packed = arch::store::pack(run);
    if (arch::store::unpack_check_run(packed.head, packed.body) != run) {
      __builtin_trap();
    }
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::corrupt) {
      __builtin_trap();
    }
  }
  return 0;
}
