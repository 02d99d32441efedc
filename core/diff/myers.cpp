// The shortest edit script of two sequences, in linear space.
//
// E. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986). A path
// through the grid of a against b moves right (delete), down (insert) or diagonally (keep); a
// *snake* is a run of diagonal moves. The furthest paths with c edits are searched from both
// corners at once until they meet: the meeting point splits the problem in two (section 4b).
//
// Two texts with nothing in common cost O(N * D), so a search that has not met after `cutoff`
// edits is split at the point that got furthest, as GNU diff and libxdiff do. Even that adds up
// over a long text; hence the budget, and a lower cutoff when half of it is gone.
// Histogram diff was the alternative: it reads better on code, where braces repeat, but it needs
// Myers below it anyway, and prose has few repeated lines.

#include "diff/myers.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

namespace arch::diff {
namespace {

using Items = std::span<const std::uint32_t>;
using Position = std::int64_t;

// GNU diff's and libxdiff's lower bound for "too expensive", in edits.
constexpr Position careful_cutoff = 256;
// With 16 edits a split costs at most 16 * 17 * 2 steps and advances by 16 items or more: about 32
// steps an item, so a million items fit into what is left of the budget.
constexpr Position hasty_cutoff = 16;

struct Box {
  Position a0, a1, b0, b1;
};

struct Point {
  Position x, y;
};

class Search {
public:
  Search(Items a, Items b, std::uint64_t budget)
      : a_(a),
        b_(b),
        budget_(budget),
        shift_(static_cast<Position>(b.size()) + 1),
        forward_(a.size() + b.size() + 3),
        backward_(a.size() + b.size() + 3),
        deleted_(a.size() + 1),
        inserted_(b.size() + 1) {}

  /// Marks every item that is not kept.
  void run() {
    std::vector<Box> open{
        {0, static_cast<Position>(a_.size()), 0, static_cast<Position>(b_.size())}};
    while (!open.empty()) {
      const Box box = trim(open.back());
      open.pop_back();
      if (box.a0 == box.a1 || box.b0 == box.b1) {
        mark(box);
        continue;
      }
      const std::optional<Point> split = find_split(box);
      if (!split) {
        degraded_ = true;
        mark(box);
        continue;
      }
      open.push_back({split->x, box.a1, split->y, box.b1});
      open.push_back({box.a0, split->x, box.b0, split->y});
    }
  }

  [[nodiscard]] std::vector<Edit> edits() const {
    std::vector<Edit> result;
    std::uint32_t i = 0;
    std::uint32_t j = 0;
    while (i < a_.size() || j < b_.size()) {
      if (!deleted_[i] && !inserted_[j]) {
        ++i;
        ++j;
        continue;
      }
      Edit edit{{i, i}, {j, j}};
      while (deleted_[i]) {
        edit.a.end = ++i;
      }
      while (inserted_[j]) {
        edit.b.end = ++j;
      }
      result.push_back(edit);
    }
    return result;
  }

  [[nodiscard]] bool degraded() const { return degraded_; }

private:
  [[nodiscard]] bool equal(Position x, Position y) const {
    return a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)];
  }

  [[nodiscard]] Box trim(Box box) const {
    while (box.a0 < box.a1 && box.b0 < box.b1 && equal(box.a0, box.b0)) {
      ++box.a0;
      ++box.b0;
    }
    while (box.a0 < box.a1 && box.b0 < box.b1 && equal(box.a1 - 1, box.b1 - 1)) {
      --box.a1;
      --box.b1;
    }
    return box;
  }

  void mark(const Box& box) {
    std::fill(deleted_.begin() + box.a0, deleted_.begin() + box.a1, true);
    std::fill(inserted_.begin() + box.b0, inserted_.begin() + box.b1, true);
  }

  Position& forward(Position diagonal) {
    return forward_[static_cast<std::size_t>(diagonal + shift_)];
  }
  Position& backward(Position diagonal) {
    return backward_[static_cast<std::size_t>(diagonal + shift_)];
  }

  /// Returns where to cut `box`, whose first and last items differ; nullopt when out of budget.
  std::optional<Point> find_split(const Box& box) {
    constexpr Position beyond = std::numeric_limits<Position>::max();
    const Position lowest = box.a0 - box.b1;
    const Position highest = box.a1 - box.b0;
    const Position start = box.a0 - box.b0;
    const Position goal = box.a1 - box.b1;
    const bool odd = ((start - goal) & 1) != 0;
    Position fmin = start;
    Position fmax = start;
    Position bmin = goal;
    Position bmax = goal;
    forward(start) = box.a0;
    backward(goal) = box.a1;
    const Position cutoff = spent_ < budget_ / 2 ? careful_cutoff : hasty_cutoff;

    for (Position cost = 1;; ++cost) {
      if (spent_ >= budget_) {
        return std::nullopt;
      }
      if (fmin > lowest) {
        forward(--fmin - 1) = -1;
      } else {
        ++fmin;
      }
      if (fmax < highest) {
        forward(++fmax + 1) = -1;
      } else {
        --fmax;
      }
      for (Position d = fmax; d >= fmin; d -= 2) {
        const Position below = forward(d - 1);
        const Position above = forward(d + 1);
        const Position from = below < above ? above : below + 1;
        Position x = from;
        while (x < box.a1 && x - d < box.b1 && equal(x, x - d)) {
          ++x;
        }
        spent_ += static_cast<std::uint64_t>(x - from) + 1;
        forward(d) = x;
        if (odd && bmin <= d && d <= bmax && backward(d) <= x) {
          return Point{x, x - d};
        }
      }

      if (bmin > lowest) {
        backward(--bmin - 1) = beyond;
      } else {
        ++bmin;
      }
      if (bmax < highest) {
        backward(++bmax + 1) = beyond;
      } else {
        --bmax;
      }
      for (Position d = bmax; d >= bmin; d -= 2) {
        const Position below = backward(d - 1);
        const Position above = backward(d + 1);
        const Position from = below < above ? below : above - 1;
        Position x = from;
        while (box.a0 < x && box.b0 < x - d && equal(x - 1, x - 1 - d)) {
          --x;
        }
        spent_ += static_cast<std::uint64_t>(from - x) + 1;
        backward(d) = x;
        if (!odd && fmin <= d && d <= fmax && x <= forward(d)) {
          return Point{x, x - d};
        }
      }

      if (cost >= cutoff) {
        return furthest(box, fmin, fmax, bmin, bmax);
      }
    }
  }

  /// Returns the end of the path that got furthest, from whichever corner.
  Point furthest(const Box& box, Position fmin, Position fmax, Position bmin, Position bmax) {
    Point ahead{box.a0, box.b0};
    for (Position d = fmax; d >= fmin; d -= 2) {
      Position x = std::min(forward(d), box.a1);
      Position y = x - d;
      if (box.b1 < y) {
        x = box.b1 + d;
        y = box.b1;
      }
      if (ahead.x + ahead.y < x + y) {
        ahead = {x, y};
      }
    }
    Point behind{box.a1, box.b1};
    for (Position d = bmax; d >= bmin; d -= 2) {
      Position x = std::max(backward(d), box.a0);
      Position y = x - d;
      if (y < box.b0) {
        x = box.b0 + d;
        y = box.b0;
      }
      if (x + y < behind.x + behind.y) {
        behind = {x, y};
      }
    }
    const Position gained = ahead.x + ahead.y - (box.a0 + box.b0);
    const Position gained_back = box.a1 + box.b1 - (behind.x + behind.y);
    return gained_back < gained ? ahead : behind;
  }

  Items a_;
  Items b_;
  std::uint64_t budget_;
  std::uint64_t spent_ = 0;
  Position shift_;  ///< Added to a diagonal to make it an index.
  std::vector<Position> forward_;
  std::vector<Position> backward_;
  std::vector<char> deleted_;   ///< One more than items, so that loops end at a zero.
  std::vector<char> inserted_;  ///< The same for `b`.
  bool degraded_ = false;
};

/// Slides `edit`, which only inserts or only deletes, down to at most `limit` items of the text
/// that it does not change.
void slide_down(Edit& edit, Items a, Items b, std::uint32_t limit) {
  const bool inserts = edit.a.empty();
  const Items items = inserts ? b : a;
  Range& range = inserts ? edit.b : edit.a;
  Range& place = inserts ? edit.a : edit.b;
  while (place.end < limit && items[range.begin] == items[range.end]) {
    ++range.begin;
    ++range.end;
    ++place.begin;
    ++place.end;
  }
}

std::vector<Edit> slide_and_join(const std::vector<Edit>& edits, Items a, Items b) {
  std::vector<Edit> result;
  for (std::size_t at = edits.size(); at-- > 0;) {
    Edit edit = edits[at];
    const bool last = result.empty();
    if (edit.a.empty() || edit.b.empty()) {
      const bool inserts = edit.a.empty();
      const auto end = static_cast<std::uint32_t>(inserts ? a.size() : b.size());
      slide_down(edit, a, b, last ? end : (inserts ? result.back().a : result.back().b).begin);
    }
    if (!last && edit.a.end == result.back().a.begin && edit.b.end == result.back().b.begin) {
      edit.a.end = result.back().a.end;
      edit.b.end = result.back().b.end;
      result.back() = edit;
    } else {
      result.push_back(edit);
    }
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace

SequenceDiff diff_sequences(std::span<const std::uint32_t> a,
                            std::span<const std::uint32_t> b,
                            const MyersOptions& options) {
  Search search(a, b, options.budget);
  search.run();
  return {slide_and_join(search.edits(), a, b), search.degraded()};
}

}  // namespace arch::diff
