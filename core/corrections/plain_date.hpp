#pragma once

#include "corrections/plain_words.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace arch::corrections {

/// A date in running text.
struct PlainDate {
  std::size_t end = 0;  ///< the word behind it
  std::string iso;      ///< `2025-05-17`; `05-17` where it gives no year
};

/// Reads the date that begins at word `index` of `words`, which were cut from `source` from byte
/// `offset` on: `17 May 2025`, `May 17th, 2025`, `17 de mayo de 2025`, `3. Mai`, `2025-05-17`,
/// `15/04/2020` (day first, unless that cannot be). Returns nullopt when none begins there: a month
/// alone is no date, nor is a year.
std::optional<PlainDate> find_date(const PlainWords& words,
                                   std::string_view source,
                                   std::uint32_t offset,
                                   std::size_t index);

}  // namespace arch::corrections
