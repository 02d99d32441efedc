#pragma once

#include <string>
#include <string_view>

namespace arch {

/// Returns `text` fit for a terminal and for XML 1.0: what moves the cursor, colours, reorders or
/// hides text is shown as an escape: control characters but newline and tab (`\x1b`, `\u009b`),
/// separators of lines (`\u2028`), bidirectional controls (`\u202e`), noncharacters (`\uffff`),
/// bytes that are not UTF-8 (`\xff`). All else stays: this is for reading, not for reading back.
std::string escape_controls(std::string_view text);

/// Like escape_controls(), and shows newline and tab as `\n` and `\t`: for keys and headlines.
std::string one_line(std::string_view text);

/// Returns whether escape_controls() would change nothing.
bool is_printable(std::string_view text);

}  // namespace arch
