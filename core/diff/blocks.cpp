#include "diff/blocks.hpp"

#include <algorithm>
#include <cstddef>

namespace arch::diff {
namespace {

/// White space that makes a line blank. No-break spaces do: pages space their paragraphs with them.
constexpr std::string_view ascii_space = " \t\r\v\f";
constexpr std::string_view no_break_space = "\u00A0";

bool is_blank(std::string_view line) {
  while (!line.empty()) {
    if (ascii_space.find(line.front()) != std::string_view::npos) {
      line.remove_prefix(1);
    } else if (line.starts_with(no_break_space)) {
      line.remove_prefix(no_break_space.size());
    } else {
      return false;
    }
  }
  return true;
}

bool is_field(std::string_view line) {
  return !field_name(line).empty();
}

}  // namespace

std::string_view field_name(std::string_view line) {
  std::size_t size = 0;
  while (size < line.size() &&
         ((line[size] >= 'a' && line[size] <= 'z') || line[size] == '-' || line[size] == '_')) {
    ++size;
  }
  const bool named = size > 0 && size < line.size() && line[size] == ':' && line[0] >= 'a' &&
                     !line.substr(size).starts_with("://");
  return named ? line.substr(0, size) : std::string_view{};
}

std::vector<TextBlock> split_blocks(std::string_view text) {
  std::vector<TextBlock> blocks;
  bool open = false;   // Whether the line before was part of a block.
  bool header = true;  // Whether only the first run of lines was seen.
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size(); at = next) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    next = std::min(line_end + 1, text.size());
    const std::string_view line = text.substr(at, line_end - at);
    if (is_blank(line)) {
      header = header && blocks.empty();
      open = false;
      continue;
    }
    const bool field = header && blocks.size() < max_fields && is_field(line);
    const auto begin = static_cast<std::uint32_t>(at);
    const auto end = static_cast<std::uint32_t>(line_end);
    if (!open || field) {
      if (!blocks.empty()) {
        blocks.back().extent.end = begin;
      }
      blocks.push_back({{begin, end}, {blocks.empty() ? 0 : begin, 0}, field});
      open = true;
    }
    blocks.back().content.end = end;
  }
  if (blocks.empty() && !text.empty()) {
    blocks.emplace_back();
  }
  if (!blocks.empty()) {
    blocks.back().extent.end = static_cast<std::uint32_t>(text.size());
  }
  return blocks;
}

}  // namespace arch::diff
