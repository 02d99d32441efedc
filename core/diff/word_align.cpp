// Which words stay, in a passage that changed.
//
// A longest common subsequence keeps every coincidental "the" and "," and leaves soup. Here a run
// of changes costs something to open and each word costs what it says (content more than function
// words, those more than marks), and the cheapest way from one passage to the other is found
// exactly: O. Gotoh, "An Improved Algorithm for Matching Biological Sequences", J. Mol. Biol. 162
// (1982), with substitution left out. One byte of trace a cell. Where few words are equal, the same
// is found without the table (match_chain.hpp).
//
// Passages too long for either are cut at words that both have once, in order (patience); what
// remains too long has too little in common for the table to find anything worth reading, and is
// aligned by Myers' algorithm.

#include "diff/word_align.hpp"

#include "diff/key_numbers.hpp"
#include "diff/match_chain.hpp"
#include "diff/myers.hpp"
#include "diff/word_costs.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace arch::diff {
namespace {

/// Words that change on either side of one that says nothing and stays: one became another.
constexpr std::size_t small_change = 2;

/// A table of so many cells costs less than sorting the words.
constexpr std::uint64_t small_table = std::uint64_t{1} << 10U;
/// What a pair of equal words costs in a MatchChain, in cells of the table.
constexpr std::uint64_t cells_of_pair = 8;
/// Pairs in one MatchChain, at most: they take 20 bytes each.
constexpr std::uint64_t most_pairs = std::uint64_t{1} << 17U;
/// In a passage of more words than any sentence has, with more pairs of equal words for each of
/// them than this, words that are in it once on each side tell well enough where to cut it.
constexpr std::uint64_t long_passage = 512;
constexpr std::uint64_t most_pairs_of_word = 1;
/// Largest table, in cells: one byte each.
constexpr std::uint64_t largest_table = std::uint64_t{1} << 20U;
/// Steps of Myers' algorithm for one passage that has no table.
constexpr std::uint64_t coarse_budget = std::uint64_t{1} << 21U;

/// Words [a.begin, a.end) against [b.begin, b.end).
struct Box {
  Range a;
  Range b;
};

class Aligner {
public:
  Aligner(const WordSequence& a, const WordSequence& b, WordBudget& budget)
      : a_(a), b_(b), budget_(budget), chain_(a, b) {}

  std::vector<Match> run() {
    align_trimmed({{0, static_cast<std::uint32_t>(a_.words.size())},
                   {0, static_cast<std::uint32_t>(b_.words.size())}},
                  deepest);
    return std::move(matches_);
  }

private:
  [[nodiscard]] bool same_key(std::uint32_t i, std::uint32_t j) const {
    return a_.words[i].key == b_.words[j].key;
  }
  [[nodiscard]] bool same_bytes(std::uint32_t i, std::uint32_t j) const {
    return a_.bytes(i) == b_.bytes(j);
  }

  /// Cuts at anchors inside cuts at anchors. Prose needs two or three.
  static constexpr int deepest = 8;

  /// Keeps the words that both ends share, and aligns the middle with at most `depth` cuts.
  void align_trimmed(Box box, int depth) {
    while (!box.a.empty() && !box.b.empty() && same_key(box.a.begin, box.b.begin)) {
      matches_.push_back({box.a.begin++, box.b.begin++});
    }
    std::uint32_t tail = 0;
    while (!box.a.empty() && !box.b.empty() && same_key(box.a.end - 1, box.b.end - 1)) {
      --box.a.end;
      --box.b.end;
      ++tail;
    }
    if (!box.a.empty() && !box.b.empty()) {
      align_middle(box, depth);
    }
    for (std::uint32_t k = 0; k < tail; ++k) {
      matches_.push_back({box.a.end + k, box.b.end + k});
    }
  }

  /// Aligns ranges that neither begin nor end with the same word, in the cheapest way that finds
  /// what is best; when all are too dear, in parts.
  void align_middle(const Box& box, int depth) {
    const std::uint64_t cells = std::uint64_t{box.a.size() + 1U} * (box.b.size() + 1U);
    if (cells <= small_table && spend(cells)) {
      align_by_table(box);
      return;
    }
    number_words(box);
    std::vector<Match> unique;
    const std::uint64_t pairs = count_pairs(box, unique);
    const std::uint64_t words = std::uint64_t{box.a.size()} + box.b.size();
    const bool is_long =
        words > long_passage && pairs > most_pairs_of_word * words && depth > 0 && !unique.empty();
    const bool few_pairs = pairs <= std::min(most_pairs, cells / cells_of_pair);
    if (!is_long && few_pairs && spend(pairs * cells_of_pair)) {
      chain_.append(box.a, box.b, numbered(box), matches_);
    } else if (!is_long && cells <= largest_table && spend(cells)) {
      align_by_table(box);
    } else {
      align_by_anchors(box, longest_ascending(unique), depth);
    }
  }

  /// Gives the words of `box` numbers, if they have none yet. Boxes inside have theirs then.
  void number_words(const Box& box) {
    if (!numbers_a_.empty()) {
      return;
    }
    KeyNumbers numbers(std::size_t{box.a.size()} + box.b.size());
    const auto number = [&](const WordSequence& side, Range range, auto& list) {
      list.reserve(range.size());
      for (const Word& word : side.words.subspan(range.begin, range.size())) {
        list.push_back(numbers.number(word.key));
      }
    };
    number(a_, box.a, numbers_a_);
    number(b_, box.b, numbers_b_);
    numbered_ = box;
    counts_a_.resize(numbers.count());
    counts_b_.resize(numbers.count());
  }

  [[nodiscard]] NumberedWords numbered(const Box& box) const {
    return {std::span(numbers_a_).subspan(box.a.begin - numbered_.a.begin, box.a.size()),
            std::span(numbers_b_).subspan(box.b.begin - numbered_.b.begin, box.b.size()),
            static_cast<std::uint32_t>(counts_a_.size())};
  }

  /// Returns how many pairs of equal words `box` has, and gives those content words that are in it
  /// once on each side, ascending in `a`.
  std::uint64_t count_pairs(const Box& box, std::vector<Match>& unique) {
    const NumberedWords words = numbered(box);
    places_.resize(counts_b_.size());
    for (const std::uint32_t word : words.a) {
      ++counts_a_[word];
    }
    for (std::uint32_t j = 0; j < words.b.size(); ++j) {
      ++counts_b_[words.b[j]];
      places_[words.b[j]] = box.b.begin + j;
    }
    std::uint64_t pairs = 0;
    for (std::uint32_t i = 0; i < words.a.size(); ++i) {
      const std::uint32_t word = words.a[i];
      pairs += counts_b_[word];
      if (counts_a_[word] == 1 && counts_b_[word] == 1 &&
          a_.words[box.a.begin + i].kind == WordClass::content) {
        unique.push_back({box.a.begin + i, places_[word]});
      }
    }
    for (const std::uint32_t word : words.a) {
      counts_a_[word] = 0;
    }
    for (const std::uint32_t word : words.b) {
      counts_b_[word] = 0;
    }
    return pairs;
  }

  /// Takes `cells` from the budget, if it has as many.
  bool spend(std::uint64_t cells) {
    if (cells > budget_.cells) {
      return false;
    }
    budget_.cells -= cells;
    return true;
  }

  // The trace of a cell: how its best kept state and its best edit state were reached.
  static constexpr std::uint8_t keep_after_edit = 1;
  static constexpr std::uint8_t edit_inserts = 2;
  static constexpr std::uint8_t edit_opens = 4;

  void align_by_table(const Box& box) {
    constexpr Cost never = std::numeric_limits<Cost>::max() / 2;
    const std::uint32_t rows = box.a.size() + 1;
    const std::uint32_t columns = box.b.size() + 1;
    trace_.resize(std::max(trace_.size(), std::size_t{rows} * columns));
    columns_.resize(columns);
    columns_[0] = {.kept = 0, .edit = never};
    trace_[0] = 0;
    for (std::uint32_t j = 1; j < columns; ++j) {
      const Word& word = b_.words[box.b.begin + j - 1];
      columns_[j] = {.key = word.key, .insertion = word_cost(word.kind), .kept = never};
      const bool opens = j == 1;
      columns_[j].edit = (opens ? open_cost : columns_[j - 1].edit) + columns_[j].insertion;
      trace_[j] = static_cast<std::uint8_t>(edit_inserts | (opens ? edit_opens : 0));
    }
    for (std::uint32_t i = 1; i < rows; ++i) {
      std::uint8_t* const trace = trace_.data() + std::size_t{i} * columns;
      const std::uint32_t at = box.a.begin + i - 1;
      const std::uint64_t key = a_.words[at].key;
      const Cost deletion = word_cost(a_.words[at].kind);
      Cost kept_before = columns_[0].kept;  // Row above, column to the left.
      Cost edit_before = columns_[0].edit;
      const bool first_opens = kept_before + open_cost < edit_before;
      Cost kept_left = never;
      Cost edit_left = (first_opens ? kept_before + open_cost : edit_before) + deletion;
      columns_[0].kept = kept_left;
      columns_[0].edit = edit_left;
      trace[0] = first_opens ? edit_opens : 0;
      for (std::uint32_t j = 1; j < columns; ++j) {
        Column& column = columns_[j];
        const Cost kept_above = column.kept;
        const Cost edit_above = column.edit;
        Cost kept = never;
        unsigned steps = 0;
        if (column.key == key) {
          const bool after_edit = edit_before < kept_before;
          kept = (after_edit ? edit_before : kept_before) +
                 (same_bytes(at, box.b.begin + j - 1) ? 0 : form_cost);
          steps = after_edit ? keep_after_edit : 0U;
        }
        const Cost deleting = std::min(kept_above + open_cost, edit_above) + deletion;
        const Cost inserting = std::min(kept_left + open_cost, edit_left) + column.insertion;
        const bool inserts = inserting < deleting;
        const bool opens =
            inserts ? kept_left + open_cost < edit_left : kept_above + open_cost < edit_above;
        steps |= (inserts ? edit_inserts : 0U) | (opens ? edit_opens : 0U);
        kept_left = std::min(kept, never);
        edit_left = std::min(std::min(inserting, deleting), never);
        kept_before = kept_above;
        edit_before = edit_above;
        column.kept = kept_left;
        column.edit = edit_left;
        trace[j] = static_cast<std::uint8_t>(steps);
      }
    }
    follow_trace(box, columns);
  }

  void follow_trace(const Box& box, std::uint32_t columns) {
    std::uint32_t i = box.a.size();
    std::uint32_t j = box.b.size();
    bool in_edit = columns_[j].edit <= columns_[j].kept;
    const std::size_t first = matches_.size();
    while (i > 0 || j > 0) {
      const std::uint8_t steps = trace_[std::size_t{i} * columns + j];
      if (!in_edit) {
        in_edit = (steps & keep_after_edit) != 0;
        --i;
        --j;
        matches_.push_back({box.a.begin + i, box.b.begin + j});
      } else {
        in_edit = (steps & edit_opens) == 0;
        if ((steps & edit_inserts) != 0) {
          --j;
        } else {
          --i;
        }
      }
    }
    std::reverse(matches_.begin() + static_cast<std::ptrdiff_t>(first), matches_.end());
  }

  /// Cuts `box` at `anchors`, words that it has once on each side, in order.
  void align_by_anchors(const Box& box, const std::vector<Match>& anchors, int depth) {
    if (anchors.empty() || depth == 0) {
      align_coarsely(box);
      return;
    }
    Range a{box.a.begin, 0};
    Range b{box.b.begin, 0};
    for (const Match& anchor : anchors) {
      a.end = anchor.a;
      b.end = anchor.b;
      align_trimmed({a, b}, depth - 1);
      matches_.push_back(anchor);
      a.begin = anchor.a + 1;
      b.begin = anchor.b + 1;
    }
    align_trimmed({{a.begin, box.a.end}, {b.begin, box.b.end}}, depth - 1);
  }

  /// Returns the longest part of `matches`, which ascend in `a`, that ascends in `b`.
  [[nodiscard]] static std::vector<Match> longest_ascending(const std::vector<Match>& matches) {
    std::vector<std::uint32_t> ends;  // For each length, the match that ends lowest.
    std::vector<std::uint32_t> before(matches.size());
    for (std::uint32_t m = 0; m < matches.size(); ++m) {
      const auto place = std::ranges::lower_bound(
          ends, matches[m].b, {}, [&](std::uint32_t end) { return matches[end].b; });
      before[m] = place == ends.begin() ? m : *(place - 1);
      if (place == ends.end()) {
        ends.push_back(m);
      } else {
        *place = m;
      }
    }
    std::vector<Match> result(ends.size());
    std::uint32_t m = ends.empty() ? 0 : ends.back();
    for (std::size_t k = ends.size(); k-- > 0; m = before[m]) {
      result[k] = matches[m];
    }
    return result;
  }

  void align_coarsely(const Box& box) {
    const std::uint64_t steps = std::min(coarse_budget, budget_.cells);
    budget_.cells -= steps;
    const NumberedWords words = numbered(box);
    const SequenceDiff diff = diff_sequences(words.a, words.b, {.budget = steps});
    budget_.exhausted = budget_.exhausted || diff.degraded;
    std::uint32_t i = box.a.begin;
    std::uint32_t j = box.b.begin;
    const auto keep_until = [&](std::uint32_t end) {
      while (i < end) {
        matches_.push_back({i++, j++});
      }
    };
    for (const Edit& edit : diff.edits) {
      keep_until(box.a.begin + edit.a.begin);
      i = box.a.begin + edit.a.end;
      j = box.b.begin + edit.b.end;
    }
    keep_until(box.a.end);
  }

  const WordSequence& a_;
  const WordSequence& b_;
  WordBudget& budget_;
  MatchChain chain_;
  std::vector<Match> matches_;
  std::vector<std::uint32_t> numbers_a_;  ///< Of the words in numbered_, once they are needed.
  std::vector<std::uint32_t> numbers_b_;
  Box numbered_;
  std::vector<std::uint32_t> counts_a_;  ///< Per number: see count_pairs().
  std::vector<std::uint32_t> counts_b_;
  std::vector<std::uint32_t> places_;
  std::vector<std::uint8_t> trace_;
  /// A column of the table with its word and the last cell that was worked out.
  struct Column {
    std::uint64_t key = 0;
    Cost insertion = 0;
    Cost kept = 0;  ///< Cheapest way to the cell that ends with a kept word.
    Cost edit = 0;  ///< The same, that ends inside a change.
  };
  std::vector<Column> columns_;
};

/// The runs of words that are kept, and what lies between them.
class Tidier {
public:
  Tidier(const WordSequence& a, const WordSequence& b, std::vector<Match> matches)
      : a_(a), b_(b), matches_(std::move(matches)) {}

  std::vector<Match> run() {
    fold_empty_runs();
    slide_edits();
    return std::move(matches_);
  }

private:
  [[nodiscard]] bool follows(const Match& before, const Match& match) const {
    return before.a + 1 == match.a && before.b + 1 == match.b;
  }

  /// Drops the matches between two changes that say nothing by themselves. What is no content word
  /// stays if there are two or more and not only marks, for that holds a sentence together
  /// ("of the"). A lone function word stays if on either side one word became another
  /// ("[seen]{found} by [most]{all}").
  void fold_empty_runs() {
    std::vector<Match> result;
    result.reserve(matches_.size());
    for (std::size_t first = 0; first < matches_.size();) {
      std::size_t end = first + 1;
      while (end < matches_.size() && follows(matches_[end - 1], matches_[end])) {
        ++end;
      }
      if (end - first > 1 ? !has_only_marks(first, end) : stays_alone(first)) {
        result.insert(result.end(),
                      matches_.begin() + static_cast<std::ptrdiff_t>(first),
                      matches_.begin() + static_cast<std::ptrdiff_t>(end));
      }
      first = end;
    }
    matches_ = std::move(result);
  }

  /// Whether matches [first, end) are of marks only, and do not stand at an end.
  [[nodiscard]] bool has_only_marks(std::size_t first, std::size_t end) const {
    const Match& last = matches_[end - 1];
    const bool at_start = matches_[first] == Match{0, 0};
    const bool at_end = last.a + 1 == a_.words.size() && last.b + 1 == b_.words.size();
    return !at_start && !at_end &&
           std::all_of(matches_.begin() + static_cast<std::ptrdiff_t>(first),
                       matches_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Match& m) { return a_.words[m.a].kind == WordClass::mark; });
  }

  /// Whether a match between two changes stays.
  [[nodiscard]] bool stays_alone(std::size_t m) const {
    const Match& match = matches_[m];
    const bool at_start = match == Match{0, 0};
    const bool at_end = match.a + 1 == a_.words.size() && match.b + 1 == b_.words.size();
    const WordClass kind = a_.words[match.a].kind;
    if (at_start || at_end || kind == WordClass::content) {
      return true;
    }
    return kind == WordClass::function && changed_before(m) <= small_change &&
           changed_before(m + 1) <= small_change;
  }

  /// How many words change, of both sides together, between match `m` and the one before it.
  [[nodiscard]] std::size_t changed_before(std::size_t m) const {
    const std::size_t end_a = m == matches_.size() ? a_.words.size() : matches_[m].a;
    const std::size_t end_b = m == matches_.size() ? b_.words.size() : matches_[m].b;
    const std::size_t begin_a = m == 0 ? 0 : matches_[m - 1].a + std::size_t{1};
    const std::size_t begin_b = m == 0 ? 0 : matches_[m - 1].b + std::size_t{1};
    return end_a - begin_a + end_b - begin_b;
  }

  /// How well a change may begin before word `i` of `side`.
  [[nodiscard]] static int boundary(const WordSequence& side, std::uint32_t i) {
    if (i == 0 || i == side.words.size()) {
      return 4;
    }
    const Word& before = side.words[i - 1];
    if (before.kind == WordClass::mark) {
      const char mark = side.text[before.begin];
      return mark == '.' || mark == '!' || mark == '?' ? 4 : mark == ',' || mark == ';' ? 3 : 1;
    }
    // "the [red] car", but "[the red] car" rather than "the [red the] car".
    return before.kind == WordClass::function ? 0 : 1;
  }

  /// Moves each change that only inserts or only deletes to where it reads best.
  void slide_edits() {
    for (std::size_t m = 0; m <= matches_.size(); ++m) {
      const std::uint32_t begin_a = m == 0 ? 0 : matches_[m - 1].a + 1;
      const std::uint32_t begin_b = m == 0 ? 0 : matches_[m - 1].b + 1;
      const auto size = [](const WordSequence& s) {
        return static_cast<std::uint32_t>(s.words.size());
      };
      const std::uint32_t end_a = m == matches_.size() ? size(a_) : matches_[m].a;
      const std::uint32_t end_b = m == matches_.size() ? size(b_) : matches_[m].b;
      if (begin_a == end_a && begin_b != end_b) {
        slide(m, b_, {begin_b, end_b}, &Match::b);
      } else if (begin_b == end_b && begin_a != end_a) {
        slide(m, a_, {begin_a, end_a}, &Match::a);
      }
    }
  }

  /// Slides the change `words` of `side` up over the matches before number `next`, whose member
  /// `place` counts in `side`. (Down is not needed: trimming and the table leave changes low.)
  void slide(std::size_t next,
             const WordSequence& side,
             Range words,
             std::uint32_t Match::* place) {
    const auto score = [&](Range range) {
      return boundary(side, range.begin) + boundary(side, range.end);
    };
    std::uint32_t best = 0;
    int best_score = score(words);
    Range at = words;
    for (std::uint32_t steps = 1; steps <= next; ++steps) {
      const Match& match = matches_[next - steps];
      if (match.*place + 1 != at.begin || side.bytes(at.begin - 1) != side.bytes(at.end - 1) ||
          (steps > 1 && !follows(match, matches_[next - steps + 1]))) {
        break;
      }
      --at.begin;
      --at.end;
      if (score(at) > best_score) {
        best_score = score(at);
        best = steps;
      }
    }
    for (std::uint32_t steps = 1; steps <= best; ++steps) {
      matches_[next - steps].*place += words.size();
    }
  }

  const WordSequence& a_;
  const WordSequence& b_;
  std::vector<Match> matches_;
};

}  // namespace

std::vector<Match> align_words(const WordSequence& a, const WordSequence& b, WordBudget& budget) {
  return Tidier(a, b, Aligner(a, b, budget).run()).run();
}

}  // namespace arch::diff
