#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch {

/// Unicode's algorithms on UTF-8, by ICU. Input that is not valid UTF-8 is allowed: wrong bytes
/// count as U+FFFD. All functions are thread-safe.

/// Returns `text` in normalization form C (UAX #15) of Unicode 15.0, whatever newer version ICU
/// knows: documents are named by the hash of their text, so the form of a text may never change.
/// Each wrong byte becomes one U+FFFD. ASCII costs a copy.
std::string to_nfc(std::string_view text);

/// Returns whether `text` is valid UTF-8 and to_nfc() would change nothing.
bool is_nfc(std::string_view text);

/// Returns `text` with letter case folded (full folding, no locale) for comparing, not for showing.
std::string fold_case(std::string_view text);

/// Boundaries as byte offsets into `text`, ascending, the first 0 and the last text.size(); empty
/// for an empty text. Locale: root. None falls inside a code point; in a few scripts, a word
/// boundary may fall inside a grapheme cluster. `text` must be smaller than 2^31 bytes.
std::vector<std::size_t> word_boundaries(std::string_view text);      ///< UAX #29, section 4
std::vector<std::size_t> grapheme_boundaries(std::string_view text);  ///< UAX #29, section 3

/// Returns what a decimal digit of any script is worth, 0 to 9; nullopt for all other characters.
std::optional<int> digit_value(char32_t character);

/// Returns how many terminal columns `text` takes: wide and full-width characters and emoji two,
/// combining and format characters none, controls none.
std::size_t display_width(std::string_view text);

}  // namespace arch
