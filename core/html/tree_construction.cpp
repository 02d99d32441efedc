#include "html/tree_construction.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>

namespace arch::html {

namespace {

/// The looks at open elements and formatting that a page may cost: a quarter of a second. The
/// longest of 1,012 real pages, of 9 MB, takes 1 % of them.
constexpr std::size_t most_steps = 50'000'000;

/// The beginnings of the public identifiers by which browsers know pages of the time before
/// standards; in some the standard's list goes on, but to nothing else that was ever published.
constexpr std::array quirky_doctypes =
    std::to_array<std::string_view>({"+//silmaril//dtd html pro",
                                     "-//as//dtd html 3",
                                     "-//advasoft ltd//dtd html 3",
                                     "-//ietf//dtd html",
                                     "-//metrius//dtd metrius",
                                     "-//microsoft//dtd internet explorer",
                                     "-//netscape comm. corp.//dtd",
                                     "-//o'reilly and associates//dtd html",
                                     "-//sq//dtd html",
                                     "-//softquad",
                                     "-//spyglass//dtd html",
                                     "-//sun microsystems corp.//dtd hotjava",
                                     "-//w3c//dtd html 3",
                                     "-//w3c//dtd html 4.0 frameset//",
                                     "-//w3c//dtd html 4.0 transitional//",
                                     "-//w3c//dtd html experimental",
                                     "-//w3c//dtd w3 html//",
                                     "-//w3o//dtd w3 html",
                                     "-//webtechs//dtd mozilla html"});

/// The first string in quotes of what follows, which is cut off with all before it.
std::string_view take_quoted(std::string_view& rest) {
  const std::size_t begin = rest.find_first_of("\"'");
  if (begin == std::string_view::npos) {
    return {};
  }
  const std::size_t end = std::min(rest.find(rest[begin], begin + 1), rest.size());
  const std::string_view quoted = rest.substr(begin + 1, end - begin - 1);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return quoted;
}

/// Whether a doctype tells browsers to lay the page out as they did before there were standards.
/// https://html.spec.whatwg.org/#the-initial-insertion-mode
bool is_quirky(std::string_view declaration) {
  constexpr std::size_t longest = 512;
  const std::string lowered = ascii_lowered(declaration.substr(0, longest));
  std::string_view rest = lowered;
  rest.remove_prefix(std::string_view{"<!doctype"}.size());
  while (!rest.empty() && is_html_space(rest.front())) {
    rest.remove_prefix(1);
  }
  const auto is_end_of_name = [](char c) { return is_html_space(c) || c == '>'; };
  const auto name_end = std::ranges::find_if(rest, is_end_of_name);
  const std::string_view name = rest.substr(0, static_cast<std::size_t>(name_end - rest.begin()));
  if (name != "html") {
    return true;
  }
  rest.remove_prefix(name.size());
  while (!rest.empty() && is_html_space(rest.front())) {
    rest.remove_prefix(1);
  }
  if (!rest.starts_with("public")) {
    return rest.find("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd") != rest.npos;
  }
  const std::string_view identifier = take_quoted(rest);
  const bool has_system = rest.find_first_of("\"'") != std::string_view::npos;
  const auto begins = [&](std::string_view begin) { return identifier.starts_with(begin); };
  return std::ranges::any_of(quirky_doctypes, begins) || identifier == "html" ||
         identifier == "-/w3c/dtd html 4.0 transitional/en" ||
         identifier == "-//w3o//dtd w3 html strict 3.0//en//" ||
         (!has_system && (begins("-//w3c//dtd html 4.01 frameset//") ||
                          begins("-//w3c//dtd html 4.01 transitional//")));
}

}  // namespace

TreeConstruction::TreeConstruction(std::string_view page, const Limits& limits)
    : reader_{page}, limits_{limits} {
  draft_.reserve(page.size());
}

bool TreeConstruction::within_limits() const {
  return draft_.size() <= limits_.nodes && open_.size() <= limits_.depth &&
         steps_ + open_.steps() + formatting_.steps() <= most_steps;
}

bool TreeConstruction::read() {
  for (Token token = reader_.next(); token.kind != Token::Kind::end;
       token = reader_.next(in_foreign() ? Content::foreign : Content::html)) {
    switch (token.kind) {
      case Token::Kind::start_tag:
        start(token);
        break;
      case Token::Kind::end_tag:
        end(token);
        break;
      case Token::Kind::text:
        text(token);
        break;
      case Token::Kind::cdata:
        insert_text(token.source);
        break;
      case Token::Kind::declaration:
        declaration(token);
        break;
      default:
        skip_newline_ = false;  // a comment is between
        break;
    }
    if (!within_limits()) {
      return false;
    }
  }
  end_page();
  return true;
}

void TreeConstruction::read_text_only() {
  const Token paragraph{.kind = Token::Kind::start_tag, .tag = Tag::p, .name = "p"};
  bool in_paragraph = false;
  for (Token token = reader_.next();
       token.kind != Token::Kind::end && draft_.size() < limits_.nodes;
       token = reader_.next()) {
    if (token.kind == Token::Kind::text) {
      text(token);
      in_paragraph = false;
    } else if (token.kind == Token::Kind::start_tag && is_raw(token.tag)) {
      const bool kept = token.tag == Tag::title || token.tag == Tag::script;
      kept ? start(token) : void(reader_.take_raw(token.tag));
    } else if ((token.kind == Token::Kind::start_tag || token.kind == Token::Kind::end_tag) &&
               (is_block(token.tag) || token.tag == Tag::br) && !in_paragraph) {
      start(paragraph);
      in_paragraph = true;
    }
  }
  end_page();
}

Tree TreeConstruction::finish() {
  return draft_.finish(limits_.depth);
}

/// The end of the page makes the elements that every page has.
void TreeConstruction::end_page() {
  while (open_.has_template()) {
    end_template();
  }
  const Token body{.kind = Token::Kind::start_tag, .tag = Tag::body, .name = "body"};
  while (mode_ < Mode::in_body) {
    start(body);
  }
}

void TreeConstruction::declaration(const Token& token) {
  if (mode_ == Mode::initial) {
    quirks_ = is_quirky(token.source);
    mode_ = Mode::before_html;
  }
}

void TreeConstruction::start(const Token& token) {
  skip_newline_ = false;
  Token image;
  const Token* read = &token;
  if (token.tag == Tag::image && !is_foreign(token)) {
    image = token;  // "Parse error. Change the token's tag name to "img" and reprocess it. (Don't
                    // ask.)"
    image.tag = Tag::img;
    image.name = "img";
    read = &image;
  }
  while ((is_foreign(*read) ? start_in_foreign(*read) : start_in_mode(*read)) == Turn::again) {
    ++steps_;
  }
}

TreeConstruction::Turn TreeConstruction::start_in_mode(const Token& token) {
  switch (mode_) {
    case Mode::in_body:
      return start_in_body(token);
    case Mode::in_head:
      return start_in_head(token);
    case Mode::in_head_noscript:
      return start_in_head_noscript(token);
    case Mode::after_head:
      return start_after_head(token);
    case Mode::in_table:
      return start_in_table(token);
    case Mode::in_caption:
      return start_in_caption(token);
    case Mode::in_column_group:
      return start_in_column_group(token);
    case Mode::in_table_body:
      return start_in_table_body(token);
    case Mode::in_row:
      return start_in_row(token);
    case Mode::in_cell:
      return start_in_cell(token);
    case Mode::in_select:
    case Mode::in_select_in_table:
      return start_in_select(token);
    case Mode::in_template:
      return start_in_template(token);
    case Mode::after_body:
    case Mode::after_after_body:
      return start_after_body(token);
    case Mode::in_frameset:
    case Mode::after_frameset:
    case Mode::after_after_frameset:
      return start_in_frameset(token);
    default:
      return start_before_body(token);
  }
}

void TreeConstruction::end(const Token& token) {
  skip_newline_ = false;
  while ((is_foreign(token) ? end_in_foreign(token) : end_in_mode(token)) == Turn::again) {
    ++steps_;
  }
}

TreeConstruction::Turn TreeConstruction::end_in_mode(const Token& token) {
  if (token.tag == Tag::template_element && mode_ >= Mode::in_head && mode_ != Mode::after_body &&
      mode_ < Mode::in_frameset) {
    end_template();
    return Turn::done;
  }
  switch (mode_) {
    case Mode::in_body:
      return end_in_body(token);
    case Mode::in_table:
      return end_in_table(token);
    case Mode::in_caption:
      return end_in_caption(token);
    case Mode::in_column_group:
      return end_in_column_group(token);
    case Mode::in_table_body:
      return end_in_table_body(token);
    case Mode::in_row:
      return end_in_row(token);
    case Mode::in_cell:
      return end_in_cell(token);
    case Mode::in_select:
    case Mode::in_select_in_table:
      return end_in_select(token);
    case Mode::in_template:
      return Turn::done;
    case Mode::after_body:
    case Mode::after_after_body:
      return end_after_body(token);
    case Mode::in_frameset:
    case Mode::after_frameset:
    case Mode::after_after_frameset:
      return end_in_frameset(token);
    default:
      return end_before_body(token);
  }
}

void TreeConstruction::text(const Token& token) {
  std::string_view text = decoded(token.source);
  if (skip_newline_ && text.starts_with('\n')) {
    text.remove_prefix(1);
  }
  skip_newline_ = false;
  if (is_foreign(token)) {
    insert_text(text);
    frameset_ok_ = frameset_ok_ && std::ranges::all_of(text, is_html_space);
    return;
  }
  while (!text.empty() && text_in_mode(text) == Turn::again) {
    ++steps_;
  }
}

/// Reads the text, or its white space at the beginning, which is cut off.
TreeConstruction::Turn TreeConstruction::text_in_mode(std::string_view& text) {
  switch (mode_) {
    case Mode::in_body:
    case Mode::in_caption:
    case Mode::in_cell:
    case Mode::in_template:
      text_in_body(text);
      return Turn::done;
    case Mode::in_select:
    case Mode::in_select_in_table:
      insert_text(text);
      return Turn::done;
    case Mode::in_table:
    case Mode::in_table_body:
    case Mode::in_row:
      return text_in_table(text);
    default:
      break;
  }
  const auto end_of_space = std::ranges::find_if_not(text, is_html_space);
  const auto spaces = static_cast<std::size_t>(end_of_space - text.begin());
  const std::string_view space = text.substr(0, spaces);
  text.remove_prefix(spaces);
  switch (mode_) {
    case Mode::initial:
    case Mode::before_html:
    case Mode::before_head:
      break;
    case Mode::in_frameset:
    case Mode::after_frameset:
      insert_text(space);
      text.remove_prefix(std::min<std::size_t>(text.size(), 1));
      return Turn::again;
    case Mode::after_body:
    case Mode::after_after_body:
    case Mode::after_after_frameset:
      text_in_body(space);
      break;
    default:
      insert_text(space);
      break;
  }
  if (text.empty()) {
    return Turn::done;
  }
  switch (mode_) {
    case Mode::in_column_group:
      return leave_column_group();
    case Mode::after_body:
    case Mode::after_after_body:
      mode_ = Mode::in_body;
      return Turn::again;
    case Mode::after_after_frameset:
      return Turn::done;
    default:
      return open_next(mode_);
  }
}

bool TreeConstruction::is_math_text(const OpenElement& element) const {
  if (draft_.node(element.id).space != Namespace::math) {
    return false;
  }
  const std::string_view name = draft_.name(element.id);
  return has_kind(element.kinds, Kind::special) && name != "annotation-xml";
}

bool TreeConstruction::holds_html(const OpenElement& element) const {
  const Namespace space = draft_.node(element.id).space;
  if (space == Namespace::svg) {
    return has_kind(element.kinds, Kind::special);
  }
  if (space != Namespace::math || draft_.name(element.id) != "annotation-xml") {
    return false;
  }
  const std::string encoding = ascii_lowered(draft_.attribute_or_empty(element.id, "encoding"));
  return encoding == "text/html" || encoding == "application/xhtml+xml";
}

bool TreeConstruction::in_foreign() const {
  return !open_.empty() && open_.current().tag == Tag::other &&
         draft_.node(open_.current().id).space != Namespace::html;
}

/// Whether the rules for foreign content read the token.
bool TreeConstruction::is_foreign(const Token& token) const {
  if (!in_foreign()) {
    return false;
  }
  const OpenElement& current = open_.current();
  const bool is_start = token.kind == Token::Kind::start_tag;
  if (is_math_text(current) && token.kind != Token::Kind::end_tag &&
      !(is_start && (token.name == "mglyph" || token.name == "malignmark"))) {
    return false;
  }
  if (is_start && token.tag == Tag::svg && draft_.name(current.id) == "annotation-xml") {
    return false;
  }
  return !(token.kind != Token::Kind::end_tag && holds_html(current));
}

TreeConstruction::Turn TreeConstruction::start_in_foreign(const Token& token) {
  bool ends = is_a(token.tag, Kind::foreign_end);
  if (token.tag == Tag::font) {
    std::string_view rest = token.rest;
    RawAttribute attribute;
    while (!ends && take_attribute(rest, attribute)) {
      const std::string_view name = lowered(attribute.name);
      ends = name == "color" || name == "face" || name == "size";
    }
  }
  if (ends) {
    do {
      open_.pop();
    } while (draft_.node(open_.current().id).space != Namespace::html &&
             !is_math_text(open_.current()) && !holds_html(open_.current()));
    return Turn::again;
  }
  start_foreign(token, draft_.node(open_.current().id).space);
  return Turn::done;
}

TreeConstruction::Turn TreeConstruction::end_in_foreign(const Token& token) {
  if (token.tag == Tag::br || token.tag == Tag::p) {
    while (draft_.node(open_.current().id).space != Namespace::html &&
           !is_math_text(open_.current()) && !holds_html(open_.current())) {
      open_.pop();
    }
    return end_in_mode(token);
  }
  const std::string_view name = lowered(token.name);
  for (std::size_t i = open_.size(); i > 1; --i) {
    ++steps_;
    const OpenElement& element = open_[i - 1];
    if (draft_.node(element.id).space == Namespace::html) {
      return end_in_mode(token);
    }
    if (draft_.name(element.id) == name) {
      open_.pop_to(i - 1);
      return Turn::done;
    }
  }
  return Turn::done;
}

void TreeConstruction::start_foreign(const Token& token, Namespace space) {
  const DraftId element = insert_element(token.tag, space, lowered(token.name));
  if (space != Namespace::svg || token.tag == Tag::svg) {
    read_attributes(token, element);  // what is in svg is not kept
  }
  if (token.self_closing) {
    open_.pop();
  }
}

}  // namespace arch::html
