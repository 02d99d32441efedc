#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace arch::diff {

/// Small numbers for the keys of words, counted from 0 in the order in which they come.
class KeyNumbers {
public:
  /// `words` is how many keys come at most, equal ones counted each time.
  explicit KeyNumbers(std::size_t words) : slots_(std::bit_ceil(2 * words + 1)) {}

  /// Returns the number of `key`, the same as before if it came before.
  std::uint32_t number(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key & mask;
    std::size_t probes = 0;
    while (slots_[at].number_plus_1 != 0 && slots_[at].key != key && ++probes < most_probes) {
      at = (at + 1) & mask;
    }
    Slot& slot = slots_[at];
    if (slot.number_plus_1 == 0) {
      slot = {key, ++count_};
      return count_ - 1;
    }
    return slot.key == key ? slot.number_plus_1 - 1 : count_++;
  }

  /// How many numbers there are.
  [[nodiscard]] std::uint32_t count() const { return count_; }

private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t number_plus_1 = 0;
  };
  /// Slots looked at for one word. Keys are made from the text, and who writes it could make all
  /// fall into one place; then words that are equal are taken for different ones.
  static constexpr std::size_t most_probes = 64;

  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
};

}  // namespace arch::diff
