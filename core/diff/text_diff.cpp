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
#include "diff/hash.hpp"
#include "diff/sentences.hpp"
#include "diff/word_align.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

namespace arch::diff {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t several = none - 1;

/// Marks and words of one text that are cut, at most: some megabyte of prose, or less of what is
/// dearer. Two unlike texts of 1 MB took 0.15 to 0.21 s on a busy
/// machine (tests/bench/diff, `worst/`).
constexpr std::uint64_t most_cuts = std::uint64_t{1} << 18U;

/// A block of which at least this share, in thousandths, begins and ends like the only one that can
/// have replaced it, is the same block, whatever its words.
constexpr std::uint64_t surely_same = 600;

constexpr bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Returns what `text` costs to cut: the bytes that are no ASCII letters or digits. There are
/// hardly more words and marks, and what ICU cuts costs more than a byte.
std::uint64_t cutting_cost(std::string_view text) {
  std::uint64_t cost = 1;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    cost += plain ? 0 : 1;
  }
  return cost;
}

std::uint32_t common_prefix(std::string_view x, std::string_view y) {
  const std::size_t most = std::min(x.size(), y.size());
  std::size_t size = 0;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  while (size + sizeof a <= most) {
    std::memcpy(&a, x.data() + size, sizeof a);
    std::memcpy(&b, y.data() + size, sizeof b);
    if (a != b) {
      break;
    }
    size += sizeof a;
  }
  while (size < most && x[size] == y[size]) {
    ++size;
  }
  return static_cast<std::uint32_t>(size);
}

std::uint32_t common_suffix(std::string_view x, std::string_view y) {
  const std::size_t most = std::min(x.size(), y.size());
  std::size_t size = 0;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  while (size + sizeof a <= most) {
    std::memcpy(&a, x.data() + x.size() - size - sizeof a, sizeof a);
    std::memcpy(&b, y.data() + y.size() - size - sizeof b, sizeof b);
    if (a != b) {
      break;
    }
    size += sizeof a;
  }
  while (size < most && x[x.size() - 1 - size] == y[y.size() - 1 - size]) {
    ++size;
  }
  return static_cast<std::uint32_t>(size);
}

/// Counts the stretches of `text` between ASCII white space.
std::uint32_t count_stretches(std::string_view text) {
  std::uint32_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = is_ascii_space(c);
    count += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return count;
}

/// A sentence of one text.
struct SentenceSpan {
  Range words = {};    ///< In Text::words.
  Range extent = {};   ///< Its bytes and the white space up to the next sentence.
  bool whole = false;  ///< A block that was not cut, to save work.
};

/// One of the two texts, cut up as far as was needed.
struct Text {
  std::string_view bytes;
  std::vector<TextBlock> blocks;
  std::vector<Word> words;              ///< Of the blocks that were cut up, in order.
  std::vector<Range> block_words;       ///< Per block, in `words`.
  std::vector<SentenceSpan> sentences;  ///< Of the blocks that were cut up, in order.
  std::vector<Range> block_sentences;   ///< Per block, in `sentences`.
  std::uint64_t cuts_left = most_cuts;

  explicit Text(std::string_view text)
      : bytes(text),
        blocks(split_blocks(text)),
        block_words(blocks.size()),
        block_sentences(blocks.size()) {}

  [[nodiscard]] std::string_view slice_of(Range range) const { return slice(bytes, range); }

  /// The bytes of blocks or sentences [range.begin, range.end).
  template <typename Piece>
  [[nodiscard]] static Range extent_of(const std::vector<Piece>& pieces, Range range) {
    if (range.empty()) {
      const std::uint32_t at = range.begin < pieces.size() ? pieces[range.begin].extent.begin
                               : pieces.empty()            ? 0
                                                           : pieces.back().extent.end;
      return {at, at};
    }
    return {pieces[range.begin].extent.begin, pieces[range.end - 1].extent.end};
  }

  /// The words of sentences [range.begin, range.end).
  [[nodiscard]] Range words_of(Range range) const {
    return range.empty()
               ? Range{}
               : Range{sentences[range.begin].words.begin, sentences[range.end - 1].words.end};
  }

  /// The bytes of a sentence without the white space around it.
  [[nodiscard]] std::string_view content(const SentenceSpan& sentence) const {
    if (sentence.words.empty()) {
      return sentence.whole ? slice_of(sentence.extent) : std::string_view{};
    }
    return slice_of({words[sentence.words.begin].begin, words[sentence.words.end - 1].end});
  }

  /// The size of the `name:` before the value of field `block`, which is no part of the article; 0
  /// if it is no field.
  [[nodiscard]] std::uint32_t label_size(const TextBlock& block) const {
    if (!block.is_field) {
      return 0;
    }
    const std::string_view content = slice_of(block.content);
    const std::size_t size = field_name(content).size() + 1;
    // What combines with the colon cannot be cut from it.
    const bool combines = size < content.size() && (content[size] & 0x80) != 0;
    return combines ? 0 : static_cast<std::uint32_t>(size);
  }

  /// Cuts block `index` into words and sentences. Blocks are to be cut in order.
  void cut(std::uint32_t index) {
    const auto count = [](const auto& list) { return static_cast<std::uint32_t>(list.size()); };
    const TextBlock& block = blocks[index];
    Range& its_words = block_words[index];
    its_words = {count(words), count(words)};
    const std::uint64_t cost = cutting_cost(slice_of(block.content));
    if (cost > cuts_left) {
      block_sentences[index] = {count(sentences), count(sentences) + 1};
      sentences.push_back({its_words, block.extent, true});
      return;
    }
    cuts_left -= cost;
    append_words(bytes, {block.content.begin + label_size(block), block.content.end}, words);
    its_words.end = count(words);
    Range& its_sentences = block_sentences[index];
    its_sentences.begin = count(sentences);
    const std::span<const Word> fresh = std::span(words).subspan(its_words.begin);
    for (const Range& range : split_sentences(bytes, fresh)) {
      const std::uint32_t begin =
          sentences.size() == its_sentences.begin ? block.extent.begin : fresh[range.begin].begin;
      const std::uint32_t end =
          range.end == fresh.size() ? block.extent.end : fresh[range.end].begin;
      sentences.push_back(
          {{its_words.begin + range.begin, its_words.begin + range.end}, {begin, end}});
    }
    if (fresh.empty()) {
      sentences.push_back({its_words, block.extent});
    }
    its_sentences.end = count(sentences);
  }
};

/// Blocks, or sentences, that belong together or stand alone, on their way into the tree.
struct Placed {
  Range a = {};
  Range b = {};
  bool moved = false;
  Range matches = {};  ///< Words that stay: of sentences, in Comparison::matches_.
};

/// Lists `alignment` in the order of the tree: pairs where they are, and before each what stands
/// alone, the old first.
/// A pair that moved is listed twice, without its `b` where it was and whole where it is.
std::vector<Placed> in_tree_order(const Alignment& alignment, Range all_a, Range all_b) {
  std::vector<std::uint32_t> moved_a;
  moved_a.reserve(alignment.moved.size());
  for (const Group& group : alignment.moved) {
    moved_a.push_back(group.a.begin);
  }
  std::ranges::sort(moved_a);
  std::vector<Placed> result;
  auto from = moved_a.begin();
  auto to = alignment.moved.begin();
  const auto list_until = [&](std::uint32_t end_a, std::uint32_t end_b) {
    for (; all_a.begin < end_a; ++all_a.begin) {
      const bool moved = from != moved_a.end() && *from == all_a.begin;
      result.push_back({{all_a.begin, all_a.begin + 1}, {all_b.begin, all_b.begin}, moved});
      from += moved ? 1 : 0;
    }
    for (; all_b.begin < end_b; ++all_b.begin) {
      const bool moved = to != alignment.moved.end() && to->b.begin == all_b.begin;
      const Range source = moved ? to->a : Range{all_a.begin, all_a.begin};
      result.push_back({source, {all_b.begin, all_b.begin + 1}, moved});
      to += moved ? 1 : 0;
    }
  };
  for (const Group& group : alignment.in_order) {
    list_until(group.a.begin, group.b.begin);
    result.push_back({group.a, group.b, false});
    all_a.begin = group.a.end;
    all_b.begin = group.b.end;
  }
  list_until(all_a.end, all_b.end);
  return result;
}

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

/// Returns how many bytes at the start of `x` and `y` are the same white space. Never cuts CR LF.
std::uint32_t common_space_before(std::string_view x, std::string_view y) {
  std::size_t size = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (size < x.size() && size < y.size() && x[size] == y[size] && is_space(x[size])) {
    ++size;
  }
  const auto line_feed_at = [&](std::string_view s) { return size < s.size() && s[size] == '\n'; };
  if (size > 0 && x[size - 1] == '\r' && (line_feed_at(x) || line_feed_at(y))) {
    --size;
  }
  return static_cast<std::uint32_t>(size);
}

/// The same at the end.
std::uint32_t common_space_after(std::string_view x, std::string_view y) {
  std::size_t size = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  const auto last = [&](std::string_view s) { return s[s.size() - 1 - size]; };
  while (size < x.size() && size < y.size() && last(x) == last(y) && is_space(last(x))) {
    ++size;
  }
  const auto return_at = [&](std::string_view s) { return size < s.size() && last(s) == '\r'; };
  if (size > 0 && x[x.size() - size] == '\n' && (return_at(x) || return_at(y))) {
    --size;
  }
  return static_cast<std::uint32_t>(size);
}

class Comparison {
public:
  Comparison(std::string_view a, std::string_view b) : a_(a), b_(b) {}

  TextDiff run() {
    set_ends_aside();
    align_blocks();
    align_sentences();
    find_moved_sentences();
    match_words();
    fold_between_sentences();
    emit();
    result_.degraded = result_.degraded || budget_.exhausted;
    return std::move(result_);
  }

private:
  /// A block or group of blocks, and what its sentences became.
  struct Entry {
    Placed blocks = {};
    bool equal = false;             ///< Every byte is the same; it has no sentences here.
    std::vector<Placed> sentences;  ///< In the order of the tree.
  };

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

  static Passages passages_of(const Text& text, Range blocks) {
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

  static void cut_others(Text& text,
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
    const auto cut = [](Text& text, Range blocks) {
      for (std::uint32_t i = blocks.begin; i < blocks.end; ++i) {
        if (text.block_sentences[i].empty()) {
          text.cut(i);
        }
      }
    };
    for (const Entry& entry : entries_) {
      if (entry.equal) {
        continue;
      }
      if (!entry.blocks.moved || !entry.blocks.b.empty()) {
        cut(a_, entry.blocks.a);
        cut(b_, entry.blocks.b);
      }
    }
  }

  /// The sentences of neighbouring blocks. Only groups have more than one block, and those were all
  /// cut in order, so their sentences are neighbours too.
  [[nodiscard]] static Range sentences_of(const Text& text, Range blocks) {
    return blocks.empty() ? Range{}
                          : Range{text.block_sentences[blocks.begin].begin,
                                  text.block_sentences[blocks.end - 1].end};
  }

  static void add_sentence(const Text& text, std::uint32_t index, Passages& passages) {
    const SentenceSpan& sentence = text.sentences[index];
    const std::uint32_t at = passages.count();
    const std::string_view content = text.content(sentence);
    passages.add(hash_bytes(content), static_cast<std::uint32_t>(content.size()));
    passages.set_words(at,
                       std::span(text.words).subspan(sentence.words.begin, sentence.words.size()));
  }

  void align_sentences() {
    for (Entry& entry : entries_) {
      const Placed& blocks = entry.blocks;
      if (entry.equal || (blocks.moved && blocks.b.empty())) {
        continue;
      }
      const Range all_a = sentences_of(a_, blocks.a);
      const Range all_b = sentences_of(b_, blocks.b);
      if (all_a.size() == 1 && all_b.size() == 1) {
        entry.sentences.push_back({all_a, all_b, false});
        continue;
      }
      align_sentences(all_a, all_b, entry.sentences);
    }
  }

  /// Aligns the sentences of blocks that belong together. Equal ones at both ends need no words.
  void align_sentences(Range all_a, Range all_b, std::vector<Placed>& sentences) {
    const auto same = [this](std::uint32_t i, std::uint32_t j) {
      return a_.content(a_.sentences[i]) == b_.content(b_.sentences[j]);
    };
    Range middle_a = all_a;
    Range middle_b = all_b;
    while (!middle_a.empty() && !middle_b.empty() && same(middle_a.begin, middle_b.begin)) {
      sentences.push_back(
          {{middle_a.begin, middle_a.begin + 1}, {middle_b.begin, middle_b.begin + 1}});
      ++middle_a.begin;
      ++middle_b.begin;
    }
    while (!middle_a.empty() && !middle_b.empty() && same(middle_a.end - 1, middle_b.end - 1)) {
      --middle_a.end;
      --middle_b.end;
    }
    Alignment alignment;
    if (!middle_a.empty() && !middle_b.empty()) {
      Passages passages_a;
      Passages passages_b;
      for (std::uint32_t i = middle_a.begin; i < middle_a.end; ++i) {
        add_sentence(a_, i, passages_a);
      }
      for (std::uint32_t j = middle_b.begin; j < middle_b.end; ++j) {
        add_sentence(b_, j, passages_b);
      }
      alignment = align(passages_a, passages_b, Level::sentences);
      // Moves are looked for once the sentences of all blocks are known.
      alignment.moved.clear();
      for (Group& group : alignment.in_order) {
        group = shifted(group, middle_a, middle_b);
      }
    }
    const std::vector<Placed> middle = in_tree_order(alignment, middle_a, middle_b);
    sentences.insert(sentences.end(), middle.begin(), middle.end());
    for (; middle_a.end < all_a.end; ++middle_a.end, ++middle_b.end) {
      sentences.push_back({{middle_a.end, middle_a.end + 1}, {middle_b.end, middle_b.end + 1}});
    }
  }

  /// Pairs sentences that stand alone, in whichever blocks.
  void find_moved_sentences() {
    std::vector<Placed*> alone_a;
    std::vector<Placed*> alone_b;
    Passages passages_a;
    Passages passages_b;
    for (Entry& entry : entries_) {
      for (Placed& sentence : entry.sentences) {
        if (sentence.b.empty()) {
          add_sentence(a_, sentence.a.begin, passages_a);
          alone_a.push_back(&sentence);
        } else if (sentence.a.empty()) {
          add_sentence(b_, sentence.b.begin, passages_b);
          alone_b.push_back(&sentence);
        }
      }
    }
    if (alone_a.empty() || alone_b.empty()) {
      return;
    }
    for (const Group& group : moved_sentences(passages_a, passages_b)) {
      Placed& from = *alone_a[group.a.begin];
      Placed& to = *alone_b[group.b.begin];
      from.moved = true;
      to.moved = true;
      to.a = from.a;
    }
  }

  [[nodiscard]] static std::span<const Word> words_of(const Text& text, Range sentences) {
    const Range words = text.words_of(sentences);
    return std::span(text.words).subspan(words.begin, words.size());
  }

  /// Whether `placed` is a pair of sentences that differ, so that some of its words may stay.
  [[nodiscard]] bool is_changed_pair(const Placed& placed) const {
    return !placed.a.empty() && !placed.b.empty() &&
           a_.slice_of(Text::extent_of(a_.sentences, placed.a)) !=
               b_.slice_of(Text::extent_of(b_.sentences, placed.b));
  }

  void match_words() {
    for (Entry& entry : entries_) {
      for (Placed& placed : entry.sentences) {
        placed.matches.begin = static_cast<std::uint32_t>(matches_.size());
        const bool leaves_here = placed.moved && placed.b.empty();
        if (!leaves_here && is_changed_pair(placed)) {
          const std::vector<Match> matches = align_words(
              {a_.bytes, words_of(a_, placed.a)}, {b_.bytes, words_of(b_, placed.b)}, budget_);
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
    for (Entry& entry : entries_) {
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
        const auto words_a = words_of(a_, placed.a);
        const auto words_b = words_of(b_, placed.b);
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
    for (const Entry& entry : entries_) {
      const Placed& placed = entry.blocks;
      const auto number = static_cast<std::uint32_t>(result_.blocks.size());
      if (placed.moved) {
        (placed.b.empty() ? block_from : block_to)[placed.a.begin] = number;
      }
      Block block;
      block.a = Text::extent_of(a_.blocks, placed.a);
      block.b = Text::extent_of(b_.blocks, placed.b);
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
    const auto label = [](const Text& text, const TextBlock& block) {
      const std::uint32_t size = text.label_size(block);
      return size == 0 ? std::string_view{}
                       : text.slice_of({block.extent.begin, block.content.begin + size});
    };
    const std::string_view label_a = label(a_, x);
    return label_a == label(b_, y) ? static_cast<std::uint32_t>(label_a.size()) : 0;
  }

  void emit_sentences(const Entry& entry, Block& block) {
    std::uint32_t place_a = block.a.begin;
    std::uint32_t place_b = block.b.begin;
    const std::uint32_t label = common_label(entry.blocks);
    for (const Placed& placed : entry.sentences) {
      const auto number = static_cast<std::uint32_t>(result_.sentences.size());
      if (placed.moved) {
        (placed.b.empty() ? sentence_from_ : sentence_to_)[placed.a.begin] = number;
      }
      Sentence sentence;
      sentence.a = Text::extent_of(a_.sentences, placed.a);
      sentence.b = Text::extent_of(b_.sentences, placed.b);
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
    if (is_whole(a_, placed.a) || is_whole(b_, placed.b)) {
      return emit_whole(extent_a, extent_b);
    }
    const WordSequence words_a{a_.bytes, words_of(a_, placed.a)};
    const WordSequence words_b{b_.bytes, words_of(b_, placed.b)};
    RunWriter writer(words_a, words_b, extent_a, extent_b, result_.runs);
    writer.keep_label(label);
    for (std::uint32_t m = placed.matches.begin; m < placed.matches.end; ++m) {
      writer.keep(matches_[m]);
    }
    return writer.finish();
  }

  [[nodiscard]] static bool is_whole(const Text& text, Range sentences) {
    return std::any_of(text.sentences.begin() + sentences.begin,
                       text.sentences.begin() + sentences.end,
                       [](const SentenceSpan& sentence) { return sentence.whole; });
  }

  /// Emits runs of text that was not cut: between the words that both begin and end with, all
  /// changed. Words are what stands between ASCII white space.
  Touch emit_whole(Range a, Range b) {
    result_.degraded = true;
    const std::string_view x = a_.slice_of(a);
    const std::string_view y = b_.slice_of(b);
    // No character combines with an ASCII one that stands behind it, so there it may be cut.
    const auto may_cut = [](std::string_view text, std::size_t at) {
      return at == text.size() || (is_ascii_space(text[at - 1]) && (text[at] & 0x80) == 0 &&
                                   !(text[at - 1] == '\r' && text[at] == '\n'));
    };
    std::uint32_t before = common_prefix(x, y);
    while (before > 0 && !(may_cut(x, before) && may_cut(y, before))) {
      --before;
    }
    std::uint32_t after = common_suffix(x.substr(before), y.substr(before));
    const auto may_end = [&](std::string_view text) {
      const std::size_t at = text.size() - after;
      return at == before || (at > 0 && may_cut(text, at));
    };
    while (after > 0 && !(may_end(x) && may_end(y))) {
      --after;
    }
    const Range changed_a{a.begin + before, a.end - after};
    const Range changed_b{b.begin + before, b.end - after};
    const auto add_kept = [&](Range kept_a, Range kept_b) {
      if (!kept_a.empty()) {
        const std::uint32_t words = count_stretches(a_.slice_of(kept_a));
        result_.runs.push_back({.a = kept_a, .b = kept_b, .words_a = words, .words_b = words});
      }
    };
    add_kept({a.begin, changed_a.begin}, {b.begin, changed_b.begin});
    const std::uint32_t words_a = count_stretches(a_.slice_of(changed_a));
    const std::uint32_t words_b = count_stretches(b_.slice_of(changed_b));
    const Touch touch = words_a == 0 && words_b == 0 ? Touch::spacing : Touch::words;
    result_.runs.push_back({.kind = changed_a.empty()   ? Kind::inserted
                                    : changed_b.empty() ? Kind::deleted
                                                        : Kind::replaced,
                            .touch = touch,
                            .a = changed_a,
                            .b = changed_b,
                            .words_a = words_a,
                            .words_b = words_b});
    add_kept({changed_a.end, a.end}, {changed_b.end, b.end});
    return touch;
  }

  /// Turns kept words, told in order, into runs that cover all bytes of two sentences.
  class RunWriter {
  public:
    RunWriter(const WordSequence& a,
              const WordSequence& b,
              Range extent_a,
              Range extent_b,
              std::vector<Run>& runs)
        : a_(a), b_(b), rest_a_(extent_a), rest_b_(extent_b), runs_(runs), first_(runs.size()) {}

    /// Keeps the first `size` bytes of both.
    void keep_label(std::uint32_t size) {
      const Range a{rest_a_.begin, rest_a_.begin + size};
      const Range b{rest_b_.begin, rest_b_.begin + size};
      add({.kind = Kind::kept, .touch = Touch::none, .a = a, .b = b});
    }

    void keep(const Match& match) {
      const Word& x = a_.words[match.a];
      const Word& y = b_.words[match.b];
      change(x.begin, y.begin, match.a, match.b);
      word_a_ = match.a + 1;
      word_b_ = match.b + 1;
      const bool same = a_.bytes(match.a) == b_.bytes(match.b);
      const std::uint32_t words = x.kind == WordClass::mark ? 0 : 1;
      add({.kind = same ? Kind::kept : Kind::replaced,
           .touch = same ? Touch::none : Touch::form,
           .a = {x.begin, x.end},
           .b = {y.begin, y.end},
           .words_a = words,
           .words_b = words});
    }

    Touch finish() {
      change(rest_a_.end,
             rest_b_.end,
             static_cast<std::uint32_t>(a_.words.size()),
             static_cast<std::uint32_t>(b_.words.size()));
      Touch touch = Touch::none;
      for (std::size_t i = first_; i < runs_.size(); ++i) {
        touch = std::max(touch, runs_[i].touch);
      }
      return touch;
    }

  private:
    static std::uint32_t count_words(const WordSequence& side,
                                     std::uint32_t from,
                                     std::uint32_t to) {
      const auto words = side.words.subspan(from, to - from);
      return static_cast<std::uint32_t>(std::ranges::count_if(
          words, [](const Word& word) { return word.kind != WordClass::mark; }));
    }

    /// Adds what stands before bytes `to_a` and `to_b`, words up to `word_a` and `word_b`.
    void change(std::uint32_t to_a,
                std::uint32_t to_b,
                std::uint32_t word_a,
                std::uint32_t word_b) {
      Range a{rest_a_.begin, to_a};
      Range b{rest_b_.begin, to_b};
      const bool deletes = word_a != word_a_;
      const bool inserts = word_b != word_b_;
      // White space may begin a word, when a combining mark sits on it; only what stands between
      // words is looked at here.
      const std::uint32_t before =
          common_space_before(slice(a_.text, {a.begin, deletes ? a_.words[word_a_].begin : to_a}),
                              slice(b_.text, {b.begin, inserts ? b_.words[word_b_].begin : to_b}));
      add({.kind = Kind::kept,
           .touch = Touch::none,
           .a = {a.begin, a.begin + before},
           .b = {b.begin, b.begin + before}});
      a.begin += before;
      b.begin += before;
      const std::uint32_t after =
          common_space_after(slice(a_.text, {deletes ? a_.words[word_a - 1].end : a.begin, to_a}),
                             slice(b_.text, {inserts ? b_.words[word_b - 1].end : b.begin, to_b}));
      a.end -= after;
      b.end -= after;
      const bool same = slice(a_.text, a) == slice(b_.text, b);
      add({.kind = same        ? Kind::kept
                   : a.empty() ? Kind::inserted
                   : b.empty() ? Kind::deleted
                               : Kind::replaced,
           .touch = same                 ? Touch::none
                    : deletes || inserts ? Touch::words
                                         : Touch::spacing,
           .a = a,
           .b = b,
           .words_a = count_words(a_, word_a_, word_a),
           .words_b = count_words(b_, word_b_, word_b)});
      add({.kind = Kind::kept, .touch = Touch::none, .a = {a.end, to_a}, .b = {b.end, to_b}});
    }

    void add(const Run& run) {
      rest_a_.begin = run.a.end;
      rest_b_.begin = run.b.end;
      if (run.a.empty() && run.b.empty()) {
        return;
      }
      if (runs_.size() > first_ && run.kind == Kind::kept && runs_.back().kind == Kind::kept) {
        Run& last = runs_.back();
        last.a.end = run.a.end;
        last.b.end = run.b.end;
        last.words_a += run.words_a;
        last.words_b += run.words_b;
        return;
      }
      runs_.push_back(run);
    }

    const WordSequence& a_;
    const WordSequence& b_;
    Range rest_a_;  ///< Bytes not yet in a run.
    Range rest_b_;
    std::uint32_t word_a_ = 0;  ///< First word not yet in a run.
    std::uint32_t word_b_ = 0;
    std::vector<Run>& runs_;
    std::size_t first_;  ///< Where the runs of this sentence begin.
  };

  Text a_;
  Text b_;
  Range middle_a_;  ///< Blocks between the equal ones at both ends.
  Range middle_b_;
  std::vector<Entry> entries_;
  std::vector<Match> matches_;
  std::vector<std::uint32_t> sentence_from_;
  std::vector<std::uint32_t> sentence_to_;
  WordBudget budget_;
  TextDiff result_;
};

/// Returns how many bytes at the start of `a` and `b` are the same whole lines.
std::uint32_t common_lines_before(std::string_view a, std::string_view b) {
  const auto differs = std::ranges::mismatch(a, b).in1;
  const auto same = static_cast<std::size_t>(differs - a.begin());
  if (same == a.size() && same == b.size()) {
    return static_cast<std::uint32_t>(same);
  }
  return static_cast<std::uint32_t>(a.substr(0, same).rfind('\n') + 1);
}

/// The same at the end. Both texts begin where a line does.
std::uint32_t common_lines_after(std::string_view a, std::string_view b) {
  const auto differs = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first;
  const auto same = static_cast<std::size_t>(differs - a.rbegin());
  const auto is_whole_line = [&](std::string_view text) {
    return same == text.size() || text[text.size() - same - 1] == '\n';
  };
  if (is_whole_line(a) && is_whole_line(b)) {
    return static_cast<std::uint32_t>(same);
  }
  const std::size_t line_end = a.substr(a.size() - same).find('\n');
  return static_cast<std::uint32_t>(line_end == std::string_view::npos ? 0 : same - line_end - 1);
}

/// Compares texts that are too large to be cut up: between the lines that both have at either end,
/// all of the old text became all of the new one.
TextDiff compare_ends(std::string_view a, std::string_view b) {
  const auto size = [](std::string_view text) { return static_cast<std::uint32_t>(text.size()); };
  const std::uint32_t before = common_lines_before(a, b);
  const std::uint32_t after = common_lines_after(a.substr(before), b.substr(before));
  const Range middle_a{before, size(a) - after};
  const Range middle_b{before, size(b) - after};
  TextDiff diff;
  const auto add_kept = [&](Range range_a, Range range_b) {
    if (!range_a.empty()) {
      diff.blocks.push_back({.a = range_a, .b = range_b});
    }
  };
  add_kept({0, before}, {0, before});
  if (!middle_a.empty() || !middle_b.empty()) {
    const Kind kind = middle_a.empty()   ? Kind::inserted
                      : middle_b.empty() ? Kind::deleted
                                         : Kind::replaced;
    diff.degraded = kind == Kind::replaced;
    diff.runs.push_back({.kind = kind,
                         .touch = Touch::words,
                         .a = middle_a,
                         .b = middle_b,
                         .words_a = count_stretches(slice(a, middle_a)),
                         .words_b = count_stretches(slice(b, middle_b))});
    diff.sentences.push_back(
        {.kind = kind, .touch = Touch::words, .a = middle_a, .b = middle_b, .runs = {0, 1}});
    diff.blocks.push_back(
        {.kind = kind, .touch = Touch::words, .a = middle_a, .b = middle_b, .sentences = {0, 1}});
  }
  add_kept({middle_a.end, size(a)}, {middle_b.end, size(b)});
  return diff;
}

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
  return std::max(a.size(), b.size()) > max_cut_size ? compare_ends(a, b) : Comparison(a, b).run();
}

}  // namespace arch::diff
