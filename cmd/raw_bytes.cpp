#include "cmd/raw_bytes.hpp"

#include "base/printable.hpp"
#include "cmd/context.hpp"

namespace arch::cmd {

void print_raw(ByteView bytes, Context& context) {
  if (context.out_is_terminal()) {
    context.out().write(escape_controls(as_text(bytes)));
  } else {
    context.out().write(bytes);
  }
}

}  // namespace arch::cmd
