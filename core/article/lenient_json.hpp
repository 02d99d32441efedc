#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace arch::article {

/// The JSON of one script that is read, in bytes; what is beyond is cut off. Of the 1,746 scripts
/// of 1,761 real pages the largest has 59,972.
inline constexpr std::size_t max_json_size = std::size_t{1} << 20;

/// How deep its values may be in each other; deeper ones are left out. Those scripts have at
/// most 9.
inline constexpr std::size_t max_json_depth = 64;

/// Returns an array with the JSON values in `text`, written so that a strict parser reads them, in
/// linear time. Mended is what pages get wrong: wrapped in comments or CDATA, several values one
/// after the other, commas too many or missing, line feeds and quotation marks within strings,
/// escapes that are none, words that are no value, brackets that are never closed. What stays wrong
/// the parser refuses. `text` must be valid UTF-8; the result is then too.
std::string mend_json(std::string_view text);

}  // namespace arch::article
