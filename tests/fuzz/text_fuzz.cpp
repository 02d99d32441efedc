// Any page gives a document, always the same, and one with a field reads back as itself.

#include "article/document.hpp"
#include "article/read_text.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace {

using arch::as_bytes;
using arch::as_text;
using arch::ByteView;
using arch::escape_controls;
using arch::is_printable;
using arch::is_valid_utf8;
namespace article = arch::article;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView page = std::as_bytes(std::span{data, size});
  const std::string text = article::document_of_text(page);
  ARCH_ASSERT(article::to_text(article::parse_document(text)) == text);
  ARCH_ASSERT(text.find('\x1b') == std::string::npos);
  if (!text.starts_with('\n')) {
    ARCH_ASSERT(article::document_of_text(as_bytes(text)) == text);
  }
  const std::string shown = escape_controls(as_text(page));
  ARCH_ASSERT(is_printable(shown) && is_valid_utf8(shown));
  return 0;
}
