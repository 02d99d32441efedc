// A text either is no document text, and refused as such, or is written again byte by byte.

#include "article/document.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using arch::Error;
using arch::ErrorKind;
namespace article = arch::article;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const bool is_document = article::is_document_text(text);
  try {
    const article::Document document = article::parse_document(text);
    ARCH_ASSERT(is_document);
    ARCH_ASSERT(article::to_text(document) == text);
  } catch (const Error& error) {
    ARCH_ASSERT(!is_document && error.kind() == ErrorKind::corrupt);
  }
  return 0;
}
