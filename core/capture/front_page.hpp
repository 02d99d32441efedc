#pragma once

#include "capture/article_list.hpp"
#include "capture/url_pattern.hpp"
#include "html/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::capture {

/// Whether a link leads to an article, as far as its URL and the words that are linked tell: dates,
/// long numbers and long names in the path speak for it; names of lists, people and services
/// (`/tag/`, `/author/`, `/login`) and files that are no pages against it. `url` is absolute.
bool looks_like_article(std::string_view url, std::string_view words);

/// The links of a front or section page that lead to articles of its own site, in the order of the
/// page, each with the longest text that links to it. With `include`, links that fit one of these
/// patterns and no others; without, those that look_like_article() and stand in no navigation,
/// head or foot of the page.
std::vector<ListedArticle> find_article_links(const html::Tree& page,
                                              std::string_view url,
                                              const std::vector<UrlPattern>& include);

/// A feed that a page names in its head (`link rel=alternate`).
struct FeedLink {
  std::string url;
  std::string title = {};

  friend bool operator==(const FeedLink&, const FeedLink&) = default;
};

/// In the order of the page, which is that of importance; each once.
std::vector<FeedLink> find_feed_links(const html::Tree& page, std::string_view url);

}  // namespace arch::capture
