#pragma once

#include "html/tree_draft.hpp"

#include <cstddef>
#include <vector>

namespace arch::html {

/// The list of active formatting elements,
/// https://html.spec.whatwg.org/#the-list-of-active-formatting-elements: what goes on in the next
/// block when it is not closed. Markers keep it within cells, captions and objects.
class Formatting {
public:
  struct Entry {
    DraftId id = no_draft;  ///< no_draft: a marker
    Tag tag = Tag::document;
  };

  explicit Formatting(const TreeDraft& draft) : draft_{draft} {}

  std::size_t size() const { return entries_.size(); }
  const Entry& operator[](std::size_t index) const { return entries_[index]; }

  /// Adds an element. Of more than three alike the first is left out ("Noah's Ark clause").
  void push(DraftId id);
  void push_marker() { entries_.push_back({}); }
  void clear_to_marker();

  /// Where the last element of the tag after the last marker is, size() when there is none.
  std::size_t find_after_marker(Tag tag) const;

  /// Where an element is, size() when it is not in the list.
  std::size_t find(DraftId id) const;

  void erase(std::size_t index);
  void insert(std::size_t index, DraftId id);
  void replace(std::size_t index, DraftId id) { entries_[index].id = id; }

  /// The entries looked at in all searches.
  std::size_t steps() const { return steps_; }

private:
  const TreeDraft& draft_;
  std::vector<Entry> entries_;
  mutable std::size_t steps_ = 0;
};

}  // namespace arch::html
