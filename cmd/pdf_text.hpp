#pragma once

#include "article/reader.hpp"
#include "base/bytes.hpp"

#include <string_view>

namespace arch::cmd {

/// Reads the article out of a PDF file: its text as poppler's `pdftotext -layout` gives it, which
/// is run for that, its lines joined to paragraphs, read as plain text is. The reader's name is
/// `pdf/1-` and poppler's version, since another version may give another text. `name` is how
/// errors call the file.
///
/// The file comes from a stranger, so the program has 30 s of processor time, 60 s in all and 1 GiB
/// of memory, and its output, at most 64 MiB, is taken when it has ended well. Throws
/// Error{unsupported} when there is no such program, when it needs more than that, or when it
/// cannot read the file; Error{io} when it could not be started.
article::ReadDocument read_pdf(ByteView pdf, std::string_view name);

}  // namespace arch::cmd
