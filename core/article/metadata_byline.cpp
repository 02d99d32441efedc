#include "article/byline.hpp"
#include "article/date_tokens.hpp"
#include "article/image_credit.hpp"
#include "article/metadata_fields.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>

namespace arch::article {

namespace {

using html::Attribute;
using html::NodeId;

constexpr std::size_t longest_byline = 240;  // bytes

/// How far from the headline a byline may be, in bytes of visible text.
constexpr std::uint32_t longest_before = 600;
constexpr std::uint32_t longest_behind = 2000;

bool is_near_headline(const MetadataContext& context, std::uint32_t offset) {
  if (context.heading == nullptr) {
    return true;
  }
  const std::uint32_t at = context.heading->offset;
  return offset + longest_before >= at && offset <= at + longest_behind;
}

/// The visible text of a small element with a bar between what stands in elements of its own, so
/// that
/// `<a>Jane Doe</a><span>Staff writer</span>` are two parts; empty when it is not small.
std::string parts_of(const html::Tree& tree, NodeId node) {
  constexpr NodeId most_nodes = 100;
  if (tree.end(node) - node > most_nodes) {
    return {};
  }
  std::string text;
  for (NodeId id = node; id < tree.end(node); ++id) {
    if (id != node && html::hides_its_content(tree, id)) {
      id = tree.end(id) - 1;
    } else if (tree.is_text(id)) {
      text += '|';
      text += tree.text(id).substr(0, longest_byline);
    }
    if (text.size() > 2 * longest_byline) {
      return {};
    }
  }
  std::string clean = clean_value(text);
  return clean.size() > longest_byline ? std::string{} : clean;
}

/// Whether a link leads to the page of an author: `/author/` or its kin is in its path.
bool is_author_page(std::string_view link) {
  constexpr auto folders = std::to_array<std::string_view>({"author",
                                                            "authors",
                                                            "autor",
                                                            "autoren",
                                                            "autores",
                                                            "auteur",
                                                            "auteurs",
                                                            "by",
                                                            "byline",
                                                            "journalist",
                                                            "journaliste",
                                                            "contributor",
                                                            "contributors",
                                                            "profile",
                                                            "staff",
                                                            "reporter",
                                                            "redaktion"});
  constexpr std::size_t npos = std::string_view::npos;
  std::size_t begin = link.find('/');
  while (begin != npos) {
    const std::size_t end = link.find('/', ++begin);
    if (end != npos &&
        std::ranges::find(folders, link.substr(begin, end - begin)) != folders.end()) {
      return true;
    }
    begin = end;
  }
  return false;
}

/// Whether the node is in an image's caption, whose names are photographers'.
bool is_in_figure(const MetadataContext& context, NodeId node) {
  constexpr int most_levels = 8;
  for (int level = 0; node != html::no_node && level < most_levels; ++level) {
    if (context.tree.tag(node) == html::Tag::figure ||
        (context.evidence.roles[node] & role_caption) != 0) {
      return true;
    }
    node = context.tree.parent(node);
  }
  return false;
}

/// Whether a name is that of a company, by the form that it ends with: the publisher's.
bool is_company(std::string_view name) {
  constexpr auto forms = std::to_array<std::string_view>(
      {"S.A.",        "SA",   "Ltd",  "Ltd.",   "Limited", "Inc",  "Inc.",   "LLC",
       "L.L.C.",      "GmbH", "B.V.", "BV",     "N.V.",    "NV",   "S.p.A.", "SpA",
       "S.r.l.",      "Srl",  "S.L.", "S.L.U.", "S.A.U.",  "Ltda", "Ltda.",  "PLC",
       "plc",         "o.o.", "KG",   "ApS",    "Oy",      "A/S",  "Corp",   "Corp.",
       "Corporation", "Pty",  "SAS",  "SARL",   "e.V."});
  const std::size_t space = name.rfind(' ');
  return space != std::string_view::npos &&
         std::ranges::find(forms, name.substr(space + 1)) != forms.end();
}

/// Whether an element's text is the credit of an image, whose author is no author of the article.
bool is_credit_line(const html::Tree& tree, NodeId node) {
  constexpr std::size_t longest_credit = 120;  // bytes
  const CaptionParts parts = split_caption(short_text(tree, node, longest_credit));
  return parts.caption.empty() && !parts.credit.empty();
}

/// Adds the names of a text unless they are the site's own.
class Names {
public:
  Names(const MetadataContext& context, Field& field) : context_{context}, field_{field} {}

  void add(std::string_view text, FieldSource source, std::string_view place) {
    add_list(read_names(text), source, place);
  }

  void add_list(std::vector<std::string> names, FieldSource source, std::string_view place) {
    const bool only_site =
        std::ranges::all_of(names, [&](const std::string& name) { return is_site(name); });
    if (!only_site) {
      std::erase_if(names, [&](const std::string& name) { return is_site(name); });
    }
    if (!names.empty()) {
      add_value(only_site ? site_ : field_, clean_value(join_names(names)), source, place);
    }
  }

  /// What is the site's name goes last: it says no more than that the site wrote it.
  void finish() {
    for (FieldValue& value : site_) {
      add_value(field_, std::move(value.value), value.source, value.place);
    }
  }

private:
  bool is_site(std::string_view name) const {
    return is_company(name) || std::ranges::any_of(context_.site_names, [&](std::string_view site) {
             return site.size() == name.size() && similarity(site, name) == 1;
           });
  }

  const MetadataContext& context_;
  Field& field_;
  Field site_;
};

void add_linked_authors(const MetadataContext& context, Names& names) {
  if (context.linked == nullptr) {
    return;
  }
  std::vector<std::string> all;
  for (const std::string& author : context.linked->authors) {
    for (std::string& name : read_names(clean_value(author))) {
      if (std::ranges::find(all, name) == all.end()) {
        all.push_back(name);
      }
    }
  }
  names.add_list(all, FieldSource::json_ld, context.linked->type + ".author");
}

void add_metas(const MetadataContext& context, Names& names) {
  // Those of analytics services first: they are what the newsroom's system knows of the article,
  // while `author` is often the template's.
  constexpr auto metas = std::to_array<std::string_view>({"parsely-author",
                                                          "sailthru.author",
                                                          "cXenseParse:author",
                                                          "byl",
                                                          "author",
                                                          "dc.creator",
                                                          "dcterms.creator",
                                                          "citation_author",
                                                          "article:author",
                                                          "article:author_name",
                                                          "og:author",
                                                          "authors",
                                                          "dc.creator.personalname"});
  for (const std::string_view name : metas) {
    std::vector<std::string> all;
    for (const MetaEntry& meta : context.evidence.metas) {
      if (equals_ignoring_case(meta.name, name)) {
        for (std::string& read : read_names(clean_value(meta.content))) {
          if (std::ranges::find(all, read) == all.end()) {
            all.push_back(std::move(read));
          }
        }
      }
    }
    names.add_list(all, FieldSource::meta, name);
  }
  constexpr auto labels = std::to_array<std::string_view>(
      {"written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschrieben von"});
  const std::string_view label = context.evidence.find_meta("twitter:label1");
  if (std::ranges::any_of(
          labels, [&](std::string_view known) { return equals_ignoring_case(label, known); })) {
    names.add(clean_value(context.evidence.find_meta("twitter:data1")),
              FieldSource::meta,
              "twitter:data1");
  }
}

/// Adds the names of the elements near the headline that a list has, those of one kind together.
template <typename IsWanted>
void add_elements(const MetadataContext& context,
                  const std::vector<EvidenceNode>& nodes,
                  FieldSource source,
                  std::string_view place,
                  IsWanted is_wanted,
                  Names& names) {
  std::vector<std::string> all;
  NodeId behind = 0;
  std::uint32_t first_offset = 0;
  for (const EvidenceNode& node : nodes) {
    if (node.node < behind || !is_near_headline(context, node.offset) || !is_wanted(node) ||
        context.is_elsewhere(node) || is_in_figure(context, node.node)) {
      continue;
    }
    // One byline: what comes much later is another's.
    constexpr std::uint32_t farthest = 200;
    if (!all.empty() && node.offset > first_offset + farthest) {
      break;
    }
    const std::vector<std::string> read = read_names(parts_of(context.tree, node.node));
    if (!read.empty()) {
      behind = context.tree.end(node.node);
      first_offset = all.empty() ? node.offset : first_offset;
      for (const std::string& name : read) {
        if (std::ranges::find(all, name) == all.end()) {
          all.push_back(name);
        }
      }
    }
  }
  names.add_list(all, source, place);
}

/// An itemprop=author with a name within it is that name.
void add_microdata(const MetadataContext& context, Names& names) {
  std::vector<EvidenceNode> authors;
  for (const EvidenceNode& property : context.evidence.properties) {
    const std::string_view itemprop =
        context.tree.attribute_or_empty(property.node, Attribute::itemprop);
    if (itemprop == "author" || itemprop == "creator") {
      authors.push_back(property);
    } else if (itemprop == "name" && !authors.empty() &&
               context.tree.contains(authors.back().node, property.node)) {
      authors.back() = property;
    }
  }
  add_elements(
      context,
      authors,
      FieldSource::microdata,
      "itemprop=author",
      [](const EvidenceNode&) { return true; },
      names);
}

/// Adds the names of a text, or of the element that it begins, if it is a byline: `By Jane Doe`,
/// `By <a>Jane Doe</a>`. Returns whether it was; `behind` says how far the headline is.
bool add_line(const MetadataContext& context, NodeId id, std::uint32_t behind, Names& names) {
  constexpr std::size_t longest_line = 120;  // bytes
  constexpr std::size_t longest_word = 20;
  const std::string_view text = context.tree.text(id);
  if (text.size() > longest_line) {
    return false;
  }
  const auto is_of_article = [&] {
    return !is_in_figure(context, id) &&
           !context.is_elsewhere({.node = id, .offset = context.heading->offset + behind});
  };
  if (is_byline(text)) {
    if (is_of_article()) {
      names.add(text, FieldSource::visible_text, "byline");
      return true;
    }
    return false;
  }
  if (text.size() > longest_word || !begins_byline(text)) {
    return false;
  }
  const NodeId parent = context.tree.parent(id);
  if (is_byline(short_text(context.tree, parent, longest_line)) && is_of_article()) {
    names.add(parts_of(context.tree, parent), FieldSource::visible_text, "byline");
    return true;
  }
  return false;
}

/// A line near the headline that begins as bylines do.
void add_lines(const MetadataContext& context, Names& names) {
  if (context.heading == nullptr) {
    return;
  }
  const html::Tree& tree = context.tree;
  std::uint32_t size = 0;
  for (NodeId id = tree.end(context.heading->node); id < tree.size() && size < longest_behind;
       ++id) {
    if (tree.tag(id) == html::Tag::script || tree.tag(id) == html::Tag::style) {
      id = tree.end(id) - 1;
      continue;
    }
    if (!tree.is_text(id)) {
      continue;
    }
    const std::string_view text = tree.text(id);
    size += static_cast<std::uint32_t>(text.size());
    if (add_line(context, id, size, names)) {
      return;
    }
  }
}

}  // namespace

Field read_byline(const MetadataContext& context) {
  Field field;
  Names names{context, field};
  add_linked_authors(context, names);
  add_metas(context, names);
  add_microdata(context, names);
  add_elements(
      context,
      context.evidence.author_links,
      FieldSource::byline,
      "rel=author",
      [](const EvidenceNode&) { return true; },
      names);
  add_elements(
      context,
      context.evidence.links,
      FieldSource::byline,
      "link to an author",
      [&](const EvidenceNode& node) {
        return is_author_page(context.tree.attribute_or_empty(node.node, Attribute::href));
      },
      names);
  add_elements(
      context,
      context.evidence.named,
      FieldSource::byline,
      "class of an author",
      [&](const EvidenceNode& node) {
        return (node.roles & role_byline) != 0 && (node.roles & role_biography) == 0 &&
               !is_credit_line(context.tree, node.node);
      },
      names);
  add_lines(context, names);
  names.finish();
  return field;
}

}  // namespace arch::article
