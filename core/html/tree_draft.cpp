#include "html/tree_draft.hpp"

#include "base/error.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace arch::html {

namespace {

/// Eight bytes at a time: the values of class and id are some 30 bytes long.
std::size_t hash_of(std::string_view text) {
  constexpr std::uint64_t mixer = 0x9E37'79B9'7F4A'7C15;
  std::uint64_t hash = text.size();
  std::uint64_t word = 0;
  while (text.size() >= sizeof word) {
    std::memcpy(&word, text.data(), sizeof word);
    hash = (hash ^ word) * mixer;
    hash ^= hash >> 32U;
    text.remove_prefix(sizeof word);
  }
  if (!text.empty()) {  // an empty view may be of nothing, which memcpy() must not be given
    word = 0;
    std::memcpy(&word, text.data(), text.size());
    hash = (hash ^ word) * mixer;
  }
  return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

}  // namespace

void TreeDraft::reserve(std::size_t page_size) {
  // Of pages with 230 KB, a tenth has 4,000 nodes and more.
  constexpr std::size_t bytes_of_node = 64;
  constexpr std::size_t most = 1 << 16;
  nodes_.reserve(std::min(page_size / bytes_of_node + 16, most));
  tree_.attributes_.reserve(std::min(page_size / bytes_of_node + 16, most));
  tree_.store_.reserve(page_size);
}

std::uint32_t TreeDraft::keep(std::string_view text) {
  const std::size_t begin = tree_.store_.size();
  ARCH_ASSERT(begin + text.size() <= std::numeric_limits<std::uint32_t>::max());
  tree_.store_.insert(tree_.store_.end(), text.begin(), text.end());
  return static_cast<std::uint32_t>(begin);
}

std::string_view TreeDraft::name(DraftId id) const {
  const DraftNode& at = nodes_[id];
  if (at.tag != Tag::other) {
    return tag_name(at.tag);
  }
  const StoredAttribute& name = tree_.attributes_[at.name];
  return tree_.store_view(name.name_begin, name.name_size);
}

DraftId TreeDraft::make_element(Tag tag, Namespace space, std::string_view name) {
  const auto id = static_cast<DraftId>(nodes_.size());
  DraftNode node{.tag = tag, .space = space};
  if (tag == Tag::other) {
    node.name = static_cast<std::uint32_t>(tree_.attributes_.size());
    const std::string_view kept = name.substr(0, std::numeric_limits<std::uint16_t>::max());
    tree_.attributes_.push_back(
        {.name_begin = keep(kept), .name_size = static_cast<std::uint16_t>(kept.size())});
  }
  node.begin = static_cast<std::uint32_t>(tree_.attributes_.size());
  nodes_.push_back(node);
  described_ = id;
  known_ = 0;
  return id;
}

DraftId TreeDraft::clone(DraftId id) {
  const DraftNode& at = nodes_[id];
  nodes_.push_back(
      {.begin = at.begin, .size = at.size, .name = at.name, .tag = at.tag, .space = at.space});
  return static_cast<DraftId>(nodes_.size() - 1);
}

void TreeDraft::add_attribute(DraftId id,
                              Attribute known,
                              std::string_view name,
                              std::string_view value) {
  auto& attributes = tree_.attributes_;
  DraftNode& node = nodes_[id];
  if (described_ != id) {
    described_ = id;
    known_ = 0;
    const std::uint32_t begin = node.begin;
    node.begin = static_cast<std::uint32_t>(attributes.size());
    for (std::uint32_t i = 0; i < node.size; ++i) {
      const StoredAttribute moved = attributes[begin + i];
      attributes.push_back(moved);
      known_ |= std::uint64_t{1} << static_cast<unsigned>(moved.attribute);
    }
  }
  static_assert(attribute_names.size() < 64);
  const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(known);
  if (known != Attribute::other) {
    if ((known_ & bit) != 0) {
      return;
    }
  } else if ((known_ & bit) != 0) {
    for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) {
      if (attributes[i].attribute == Attribute::other &&
          tree_.store_view(attributes[i].name_begin, attributes[i].name_size) == name) {
        return;
      }
    }
  }
  known_ |= bit;
  StoredAttribute stored{.value_size = static_cast<std::uint32_t>(value.size()),
                         .attribute = known};
  if (known == Attribute::class_name || known == Attribute::id) {
    stored.name_begin = number_of_name(value);
    stored.value_begin = tree_.names_[stored.name_begin].begin;
  } else {
    stored.value_begin = keep(value);
  }
  if (known == Attribute::other) {
    const std::string_view kept = name.substr(0, std::numeric_limits<std::uint16_t>::max());
    stored.name_begin = keep(kept);
    stored.name_size = static_cast<std::uint16_t>(kept.size());
  }
  attributes.push_back(stored);
  ++node.size;
}

/// The slot of a name that is known, or an empty one; nullptr when neither is near, which only
/// names that were made to collide bring about.
std::uint32_t* TreeDraft::slot_of_name(std::string_view name) {
  constexpr std::size_t most_steps = 64;
  const std::size_t hash = hash_of(name);
  for (std::size_t step = 0; step < most_steps; ++step) {
    std::uint32_t& slot = name_slots_[(hash + step) % name_slots_.size()];
    if (slot == no_name || tree_.name_text(slot) == name) {
      return &slot;
    }
  }
  return nullptr;
}

std::uint32_t TreeDraft::number_of_name(std::string_view name) {
  auto& names = tree_.names_;
  if (2 * (names.size() + 1) > name_slots_.size()) {
    constexpr std::size_t first_slots = 1024;  // nine pages in ten have fewer than 500 names
    name_slots_.assign(std::max(2 * name_slots_.size(), first_slots), no_name);
    for (std::uint32_t number = 0; number < names.size(); ++number) {
      if (std::uint32_t* slot = slot_of_name(tree_.name_text(number))) {
        *slot = number;
      }
    }
  }
  std::uint32_t* slot = slot_of_name(name);
  if (slot != nullptr && *slot != no_name) {
    return *slot;
  }
  const auto number = static_cast<std::uint32_t>(names.size());
  names.push_back({.begin = keep(name), .size = static_cast<std::uint32_t>(name.size())});
  if (slot != nullptr) {
    *slot = number;
  }
  return number;
}

bool TreeDraft::has_same_attributes(DraftId one, DraftId other) const {
  const DraftNode& left = nodes_[one];
  const DraftNode& right = nodes_[other];
  if (left.size != right.size) {
    return false;
  }
  for (std::uint32_t i = 0; i < left.size; ++i) {
    const StoredAttribute& a = tree_.attributes_[left.begin + i];
    const StoredAttribute& b = tree_.attributes_[right.begin + i];
    if (a.attribute != b.attribute ||
        tree_.store_view(a.value_begin, a.value_size) !=
            tree_.store_view(b.value_begin, b.value_size) ||
        tree_.store_view(a.name_begin, a.name_size) !=
            tree_.store_view(b.name_begin, b.name_size)) {
      return false;
    }
  }
  return true;
}

std::string_view TreeDraft::attribute_or_empty(DraftId id, Attribute attribute) const {
  const DraftNode& at = nodes_[id];
  for (std::uint32_t i = at.begin; i < at.begin + at.size; ++i) {
    const StoredAttribute& stored = tree_.attributes_[i];
    if (stored.attribute == attribute) {
      return tree_.store_view(stored.value_begin, stored.value_size);
    }
  }
  return {};
}

std::string_view TreeDraft::attribute_or_empty(DraftId id, std::string_view name) const {
  const DraftNode& at = nodes_[id];
  for (std::uint32_t i = at.begin; i < at.begin + at.size; ++i) {
    const StoredAttribute& stored = tree_.attributes_[i];
    if (stored.attribute == Attribute::other &&
        tree_.store_view(stored.name_begin, stored.name_size) == name) {
      return tree_.store_view(stored.value_begin, stored.value_size);
    }
  }
  return {};
}

void TreeDraft::insert(DraftId child, Place place) {
  DraftNode& parent = nodes_[place.parent];
  DraftNode& node = nodes_[child];
  node.parent = place.parent;
  node.next = place.before;
  node.previous = place.before == no_draft ? parent.last : nodes_[place.before].previous;
  (node.previous == no_draft ? parent.first : nodes_[node.previous].next) = child;
  (node.next == no_draft ? parent.last : nodes_[node.next].previous) = child;
}

void TreeDraft::remove(DraftId child) {
  DraftNode& node = nodes_[child];
  if (node.parent == no_draft) {
    return;
  }
  DraftNode& parent = nodes_[node.parent];
  (node.previous == no_draft ? parent.first : nodes_[node.previous].next) = node.next;
  (node.next == no_draft ? parent.last : nodes_[node.next].previous) = node.previous;
  node.parent = node.next = node.previous = no_draft;
}

void TreeDraft::move_children(DraftId from, DraftId to) {
  DraftNode& source = nodes_[from];
  DraftNode& target = nodes_[to];
  if (source.first == no_draft) {
    return;
  }
  for (DraftId child = source.first; child != no_draft; child = nodes_[child].next) {
    nodes_[child].parent = to;
  }
  nodes_[source.first].previous = target.last;
  (target.last == no_draft ? target.first : nodes_[target.last].next) = source.first;
  target.last = source.last;
  source.first = source.last = no_draft;
}

void TreeDraft::add_text(std::string_view text, Place place) {
  if (text.empty()) {
    return;
  }
  const DraftId before =
      place.before == no_draft ? nodes_[place.parent].last : nodes_[place.before].previous;
  if (before != no_draft && nodes_[before].tag == Tag::text &&
      nodes_[before].begin + nodes_[before].size == tree_.store_.size()) {
    keep(text);
    nodes_[before].size += static_cast<std::uint32_t>(text.size());
    return;
  }
  nodes_.push_back(
      {.begin = keep(text), .size = static_cast<std::uint32_t>(text.size()), .tag = Tag::text});
  insert(static_cast<DraftId>(nodes_.size() - 1), place);
}

/// Appends a text to the last node, which is a text too.
void TreeDraft::join_texts(Node& last, std::string_view text) {
  // A view of the store does not outlive its growth.
  const std::string joined{text};
  if (last.begin + last.size != tree_.store_.size()) {
    last.begin = keep(std::string{tree_.store_view(last.begin, last.size)});
  }
  keep(joined);
  last.size += static_cast<std::uint32_t>(joined.size());
}

void TreeDraft::add_finished(DraftId id, NodeId parent, std::size_t depth) {
  const DraftNode& from = nodes_[id];
  auto& nodes = tree_.nodes_;
  if (from.tag == Tag::text && nodes.back().tag == Tag::text && nodes.back().parent == parent) {
    join_texts(nodes.back(), tree_.store_view(from.begin, from.size));
    return;
  }
  nodes.push_back({.parent = parent,
                   .end = static_cast<NodeId>(nodes.size() + 1),
                   .begin = from.begin,
                   .size = from.size,
                   .name = from.name,
                   .depth = static_cast<std::uint16_t>(depth),
                   .tag = from.tag});
}

Tree TreeDraft::finish(std::size_t most_depth) {
  auto& nodes = tree_.nodes_;
  nodes.reserve(nodes_.size());
  NodeId open = 0;
  std::size_t depth = 0;  // of `at`, where the document's is 0
  DraftId at = 0;
  while (true) {
    const Tag tag = nodes_[at].tag;
    const DraftId child = tag == Tag::svg || tag == Tag::style ? no_draft : nodes_[at].first;
    if (child != no_draft) {
      at = child;
      ++depth;
    } else {
      while (at != 0 && nodes_[at].next == no_draft) {
        at = nodes_[at].parent;
        --depth;
        if (depth > 0 && depth <= most_depth) {
          nodes[open].end = static_cast<NodeId>(nodes.size());
          open = nodes[open].parent;
        }
      }
      if (at == 0) {
        break;
      }
      at = nodes_[at].next;
    }
    const DraftNode& from = nodes_[at];
    const bool is_text = from.tag == Tag::text;
    if (is_text || depth <= most_depth) {
      add_finished(at, open, nodes[open].depth + 1U);
      const bool opaque = from.tag == Tag::svg || from.tag == Tag::style;
      if (!is_text && !opaque && from.first != no_draft) {
        open = static_cast<NodeId>(nodes.size() - 1);
      }
    }
  }
  nodes[0].end = static_cast<NodeId>(nodes.size());
  const std::vector<bool> hiding = find_hiding(tree_);
  for (NodeId id = 0; id < nodes.size(); ++id) {
    nodes[id].hides_content = hiding[id];
  }
  return std::move(tree_);
}

}  // namespace arch::html
