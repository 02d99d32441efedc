#pragma once

#include "article/page_roles.hpp"
#include "html/tree.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// A `meta` element: its property, name or itemprop, and its content.
struct MetaEntry {
  std::string_view name;
  std::string_view content;
};

/// An element that may be a field of the article, or a heading.
struct EvidenceNode {
  html::NodeId node = html::no_node;
  Roles roles = 0;           ///< of its class and id
  std::uint32_t offset = 0;  ///< bytes of visible text in the page before it
};

/// What one walk over a page finds for its fields. Views are into the tree.
struct PageEvidence {
  std::vector<MetaEntry> metas = {};
  std::vector<std::string_view> linked_data = {};  ///< scripts of JSON-LD
  std::vector<std::string_view> scripts = {};      ///< all others, what they hold as data too
  std::string_view html_language = {};
  std::string_view title = {};
  std::string_view canonical = {};
  std::string_view base = {};
  std::vector<EvidenceNode> headings = {};      ///< h1 to h3
  std::vector<EvidenceNode> times = {};         ///< `time` elements
  std::vector<EvidenceNode> properties = {};    ///< elements with itemprop but `meta`
  std::vector<EvidenceNode> author_links = {};  ///< rel=author
  std::vector<EvidenceNode> links = {};         ///< elements `a` with an address
  std::vector<EvidenceNode> named = {};         ///< elements whose names give them a role
  std::vector<EvidenceNode> digits = {};        ///< short texts with a digit: what may be a date
  std::vector<Roles> roles = {};                ///< of each node of the tree, by its class and id

  /// The content of the first `meta` of that name, in any letter case, that is not blank; else
  /// empty.
  std::string_view find_meta(std::string_view name) const;
};

/// Walks the tree once. Each list is bounded, so that hostile pages cost no more than their size.
PageEvidence collect_evidence(const html::Tree& tree);

/// Whether the node is in a part of the page that holds other articles, comments or the page's
/// frame, as far as the names of the elements around it tell. Those that also are around `anchor`,
/// when it is given, say nothing: whatever they are called, they hold the article.
bool is_elsewhere(const html::Tree& tree,
                  const PageEvidence& evidence,
                  html::NodeId node,
                  html::NodeId anchor = html::no_node);

/// The visible text of an element on one line; empty when it has more than `longest` bytes.
std::string short_text(const html::Tree& tree, html::NodeId node, std::size_t longest);

}  // namespace arch::article
