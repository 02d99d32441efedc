#pragma once

#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "diff/text_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {

/// Checks a diff against what diff/text_diff.hpp promises of it.
class Promises {
public:
  Promises(const TextDiff& diff, std::string_view a, std::string_view b)
      : diff_(diff), a_(a), b_(b), bounds_a_(bounds(a)), bounds_b_(bounds(b)) {}

  /// Returns the first promise that is broken, and where; empty when none is.
  std::string find_broken() {
    const auto whole = [](std::string_view text) {
      return Range{0, static_cast<std::uint32_t>(text.size())};
    };
    check_tiling(std::span(diff_.blocks), whole(a_), whole(b_), "blocks");
    check_partners(std::span(diff_.blocks), "blocks");
    check_partners(std::span(diff_.sentences), "sentences");
    std::uint32_t next_sentence = 0;
    std::uint32_t next_run = 0;
    for (const Block& block : diff_.blocks) {
      expect(block.sentences.begin == next_sentence, "sentences are listed once, in order", block);
      next_sentence = block.sentences.end;
      check_kind(block, "block");
      if (block.touch == Touch::none || block.kind == Kind::moved_from) {
        expect(block.sentences.empty(), "an untouched block has no sentences", block);
        continue;
      }
      expect(!block.sentences.empty(), "a touched block has sentences", block);
      check_tiling(diff_.sentences_of(block), block.a, block.b, "sentences");
      Touch touch = Touch::none;
      for (const Sentence& sentence : diff_.sentences_of(block)) {
        expect(sentence.runs.begin == next_run, "runs are listed once, in order", sentence);
        next_run = sentence.runs.end;
        check_sentence(sentence);
        const bool in_place = sentence.kind == Kind::kept || sentence.kind == Kind::replaced ||
                              sentence.kind == Kind::split || sentence.kind == Kind::joined;
        touch = std::max(touch, in_place ? sentence.touch : Touch::words);
      }
      expect(block.touch == touch, "a block's touch is the most of its sentences", block);
    }
    expect(next_sentence == diff_.sentences.size(), "every sentence is in a block", Run{});
    expect(next_run == diff_.runs.size(), "every run is in a sentence", Run{});
    check_leaves();
    return broken_;
  }

private:
  using Bounds = std::set<std::size_t>;

  /// Where a text may be cut: between grapheme clusters, and on both sides of a wrong byte.
  static Bounds bounds(std::string_view text) {
    Bounds result{0, text.size()};
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t valid = valid_utf8_prefix(text.substr(at));
      for (const std::size_t boundary : grapheme_boundaries(text.substr(at, valid))) {
        result.insert(at + boundary);
      }
      at += valid;
      for (; at < text.size() && valid_utf8_prefix(text.substr(at)) == 0; ++at) {
        result.insert(at + 1);
      }
    }
    return result;
  }

  template <typename Node>
  void expect(bool holds, const std::string& promise, const Node& node) {
    if (!holds && broken_.empty()) {
      broken_ = promise + ", but not at [" + std::to_string(node.a.begin) + ", " +
                std::to_string(node.a.end) + ") against [" + std::to_string(node.b.begin) + ", " +
                std::to_string(node.b.end) + ")";
    }
  }

  /// Nodes cover the old text but for what moved here, and the new text, without gap or overlap.
  template <typename Node>
  void check_tiling(std::span<const Node> nodes, Range a, Range b, const std::string& what) {
    std::uint32_t at_a = a.begin;
    std::uint32_t at_b = b.begin;
    for (const Node& node : nodes) {
      if (node.kind != Kind::moved_to) {
        expect(node.a.begin == at_a, what + " cover the old text in order", node);
        at_a = node.a.end;
      }
      if (node.kind == Kind::moved_from) {
        expect(node.b.empty(), what + " that moved away cover nothing of the new text", node);
      } else {
        expect(node.b.begin == at_b, what + " cover the new text in order", node);
        at_b = node.b.end;
      }
      expect(node.a.begin <= node.a.end && node.a.end <= a_.size() && node.b.begin <= node.b.end &&
                 node.b.end <= b_.size(),
             what + " lie within the texts",
             node);
      expect(bounds_a_.contains(node.a.begin) && bounds_b_.contains(node.b.begin),
             what + " begin between grapheme clusters",
             node);
    }
    const Run end{.a = {at_a, a.end}, .b = {at_b, b.end}};
    expect(at_a == a.end && at_b == b.end, what + " cover both texts to the end", end);
  }

  template <typename Node>
  void check_partners(std::span<const Node> nodes, const std::string& what) {
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const Node& node = nodes[i];
      if (node.kind != Kind::moved_from && node.kind != Kind::moved_to) {
        continue;
      }
      const bool there = node.partner < nodes.size() && nodes[node.partner].partner == i;
      expect(there, what + " that moved know each other", node);
      if (there) {
        const Node& other = nodes[node.partner];
        const Kind opposite = node.kind == Kind::moved_from ? Kind::moved_to : Kind::moved_from;
        expect(other.kind == opposite && other.a == node.a && other.touch == node.touch,
               what + " that moved agree",
               node);
      }
    }
  }

  template <typename Node>
  void check_kind(const Node& node, const std::string& what) {
    switch (node.kind) {
      case Kind::kept:
        expect(node.touch <= Touch::spacing, "a kept " + what + " has its words", node);
        break;
      case Kind::inserted:
        expect(node.a.empty() && !node.b.empty(), "an inserted " + what + " is new", node);
        break;
      case Kind::deleted:
        expect(!node.a.empty() && node.b.empty(), "a deleted " + what + " is old", node);
        break;
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        expect(!node.a.empty() && !node.b.empty(), "a changed " + what + " is on both sides", node);
        break;
      case Kind::moved_from:
      case Kind::moved_to:
        expect(!node.a.empty(), "a moved " + what + " has a source", node);
        break;
    }
    if (node.touch == Touch::none && node.kind != Kind::moved_from) {
      expect(same_bytes(node), "an untouched " + what + " has the same bytes", node);
    }
  }

  void check_sentence(const Sentence& sentence) {
    check_kind(sentence, "sentence");
    if (sentence.kind == Kind::moved_from || sentence.touch == Touch::none) {
      expect(sentence.runs.empty(), "an untouched sentence has no runs", sentence);
      return;
    }
    expect(!sentence.runs.empty(), "a touched sentence has runs", sentence);
    std::uint32_t at_a = sentence.a.begin;
    std::uint32_t at_b = sentence.b.begin;
    Touch touch = Touch::none;
    for (const Run& run : diff_.runs_of(sentence)) {
      expect(run.a.begin == at_a && run.b.begin == at_b, "runs cover their sentence", run);
      expect(bounds_a_.contains(run.a.begin) && bounds_b_.contains(run.b.begin),
             "runs begin between grapheme clusters",
             run);
      at_a = run.a.end;
      at_b = run.b.end;
      touch = std::max(touch, run.touch);
      check_run(run);
    }
    expect(at_a == sentence.a.end && at_b == sentence.b.end, "runs cover their sentence", sentence);
    expect(sentence.touch == touch, "a sentence's touch is the most of its runs", sentence);
  }

  void check_run(const Run& run) {
    expect(!run.a.empty() || !run.b.empty(), "a run is not empty", run);
    if (run.kind == Kind::kept) {
      expect(run.touch == Touch::none && same_bytes(run) && run.words_a == run.words_b,
             "a kept run has the same bytes",
             run);
      return;
    }
    expect(run.touch != Touch::none && !same_bytes(run), "a changed run has other bytes", run);
    expect(run.kind == Kind::inserted   ? run.a.empty()
           : run.kind == Kind::deleted  ? run.b.empty()
           : run.kind == Kind::replaced ? !run.a.empty() && !run.b.empty()
                                        : false,
           "a run's kind says on which sides it is",
           run);
    expect(run.touch != Touch::spacing || (run.words_a == 0 && run.words_b == 0),
           "a run of white space has no words",
           run);
    expect((run.words_a <= run.a.size()) && (run.words_b <= run.b.size()),
           "a run has no more words than bytes",
           run);
  }

  /// Each text can be told from the other one and the leaves that are not kept.
  void check_leaves() {
    std::vector<Run> all = leaves(diff_);
    std::string text;
    for (const Run& leaf : all) {
      text += leaf.kind == Kind::kept ? slice(a_, leaf.a) : slice(b_, leaf.b);
    }
    expect(text == b_, "the leaves give the new text", Run{});
    std::ranges::stable_sort(all, {}, [](const Run& leaf) { return leaf.a.begin; });
    text.clear();
    for (const Run& leaf : all) {
      text += leaf.kind == Kind::kept ? slice(b_, leaf.b) : slice(a_, leaf.a);
    }
    expect(text == a_, "the leaves give the old text", Run{});
  }

  template <typename Node>
  [[nodiscard]] bool same_bytes(const Node& node) const {
    return slice(a_, node.a) == slice(b_, node.b);
  }

  const TextDiff& diff_;
  std::string_view a_;
  std::string_view b_;
  Bounds bounds_a_;
  Bounds bounds_b_;
  std::string broken_;
};

/// Returns the first promise that compare(a, b) breaks, or an empty string.
inline std::string broken_promise(const TextDiff& diff, std::string_view a, std::string_view b) {
  return Promises(diff, a, b).find_broken();
}

}  // namespace arch::diff
