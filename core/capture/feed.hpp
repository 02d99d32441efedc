#pragma once

#include "base/bytes.hpp"
#include "capture/article_list.hpp"

#include <optional>

namespace arch::capture {

/// Reads a feed: RSS 0.9 to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, JSON Feed 1 and 1.1. Nullopt for
/// what is none of these, such as a page that says that the feed has moved.
///
/// An entry's URL is its link (of Atom the alternate one), else its id where that is a URL; entries
/// without one are left out. The link is the article's own also where the feed's host counts clicks
/// and says so (feedburner:origLink). Malformed XML gives the entries before the fault.
std::optional<ArticleList> parse_feed(ByteView file, const ListSource& source);

/// Largest feed that is read, in bytes: 100,000 entries of 160.
inline constexpr std::size_t max_feed_size = std::size_t{16} << 20;

/// parse_feed() of a JSON Feed (https://www.jsonfeed.org/version/1.1/), without building a tree of
/// it: memory grows with the list, not with the nesting. `text` is UTF-8.
std::optional<ArticleList> parse_json_feed(std::string_view text, const ListSource& source);

}  // namespace arch::capture
