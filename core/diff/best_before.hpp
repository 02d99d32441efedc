#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace arch::diff {

/// Finds, of what is noted at places, what is worth most before a place: a Fenwick tree of maxima.
class BestBefore {
public:
  struct Best {
    std::int32_t worth = 0;
    std::uint32_t item = 0;
  };

  /// Forgets all, and counts places up to `places`.
  void reset(std::size_t places) { tree_.assign(places + 1, 0); }

  /// Notes `item` at `place`; what is worth nothing may be left out.
  void note(std::size_t place, Best best) {
    const std::uint64_t code = encode(best);
    for (std::size_t at = place + 1; at < tree_.size(); at += at & (~at + 1)) {
      tree_[at] = std::max(tree_[at], code);
    }
  }

  /// Returns what is worth most before `place`, the lowest item of several; worth 0 if there is
  /// none.
  [[nodiscard]] Best find(std::size_t place) const {
    std::uint64_t code = 0;
    for (; place > 0; place &= place - 1) {
      code = std::max(code, tree_[place]);
    }
    return {static_cast<std::int32_t>(code >> 32U), ~static_cast<std::uint32_t>(code)};
  }

private:
  /// Greater is better.
  static std::uint64_t encode(Best best) {
    return static_cast<std::uint64_t>(best.worth) << 32U | ~best.item;
  }

  std::vector<std::uint64_t> tree_;
};

/// Where each word of a passage is, its words being numbers.
class WordLists {
public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// Lists `words`, which are less than `numbers`.
  void set(std::span<const std::uint32_t> words, std::size_t numbers) {
    clear();
    last_.resize(std::max(last_.size(), numbers), none);
    before_.resize(std::max(before_.size(), words.size()));
    for (std::uint32_t place = 0; place < words.size(); ++place) {
      before_[place] = last_[words[place]];
      last_[words[place]] = place;
    }
    words_.assign(words.begin(), words.end());
  }

  /// The last place where `word` is; none if nowhere.
  [[nodiscard]] std::uint32_t last(std::uint32_t word) const { return last_[word]; }
  /// The place before `place` where the same word is; none if there is no other.
  [[nodiscard]] std::uint32_t before(std::uint32_t place) const { return before_[place]; }

private:
  void clear() {
    for (const std::uint32_t word : words_) {
      last_[word] = none;
    }
  }

  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> last_;
  std::vector<std::uint32_t> before_;
};

}  // namespace arch::diff
