// How tree construction makes nodes: where they are put, and what of them is kept.

#include "base/ascii.hpp"
#include "html/character_references.hpp"
#include "html/tree_construction.hpp"

#include <algorithm>

namespace arch::html {

namespace {

/// Pictures within attributes (`data:`) and settings of scripts are longer; no reader sees them.
constexpr std::size_t longest_value = 16'384;

/// Values of attributes that arch has no use for itself may be asked for by rules, when short.
constexpr std::size_t longest_other_value = 64;

/// `<html>` and `<body>` may be repeated; each gives its attributes to the first.
constexpr std::size_t most_roots = 16;

/// Whether an attribute can mean something to a reader of arch. Handlers of events, styles that do
/// not hide, and the settings of scripts cannot.
bool is_kept(Attribute known, std::string_view name, std::string_view value) {
  if (known == Attribute::style) {
    return value.size() <= longest_value && (value.find("isplay") != std::string_view::npos ||
                                             value.find("isibility") != std::string_view::npos);
  }
  if (known != Attribute::other) {
    return value.size() <= longest_value;
  }
  return value.size() <= longest_other_value && !(name.size() > 2 && name.starts_with("on"));
}

}  // namespace

/// https://html.spec.whatwg.org/#appropriate-place-for-inserting-a-node
Place TreeConstruction::place() const {
  return place_in(open_.current());
}

Place TreeConstruction::place_in(const OpenElement& target) const {
  return foster_ && has_kind(target.kinds, Kind::table_structure) ? foster_place()
                                                                  : Place{.parent = target.id};
}

/// Before the table that is open.
Place TreeConstruction::foster_place() const {
  const std::size_t table = open_.find(Tag::table);
  const std::size_t in_template =
      open_.has_template() ? open_.find(Tag::template_element) : open_.size();
  if (in_template < open_.size() && (table == open_.size() || in_template > table)) {
    return {.parent = open_[in_template].id};
  }
  if (table == open_.size()) {
    return {.parent = open_[0].id};
  }
  const DraftId parent = draft_.node(open_[table].id).parent;
  return parent != no_draft ? Place{.parent = parent, .before = open_[table].id}
                            : Place{.parent = open_[table - 1].id};
}

DraftId TreeConstruction::insert_element(Tag tag, Namespace space, std::string_view name) {
  const Place where = open_.empty() ? Place{} : place();
  const DraftId element = draft_.make_element(tag, space, name);
  draft_.insert(element, where);
  open_.push(element);
  return element;
}

DraftId TreeConstruction::insert(Tag tag) {
  return insert_element(tag, Namespace::html, {});
}

DraftId TreeConstruction::insert(const Token& token) {
  const DraftId element =
      insert_element(token.tag,
                     Namespace::html,
                     token.tag == Tag::other ? lowered(token.name) : std::string_view{});
  read_attributes(token, element);
  return element;
}

void TreeConstruction::insert_empty(const Token& token) {
  insert(token);
  open_.pop();
}

/// Inserts an element with its content, which is text whatever it looks like, and its end.
void TreeConstruction::insert_raw(const Token& token) {
  const DraftId element = insert(token);
  std::string_view content = reader_.take_raw(token.tag);
  if (token.tag == Tag::title || token.tag == Tag::textarea) {
    content = decoded(content);
  }
  if (token.tag == Tag::textarea && content.starts_with('\n')) {
    content.remove_prefix(1);
  }
  if (token.tag != Tag::style && token.tag != Tag::iframe) {
    draft_.add_text(content, {.parent = element});
  }
  open_.pop();
  reader_.next();  // its end tag, or the end of the page
}

void TreeConstruction::insert_text(std::string_view text) {
  draft_.add_text(text, place());
}

/// Adds the attributes of a tag to an element, which may have some.
void TreeConstruction::read_attributes(const Token& token, DraftId element) {
  if (token.rest.empty() ||
      ((token.tag == Tag::html || token.tag == Tag::body) && ++roots_ > most_roots)) {
    return;
  }
  std::string_view rest = token.rest;
  RawAttribute attribute;
  std::size_t count = 0;
  while (take_attribute(rest, attribute) && count < limits_.attributes &&
         attributes_ < limits_.all_attributes) {
    const std::string_view name = lowered(attribute.name);
    const Attribute known = html::find_attribute(name);
    if (is_kept(known, name, attribute.value)) {
      ++count;
      ++attributes_;
      std::string_view value = attribute.value;
      if (value.find('&') != std::string_view::npos) {
        decoded_.clear();
        append_decoded(decoded_, value, ReferencePlace::attribute);
        value = decoded_;
      }
      draft_.add_attribute(element, known, name, value);
    }
  }
}

/// A name in lower case, as long as no other is asked for.
std::string_view TreeConstruction::lowered(std::string_view name) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::ranges::none_of(name, is_capital)) {
    return name;
  }
  name_ = ascii_lowered(name);
  return name_;
}

/// A text with its character references decoded, as long as no other is asked for.
std::string_view TreeConstruction::decoded(std::string_view text) {
  if (text.find('&') == std::string_view::npos) {
    return text;
  }
  decoded_.clear();
  append_decoded(decoded_, text, ReferencePlace::text);
  return decoded_;
}

/// Ends the paragraph that is open, if one is.
void TreeConstruction::close_paragraph() {
  if (open_.has_in_scope(Tag::p, Scope::button)) {
    open_.pop_implied_ends(Tag::p);
    open_.pop_through(Tag::p);
  }
}

}  // namespace arch::html
