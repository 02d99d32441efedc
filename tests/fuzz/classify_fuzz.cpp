// The change between any two byte strings has passages whose evidence lies within the texts, and a
// verdict that is read back from its bytes.

#include "base/error.hpp"
#include "corrections/classify.hpp"
#include "fuzz/two_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [a, b] = split_input(data, size);
  const auto within = [](arch::diff::Range range, std::string_view text) {
    return range.begin <= range.end && range.end <= text.size();
  };
  const arch::corrections::Classification found = arch::corrections::classify(a, b);
  for (const arch::corrections::Segment& segment : found.segments) {
    ARCH_ASSERT(within(segment.a, a) && within(segment.b, b));
    ARCH_ASSERT(within(segment.words_a, a) && within(segment.words_b, b));
    for (const arch::corrections::FiredSignal& fired : segment.signals) {
      ARCH_ASSERT(within(fired.a, a) && within(fired.b, b));
    }
    ARCH_ASSERT(found.verdict.classes.contains(segment.change));
  }
  ARCH_ASSERT(a != b || found.segments.empty());
  const arch::Bytes packed = pack(found.verdict);
  ARCH_ASSERT(arch::corrections::find_verdict(packed) == found.verdict);
  arch::corrections::find_verdict(arch::as_bytes(a));
  return 0;
}
