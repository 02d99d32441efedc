#pragma once

#include "html/reduce.hpp"
#include "html/tree.hpp"

#include <cstddef>

namespace arch::html {

/// Parses a page with MyHTML. Elements deeper than `depth` are left out, their content is not.
Tree make_tree(const Reduced& page, std::size_t depth);

}  // namespace arch::html
