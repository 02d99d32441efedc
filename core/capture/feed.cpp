#include "capture/feed.hpp"

#include "base/ascii.hpp"
#include "base/charset.hpp"
#include "base/utf8.hpp"
#include "capture/xml.hpp"
#include "html/encoding.hpp"

#include <algorithm>
#include <string>

namespace arch::capture {
namespace {

/// Whether `element` is called `name` in the vocabulary of the root: with its prefix, or without
/// any, so that `media:title` is no title.
bool is_own(pugi::xml_node element, std::string_view name, std::string_view prefix) {
  const std::string_view its = prefix_of(element);
  return local_name(element) == name && (its.empty() || its == prefix);
}

bool is_called(pugi::xml_node element, std::string_view name) {
  return std::string_view{element.name()} == name;
}

/// The time of an element, unless one is known.
void take_time(std::optional<UtcTime>& time, pugi::xml_node element) {
  if (!time) {
    time = find_listed_time(text_within(element));
  }
}

/// What an `item` says, until all of it was read.
struct RssItem {
  std::string link = {};
  std::string original = {};  ///< feedburner:origLink
  std::string atom_link = {};
  std::string guid = {};  ///< when it is a permalink
  ListedArticle article = {.url = {}};

  void read(pugi::xml_node child, std::string_view prefix) {
    if (is_own(child, "title", prefix)) {
      article.title = make_listed_title(text_within(child));
    } else if (is_own(child, "link", prefix)) {
      if (link.empty()) {
        link = text_within(child);
      }
    } else if (is_own(child, "guid", prefix)) {
      if (std::string_view{child.attribute("isPermaLink").value()} != "false") {
        guid = text_within(child);
      }
    } else if (is_own(child, "pubDate", prefix) || is_called(child, "dc:date") ||
               is_called(child, "dcterms:issued") || is_called(child, "dcterms:created")) {
      take_time(article.published, child);
    } else if (is_called(child, "dcterms:modified") || is_called(child, "atom:updated")) {
      take_time(article.updated, child);
    } else if (is_called(child, "feedburner:origLink")) {
      original = text_within(child);
    } else if (is_called(child, "atom:link")) {
      const std::string_view relation = child.attribute("rel").value();
      if (relation.empty() || relation == "alternate") {
        atom_link = child.attribute("href").value();
      }
    }
  }

  std::string_view url() const {
    for (const std::string* candidate : {&original, &link, &atom_link}) {
      if (!candidate->empty()) {
        return *candidate;
      }
    }
    // A guid is a URL only if it looks like one, whatever its attribute says or leaves out.
    return guid.starts_with("http") ? std::string_view{guid} : std::string_view{};
  }
};

/// RSS has its items in the channel, RDF beside it.
void read_rss(pugi::xml_node parent, ListBuilder& list) {
  for (const pugi::xml_node element : parent.children()) {
    if (!is_own(element, "item", prefix_of(parent))) {
      continue;
    }
    RssItem item;
    for (const pugi::xml_node child : element.children()) {
      item.read(child, prefix_of(element));
    }
    if (item.url().empty()) {
      item.link = element.attribute("rdf:about").value();
    }
    list.add(item.url(), item.article);
  }
}

/// The link of an entry: the alternate that is a page, else any alternate.
void take_atom_link(pugi::xml_node link, std::string& url, bool& is_page) {
  const std::string_view relation = link.attribute("rel").value();
  const std::string_view type = link.attribute("type").value();
  if (!relation.empty() && relation != "alternate") {
    return;
  }
  const bool page = type.empty() || type.starts_with("text/html");
  if (url.empty() || (page && !is_page)) {
    url = link.attribute("href").value();
    is_page = page;
  }
}

void read_entry(pugi::xml_node entry,
                std::string_view prefix,
                std::string_view base,
                ListBuilder& list) {
  ListedArticle article{.url = {}};
  std::string url;
  std::string original;
  std::string id;
  bool is_page = false;
  for (const pugi::xml_node child : entry.children()) {
    if (is_own(child, "title", prefix)) {
      article.title = make_listed_title(text_within(child));
    } else if (is_own(child, "link", prefix)) {
      take_atom_link(child, url, is_page);
    } else if (is_own(child, "id", prefix)) {
      id = text_within(child);
    } else if (is_own(child, "published", prefix) || is_own(child, "issued", prefix)) {
      take_time(article.published, child);
    } else if (is_own(child, "updated", prefix) || is_own(child, "modified", prefix)) {
      take_time(article.updated, child);
    } else if (is_called(child, "feedburner:origLink")) {
      original = text_within(child);
    }
  }
  if (url.empty() && id.starts_with("http")) {
    url = id;
  }
  const std::string_view own_base = entry.attribute("xml:base").value();
  list.add(
      original.empty() ? url : original, std::move(article), own_base.empty() ? base : own_base);
}

void read_atom(pugi::xml_node feed, ListBuilder& list) {
  const std::string_view prefix = prefix_of(feed);
  const std::string_view base = feed.attribute("xml:base").value();
  for (const pugi::xml_node entry : feed.children()) {
    if (is_own(entry, "entry", prefix)) {
      read_entry(entry, prefix, base, list);
    }
  }
}

/// Whether the first character that is no space, behind a byte order mark, opens a JSON object.
bool looks_like_json(ByteView file) {
  const std::string_view text = without_byte_order_mark(as_text(file));
  const auto first = std::ranges::find_if_not(text, is_html_space);
  return first != text.end() && *first == '{';
}

}  // namespace

std::optional<ArticleList> parse_feed(ByteView file, const ListSource& source) {
  if (looks_like_json(file)) {
    if (file.size() > max_feed_size) {
      return std::nullopt;  // half a JSON text is none
    }
    return parse_json_feed(decode(file, Charset::utf_8), source);
  }
  const Xml xml{file, source.content_type, {.bytes = max_feed_size}};
  const std::string_view kind = local_name(xml.root());
  ListBuilder list{source.url};
  if (kind == "rss") {
    read_rss(xml.root().child("channel"), list);
    read_rss(xml.root(), list);  // RSS 0.9x of some sites has items beside the channel
  } else if (kind == "RDF") {
    read_rss(xml.root(), list);
    read_rss(xml.root().child("channel"), list);
  } else if (kind == "feed") {
    read_atom(xml.root(), list);
  } else {
    return std::nullopt;
  }
  if (xml.is_cut()) {
    list.mark_cut();
  }
  return list.take();
}

}  // namespace arch::capture
