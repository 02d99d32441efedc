#pragma once

#include "base/bytes.hpp"

#include <cstdint>

namespace arch::article {

/// What a page is written in, which decides who reads it.
enum class PageKind : std::uint8_t { text, html, pdf };

/// Tells from the first bytes of a page, as browsers do for a page that nobody says the type of
/// (WHATWG MIME Sniffing, 7.1), but stricter with what plain text and Markdown may begin with too:
/// after blanks, comments and an XML declaration, HTML begins with a doctype or an element of a
/// page's frame or head; or with another element of HTML, if the page's last character but blanks
/// is a `>`. UTF-16 is known by its byte order mark. Looks at no more than 64 KiB.
PageKind kind_of_page(ByteView page);

}  // namespace arch::article
