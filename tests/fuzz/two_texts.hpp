#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// An input of a fuzz target that compares: two texts with a line `~~~~` between them. Without such
/// a line, the second text is empty.
struct TwoTexts {
  std::string_view a;
  std::string_view b;
};

inline TwoTexts split_input(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view separator = "\n~~~~\n";
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t at = std::min(all.find(separator), all.size());
  const std::size_t next = std::min(at + separator.size(), all.size());
  return {all.substr(0, at), all.substr(next)};
}
