#include "corrections/named_lines.hpp"

#include <algorithm>

namespace arch::corrections {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(spaces) + 1);
}

}  // namespace

std::vector<NamedLine> named_lines(std::string_view text) {
  std::vector<NamedLine> lines;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      lines.push_back({.name = {}, .value = line, .number = number});
    } else {
      lines.push_back({.name = trim(line.substr(0, colon)),
                       .value = trim(line.substr(colon + 1)),
                       .number = number});
    }
  }
  return lines;
}

}  // namespace arch::corrections
