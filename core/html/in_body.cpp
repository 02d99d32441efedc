// The mode of tree construction that reads most of a page.
// https://html.spec.whatwg.org/#parsing-main-inbody

#include "base/ascii.hpp"
#include "html/tree_construction.hpp"

#include <algorithm>

namespace arch::html {

void TreeConstruction::text_in_body(std::string_view text) {
  if (text.empty()) {
    return;
  }
  reconstruct_formatting();
  insert_text(text);
  frameset_ok_ = frameset_ok_ && std::ranges::all_of(text, is_html_space);
}

TreeConstruction::Turn TreeConstruction::start_in_body(const Token& token) {
  const std::uint16_t kinds = kinds_of(token.tag);
  if (has_kind(kinds, Kind::head_content)) {
    return start_in_head(token);
  }
  if (has_kind(kinds, Kind::block) || has_kind(kinds, Kind::heading)) {
    start_block(token);
    return Turn::done;
  }
  if (has_kind(kinds, Kind::formatting)) {
    start_formatting(token);
    return Turn::done;
  }
  switch (token.tag) {
    case Tag::html:
      if (!open_.has_template()) {
        read_attributes(token, open_[0].id);
      }
      break;
    case Tag::body:
      if (open_.size() > 1 && open_[1].tag == Tag::body && !open_.has_template()) {
        frameset_ok_ = false;
        read_attributes(token, open_[1].id);
      }
      break;
    case Tag::frameset:
      start_frameset_in_body(token);
      break;
    case Tag::p:
    case Tag::pre:
    case Tag::listing:
    case Tag::form:
    case Tag::hr:
    case Tag::table:
      start_block(token);
      break;
    case Tag::li:
    case Tag::dd:
    case Tag::dt:
      start_item(token);
      break;
    case Tag::plaintext:
      close_paragraph();
      insert(token);
      text_in_body(reader_.take_raw(Tag::plaintext));
      break;
    case Tag::textarea:
    case Tag::xmp:
    case Tag::iframe:
    case Tag::noembed:
      start_raw_in_body(token);
      break;
    case Tag::rb:
    case Tag::rtc:
    case Tag::rp:
    case Tag::rt:
      start_ruby(token);
      break;
    case Tag::param:
    case Tag::source:
    case Tag::track:
      insert_empty(token);
      break;
    case Tag::frame:
    case Tag::head:
      break;
    default:
      if (!has_kind(kinds, Kind::table_child)) {
        start_inline(token);
      }
      break;
  }
  return Turn::done;
}

void TreeConstruction::start_block(const Token& token) {
  if (token.tag == Tag::form && form_ != no_draft && !open_.has_template()) {
    return;
  }
  if (token.tag != Tag::table || !quirks_) {
    close_paragraph();
  }
  if (is_a(token.tag, Kind::heading) && has_kind(open_.current().kinds, Kind::heading)) {
    open_.pop();
  }
  if (token.tag == Tag::hr) {
    insert_empty(token);
    frameset_ok_ = false;
    return;
  }
  const DraftId element = insert(token);
  if (token.tag == Tag::pre || token.tag == Tag::listing) {
    skip_newline_ = true;
    frameset_ok_ = false;
  } else if (token.tag == Tag::form && !open_.has_template()) {
    form_ = element;
  } else if (token.tag == Tag::table) {
    frameset_ok_ = false;
    mode_ = Mode::in_table;
  }
}

/// Elements that formatting around them goes on in.
void TreeConstruction::start_inline(const Token& token) {
  switch (token.tag) {
    case Tag::button:
      if (open_.has_in_scope(Tag::button)) {
        open_.pop_implied_ends();
        open_.pop_through(Tag::button);
      }
      frameset_ok_ = false;
      break;
    case Tag::applet:
    case Tag::marquee:
    case Tag::object:
    case Tag::select:
      frameset_ok_ = false;
      break;
    case Tag::optgroup:
    case Tag::option:
      if (open_.current_is(Tag::option)) {
        open_.pop();
      }
      break;
    default:
      break;
  }
  reconstruct_formatting();
  if (token.tag == Tag::math || token.tag == Tag::svg) {
    start_foreign(token, token.tag == Tag::svg ? Namespace::svg : Namespace::math);
    return;
  }
  const DraftId element = insert(token);
  if (is_a(token.tag, Kind::empty)) {
    open_.pop();
    frameset_ok_ = false;
  } else if (token.tag == Tag::input) {
    open_.pop();
    frameset_ok_ = frameset_ok_ &&
                   ascii_lowered(draft_.attribute_or_empty(element, Attribute::type)) == "hidden";
  } else if (token.tag == Tag::applet || token.tag == Tag::marquee || token.tag == Tag::object) {
    formatting_.push_marker();
  } else if (token.tag == Tag::select) {
    const bool in_table = mode_ >= Mode::in_table && mode_ <= Mode::in_cell;
    mode_ = in_table ? Mode::in_select_in_table : Mode::in_select;
  }
}

void TreeConstruction::start_formatting(const Token& token) {
  if (token.tag == Tag::a) {
    const std::size_t open = formatting_.find_after_marker(Tag::a);
    if (open < formatting_.size()) {
      const DraftId link = formatting_[open].id;
      adopt(Tag::a);
      if (const std::size_t left = formatting_.find(link); left < formatting_.size()) {
        formatting_.erase(left);
      }
      if (draft_.node(link).open) {
        open_.erase(open_.find(link));
      }
    }
  }
  reconstruct_formatting();
  if (token.tag == Tag::nobr && open_.has_in_scope(Tag::nobr)) {
    adopt(Tag::nobr);
    reconstruct_formatting();
  }
  formatting_.push(insert(token));
}

/// Items of lists end those before them.
void TreeConstruction::start_item(const Token& token) {
  frameset_ok_ = false;
  for (std::size_t i = open_.size(); i > 0; --i) {
    ++steps_;
    const OpenElement& element = open_[i - 1];
    const bool alike = token.tag == Tag::li ? element.tag == Tag::li
                                            : element.tag == Tag::dd || element.tag == Tag::dt;
    if (alike) {
      open_.pop_to(i - 1);
      break;
    }
    if (has_kind(element.kinds, Kind::special) && element.tag != Tag::address &&
        element.tag != Tag::div && element.tag != Tag::p) {
      break;
    }
  }
  close_paragraph();
  insert(token);
}

void TreeConstruction::start_raw_in_body(const Token& token) {
  if (token.tag == Tag::xmp) {
    close_paragraph();
    reconstruct_formatting();
  }
  frameset_ok_ = frameset_ok_ && token.tag == Tag::noembed;
  insert_raw(token);
}

void TreeConstruction::start_frameset_in_body(const Token& token) {
  if (!frameset_ok_ || open_.size() < 2 || open_[1].tag != Tag::body) {
    return;
  }
  draft_.remove(open_[1].id);
  open_.pop_to(1);
  insert(token);
  mode_ = Mode::in_frameset;
}

void TreeConstruction::start_ruby(const Token& token) {
  if (open_.has_in_scope(Tag::ruby)) {
    open_.pop_implied_ends(token.tag == Tag::rp || token.tag == Tag::rt ? Tag::rtc : Tag::document);
  }
  insert(token);
}

TreeConstruction::Turn TreeConstruction::end_in_body(const Token& token) {
  const std::uint16_t kinds = kinds_of(token.tag);
  if (has_kind(kinds, Kind::formatting)) {
    adopt(token.tag);
    return Turn::done;
  }
  if (has_kind(kinds, Kind::block) || has_kind(kinds, Kind::heading)) {
    end_block(token);
    return Turn::done;
  }
  switch (token.tag) {
    case Tag::body:
    case Tag::html:
      if (!open_.has_in_scope(Tag::body)) {
        return Turn::done;
      }
      mode_ = Mode::after_body;
      return token.tag == Tag::html ? Turn::again : Turn::done;
    case Tag::p:
      if (!open_.has_in_scope(Tag::p, Scope::button)) {
        insert(Tag::p);
      }
      close_paragraph();
      return Turn::done;
    case Tag::form:
      end_form();
      return Turn::done;
    case Tag::button:
    case Tag::pre:
    case Tag::listing:
    case Tag::li:
    case Tag::dd:
    case Tag::dt:
    case Tag::applet:
    case Tag::marquee:
    case Tag::object:
      end_block(token);
      return Turn::done;
    case Tag::br:
      reconstruct_formatting();
      insert(Tag::br);
      open_.pop();
      frameset_ok_ = false;
      return Turn::done;
    default:
      end_any(lowered(token.name), token.tag);
      return Turn::done;
  }
}

void TreeConstruction::end_block(const Token& token) {
  if (is_a(token.tag, Kind::heading)) {
    if (open_.has_heading_in_scope()) {
      open_.pop_implied_ends();
      while (!has_kind(open_.current().kinds, Kind::heading)) {
        open_.pop();
      }
      open_.pop();
    }
    return;
  }
  if (!open_.has_in_scope(token.tag, token.tag == Tag::li ? Scope::list_item : Scope::plain)) {
    return;
  }
  const bool item = token.tag == Tag::li || token.tag == Tag::dd || token.tag == Tag::dt;
  open_.pop_implied_ends(item ? token.tag : Tag::document);
  open_.pop_through(token.tag);
  if (token.tag == Tag::applet || token.tag == Tag::marquee || token.tag == Tag::object) {
    formatting_.clear_to_marker();
  }
}

void TreeConstruction::end_form() {
  if (open_.has_template()) {
    if (open_.has_in_scope(Tag::form)) {
      open_.pop_implied_ends();
      open_.pop_through(Tag::form);
    }
    return;
  }
  const DraftId form = form_;
  form_ = no_draft;
  if (form != no_draft && open_.has_in_scope(form)) {
    open_.pop_implied_ends();
    open_.erase(open_.find(form));
  }
}

/// "Any other end tag": ends the element of that name, unless a special one is in between.
void TreeConstruction::end_any(std::string_view name, Tag tag) {
  for (std::size_t i = open_.size(); i > 0; --i) {
    ++steps_;
    const OpenElement& element = open_[i - 1];
    if (element.tag == tag && draft_.node(element.id).space == Namespace::html &&
        (tag != Tag::other || draft_.name(element.id) == name)) {
      open_.pop_to(i - 1);
      return;
    }
    if (has_kind(element.kinds, Kind::special)) {
      return;
    }
  }
}

}  // namespace arch::html
