// Whatever a page has as JSON-LD: what is mended is JSON (a strict parser takes it), and what is
// read stays within its bounds.

#include "article/json_ld.hpp"
#include "article/lenient_json.hpp"
#include "base/error.hpp"
#include "base/utf8.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = arch::replace_invalid_utf8({reinterpret_cast<const char*>(data), size});
  const std::string mended = arch::article::mend_json(text);
  ARCH_ASSERT(nlohmann::json::accept(mended));
  ARCH_ASSERT(arch::is_valid_utf8(mended));
  const std::array<std::string_view, 2> scripts{text, mended};
  const arch::article::LinkedData read = arch::article::read_linked_data(scripts);
  ARCH_ASSERT(read.articles.size() <= 64);
  for (const arch::article::LinkedArticle& article : read.articles) {
    ARCH_ASSERT(arch::is_valid_utf8(article.headline) && arch::is_valid_utf8(article.body));
  }
  return 0;
}
