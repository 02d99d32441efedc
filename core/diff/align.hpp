#pragma once

#include "diff/range.hpp"
#include "diff/words.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace arch::diff {

/// The blocks, or the sentences, of one text in order, as far as comparing needs to know them.
class Passages {
public:
  /// Adds a passage of `size` bytes that hash to `hash`. Passages whose `name` is equal and not 0
  /// are the same field, whatever they say.
  void add(std::uint64_t hash, std::uint32_t size, std::uint64_t name = 0);

  /// Sets the words of passage `index`, in any order of indices. Without them a passage is only
  /// ever equal to another or not.
  void set_words(std::uint32_t index, std::span<const Word> words);

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(all_.size()); }

  struct Passage {
    std::uint64_t hash = 0;
    std::uint64_t name = 0;
    std::uint32_t size = 0;     ///< In bytes.
    std::uint32_t weight = 0;   ///< Of its words; 0 when they are not set.
    std::uint32_t content = 0;  ///< Content words; 0 when not set.
    Range bag = {};             ///< In the pool of bags.
  };
  [[nodiscard]] const Passage& operator[](std::uint32_t index) const { return all_[index]; }

  /// The keys of the words of `passage` in ascending order, the class in the two lowest bits.
  [[nodiscard]] std::span<const std::uint64_t> bag(const Passage& passage) const {
    return std::span(bags_).subspan(passage.bag.begin, passage.bag.size());
  }

private:
  std::vector<Passage> all_;
  std::vector<std::uint64_t> bags_;
};

/// Passages `a` of the old text and `b` of the new one that are the same passage. Neither is empty;
/// more than one on a side means that it was split or joined.
struct Group {
  Range a = {};
  Range b = {};
  std::uint32_t similarity = 0;  ///< 0 to exact_similarity.
};

/// The similarity of passages with the same bytes. Others have at most one less.
inline constexpr std::uint32_t exact_similarity = 1000;

/// Returns every pair of passages with the same hash; of one hash that more than eight passages
/// share, the first with the first and so on only. Equal hashes do not prove equal bytes.
std::vector<Group> equal_pairs(const Passages& a, const Passages& b);

/// Returns pairs and 1:n or n:1 groups of passages that look alike, among those with words set.
/// Pairs without a rare word in common are not looked at when there are many passages.
std::vector<Group> similar_groups(const Passages& a, const Passages& b);

struct Alignment {
  std::vector<Group> in_order;  ///< Ascending on both sides.
  std::vector<Group> moved;     ///< Ascending in `b`; one passage on each side.
};

/// Chooses from equal_pairs() and similar_groups() the heaviest set that keeps the order of both
/// texts, then, among what is left, the passages that surely moved.
Alignment align(const Passages& a, const Passages& b);

/// Returns the passages that surely moved, when none has kept its place. Ascending in `b`.
std::vector<Group> moved_passages(const Passages& a, const Passages& b);

}  // namespace arch::diff
