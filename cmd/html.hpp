#pragma once

#include <string>
#include <string_view>

namespace arch::cmd {

/// Markup as it stands in the source of arch. Nothing else can be made into one, so that no text
/// from outside becomes markup by mistake.
class Markup {
public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is what it is
  consteval Markup(const char* literal) : text_(literal) {}

  constexpr std::string_view str() const { return text_; }

private:
  std::string_view text_;
};

/// A piece of an HTML document. A type of its own: text gets into it escaped, or not at all.
class Html {
public:
  Html& markup(Markup literal) {
    html_ += literal.str();
    return *this;
  }

  /// Appends `text`, for an element's content or an attribute's value in quotes. What would reorder
  /// or hide text is shown as an escape, as on a terminal.
  Html& text(std::string_view text);

  Html& append(const Html& html) {
    html_ += html.html_;
    return *this;
  }

  bool empty() const { return html_.empty(); }
  const std::string& str() const { return html_; }

private:
  std::string html_;
};

/// What may have happened to text, as readers of any kind are told: those who see, those who listen
/// and those who print in black.
enum class HtmlMark {
  added,
  removed,
  moved_here,
  moved_away,
};

/// Returns `inner` in `<ins>`, `<del>` or `<mark>`, with words before and after it that only a
/// screen reader reads: most do not announce these elements.
Html marked(HtmlMark mark, const Html& inner);

/// Returns ` lang="…"` for an element whose text is in this language, a BCP 47 tag as a page gives
/// it; nothing for what cannot be one.
Html language_attribute(std::string_view tag);

/// Returns the style of everything that arch shows as HTML: light and dark as the reader has
/// chosen, for screens of any width and for paper. It says nothing of elements outside of class
/// `arch`.
///
/// Classes: `facts` (a list, shown as one line), `sides` (a list of terms: what is compared),
/// `change` with `added`, `removed`, `moved` or `changed` (a block), `where` (its heading), `note`
/// (small and faint), `heard` (only for screen readers), `text` (a paragraph of an article), `sign`
/// (decoration), `folded` (a details element: what did not change).
Html html_style();

/// Returns a part of a page: `body` with the style that it needs.
Html html_fragment(const Html& body);

/// Returns a page that needs nothing else: no script, no font, no image, no network.
Html html_page(std::string_view title, const Html& body);

}  // namespace arch::cmd
