// The patch between any two texts, read as the format is described, makes the new text from the old
// one and names the files as they were named.

#include "diff/unified.hpp"
#include "fuzz/two_texts.hpp"
#include "unit/diff/apply_unified.hpp"

#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [a, b] = split_input(data, size);
  const std::string_view name = a.substr(0, 24);
  const std::string patch = arch::diff::unified_patch(
      a, b, {.label_a = name, .label_b = "b", .context = static_cast<std::uint32_t>(size % 5)});
  arch::diff::UnifiedReader reader(patch);
  if (reader.apply(a) != b) {
    __builtin_trap();
  }
  if (a != b && (reader.label_a != name || reader.label_b != "b")) {
    __builtin_trap();
  }
  return 0;
}
