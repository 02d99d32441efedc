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
    Range words = {};           ///< In words().
  };
  [[nodiscard]] const Passage& operator[](std::uint32_t index) const { return all_[index]; }

  /// A word by its key and class.
  struct Item {
    std::uint64_t key = 0;
    WordClass kind = WordClass::content;
  };
  /// The words of all passages, those of each in their order.
  [[nodiscard]] std::span<const Item> words() const { return words_; }

private:
  std::vector<Passage> all_;
  std::vector<Item> words_;
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

struct Alignment {
  std::vector<Group> in_order;  ///< Ascending on both sides.
  std::vector<Group> moved;     ///< Ascending in `b`; one passage on each side.
};

/// What passages are, which says how much alike the same one must be.
enum class Level : std::uint8_t {
  blocks,          ///< Anywhere in a text.
  sentences,       ///< Of blocks that belong together, so that less makes them the same.
  lone_sentences,  ///< Of texts of one block: that they are in it says nothing.
};

/// Chooses the heaviest set of groups that keeps the order of both texts, then, among what is left,
/// the passages that surely moved. The groups are equal_pairs(), passages with words that look
/// alike, and `known`: pairs that the caller knows to look alike, sorted by `a`.
/// Of many passages with words, those without a rare word in common are not compared.
Alignment align(const Passages& a,
                const Passages& b,
                Level level,
                std::span<const Group> known = {});

/// Returns the sentences that surely moved, when none has kept its place. Ascending in `b`.
std::vector<Group> moved_sentences(const Passages& a, const Passages& b, Level level);

/// Returns those of `pairs` of sentences, which stand beside what belongs together, that are equal
/// or as much alike as blocks that belong together.
std::vector<Group> alike_beside(const Passages& a, const Passages& b, std::span<const Group> pairs);

}  // namespace arch::diff
