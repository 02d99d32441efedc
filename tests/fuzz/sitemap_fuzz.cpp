// Whatever is served as a sitemap: what it lists are absolute URLs of http(s), each once; and a
// walk along the sitemaps that it names ends.

#include "base/error.hpp"
#include "base/utf8.hpp"
#include "capture/sitemap.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arch::ByteView file = std::as_bytes(std::span{data, size});
  const auto list = arch::capture::parse_sitemap(file, {.url = "https://news.example/sitemap.xml"});
  if (!list) {
    return 0;
  }
  std::set<std::string> urls;
  for (const arch::capture::ListedArticle& article : list->articles) {
    ARCH_ASSERT(article.url.starts_with("http"));
    ARCH_ASSERT(urls.insert(article.url).second);
    ARCH_ASSERT(arch::is_valid_utf8(article.title));
  }
  constexpr std::size_t most = 10;
  arch::capture::SitemapWalk walk{"https://news.example/sitemap.xml", {.files = most}};
  std::size_t given = 0;
  while (walk.next()) {
    ++given;
    walk.found(list->sitemaps, std::nullopt);
  }
  ARCH_ASSERT(given <= most);
  return 0;
}
