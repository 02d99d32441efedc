#pragma once

#include "base/bytes.hpp"

#include <string>

namespace arch::cmd {

/// Reads a page that a user names: the bytes of `file`, `-` being standard input. Throws
/// Error{usage} for a folder, Error{not_found} or Error{io} when it cannot be read, and
/// Error{unsupported} when it is larger than history::max_page_size or a PDF file.
Bytes read_page_file(const std::string& file);

}  // namespace arch::cmd
