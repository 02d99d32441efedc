#include "capture/page_facts.hpp"

#include "article/page_kind.hpp"
#include "base/ascii.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "history/key.hpp"
#include "html/parse.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace arch::capture {

namespace {

/// Of what a page shows, in bytes, where walls say what they are.
constexpr std::size_t judged_text = 4000;
/// Of what a page is written in, in bytes, where their scripts stand.
constexpr std::size_t judged_markup = std::size_t{256} * 1024;

using html::Attribute;
using html::NodeId;
using html::Tag;

/// At most so many bytes, and no half character at the end.
std::string_view beginning(std::string_view text, std::size_t size) {
  text = text.substr(0, size);
  return text.substr(0, valid_utf8_prefix(text));
}

/// With letter case folded and straight apostrophes, as the phrases of walls are written.
std::string folded(std::string_view text) {
  std::string result = fold_case(text);
  constexpr std::string_view curly = "\u2019";
  for (std::size_t at = 0; (at = result.find(curly, at)) != std::string::npos; ++at) {
    result.replace(at, curly.size(), "'");
  }
  return result;
}

std::optional<http::Url> site_url(std::string_view text, const http::Url& page) {
  const std::optional<http::Url> url = http::Url::parse(text, page);
  return url && !text.empty() && is_same_site(*url, page) ? url : std::nullopt;
}

bool has_word(std::string_view list, std::string_view word) {
  const std::string lower = ascii_lowered(list);
  const std::size_t at = lower.find(word);
  return at != std::string::npos && (at == 0 || is_html_space(lower[at - 1])) &&
         (at + word.size() == lower.size() || is_html_space(lower[at + word.size()]));
}

/// `"isAccessibleForFree": false`, however it is spaced and quoted.
bool declares_paid(std::string_view script) {
  constexpr std::string_view name = "\"isAccessibleForFree\"";
  const std::size_t at = script.find(name);
  if (at == std::string_view::npos) {
    return false;
  }
  script.remove_prefix(at + name.size());
  const std::size_t value = script.find_first_not_of(" \t\r\n:\"");
  return value != std::string_view::npos && ascii_lowered(script.substr(value, 5)) == "false";
}

/// Whether JSON-LD says that something on the page is an article.
bool declares_article(std::string_view script) {
  constexpr std::string_view name = "\"@type\"";
  for (std::size_t at = 0; (at = script.find(name, at)) != std::string_view::npos;) {
    at += name.size();
    // One type or a list: `"NewsArticle"`, `["Article", "NewsArticle"]`.
    const std::string_view types =
        script.substr(at, std::min(script.find_first_of(",}", at), script.size()) - at);
    if (types.find("Article\"") != std::string_view::npos ||
        types.find("BlogPosting\"") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

void read_meta(std::string_view name,
               std::string_view content,
               const http::Url& url,
               PageFacts& facts) {
  if (name == "og:url" && !facts.open_graph) {
    facts.open_graph = site_url(content, url);
  } else if (name == "og:type" && content == "article") {
    facts.is_declared_article = true;
  }
}

struct Counts {
  unsigned articles = 0;
  unsigned first_headings = 0;
};

void read_element(
    const html::Tree& tree, NodeId id, const http::Url& url, Counts& counts, PageFacts& facts) {
  switch (tree.tag(id)) {
    case Tag::article:
      ++counts.articles;
      break;
    case Tag::h1:
      ++counts.first_headings;
      break;
    case Tag::link:
      if (!facts.canonical && has_word(tree.attribute_or_empty(id, Attribute::rel), "canonical")) {
        facts.canonical = site_url(tree.attribute_or_empty(id, Attribute::href), url);
      }
      break;
    case Tag::meta:
      read_meta(tree.attribute_or_empty(id, Attribute::property),
                tree.attribute_or_empty(id, Attribute::content),
                url,
                facts);
      break;
    case Tag::input:
      facts.has_password_field =
          facts.has_password_field ||
          ascii_lowered(tree.attribute_or_empty(id, Attribute::type)) == "password";
      break;
    case Tag::script:
      for (NodeId child = id + 1; child < tree.end(id); ++child) {
        const std::string_view script = tree.text(child);
        facts.is_declared_paid = facts.is_declared_paid || declares_paid(script);
        facts.is_declared_article = facts.is_declared_article || declares_article(script);
      }
      break;
    default:
      break;
  }
}

void find_signs(std::string_view heading, std::string_view shown, PageFacts& facts) {
  const std::string headings = folded(beginning(heading, judged_text));
  facts.sign = find_sign(headings, folded(beginning(shown, judged_text)));
  if (facts.sign) {
    facts.heading_sign = find_sign(headings, {});
    facts.article_sign = find_sign(headings, folded(beginning(facts.text, judged_text)));
  }
}

/// What the page's markup tells beside the article.
void read_markup(ByteView page,
                 std::string_view content_type,
                 const http::Url& url,
                 PageFacts& facts) {
  const html::ParsedPage parsed = html::parse_page(page, {.content_type = content_type});
  const html::Tree& tree = parsed.tree;
  Counts counts;
  for (NodeId id = 1; id < tree.size(); ++id) {
    read_element(tree, id, url, counts, facts);
  }
  facts.is_declared_article =
      facts.is_declared_article || (counts.articles == 1 && counts.first_headings == 1);
  const NodeId title = tree.find_first(0, Tag::title);
  std::string heading;
  for (NodeId id = title; title != html::no_node && id < tree.end(title); ++id) {
    heading += tree.text(id);
  }
  heading += "\n" + facts.document.headline.value_or("");
  const NodeId body = tree.find_first(0, Tag::body);
  const std::string shown = html::visible_text(tree, body == html::no_node ? 0 : body);
  facts.visible_bytes = shown.size();
  find_signs(heading, shown, facts);
  const std::string_view markup = as_text(page);
  facts.markup_sign = find_markup_sign(markup.substr(0, judged_markup));
  facts.has_end = has_html_end(page);
}

/// Folders of a path, and its last part: `/a/b/` has `a` and `b`. A last part that is only the name
/// of a folder's page (`index.html`) is left out.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);  // a slash
    const std::string_view part = path.substr(0, path.find('/'));
    if (!part.empty()) {
      parts.push_back(part);
    }
    path.remove_prefix(part.size());
  }
  constexpr std::array<std::string_view, 3> pages_of_folders = {"index.", "default.", "home."};
  if (!parts.empty() && std::ranges::any_of(pages_of_folders, [&](std::string_view page) {
        return parts.back().starts_with(page);
      })) {
    parts.pop_back();
  }
  return parts;
}

/// Whether a part of a path may name one article: several words, or a number with words or of some
/// length. Sections are called by a word or two, and folders of days by short numbers.
bool may_name_article(std::string_view part) {
  constexpr std::ptrdiff_t least_dashes = 2;
  constexpr std::ptrdiff_t least_digits = 5;
  const auto dashes =
      std::ranges::count_if(part, [](char c) { return c == '-' || c == '_' || c == '.'; });
  const auto digits = std::ranges::count_if(part, is_ascii_digit);
  const bool has_letter = std::ranges::any_of(part, is_ascii_letter);
  return dashes >= least_dashes || digits >= least_digits || (digits > 0 && has_letter);
}

/// Whether what follows an article's URL is another form or a page of the same article.
bool is_form_of_article(std::span<const std::string_view> rest) {
  constexpr std::array<std::string_view, 11> forms = {"amp",
                                                      "amp.html",
                                                      "print",
                                                      "page",
                                                      "all",
                                                      "full",
                                                      "comments",
                                                      "embed",
                                                      "mobile",
                                                      "text",
                                                      "photos"};
  constexpr std::size_t page_digits = 2;  // a year has more
  return std::ranges::find(forms, rest.front()) != forms.end() ||
         (rest.size() == 1 && rest.front().size() <= page_digits &&
          std::ranges::all_of(rest.front(), is_ascii_digit));
}

/// Whether these are the parts of a front page, of a site or of one of its languages (`en`,
/// `pt-br`).
bool is_front(const std::vector<std::string_view>& parts) {
  if (parts.size() != 1) {
    return parts.empty();
  }
  const std::string_view part = parts.front();
  constexpr std::size_t language = 2;
  constexpr std::size_t region = 5;
  return part.size() == language || (part.size() == region && part[language] == '-');
}

/// Whether `named` may be the own address of the article at `url`, which names it.
bool may_be_article(const http::Url& named, const http::Url& url) {
  const std::vector<std::string_view> parts = parts_of(named.path());
  const std::vector<std::string_view> own = parts_of(url.path());
  // Some number their articles in the query of their front page.
  if (parts == own || std::ranges::any_of(named.query(), is_ascii_digit)) {
    return true;
  }
  if (is_front(parts)) {
    return false;
  }
  const bool is_above =
      parts.size() < own.size() && std::equal(parts.begin(), parts.end(), own.begin());
  return !is_above || may_name_article(parts.back()) ||
         is_form_of_article(std::span{own}.subspan(parts.size()));
}

/// What a page is that is no text; empty for text, also in UTF-16 that only its server names.
std::string_view binary_kind(ByteView page, article::PageKind kind, std::string_view content_type) {
  if (kind == article::PageKind::pdf) {
    return "a PDF file";
  }
  const bool is_utf_16 = ascii_lowered(content_type).find("utf-16") != std::string::npos;
  return is_utf_16 ? std::string_view{} : article::find_binary_kind(page).value_or("");
}

}  // namespace

bool has_html_end(ByteView page) {
  constexpr std::size_t tail = 2048;  // bytes, where a page's end is
  const std::string_view markup = as_text(page);
  const std::string end =
      ascii_lowered(markup.substr(markup.size() - std::min(tail, markup.size())));
  return end.find("</html") != std::string::npos || end.find("</body") != std::string::npos;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_space = is_html_space(c);
    words += !is_space && !in_word ? 1 : 0;
    in_word = !is_space;
  }
  // Scripts without spaces: a word has about two characters of three bytes.
  constexpr std::size_t longest_mean = 24;
  constexpr std::size_t word_bytes = 6;
  return words * longest_mean < text.size() ? text.size() / word_bytes : words;
}

std::string comparable_text(const article::Document& document) {
  std::string text = document.headline.value_or("");
  for (const article::Block& block : document.blocks) {
    text += "\n" + block.text;
  }
  return text;
}

PageFacts read_facts(ByteView page,
                     std::string_view content_type,
                     const http::Url& url,
                     UtcTime observed,
                     const article::SiteRules& rules) {
  PageFacts facts;
  facts.read = article::read_document(page, article_url(url).text(), content_type, observed, rules);
  facts.document = article::parse_document(facts.read.text);
  facts.text = comparable_text(facts.document);
  facts.words = count_words(facts.text) - count_words(facts.document.headline.value_or(""));
  const article::PageKind kind = article::kind_of_page(page);
  facts.binary = binary_kind(page, kind, content_type);
  facts.is_html = kind == article::PageKind::html;
  if (facts.is_html) {
    read_markup(page, content_type, url, facts);
  } else {
    facts.visible_bytes = facts.text.size();
    find_signs(facts.document.headline.value_or(""), facts.text, facts);
  }
  return facts;
}

http::Url article_url(const http::Url& url) {
  http::Url plain = url.without_fragment().without_credentials().without_tracking();
  if (!plain.text().ends_with('?')) {
    return plain;
  }
  // An empty query, which servers do not tell from none.
  const std::string_view text = plain.text();
  return http::Url::parse(text.substr(0, text.size() - 1)).value_or(plain);
}

std::string key_of(const http::Url& url) {
  return history::make_key(article_url(url).text());
}

std::optional<http::Url> named_url(const PageFacts& facts, const http::Url& url) {
  for (const std::optional<http::Url>* named : {&facts.canonical, &facts.open_graph}) {
    if (*named && may_be_article(**named, url)) {
      return *named;
    }
  }
  return std::nullopt;
}

std::string key_of(const PageFacts& facts, const http::Url& url) {
  return key_of(named_url(facts, url).value_or(url));
}

}  // namespace arch::capture
