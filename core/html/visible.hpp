#pragma once

#include "html/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::html {

/// Whether readers see no part of an element, as far as its own tag and attributes tell: head,
/// scripts, styles, templates, form controls that are no text, `hidden`, `aria-hidden="true"`, a
/// style of `display: none` or `visibility: hidden`, and the classes by which sites hide labels
/// that are for screen readers only. `noscript` is hidden: it is what readers without scripts see
/// in the place of something else. So is a slot for an advertisement, told by its class or id, with
/// no more in it than a label: it is there on one visit and not on the next. False for texts.
inline bool hides_its_content(const Tree& tree, NodeId element) {
  return tree.node(element).hides_content;
}

/// Works out what hides_its_content() returns, for each node; for the maker of a tree.
std::vector<bool> find_hiding(const Tree& tree);

/// For each node whether it or an element around it hides_its_content().
std::vector<bool> find_hidden(const Tree& tree);

/// Whether an element of the tag stands by itself, lines above and below it (display block,
/// list-item, table or table parts), as browsers' style sheets have it.
bool is_block(Tag tag);

/// What a text node of digits, signs and brackets says that stands directly in `sup`, or in a link
/// there, in the characters that stand high by themselves: of `10<sup>6</sup>` it is ⁶, since 106
/// is another number. nullopt for all other nodes, whose text is what they say.
std::optional<std::string> superscript(const Tree& tree, NodeId node);

/// The visible text of a subtree: white space collapsed as CSS does, `<br>` and the boundaries of
/// blocks as line feeds (never two), cells of a row separated by " | ", struck text (`<s>`,
/// `<strike>`, `<del>`) within `~~`, high numbers by superscript(). No spaces at the ends of lines.
std::string visible_text(const Tree& tree, NodeId id);

/// Like visible_text(), on one line.
std::string visible_line(const Tree& tree, NodeId id);

}  // namespace arch::html
