#include "capture/article_list.hpp"

#include "article/link.hpp"
#include "article/page_date.hpp"
#include "base/ascii.hpp"
#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "html/parse.hpp"
#include "html/visible.hpp"

namespace arch::capture {
namespace {

/// A text that is longer is no title; what is beyond is not even looked at.
constexpr std::size_t max_title_source = 16 * max_listed_title;

/// Runs of white space become one space, those at the ends none.
std::string collapse(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (!is_html_space(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') {
    line.pop_back();
  }
  return line;
}

}  // namespace

std::optional<std::string> ListBuilder::find_new(std::string_view reference,
                                                 std::string_view base) {
  std::string from = url_;
  if (!base.empty()) {
    from = article::resolve_link(url_, base).value_or(url_);
  }
  std::optional<std::string> url = article::resolve_link(from, reference);
  if (!url || !is_valid_utf8(*url)) {
    return std::nullopt;
  }
  if (list_.articles.size() + list_.sitemaps.size() >= max_listed) {
    list_.is_cut = true;
    return std::nullopt;
  }
  return seen_.insert(*url).second ? url : std::nullopt;
}

void ListBuilder::add(std::string_view reference, ListedArticle article, std::string_view base) {
  if (reference.empty()) {
    return;  // would be the list itself
  }
  if (std::optional<std::string> url = find_new(reference, base)) {
    article.url = std::move(*url);
    list_.articles.push_back(std::move(article));
  }
}

void ListBuilder::add_sitemap(std::string_view reference, std::optional<UtcTime> updated) {
  if (reference.empty()) {
    return;
  }
  if (std::optional<std::string> url = find_new(reference, {})) {
    list_.sitemaps.push_back({.url = std::move(*url), .updated = updated});
  }
}

std::string make_listed_title(std::string_view text) {
  text = text.substr(0, max_title_source);
  std::string line;
  if (text.find_first_of("&<") == std::string_view::npos) {
    line = collapse(text);
  } else {
    const html::ParsedPage page =
        html::parse_page(as_bytes(text), {.content_type = "text/html; charset=utf-8"});
    line = html::visible_line(page.tree, 0);
  }
  if (line.size() > max_listed_title) {
    line.resize(max_listed_title);
    line.resize(valid_utf8_prefix(line));
  }
  return replace_invalid_utf8(line);
}

std::optional<UtcTime> find_listed_time(std::string_view text) {
  const std::optional<article::PageDate> date =
      article::parse_page_date(text, article::DayOrder::day_first);
  return date ? std::optional{article::to_utc(*date)} : std::nullopt;
}

}  // namespace arch::capture
