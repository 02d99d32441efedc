#pragma once

#include <string_view>

namespace arch {

/// Returns the part of a host's name that its owner registered: `example.org` of
/// `www.example.org`, `bbc.co.uk` of `news.bbc.co.uk`. Without the list of public suffixes, these
/// are the last two labels, three where the last but one is as short as those of co.uk and com.au.
/// A view of `host`.
std::string_view registered_domain(std::string_view host);

/// Whether `text` begins as URLs of the web do. Small letters only, as keys have them.
inline bool is_web_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

}  // namespace arch
