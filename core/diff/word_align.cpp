// Which words stay, in a passage that changed.
//
// A longest common subsequence keeps every coincidental "the" and "," and leaves soup. Here a run
// of changes costs something to open and each word costs what it says (content more than function
// words, those more than marks), and the cheapest way from one passage to the other is found
// exactly: O. Gotoh, "An Improved Algorithm for Matching Biological Sequences", J. Mol. Biol. 162
// (1982), with substitution left out. One byte of trace a cell.
//
// Passages too long for a table are cut at words that both have once, in order (patience); what
// remains too long has too little in common for the table to find anything worth reading, and is
// aligned by Myers' algorithm.

#include "diff/word_align.hpp"

#include "diff/myers.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace arch::diff {
namespace {

using Cost = std::int32_t;

// In twentieths of a content word. From the study of prose diffs on arXivEdits and newsedits400.
constexpr Cost open_cost = 16;
constexpr Cost form_cost = 3;  ///< The same word in another letter case or typography.
constexpr Cost word_cost(WordClass kind) {
  switch (kind) {
    case WordClass::content:
      return 20;
    case WordClass::function:
      return 12;
    case WordClass::mark:
      return 10;
  }
  return 20;
}

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
      : a_(a), b_(b), budget_(budget) {}

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
      const std::uint64_t cells = std::uint64_t{box.a.size() + 1U} * (box.b.size() + 1U);
      if (cells <= std::min(largest_table, budget_.cells)) {
        budget_.cells -= cells;
        align_by_table(box);
      } else {
        align_by_anchors(box, depth);
      }
    }
    for (std::uint32_t k = 0; k < tail; ++k) {
      matches_.push_back({box.a.end + k, box.b.end + k});
    }
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

  /// Cuts `box` at words that it has once on each side.
  void align_by_anchors(const Box& box, int depth) {
    const std::vector<Match> anchors = depth > 0 ? unique_in_order(box) : std::vector<Match>{};
    if (anchors.empty()) {
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

  /// A word of `side` by its key.
  struct Place {
    std::uint64_t key = 0;
    std::uint32_t word = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
  };

  /// Returns the words of `range` sorted by key. Sorted rather than hashed, for keys are made from
  /// the text, and who writes it could make all fall into one bucket.
  [[nodiscard]] static std::vector<Place> sorted_places(const WordSequence& side, Range range) {
    std::vector<Place> places;
    places.reserve(range.size());
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      places.push_back({side.words[i].key, i});
    }
    std::ranges::sort(places);
    return places;
  }

  /// Returns the content words that are in `box` once on each side, in the longest order that both
  /// sides share.
  [[nodiscard]] std::vector<Match> unique_in_order(const Box& box) const {
    const std::vector<Place> left = sorted_places(a_, box.a);
    const std::vector<Place> right = sorted_places(b_, box.b);
    std::vector<Match> unique;
    auto r = right.begin();
    for (auto l = left.begin(); l != left.end();) {
      const auto same_word = [key = l->key](const Place& place) { return place.key == key; };
      r = std::find_if(r, right.end(), [&](const Place& place) { return l->key <= place.key; });
      const auto l_end = std::find_if_not(l, left.end(), same_word);
      const auto r_end = std::find_if_not(r, right.end(), same_word);
      if (l_end - l == 1 && r_end - r == 1 && a_.words[l->word].kind == WordClass::content) {
        unique.push_back({l->word, r->word});
      }
      l = l_end;
      r = r_end;
    }
    std::ranges::sort(unique, {}, &Match::a);
    return longest_ascending(unique);
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
    std::vector<std::uint64_t> keys;
    keys.reserve(box.a.size());
    for (const Word& word : a_.words.subspan(box.a.begin, box.a.size())) {
      keys.push_back(word.key);
    }
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    // A word that only the new side has needs no number of its own: it equals none of the old side.
    const auto numbered = [&](const WordSequence& side, Range range) {
      std::vector<std::uint32_t> items;
      items.reserve(range.size());
      for (const Word& word : side.words.subspan(range.begin, range.size())) {
        const auto place = std::ranges::lower_bound(keys, word.key);
        const bool known = place != keys.end() && *place == word.key;
        items.push_back(
            static_cast<std::uint32_t>(known ? place - keys.begin() : keys.end() - keys.begin()));
      }
      return items;
    };
    const std::vector<std::uint32_t> left = numbered(a_, box.a);
    const std::vector<std::uint32_t> right = numbered(b_, box.b);
    const std::uint64_t steps = std::min(coarse_budget, budget_.cells);
    budget_.cells -= steps;
    const SequenceDiff diff = diff_sequences(left, right, {.budget = steps});
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
  std::vector<Match> matches_;
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

  /// Drops each run of matches between two changes that says nothing by itself.
  void fold_empty_runs() {
    std::vector<Match> result;
    result.reserve(matches_.size());
    for (std::size_t first = 0; first < matches_.size();) {
      std::size_t end = first + 1;
      while (end < matches_.size() && follows(matches_[end - 1], matches_[end])) {
        ++end;
      }
      const bool at_start = matches_[first] == Match{0, 0};
      const Match& last = matches_[end - 1];
      const bool at_end = last.a + 1 == a_.words.size() && last.b + 1 == b_.words.size();
      const bool says_something =
          std::any_of(matches_.begin() + static_cast<std::ptrdiff_t>(first),
                      matches_.begin() + static_cast<std::ptrdiff_t>(end),
                      [&](const Match& m) { return a_.words[m.a].kind == WordClass::content; });
      if (at_start || at_end || says_something) {
        result.insert(result.end(),
                      matches_.begin() + static_cast<std::ptrdiff_t>(first),
                      matches_.begin() + static_cast<std::ptrdiff_t>(end));
      }
      first = end;
    }
    matches_ = std::move(result);
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
