// From two texts to the tree of what changed.
//
//   blocks     equal ones at both ends are set aside; the rest is aligned (align.hpp)
//   sentences  of each pair of blocks that belong together are aligned the same way; those that
//              are left over anywhere are then looked for everywhere, since they may move
//   words      of each pair of sentences that belong together are aligned (word_align.hpp)
//
// Only blocks without an equal one on the other side are ever cut into words, which is why the
// usual small edit of a long article costs little more than reading both.

#include "diff/text_diff.hpp"

#include "base/error.hpp"
#include "diff/align.hpp"
#include "diff/blocks.hpp"
#include "diff/coarse.hpp"
#include "diff/cut_text.hpp"
#include "diff/hash.hpp"
#include "diff/placed.hpp"
#include "diff/run_writer.hpp"
#include "diff/sentence_pairs.hpp"
#include "diff/word_align.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace arch::diff {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t several = none - 1;

/// A block of which at least this share, in thousandths, begins and ends like the only one that can
/// have replaced it, is the same block, whatever its words.
constexpr std::uint64_t surely_same = 600;

Kind kind_of(const Placed& placed, Touch touch) {
  if (placed.moved) {
    return placed.b.empty() ? Kind::moved_from : Kind::moved_to;
  }
  if (placed.a.empty() || placed.b.empty()) {
    return placed.a.empty() ? Kind::inserted : Kind::deleted;
  }
  if (placed.a.size() != placed.b.size() && (placed.a.size() == 1 || placed.b.size() == 1)) {
    return placed.a.size() == 1 ? Kind::split : Kind::joined;
  }
  return touch <= Touch::spacing ? Kind::kept : Kind::replaced;
}

class Comparison {
public:
  Comparison(std::string_view a, std::string_view b) : a_(a), b_(b) {}

  TextDiff run() {
    set_ends_aside();
    align_blocks();
    pair_sentences(a_, b_, entries_);
    match_words();
    fold_between_sentences();
    emit();
    result_.degraded = result_.degraded || budget_.exhausted;
    return std::move(result_);
  }

private:
  [[nodiscard]] bool same_extent(std::uint32_t i, std::uint32_t j) const {
    return a_.slice_of(a_.blocks[i].extent) == b_.slice_of(b_.blocks[j].extent);
  }

  void set_ends_aside() {
    middle_a_ = {0, static_cast<std::uint32_t>(a_.blocks.size())};
    middle_b_ = {0, static_cast<std::uint32_t>(b_.blocks.size())};
    while (!middle_a_.empty() && !middle_b_.empty() &&
           same_extent(middle_a_.begin, middle_b_.begin)) {
      ++middle_a_.begin;
      ++middle_b_.begin;
    }
    while (!middle_a_.empty() && !middle_b_.empty() &&
           same_extent(middle_a_.end - 1, middle_b_.end - 1)) {
      --middle_a_.end;
      --middle_b_.end;
    }
  }

  static Passages passages_of(const CutText& text, Range blocks) {
    Passages passages;
    for (std::uint32_t i = blocks.begin; i < blocks.end; ++i) {
      const TextBlock& block = text.blocks[i];
      const std::string_view content = text.slice_of(block.content);
      passages.add(hash_bytes(content),
                   block.content.size(),
                   block.is_field ? hash_bytes(field_name(content)) : 0);
    }
    return passages;
  }

  static Group shifted(Group group, Range a, Range b) {
    group.a = {group.a.begin + a.begin, group.a.end + a.begin};
    group.b = {group.b.begin + b.begin, group.b.end + b.begin};
    return group;
  }

  void align_blocks() {
    Passages passages_a = passages_of(a_, middle_a_);
    Passages passages_b = passages_of(b_, middle_b_);
    const std::vector<Group> equals = equal_pairs(passages_a, passages_b);
    std::vector<bool> skip_a(passages_a.count());
    std::vector<bool> skip_b(passages_b.count());
    for (const Group& pair : equals) {
      skip_a[pair.a.begin] = true;
      skip_b[pair.b.begin] = true;
    }
    const std::vector<Group> known = pairs_in_place(passages_a, passages_b, skip_a, skip_b, equals);
    for (const Group& pair : known) {
      skip_a[pair.a.begin] = true;
      skip_b[pair.b.begin] = true;
    }
    cut_others(a_, middle_a_, skip_a, passages_a);
    cut_others(b_, middle_b_, skip_b, passages_b);
    Alignment alignment = align(passages_a, passages_b, Level::blocks, known);
    for (Group& group : alignment.in_order) {
      group = shifted(group, middle_a_, middle_b_);
    }
    for (Group& group : alignment.moved) {
      group = shifted(group, middle_a_, middle_b_);
    }
    for (std::uint32_t i = 0; i < middle_a_.begin; ++i) {
      entries_.push_back({{{i, i + 1}, {i, i + 1}, false}, true, {}});
    }
    for (const Placed& placed : in_tree_order(alignment, middle_a_, middle_b_)) {
      const bool equal = placed.a.size() == 1 && placed.b.size() == 1 &&
                         same_extent(placed.a.begin, placed.b.begin);
      entries_.push_back({placed, equal, {}});
    }
    const auto end_a = static_cast<std::uint32_t>(a_.blocks.size());
    for (std::uint32_t i = middle_a_.end, j = middle_b_.end; i < end_a; ++i, ++j) {
      entries_.push_back({{{i, i + 1}, {j, j + 1}, false}, true, {}});
    }
    cut_rest();
  }

  /// Returns the blocks that stand alone between two blocks with an equal one each, in both texts,
  /// and have most of their bytes in common. Most edits are of this kind, and need no words to be
  /// found.
  [[nodiscard]] std::vector<Group> pairs_in_place(const Passages& passages_a,
                                                  const Passages& passages_b,
                                                  const std::vector<bool>& equal_a,
                                                  const std::vector<bool>& equal_b,
                                                  std::span<const Group> equal) const {
    std::vector<std::uint32_t> partner(passages_a.count(), none);
    for (const Group& pair : equal) {
      std::uint32_t& its = partner[pair.a.begin];
      its = its == none ? pair.b.begin : several;
    }
    std::vector<Group> result;
    for (std::uint32_t i = 0; i < passages_a.count(); ++i) {
      const std::uint32_t before = i == 0 ? none : partner[i - 1];
      if (equal_a[i] || (i > 0 && before >= several)) {
        continue;
      }
      const std::uint32_t j = before + 1;  // Wraps to 0 for the first.
      const bool last = i + 1 == passages_a.count();
      if (j >= passages_b.count() || equal_b[j] || passages_a[i].name != passages_b[j].name ||
          (last ? j + 1 != passages_b.count() : partner[i + 1] != j + 1)) {
        continue;
      }
      const std::string_view x = a_.slice_of(a_.blocks[middle_a_.begin + i].content);
      const std::string_view y = b_.slice_of(b_.blocks[middle_b_.begin + j].content);
      const std::uint64_t before_size = common_prefix(x, y);
      const std::uint64_t common =
          before_size + common_suffix(x.substr(before_size), y.substr(before_size));
      if (common * 1000 >= surely_same * std::max(x.size(), y.size())) {
        const std::uint64_t alike = common * 2000 / (x.size() + y.size());
        result.push_back(
            {{i, i + 1},
             {j, j + 1},
             static_cast<std::uint32_t>(std::min<std::uint64_t>(alike, exact_similarity - 1))});
      }
    }
    return result;
  }

  static void cut_others(CutText& text,
                         Range middle,
                         const std::vector<bool>& skipped,
                         Passages& passages) {
    for (std::uint32_t i = middle.begin; i < middle.end; ++i) {
      if (!skipped[i - middle.begin]) {
        text.cut(i);
        const Range words = text.block_words[i];
        passages.set_words(i - middle.begin,
                           std::span(text.words).subspan(words.begin, words.size()));
      }
    }
  }

  /// Cuts the blocks that were not cut to be compared, because they have an equal one somewhere or
  /// stand where only one can have come from, and are not the same as their partner. Their words
  /// come after those of all other blocks.
  void cut_rest() {
    const auto is_open = [](const CutText& text, Range blocks) {
      return blocks.size() == 1 && text.block_sentences[blocks.begin].empty();
    };
    for (const PlacedBlocks& entry : entries_) {
      const auto& [a, b] = std::tie(entry.blocks.a, entry.blocks.b);
      if (entry.equal || entry.is_left()) {
        continue;
      }
      if (is_open(a_, a)) {
        a_.cut(a.begin);
      }
      if (is_open(b_, b)) {
        if (a.size() == 1) {
          b_.cut_like(b.begin, a_, a.begin);
        } else {
          b_.cut(b.begin);
        }
      }
      if (a.size() == 1 && b.size() == 1) {
        leave_both_whole(a, b);
      }
    }
  }

  /// What only one of two blocks was cut into has nothing to be compared with.
  void leave_both_whole(Range a, Range b) {
    const bool is_whole_a = a_.is_whole(a_.sentences_of(a));
    const bool is_whole_b = b_.is_whole(b_.sentences_of(b));
    if (is_whole_a && !is_whole_b) {
      b_.leave_whole(b.begin);
    } else if (is_whole_b && !is_whole_a) {
      a_.leave_whole(a.begin);
    }
  }

  /// Whether `placed` is a pair of sentences that differ, so that some of its words may stay.
  [[nodiscard]] bool is_changed_pair(const Placed& placed) const {
    return !placed.a.empty() && !placed.b.empty() &&
           a_.slice_of(CutText::extent_of(a_.sentences, placed.a)) !=
               b_.slice_of(CutText::extent_of(b_.sentences, placed.b));
  }

  void match_words() {
    for (PlacedBlocks& entry : entries_) {
      for (Placed& placed : entry.sentences) {
        placed.matches.begin = static_cast<std::uint32_t>(matches_.size());
        if (is_changed_pair(placed)) {
          const std::vector<Match> matches = align_words(
              {a_.bytes, a_.words_of(placed.a)}, {b_.bytes, b_.words_of(placed.b)}, budget_);
          matches_.insert(matches_.end(), matches.begin(), matches.end());
        }
        placed.matches.end = static_cast<std::uint32_t>(matches_.size());
      }
    }
  }

  /// Lets go of words that stay between a change at the end of one sentence and one at the start of
  /// the next, if they say nothing: the full stop of a sentence goes with the change that touches
  /// it. (Those between two changes of one sentence are align_words()' affair.)
  void fold_between_sentences() {
    bool after_change = false;
    Placed* open_end = nullptr;  // The sentence before, if it ends with such words.
    std::uint32_t open_size = 0;
    const auto fold_open_end = [&] {
      if (open_end != nullptr) {
        open_end->matches.end -= open_size;
        open_end = nullptr;
      }
    };
    const auto keep = [&] {
      after_change = false;
      open_end = nullptr;
    };
    for (PlacedBlocks& entry : entries_) {
      if (entry.equal) {
        keep();
        continue;
      }
      for (Placed& placed : entry.sentences) {
        if (placed.moved && placed.b.empty()) {
          continue;
        }
        if (placed.a.empty() || placed.b.empty()) {
          fold_open_end();
          after_change = true;
          continue;
        }
        if (!is_changed_pair(placed)) {
          keep();
          continue;
        }
        const auto words_a = a_.words_of(placed.a);
        const auto words_b = b_.words_of(placed.b);
        const Ends ends = ends_of(placed.matches, words_a, words_b);
        if (ends.first == words_a.size() && ends.first == words_b.size()) {
          keep();  // Nothing changed but spacing and form.
          continue;
        }
        if (ends.first == 0 || (after_change && !ends.first_says)) {
          fold_open_end();
          placed.matches.begin += after_change ? ends.first : 0;
        }
        keep();
        after_change = !ends.last_says;
        if (ends.last > 0 && !ends.last_says) {
          open_end = &placed;
          open_size = ends.last;
        }
      }
    }
  }

  /// The words that stay at both ends of a sentence.
  struct Ends {
    std::uint32_t first = 0;  ///< How many,
    std::uint32_t last = 0;
    bool first_says = false;  ///< and whether there is a content word among them.
    bool last_says = false;
  };

  [[nodiscard]] Ends ends_of(Range range,
                             std::span<const Word> words_a,
                             std::span<const Word> words_b) const {
    Ends ends;
    const auto matches = std::span(matches_).subspan(range.begin, range.size());
    const auto says = [&](const Match& match) {
      return words_a[match.a].kind == WordClass::content;
    };
    while (ends.first < matches.size() && matches[ends.first] == Match{ends.first, ends.first}) {
      ends.first_says = ends.first_says || says(matches[ends.first]);
      ++ends.first;
    }
    const auto at_end = [&](const Match& match) {
      return match.a + ends.last + 1 == words_a.size() && match.b + ends.last + 1 == words_b.size();
    };
    while (ends.last < matches.size() && at_end(matches[matches.size() - 1 - ends.last])) {
      ends.last_says = ends.last_says || says(matches[matches.size() - 1 - ends.last]);
      ++ends.last;
    }
    return ends;
  }

  void emit() {
    // Where each old block and sentence that moved is in the tree, for its partner to know.
    std::vector<std::uint32_t> block_from(a_.blocks.size(), none);
    std::vector<std::uint32_t> block_to(a_.blocks.size(), none);
    sentence_from_.assign(a_.sentences.size(), none);
    sentence_to_.assign(a_.sentences.size(), none);
    result_.blocks.reserve(entries_.size());
    for (const PlacedBlocks& entry : entries_) {
      const Placed& placed = entry.blocks;
      const auto number = static_cast<std::uint32_t>(result_.blocks.size());
      if (placed.moved) {
        (placed.b.empty() ? block_from : block_to)[placed.a.begin] = number;
      }
      Block block;
      block.a = CutText::extent_of(a_.blocks, placed.a);
      block.b = CutText::extent_of(b_.blocks, placed.b);
      block.is_field = placed.a.empty() ? b_.blocks[placed.b.begin].is_field
                                        : a_.blocks[placed.a.begin].is_field;
      block.sentences.begin = static_cast<std::uint32_t>(result_.sentences.size());
      emit_sentences(entry, block);
      block.sentences.end = static_cast<std::uint32_t>(result_.sentences.size());
      block.kind = kind_of(placed, block.touch);
      result_.blocks.push_back(block);
    }
    link(result_.blocks, block_from, block_to);
    link(result_.sentences, sentence_from_, sentence_to_);
  }

  template <typename Node>
  static void link(std::vector<Node>& nodes,
                   const std::vector<std::uint32_t>& from,
                   const std::vector<std::uint32_t>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] != none) {
        nodes[from[i]].partner = to[i];
        nodes[to[i]].partner = from[i];
        nodes[from[i]].touch = nodes[to[i]].touch;
      }
    }
  }

  /// The bytes before the words of a pair of blocks that are the label of one field in both texts.
  [[nodiscard]] std::uint32_t common_label(const Placed& blocks) const {
    if (blocks.a.empty() || blocks.b.empty()) {
      return 0;
    }
    const TextBlock& x = a_.blocks[blocks.a.begin];
    const TextBlock& y = b_.blocks[blocks.b.begin];
    const auto label = [](const CutText& text, const TextBlock& block) {
      const std::uint32_t size = text.label_size(block);
      return size == 0 ? std::string_view{}
                       : text.slice_of({block.extent.begin, block.content.begin + size});
    };
    const std::string_view label_a = label(a_, x);
    return label_a == label(b_, y) ? static_cast<std::uint32_t>(label_a.size()) : 0;
  }

  void emit_sentences(const PlacedBlocks& entry, Block& block) {
    std::uint32_t place_a = block.a.begin;
    std::uint32_t place_b = block.b.begin;
    const std::uint32_t label = common_label(entry.blocks);
    for (const Placed& placed : entry.sentences) {
      const auto number = static_cast<std::uint32_t>(result_.sentences.size());
      if (placed.moved) {
        (placed.b.empty() ? sentence_from_ : sentence_to_)[placed.a.begin] = number;
      }
      Sentence sentence;
      sentence.a = CutText::extent_of(a_.sentences, placed.a);
      sentence.b = CutText::extent_of(b_.sentences, placed.b);
      if (placed.a.empty()) {
        sentence.a = {place_a, place_a};
      } else if (!placed.moved || placed.b.empty()) {
        place_a = sentence.a.end;
      }
      if (placed.b.empty()) {
        sentence.b = {place_b, place_b};
      } else {
        place_b = sentence.b.end;
      }
      sentence.runs.begin = static_cast<std::uint32_t>(result_.runs.size());
      if (!placed.moved || !placed.b.empty()) {
        const bool first = !placed.a.empty() && !placed.b.empty() &&
                           sentence.a.begin == block.a.begin && sentence.b.begin == block.b.begin;
        sentence.touch = emit_runs(placed, sentence.a, sentence.b, first ? label : 0);
      } else {
        sentence.touch = Touch::words;  // Until link() knows better.
      }
      sentence.runs.end = static_cast<std::uint32_t>(result_.runs.size());
      sentence.kind = kind_of(placed, sentence.touch);
      const bool out_of_place =
          placed.moved || sentence.kind == Kind::inserted || sentence.kind == Kind::deleted;
      block.touch = std::max(block.touch, out_of_place ? Touch::words : sentence.touch);
      result_.sentences.push_back(sentence);
    }
  }

  /// Emits the runs of a sentence, or of several that belong together, and returns the most they
  /// do. Emits none when both are equal. Both begin with a field's label of `label` bytes.
  Touch emit_runs(const Placed& placed, Range extent_a, Range extent_b, std::uint32_t label) {
    if (a_.slice_of(extent_a) == b_.slice_of(extent_b)) {
      return Touch::none;
    }
    if (a_.is_whole(placed.a) || b_.is_whole(placed.b)) {
      result_.degraded = true;
      return append_coarse_runs(a_.bytes, extent_a, b_.bytes, extent_b, result_.runs);
    }
    const WordSequence words_a{a_.bytes, a_.words_of(placed.a)};
    const WordSequence words_b{b_.bytes, b_.words_of(placed.b)};
    RunWriter writer(words_a, words_b, extent_a, extent_b, result_.runs);
    writer.keep_label(label);
    writer.keep(std::span(matches_).subspan(placed.matches.begin, placed.matches.size()));
    return writer.finish();
  }

  CutText a_;
  CutText b_;
  Range middle_a_;  ///< Blocks between the equal ones at both ends.
  Range middle_b_;
  std::vector<PlacedBlocks> entries_;
  std::vector<Match> matches_;
  std::vector<std::uint32_t> sentence_from_;
  std::vector<std::uint32_t> sentence_to_;
  WordBudget budget_;
  TextDiff result_;
};

}  // namespace

std::vector<Run> leaves(const TextDiff& diff) {
  std::vector<Run> result;
  const auto add = [&](const auto& node) {
    result.push_back({.kind = Kind::kept, .touch = Touch::none, .a = node.a, .b = node.b});
  };
  for (const Block& block : diff.blocks) {
    if (block.touch == Touch::none && block.kind != Kind::moved_from) {
      add(block);
    }
    for (const Sentence& sentence : diff.sentences_of(block)) {
      const auto runs = diff.runs_of(sentence);
      if (runs.empty() && sentence.kind != Kind::moved_from) {
        add(sentence);
      }
      result.insert(result.end(), runs.begin(), runs.end());
    }
  }
  return result;
}

TextDiff compare(std::string_view a, std::string_view b) {
  if (std::max(a.size(), b.size()) > max_text_size) {
    throw Error{ErrorKind::unsupported, "comparing texts: more than 4 GB"};
  }
  return std::max(a.size(), b.size()) > max_cut_size ? compare_coarsely(a, b)
                                                     : Comparison(a, b).run();
}

}  // namespace arch::diff
