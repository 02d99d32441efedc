#include "html/open_elements.hpp"

#include "base/error.hpp"

namespace arch::html {

namespace {

bool ends_scope(const OpenElement& element, Scope scope) {
  switch (scope) {
    case Scope::list_item:
      return has_kind(element.kinds, Kind::scope) || element.tag == Tag::ol ||
             element.tag == Tag::ul;
    case Scope::button:
      return has_kind(element.kinds, Kind::scope) || element.tag == Tag::button;
    case Scope::table:
      return element.tag == Tag::html || element.tag == Tag::table ||
             element.tag == Tag::template_element;
    default:
      return has_kind(element.kinds, Kind::scope);
  }
}

bool ends_plain_scope(const OpenElement& element) {
  return ends_scope(element, Scope::plain);
}

/// The kinds of an element of svg or math: those that may hold HTML.
std::uint16_t foreign_kinds(Namespace space, std::string_view name) {
  const bool holds_html = space == Namespace::svg
                              ? name == "foreignobject" || name == "desc" || name == "title"
                              : name == "mi" || name == "mo" || name == "mn" || name == "ms" ||
                                    name == "mtext" || name == "annotation-xml";
  return holds_html
             ? static_cast<std::uint16_t>(Kind::special) | static_cast<std::uint16_t>(Kind::scope)
             : std::uint16_t{0};
}

}  // namespace

OpenElement OpenElements::entry_of(DraftId id) const {
  const DraftNode& node = draft_.node(id);
  if (node.space != Namespace::html) {
    return {.id = id, .kinds = foreign_kinds(node.space, draft_.name(id))};
  }
  return {.id = id, .tag = node.tag, .kinds = kinds_of(node.tag)};
}

void OpenElements::count(const OpenElement& element, int by) {
  draft_.node(element.id).open = by > 0;
  paragraphs_ += element.tag == Tag::p ? by : 0;
  templates_ += element.tag == Tag::template_element ? by : 0;
}

void OpenElements::push(DraftId id) {
  open_.push_back(entry_of(id));
  count(open_.back(), 1);
}

void OpenElements::pop() {
  count(open_.back(), -1);
  open_.pop_back();
}

void OpenElements::pop_to(std::size_t size) {
  while (open_.size() > size) {
    pop();
  }
}

void OpenElements::pop_through(Tag tag) {
  while (!current_is(tag)) {
    pop();
    ARCH_ASSERT(!open_.empty());
  }
  pop();
}

void OpenElements::pop_implied_ends(Tag except) {
  while (has_kind(current().kinds, Kind::implied_end) && !current_is(except)) {
    pop();
  }
}

void OpenElements::pop_to_table_context(Tag first, Tag second, Tag third) {
  while (!current_is(first) && !current_is(second) && !current_is(third) &&
         !current_is(Tag::template_element) && !current_is(Tag::html)) {
    pop();
  }
}

template <typename Is>
std::size_t OpenElements::find_last(const Is& is) const {
  for (std::size_t i = open_.size(); i > 0; --i) {
    ++steps_;
    if (is(open_[i - 1])) {
      return i - 1;
    }
  }
  return open_.size();
}

std::size_t OpenElements::find(DraftId id) const {
  return find_last([id](const OpenElement& element) { return element.id == id; });
}

std::size_t OpenElements::find(Tag tag) const {
  return find_last([tag](const OpenElement& element) { return element.tag == tag; });
}

void OpenElements::erase(std::size_t index) {
  count(open_[index], -1);
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
}

void OpenElements::insert(std::size_t index, DraftId id) {
  const OpenElement entry = entry_of(id);
  open_.insert(open_.begin() + static_cast<std::ptrdiff_t>(index), entry);
  count(entry, 1);
}

void OpenElements::replace(std::size_t index, DraftId id) {
  count(open_[index], -1);
  open_[index] = entry_of(id);
  count(open_[index], 1);
}

template <typename Is, typename Ends>
bool OpenElements::has_before(const Is& is, const Ends& ends) const {
  const std::size_t found =
      find_last([&](const OpenElement& element) { return is(element) || ends(element); });
  return found < open_.size() && is(open_[found]);
}

bool OpenElements::has_in_scope(Tag tag, Scope scope) const {
  if (tag == Tag::p && paragraphs_ == 0) {
    return false;
  }
  return has_before([tag](const OpenElement& element) { return element.tag == tag; },
                    [scope](const OpenElement& element) { return ends_scope(element, scope); });
}

bool OpenElements::has_in_scope(DraftId id) const {
  return has_before([id](const OpenElement& element) { return element.id == id; },
                    ends_plain_scope);
}

bool OpenElements::has_heading_in_scope() const {
  return has_before(
      [](const OpenElement& element) { return has_kind(element.kinds, Kind::heading); },
      ends_plain_scope);
}

bool OpenElements::has_in_select_scope() const {
  return has_before([](const OpenElement& element) { return element.tag == Tag::select; },
                    [](const OpenElement& element) {
                      return element.tag != Tag::optgroup && element.tag != Tag::option;
                    });
}

}  // namespace arch::html
