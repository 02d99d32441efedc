#include "capture/front_page.hpp"

#include "article/link.hpp"
#include "article/page_date.hpp"
#include "base/ascii.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace arch::capture {
namespace {

/// Segments of paths that name lists, people and services of a site. Whole segments, in lower
/// case.
constexpr std::array<std::string_view, 48> other_places{
    "about",       "account", "advertise",  "archive",  "author",    "authors", "autor",
    "autoren",     "careers", "categories", "category", "comments",  "contact", "contributors",
    "datenschutz", "events",  "faq",        "feed",     "galleries", "gallery", "help",
    "impressum",   "jobs",    "kategorie",  "kontakt",  "legal",     "login",   "newsletter",
    "newsletters", "page",    "people",     "podcast",  "podcasts",  "privacy", "profile",
    "register",    "rss",     "search",     "shop",     "signin",    "sitemap", "staff",
    "subscribe",   "suche",   "tag",        "tags",     "topic",     "topics"};

constexpr std::array<std::string_view, 18> files_that_are_no_pages{".7z",
                                                                   ".css",
                                                                   ".gif",
                                                                   ".ico",
                                                                   ".jpeg",
                                                                   ".jpg",
                                                                   ".js",
                                                                   ".json",
                                                                   ".m3u8",
                                                                   ".mp3",
                                                                   ".mp4",
                                                                   ".pdf",
                                                                   ".png",
                                                                   ".svg",
                                                                   ".webp",
                                                                   ".xml",
                                                                   ".zip",
                                                                   ".rss"};

/// Points that a link needs to count as one to an article.
constexpr int enough = 3;

/// Bytes of a link's text that is as long as a short and as an ordinary headline.
constexpr std::size_t short_headline = 25;
constexpr std::size_t headline = 40;

bool is_no_page(std::string_view path) {
  const std::string lower = ascii_lowered(path);
  return std::ranges::any_of(files_that_are_no_pages, [&](std::string_view extension) {
    return lower.ends_with(extension);
  });
}

std::size_t longest_number(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = is_ascii_digit(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// How many words the name in the last segment has: `bridge-opens-again` three.
int points_of_name(std::string_view segment) {
  const auto joins = std::ranges::count_if(segment, [](char c) { return c == '-' || c == '_'; });
  if (joins >= 4) {
    return 3;
  }
  return joins >= 2 ? 2 : 0;
}

int points_of_path(std::string_view path) {
  int points = 0;
  std::string_view last;
  std::size_t depth = 0;
  while (!path.empty()) {
    path.remove_prefix(1);  // its slash
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment.empty()) {
      continue;
    }
    if (std::ranges::find(other_places, ascii_lowered(segment)) != other_places.end()) {
      points -= 4;
    }
    last = segment;
    ++depth;
  }
  points += points_of_name(last);
  points += longest_number(last) >= 5 ? 2 : 0;
  points += last.find('.') != std::string_view::npos ? 1 : 0;
  points += depth >= 2 ? 1 : 0;
  return points;
}

/// Whether the link stands where a page leads around its site.
bool is_navigation(const html::Tree& page, html::NodeId link) {
  for (html::NodeId node = link; node != html::no_node; node = page.parent(node)) {
    const html::Tag tag = page.tag(node);
    // A header within an article holds its headline.
    if (tag == html::Tag::article || tag == html::Tag::main) {
      return false;
    }
    if (tag == html::Tag::nav || tag == html::Tag::footer || tag == html::Tag::header) {
      return true;
    }
  }
  return false;
}

/// What relative links of the page are relative to.
std::string base_of(const html::Tree& page, std::string_view url) {
  const html::NodeId base = page.find_first(0, html::Tag::base);
  if (base != html::no_node) {
    if (auto resolved =
            article::resolve_link(url, page.attribute_or_empty(base, html::Attribute::href))) {
      return *resolved;
    }
  }
  return std::string{url};
}

bool fits(const std::vector<UrlPattern>& patterns, std::string_view url) {
  return std::ranges::any_of(patterns,
                             [&](const UrlPattern& pattern) { return pattern.matches(url); });
}

}  // namespace

bool looks_like_article(std::string_view url, std::string_view words) {
  const std::string_view path = article::path_of(url);
  if (article::is_front_page(url) || is_no_page(path)) {
    return false;
  }
  int points = points_of_path(path);
  points += article::find_url_date(url) ? 3 : 0;
  points += words.size() >= headline ? 2 : words.size() >= short_headline ? 1 : 0;
  return points >= enough;
}

std::vector<ListedArticle> find_article_links(const html::Tree& page,
                                              std::string_view url,
                                              const std::vector<UrlPattern>& include) {
  struct Link {
    ListedArticle article;
    bool in_content = false;
  };
  std::vector<Link> links;
  std::unordered_map<std::string, std::size_t> places;
  const std::string base = base_of(page, url);
  for (html::NodeId node = 0; node < page.size(); ++node) {
    if (page.tag(node) != html::Tag::a) {
      continue;
    }
    const std::string_view reference = page.attribute_or_empty(node, html::Attribute::href);
    std::optional<std::string> target = article::resolve_link(base, reference);
    if (reference.empty() || !target || !article::is_same_site(*target, url)) {
      continue;
    }
    const auto [place, is_new] = places.try_emplace(*target, links.size());
    if (is_new) {
      if (links.size() >= max_listed) {
        break;
      }
      links.push_back({.article = {.url = std::move(*target)}});
    }
    Link& link = links[place->second];
    link.in_content = link.in_content || !is_navigation(page, node);
    std::string title = make_listed_title(html::visible_line(page, node));
    if (title.size() > link.article.title.size()) {
      link.article.title = std::move(title);
    }
  }
  std::vector<ListedArticle> articles;
  for (Link& link : links) {
    const std::string& target = link.article.url;
    if (include.empty() ? link.in_content && looks_like_article(target, link.article.title)
                        : fits(include, target)) {
      articles.push_back(std::move(link.article));
    }
  }
  return articles;
}

std::vector<FeedLink> find_feed_links(const html::Tree& page, std::string_view url) {
  std::vector<FeedLink> feeds;
  const std::string base = base_of(page, url);
  for (html::NodeId node = 0; node < page.size(); ++node) {
    if (page.tag(node) != html::Tag::link) {
      continue;
    }
    const std::string relation = ascii_lowered(page.attribute_or_empty(node, html::Attribute::rel));
    const std::string type = ascii_lowered(page.attribute_or_empty(node, html::Attribute::type));
    if (relation.find("alternate") == std::string::npos ||
        (type != "application/rss+xml" && type != "application/atom+xml" &&
         type != "application/feed+json" && type != "application/rdf+xml")) {
      continue;
    }
    const std::optional<std::string> target =
        article::resolve_link(base, page.attribute_or_empty(node, html::Attribute::href));
    if (target && std::ranges::find(feeds, *target, &FeedLink::url) == feeds.end()) {
      feeds.push_back(
          {.url = *target,
           .title = make_listed_title(page.find_attribute(node, "title").value_or(""))});
    }
  }
  return feeds;
}

}  // namespace arch::capture
