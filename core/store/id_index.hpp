#pragma once

#include "base/object_id.hpp"
#include "store/backend.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::store {

/// Finds the article that has a record or object, from the first digits of its id.
///
/// A few bytes per id instead of the 46 of a database index: ids are random, so sorted prefixes are
/// differences that Rice codes hold in little more than their entropy. New ids are database rows;
/// when max_recent of them have gathered, they become a run: pages of about 1,024 sorted entries,
/// each prefix cut to log2(n) + 10 bits, page p holding those whose top bits are p. Runs are merged
/// when a third of like size exists, in steps. An answer may be wrong once in about 1,000 (the
/// prefix is cut), so the caller looks into the article; a right answer is never missing.
class IdIndex {
public:
  explicit IdIndex(Backend& backend) : backend_(backend) {}

  /// Adds ids of an article. In a writing transaction.
  void put(const std::vector<RecentId>& ids);

  /// Articles that may have an id whose first digits (4 to 64, lower-case hex) these are, each
  /// once, ascending; at most `limit`, and more than that are cut off.
  std::vector<ArticleNumber> find(std::string_view hex_digits, std::size_t limit) const;

  /// Whether step() has something to do.
  bool is_due() const;
  /// A piece of merging, at most about `budget` entries. In a writing transaction. False: nothing
  /// left.
  bool step(std::size_t budget);
  /// Everything into one run, in the same way: call until it returns false.
  bool step_to_one_run(std::size_t budget);

  /// Forgets all entries. In a writing transaction; the caller then puts all ids again.
  void clear();

  /// Entries now, for tests and verify. Throws Error{corrupt} if a page is damaged.
  std::uint64_t check() const;

private:
  Backend& backend_;
};

}  // namespace arch::store
