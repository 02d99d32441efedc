#pragma once

#include "base/bytes.hpp"
#include "base/charset.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch::html {

/// What told the encoding of a page, from the surest to the least sure.
enum class EncodingSource : std::uint8_t { byte_order_mark, header, meta, guess };

struct EncodingDecision {
  Charset charset = Charset::utf_8;
  EncodingSource source = EncodingSource::guess;
};

/// Decides the encoding of a page by the rules of HTML (https://html.spec.whatwg.org/
/// #determining-the-character-encoding): byte order mark, then the charset of `content_type` (the
/// HTTP header's value, empty when there is none), then a `<meta>` in the first 1,024 bytes (and,
/// as browsers do, further down to 65,536 while in the head), then a guess from the bytes: UTF-16
/// by its zeros, UTF-8 when the bytes are valid in it, else what guess_legacy_charset() finds.
///
/// Two departures, because pages lie and an archive cannot ask its reader: bytes that are valid
/// UTF-8 with at least one character beyond ASCII are UTF-8 whatever header or meta say; and bytes
/// said to be UTF-8 of which more are wrong than right beyond ASCII are guessed too.
EncodingDecision decide_encoding(ByteView page, std::string_view content_type);

/// Returns which UTF-16 a page is in, by its byte order mark or because its first characters are
/// ASCII, as markup is; nullopt when it is not.
std::optional<Charset> find_utf_16(ByteView page);

}  // namespace arch::html
