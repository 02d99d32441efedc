#pragma once

#include "base/bytes.hpp"

#include <string_view>

namespace arch::capture {

/// What bytes are that are no text: `gzip data`, `a PNG picture`, `binary data` …, as a sentence
/// about a page needs it; empty when they may be a page. By the first bytes of well-known formats,
/// and by how many control characters there are, which no text has in any encoding but UTF-16
/// (known by its byte order mark or by `content_type`). Looks at no more than 64 KiB.
std::string_view name_binary(ByteView page, std::string_view content_type = {});

}  // namespace arch::capture
