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
/// when enough have gathered, or come at once, they become a run: pages of some
/// hundred sorted entries that share the prefixes out evenly. Runs of like size are merged in
/// steps: put() pays for what it brings, step() does it sooner. step_to_one_run() cuts prefixes to
/// log2(n) + 6 bits. So an answer may be wrong, once in 64 at first and in 16 when the archive has
/// grown to four times its size, and the caller looks into the article; a right answer is never
/// missing.
class IdIndex {
public:
  explicit IdIndex(Backend& backend) : backend_(backend) {}

  /// Adds ids. In a writing transaction.
  void put(std::vector<RecentId> ids);

  /// Articles that may have an id whose first digits (4 to 64, lower-case hex) these are, each
  /// once, ascending; at most `limit`, and more than that are cut off.
  std::vector<ArticleNumber> find(std::string_view hex_digits, std::size_t limit) const;

  /// Whether step() has something to do.
  bool is_due() const;
  /// A piece of merging, at most about `budget` entries. In a writing transaction. False: nothing
  /// left.
  bool step(std::size_t budget);
  /// Everything into one run, in the same way: call until it returns false. Runs that were cut when
  /// the archive was less than a quarter of its size stay by themselves.
  bool step_to_one_run(std::size_t budget);

  /// Forgets all entries. In a writing transaction; the caller then puts all ids again.
  void clear();

  /// Entries now, for tests and verify. Throws Error{corrupt} if a page is damaged.
  std::uint64_t check() const;

private:
  Backend& backend_;
};

}  // namespace arch::store
