#pragma once

#include "html/names.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::html {

/// A node's place in its tree: nodes are numbered in document order, the document itself is 0.
using NodeId = std::uint32_t;

inline constexpr NodeId no_node = 0xFFFF'FFFF;

inline constexpr std::uint32_t no_name = 0xFFFF'FFFF;

/// A node of 24 bytes. Its descendants are exactly the nodes after it and before `end`, so a walk
/// over a subtree is a loop over numbers, and skipping a subtree an assignment.
struct Node {
  NodeId parent = no_node;  ///< no_node for the document
  NodeId end = 0;           ///< one past the last descendant
  std::uint32_t begin = 0;  ///< of the text in the tree's store, or of its attributes
  std::uint32_t size = 0;   ///< of the text in bytes, or how many attributes
  std::uint32_t name = 0;   ///< of Tag::other: where its name is kept
  std::uint16_t depth = 0;  ///< 0 for the document
  Tag tag = Tag::document;
  bool hides_content = false;  ///< see hides_its_content()
};

/// An attribute of an element.
struct AttributeValue {
  Attribute attribute = Attribute::other;
  std::string_view name = {};      ///< in lower case
  std::string_view value = {};     ///< decoded: character references are characters
  std::uint32_t number = no_name;  ///< of a class or id: see Tree::name_number()
};

/// The elements and texts of a page; immutable once parsed. All views into it are valid as long as
/// it lives, also after a move. Text is valid UTF-8 without NUL and CR, character references
/// decoded, nothing else changed. There are no comments and no doctype, and an svg element has no
/// children. Texts of scripts are there, those of styles are not. Attributes that only scripts read
/// are left out: see is_kept() in tree_construction.cpp.
class Tree {
public:
  Tree();

  std::size_t size() const { return nodes_.size(); }
  const Node& node(NodeId id) const { return nodes_[id]; }
  Tag tag(NodeId id) const { return nodes_[id].tag; }
  NodeId parent(NodeId id) const { return nodes_[id].parent; }
  NodeId end(NodeId id) const { return nodes_[id].end; }

  bool is_text(NodeId id) const { return tag(id) == Tag::text; }

  /// The first child, or no_node.
  NodeId first_child(NodeId id) const { return id + 1 < end(id) ? id + 1 : no_node; }

  /// The next sibling, or no_node.
  NodeId next_sibling(NodeId id) const {
    const NodeId up = parent(id);
    return up != no_node && end(id) < end(up) ? end(id) : no_node;
  }

  /// Whether `inner` is `outer` or one of its descendants.
  bool contains(NodeId outer, NodeId inner) const { return outer <= inner && inner < end(outer); }

  /// The text of a text node; empty for other nodes.
  std::string_view text(NodeId id) const {
    const Node& at = nodes_[id];
    return at.tag == Tag::text ? store_view(at.begin, at.size) : std::string_view{};
  }

  /// The element's name in lower case; empty for texts and the document.
  std::string_view name(NodeId id) const;

  /// The attributes of a node, in the order of the page, each name once.
  std::size_t attribute_count(NodeId id) const { return is_text(id) ? 0 : nodes_[id].size; }
  AttributeValue attribute(NodeId id, std::size_t index) const;

  /// The value of an attribute; nullopt when the element has none of that name.
  std::optional<std::string_view> find_attribute(NodeId id, Attribute attribute) const;
  std::optional<std::string_view> find_attribute(NodeId id, std::string_view name) const;

  /// Like find_attribute(), but empty where there is none.
  std::string_view attribute_or_empty(NodeId id, Attribute attribute) const;

  /// The class or id of an element as the number of its text, below name_count(); no_name where it
  /// has none.
  std::uint32_t name_number(NodeId id, Attribute attribute) const;

  /// The different values of class and id on the page, of which most stand on several elements:
  /// what they say need be worked out only once.
  std::size_t name_count() const { return names_.size(); }
  std::string_view name_text(std::size_t number) const {
    return store_view(names_[number].begin, names_[number].size);
  }

  /// The first descendant of `id` with the tag, or no_node.
  NodeId find_first(NodeId id, Tag tag) const;

private:
  friend class TreeDraft;

  struct StoredAttribute {
    std::uint32_t value_begin = 0;
    std::uint32_t value_size = 0;
    std::uint32_t name_begin =
        0;  ///< of Attribute::other, in the store; of class and id, the number
    std::uint16_t name_size = 0;
    Attribute attribute = Attribute::other;
  };

  struct Name {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  std::string_view store_view(std::uint32_t begin, std::uint32_t size) const {
    return {store_.data() + begin, size};
  }

  std::vector<Node> nodes_;
  std::vector<StoredAttribute> attributes_;
  std::vector<Name> names_;
  std::vector<char>
      store_;  ///< texts, values and names; a vector, so that a move keeps views valid
};

}  // namespace arch::html
