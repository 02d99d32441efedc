#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace arch::capture {

/// An article that a feed, a sitemap or a front page names.
struct ListedArticle {
  std::string url;         ///< absolute, http or https, without fragment
  std::string title = {};  ///< one line of at most max_listed_title bytes; empty when not known
  std::optional<UtcTime> published = {};
  std::optional<UtcTime> updated = {};

  friend bool operator==(const ListedArticle&, const ListedArticle&) = default;
};

/// A sitemap that an index of sitemaps names.
struct ListedSitemap {
  std::string url;
  std::optional<UtcTime> updated = {};

  friend bool operator==(const ListedSitemap&, const ListedSitemap&) = default;
};

/// What a feed or sitemap says, in its order, each URL once.
struct ArticleList {
  std::vector<ListedArticle> articles = {};
  std::vector<ListedSitemap> sitemaps = {};
  /// Something was not read: the file is cut short or malformed from some point on, or goes over
  /// a limit. What is before it was.
  bool is_cut = false;
};

inline constexpr std::size_t max_listed_title = 1000;

/// Where a list came from.
struct ListSource {
  std::string_view url;                ///< absolute; relative links are resolved against it
  std::string_view content_type = {};  ///< the HTTP header's value, when known
};

/// Most articles that are read of one list. The protocol of sitemaps has 50,000.
inline constexpr std::size_t max_listed = 200'000;

/// Collects what a list names: each URL once, the first time that it is named, and no more than
/// max_listed. URLs may be relative to the list's or to `base`; what is no URL is left out.
class ListBuilder {
public:
  explicit ListBuilder(std::string_view url) : url_(url) {}

  void add(std::string_view reference, ListedArticle article, std::string_view base = {});
  void add_sitemap(std::string_view reference, std::optional<UtcTime> updated);
  void mark_cut() { list_.is_cut = true; }
  ArticleList take() { return std::move(list_); }

private:
  std::optional<std::string> find_new(std::string_view reference, std::string_view base);

  std::string url_;
  ArticleList list_;
  std::unordered_set<std::string> seen_;
};

/// Returns text that may hold markup or references (`A &amp; B`, `<b>…</b>`) as readers see it, on
/// one line, at most max_listed_title bytes.
std::string make_listed_title(std::string_view text);

/// Reads the time that a list states: RFC 822, ISO 8601 and their relatives. Nullopt for all else.
std::optional<UtcTime> find_listed_time(std::string_view text);

}  // namespace arch::capture
