#pragma once

#include <string_view>

namespace arch::corrections {

/// Whether two words, as to_plain() makes them, are one that is spelt in two ways, or two forms of
/// one: `organise` and `organize`, `report` and `reports`. diff/spelling.hpp asks less, and of
/// single words only: whether a slip of the pen was mended.
bool is_respelling(std::string_view a, std::string_view b);

}  // namespace arch::corrections
