#pragma once

#include "diff/words.hpp"

#include <cstdint>

namespace arch::diff {

/// What changes cost that turn one passage into another, in twentieths of a content word. From the
/// study of prose diffs on arXivEdits and newsedits400.
using Cost = std::int32_t;

inline constexpr Cost open_cost = 16;  ///< A run of words that change, however long.
inline constexpr Cost form_cost = 3;   ///< The same word in another letter case or typography.

/// A word that is inserted or deleted.
constexpr Cost word_cost(WordClass kind) {
  switch (kind) {
    case WordClass::content:
      return 20;
    case WordClass::function:
      return 12;
    case WordClass::mark:
      return 10;
  }
  return 20;
}

}  // namespace arch::diff
