// Whatever is served as a feed: what it lists are absolute URLs of http(s), each once, with titles
// of one line.

#include "base/error.hpp"
#include "base/utf8.hpp"
#include "capture/feed.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arch::ByteView file = std::as_bytes(std::span{data, size});
  const auto list = arch::capture::parse_feed(file, {.url = "https://news.example/feed"});
  if (!list) {
    return 0;
  }
  std::set<std::string> urls;
  for (const arch::capture::ListedArticle& article : list->articles) {
    ARCH_ASSERT(article.url.starts_with("http"));
    ARCH_ASSERT(urls.insert(article.url).second);
    ARCH_ASSERT(article.title.size() <= arch::capture::max_listed_title);
    ARCH_ASSERT(arch::is_valid_utf8(article.title));
    ARCH_ASSERT(article.title.find('\n') == std::string::npos);
  }
  return 0;
}
