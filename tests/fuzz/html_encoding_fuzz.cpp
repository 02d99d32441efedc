// Any bytes, whatever the header says of them, decode to valid UTF-8 of bounded length.

#include "base/charset.hpp"
#include "base/error.hpp"
#include "base/utf8.hpp"
#include "html/encoding.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// The first line is the header's value, the rest the page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t line = std::min(input.find('\n'), input.size());
  const arch::ByteView page = arch::as_bytes(input.substr(std::min(line + 1, input.size())));
  const arch::html::EncodingDecision decision =
      arch::html::decide_encoding(page, input.substr(0, line));
  const std::string text = arch::decode(page, decision.charset);
  ARCH_ASSERT(arch::is_valid_utf8(text) && text.size() <= 3 * page.size() + 3);
  ARCH_ASSERT(arch::find_charset(arch::charset_name(decision.charset)) == decision.charset);
  return 0;
}
