// Any page gives a document that can be written and read back, always the same.

#include "article/document.hpp"
#include "article/read_page.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arch::ByteView page = std::as_bytes(std::span{data, size});
  const arch::article::PageReading reading = arch::article::read_page(page);
  const std::string text = to_text(reading.document);
  ARCH_ASSERT(arch::article::parse_document(text) == reading.document);
  ARCH_ASSERT(to_text(arch::article::read_page(page).document) == text);
  ARCH_ASSERT(reading.body.confidence >= 0 && reading.body.confidence <= 1);
  return 0;
}
