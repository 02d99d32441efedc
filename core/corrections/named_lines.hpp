#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// A line `name: value`.
struct NamedLine {
  std::string_view name;
  std::string_view value;    ///< without spaces at its ends
  std::uint32_t number = 0;  ///< of the line, from 1
};

/// Returns the lines of a text in which empty lines and those that begin with `#` say nothing. They
/// live in `text`. A line without a colon has an empty name.
std::vector<NamedLine> named_lines(std::string_view text);

}  // namespace arch::corrections
