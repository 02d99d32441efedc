#include "http/url.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

using arch::http::Url;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// What holds of every URL: it reads back as itself, and its parts lie in it.
void check(const Url& url) {
  require(url.text().size() <= Url::max_size);
  require(Url::parse(url.text()) == url);
  require(Url::parse("", url) == url.without_fragment());
  require(!url.host().empty() && url.path().starts_with('/'));
  require(url.text().starts_with(url.scheme()));
  require(Url::parse(url.without_tracking().text()).has_value());
  require(Url::parse(url.without_credentials().text()) == url.without_credentials());
  require(is_same_site(url, url));
}

}  // namespace

/// The input is a URL, a line end, and a URL relative to it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::size_t end = text.find('\n');
  const std::optional<Url> base = Url::parse(text.substr(0, end));
  if (base) {
    check(*base);
  }
  if (base && end != std::string_view::npos) {
    if (const std::optional<Url> url = Url::parse(text.substr(end + 1), *base)) {
      check(*url);
    }
  }
  return 0;
}
