#pragma once

#include "html/parse.hpp"

#include <string>
#include <string_view>

namespace arch::html {

/// The tree as indented lines: `name key=value`, texts in quotes.
inline std::string outline(const Tree& tree) {
  std::string lines;
  for (NodeId at = 1; at < tree.size(); ++at) {
    lines += std::string(tree.node(at).depth - 1U, ' ');
    if (tree.is_text(at)) {
      lines += '"' + std::string{tree.text(at)} + '"';
    } else {
      lines += tree.name(at);
    }
    for (std::size_t i = 0; i < tree.attribute_count(at); ++i) {
      const AttributeValue attribute = tree.attribute(at, i);
      lines += " " + std::string{attribute.name} + "=" + std::string{attribute.value};
    }
    lines += '\n';
  }
  return lines;
}

inline std::string outline_of(std::string_view page) {
  return outline(parse_page(as_bytes(page)).tree);
}

}  // namespace arch::html
