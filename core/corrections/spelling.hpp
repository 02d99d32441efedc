#pragma once

#include <string_view>

namespace arch::corrections {

/// Whether two words, as to_plain() makes them, are one that is spelt in two ways, or two forms of
/// one: `organise` and `organize`, `report` and `reports`. diff/spelling.hpp asks less, and of
/// single words only: whether a slip of the pen was mended.
bool is_respelling(std::string_view a, std::string_view b);

/// Whether one of two words, as to_plain() makes them, is the other turned round by a part of it:
/// `insured` and `uninsured`, `régulier` and `irrégulier`, `zahlungsfähig` and
/// `zahlungsunfähig`, `harmless` and `harmful`.
bool is_turned_round(std::string_view a, std::string_view b);

/// Whether two words that look alike are two words: they begin or end with parts that stand against
/// each other, as `import` and `export`, `employer` and `employee`, `overpaid` and `underpaid`.
bool is_counterpart(std::string_view a, std::string_view b);

}  // namespace arch::corrections
