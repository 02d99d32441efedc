#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>

namespace arch::article {

/// The name of document_of_text() in a capture record. Documents are kept as this name and their id
/// and are made again from the page, so what it makes of a page may never change: a better reader
/// is a new function with a new name. docs/format.md#text-1 says what it does.
inline constexpr std::string_view text_reader = "text/1";

/// Reads a published page that is plain text or Markdown (or, until there is an extractor, HTML
/// source) into the text of its document, see document.hpp. Pure and total: any bytes give a
/// document, the same on every machine, in time linear in their number and memory of a few times
/// their size. The text of a document that has a field is read as that document.
std::string document_of_text(ByteView page);

}  // namespace arch::article
