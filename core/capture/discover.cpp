#include "capture/discover.hpp"

#include "article/link.hpp"
#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "capture/front_page.hpp"
#include "capture/visitors.hpp"
#include "html/parse.hpp"
#include "http/robots.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace arch::capture {
namespace {

/// Of one site: the main feed stands first, and those of sections repeat it.
constexpr std::size_t most_feeds = 4;
constexpr std::size_t most_sitemaps = 2;

std::string count_of(std::string_view kind, std::size_t articles) {
  return std::string{kind} + ", " + std::to_string(articles) +
         (articles == 1 ? " article" : " articles");
}

/// One run of discover_site().
class Discovery {
public:
  explicit Discovery(const FetchPage& fetch) : fetch_(fetch) {}

  DiscoveredSite run(const http::Url& url) {
    const std::optional<http::Response> page = get(url);
    if (!page) {
      throw Error{ErrorKind::network, one_line(url.text()) + ": " + failure_};
    }
    found_.site.name = article::host_of(page->url.text());
    site_ = page->url.text();
    if (!take_list(url, ListKind::feed, *page)) {
      read_front(*page);
    }
    read_robots(page->url);
    finish(*page);
    return std::move(found_);
  }

private:
  std::optional<http::Response> get(const http::Url& url) {
    if (tried_++ >= most_tried) {
      return std::nullopt;
    }
    http::Result result = fetch_(url);
    if (auto* const failure = std::get_if<http::Failure>(&result)) {
      failure_ = failure->reason;
      return std::nullopt;
    }
    http::Response& response = std::get<http::Response>(result);
    if (response.status != 200) {
      failure_ = "the server answered " + std::to_string(response.status);
      return std::nullopt;
    }
    return std::move(response);
  }

  /// Takes in a feed or sitemap that has articles or sitemaps; false for anything else.
  bool take_list(const http::Url& url, ListKind kind, const http::Response& response) {
    const std::optional<ArticleList> list = read_list(kind, response, {});
    if (!list || (list->articles.empty() && list->sitemaps.empty())) {
      return false;
    }
    for (const ListedArticle& article : list->articles) {
      // A sitemap may be at another host where robots.txt names it (sitemaps.org, "Sitemaps & Cross
      // Submits"); what it names is of this one.
      if (article::is_same_site(article.url, site_)) {
        articles_.push_back(article.url);
      }
    }
    const bool is_feed = kind == ListKind::feed && list->sitemaps.empty();
    (is_feed ? found_.site.feeds : found_.site.sitemaps).push_back(url.text());
    found_.findings.push_back(
        {.url = url.text(), .what = count_of(is_feed ? "feed" : "sitemap", list->articles.size())});
    return true;
  }

  void try_list(const std::string& text, ListKind kind) {
    const auto url = http::Url::parse(text);
    const std::optional<http::Response> response = url ? get(*url) : std::nullopt;
    if (response) {
      take_list(*url, kind, *response);
    }
  }

  void read_front(const http::Response& page) {
    const std::string_view type = page.find_header("content-type").value_or("");
    const html::ParsedPage parsed = html::parse_page(page.body, {.content_type = type});
    for (const FeedLink& feed : find_feed_links(parsed.tree, page.url.text())) {
      // Comments are no articles, though blogs name their feed beside the other.
      const bool is_comments =
          ascii_lowered(feed.url + feed.title).find("comment") != std::string::npos;
      if (!is_comments && found_.site.feeds.size() < most_feeds) {
        try_list(feed.url, ListKind::feed);
      }
    }
    for (const ListedArticle& article : find_article_links(parsed.tree, page.url.text(), {})) {
      links_.push_back(article.url);
    }
  }

  /// Of the sitemaps that robots.txt names, only those of news: the others list all that a site
  /// ever published.
  void read_robots(const http::Url& url) {
    const std::optional<http::Response> file = get(http::robots_url(url));
    if (!file) {
      return;
    }
    const http::Robots robots = http::Robots::parse(as_text(file->body), http::product_token);
    for (const std::string& sitemap : robots.sitemaps()) {
      if (ascii_lowered(sitemap).find("news") != std::string::npos &&
          found_.site.sitemaps.size() < most_sitemaps) {
        try_list(sitemap, ListKind::sitemap);
      }
    }
  }

  void finish(const http::Response& page) {
    SiteConfig& site = found_.site;
    if (site.feeds.empty() && site.sitemaps.empty()) {
      if (links_.empty()) {
        throw Error{ErrorKind::not_found,
                    "nothing was found to watch on " + one_line(page.url.text()),
                    "a single page can be watched: urls = [\"…\"] in arch.toml"};
      }
      add_front(page);
    }
    const auto is_at_home = [&](const std::string& list) {
      return article::is_same_site(list, site_);
    };
    if (!std::ranges::any_of(site.feeds, is_at_home) &&
        !std::ranges::any_of(site.sitemaps, is_at_home) && site.fronts.empty()) {
      add_front(page);  // by which the articles are known to be of this site
    }
    for (const std::string& text : infer_patterns(articles_.empty() ? links_ : articles_)) {
      if (auto pattern = UrlPattern::parse(text)) {
        site.include.push_back(std::move(*pattern));
        found_.findings.push_back({.url = text, .what = "pattern of articles"});
      }
    }
  }

  void add_front(const http::Response& page) {
    found_.site.fronts.push_back(page.url.text());
    found_.findings.push_back(
        {.url = page.url.text(), .what = count_of("front page", links_.size())});
  }

  const FetchPage& fetch_;
  std::string site_;  ///< a URL of it
  DiscoveredSite found_;
  std::vector<std::string> articles_;  ///< that feeds and sitemaps name
  std::vector<std::string> links_;     ///< of the front page
  std::string failure_;
  std::size_t tried_ = 0;
};

}  // namespace

DiscoveredSite discover_site(const http::Url& url, const FetchPage& fetch) {
  return Discovery{fetch}.run(url);
}

}  // namespace arch::capture
