#pragma once

#include "capture/site_config.hpp"
#include "http/fetcher.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace arch::capture {

/// Gets a URL, politely; waits for the answer.
using FetchPage = std::function<http::Result(const http::Url&)>;

/// Something that was found on the way to a site's entry, for people.
struct Finding {
  std::string url;
  std::string what;  ///< `feed, 20 articles`

  friend bool operator==(const Finding&, const Finding&) = default;
};

struct DiscoveredSite {
  SiteConfig site = {};
  std::vector<Finding> findings = {};
};

/// Finds how a site can be watched, from its front page or any page of it, or from a feed or
/// sitemap: the feeds that the page names, the news sitemaps of robots.txt, and the patterns that
/// the articles' URLs have. Without feeds and news sitemaps the page itself is a front page. Reads
/// at most `most_tried` files. Throws Error{network} when there is no answer or no page, and
/// Error{not_found} when nothing is found that could be watched.
DiscoveredSite discover_site(const http::Url& url, const FetchPage& fetch);

inline constexpr std::size_t most_tried = 12;

}  // namespace arch::capture
