#include "html/open_elements.hpp"

#include <algorithm>

namespace arch::html {

namespace {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325;  // FNV-1a
  for (const char c : text) {
    const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    hash = (hash ^ static_cast<unsigned char>(folded)) * 0x100'0000'01B3;
  }
  return hash;
}

/// What tells elements apart: their tag, or the hash of their name.
std::uint64_t element_of(const Token& token) {
  constexpr std::uint64_t first_hash = 256;
  return token.tag == Tag::other ? hash_of(token.name) | first_hash
                                 : static_cast<std::uint64_t>(token.tag);
}

/// Elements that have no content, or that their kin end, or that are there only once.
bool is_not_counted(Tag tag) {
  switch (tag) {
    case Tag::area:
    case Tag::base:
    case Tag::basefont:
    case Tag::bgsound:
    case Tag::body:
    case Tag::br:
    case Tag::caption:
    case Tag::col:
    case Tag::colgroup:
    case Tag::dd:
    case Tag::dt:
    case Tag::embed:
    case Tag::frame:
    case Tag::head:
    case Tag::hr:
    case Tag::html:
    case Tag::image:
    case Tag::img:
    case Tag::input:
    case Tag::li:
    case Tag::link:
    case Tag::meta:
    case Tag::optgroup:
    case Tag::option:
    case Tag::p:
    case Tag::param:
    case Tag::rb:
    case Tag::rp:
    case Tag::rt:
    case Tag::rtc:
    case Tag::source:
    case Tag::tbody:
    case Tag::td:
    case Tag::tfoot:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
    case Tag::track:
    case Tag::wbr:
      return true;
    default:
      return is_raw(tag);
  }
}

/// Elements whose style goes on in the next block when they are not closed.
bool is_format(Tag tag) {
  switch (tag) {
    case Tag::a:
    case Tag::b:
    case Tag::big:
    case Tag::code:
    case Tag::em:
    case Tag::font:
    case Tag::i:
    case Tag::nobr:
    case Tag::s:
    case Tag::small:
    case Tag::strike:
    case Tag::strong:
    case Tag::tt:
    case Tag::u:
      return true;
    default:
      return false;
  }
}

/// Elements that keep end tags within them from what is open around them.
bool is_scope(std::uint64_t element) {
  for (const Tag tag :
       {Tag::table, Tag::template_element, Tag::applet, Tag::marquee, Tag::object}) {
    if (element == static_cast<std::uint64_t>(tag)) {
      return true;
    }
  }
  return false;
}

/// Elements that only their own end tags end, and that end tags of inline elements do not pass.
bool is_special(std::uint64_t element) {
  return element < 256 && element != static_cast<std::uint64_t>(Tag::span) &&
         element != static_cast<std::uint64_t>(Tag::label) && !is_format(static_cast<Tag>(element));
}

}  // namespace

void OpenElements::read_start(const Token& token) {
  // Making formatting again costs more than a look at an open element.
  constexpr std::size_t cost_of_format = 8;
  work_ += 1 + open_.size() + cost_of_format * formats_.size();
  if (is_not_counted(token.tag)) {
    return;
  }
  const std::uint64_t element = element_of(token);
  if (is_format(token.tag)) {
    read_format(token, element);
  }
  open_.push_back(element);
}

void OpenElements::read_format(const Token& token, std::uint64_t element) {
  if (token.tag == Tag::a) {
    end_format(element);  // a link ends the link that is open
  }
  const Format format{element, hash_of(token.rest)};
  const auto same = std::ranges::count_if(formats_, [&](const Format& other) {
    return other.element == element && other.attributes == format.attributes;
  });
  constexpr std::ptrdiff_t most_alike = 3;  // the standard's "Noah's Ark clause"
  if (same < most_alike) {
    formats_.push_back(format);
  }
}

void OpenElements::end_format(std::uint64_t element) {
  const auto format = std::find_if(formats_.rbegin(), formats_.rend(), [&](const Format& other) {
    return other.element == element;
  });
  if (format != formats_.rend()) {
    formats_.erase(std::next(format).base());
  }
  const auto open = std::find(open_.rbegin(), open_.rend(), element);
  if (open != open_.rend()) {
    open_.erase(std::next(open).base());
  }
}

void OpenElements::read_end(const Token& token) {
  work_ += 1 + open_.size();
  if (is_not_counted(token.tag)) {
    return;
  }
  const std::uint64_t element = element_of(token);
  if (is_format(token.tag)) {
    end_format(element);
    return;
  }
  const bool special = is_special(element);
  for (auto at = open_.rbegin(); at != open_.rend(); ++at) {
    if (*at == element) {
      open_.erase(std::next(at).base(), open_.end());
      return;
    }
    if (is_scope(*at) || (!special && is_special(*at))) {
      return;
    }
  }
}

}  // namespace arch::html
