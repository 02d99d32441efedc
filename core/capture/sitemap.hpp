#pragma once

#include "base/bytes.hpp"
#include "capture/article_list.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace arch::capture {

/// Reads a sitemap (https://www.sitemaps.org/protocol.html): a `urlset`, also with Google's news
/// extension (title and date of publication), a `sitemapindex`, or a text file of one URL a line.
/// Nullopt for what is none of these. A feed is a sitemap by that protocol too: parse_feed() reads
/// it. Compressed files must be unpacked first.
std::optional<ArticleList> parse_sitemap(ByteView file, const ListSource& source);

/// Which sitemaps to fetch, from a first one on: each once, so that an index that names itself or
/// its parent ends; those that changed last come first.
class SitemapWalk {
public:
  struct Limits {
    std::size_t files = 100;  ///< of one walk. Large sites have an index with one for each month.
    std::size_t depth = 3;    ///< indexes in indexes; the protocol allows one
    std::size_t known = 100'000;  ///< names of files that are remembered; further ones are left out
  };

  explicit SitemapWalk(std::string first);
  SitemapWalk(std::string first, const Limits& limits);

  /// The next file to fetch, or nullopt when the walk is over.
  std::optional<std::string> next();

  /// Takes what the file that next() gave last names. Sitemaps last changed before `since` are left
  /// out; those without a time are not.
  void found(const std::vector<ListedSitemap>& sitemaps, std::optional<UtcTime> since);

private:
  struct Waiting {
    std::string url;
    std::optional<UtcTime> updated;
    std::size_t depth = 0;
  };

  Limits limits_;
  std::vector<Waiting> waiting_;  ///< a heap, the next one first
  std::unordered_set<std::string> seen_;
  std::size_t given_ = 0;
  std::size_t depth_ = 0;  ///< of the one that was given last
};

}  // namespace arch::capture
