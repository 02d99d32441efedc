#include "cmd/html.hpp"

#include "base/printable.hpp"

#include <algorithm>

namespace arch::cmd {
namespace {

// Colours: text and marks have a contrast of at least 7:1 with what they stand on, in both themes
// (WCAG 2.2, 1.4.6). What colour says, lines say too: under added words, through removed ones, a
// dotted one under moved ones; so it survives on paper and for the colour-blind, for whom blue and
// orange differ where green and red do not.
constexpr Markup style = R"css(
.arch {
  --page: #fff; --text: #1a1a1a; --faint: #4a4a4a; --rule: #c9c9c9; --link: #0b3d8c;
  --added: #0a3069; --added-page: #dcecff;
  --removed: #6e2500; --removed-page: #ffe9d6;
  --moved: #4b2380; --moved-page: #f0e6ff;
  color-scheme: light dark;
  box-sizing: border-box; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem;
  background: var(--page); color: var(--text);
  font: 1.0625rem/1.6 Georgia, "Noto Serif", serif; overflow-wrap: anywhere;
}
@media (prefers-color-scheme: dark) {
  .arch {
    --page: #16181c; --text: #e8e6e3; --faint: #b4b4b4; --rule: #44484f; --link: #a9cbff;
    --added: #b9dcff; --added-page: #12304f;
    --removed: #ffcfab; --removed-page: #4a2710;
    --moved: #dcc8ff; --moved-page: #37245a;
  }
}
.arch :is(h1, h2, h3, p, ul, ol, dl, dd) { margin: 0; padding: 0; }
.arch h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .75rem; }
.arch a { color: var(--link); }
.arch :is(.facts, .sides, .where, .note, .folded > summary, table) {
  font-family: system-ui, "Noto Sans", sans-serif;
}
.arch .facts { display: flex; flex-wrap: wrap; column-gap: .5em; list-style: none; font-weight: 600; margin: 0 0 1rem; }
.arch .facts > li:not(:last-child)::after { content: "\00B7"; margin-inline-start: .5em; }
.arch .sides {
  display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem;
  font-size: .9rem; color: var(--faint); margin-bottom: 1.5rem;
}
.arch .sides > dt { font-weight: 600; }
.arch .note { font-size: .9rem; color: var(--faint); }
.arch .change { border-inline-start: .25rem solid var(--rule); padding-inline-start: .9rem; margin: 1.4rem 0; }
.arch .change.added { border-color: var(--added); }
.arch .change.removed { border-color: var(--removed); }
.arch .change.moved { border-color: var(--moved); }
.arch .where { font-size: .9rem; font-weight: 600; color: var(--faint); line-height: 1.4; margin-bottom: .15rem; }
.arch .text { white-space: pre-line; }
.arch .text + .text { margin-top: 1em; }
.arch ins { color: var(--added); background: var(--added-page); text-decoration: underline .1em; text-underline-offset: .18em; }
.arch del { color: var(--removed); background: var(--removed-page); text-decoration: line-through .1em; }
.arch mark { color: var(--moved); background: var(--moved-page); text-decoration: underline dotted .1em; text-underline-offset: .18em; }
.arch mark.away { text-decoration: line-through .06em; }
.arch :is(ins, del, mark) { border-radius: .15em; padding: 0 .1em; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
/* A whole paragraph that is new says so above it, and is read better without lines. */
@media screen { .arch .change.added > .text > ins { text-decoration: none; } }
.arch .folded { margin: 1.4rem 0; color: var(--faint); }
.arch .folded > summary { font-size: .9rem; cursor: pointer; }
.arch .folded > .text { margin-top: .75rem; }
.arch .heard {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; user-select: none;
}
.arch-page { margin: 0; background: #fff; }
@media (prefers-color-scheme: dark) { .arch-page { background: #16181c; } }
@media (max-width: 30rem) { .arch { padding: 1rem .9rem 2rem; font-size: 1rem; } .arch h1 { font-size: 1.35rem; } }
@media print {
  .arch {
    --page: #fff; --text: #000; --faint: #333; --rule: #999; --link: #000;
    --added: #000; --added-page: none; --removed: #333; --removed-page: none;
    --moved: #000; --moved-page: none;
    max-width: none; padding: 0; font-size: 11pt;
  }
  .arch .where { break-after: avoid; }
  .arch ins { font-weight: bold; }
}
)css";

}  // namespace

Html& Html::text(std::string_view text) {
  const std::string shown = escape_controls(text);
  html_.reserve(html_.size() + shown.size());
  for (const char c : shown) {
    switch (c) {
      case '&':
        html_ += "&amp;";
        break;
      case '<':
        html_ += "&lt;";
        break;
      case '>':
        html_ += "&gt;";
        break;
      case '"':
        html_ += "&quot;";
        break;
      case '\'':
        html_ += "&#39;";
        break;
      default:
        html_ += c;
        break;
    }
  }
  return *this;
}

Html marked(HtmlMark mark, const Html& inner) {
  Html html;
  switch (mark) {
    using enum HtmlMark;
    case added:
      html.markup("<ins><span class=\"heard\" lang=\"en\" dir=\"ltr\">[added: </span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></ins>");
    case removed:
      html.markup("<del><span class=\"heard\" lang=\"en\" dir=\"ltr\">[removed: </span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></del>");
    case moved_here:
      html.markup("<mark><span class=\"heard\" lang=\"en\" dir=\"ltr\">[moved here: </span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></mark>");
    case moved_away:
      html.markup(
              "<mark class=\"away\"><span class=\"heard\" lang=\"en\" dir=\"ltr\">[moved away: "
              "</span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></mark>");
  }
  return html;
}

Html language_attribute(std::string_view tag) {
  const bool is_tag = tag.size() >= 2 && tag.size() <= 35 && std::ranges::all_of(tag, [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '-';
                      });
  Html html;
  return is_tag ? html.markup(" lang=\"").text(tag).markup("\"") : html;
}

Html html_style() {
  Html html;
  return html.markup("<style>").markup(style).markup("</style>\n");
}

Html html_fragment(const Html& body) {
  Html html = html_style();
  return html.markup("<div class=\"arch\">\n").append(body).markup("</div>\n");
}

Html html_page(std::string_view title, const Html& body) {
  Html html;
  html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
      .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
      // Whatever got past the escaping could still neither run nor load anything.
      .markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
      .markup("style-src 'unsafe-inline'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
      .markup("<title>")
      .text(title)
      .markup("</title>\n")
      .append(html_style())
      .markup("</head>\n<body class=\"arch-page\">\n<main class=\"arch\">\n");
  return html.append(body).markup("</main>\n</body>\n</html>\n");
}

}  // namespace arch::cmd
