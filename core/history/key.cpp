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

/// A key as arch keeps it, or why it is none.
struct Judged {
  std::string key = {};
  std::string problem = {};  ///< empty: it is one
  std::string hint = {};
};

bool breaks_lines(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

Judged judge(std::string_view key) {
  const auto too_long = [](std::string_view where, std::size_t size) {
    return Judged{
        .problem = fmt::format("{}it has {} bytes", where, size),
        .hint = fmt::format("a key is a URL or a name of at most {} bytes", max_key_size)};
  };
  if (key.empty()) {
    return {.problem = "the key is empty", .hint = "give its URL, or a name"};
  }
  if (key.size() > max_key_size) {
    return too_long("", key.size());
  }
  if (!is_valid_utf8(key)) {
    return {.problem = "it is not UTF-8", .hint = "type its URL with %-escapes, or another name"};
  }
  for (std::size_t at = 0; at < key.size();) {
    const CodePoint point = decode_code_point(key, at);
    if (breaks_lines(point.value)) {
      return {.problem = fmt::format("it has the control character U+{:04X}",
                                     static_cast<std::uint32_t>(point.value)),
              .hint = "leave control characters out of it"};
    }
    at += point.size;
  }
  std::string normal = to_nfc(key);
  if (normal.size() > max_key_size) {
    return too_long("in form C ", normal.size());
  }
  return {.key = std::move(normal)};
}

}  // namespace

std::string_view trim(std::string_view typed) {
  const std::size_t begin = typed.find_first_not_of(white_space);
  return begin == std::string_view::npos
             ? std::string_view{}
             : typed.substr(begin, typed.find_last_not_of(white_space) + 1 - begin);
}

std::string make_key(std::string_view typed) {
  const std::string_view key = trim(typed);
  Judged judged = judge(key);
  if (judged.problem.empty()) {
    return std::move(judged.key);
  }
  if (key.empty()) {
    throw Error{ErrorKind::usage, "naming an article: " + judged.problem, judged.hint};
  }
  const std::string_view shown = key.substr(0, shown_bytes);
  throw Error{ErrorKind::usage,
              fmt::format("naming an article \"{}{}\": {}",
                          one_line(shown),
                          shown.size() < key.size() ? "…" : "",
                          judged.problem),
              judged.hint};
}

std::optional<std::string> find_key(std::string_view name) {
  Judged judged = judge(trim(name));
  return judged.problem.empty() ? std::optional{std::move(judged.key)} : std::nullopt;
}

}  // namespace arch::history
