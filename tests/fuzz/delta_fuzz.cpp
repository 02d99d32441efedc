// Copies are in order, within both texts, and true: `text` is rebuilt from them.

#include "codec/delta.hpp"
#include "fuzz/two_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

void check(std::string_view text, std::string_view base) {
  std::string rebuilt;
  for (const arch::codec::Copy& copy :
       arch::codec::find_copies(arch::as_bytes(text), arch::as_bytes(base))) {
    if (copy.size == 0 || copy.target < rebuilt.size() || copy.source > base.size() ||
        copy.size > base.size() - copy.source) {
      __builtin_trap();
    }
    rebuilt += text.substr(rebuilt.size(), copy.target - rebuilt.size());
    rebuilt += base.substr(copy.source, copy.size);
  }
  if (rebuilt.size() > text.size()) {
    __builtin_trap();
  }
  rebuilt += text.substr(rebuilt.size());
  if (rebuilt != text) {
    __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const TwoTexts texts = split_input(data, size);
  check(texts.a, texts.b);
  check(texts.b, texts.a);
  return 0;
}
