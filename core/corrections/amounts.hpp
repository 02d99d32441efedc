#pragma once

#include "corrections/statement.hpp"

#include <span>
#include <vector>

namespace arch::corrections {

/// A number in running text.
struct Amount {
  double value = 0;
  bool is_year =
      false;  ///< `2014`, `mid-2014`, `1980s`: 1900 to 2099; or `2025-05-17`, `17.5.2025`
  bool is_time = false;  ///< `10:30`, `10h30`, `8am`
  std::size_t word = 0;  ///< the first of its words, an index into what was given
};

/// Returns the numbers of `words`, in order: digits of any script with their separators (whichever
/// mark parts thousands), numerals in words, and both with what multiplies them, so that `1,000`,
/// `1000` and `one thousand` are worth the same, as are `1.5 million` and `1.5m` before a
/// currency's sign. Digits within what names a file, a tag or an address are none.
std::vector<Amount> find_amounts(std::span<const StatementWord> words);

/// Whether both have the same values, in any order.
bool same_values(std::vector<Amount> a, std::vector<Amount> b);

}  // namespace arch::corrections
