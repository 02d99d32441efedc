#pragma once

#include "article/document.hpp"
#include "article/reader.hpp"
#include "article/site_rules.hpp"
#include "base/bytes.hpp"
#include "capture/block_signs.hpp"
#include "http/url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace arch::capture {

/// What a page tells that is judged, and the article that was read out of it.
struct PageFacts {
  article::ReadDocument read = {};
  article::Document document = {};  ///< of read.text
  std::string text = {};            ///< of the document's headline and blocks, to compare by
  std::size_t words = 0;            ///< of its blocks
  std::size_t visible_bytes = 0;    ///< of all text that the page shows
  bool is_html = false;
  std::string_view binary =
      {};               ///< what it is if it is no text at all: article::find_binary_kind()
  bool has_end = true;  ///< HTML with its `</html>` or `</body>`
  bool has_password_field = false;
  /// The page says that it is an article: Open Graph's type, schema.org's type, or one `<article>`
  /// and one `<h1>`. (Pages that list articles have one for each.)
  bool is_declared_article = false;
  bool is_declared_paid = false;       ///< by schema.org's isAccessibleForFree: not for all to read
  std::optional<BlockSign> sign = {};  ///< in words
  /// Where there is a `sign`: that in the words of the title and headline alone, and in these and
  /// the document's own.
  std::optional<BlockSign> heading_sign = {};
  std::optional<BlockSign> article_sign = {};
  std::optional<BlockSign> markup_sign = {};
  std::optional<http::Url> canonical = {};   ///< link rel=canonical, of the same site
  std::optional<http::Url> open_graph = {};  ///< og:url, of the same site
};

/// Whether a page of HTML has its `</html>` or `</body>`, which many leave out, near its end.
bool has_html_end(ByteView page);

/// Returns the URL by which an article is read and kept: without fragment, credentials, tracking
/// parameters and a `?` that nothing follows, so that the ways by which readers come make no
/// difference.
http::Url article_url(const http::Url& url);

/// Reads a page that was served at `url` then, as one of article_url(), by the rule for its site.
/// Every sequence of bytes gives facts, in the time that article::read_document() takes and a
/// little.
PageFacts read_facts(ByteView page,
                     std::string_view content_type,
                     const http::Url& url,
                     UtcTime observed = {},
                     const article::SiteRules& rules = {});

/// The URL that a page at `url` names as its article's own: that of its canonical link, else of its
/// og:url; nullopt when it names none that may be one. Sites that name their front page, a section
/// or an index above the page on all of their pages name no article.
std::optional<http::Url> named_url(const PageFacts& facts, const http::Url& url);

/// The key of the article on a page: the URL that the page names (named_url()), which is of the
/// same site, else `url`; without fragment, credentials and tracking parameters (article_url()). A
/// page of one site can so never get into the history of another's article.
std::string key_of(const PageFacts& facts, const http::Url& url);

/// The key of an article of which nothing but a URL is known.
std::string key_of(const http::Url& url);

/// Appends the text of a document's headline and blocks, by which two documents are compared.
std::string comparable_text(const article::Document& document);

/// Words of a text, as far as spaces part them; a text without spaces counts by its characters.
std::size_t count_words(std::string_view text);

}  // namespace arch::capture
