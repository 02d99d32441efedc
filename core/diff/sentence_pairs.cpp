// Which sentence became which.
//
// Sentences of blocks that belong together are aligned like blocks (align.hpp). What is left over
// is then looked for everywhere: a sentence moves between paragraphs, most of all from the end of
// one to the beginning of the next.

#include "diff/sentence_pairs.hpp"

#include "diff/align.hpp"
#include "diff/hash.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace arch::diff {
namespace {

/// A sentence of which at least this share, in thousandths, begins and ends like the only one that
/// can have replaced it, is the same sentence, whatever its words.
constexpr std::uint64_t surely_same = 600;
/// An equal sentence elsewhere is more than a similar one in place from so many content words on.
constexpr std::ptrdiff_t telling_words = 4;
/// How often what belongs together may bring along what stands beside it.
constexpr int rounds_beside = 2;

class SentencePairs {
public:
  SentencePairs(const CutText& a, const CutText& b, std::vector<PlacedBlocks>& blocks)
      : a_(a), b_(b), blocks_(blocks), level_(level_of(a, b)) {}

  void run() {
    set_ends_aside();
    set_strays_aside();
    for (std::size_t i = 0; i < open_.size(); ++i) {
      align_open(open_[i]);
    }
    find_moved();
  }

private:
  /// Sentences of one entry of blocks_, without the equal ones at both ends.
  struct Open {
    PlacedBlocks* blocks = nullptr;
    Range all_a = {};
    Range all_b = {};
    Range a = {};
    Range b = {};
  };

  [[nodiscard]] bool same(std::uint32_t i, std::uint32_t j) const {
    return a_.content(a_.sentences[i]) == b_.content(b_.sentences[j]);
  }

  void set_ends_aside() {
    for (PlacedBlocks& blocks : blocks_) {
      if (blocks.equal || blocks.is_left()) {
        continue;
      }
      Open open{.blocks = &blocks,
                .all_a = a_.sentences_of(blocks.blocks.a),
                .all_b = b_.sentences_of(blocks.blocks.b)};
      Range& a = open.a = open.all_a;
      Range& b = open.b = open.all_b;
      while (!a.empty() && !b.empty() && same(a.begin, b.begin)) {
        ++a.begin;
        ++b.begin;
      }
      while (!a.empty() && !b.empty() && same(a.end - 1, b.end - 1)) {
        --a.end;
        --b.end;
      }
      open_.push_back(open);
    }
  }

  /// A sentence by what it says.
  struct Said {
    std::uint64_t hash = 0;
    bool is_new = false;
    std::uint32_t open = 0;
    std::uint32_t sentence = 0;

    friend auto operator<=>(const Said&, const Said&) = default;
  };

  /// Marks the sentences that are in both texts once, in blocks that do not belong together: they
  /// moved, and must not be taken for a similar one where they were.
  void set_strays_aside() {
    is_stray_a_.assign(a_.sentences.size(), false);
    is_stray_b_.assign(b_.sentences.size(), false);
    if (open_.size() < 2) {
      return;
    }
    std::vector<Said> all;
    for (std::uint32_t o = 0; o < open_.size(); ++o) {
      for (std::uint32_t i = open_[o].a.begin; i < open_[o].a.end; ++i) {
        all.push_back({hash_bytes(a_.content(a_.sentences[i])), false, o, i});
      }
      for (std::uint32_t j = open_[o].b.begin; j < open_[o].b.end; ++j) {
        all.push_back({hash_bytes(b_.content(b_.sentences[j])), true, o, j});
      }
    }
    std::ranges::sort(all);
    for (std::size_t first = 0; first < all.size();) {
      std::size_t end = first + 1;
      while (end < all.size() && all[end].hash == all[first].hash) {
        ++end;
      }
      if (end - first == 2) {
        note_stray(all[first], all[first + 1]);
      }
      first = end;
    }
  }

  void note_stray(const Said& x, const Said& y) {
    if (x.is_new || !y.is_new || x.open == y.open || !same(x.sentence, y.sentence)) {
      return;
    }
    const auto words = a_.words_of(a_.sentences[x.sentence]);
    const auto telling = std::ranges::count(words, WordClass::content, &Word::kind);
    if (telling >= telling_words) {
      is_stray_a_[x.sentence] = true;
      is_stray_b_[y.sentence] = true;
    }
  }

  /// Adds a sentence; one that is a stray without its words, so that it is like no other.
  static void add(const CutText& text, std::uint32_t index, bool is_stray, Passages& passages) {
    const SentenceSpan& sentence = text.sentences[index];
    const std::uint32_t at = passages.count();
    const std::string_view content = text.content(sentence);
    passages.add(hash_bytes(content), static_cast<std::uint32_t>(content.size()));
    if (!is_stray) {
      passages.set_words(at, text.words_of(sentence));
    }
  }

  /// Whether sentences `i` and `j`, which only each other can have become, begin and end alike.
  [[nodiscard]] bool surely_belong_together(std::uint32_t i, std::uint32_t j) const {
    const std::string_view x = a_.content(a_.sentences[i]);
    const std::string_view y = b_.content(b_.sentences[j]);
    const std::uint64_t before = common_prefix(x, y);
    const std::uint64_t common = before + common_suffix(x.substr(before), y.substr(before));
    return common * 1000 >= surely_same * std::max(x.size(), y.size());
  }

  void align_open(const Open& open) {
    std::vector<Placed>& sentences = open.blocks->sentences;
    sentences.reserve(std::max(open.all_a.size(), open.all_b.size()));
    const auto add_pairs = [&sentences](std::uint32_t i, std::uint32_t j, std::uint32_t end_i) {
      for (; i < end_i; ++i, ++j) {
        sentences.push_back({{i, i + 1}, {j, j + 1}});
      }
    };
    add_pairs(open.all_a.begin, open.all_b.begin, open.a.begin);
    const bool one_each = open.a.size() == 1 && open.b.size() == 1 && !is_stray_a_[open.a.begin] &&
                          !is_stray_b_[open.b.begin];
    const bool only_one_each = open.all_a.size() == 1 && open.all_b.size() == 1;
    if (one_each && (only_one_each || surely_belong_together(open.a.begin, open.b.begin))) {
      sentences.push_back({open.a, open.b});
    } else {
      const std::vector<Placed> middle = in_tree_order(alignment_of(open), open.a, open.b);
      sentences.insert(sentences.end(), middle.begin(), middle.end());
    }
    add_pairs(open.a.end, open.b.end, open.all_a.end);
  }

  [[nodiscard]] Alignment alignment_of(const Open& open) const {
    if (open.a.empty() || open.b.empty()) {
      return {};
    }
    Passages passages_a;
    Passages passages_b;
    for (std::uint32_t i = open.a.begin; i < open.a.end; ++i) {
      add(a_, i, is_stray_a_[i], passages_a);
    }
    for (std::uint32_t j = open.b.begin; j < open.b.end; ++j) {
      add(b_, j, is_stray_b_[j], passages_b);
    }
    Alignment alignment = align(passages_a, passages_b, level_);
    // Moves are looked for once the sentences of all blocks are known.
    alignment.moved.clear();
    for (Group& group : alignment.in_order) {
      group.a = {group.a.begin + open.a.begin, group.a.end + open.a.begin};
      group.b = {group.b.begin + open.b.begin, group.b.end + open.b.begin};
    }
    return alignment;
  }

  /// The level of sentences in texts with paragraphs, or without.
  [[nodiscard]] static Level level_of(const CutText& a, const CutText& b) {
    const auto has_one_block = [](const CutText& text) {
      return std::ranges::count(text.blocks, false, &TextBlock::is_field) <= 1;
    };
    return has_one_block(a) && has_one_block(b) ? Level::lone_sentences : Level::sentences;
  }

  /// Pairs sentences that stand alone, in whichever blocks.
  void find_moved() {
    Passages passages_a;
    Passages passages_b;
    for (const Open& open : open_) {
      for (Placed& sentence : open.blocks->sentences) {
        if (sentence.b.empty()) {
          add(a_, sentence.a.begin, false, passages_a);
          alone_a_.push_back(&sentence);
        } else if (sentence.a.empty()) {
          add(b_, sentence.b.begin, false, passages_b);
          alone_b_.push_back(&sentence);
        }
      }
    }
    if (alone_a_.empty() || alone_b_.empty()) {
      return;
    }
    move(moved_sentences(passages_a, passages_b, level_));
    for (int round = 0; round < rounds_beside; ++round) {
      const std::vector<Group> found = alike_beside(passages_a, passages_b, pairs_beside());
      if (found.empty()) {
        return;
      }
      move(found);
    }
  }

  void move(std::span<const Group> groups) {
    for (const Group& group : groups) {
      Placed& from = *alone_a_[group.a.begin];
      Placed& to = *alone_b_[group.b.begin];
      if (!from.moved && !to.moved) {
        from.moved = true;
        to.moved = true;
        to.a = from.a;
      }
    }
  }

  /// Where something ends or begins in the old text, and what it belongs to in the new one.
  struct Edge {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
  };
  class Edges {
  public:
    void add(std::uint32_t a, std::uint32_t b) { edges_.push_back({a, b}); }
    void sort() { std::ranges::stable_sort(edges_, {}, &Edge::a); }
    [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t a) const {
      const auto edge = std::ranges::lower_bound(edges_, a, {}, &Edge::a);
      return edge != edges_.end() && edge->a == a ? std::optional(edge->b) : std::nullopt;
    }

  private:
    std::vector<Edge> edges_;
  };

  /// Returns pairs of sentences that stand alone behind, or before, what belongs together: numbers
  /// in alone_a_ and alone_b_.
  [[nodiscard]] std::vector<Group> pairs_beside() const {
    Edges ends;
    Edges begins;
    const auto add_pair = [&](Range a, Range b) {
      ends.add(a.end, b.end);
      begins.add(a.begin, b.begin);
    };
    for (const PlacedBlocks& blocks : blocks_) {
      if (blocks.equal) {
        add_pair(CutText::extent_of(a_.blocks, blocks.blocks.a),
                 CutText::extent_of(b_.blocks, blocks.blocks.b));
      }
      for (const Placed& placed : blocks.sentences) {
        if (!placed.a.empty() && !placed.b.empty()) {
          add_pair(CutText::extent_of(a_.sentences, placed.a),
                   CutText::extent_of(b_.sentences, placed.b));
        }
      }
    }
    Edges alone_begins;
    Edges alone_ends;
    for (std::uint32_t n = 0; n < alone_b_.size(); ++n) {
      if (!alone_b_[n]->moved) {
        const Range extent = CutText::extent_of(b_.sentences, alone_b_[n]->b);
        alone_begins.add(extent.begin, n);
        alone_ends.add(extent.end, n);
      }
    }
    for (Edges* edges : {&ends, &begins, &alone_begins, &alone_ends}) {
      edges->sort();
    }
    const auto find = [](const Edges& of_pairs, std::uint32_t at, const Edges& of_alone) {
      const std::optional<std::uint32_t> place = of_pairs.find(at);
      return place ? of_alone.find(*place) : std::nullopt;
    };
    std::vector<Group> pairs;
    for (std::uint32_t n = 0; n < alone_a_.size(); ++n) {
      if (alone_a_[n]->moved) {
        continue;
      }
      const Range extent = CutText::extent_of(a_.sentences, alone_a_[n]->a);
      std::optional<std::uint32_t> other = find(ends, extent.begin, alone_begins);
      other = other ? other : find(begins, extent.end, alone_ends);
      if (other) {
        pairs.push_back({{n, n + 1}, {*other, *other + 1}});
      }
    }
    return pairs;
  }

  const CutText& a_;
  const CutText& b_;
  std::vector<PlacedBlocks>& blocks_;
  Level level_;
  std::vector<Open> open_;
  std::vector<bool> is_stray_a_;  ///< Per sentence: see set_strays_aside().
  std::vector<bool> is_stray_b_;
  std::vector<Placed*> alone_a_;  ///< Sentences without a partner in their blocks.
  std::vector<Placed*> alone_b_;
};

}  // namespace

void pair_sentences(const CutText& a, const CutText& b, std::vector<PlacedBlocks>& blocks) {
  SentencePairs(a, b, blocks).run();
}

}  // namespace arch::diff
