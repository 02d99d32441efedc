#include "html/element_kinds.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>

namespace arch::html {

namespace {

using Table = std::array<std::uint16_t, tag_names.size() + 3>;

constexpr void add(Table& table, Kind kind, std::initializer_list<Tag> tags) {
  for (const Tag tag : tags) {
    table[static_cast<std::size_t>(tag)] |= static_cast<std::uint16_t>(kind);
  }
}

constexpr Table make_table() {
  using enum Tag;
  Table result = {};
  // clang-format off
  add(result, Kind::special,
       {address, applet, area, article, aside, base, basefont, bgsound, blockquote, body, br, button,
        caption, center, col, colgroup, dd, details, dir, div, dl, dt, embed, fieldset, figcaption,
        figure, footer, form, frame, frameset, h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html,
        iframe, img, input, keygen, li, link, listing, main, marquee, menu, meta, nav, noembed,
        noframes, noscript, object, ol, p, param, plaintext, pre, script, search, section, select,
        source, style, summary, table, tbody, td, template_element, textarea, tfoot, th, thead,
        title, tr, track, ul, wbr, xmp});
  add(result, Kind::scope,
       {applet, caption, html, table, td, th, marquee, object, template_element});
  add(result, Kind::formatting,
       {a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u});
  add(result, Kind::implied_end, {dd, dt, li, optgroup, option, p, rb, rp, rt, rtc});
  add(result, Kind::heading, {h1, h2, h3, h4, h5, h6});
  add(result, Kind::empty, {area, br, embed, img, keygen, wbr});
  add(result, Kind::block,
       {address, article, aside, blockquote, center, details, dialog, dir, div, dl, fieldset,
        figcaption, figure, footer, header, hgroup, main, menu, nav, ol, search, section, summary,
        ul});
  add(result, Kind::table_structure, {table, tbody, tfoot, thead, tr});
  add(result, Kind::table_child, {caption, col, colgroup, tbody, td, tfoot, th, thead, tr});
  add(result, Kind::head_content,
       {base, basefont, bgsound, link, meta, noframes, script, style, template_element, title});
  add(result, Kind::foreign_end,
       {b, big, blockquote, body, br, center, code, dd, div, dl, dt, em, embed, h1, h2, h3, h4, h5, h6,
        head, hr, i, img, li, listing, menu, meta, nobr, ol, p, pre, ruby, s, small, span, strong,
        strike, sub, sup, table, tt, u, ul, var});
  // clang-format on
  return result;
}

constexpr Table kinds = make_table();

}  // namespace

std::uint16_t kinds_of(Tag tag) {
  return kinds[static_cast<std::size_t>(tag)];
}

}  // namespace arch::html
