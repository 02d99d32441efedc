#include "html/tree.hpp"

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
          .value = store_view(at.value_begin, at.value_size),
          .number = at.name_begin};
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

std::uint32_t Tree::name_number(NodeId id, Attribute attribute) const {
  const Node& at = nodes_[id];
  if (at.tag != Tag::text) {
    for (std::uint32_t i = at.begin; i < at.begin + at.size; ++i) {
      if (attributes_[i].attribute == attribute) {
        return attributes_[i].name_begin;
      }
    }
  }
  return no_name;
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

}  // namespace arch::html
