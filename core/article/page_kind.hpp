#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace arch::article {

/// What a page is written in, which decides who reads it.
enum class PageKind : std::uint8_t { text, html, pdf };

/// Tells from the first bytes of a page, as browsers do for a page that nobody says the type of
/// (WHATWG MIME Sniffing, 7.1), but stricter with what plain text and Markdown may begin with too:
/// after blanks, comments and an XML declaration, HTML begins with a doctype or an element of a
/// page's frame or head; or with another element of HTML, if the page's last character but blanks
/// is a `>`. UTF-16 is known by its byte order mark or its zeros. Looks at no more than 64 KiB.
PageKind kind_of_page(ByteView page);

/// What bytes that are no text are, with an article: `a gzip file`, `a PNG image`, `binary data`;
/// nullopt for text in any encoding, with a few damaged bytes too. (Of PDF files kind_of_page()
/// says what they are; few have so little text that this does.) Looks at no more than 64 KiB.
std::optional<std::string_view> find_binary_kind(ByteView page);

}  // namespace arch::article
