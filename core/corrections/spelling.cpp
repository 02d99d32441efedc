#include "corrections/spelling.hpp"

#include "base/letter_distance.hpp"
#include "corrections/rules.hpp"

#include <algorithm>
#include <cstddef>

namespace arch::corrections {

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
