#include "article/page_kind.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "html/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
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
  const ByteView beginning = page.first(std::min(page.size(), max_sniffed));
  std::string narrow{without_byte_order_mark(as_text(beginning))};
  if (html::find_utf_16(beginning)) {
    std::erase_if(narrow, [](char c) { return c == '\0' || c == '\xFF' || c == '\xFE'; });
  }
  return narrow;
}

struct Magic {
  std::string_view bytes;
  std::string_view kind;
};

/// What files that are no text begin with, in bytes that no text begins with. From the formats'
/// own documents; those whose first bytes are letters are told by `letters_before_data`.
constexpr auto magics = std::to_array<Magic>({
    {"\x1F\x8B", "a gzip file"},
    {"PK\x03\x04", "a zip file"},
    {"PK\x05\x06", "a zip file"},
    {"\x89PNG\r\n", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"(\xB5\x2F\xFD", "a zstd file"},
    {"\xFD"
     "7zXZ",
     "an xz file"},
    {"7z\xBC\xAF\x27", "a 7-Zip file"},
    {"\x7F"
     "ELF",
     "a program"},
    {"\xD0\xCF\x11\xE0", "an old Office document"},
});

/// First letters that a text may have too, of data that the share of its control characters tells.
constexpr auto letters_before_data = std::to_array<Magic>({
    {"GIF8", "a GIF image"},
    {"RIFF", "an image or sound in RIFF"},
    {"BZh", "a bzip2 file"},
    {"ID3", "an MP3 file"},
    {"OggS", "an Ogg file"},
    {"SQLite format 3", "an SQLite database"},
});

template <std::size_t N>
std::optional<std::string_view> find_magic(const std::array<Magic, N>& known,
                                           std::string_view bytes) {
  const auto found = std::ranges::find_if(
      known, [&](const Magic& magic) { return bytes.starts_with(magic.bytes); });
  return found == known.end() ? std::nullopt : std::optional{found->kind};
}

/// Control characters that no encoding of the web has in a text: all but the white space, and what
/// terminals and ISO-2022-JP know (bell, backspace, shifts, escape).
bool is_no_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && (byte < 0x07 || (byte > 0x0F && byte != 0x1B));
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

std::optional<std::string_view> find_binary_kind(ByteView page) {
  const ByteView beginning = page.first(std::min(page.size(), max_sniffed));
  const std::string_view bytes = as_text(beginning);
  if (const std::optional<std::string_view> kind = find_magic(magics, bytes)) {
    return kind;
  }
  // Random and compressed bytes have one in eleven; texts with a few damaged bytes far fewer.
  constexpr std::size_t texts_per_control = 50;
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(bytes, is_no_text));
  if (controls * texts_per_control <= bytes.size() || html::find_utf_16(beginning)) {
    return std::nullopt;
  }
  return find_magic(letters_before_data, bytes).value_or("binary data");
}

}  // namespace arch::article
