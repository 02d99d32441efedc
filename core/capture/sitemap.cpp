#include "capture/sitemap.hpp"

#include "base/site.hpp"
#include "base/utf8.hpp"
#include "capture/xml.hpp"

#include <algorithm>
#include <utility>

namespace arch::capture {
namespace {

std::string_view trim_line(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\f";
  const std::size_t begin = line.find_first_not_of(blanks);
  return begin == std::string_view::npos
             ? std::string_view{}
             : line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

/// A text file is a sitemap if its first line is a URL: what else begins so is none, and a site
/// that answers with a page or an error begins otherwise.
std::optional<ArticleList> parse_lines(std::string_view file, const ListSource& source) {
  file = without_byte_order_mark(file);
  ListBuilder list{source.url};
  bool is_first = true;
  while (!file.empty()) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = trim_line(file.substr(0, end));
    file.remove_prefix(std::min(end + 1, file.size()));
    if (line.empty()) {
      continue;
    }
    if (!is_web_address(line)) {
      if (is_first) {
        return std::nullopt;
      }
      list.mark_cut();
      continue;
    }
    is_first = false;
    list.add(line, {.url = {}});
  }
  return is_first ? std::nullopt : std::optional{list.take()};
}

/// The news extension's part of a URL: whatever prefix its namespace has.
void read_news(pugi::xml_node news, ListedArticle& article) {
  for (const pugi::xml_node child : news.children()) {
    const std::string_view name = local_name(child);
    if (name == "publication_date") {
      article.published = find_listed_time(text_within(child));
    } else if (name == "title") {
      article.title = make_listed_title(text_within(child));
    }
  }
}

void read_url(pugi::xml_node element, ListBuilder& list) {
  ListedArticle article{.url = {}};
  std::string url;
  for (const pugi::xml_node child : element.children()) {
    const std::string_view name = local_name(child);
    if (name == "loc" && prefix_of(child) == prefix_of(element)) {  // not image:loc
      url = text_within(child);
    } else if (name == "lastmod") {
      article.updated = find_listed_time(text_within(child));
    } else if (name == "news") {
      read_news(child, article);
    }
  }
  list.add(url, std::move(article));
}

void read_index_entry(pugi::xml_node element, ListBuilder& list) {
  std::string url;
  std::optional<UtcTime> updated;
  for (const pugi::xml_node child : element.children()) {
    if (local_name(child) == "loc") {
      url = text_within(child);
    } else if (local_name(child) == "lastmod") {
      updated = find_listed_time(text_within(child));
    }
  }
  list.add_sitemap(url, updated);
}

}  // namespace

std::optional<ArticleList> parse_sitemap(ByteView file, const ListSource& source) {
  if (std::optional<ArticleList> lines = parse_lines(as_text(file), source)) {
    return lines;
  }
  const Xml xml{file, source.content_type};
  const std::string_view kind = local_name(xml.root());
  if (kind != "urlset" && kind != "sitemapindex") {
    return std::nullopt;
  }
  ListBuilder list{source.url};
  for (const pugi::xml_node child : xml.root().children()) {
    if (kind == "urlset" && local_name(child) == "url") {
      read_url(child, list);
    } else if (kind == "sitemapindex" && local_name(child) == "sitemap") {
      read_index_entry(child, list);
    }
  }
  if (xml.is_cut()) {
    list.mark_cut();
  }
  return list.take();
}

namespace {

/// Order of a heap: the file that changed last is its top; those of unknown time before all others,
/// because a small site's only sitemap often has none.
bool comes_later(const std::optional<UtcTime>& left, const std::optional<UtcTime>& right) {
  if (!left || !right) {
    return left.has_value() && !right.has_value();
  }
  return *left < *right;
}

}  // namespace

SitemapWalk::SitemapWalk(std::string first) : SitemapWalk(std::move(first), Limits{}) {}

SitemapWalk::SitemapWalk(std::string first, const Limits& limits) : limits_(limits) {
  seen_.insert(first);
  waiting_.push_back({.url = std::move(first), .updated = std::nullopt, .depth = 0});
}

std::optional<std::string> SitemapWalk::next() {
  if (waiting_.empty() || given_ >= limits_.files) {
    return std::nullopt;
  }
  std::ranges::pop_heap(waiting_, comes_later, &Waiting::updated);
  Waiting taken = std::move(waiting_.back());
  waiting_.pop_back();
  ++given_;
  depth_ = taken.depth;
  return std::move(taken.url);
}

void SitemapWalk::found(const std::vector<ListedSitemap>& sitemaps, std::optional<UtcTime> since) {
  if (depth_ >= limits_.depth) {
    return;
  }
  for (const ListedSitemap& sitemap : sitemaps) {
    if (since && sitemap.updated && *sitemap.updated < *since) {
      continue;
    }
    if (seen_.size() < limits_.known && seen_.insert(sitemap.url).second) {
      waiting_.push_back({.url = sitemap.url, .updated = sitemap.updated, .depth = depth_ + 1});
      std::ranges::push_heap(waiting_, comes_later, &Waiting::updated);
    }
  }
}

}  // namespace arch::capture
