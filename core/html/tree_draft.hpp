#pragma once

#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::html {

/// A node of a tree that is being made, in the order in which nodes were made. The document is 0.
using DraftId = std::uint32_t;

inline constexpr DraftId no_draft = 0xFFFF'FFFF;

enum class Namespace : std::uint8_t { html, math, svg };

struct DraftNode {
  DraftId parent = no_draft;
  DraftId first = no_draft;  ///< child
  DraftId last = no_draft;   ///< child
  DraftId next = no_draft;
  DraftId previous = no_draft;
  std::uint32_t begin = 0;  ///< as of Node
  std::uint32_t size = 0;   ///< as of Node
  std::uint32_t name = 0;   ///< as of Node
  Tag tag = Tag::document;
  Namespace space = Namespace::html;
  bool open = false;  ///< on the stack of open elements
};

/// Where a node is put: as a child of `parent`, before `before`, or last.
struct Place {
  DraftId parent = 0;
  DraftId before = no_draft;
};

/// A tree that is being made. The rules of HTML move nodes about while they read a page, so its
/// nodes are linked; finish() puts them in document order.
class TreeDraft {
public:
  TreeDraft() { nodes_.emplace_back(); }

  /// Makes room for the texts and attributes of a page of so many bytes.
  void reserve(std::size_t page_size);

  std::size_t size() const { return nodes_.size(); }
  DraftNode& node(DraftId id) { return nodes_[id]; }
  const DraftNode& node(DraftId id) const { return nodes_[id]; }

  /// The element's name in lower case.
  std::string_view name(DraftId id) const;

  /// Makes an element that stands nowhere yet. `name`, in lower case, is kept for Tag::other.
  DraftId make_element(Tag tag, Namespace space, std::string_view name);

  /// Makes an element with the name and attributes of another.
  DraftId clone(DraftId id);

  /// Adds an attribute, its name in lower case, its value decoded, to the element whose attributes
  /// were the last that were added to; one of a name that it has is ignored. The first call for an
  /// element whose attributes lie elsewhere moves them.
  void add_attribute(DraftId id, Attribute known, std::string_view name, std::string_view value);

  /// Whether both elements have the same attributes in the same order.
  bool has_same_attributes(DraftId one, DraftId other) const;

  /// The value of an attribute, or what is empty.
  std::string_view attribute_or_empty(DraftId id, Attribute attribute) const;
  std::string_view attribute_or_empty(DraftId id, std::string_view name) const;

  /// Puts a node, which stands nowhere, at a place.
  void insert(DraftId child, Place place);

  /// Takes a node, with all in it, from where it stands.
  void remove(DraftId child);

  /// Moves all children of `from` to the end of those of `to`.
  void move_children(DraftId from, DraftId to);

  /// Puts a text at a place.
  void add_text(std::string_view text, Place place);

  /// Returns the tree; elements deeper than `most_depth` are left out, their content is not. What
  /// is in svg and style is. The draft must not be used again.
  Tree finish(std::size_t most_depth);

private:
  using StoredAttribute = Tree::StoredAttribute;

  std::uint32_t keep(std::string_view text);
  std::uint32_t number_of_name(std::string_view name);
  std::uint32_t* slot_of_name(std::string_view name);
  void add_finished(DraftId id, NodeId parent, std::size_t depth);
  void join_texts(Node& last, std::string_view text);

  std::vector<DraftNode> nodes_;
  Tree tree_;  ///< its attributes and texts; its nodes only when it is finished
  std::vector<std::uint32_t> name_slots_;  ///< a hash table of the tree's names, without chains
  std::uint64_t known_ = 0;                ///< the attributes of `described_`, as bits
  DraftId described_ = no_draft;           ///< the element that attributes were added to
};

}  // namespace arch::html
