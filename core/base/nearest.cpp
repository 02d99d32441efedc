#include "base/nearest.hpp"

#include "base/letter_distance.hpp"

#include <algorithm>
#include <cstddef>

namespace arch {
namespace {

/// Names of commands and options are shorter; what is longer was no slip of one.
constexpr std::size_t max_length = 40;

}  // namespace

std::string_view find_nearest(std::string_view typed,
                              std::span<const std::string_view> candidates) {
  if (typed.empty() || typed.size() > max_length) {
    return {};
  }
  std::string_view begun;
  std::size_t beginnings = 0;
  for (const std::string_view candidate : candidates) {
    if (candidate.starts_with(typed)) {
      begun = candidate;
      ++beginnings;
    }
  }
  if (beginnings == 1 && typed.size() > 1) {
    return begun;
  }

  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > max_length) {
      continue;
    }
    const std::size_t edits = letter_distance(typed, candidate, least);
    if (edits < least && edits < candidate.size()) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

}  // namespace arch
