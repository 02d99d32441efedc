#include "article/wrapped_lines.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace arch::article {

namespace {

struct Line {
  std::string_view text = {};   ///< without the spaces at its ends
  std::size_t indentation = 0;  ///< spaces before it
  std::size_t width = 0;        ///< characters, with those spaces
};

Line measure(std::string_view line) {
  while (line.ends_with(' ') || line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
  const auto characters = std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {.text = line.substr(spaces),
          .indentation = spaces,
          .width = static_cast<std::size_t>(characters)};
}

std::vector<Line> measure_lines(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(measure(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool begin_alike(const Line& left, const Line& right) {
  return left.indentation <= right.indentation + 1 && right.indentation <= left.indentation + 1;
}

}  // namespace

std::string join_wrapped_lines(std::string_view text) {
  const std::vector<Line> lines = measure_lines(text);
  std::size_t widest = 0;
  for (const Line& line : lines) {
    widest = std::max(widest, line.width);
  }
  std::string joined;
  joined.reserve(text.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool goes_on = i > 0 && !lines[i].text.empty() && !lines[i - 1].text.empty() &&
                         5 * lines[i - 1].width >= 4 * widest &&
                         begin_alike(lines[i - 1], lines[i]);
    if (i > 0) {
      joined += goes_on ? ' ' : '\n';
    }
    joined.append(goes_on ? 0 : lines[i].indentation, ' ');
    joined += lines[i].text;
  }
  return joined;
}

}  // namespace arch::article
