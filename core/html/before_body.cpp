// The modes of tree construction before the body, after it, and in framesets.
// https://html.spec.whatwg.org/#parsing-main-inhtml

#include "html/tree_construction.hpp"

namespace arch::html {

/// "Anything else" of the modes before the body: makes the element that must come next.
TreeConstruction::Turn TreeConstruction::open_next(Mode mode) {
  switch (mode) {
    case Mode::initial:
      mode_ = Mode::before_html;
      break;
    case Mode::before_html:
      insert(Tag::html);
      mode_ = Mode::before_head;
      break;
    case Mode::before_head:
      head_ = insert(Tag::head);
      mode_ = Mode::in_head;
      break;
    case Mode::in_head:
      open_.pop();
      mode_ = Mode::after_head;
      break;
    case Mode::in_head_noscript:
      open_.pop();
      mode_ = Mode::in_head;
      break;
    default:
      insert(Tag::body);
      mode_ = Mode::in_body;
      break;
  }
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_before_body(const Token& token) {
  if (mode_ == Mode::before_html && token.tag == Tag::html) {
    insert(token);
    mode_ = Mode::before_head;
    return Turn::done;
  }
  if (mode_ == Mode::before_head && token.tag == Tag::html) {
    return start_in_body(token);
  }
  if (mode_ == Mode::before_head && token.tag == Tag::head) {
    head_ = insert(token);
    mode_ = Mode::in_head;
    return Turn::done;
  }
  return open_next(mode_);
}

/// End tags of the modes up to after_head.
TreeConstruction::Turn TreeConstruction::end_before_body(const Token& token) {
  if (mode_ == Mode::in_head && token.tag == Tag::head) {
    open_.pop();
    mode_ = Mode::after_head;
    return Turn::done;
  }
  if (mode_ == Mode::in_head_noscript && token.tag == Tag::noscript) {
    open_.pop();
    mode_ = Mode::in_head;
    return Turn::done;
  }
  switch (token.tag) {
    case Tag::head:
      return mode_ < Mode::in_head ? open_next(mode_) : Turn::done;
    case Tag::body:
    case Tag::html:
      return mode_ == Mode::in_head_noscript ? Turn::done : open_next(mode_);
    case Tag::br:
      return open_next(mode_);
    default:
      return mode_ == Mode::initial ? open_next(mode_) : Turn::done;
  }
}

TreeConstruction::Turn TreeConstruction::start_in_head(const Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::base:
    case Tag::basefont:
    case Tag::bgsound:
    case Tag::link:
    case Tag::meta:
      insert_empty(token);
      return Turn::done;
    case Tag::title:
    case Tag::noframes:
    case Tag::style:
    case Tag::script:
      insert_raw(token);
      return Turn::done;
    case Tag::noscript:
      insert(token);
      mode_ = Mode::in_head_noscript;
      return Turn::done;
    case Tag::template_element:
      start_template(token);
      return Turn::done;
    case Tag::head:
      return Turn::done;
    default:
      return open_next(Mode::in_head);
  }
}

TreeConstruction::Turn TreeConstruction::start_in_head_noscript(const Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::basefont:
    case Tag::bgsound:
    case Tag::link:
    case Tag::meta:
    case Tag::noframes:
    case Tag::style:
      return start_in_head(token);
    case Tag::head:
    case Tag::noscript:
      return Turn::done;
    default:
      return open_next(mode_);
  }
}

TreeConstruction::Turn TreeConstruction::start_after_head(const Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::body:
      insert(token);
      frameset_ok_ = false;
      mode_ = Mode::in_body;
      return Turn::done;
    case Tag::frameset:
      insert(token);
      mode_ = Mode::in_frameset;
      return Turn::done;
    case Tag::head:
      return Turn::done;
    default:
      break;
  }
  if (!is_a(token.tag, Kind::head_content)) {
    return open_next(mode_);
  }
  open_.push(head_);
  start_in_head(token);
  open_.erase(open_.find(head_));
  return Turn::done;
}

void TreeConstruction::start_template(const Token& token) {
  insert(token);
  formatting_.push_marker();
  frameset_ok_ = false;
  mode_ = Mode::in_template;
  template_modes_.push_back(Mode::in_template);
}

void TreeConstruction::end_template() {
  if (!open_.has_template()) {
    return;
  }
  open_.pop_through(Tag::template_element);
  formatting_.clear_to_marker();
  template_modes_.pop_back();
  reset_mode();
}

TreeConstruction::Turn TreeConstruction::start_in_template(const Token& token) {
  if (is_a(token.tag, Kind::head_content)) {
    return start_in_head(token);
  }
  switch (token.tag) {
    case Tag::caption:
    case Tag::colgroup:
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      mode_ = Mode::in_table;
      break;
    case Tag::col:
      mode_ = Mode::in_column_group;
      break;
    case Tag::tr:
      mode_ = Mode::in_table_body;
      break;
    case Tag::td:
    case Tag::th:
      mode_ = Mode::in_row;
      break;
    default:
      mode_ = Mode::in_body;
      break;
  }
  template_modes_.back() = mode_;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_after_body(const Token& token) {
  if (token.tag == Tag::html) {
    return start_in_body(token);
  }
  mode_ = Mode::in_body;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::end_after_body(const Token& token) {
  if (mode_ == Mode::after_body && token.tag == Tag::html) {
    mode_ = Mode::after_after_body;
    return Turn::done;
  }
  mode_ = Mode::in_body;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_in_frameset(const Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::noframes:
      return start_in_head(token);
    case Tag::frameset:
      if (mode_ == Mode::in_frameset) {
        insert(token);
      }
      return Turn::done;
    case Tag::frame:
      if (mode_ == Mode::in_frameset) {
        insert_empty(token);
      }
      return Turn::done;
    default:
      return Turn::done;
  }
}

TreeConstruction::Turn TreeConstruction::end_in_frameset(const Token& token) {
  if (mode_ == Mode::in_frameset && token.tag == Tag::frameset && open_.size() > 1) {
    open_.pop();
    if (!open_.current_is(Tag::frameset)) {
      mode_ = Mode::after_frameset;
    }
  } else if (mode_ == Mode::after_frameset && token.tag == Tag::html) {
    mode_ = Mode::after_after_frameset;
  }
  return Turn::done;
}

}  // namespace arch::html
