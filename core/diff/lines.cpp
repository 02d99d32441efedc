#include "diff/lines.hpp"

#include <cstdint>
#include <unordered_map>

namespace arch::diff {
namespace {

/// Gives equal lines equal numbers.
class Interner {
public:
  std::vector<std::uint32_t> numbers(std::span<const std::string_view> lines) {
    std::vector<std::uint32_t> result;
    result.reserve(lines.size());
    for (const std::string_view line : lines) {
      result.push_back(
          numbers_.try_emplace(line, static_cast<std::uint32_t>(numbers_.size())).first->second);
    }
    return result;
  }

private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

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

std::vector<Edit> diff_lines(std::span<const std::string_view> a,
                             std::span<const std::string_view> b) {
  Interner interner;
  const std::vector<std::uint32_t> numbers_a = interner.numbers(a);
  const std::vector<std::uint32_t> numbers_b = interner.numbers(b);
  return diff_sequences(numbers_a, numbers_b).edits;
}

}  // namespace arch::diff
