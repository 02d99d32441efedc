#pragma once

#include <cstdint>
#include <string_view>

namespace arch::diff {

/// What says whether a full stop behind a word ends its sentence.
enum class FullStop : std::uint8_t {
  ends,           ///< The word is none of those that are abbreviated.
  never_ends,     ///< A name follows: "Dr.", "Mme.", "Sra.".
  before_number,  ///< Ends it unless a number or a bracket follows: "No. 5", "Art. 3", "Fla. (AP)".
  before_word,    ///< Ends it unless a word with content follows: "Inc.", "St.", "Mio.".
};

/// Returns how a full stop behind `word`, which does not hold it, is to be read, by the
/// abbreviations of English, French, German, Spanish and Portuguese that news writes.
FullStop full_stop_after(std::string_view word);

/// Whether `word` is one before which German writes an ordinal: "am 3. Oktober", "im 19.
/// Jahrhundert".
bool follows_german_ordinal(std::string_view word);

}  // namespace arch::diff
