// Whatever is served as a gzip file: no more comes out than was asked for, and asking for less
// gives the beginning of the same bytes.

#include "base/error.hpp"
#include "codec/zlib.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most = 1'000'000;
  const arch::ByteView file = std::as_bytes(std::span{data, size});
  const auto all = arch::codec::gunzip(file, most);
  ARCH_ASSERT(!all || (!all->empty() && all->size() <= most));
  if (!all) {
    return 0;
  }
  ARCH_ASSERT(arch::codec::is_gzip(file));
  const std::size_t less = (all->size() + 1) / 2;
  const auto beginning = arch::codec::gunzip(file, less);
  ARCH_ASSERT(beginning && beginning->size() == less);
  ARCH_ASSERT(std::ranges::equal(*beginning, std::span{*all}.first(less)));
  return 0;
}
