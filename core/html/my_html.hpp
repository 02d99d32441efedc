#pragma once

#include "html/tree.hpp"

#include <string_view>

namespace arch::html {

/// Parses markup with MyHTML, whatever it costs: parse_page() says what to guard against.
Tree make_tree(std::string_view markup);

}  // namespace arch::html
