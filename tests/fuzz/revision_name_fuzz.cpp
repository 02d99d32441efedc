// Any text is refused with Error{usage}, or is a subject followed by the steps that were typed.

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "history/names.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Kind = arch::history::RevisionName::Step::Kind;
  const std::string_view typed = arch::as_text(std::as_bytes(std::span{data, size}));
  try {
    const arch::history::RevisionName name = arch::history::parse_revision_name(typed);
    if (name.subject.empty() || name.steps.size() > arch::history::max_name_steps) {
      __builtin_trap();
    }
    std::size_t before = name.subject.size();
    for (const auto& step : name.steps) {
      const bool begins_like_one =
          typed.substr(step.begin).starts_with('~') || typed.substr(step.begin).starts_with("@{");
      if (step.begin < before || !begins_like_one || (step.kind == Kind::at) == step.when.empty()) {
        __builtin_trap();
      }
      before = step.begin + 1;
    }
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::usage) {
      __builtin_trap();
    }
  }
  return 0;
}
