#include "base/letter_distance.hpp"

#include <algorithm>
#include <array>

namespace arch {

namespace {

template <typename Text>
std::size_t distance(Text a, Text b, std::size_t limit) {
  const std::size_t gap = std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  if (gap > limit || std::max(a.size(), b.size()) > longest_compared_word) {
    return a == b ? 0 : limit + 1;
  }
  using Row = std::array<std::size_t, longest_compared_word + 1>;
  Row before_last{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return std::min(row[b.size()], limit + 1);
}

}  // namespace

std::size_t letter_distance(std::u32string_view a, std::u32string_view b, std::size_t limit) {
  return distance(a, b, limit);
}

std::size_t letter_distance(std::string_view a, std::string_view b, std::size_t limit) {
  return distance(a, b, limit);
}

}  // namespace arch
