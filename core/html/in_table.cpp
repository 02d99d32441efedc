// The modes of tree construction in tables and in select.
// https://html.spec.whatwg.org/#parsing-main-intable

#include "base/ascii.hpp"
#include "html/tree_construction.hpp"

#include <algorithm>

namespace arch::html {

/// https://html.spec.whatwg.org/#reset-the-insertion-mode-appropriately
void TreeConstruction::reset_mode() {
  for (std::size_t i = open_.size(); i > 0; --i) {
    ++steps_;
    const Mode mode = mode_of(open_[i - 1], i - 1);
    if (mode != Mode::initial) {
      mode_ = mode;
      return;
    }
  }
}

/// The mode that an open element asks for; Mode::initial when it asks for none.
TreeConstruction::Mode TreeConstruction::mode_of(const OpenElement& element,
                                                 std::size_t index) const {
  switch (element.tag) {
    case Tag::select: {
      std::size_t at = index;
      while (at > 0 && open_[at].tag != Tag::table && open_[at].tag != Tag::template_element) {
        --at;
      }
      return open_[at].tag == Tag::table ? Mode::in_select_in_table : Mode::in_select;
    }
    case Tag::td:
    case Tag::th:
      return Mode::in_cell;
    case Tag::tr:
      return Mode::in_row;
    case Tag::tbody:
    case Tag::thead:
    case Tag::tfoot:
      return Mode::in_table_body;
    case Tag::caption:
      return Mode::in_caption;
    case Tag::colgroup:
      return Mode::in_column_group;
    case Tag::table:
      return Mode::in_table;
    case Tag::template_element:
      return template_modes_.back();
    case Tag::head:
      return Mode::in_head;
    case Tag::body:
      return Mode::in_body;
    case Tag::frameset:
      return Mode::in_frameset;
    case Tag::html:
      return head_ == no_draft ? Mode::before_head : Mode::after_head;
    default:
      return Mode::initial;
  }
}

TreeConstruction::Turn TreeConstruction::text_in_table(std::string_view text) {
  const bool in_structure = has_kind(open_.current().kinds, Kind::table_structure) ||
                            open_.current_is(Tag::template_element);
  if (in_structure && std::ranges::all_of(text, is_html_space)) {
    insert_text(text);
    return Turn::done;
  }
  foster_ = true;
  text_in_body(text);
  foster_ = false;
  return Turn::done;
}

TreeConstruction::Turn TreeConstruction::start_in_table(const Token& token) {
  switch (token.tag) {
    case Tag::caption:
      open_.pop_to_table_context(Tag::table);
      formatting_.push_marker();
      insert(token);
      mode_ = Mode::in_caption;
      return Turn::done;
    case Tag::colgroup:
      open_.pop_to_table_context(Tag::table);
      insert(token);
      mode_ = Mode::in_column_group;
      return Turn::done;
    case Tag::col:
      open_.pop_to_table_context(Tag::table);
      insert(Tag::colgroup);
      mode_ = Mode::in_column_group;
      return Turn::again;
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      open_.pop_to_table_context(Tag::table);
      insert(token);
      mode_ = Mode::in_table_body;
      return Turn::done;
    case Tag::td:
    case Tag::th:
    case Tag::tr:
      open_.pop_to_table_context(Tag::table);
      insert(Tag::tbody);
      mode_ = Mode::in_table_body;
      return Turn::again;
    case Tag::table:
      if (!open_.has_in_scope(Tag::table, Scope::table)) {
        return Turn::done;
      }
      open_.pop_through(Tag::table);
      reset_mode();
      return Turn::again;
    case Tag::style:
    case Tag::script:
    case Tag::template_element:
      return start_in_head(token);
    case Tag::form:
      if (!open_.has_template() && form_ == no_draft) {
        form_ = insert(token);
        open_.pop();
      }
      return Turn::done;
    default:
      break;
  }
  if (token.tag == Tag::input) {
    const DraftId input = insert(token);
    open_.pop();
    if (ascii_lowered(draft_.attribute_or_empty(input, Attribute::type)) == "hidden") {
      return Turn::done;
    }
    draft_.remove(input);
  }
  foster_ = true;
  const Turn turn = start_in_body(token);
  foster_ = false;
  return turn;
}

TreeConstruction::Turn TreeConstruction::end_in_table(const Token& token) {
  if (token.tag == Tag::table) {
    if (open_.has_in_scope(Tag::table, Scope::table)) {
      open_.pop_through(Tag::table);
      reset_mode();
    }
    return Turn::done;
  }
  if (token.tag == Tag::body || token.tag == Tag::html || is_a(token.tag, Kind::table_child)) {
    return Turn::done;
  }
  foster_ = true;
  const Turn turn = end_in_body(token);
  foster_ = false;
  return turn;
}

/// Ends the caption; returns whether one was open.
bool TreeConstruction::close_caption() {
  if (!open_.has_in_scope(Tag::caption, Scope::table)) {
    return false;
  }
  open_.pop_implied_ends();
  open_.pop_through(Tag::caption);
  formatting_.clear_to_marker();
  mode_ = Mode::in_table;
  return true;
}

TreeConstruction::Turn TreeConstruction::start_in_caption(const Token& token) {
  if (is_a(token.tag, Kind::table_child)) {
    return close_caption() ? Turn::again : Turn::done;
  }
  return start_in_body(token);
}

TreeConstruction::Turn TreeConstruction::end_in_caption(const Token& token) {
  if (token.tag == Tag::caption) {
    close_caption();
    return Turn::done;
  }
  if (token.tag == Tag::table) {
    return close_caption() ? Turn::again : Turn::done;
  }
  if (token.tag == Tag::body || token.tag == Tag::html || is_a(token.tag, Kind::table_child)) {
    return Turn::done;
  }
  return end_in_body(token);
}

TreeConstruction::Turn TreeConstruction::leave_column_group() {
  if (!open_.current_is(Tag::colgroup)) {
    return Turn::done;
  }
  open_.pop();
  mode_ = Mode::in_table;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_in_column_group(const Token& token) {
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::col:
      insert_empty(token);
      return Turn::done;
    case Tag::template_element:
      return start_in_head(token);
    default:
      return leave_column_group();
  }
}

TreeConstruction::Turn TreeConstruction::end_in_column_group(const Token& token) {
  if (token.tag == Tag::colgroup) {
    leave_column_group();
    return Turn::done;
  }
  return token.tag == Tag::col ? Turn::done : leave_column_group();
}

/// Ends the rows that are open, if some are.
TreeConstruction::Turn TreeConstruction::leave_table_body() {
  if (!open_.has_in_scope(Tag::tbody, Scope::table) &&
      !open_.has_in_scope(Tag::thead, Scope::table) &&
      !open_.has_in_scope(Tag::tfoot, Scope::table)) {
    return Turn::done;
  }
  open_.pop_to_table_context(Tag::tbody, Tag::tfoot, Tag::thead);
  open_.pop();
  mode_ = Mode::in_table;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_in_table_body(const Token& token) {
  switch (token.tag) {
    case Tag::tr:
      open_.pop_to_table_context(Tag::tbody, Tag::tfoot, Tag::thead);
      insert(token);
      mode_ = Mode::in_row;
      return Turn::done;
    case Tag::td:
    case Tag::th:
      open_.pop_to_table_context(Tag::tbody, Tag::tfoot, Tag::thead);
      insert(Tag::tr);
      mode_ = Mode::in_row;
      return Turn::again;
    default:
      return is_a(token.tag, Kind::table_child) ? leave_table_body() : start_in_table(token);
  }
}

TreeConstruction::Turn TreeConstruction::end_in_table_body(const Token& token) {
  switch (token.tag) {
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      if (open_.has_in_scope(token.tag, Scope::table)) {
        leave_table_body();
      }
      return Turn::done;
    case Tag::table:
      return leave_table_body();
    default:
      return end_in_table(token);
  }
}

/// Ends the row that is open, if one is.
TreeConstruction::Turn TreeConstruction::leave_row() {
  if (!open_.has_in_scope(Tag::tr, Scope::table)) {
    return Turn::done;
  }
  open_.pop_to_table_context(Tag::tr, Tag::tr, Tag::tr);
  open_.pop();
  mode_ = Mode::in_table_body;
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_in_row(const Token& token) {
  if (token.tag == Tag::td || token.tag == Tag::th) {
    open_.pop_to_table_context(Tag::tr, Tag::tr, Tag::tr);
    insert(token);
    mode_ = Mode::in_cell;
    formatting_.push_marker();
    return Turn::done;
  }
  return is_a(token.tag, Kind::table_child) ? leave_row() : start_in_table(token);
}

TreeConstruction::Turn TreeConstruction::end_in_row(const Token& token) {
  switch (token.tag) {
    case Tag::tr:
      leave_row();
      return Turn::done;
    case Tag::table:
      return leave_row();
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
      return open_.has_in_scope(token.tag, Scope::table) ? leave_row() : Turn::done;
    default:
      return end_in_table(token);
  }
}

void TreeConstruction::close_cell() {
  open_.pop_implied_ends();
  while (!open_.current_is(Tag::td) && !open_.current_is(Tag::th)) {
    open_.pop();
  }
  open_.pop();
  formatting_.clear_to_marker();
  mode_ = Mode::in_row;
}

TreeConstruction::Turn TreeConstruction::start_in_cell(const Token& token) {
  if (!is_a(token.tag, Kind::table_child)) {
    return start_in_body(token);
  }
  if (!open_.has_in_scope(Tag::td, Scope::table) && !open_.has_in_scope(Tag::th, Scope::table)) {
    return Turn::done;
  }
  close_cell();
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::end_in_cell(const Token& token) {
  switch (token.tag) {
    case Tag::td:
    case Tag::th:
      if (open_.has_in_scope(token.tag, Scope::table)) {
        open_.pop_implied_ends();
        open_.pop_through(token.tag);
        formatting_.clear_to_marker();
        mode_ = Mode::in_row;
      }
      return Turn::done;
    case Tag::body:
    case Tag::caption:
    case Tag::col:
    case Tag::colgroup:
    case Tag::html:
      return Turn::done;
    case Tag::table:
    case Tag::tbody:
    case Tag::tfoot:
    case Tag::thead:
    case Tag::tr:
      if (!open_.has_in_scope(token.tag, Scope::table)) {
        return Turn::done;
      }
      close_cell();
      return Turn::again;
    default:
      return end_in_body(token);
  }
}

/// Ends the select that is open.
TreeConstruction::Turn TreeConstruction::leave_select() {
  if (!open_.has_in_select_scope()) {
    return Turn::done;
  }
  open_.pop_through(Tag::select);
  reset_mode();
  return Turn::again;
}

TreeConstruction::Turn TreeConstruction::start_in_select(const Token& token) {
  if (mode_ == Mode::in_select_in_table &&
      (token.tag == Tag::table || (is_a(token.tag, Kind::table_child) && token.tag != Tag::col &&
                                   token.tag != Tag::colgroup))) {
    open_.pop_through(Tag::select);
    reset_mode();
    return Turn::again;
  }
  switch (token.tag) {
    case Tag::html:
      return start_in_body(token);
    case Tag::option:
    case Tag::optgroup:
    case Tag::hr:
      if (open_.current_is(Tag::option)) {
        open_.pop();
      }
      if (token.tag != Tag::option && open_.current_is(Tag::optgroup)) {
        open_.pop();
      }
      insert(token);
      if (token.tag == Tag::hr) {
        open_.pop();
      }
      return Turn::done;
    case Tag::select:
      leave_select();
      return Turn::done;
    case Tag::input:
    case Tag::keygen:
    case Tag::textarea:
      return leave_select();
    case Tag::script:
    case Tag::template_element:
      return start_in_head(token);
    default:
      return Turn::done;
  }
}

TreeConstruction::Turn TreeConstruction::end_in_select(const Token& token) {
  if (mode_ == Mode::in_select_in_table &&
      (token.tag == Tag::table || (is_a(token.tag, Kind::table_child) && token.tag != Tag::col &&
                                   token.tag != Tag::colgroup))) {
    if (!open_.has_in_scope(token.tag, Scope::table)) {
      return Turn::done;
    }
    open_.pop_through(Tag::select);
    reset_mode();
    return Turn::again;
  }
  switch (token.tag) {
    case Tag::optgroup:
      if (open_.current_is(Tag::option) && open_[open_.size() - 2].tag == Tag::optgroup) {
        open_.pop();
      }
      if (open_.current_is(Tag::optgroup)) {
        open_.pop();
      }
      break;
    case Tag::option:
      if (open_.current_is(Tag::option)) {
        open_.pop();
      }
      break;
    case Tag::select:
      leave_select();
      break;
    default:
      break;
  }
  return Turn::done;
}

}  // namespace arch::html
