#pragma once

#include "article/read_page.hpp"

namespace arch::cmd {

class Context;

/// Prints how a page was read: for each field the value that was taken, where it stands and what
/// else the page says of it; for each block of the page whether it is part of the article, and why.
void print_explanation(const article::PageReading& reading, Context& context);

}  // namespace arch::cmd
