// Any record is understood as a capture, a check, an absence or something else; and a capture and
// the check that stands for it give each other back, byte for byte.

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "history/record_text.hpp"
#include "history/stored_looks.hpp"
#include "store/record.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace {

using arch::history::LookShape;

/// nullopt for what is no record.
std::optional<LookShape::Kind> find_kind(std::string_view text, std::string_view key) {
  try {
    const arch::store::SplitRecord split = arch::store::split_record(text, key);
    const LookShape look = arch::history::read_shape(arch::store::Shape{split.pattern});
    const bool is_look =
        look.kind == LookShape::Kind::capture || look.kind == LookShape::Kind::check;
    if ((look.kind != LookShape::Kind::other && look.observed >= split.values.size()) ||
        (is_look && look.document >= split.values.size()) ||
        (look.page && *look.page >= split.values.size())) {
      __builtin_trap();
    }
    return look.kind;
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::usage) {
      __builtin_trap();
    }
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = arch::as_text(std::as_bytes(std::span{data, size}));
  // The first line is the key.
  const std::string_view key = input.substr(0, input.find('\n'));
  const std::string_view text = input.substr(key.size() < size ? key.size() + 1 : size);
  const std::optional<std::string> capture = arch::history::find_capture_of(text);
  const std::optional<LookShape::Kind> kind = find_kind(text, key);
  if (kind == LookShape::Kind::check && !capture) {
    __builtin_trap();
  }
  if (kind == LookShape::Kind::capture) {
    const std::string check = arch::history::make_check(text);
    const std::optional<LookShape::Kind> kind_of_check = find_kind(check, key);
    // The one line more may be too much.
    if (arch::history::find_capture_of(check) != text ||
        (kind_of_check && kind_of_check != LookShape::Kind::check)) {
      __builtin_trap();
    }
  }
  return 0;
}
