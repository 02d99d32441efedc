#pragma once

#include "base/bytes.hpp"

namespace arch::cmd {

class Context;

/// Prints bytes of the archive exactly; on a terminal with what could command it as escapes.
void print_raw(ByteView bytes, Context& context);

}  // namespace arch::cmd
