#pragma once

#include "base/charset.hpp"

#include <string_view>

namespace arch::html {

/// Guesses the encoding of a page that is not in UTF-8 and that nothing true is said of: the one in
/// which its characters are those that texts of some language are full of, in an encoding that
/// pages of that language were written in. The `lang` of `html` says which languages to try, and
/// without it all are; windows-1252 when in doubt. The whole text decides, not a place in it, so
/// what changes beside an article does not change the guess.
Charset guess_legacy_charset(std::string_view page);

}  // namespace arch::html
