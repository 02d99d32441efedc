#include "html/tree.hpp"

#include "base/error.hpp"
#include "html/visible.hpp"

#include <limits>
#include <utility>

namespace arch::html {

Tree::Tree() {
  nodes_.push_back({.end = 1});
}

std::string_view Tree::name(NodeId id) const {
  const Node& at = nodes_[id];
  if (at.tag != Tag::other) {
    return tag_name(at.tag);
  }
  const StoredAttribute& name = attributes_[at.name];
  return store_view(name.name_begin, name.name_size);
}

AttributeValue Tree::attribute(NodeId id, std::size_t index) const {
  const StoredAttribute& at = attributes_[nodes_[id].begin + index];
  return {.attribute = at.attribute,
          .name = at.attribute == Attribute::other ? store_view(at.name_begin, at.name_size)
                                                   : attribute_name(at.attribute),
          .value = store_view(at.value_begin, at.value_size)};
}

std::optional<std::string_view> Tree::find_attribute(NodeId id, Attribute attribute) const {
  const Node& at = nodes_[id];
  if (at.tag == Tag::text) {
    return std::nullopt;
  }
  for (std::uint32_t i = at.begin; i < at.begin + at.size; ++i) {
    if (attributes_[i].attribute == attribute) {
      return store_view(attributes_[i].value_begin, attributes_[i].value_size);
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Tree::find_attribute(NodeId id, std::string_view name) const {
  const Attribute known = html::find_attribute(name);
  if (known != Attribute::other) {
    return find_attribute(id, known);
  }
  for (std::size_t i = 0; i < attribute_count(id); ++i) {
    const AttributeValue at = attribute(id, i);
    if (at.attribute == Attribute::other && at.name == name) {
      return at.value;
    }
  }
  return std::nullopt;
}

std::string_view Tree::attribute_or_empty(NodeId id, Attribute attribute) const {
  return find_attribute(id, attribute).value_or(std::string_view{});
}

NodeId Tree::find_first(NodeId id, Tag tag) const {
  for (NodeId at = id + 1; at < end(id); ++at) {
    if (nodes_[at].tag == tag) {
      return at;
    }
  }
  return no_node;
}

std::uint32_t TreeBuilder::keep(std::string_view text) {
  const std::size_t begin = tree_.store_.size();
  ARCH_ASSERT(begin + text.size() <= std::numeric_limits<std::uint32_t>::max());
  tree_.store_.insert(tree_.store_.end(), text.begin(), text.end());
  return static_cast<std::uint32_t>(begin);
}

void TreeBuilder::open(Tag tag, std::string_view name) {
  const auto id = static_cast<NodeId>(tree_.nodes_.size());
  Node node{
      .parent = open_, .end = id + 1, .depth = static_cast<std::uint16_t>(depth() + 1), .tag = tag};
  if (tag == Tag::other) {
    node.name = static_cast<std::uint32_t>(tree_.attributes_.size());
    const std::string_view kept = name.substr(0, std::numeric_limits<std::uint16_t>::max());
    tree_.attributes_.push_back(
        {.name_begin = keep(kept), .name_size = static_cast<std::uint16_t>(kept.size())});
  }
  node.begin = static_cast<std::uint32_t>(tree_.attributes_.size());
  tree_.nodes_.push_back(node);
  open_ = id;
}

void TreeBuilder::add_attribute(std::string_view name, std::string_view value) {
  Node& node = tree_.nodes_.back();
  ARCH_ASSERT(tree_.nodes_.size() == open_ + 1U);
  const Attribute known = find_attribute(name);
  if (known == Attribute::other ? tree_.find_attribute(open_, name).has_value()
                                : tree_.find_attribute(open_, known).has_value()) {
    return;
  }
  Tree::StoredAttribute stored{.value_begin = keep(value),
                               .value_size = static_cast<std::uint32_t>(value.size()),
                               .attribute = known};
  if (known == Attribute::other) {
    const std::string_view kept = name.substr(0, std::numeric_limits<std::uint16_t>::max());
    stored.name_begin = keep(kept);
    stored.name_size = static_cast<std::uint16_t>(kept.size());
  }
  tree_.attributes_.push_back(stored);
  ++node.size;
}

void TreeBuilder::close() {
  ARCH_ASSERT(open_ != 0);
  Node& node = tree_.nodes_[open_];
  node.end = static_cast<NodeId>(tree_.nodes_.size());
  open_ = node.parent;
}

void TreeBuilder::add_text(std::string_view text) {
  if (text.empty()) {
    return;
  }
  const auto id = static_cast<NodeId>(tree_.nodes_.size());
  Node& last = tree_.nodes_.back();
  if (last.tag == Tag::text && last.parent == open_ &&
      last.begin + last.size == tree_.store_.size()) {
    keep(text);
    last.size += static_cast<std::uint32_t>(text.size());
    return;
  }
  tree_.nodes_.push_back({.parent = open_,
                          .end = id + 1,
                          .begin = keep(text),
                          .size = static_cast<std::uint32_t>(text.size()),
                          .depth = static_cast<std::uint16_t>(depth() + 1),
                          .tag = Tag::text});
}

Tree TreeBuilder::take() {
  while (open_ != 0) {
    close();
  }
  tree_.nodes_[0].end = static_cast<NodeId>(tree_.nodes_.size());
  for (NodeId id = 0; id < tree_.nodes_.size(); ++id) {
    tree_.nodes_[id].hides_content = is_hiding(tree_, id);
  }
  return std::exchange(tree_, Tree{});
}

}  // namespace arch::html
