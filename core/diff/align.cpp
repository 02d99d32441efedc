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

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <tuple>

namespace arch::diff {
namespace {

/// More passages with one hash than this are paired by rank, and a word that more passages than
/// this share says nothing about which belong together. Bounds the number of candidates.
constexpr std::size_t rare = 8;
/// With at most this many pairs, looking at each is cheaper than an index.
constexpr std::size_t few_pairs = 256;
/// Candidates looked at closely for each passage of the old text, the likeliest first.
constexpr std::size_t closest = 16;

// Similarities in thousandths. Tuned on newsedits400, argrewrite2 and constructed/moves.
constexpr std::uint32_t same_passage = 400;
/// Enough when nothing else could have taken the place.
constexpr std::uint32_t same_place = 200;
/// What a group must exceed to be worth a place in the chain.
constexpr std::int64_t worthless = 180;
/// A part belongs to a split passage when this share of it is found there.
constexpr std::uint32_t same_part = 550;
constexpr std::uint32_t most_parts = 4;

constexpr std::uint32_t surely_moved = 400;
/// The second best must be this much worse, or nobody can tell which one moved.
constexpr std::uint32_t clearly_better = 100;
constexpr std::uint32_t least_moved_words = 6;
constexpr std::uint32_t least_moved_words_exact = 4;

constexpr std::uint32_t word_weight(std::uint64_t bag_entry) {
  constexpr std::uint32_t weights[] = {20, 5, 1};
  return weights[bag_entry & 3U];
}

using Bag = std::span<const std::uint64_t>;

/// Returns the weight of the words that `a` and `b` share, as often as both have them. Takes steps
/// in proportion to the smaller bag: one long passage may be compared with thousands of short ones.
std::uint32_t overlap(Bag a, Bag b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  std::uint32_t common = 0;
  if (a.size() < b.size() / 32) {
    auto from = b.begin();
    for (const std::uint64_t key : a) {
      from = std::lower_bound(from, b.end(), key);
      if (from != b.end() && *from == key) {
        common += word_weight(key);
        ++from;
      }
    }
    return common;
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const std::uint64_t x = a[i];
    const std::uint64_t y = b[j];
    common += x == y ? word_weight(x) : 0;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
  return common;
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

/// A pair that was looked at, whatever came out.
struct Look {
  std::uint32_t i = 0;
  std::uint32_t j = 0;
  std::uint32_t common = 0;
};

struct Posting {
  std::uint64_t key = 0;
  std::uint32_t passage = 0;

  friend auto operator<=>(const Posting&, const Posting&) = default;
};

/// Returns each content word of each passage once, sorted by word.
std::vector<Posting> postings(const Passages& passages) {
  std::vector<Posting> result;
  for (std::uint32_t i = 0; i < passages.count(); ++i) {
    std::uint64_t last = 0;
    for (const std::uint64_t key : passages.bag(passages[i])) {
      if (key != last && (key & 3U) == 0) {
        result.push_back({key, i});
      }
      last = key;
    }
  }
  std::ranges::sort(result);
  return result;
}

/// Returns the pairs that share rare words, for each old passage those that share most.
std::vector<Look> pairs_by_rare_words(const Passages& a, const Passages& b) {
  const std::vector<Posting> left = postings(a);
  const std::vector<Posting> right = postings(b);
  std::vector<std::uint64_t> pairs;
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() && r != right.end()) {
    if (l->key != r->key) {
      (l->key < r->key ? l : r)++;
      continue;
    }
    const std::uint64_t key = l->key;
    const auto l_end = std::find_if(l, left.end(), [&](const Posting& p) { return p.key != key; });
    const auto r_end = std::find_if(r, right.end(), [&](const Posting& p) { return p.key != key; });
    if (static_cast<std::size_t>(l_end - l) <= rare &&
        static_cast<std::size_t>(r_end - r) <= rare) {
      for (auto x = l; x != l_end; ++x) {
        for (auto y = r; y != r_end; ++y) {
          pairs.push_back(std::uint64_t{x->passage} << 32U | y->passage);
        }
      }
    }
    l = l_end;
    r = r_end;
  }
  std::ranges::sort(pairs);

  std::vector<Look> looks;
  std::vector<std::pair<std::size_t, std::uint32_t>> partners;  // Rare words shared, with whom.
  for (std::size_t at = 0; at < pairs.size();) {
    const auto i = static_cast<std::uint32_t>(pairs[at] >> 32U);
    partners.clear();
    while (at < pairs.size() && pairs[at] >> 32U == i) {
      std::size_t end = at;
      while (end < pairs.size() && pairs[end] == pairs[at]) {
        ++end;
      }
      partners.emplace_back(end - at, static_cast<std::uint32_t>(pairs[at]));
      at = end;
    }
    if (partners.size() > closest) {
      std::ranges::sort(partners, [](const auto& x, const auto& y) {
        return std::tuple(y.first, x.second) < std::tuple(x.first, y.second);
      });
      partners.resize(closest);
    }
    std::ranges::sort(partners, {}, [](const auto& partner) { return partner.second; });
    for (const auto& [shared, j] : partners) {
      looks.push_back({i, j, 0});
    }
  }
  return looks;
}

std::vector<std::uint32_t> with_words(const Passages& passages) {
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = 0; i < passages.count(); ++i) {
    if (!passages[i].bag.empty()) {
      result.push_back(i);
    }
  }
  return result;
}

std::vector<Look> look_at_pairs(const Passages& a, const Passages& b) {
  const std::vector<std::uint32_t> left = with_words(a);
  const std::vector<std::uint32_t> right = with_words(b);
  std::vector<Look> looks;
  if (left.size() * right.size() <= few_pairs) {
    for (const std::uint32_t i : left) {
      for (const std::uint32_t j : right) {
        looks.push_back({i, j, 0});
      }
    }
  } else {
    looks = pairs_by_rare_words(a, b);
  }
  for (Look& look : looks) {
    look.common = overlap(a.bag(a[look.i]), b.bag(b[look.j]));
  }
  return looks;
}

std::uint32_t similarity(const Passages::Passage& a,
                         const Passages::Passage& b,
                         std::uint32_t common) {
  const std::uint32_t shorter = std::min(a.weight, b.weight);
  const bool telling = std::min(a.content, b.content) > 2;
  const std::uint32_t contained = telling ? share_of(common, shorter) * 6 / 10 : 0;
  return std::max(dice(common, a.weight, b.weight), contained);
}

enum class Side : std::uint8_t { split, joined };

/// Appends the groups in which one passage of `one` has several neighbours of `many` as its parts.
/// `looks` are sorted by the one, then by the many.
void append_parts(const Passages& one,
                  const Passages& many,
                  std::span<const Look> looks,
                  Side side,
                  std::vector<Group>& groups) {
  std::vector<std::uint64_t> joined;
  for (std::size_t first = 0; first < looks.size(); ++first) {
    const auto is_part = [&](const Look& look) {
      return share_of(look.common, many[look.j].weight) >= same_part && many[look.j].content > 1;
    };
    if (!is_part(looks[first])) {
      continue;
    }
    const Passages::Passage& whole = one[looks[first].i];
    const Bag first_bag = many.bag(many[looks[first].j]);
    joined.assign(first_bag.begin(), first_bag.end());
    std::uint32_t weight = many[looks[first].j].weight;
    std::uint32_t common = looks[first].common;
    for (std::size_t next = first + 1; next < looks.size() && next - first < most_parts; ++next) {
      const Look& look = looks[next];
      if (look.i != looks[first].i || look.j != looks[next - 1].j + 1 || !is_part(look)) {
        break;
      }
      const Bag bag = many.bag(many[look.j]);
      const auto middle = static_cast<std::ptrdiff_t>(joined.size());
      joined.insert(joined.end(), bag.begin(), bag.end());
      std::inplace_merge(joined.begin(), joined.begin() + middle, joined.end());
      weight += many[look.j].weight;
      const std::uint32_t common_now = overlap(one.bag(whole), joined);
      // What the new part adds must be found in the whole once more, not only again.
      if (share_of(common_now - common, many[look.j].weight) < same_part) {
        break;
      }
      common = common_now;
      const std::uint32_t alike = dice(common, whole.weight, weight);
      if (alike >= same_passage) {
        const Range whole_range{look.i, look.i + 1};
        const Range parts{looks[first].j, look.j + 1};
        groups.push_back(side == Side::split ? Group{whole_range, parts, alike}
                                             : Group{parts, whole_range, alike});
      }
    }
  }
}

std::uint64_t size_of(const Passages& passages, Range range) {
  std::uint64_t size = 0;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    size += passages[i].size;
  }
  return size;
}

/// What keeping `group` in order is worth: its text times how much alike it is.
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
      const Passages::Passage& x = a[open_a.begin];
      const Passages::Passage& y = b[open_b.begin];
      const std::uint32_t alike = dice(overlap(a.bag(x), b.bag(y)), x.weight, y.weight);
      if (alike >= same_place) {
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

bool may_have_moved(const Passages& a, const Passages& b, const Group& group) {
  if (group.a.size() != 1 || group.b.size() != 1) {
    return false;
  }
  const Passages::Passage& x = a[group.a.begin];
  const Passages::Passage& y = b[group.b.begin];
  if (group.similarity == exact_similarity) {
    // Words may not have been counted; four content words take some 30 bytes.
    return x.bag.empty() ? x.size >= 30 : x.content >= least_moved_words_exact;
  }
  return group.similarity >= surely_moved && std::min(x.content, y.content) >= least_moved_words;
}

/// Returns, of `candidates`, the pairs of passages not taken that are each other's clear best.
std::vector<Group> find_moved(const Passages& a,
                              const Passages& b,
                              std::span<const Group> candidates,
                              const Taken& taken) {
  std::vector<Group> open;
  for (const Group& group : candidates) {
    if (may_have_moved(a, b, group) && !taken.has_a(group.a.begin) && !taken.has_b(group.b.begin)) {
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
std::vector<Group> all_candidates(const Passages& a, const Passages& b) {
  std::vector<Group> candidates = equal_pairs(a, b);
  const std::vector<Group> similar = similar_groups(a, b);
  candidates.insert(candidates.end(), similar.begin(), similar.end());
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
  passage.bag.begin = static_cast<std::uint32_t>(bags_.size());
  for (const Word& word : words) {
    bags_.push_back((word.key & ~std::uint64_t{3}) | static_cast<std::uint64_t>(word.kind));
    passage.weight += word_weight(bags_.back());
    passage.content += word.kind == WordClass::content ? 1 : 0;
  }
  passage.bag.end = static_cast<std::uint32_t>(bags_.size());
  std::sort(bags_.begin() + passage.bag.begin, bags_.end());
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

std::vector<Group> similar_groups(const Passages& a, const Passages& b) {
  std::vector<Look> looks = look_at_pairs(a, b);
  std::vector<Group> groups;
  for (const Look& look : looks) {
    const Passages::Passage& x = a[look.i];
    const Passages::Passage& y = b[look.j];
    const bool same_field = x.name != 0 && x.name == y.name;
    const bool other_kind = x.name != y.name;
    const std::uint32_t alike = similarity(x, y, look.common);
    if (same_field || (alike >= same_passage && !other_kind)) {
      groups.push_back({{look.i, look.i + 1},
                        {look.j, look.j + 1},
                        same_field ? std::max(alike, same_passage) : alike});
    }
  }
  append_parts(a, b, looks, Side::split, groups);
  for (Look& look : looks) {
    std::swap(look.i, look.j);
  }
  std::ranges::sort(looks, {}, [](const Look& look) { return std::tuple(look.i, look.j); });
  append_parts(b, a, looks, Side::joined, groups);
  return groups;
}

Alignment align(const Passages& a, const Passages& b) {
  const std::vector<Group> candidates = all_candidates(a, b);
  Alignment result;
  result.in_order = fill_gaps(a, b, heaviest_chain(a, b, candidates));
  Taken taken(a, b);
  for (const Group& group : result.in_order) {
    taken.take(group);
  }
  result.moved = find_moved(a, b, candidates, taken);
  return result;
}

std::vector<Group> moved_passages(const Passages& a, const Passages& b) {
  return find_moved(a, b, all_candidates(a, b), Taken(a, b));
}

}  // namespace arch::diff
