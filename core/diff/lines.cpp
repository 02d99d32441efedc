#include "diff/lines.hpp"

#include <algorithm>
#include <cstdint>

namespace arch::diff {
namespace {

using Lines = std::span<const std::string_view>;

struct Numbers {
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
};

/// Gives equal lines equal numbers. By sorting: a hash table of the standard library can be made
/// slow by who chooses the lines.
Numbers number_lines(Lines a, Lines b) {
  std::vector<std::string_view> known(a.begin(), a.end());
  known.insert(known.end(), b.begin(), b.end());
  std::ranges::sort(known);
  known.erase(std::ranges::unique(known).begin(), known.end());
  const auto numbers = [&](Lines lines) {
    std::vector<std::uint32_t> result;
    result.reserve(lines.size());
    for (const std::string_view line : lines) {
      const auto place = std::ranges::lower_bound(known, line);
      result.push_back(static_cast<std::uint32_t>(place - known.begin()));
    }
    return result;
  };
  return {numbers(a), numbers(b)};
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::vector<Edit> diff_lines(Lines a, Lines b) {
  const Numbers numbers = number_lines(a, b);
  return diff_sequences(numbers.a, numbers.b).edits;
}

}  // namespace arch::diff
