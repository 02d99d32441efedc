// Formatting that is closed where it may not be, and formatting that goes on.
// https://html.spec.whatwg.org/#adoption-agency-algorithm

#include "html/tree_construction.hpp"

namespace arch::html {

/// Opens again, in the current node, the formatting that is not closed.
/// https://html.spec.whatwg.org/#reconstruct-the-active-formatting-elements
void TreeConstruction::reconstruct_formatting() {
  const auto is_at_rest = [&](std::size_t index) {
    const DraftId id = formatting_[index].id;
    return id == no_draft || draft_.node(id).open;
  };
  std::size_t first = formatting_.size();
  while (first > 0 && !is_at_rest(first - 1)) {
    --first;
  }
  for (std::size_t i = first; i < formatting_.size(); ++i) {
    const Place where = place();
    const DraftId element = draft_.clone(formatting_[i].id);
    draft_.insert(element, where);
    open_.push(element);
    formatting_.replace(i, element);
  }
}

/// Ends formatting of the tag. Where a block is open in it, the formatting is split: what of it is
/// around the block ends, and a copy of it is put into the block.
void TreeConstruction::adopt(Tag tag) {
  if (open_.current_is(tag) && formatting_.find(open_.current().id) == formatting_.size()) {
    open_.pop();
    return;
  }
  constexpr int most_rounds = 8;  // the standard's
  for (int round = 0; round < most_rounds; ++round) {
    const std::size_t formatting = formatting_.find_after_marker(tag);
    if (formatting == formatting_.size()) {
      end_any({}, tag);
      return;
    }
    const DraftId element = formatting_[formatting].id;
    if (!draft_.node(element).open) {
      formatting_.erase(formatting);
      return;
    }
    if (!open_.has_in_scope(element)) {
      return;
    }
    const std::size_t at = open_.find(element);
    std::size_t furthest = at + 1;
    while (furthest < open_.size() && !has_kind(open_[furthest].kinds, Kind::special)) {
      ++furthest;
    }
    steps_ += furthest - at;
    if (furthest == open_.size()) {
      open_.pop_to(at);
      formatting_.erase(formatting);
      return;
    }
    adopt_outer(formatting, furthest);
  }
}

/// One round: `furthest` is the place of the block that is nearest to the formatting.
void TreeConstruction::adopt_outer(std::size_t formatting, std::size_t furthest) {
  const DraftId element = formatting_[formatting].id;
  const DraftId block = open_[furthest].id;
  const OpenElement ancestor = open_[open_.find(element) - 1];
  std::size_t bookmark = formatting;
  const DraftId last = adopt_inner(formatting, furthest, bookmark);
  draft_.remove(last);
  draft_.insert(last, place_in(ancestor));
  const DraftId copy = draft_.clone(element);
  draft_.move_children(block, copy);
  draft_.insert(copy, {.parent = block});
  const std::size_t old = formatting_.find(element);
  formatting_.erase(old);
  formatting_.insert(old < bookmark ? bookmark - 1 : bookmark, copy);
  open_.erase(open_.find(element));
  open_.insert(open_.find(block) + 1, copy);
}

/// Copies what is open between the formatting and the block, from the block outwards, each around
/// the one before. Returns the outermost.
DraftId TreeConstruction::adopt_inner(std::size_t formatting,
                                      std::size_t furthest,
                                      std::size_t& bookmark) {
  constexpr int most_kept = 3;  // the standard's
  const DraftId element = formatting_[formatting].id;
  const DraftId block = open_[furthest].id;
  DraftId last = block;
  std::size_t at = furthest;
  for (int count = 1;; ++count) {
    --at;  // what is erased stood below
    DraftId node = open_[at].id;
    if (node == element) {
      return last;
    }
    std::size_t entry = formatting_.find(node);
    if (count > most_kept && entry < formatting_.size()) {
      formatting_.erase(entry);
      bookmark -= entry < bookmark ? 1U : 0U;
      entry = formatting_.size();
    }
    if (entry == formatting_.size()) {
      open_.erase(at);
      continue;
    }
    node = draft_.clone(node);
    formatting_.replace(entry, node);
    open_.replace(at, node);
    if (last == block) {
      bookmark = entry + 1;
    }
    draft_.remove(last);
    draft_.insert(last, {.parent = node});
    last = node;
  }
}

}  // namespace arch::html
