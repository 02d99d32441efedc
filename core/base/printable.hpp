#pragma once

#include <string>
#include <string_view>

namespace arch {

/// Returns `text` fit for a terminal: what could move the cursor, colour, reorder or hide text is
/// shown as an escape instead: control characters but newline and tab (`\x1b`, `\u009b`), line and
/// paragraph separators (`\u2028`), bidirectional controls (`\u202e`), bytes that are not UTF-8
/// (`\xff`). All else, backslashes too, stays, so this is for reading and not for reading back.
std::string escape_controls(std::string_view text);

/// Like escape_controls(), and shows newline and tab as `\n` and `\t`: for keys and headlines.
std::string one_line(std::string_view text);

/// Returns whether escape_controls() would change nothing.
bool is_printable(std::string_view text);

}  // namespace arch
