#include "http/header_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace arch::http;

/// The input is the lines of an answer's header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text{reinterpret_cast<const char*>(data), size};
  HeaderReader reader;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (!reader.add(text.substr(0, end), size)) {
      std::abort();
    }
    text.remove_prefix(end);
  }
  for (const Header& header : reader.take()) {
    if (header.name.find_first_of(":\n") != std::string::npos ||
        header.value.find('\n') != std::string::npos) {
      std::abort();
    }
  }
  return 0;
}
