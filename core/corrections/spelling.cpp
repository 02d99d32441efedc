#include "corrections/spelling.hpp"

#include "corrections/rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace arch::corrections {
namespace {

/// Longer words are not compared letter by letter: they are URLs.
constexpr std::size_t longest_word = 64;

}  // namespace

std::size_t letter_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit || a.size() > longest_word || b.size() > longest_word) {
    return a == b ? 0 : limit + 1;
  }
  using Row = std::array<std::size_t, longest_word + 1>;
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

bool is_respelling(std::string_view a, std::string_view b) {
  const std::size_t longest = std::max(a.size(), b.size());
  const std::size_t limit = rules().spelling_letters;
  if (longest < rules().spelling_length) {
    return longest == rules().spelling_length - 1 && std::min(a.size(), b.size()) > 1 &&
           letter_distance(a, b, 1) == 1 && a.front() == b.front() && a.back() == b.back();
  }
  const std::size_t distance = letter_distance(a, b, limit);
  // Short words that differ in their first letter are two words, unless two letters were swapped.
  if (longest <= 5 && a.front() != b.front()) {
    return distance == 1 && a.size() == b.size() && a[0] == b[1] && a[1] == b[0];
  }
  // Two letters of five are another word: `about` is not `around`, nor `home` `house`.
  return distance <= limit && distance * 3 <= longest + 1;
}

}  // namespace arch::corrections
