#include "html/formatting.hpp"

namespace arch::html {

void Formatting::push(DraftId id) {
  constexpr std::size_t most_alike = 3;
  const Tag tag = draft_.node(id).tag;
  std::size_t alike = 0;
  for (std::size_t i = entries_.size(); i > 0 && entries_[i - 1].id != no_draft; --i) {
    ++steps_;
    if (entries_[i - 1].tag != tag) {
      continue;
    }
    steps_ += draft_.node(id).size;
    if (draft_.has_same_attributes(entries_[i - 1].id, id) && ++alike == most_alike) {
      erase(i - 1);
      break;
    }
  }
  entries_.push_back({.id = id, .tag = tag});
}

void Formatting::clear_to_marker() {
  while (!entries_.empty()) {
    const bool marker = entries_.back().id == no_draft;
    entries_.pop_back();
    if (marker) {
      return;
    }
  }
}

std::size_t Formatting::find_after_marker(Tag tag) const {
  for (std::size_t i = entries_.size(); i > 0 && entries_[i - 1].id != no_draft; --i) {
    ++steps_;
    if (entries_[i - 1].tag == tag) {
      return i - 1;
    }
  }
  return entries_.size();
}

std::size_t Formatting::find(DraftId id) const {
  for (std::size_t i = entries_.size(); i > 0; --i) {
    ++steps_;
    if (entries_[i - 1].id == id) {
      return i - 1;
    }
  }
  return entries_.size();
}

void Formatting::erase(std::size_t index) {
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
}

void Formatting::insert(std::size_t index, DraftId id) {
  entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(index),
                  {.id = id, .tag = draft_.node(id).tag});
}

}  // namespace arch::html
