#pragma once

#include "html/names.hpp"

#include <cstdint>

namespace arch::html {

/// What the rules of tree construction ask of an element of HTML, as bits.
/// https://html.spec.whatwg.org/#the-stack-of-open-elements
enum class Kind : std::uint16_t {
  special = 1,      ///< only its own end tag ends it
  scope = 2,        ///< keeps end tags within it from what is open around it
  formatting = 4,   ///< goes on in the next block when it is not closed
  implied_end = 8,  ///< may end without an end tag
  heading = 16,
  empty = 32,             ///< has no content and no end tag
  block = 64,             ///< its start tag ends a paragraph, its end tag what is open in it
  table_structure = 128,  ///< has no text of its own: what is no part of a table goes before it
  table_child = 256,      ///< caption, rows and what holds them
  head_content = 512,     ///< is read as in head wherever it stands
  foreign_end = 1024,     ///< its start tag ends svg and math
};

/// The kinds of an element of HTML.
std::uint16_t kinds_of(Tag tag);

constexpr bool has_kind(std::uint16_t kinds, Kind kind) {
  return (kinds & static_cast<std::uint16_t>(kind)) != 0;
}

inline bool is_a(Tag tag, Kind kind) {
  return has_kind(kinds_of(tag), kind);
}

}  // namespace arch::html
