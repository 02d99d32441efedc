// A verdict is kept for each of millions of changes, so it is a few bytes: a mark of the form,
// flags, then numbers of variable length.
#include "corrections/classify.hpp"

#include <array>
#include <limits>

namespace arch::corrections {
namespace {

constexpr std::byte form{1};
constexpr unsigned is_update_like = 1;
constexpr unsigned is_degraded = 2;

void put(Bytes& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<std::byte>((number & 0x7FU) | 0x80U));
    number >>= 7U;
  }
  out.push_back(static_cast<std::byte>(number));
}

/// Takes a number off the front; nullopt when it ends early or is larger than `most`.
std::optional<std::uint64_t> take(ByteView& bytes, std::uint64_t most) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(bytes.front());
    bytes = bytes.subspan(1);
    number |= (byte & 0x7FU) << shift;
    if (byte < 0x80) {
      return number <= most ? std::optional{number} : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view likeness_name(Likeness which) {
  constexpr std::array<std::string_view, 3> names{"unclear", "correction", "update"};
  return names[static_cast<std::size_t>(which)];
}

bool is_substantive(const Segment& segment) {
  if (!may_be_substantive(segment.change)) {
    return false;
  }
  std::size_t mediums = 0;
  for (const FiredSignal& fired : segment.signals) {
    if (fired.strength == Strength::strong) {
      return true;
    }
    mediums += fired.strength == Strength::medium ? 1 : 0;
  }
  return mediums >= 2;
}

std::uint32_t weight(const Segment& segment) {
  constexpr std::array<std::uint32_t, 3> weights{1, 2, 4};
  std::uint32_t sum = 0;
  for (const FiredSignal& fired : segment.signals) {
    sum += weights[static_cast<std::size_t>(fired.strength)];
  }
  return sum;
}

Bytes pack(const Verdict& verdict) {
  Bytes bytes{form,
              static_cast<std::byte>((verdict.update_like ? is_update_like : 0U) |
                                     (verdict.degraded ? is_degraded : 0U))};
  put(bytes, verdict.classes.bits());
  put(bytes, verdict.substantive.bits());
  put(bytes, verdict.weight);
  put(bytes, verdict.passages);
  return bytes;
}

std::optional<Verdict> find_verdict(ByteView packed) {
  if (packed.size() < 2 || packed[0] != form ||
      std::to_integer<unsigned>(packed[1]) > (is_update_like | is_degraded)) {
    return std::nullopt;
  }
  const auto flags = std::to_integer<unsigned>(packed[1]);
  packed = packed.subspan(2);
  constexpr std::uint64_t all_classes = (std::uint64_t{1} << class_count) - 1;
  constexpr std::uint64_t most = std::numeric_limits<std::uint16_t>::max();
  const auto classes = take(packed, all_classes);
  const auto substantive = take(packed, all_classes);
  const auto weight = take(packed, most);
  const auto passages = take(packed, most);
  if (!classes || !substantive || !weight || !passages || !packed.empty()) {
    return std::nullopt;
  }
  return Verdict{.classes = ClassSet::of_bits(*classes),
                 .substantive = ClassSet::of_bits(*substantive),
                 .update_like = (flags & is_update_like) != 0,
                 .degraded = (flags & is_degraded) != 0,
                 .weight = static_cast<std::uint16_t>(*weight),
                 .passages = static_cast<std::uint16_t>(*passages)};
}

}  // namespace arch::corrections
