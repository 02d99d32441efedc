#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace arch {

/// Data that need not be text. Text is std::string, always valid UTF-8.
using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// Views text as its UTF-8 bytes.
inline ByteView as_bytes(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

/// Views bytes as text without a check: for bytes known to be text.
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Copies the UTF-8 bytes of `text`.
inline Bytes to_bytes(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

}  // namespace arch
