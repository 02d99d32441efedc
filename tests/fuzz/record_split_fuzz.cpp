// Any text is refused with Error{usage}, or split so that joining gives it back.

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "store/record.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = arch::as_text(std::as_bytes(std::span{data, size}));
  // The first line is the key.
  const std::string_view key = input.substr(0, input.find('\n'));
  const std::string_view text = input.substr(key.size() < size ? key.size() + 1 : size);
  try {
    const arch::store::SplitRecord split = arch::store::split_record(text, key);
    const arch::store::Shape shape{split.pattern};
    if (arch::store::join_record(split.pattern, split.values, key) != text ||
        shape.values() != split.values.size()) {
      __builtin_trap();
    }
    (void)shape.value_of("observed");
    (void)shape.literal_of("cause");
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::usage) {
      __builtin_trap();
    }
  }
  return 0;
}
