// Which passage became which.
//
// All candidates, equal and similar ones, compete at once for one chain that ascends in both texts
// and has the most weight: the largest part of the text stays, and what crosses it has moved
// (pipeline step "heaviest increasing subsequence", as VisualDiff does for nodes). Choosing equal
// passages first, as patience diff does, lets one unique line in the wrong place drag everything
// along; pairing by position, as wikidiff2 and delta do, fails at the first inserted paragraph.
//
// Everything is counted in integers, so that every machine finds the same chain.

#include "diff/align.hpp"

#include "diff/best_before.hpp"
#include "diff/key_numbers.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <tuple>

namespace arch::diff {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// More passages with one hash than this are paired by rank, and a word that more passages than
/// this share says nothing about which belong together. Bounds the number of candidates.
constexpr std::size_t rare = 8;
/// With at most this many pairs, looking at each is cheaper than an index.
constexpr std::size_t few_pairs = 256;
/// Candidates looked at closely for each passage of the old text, the likeliest first.
constexpr std::size_t closest = 16;

/// What makes passages one, in thousandths of similarity. Tuned on the dev halves of
/// newsedits400, argrewrite2 and constructed/moves, which tests/bench/diff scores: no held-out
/// check.
struct Bounds {
  std::uint32_t same_passage;
  std::uint32_t same_place;  ///< Enough when nothing else could have taken the place.
  std::uint32_t surely_moved;
  std::uint32_t moved_words;        ///< Least content words of a passage that moved,
  std::uint32_t moved_words_exact;  ///< and of one that moved unchanged.
  /// Whether few words are enough when many of them stayed: see may_have_moved().
  bool few_words_tell;
};
constexpr Bounds block_bounds = {.same_passage = 400,
                                 .same_place = 250,
                                 .surely_moved = 400,
                                 .moved_words = 6,
                                 .moved_words_exact = 3,
                                 .few_words_tell = true};
constexpr Bounds sentence_bounds = {.same_passage = 320,
                                    .same_place = 220,
                                    .surely_moved = 500,
                                    .moved_words = 6,
                                    .moved_words_exact = 3,
                                    .few_words_tell = false};
/// Sentences are what blocks are elsewhere, but not chosen as carefully as where to begin a
/// paragraph.
constexpr Bounds lone_sentence_bounds = {.same_passage = 440,
                                         .same_place = 300,
                                         .surely_moved = 400,
                                         .moved_words = 6,
                                         .moved_words_exact = 3,
                                         .few_words_tell = true};

const Bounds& bounds_of(Level level) {
  switch (level) {
    case Level::blocks:
      return block_bounds;
    case Level::sentences:
      return sentence_bounds;
    case Level::lone_sentences:
      return lone_sentence_bounds;
  }
  return block_bounds;
}

/// What a group must exceed to be worth a place in the chain.
constexpr std::int64_t worthless = 180;
/// Bytes of a passage that count there. More would let one long paragraph that moved past three
/// short ones say that the three moved; readers count paragraphs, not bytes.
constexpr std::uint32_t counted_size = 80;
/// A part belongs to a split passage when this share of it is found there.
constexpr std::uint32_t same_part = 650;
constexpr std::uint32_t most_parts = 4;
/// The second best must be this much worse, or nobody can tell which one moved.
constexpr std::uint32_t clearly_better = 100;
/// Content words times similarity from which a short block is told from a common phrase.
constexpr std::uint32_t telling_block = 2000;
/// Without words to count, bytes that some three content words take.
constexpr std::uint32_t telling_size = 20;

/// Words whose order is compared by a table of at most so many cells; of longer passages the words
/// tell enough without their order.
constexpr std::uint64_t most_order_cells = std::uint64_t{1} << 14U;
/// What a pair of equal words costs where only those are looked at, in cells.
constexpr std::uint64_t cells_of_pair = 8;
/// Such cells for all passages together.
constexpr std::uint64_t order_budget = std::uint64_t{1} << 22U;

constexpr std::uint32_t word_weight(WordClass kind) {
  constexpr std::uint32_t weights[] = {20, 5, 1};
  return weights[static_cast<std::size_t>(kind)];
}

/// Twice the common weight by both weights (Dice), in thousandths.
std::uint32_t dice(std::uint32_t common, std::uint32_t weight_a, std::uint32_t weight_b) {
  const std::uint64_t both = std::uint64_t{weight_a} + weight_b;
  const std::uint64_t share = both == 0 ? 0 : std::uint64_t{common} * 2000 / both;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(share, exact_similarity - 1));
}

std::uint32_t share_of(std::uint32_t common, std::uint32_t weight) {
  return weight == 0 ? 0 : static_cast<std::uint32_t>(std::uint64_t{common} * 1000 / weight);
}

struct Posting {
  std::uint64_t key = 0;
  std::uint32_t passage = 0;

  friend auto operator<=>(const Posting&, const Posting&) = default;
};

/// The words of two texts as small numbers, the same for the same key.
class Vocabulary {
public:
  Vocabulary(const Passages& a, const Passages& b) {
    KeyNumbers numbers(a.words().size() + b.words().size());
    weights_.reserve((a.words().size() + b.words().size()) / 2);
    a_ = number_all(a.words(), numbers);
    b_ = number_all(b.words(), numbers);
  }

  using Numbers = std::span<const std::uint32_t>;
  [[nodiscard]] Numbers a(Range words) const {
    return std::span(a_).subspan(words.begin, words.size());
  }
  [[nodiscard]] Numbers b(Range words) const {
    return std::span(b_).subspan(words.begin, words.size());
  }
  [[nodiscard]] std::size_t size() const { return weights_.size(); }
  [[nodiscard]] std::uint32_t weight(std::uint32_t number) const { return weights_[number]; }
  [[nodiscard]] bool is_content(std::uint32_t number) const {
    return weights_[number] == word_weight(WordClass::content);
  }

private:
  std::vector<std::uint32_t> number_all(std::span<const Passages::Item> words,
                                        KeyNumbers& numbers) {
    std::vector<std::uint32_t> result;
    result.reserve(words.size());
    for (const Passages::Item& word : words) {
      result.push_back(numbers.number(word.key));
      if (numbers.count() > weights_.size()) {
        weights_.push_back(word_weight(word.kind));
      }
    }
    return result;
  }

  std::vector<std::uint32_t> weights_;
  std::vector<std::uint32_t> a_;
  std::vector<std::uint32_t> b_;
};

/// A pair that was looked at, whatever came out.
struct Look {
  std::uint32_t i = 0;
  std::uint32_t j = 0;
  std::uint32_t common = 0;
};

/// Finds the passages that look alike.
class Similarities {
public:
  Similarities(const Passages& a, const Passages& b, const Bounds& bounds)
      : a_(a), b_(b), bounds_(bounds), words_(a, b), counts_(words_.size()) {}

  /// Returns pairs and 1:n or n:1 groups of passages with words.
  std::vector<Group> groups() {
    std::vector<Look> looks = look_at_pairs();
    std::erase_if(looks, [&](const Look& look) { return a_[look.i].name != b_[look.j].name; });
    std::vector<Group> groups;
    for (const Look& look : looks) {
      const Passages::Passage& x = a_[look.i];
      const bool same_field = x.name != 0;
      const std::uint32_t alike = similarity(look, same_field ? 0 : bounds_.same_passage);
      if (same_field || alike >= bounds_.same_passage) {
        groups.push_back({{look.i, look.i + 1},
                          {look.j, look.j + 1},
                          same_field ? std::max(alike, bounds_.same_passage) : alike});
      }
    }
    append_parts(Side::split, looks, groups);
    for (Look& look : looks) {
      std::swap(look.i, look.j);
    }
    std::ranges::sort(looks, {}, [](const Look& look) { return std::tuple(look.i, look.j); });
    append_parts(Side::joined, looks, groups);
    return groups;
  }

  /// How much alike passages `i` and `j` are.
  std::uint32_t of(std::uint32_t i, std::uint32_t j) {
    Look look{i, j, 0};
    const Numbers x = words_a(i);
    count(x);
    look.common = common_with(words_b(j));
    uncount(x);
    return similarity(look, 0);
  }

private:
  using Numbers = Vocabulary::Numbers;
  enum class Side : std::uint8_t { split, joined };

  [[nodiscard]] Numbers words_a(std::uint32_t i) const { return words_.a(a_[i].words); }
  [[nodiscard]] Numbers words_b(std::uint32_t j) const { return words_.b(b_[j].words); }

  void count(Numbers words) {
    for (const std::uint32_t word : words) {
      ++counts_[word];
    }
  }
  void uncount(Numbers words) {
    for (const std::uint32_t word : words) {
      counts_[word] = 0;
    }
  }

  /// Takes `words` from those that are counted, and returns the weight of what was there.
  std::uint32_t take(Numbers words) {
    std::uint32_t common = 0;
    for (const std::uint32_t word : words) {
      if (counts_[word] > 0) {
        --counts_[word];
        common += words_.weight(word);
        taken_.push_back(word);
      }
    }
    return common;
  }
  void give_back() {
    for (const std::uint32_t word : taken_) {
      ++counts_[word];
    }
    taken_.clear();
  }
  std::uint32_t common_with(Numbers words) {
    const std::uint32_t common = take(words);
    give_back();
    return common;
  }

  [[nodiscard]] static std::vector<std::uint32_t> with_words(const Passages& passages) {
    std::vector<std::uint32_t> result;
    for (std::uint32_t i = 0; i < passages.count(); ++i) {
      if (!passages[i].words.empty()) {
        result.push_back(i);
      }
    }
    return result;
  }

  std::vector<Look> look_at_pairs() {
    const std::vector<std::uint32_t> left = with_words(a_);
    const std::vector<std::uint32_t> right = with_words(b_);
    std::vector<Look> looks;
    if (left.size() * right.size() <= few_pairs) {
      for (const std::uint32_t i : left) {
        for (const std::uint32_t j : right) {
          looks.push_back({i, j, 0});
        }
      }
    } else {
      looks = pairs_by_rare_words();
    }
    set_common(looks);
    return looks;
  }

  /// Sets what each pair has in common. The words of the longer passage are counted, so that a pair
  /// takes steps in proportion to the shorter: one long passage may meet thousands of short ones.
  void set_common(std::vector<Look>& looks) {
    const auto a_is_longer = [&](const Look& look) {
      return a_[look.i].words.size() >= b_[look.j].words.size();
    };
    std::uint32_t counted = none;
    const auto count_next = [&](std::uint32_t next, auto words_of) {
      if (counted != next) {
        if (counted != none) {
          uncount(words_of(counted));
        }
        count(words_of(next));
        counted = next;
      }
    };
    const auto of_a = [this](std::uint32_t i) { return words_a(i); };
    const auto of_b = [this](std::uint32_t j) { return words_b(j); };
    std::vector<std::uint32_t> others;  // Looks at longer passages of b.
    for (std::uint32_t l = 0; l < looks.size(); ++l) {
      if (a_is_longer(looks[l])) {
        count_next(looks[l].i, of_a);
        looks[l].common = common_with(words_b(looks[l].j));
      } else {
        others.push_back(l);
      }
    }
    if (counted != none) {
      uncount(words_a(counted));
      counted = none;
    }
    std::ranges::stable_sort(others, {}, [&](std::uint32_t l) { return looks[l].j; });
    for (const std::uint32_t l : others) {
      count_next(looks[l].j, of_b);
      looks[l].common = common_with(words_a(looks[l].i));
    }
    if (counted != none) {
      uncount(words_b(counted));
    }
  }

  /// Where each content word is: for word `w` the passages at [first[w], first[w + 1]), at most
  /// `rare` and one more, which says that there are too many.
  struct Index {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> passages;
  };

  template <typename WordsOf>
  Index index_of(const Passages& passages, const WordsOf& words_of) {
    Index index;
    std::vector<std::uint32_t> last(words_.size(), none);
    const auto for_each = [&](const auto& take_word) {
      std::ranges::fill(last, none);
      for (std::uint32_t i = 0; i < passages.count(); ++i) {
        for (const std::uint32_t word : words_of(i)) {
          if (last[word] != i && words_.is_content(word)) {
            last[word] = i;
            take_word(word, i);
          }
        }
      }
    };
    std::vector<std::uint32_t> sizes(words_.size());
    for_each(
        [&](std::uint32_t word, std::uint32_t) { sizes[word] += sizes[word] <= rare ? 1U : 0U; });
    index.first.resize(words_.size() + 1);
    std::inclusive_scan(sizes.begin(), sizes.end(), index.first.begin() + 1);
    index.passages.resize(index.first.back());
    std::vector<std::uint32_t> next(index.first.begin(), index.first.end() - 1);
    for_each([&](std::uint32_t word, std::uint32_t i) {
      if (next[word] < index.first[word + 1]) {
        index.passages[next[word]++] = i;
      }
    });
    return index;
  }

  /// Returns the pairs that share rare words, for each old passage those that share most.
  std::vector<Look> pairs_by_rare_words() {
    const Index left = index_of(a_, [this](std::uint32_t i) { return words_a(i); });
    const Index right = index_of(b_, [this](std::uint32_t j) { return words_b(j); });
    const auto is_rare = [](const Index& index, std::uint32_t word) {
      return index.first[word + 1] - index.first[word] <= rare;
    };
    std::vector<Look> looks;
    std::vector<std::uint32_t> seen(words_.size(), none);
    std::vector<std::uint32_t> shared(b_.count());  // Rare words, with each new passage.
    std::vector<std::uint32_t> partners;
    for (std::uint32_t i = 0; i < a_.count(); ++i) {
      partners.clear();
      for (const std::uint32_t word : words_a(i)) {
        if (seen[word] == i || !is_rare(left, word) || !is_rare(right, word)) {
          continue;
        }
        seen[word] = i;
        for (std::uint32_t at = right.first[word]; at < right.first[word + 1]; ++at) {
          const std::uint32_t j = right.passages[at];
          if (shared[j]++ == 0) {
            partners.push_back(j);
          }
        }
      }
      if (partners.size() > closest) {
        std::ranges::nth_element(
            partners, partners.begin() + closest, [&](std::uint32_t x, std::uint32_t y) {
              return std::tuple(shared[y], x) < std::tuple(shared[x], y);
            });
      }
      for (std::size_t p = closest; p < partners.size(); ++p) {
        shared[partners[p]] = 0;
      }
      partners.resize(std::min(partners.size(), closest));
      std::ranges::sort(partners);
      for (const std::uint32_t j : partners) {
        shared[j] = 0;
        looks.push_back({i, j, 0});
      }
    }
    return looks;
  }

  /// How much alike a pair is, by its words in their order where the table for it is not too large.
  /// What cannot reach `enough` is not worth a table.
  std::uint32_t similarity(const Look& look, std::uint32_t enough) {
    const Passages::Passage& x = a_[look.i];
    const Passages::Passage& y = b_[look.j];
    const std::uint32_t unordered = similarity(x, y, look.common);
    const std::uint64_t cells = std::uint64_t{x.words.size()} * y.words.size();
    if (unordered < enough || cells > std::min(most_order_cells, order_budget_)) {
      return unordered;
    }
    order_budget_ -= cells;
    return similarity(x, y, common_in_order(words_a(look.i), words_b(look.j)));
  }

  [[nodiscard]] static std::uint32_t similarity(const Passages::Passage& x,
                                                const Passages::Passage& y,
                                                std::uint32_t common) {
    const bool telling = std::min(x.content, y.content) > 2;
    const std::uint32_t contained =
        telling ? share_of(common, std::min(x.weight, y.weight)) * 4 / 10 : 0;
    return std::max(dice(common, x.weight, y.weight), contained);
  }

  /// Returns the weight of the heaviest common subsequence.
  std::uint32_t common_in_order(Numbers x, Numbers y) {
    std::uint32_t ends = 0;
    while (!x.empty() && !y.empty() && x.front() == y.front()) {
      ends += words_.weight(x.front());
      x = x.subspan(1);
      y = y.subspan(1);
    }
    while (!x.empty() && !y.empty() && x.back() == y.back()) {
      ends += words_.weight(x.back());
      x = x.first(x.size() - 1);
      y = y.first(y.size() - 1);
    }
    return ends + (x.empty() || y.empty() ? 0 : common_subsequence(x, y));
  }

  std::uint32_t common_subsequence(Numbers x, Numbers y) {
    count(x);
    std::uint64_t pairs = 0;
    for (const std::uint32_t word : y) {
      pairs += counts_[word];
    }
    uncount(x);
    // Words repeated over and over make more of a tree than of a table.
    const bool few = pairs * cells_of_pair <= std::uint64_t{x.size()} * y.size();
    return few ? common_by_pairs(x, y) : common_by_table(x, y);
  }

  /// What prolongs most from pair to pair of equal words (Hunt and Szymanski, CACM 20 (1977)).
  std::uint32_t common_by_pairs(Numbers x, Numbers y) {
    lists_.set(y, words_.size());
    best_.reset(y.size());
    for (const std::uint32_t word : x) {
      const auto weight = static_cast<std::int32_t>(words_.weight(word));
      for (std::uint32_t j = lists_.last(word); j != WordLists::none; j = lists_.before(j)) {
        best_.note(j, {best_.find(j).worth + weight, 0});
      }
    }
    return static_cast<std::uint32_t>(best_.find(y.size()).worth);
  }

  std::uint32_t common_by_table(Numbers x, Numbers y) {
    row_.assign(y.size() + 1, 0);
    for (const std::uint32_t word : x) {
      const std::uint32_t weight = words_.weight(word);
      std::uint32_t diagonal = 0;
      std::uint32_t left = 0;
      for (std::size_t j = 0; j < y.size(); ++j) {
        const std::uint32_t above = row_[j + 1];
        const std::uint32_t kept = diagonal + (y[j] == word ? weight : 0);
        left = std::max(std::max(above, left), kept);
        row_[j + 1] = left;
        diagonal = above;
      }
    }
    return row_.back();
  }

  /// Appends the groups in which one passage has several neighbours of the other text as its parts.
  /// `looks` are sorted by the one, then by the parts.
  void append_parts(Side side, std::span<const Look> looks, std::vector<Group>& groups) {
    const Passages& one = side == Side::split ? a_ : b_;
    const Passages& many = side == Side::split ? b_ : a_;
    const auto words_of_one = [&](std::uint32_t i) {
      return side == Side::split ? words_a(i) : words_b(i);
    };
    const auto words_of_part = [&](std::uint32_t j) {
      return side == Side::split ? words_b(j) : words_a(j);
    };
    const auto is_part = [&](const Look& look) {
      return share_of(look.common, many[look.j].weight) >= same_part && many[look.j].content > 1;
    };
    const auto follows = [&](const Look& before, const Look& look) {
      return look.i == before.i && look.j == before.j + 1 && is_part(look);
    };
    std::uint32_t counted = none;
    for (std::size_t first = 0; first + 1 < looks.size(); ++first) {
      if (!is_part(looks[first]) || !follows(looks[first], looks[first + 1])) {
        continue;
      }
      const Passages::Passage& whole = one[looks[first].i];
      if (counted != looks[first].i) {
        if (counted != none) {
          uncount(words_of_one(counted));
        }
        counted = looks[first].i;
        count(words_of_one(counted));
      }
      std::uint32_t weight = many[looks[first].j].weight;
      std::uint32_t common = take(words_of_part(looks[first].j));
      for (std::size_t next = first + 1; next < looks.size() && next - first < most_parts; ++next) {
        const Look& look = looks[next];
        if (!follows(looks[next - 1], look)) {
          break;
        }
        // What the new part adds must be found in the whole once more, not only again.
        const std::uint32_t added = take(words_of_part(look.j));
        if (share_of(added, many[look.j].weight) < same_part) {
          break;
        }
        weight += many[look.j].weight;
        common += added;
        const std::uint32_t alike = dice(common, whole.weight, weight);
        if (alike >= bounds_.same_passage) {
          const Range whole_range{look.i, look.i + 1};
          const Range parts{looks[first].j, look.j + 1};
          groups.push_back(side == Side::split ? Group{whole_range, parts, alike}
                                               : Group{parts, whole_range, alike});
        }
      }
      give_back();
    }
    if (counted != none) {
      uncount(words_of_one(counted));
    }
  }

  const Passages& a_;
  const Passages& b_;
  const Bounds& bounds_;
  Vocabulary words_;
  std::vector<std::uint32_t> counts_;  ///< Of each word, in the passage that others meet.
  std::vector<std::uint32_t> taken_;
  std::vector<std::uint32_t> row_;
  WordLists lists_;
  BestBefore best_;
  std::uint64_t order_budget_ = order_budget;
};

std::uint64_t size_of(const Passages& passages, Range range) {
  std::uint64_t size = 0;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    size += std::min(passages[i].size, counted_size);
  }
  return size;
}

/// What keeping `group` in order is worth: its size times how much alike it is.
std::int64_t worth(const Passages& a, const Passages& b, const Group& group) {
  const auto size = static_cast<std::int64_t>(size_of(a, group.a) + size_of(b, group.b));
  return (static_cast<std::int64_t>(group.similarity) - worthless) *
         std::max<std::int64_t>(size, 4);
}

/// The best chain that ends at or before a place, for all places: a Fenwick tree of maxima.
class BestUpTo {
public:
  struct Chain {
    std::int64_t worth = 0;
    std::uint32_t last = 0;  ///< Its last group, counted from 1; 0 for the empty chain.
  };

  explicit BestUpTo(std::size_t places) : tree_(places + 2) {}

  void add(std::uint32_t place, Chain chain) {
    for (std::size_t i = std::size_t{place} + 1; i < tree_.size(); i += i & (~i + 1)) {
      if (tree_[i].worth < chain.worth) {
        tree_[i] = chain;
      }
    }
  }

  [[nodiscard]] Chain find(std::uint32_t place) const {
    Chain best;
    for (std::size_t i = std::size_t{place} + 1; i > 0; i -= i & (~i + 1)) {
      if (best.worth < tree_[i].worth) {
        best = tree_[i];
      }
    }
    return best;
  }

private:
  std::vector<Chain> tree_;
};

/// Returns the heaviest chain of `candidates`, which are sorted by where they begin in `a`.
std::vector<Group> heaviest_chain(const Passages& a,
                                  const Passages& b,
                                  std::span<const Group> candidates) {
  const auto count = static_cast<std::uint32_t>(candidates.size());
  std::vector<std::uint32_t> by_end(count);
  std::iota(by_end.begin(), by_end.end(), 0U);
  std::ranges::stable_sort(by_end, {}, [&](std::uint32_t c) { return candidates[c].a.end; });
  std::vector<BestUpTo::Chain> chains(count);  // The best that ends with each candidate...
  std::vector<std::uint32_t> before(count);    // ...and what came before it there.
  BestUpTo best(b.count());
  std::size_t ended = 0;
  for (std::uint32_t c = 0; c < count; ++c) {
    while (ended < count && candidates[by_end[ended]].a.end <= candidates[c].a.begin) {
      best.add(candidates[by_end[ended]].b.end, chains[by_end[ended]]);
      ++ended;
    }
    const BestUpTo::Chain so_far = best.find(candidates[c].b.begin);
    before[c] = so_far.last;
    chains[c] = {so_far.worth + worth(a, b, candidates[c]), c + 1};
  }
  for (; ended < count; ++ended) {
    best.add(candidates[by_end[ended]].b.end, chains[by_end[ended]]);
  }
  std::vector<Group> chain;
  for (std::uint32_t last = best.find(b.count()).last; last > 0; last = before[last - 1]) {
    chain.push_back(candidates[last - 1]);
  }
  std::ranges::reverse(chain);
  return chain;
}

/// Marks the passages that groups hold.
class Taken {
public:
  Taken(const Passages& a, const Passages& b) : a_(a.count()), b_(b.count()) {}

  void take(const Group& group) {
    std::fill(a_.begin() + group.a.begin, a_.begin() + group.a.end, true);
    std::fill(b_.begin() + group.b.begin, b_.begin() + group.b.end, true);
  }
  [[nodiscard]] bool has_a(std::uint32_t i) const { return a_[i]; }
  [[nodiscard]] bool has_b(std::uint32_t j) const { return b_[j]; }

private:
  std::vector<bool> a_;
  std::vector<bool> b_;
};

/// Adds equal neighbours of groups: what is repeated too often to be a candidate stands between
/// things that are not (Heckel's passes 4 and 5, CACM 21 (1978)). Then adds what is alone between
/// two groups on both sides, when it is somewhat alike.
std::vector<Group> fill_gaps(const Passages& a,
                             const Passages& b,
                             const Bounds& bounds,
                             Similarities& similarities,
                             const std::vector<Group>& chain) {
  std::vector<Group> result;
  Range open_a;
  Range open_b;
  const auto fill_gap = [&](std::uint32_t end_a, std::uint32_t end_b) {
    open_a.end = end_a;
    open_b.end = end_b;
    const auto equal = [&](std::uint32_t i, std::uint32_t j) { return a[i].hash == b[j].hash; };
    while (!open_a.empty() && !open_b.empty() && equal(open_a.begin, open_b.begin)) {
      result.push_back(
          {{open_a.begin, open_a.begin + 1}, {open_b.begin, open_b.begin + 1}, exact_similarity});
      ++open_a.begin;
      ++open_b.begin;
    }
    const std::size_t at = result.size();
    while (!open_a.empty() && !open_b.empty() && equal(open_a.end - 1, open_b.end - 1)) {
      --open_a.end;
      --open_b.end;
      result.push_back(
          {{open_a.end, open_a.end + 1}, {open_b.end, open_b.end + 1}, exact_similarity});
    }
    std::reverse(result.begin() + static_cast<std::ptrdiff_t>(at), result.end());
    if (open_a.size() == 1 && open_b.size() == 1) {
      const std::uint32_t alike = similarities.of(open_a.begin, open_b.begin);
      if (alike >= bounds.same_place) {
        result.insert(result.begin() + static_cast<std::ptrdiff_t>(at), {open_a, open_b, alike});
      }
    }
  };
  for (const Group& group : chain) {
    fill_gap(group.a.begin, group.b.begin);
    result.push_back(group);
    open_a.begin = group.a.end;
    open_b.begin = group.b.end;
  }
  fill_gap(a.count(), b.count());
  return result;
}

bool may_have_moved(const Passages& a,
                    const Passages& b,
                    const Bounds& bounds,
                    const Group& group) {
  if (group.a.size() != 1 || group.b.size() != 1) {
    return false;
  }
  const Passages::Passage& x = a[group.a.begin];
  const Passages::Passage& y = b[group.b.begin];
  if (x.words.empty() || y.words.empty()) {
    return x.size >= telling_size;  // Equal or known to be alike, so words were not counted.
  }
  const std::uint32_t content = std::min(x.content, y.content);
  if (group.similarity == exact_similarity) {
    return content >= bounds.moved_words_exact;
  }
  const bool telling = bounds.few_words_tell && content > 1 &&
                       std::uint64_t{content} * group.similarity >= telling_block;
  return group.similarity >= bounds.surely_moved && (content >= bounds.moved_words || telling);
}

/// Returns, of `candidates`, the pairs of passages not taken that are each other's clear best.
std::vector<Group> find_moved(const Passages& a,
                              const Passages& b,
                              const Bounds& bounds,
                              std::span<const Group> candidates,
                              const Taken& taken) {
  std::vector<Group> open;
  for (const Group& group : candidates) {
    if (may_have_moved(a, b, bounds, group) && !taken.has_a(group.a.begin) &&
        !taken.has_b(group.b.begin)) {
      open.push_back(group);
    }
  }
  struct Best {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    void note(std::uint32_t similarity) {
      second = std::max(second, std::min(first, similarity));
      first = std::max(first, similarity);
    }
    [[nodiscard]] bool is_clearly(std::uint32_t similarity) const {
      return similarity == first &&
             (similarity == exact_similarity ? second < exact_similarity
                                             : second + clearly_better <= first);
    }
  };
  std::vector<Best> best_a(a.count());
  std::vector<Best> best_b(b.count());
  for (const Group& group : open) {
    best_a[group.a.begin].note(group.similarity);
    best_b[group.b.begin].note(group.similarity);
  }
  std::vector<Group> moved;
  for (const Group& group : open) {
    if (best_a[group.a.begin].is_clearly(group.similarity) &&
        best_b[group.b.begin].is_clearly(group.similarity)) {
      moved.push_back(group);
    }
  }
  std::ranges::sort(moved, {}, [](const Group& group) { return group.b.begin; });
  return moved;
}

/// Returns all groups worth considering, sorted by where they begin in `a`.
std::vector<Group> all_candidates(const Passages& a,
                                  const Passages& b,
                                  Similarities& similarities,
                                  std::span<const Group> known) {
  std::vector<Group> candidates = equal_pairs(a, b);
  const std::vector<Group> similar = similarities.groups();
  candidates.insert(candidates.end(), similar.begin(), similar.end());
  candidates.insert(candidates.end(), known.begin(), known.end());
  std::ranges::sort(candidates, {}, [](const Group& group) {
    return std::tuple(group.a.begin, group.b.begin, group.a.end, group.b.end);
  });
  return candidates;
}

}  // namespace

void Passages::add(std::uint64_t hash, std::uint32_t size, std::uint64_t name) {
  all_.push_back({.hash = hash, .name = name, .size = size});
}

void Passages::set_words(std::uint32_t index, std::span<const Word> words) {
  Passage& passage = all_[index];
  passage.words.begin = static_cast<std::uint32_t>(words_.size());
  for (const Word& word : words) {
    words_.push_back({word.key, word.kind});
    passage.weight += word_weight(word.kind);
    passage.content += word.kind == WordClass::content ? 1 : 0;
  }
  passage.words.end = static_cast<std::uint32_t>(words_.size());
}

std::vector<Group> equal_pairs(const Passages& a, const Passages& b) {
  const auto sorted = [](const Passages& passages) {
    std::vector<Posting> result;
    result.reserve(passages.count());
    for (std::uint32_t i = 0; i < passages.count(); ++i) {
      result.push_back({passages[i].hash, i});
    }
    std::ranges::sort(result);
    return result;
  };
  const std::vector<Posting> left = sorted(a);
  const std::vector<Posting> right = sorted(b);
  std::vector<Group> result;
  const auto add = [&](const Posting& x, const Posting& y) {
    result.push_back({{x.passage, x.passage + 1}, {y.passage, y.passage + 1}, exact_similarity});
  };
  std::size_t l = 0;
  std::size_t r = 0;
  while (l < left.size() && r < right.size()) {
    if (left[l].key != right[r].key) {
      ++(left[l].key < right[r].key ? l : r);
      continue;
    }
    const std::uint64_t key = left[l].key;
    std::size_t l_end = l;
    std::size_t r_end = r;
    while (l_end < left.size() && left[l_end].key == key) {
      ++l_end;
    }
    while (r_end < right.size() && right[r_end].key == key) {
      ++r_end;
    }
    if (l_end - l <= rare && r_end - r <= rare) {
      for (std::size_t x = l; x < l_end; ++x) {
        for (std::size_t y = r; y < r_end; ++y) {
          add(left[x], right[y]);
        }
      }
    } else {
      for (std::size_t k = 0; k < std::min(l_end - l, r_end - r); ++k) {
        add(left[l + k], right[r + k]);
      }
    }
    l = l_end;
    r = r_end;
  }
  return result;
}

Alignment align(const Passages& a, const Passages& b, Level level, std::span<const Group> known) {
  const Bounds& bounds = bounds_of(level);
  Similarities similarities(a, b, bounds);
  const std::vector<Group> candidates = all_candidates(a, b, similarities, known);
  Alignment result;
  result.in_order = fill_gaps(a, b, bounds, similarities, heaviest_chain(a, b, candidates));
  Taken taken(a, b);
  for (const Group& group : result.in_order) {
    taken.take(group);
  }
  result.moved = find_moved(a, b, bounds, candidates, taken);
  return result;
}

std::vector<Group> moved_sentences(const Passages& a, const Passages& b, Level level) {
  const Bounds& bounds = bounds_of(level);
  Similarities similarities(a, b, bounds);
  return find_moved(a, b, bounds, all_candidates(a, b, similarities, {}), Taken(a, b));
}

std::vector<Group> alike_beside(const Passages& a,
                                const Passages& b,
                                std::span<const Group> pairs) {
  std::vector<Group> result;
  if (pairs.empty()) {
    return result;
  }
  Similarities similarities(a, b, block_bounds);
  for (const Group& pair : pairs) {
    const Passages::Passage& x = a[pair.a.begin];
    const Passages::Passage& y = b[pair.b.begin];
    const bool equal = x.hash == y.hash && x.size > 0;
    if (equal || similarities.of(pair.a.begin, pair.b.begin) >= block_bounds.same_passage) {
      result.push_back(pair);
    }
  }
  return result;
}

}  // namespace arch::diff
