#pragma once

#include "html/element_kinds.hpp"
#include "html/tree_draft.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::html {

/// An element on the stack.
struct OpenElement {
  DraftId id = no_draft;
  Tag tag = Tag::other;     ///< other for elements of svg and math, whatever their name
  std::uint16_t kinds = 0;  ///< those of Kind
};

/// What keeps an end tag from the elements around.
enum class Scope : std::uint8_t { plain, list_item, button, table };

/// The stack of open elements, https://html.spec.whatwg.org/#the-stack-of-open-elements. The first
/// is `html`. All searches begin at the current node, the last; their steps are counted.
class OpenElements {
public:
  explicit OpenElements(TreeDraft& draft) : draft_{draft} {}

  bool empty() const { return open_.empty(); }
  std::size_t size() const { return open_.size(); }
  const OpenElement& operator[](std::size_t index) const { return open_[index]; }

  const OpenElement& current() const { return open_.back(); }
  bool current_is(Tag tag) const { return open_.back().tag == tag; }

  void push(DraftId id);
  void pop();

  /// Pops until an element of the tag, and that too, which must be there.
  void pop_through(Tag tag);

  /// Pops until the stack has `size` elements.
  void pop_to(std::size_t size);

  /// Pops elements that may end without an end tag, but for those of the tag.
  void pop_implied_ends(Tag except = Tag::document);

  /// Pops until the current node is of one of the kinds of table parts that a row, the rows, or the
  /// table stand in: table, template and html always count.
  void pop_to_table_context(Tag first, Tag second = Tag::table, Tag third = Tag::table);

  /// Where an element is, size() when it is not on the stack.
  std::size_t find(DraftId id) const;
  std::size_t find(Tag tag) const;

  void erase(std::size_t index);
  void insert(std::size_t index, DraftId id);
  void replace(std::size_t index, DraftId id);

  bool has_in_scope(Tag tag, Scope scope = Scope::plain) const;
  bool has_in_scope(DraftId id) const;
  bool has_heading_in_scope() const;

  /// Whether nothing but options is between the current node and a select.
  bool has_in_select_scope() const;

  bool has_template() const { return templates_ > 0; }

  /// The elements looked at in all searches.
  std::size_t steps() const { return steps_; }

private:
  /// The last open element that is so; how many there are if none is.
  template <typename Is>
  std::size_t find_last(const Is& is) const;
  /// Whether an element that is so is met, from the last one on, before one that ends the search.
  template <typename Is, typename Ends>
  bool has_before(const Is& is, const Ends& ends) const;
  OpenElement entry_of(DraftId id) const;
  void count(const OpenElement& element, int by);

  TreeDraft& draft_;
  std::vector<OpenElement> open_;
  int paragraphs_ = 0;
  int templates_ = 0;
  mutable std::size_t steps_ = 0;
};

}  // namespace arch::html
