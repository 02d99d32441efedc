#include "article/page_kind.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace arch::article {
namespace {

constexpr std::size_t max_sniffed = std::size_t{64} * 1024;

/// Elements that stand around or before what a page says; only a page of HTML begins with one.
constexpr std::array<std::string_view, 8> frame_elements{
    "html", "head", "body", "meta", "title", "script", "link", "style"};

/// Elements that Markdown may begin with too.
constexpr std::array<std::string_view, 18> other_elements{"article",
                                                          "main",
                                                          "section",
                                                          "header",
                                                          "div",
                                                          "p",
                                                          "h1",
                                                          "h2",
                                                          "table",
                                                          "a",
                                                          "span",
                                                          "ul",
                                                          "ol",
                                                          "b",
                                                          "i",
                                                          "font",
                                                          "iframe",
                                                          "br"};

void skip_blanks(std::string_view& text) {
  text.remove_prefix(
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_html_space) - text.begin()));
}

/// The beginning of a page in ASCII, where it is that: without a byte order mark, and of UTF-16 the
/// bytes that are not zero.
std::string beginning_of(ByteView page) {
  const std::string_view bytes =
      without_byte_order_mark(as_text(page.first(std::min(page.size(), max_sniffed))));
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    std::string narrow{bytes.substr(2)};
    std::erase(narrow, '\0');
    return narrow;
  }
  return std::string{bytes};
}

/// Skips what may stand before the first element. False if it has no end.
bool skip_preamble(std::string_view& text) {
  for (;;) {
    skip_blanks(text);
    std::string_view end;
    if (text.starts_with("<!--")) {
      end = "-->";
    } else if (text.starts_with("<?")) {
      end = ">";
    } else {
      return true;
    }
    const std::size_t found = text.find(end);
    if (found == std::string_view::npos) {
      return false;
    }
    text.remove_prefix(found + end.size());
  }
}

bool ends_with_a_tag(ByteView page) {
  const std::string_view end = as_text(page.last(std::min(page.size(), max_sniffed)));
  const std::size_t last = end.find_last_not_of(std::string_view{"\t\n\f\r \0", 6});
  return last != std::string_view::npos && end[last] == '>';
}

}  // namespace

PageKind kind_of_page(ByteView page) {
  const std::string beginning = beginning_of(page);
  std::string_view text = beginning;
  if (text.starts_with("%PDF-")) {
    return PageKind::pdf;
  }
  if (!skip_preamble(text) || !text.starts_with('<')) {
    return PageKind::text;
  }
  text.remove_prefix(1);
  constexpr std::string_view doctype = "!doctype";
  if (ascii_lowered(text.substr(0, doctype.size())) == doctype) {
    text.remove_prefix(doctype.size());
    skip_blanks(text);
    return ascii_lowered(text.substr(0, 4)) == "html" ? PageKind::html : PageKind::text;
  }
  std::size_t size = 0;
  while (size < text.size() && (is_ascii_letter(text[size]) || is_ascii_digit(text[size]))) {
    ++size;
  }
  if (size == text.size() ||
      (!is_html_space(text[size]) && text[size] != '>' && text[size] != '/')) {
    return PageKind::text;
  }
  const std::string name = ascii_lowered(text.substr(0, size));
  if (std::ranges::find(frame_elements, name) != frame_elements.end()) {
    return PageKind::html;
  }
  return std::ranges::find(other_elements, name) != other_elements.end() && ends_with_a_tag(page)
             ? PageKind::html
             : PageKind::text;
}

}  // namespace arch::article
