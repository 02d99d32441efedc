#pragma once

#include <string_view>

namespace arch::corrections {

/// Whether two words, as to_plain() makes them, are one that is spelt in two ways.
bool is_respelling(std::string_view a, std::string_view b);

}  // namespace arch::corrections
