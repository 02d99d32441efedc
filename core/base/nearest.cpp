#include "base/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace arch {
namespace {

/// Names of commands and options are shorter; what is longer was no slip of one.
constexpr std::size_t max_length = 40;

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each
/// costing one.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

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
    const std::size_t edits = edits_between(typed, candidate);
    if (edits < least && edits < candidate.size()) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

}  // namespace arch
