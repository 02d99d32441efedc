#include "search/searched_text.hpp"

#include <algorithm>
#include <array>

namespace arch::search {
namespace {

constexpr std::array<std::string_view, 5> searched_fields = {
    "headline: ", "standfirst: ", "byline: ", "section: ", "correction: "};
constexpr std::array<std::string_view, 2> image_lines = {"caption: ", "credit: "};

template <typename Labels>
std::string_view without_label(std::string_view line, const Labels& labels) {
  for (const std::string_view label : labels) {
    if (line.starts_with(label)) {
      return line.substr(label.size());
    }
  }
  return {};
}

}  // namespace

void each_searched_line(std::string_view document,
                        const std::function<void(std::string_view)>& each) {
  bool in_fields = true;
  bool in_image = false;
  for (std::size_t at = 0; at < document.size();) {
    const std::size_t end = std::min(document.find('\n', at), document.size());
    std::string_view line = document.substr(at, end - at);
    at = end + 1;
    if (line.empty()) {
      in_fields = false;
      in_image = false;
      continue;
    }
    if (in_fields) {
      line = without_label(line, searched_fields);
    } else if (in_image) {
      const std::string_view value = without_label(line, image_lines);
      line = value.empty() ? line : value;
    } else {
      in_image = line.starts_with("![");
    }
    line = line.substr(0, max_searched_line);
    if (!line.empty()) {
      each(line);
    }
  }
}

}  // namespace arch::search
