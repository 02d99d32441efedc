// Any page gives a tree whose numbers fit together, whose text is valid, and that selectors and the
// visible text can walk.

#include "base/error.hpp"
#include "base/utf8.hpp"
#include "html/parse.hpp"
#include "html/selector.hpp"
#include "html/visible.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace arch::html {
namespace {

void check_node(const Tree& tree, NodeId id) {
  const Node& node = tree.node(id);
  ARCH_ASSERT(node.end > id && node.end <= tree.size());
  ARCH_ASSERT(id == 0 ? node.parent == no_node : node.parent < id);
  ARCH_ASSERT(id == 0 || (node.end <= tree.end(node.parent) &&
                          node.depth == tree.node(node.parent).depth + 1));
  ARCH_ASSERT(arch::is_valid_utf8(tree.text(id)) && arch::is_valid_utf8(tree.name(id)));
  for (std::size_t i = 0; i < tree.attribute_count(id); ++i) {
    ARCH_ASSERT(arch::is_valid_utf8(tree.attribute(id, i).value));
  }
}

}  // namespace

// The first line is a selector, the rest the page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t line = std::min(input.find('\n'), input.size());
  const ParsedPage page = parse_page(std::as_bytes(std::span{input.substr(line)}));
  for (NodeId id = 0; id < page.tree.size(); ++id) {
    check_node(page.tree, id);
  }
  ARCH_ASSERT(visible_text(page.tree, 0).find("\n\n") == std::string::npos);
  if (const auto selector = Selector::parse(input.substr(0, line))) {
    for (const NodeId id : selector->select(page.tree)) {
      ARCH_ASSERT(!page.tree.is_text(id) && id != 0);
    }
  }
  return 0;
}

}  // namespace arch::html
