#include "html/tag_reader.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace arch::html {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// What a byte of a tag may end, as bits.
enum : std::uint8_t { ends_value = 1, ends_name = 2, ends_tag_name = 4, is_separator = 8 };

constexpr std::array<std::uint8_t, 256> tag_bytes = [] {
  std::array<std::uint8_t, 256> bytes{};
  for (const char c : {' ', '\t', '\n', '\f', '\r'}) {
    bytes[static_cast<unsigned char>(c)] = ends_value | ends_name | ends_tag_name | is_separator;
  }
  bytes['/'] = ends_name | ends_tag_name | is_separator;
  bytes['='] = ends_name;
  bytes['>'] = ends_tag_name;
  return bytes;
}();

bool is_one_of(char c, std::uint8_t kinds) {
  return (tag_bytes[static_cast<unsigned char>(c)] & kinds) != 0;
}

constexpr std::string_view cdata_begin = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";

Tag tag_of_name(std::string_view name) {
  std::array<char, 16> letters;  // longer than any name that is known
  if (name.size() > letters.size()) {
    return Tag::other;
  }
  std::ranges::transform(name, letters.begin(), to_ascii_lower);
  return find_tag({letters.data(), name.size()});
}

/// Whether `page` has, at `at`, the name in lower case and then what ends the name of a tag.
bool is_tag_name_at(std::string_view page, std::size_t at, std::string_view name) {
  if (page.size() < at + name.size()) {
    return false;
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (to_ascii_lower(page[at + i]) != name[i]) {
      return false;
    }
  }
  const std::size_t end = at + name.size();
  return end == page.size() || is_html_space(page[end]) || page[end] == '/' || page[end] == '>';
}

/// Where the end tag `</name` begins at or after `at`, or the end of the page.
std::size_t find_end_tag(std::string_view page, std::size_t at, std::string_view name) {
  for (at = page.find("</", at); at != npos; at = page.find("</", at + 2)) {
    if (is_tag_name_at(page, at + 2, name)) {
      return at;
    }
  }
  return page.size();
}

/// Where a comment, whose text begins at `at`, is over.
std::size_t find_end_of_comment(std::string_view page, std::size_t at) {
  for (at = page.find("--", at); at != npos; at = page.find("--", at + 1)) {
    const std::string_view end = page.substr(at + 2, 2);
    if (end.starts_with('>')) {
      return at + 3;
    }
    if (end == "!>") {
      return at + 4;
    }
  }
  return page.size();
}

/// Where a script's end tag begins. Within `<!--`, a `<script` takes an end tag for itself.
std::size_t find_end_of_script(std::string_view page, std::size_t at) {
  enum class State { plain, escaped, twice } state = State::plain;
  while ((at = state == State::plain ? page.find('<', at) : page.find_first_of("<-", at)) != npos) {
    const std::string_view rest = page.substr(at, 4);
    if (state == State::plain && rest == "<!--") {
      state = State::escaped;
      at += 2;  // its dashes may be those of "-->"
      continue;
    }
    if (state != State::plain && rest.starts_with("-->")) {
      state = State::plain;
    } else if (rest.starts_with("</") && is_tag_name_at(page, at + 2, "script")) {
      if (state != State::twice) {
        return at;
      }
      state = State::escaped;
    } else if (state == State::escaped && rest.starts_with('<') &&
               is_tag_name_at(page, at + 1, "script")) {
      state = State::twice;
    }
    ++at;
  }
  return page.size();
}

/// Whether text that begins with '<' may be more than text.
bool begins_markup(std::string_view rest) {
  return rest.size() > 1 && (is_ascii_letter(rest[1]) || rest[1] == '!' || rest[1] == '?' ||
                             (rest[1] == '/' && rest.size() > 2));
}

}  // namespace

bool is_raw(Tag tag) {
  switch (tag) {
    case Tag::script:
    case Tag::style:
    case Tag::title:
    case Tag::textarea:
    case Tag::xmp:
    case Tag::iframe:
    case Tag::noembed:
    case Tag::noframes:
    case Tag::plaintext:
      return true;
    default:
      return false;
  }
}

bool take_attribute(std::string_view& rest, RawAttribute& attribute) {
  std::size_t at = 0;
  while (at < rest.size() && is_one_of(rest[at], is_separator)) {
    ++at;
  }
  if (at == rest.size()) {
    rest = {};
    return false;
  }
  const std::size_t begin = at;
  ++at;  // the first character may be anything, even '='
  while (at < rest.size() && !is_one_of(rest[at], ends_name)) {
    ++at;
  }
  attribute.name = rest.substr(begin, at - begin);
  attribute.value = {};
  std::size_t value = at;
  while (value < rest.size() && is_html_space(rest[value])) {
    ++value;
  }
  if (value < rest.size() && rest[value] == '=') {
    ++value;
    while (value < rest.size() && is_html_space(rest[value])) {
      ++value;
    }
    at = value;
    if (at < rest.size() && (rest[at] == '"' || rest[at] == '\'')) {
      const std::size_t end = std::min(rest.find(rest[at], at + 1), rest.size());
      attribute.value = rest.substr(at + 1, end - at - 1);
      at = std::min(end + 1, rest.size());
    } else {
      while (at < rest.size() && !is_one_of(rest[at], ends_value)) {
        ++at;
      }
      attribute.value = rest.substr(value, at - value);
    }
  }
  attribute.source = rest.substr(begin, at - begin);
  rest.remove_prefix(at);
  return true;
}

Token TagReader::next(Content content) {
  if (at_ == page_.size()) {
    return {};
  }
  if (page_[at_] == '<') {
    if (content == Content::foreign && page_.substr(at_).starts_with(cdata_begin)) {
      return read_cdata();
    }
    const Token markup = read_markup();
    if (markup.kind != Token::Kind::end) {
      return markup;
    }
  }
  // A '<' that begins nothing is text.
  const std::size_t begin = at_;
  do {
    at_ = std::min(page_.find('<', at_ + 1), page_.size());
  } while (at_ < page_.size() && !begins_markup(page_.substr(at_)));
  return {.kind = Token::Kind::text, .source = page_.substr(begin, at_ - begin)};
}

Token TagReader::read_cdata() {
  const std::size_t begin = at_ + cdata_begin.size();
  const std::size_t end = std::min(page_.find(cdata_end, begin), page_.size());
  at_ = std::min(end + cdata_end.size(), page_.size());
  return {.kind = Token::Kind::cdata, .source = page_.substr(begin, end - begin)};
}

Token TagReader::comment_up_to(std::size_t end) {
  const std::size_t begin = at_;
  at_ = std::min(end, page_.size());
  return {.kind = Token::Kind::comment, .source = page_.substr(begin, at_ - begin)};
}

Token TagReader::read_markup() {
  const std::string_view rest = page_.substr(at_);
  const auto after_bracket = [&](std::size_t from) {
    return std::min(page_.find('>', at_ + from), page_.size() - 1) + 1;
  };
  if (rest.size() < 2) {
    return {};
  }
  if (is_ascii_letter(rest[1])) {
    return read_tag(at_ + 1, Token::Kind::start_tag);
  }
  if (rest.starts_with("</")) {
    if (rest.size() > 2 && is_ascii_letter(rest[2])) {
      return read_tag(at_ + 2, Token::Kind::end_tag);
    }
    return rest.size() == 2 ? Token{} : comment_up_to(after_bracket(2));
  }
  if (rest.starts_with("<!--")) {
    if (rest.starts_with("<!-->") || rest.starts_with("<!--->")) {
      return comment_up_to(after_bracket(4));
    }
    return comment_up_to(find_end_of_comment(page_, at_ + 4));
  }
  if (rest[1] == '!' || rest[1] == '?') {
    Token token = comment_up_to(after_bracket(2));
    if (is_tag_name_at(
            page_, static_cast<std::size_t>(rest.data() - page_.data()) + 2, "doctype")) {
      token.kind = Token::Kind::declaration;
    }
    return token;
  }
  return {};
}

Token TagReader::read_tag(std::size_t name_begin, Token::Kind kind) {
  std::size_t at = name_begin;
  while (at < page_.size() && !is_one_of(page_[at], ends_tag_name)) {
    ++at;
  }
  Token token{.kind = kind, .name = page_.substr(name_begin, at - name_begin)};
  const std::size_t rest_begin = at;
  // A '>' within quotes does not end the tag; a quote is one only where a value begins.
  while (at < page_.size() && page_[at] != '>') {
    const char c = page_[at++];
    if (c != '=') {
      continue;
    }
    while (at < page_.size() && is_html_space(page_[at])) {
      ++at;
    }
    if (at < page_.size() && (page_[at] == '"' || page_[at] == '\'')) {
      const std::size_t end = page_.find(page_[at], at + 1);
      at = end == npos ? page_.size() : end + 1;
    } else {
      while (at < page_.size() && !is_html_space(page_[at]) && page_[at] != '>') {
        ++at;
      }
    }
  }
  const std::size_t begin = at_;
  if (at == page_.size()) {
    // The page ends within a tag: the standard drops it.
    return comment_up_to(at);
  }
  token.rest = page_.substr(rest_begin, at - rest_begin);
  token.self_closing = token.rest.ends_with('/');
  token.tag = tag_of_name(token.name);
  at_ = at + 1;
  token.source = page_.substr(begin, at_ - begin);
  return token;
}

std::string_view TagReader::take_raw(Tag tag) {
  const std::size_t begin = at_;
  at_ = tag == Tag::script      ? find_end_of_script(page_, at_)
        : tag == Tag::plaintext ? page_.size()
                                : find_end_tag(page_, at_, tag_name(tag));
  return page_.substr(begin, at_ - begin);
}

}  // namespace arch::html
