// Any two byte strings can be compared, in bounded time, and the result keeps every promise of
// diff/text_diff.hpp; among them, that each text can be made from the other and what changed.

#include "diff/facts.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"
#include "fuzz/two_texts.hpp"
#include "unit/diff/promises.hpp"

#include <cstdio>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [a, b] = split_input(data, size);
  const arch::diff::TextDiff diff = arch::diff::compare(a, b);
  const std::string broken = arch::diff::broken_promise(diff, a, b);
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    __builtin_trap();
  }
  if (a == b && summarise(diff) != arch::diff::Summary{}) {
    __builtin_trap();
  }
  const arch::diff::Facts facts = arch::diff::find_facts(a, b, diff);
  if (a == b && facts != arch::diff::Facts{}) {
    __builtin_trap();
  }
  return 0;
}
