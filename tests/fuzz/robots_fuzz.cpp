#include "http/robots.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

using arch::http::Robots;
using arch::http::Url;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

/// The input is a path, a line end, and a robots.txt.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::optional<Url> url =
      Url::parse("https://a.example/" + std::string{text.substr(0, end)});
  const Robots robots = Robots::parse(text.substr(end), "arch");
  require(!robots.crawl_delay() || robots.crawl_delay()->count() >= 0);
  require(robots.allows(Url::parse("https://a.example/robots.txt").value()));
  if (url) {
    require(robots.allows(*url) == robots.allows(url->without_fragment()));
  }
  return 0;
}
