#include "history/key.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace arch::history {
namespace {

constexpr std::string_view white_space = " \t\n\v\f\r";

/// How much of a bad key a message shows, in bytes.
constexpr std::size_t shown_bytes = 80;

Error refuse(std::string_view key, std::string_view problem, std::string hint) {
  const std::string_view shown = key.substr(0, shown_bytes);
  return Error{ErrorKind::usage,
               fmt::format("naming an article \"{}{}\": {}",
                           one_line(shown),
                           shown.size() < key.size() ? "…" : "",
                           problem),
               std::move(hint)};
}

bool breaks_lines(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

}  // namespace

std::string_view trim(std::string_view typed) {
  const std::size_t begin = typed.find_first_not_of(white_space);
  if (begin == std::string_view::npos) {
    return {};
  }
  return typed.substr(begin, typed.find_last_not_of(white_space) + 1 - begin);
}

std::string make_key(std::string_view typed) {
  const std::string_view key = trim(typed);
  if (key.empty()) {
    throw Error{ErrorKind::usage, "naming an article: the key is empty", "give its URL, or a name"};
  }
  const std::string limit_hint =
      fmt::format("a key is a URL or a name of at most {} bytes", max_key_size);
  if (key.size() > max_key_size) {
    throw refuse(key, fmt::format("it has {} bytes", key.size()), limit_hint);
  }
  if (!is_valid_utf8(key)) {
    throw refuse(key, "it is not UTF-8", "type its URL with %-escapes, or another name");
  }
  for (std::size_t at = 0; at < key.size();) {
    const CodePoint point = decode_code_point(key, at);
    if (breaks_lines(point.value)) {
      throw refuse(key,
                   fmt::format("it has the control character U+{:04X}",
                               static_cast<std::uint32_t>(point.value)),
                   "leave control characters out of it");
    }
    at += point.size;
  }
  std::string normal = to_nfc(key);
  if (normal.size() > max_key_size) {
    throw refuse(key, fmt::format("in form C it has {} bytes", normal.size()), limit_hint);
  }
  return normal;
}

}  // namespace arch::history
