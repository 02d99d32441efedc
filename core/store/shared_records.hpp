#pragma once

#include "base/object_id.hpp"
#include "store/backend.hpp"
#include "store/record.hpp"
#include "store/segment.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace arch::store {

/// The records that belong to no article, such as the git commit that captures of many articles
/// came from. Kept once, and named by their number where an article's records name them by id.
class SharedRecords {
public:
  explicit SharedRecords(Backend& backend) : backend_(backend) {}

  /// The record's text or id. Throws Error{corrupt} if there is none.
  std::string text(SharedRecord record);
  ObjectId id(SharedRecord record);
  std::optional<SharedRecord> find(const ObjectId& id);
  /// Those whose id begins with `digits` (4 to 64 lower-case hex digits), at most `limit`.
  std::vector<SharedRecord> find_beginning(std::string_view digits, std::size_t limit);

  std::uint32_t count();

  /// Adds the record unless it is there. Not on disk before flush(). In a writing transaction.
  SharedRecord add(std::string_view text, const ObjectId& id);
  /// How many were added and are not on disk yet.
  std::uint32_t pending() const { return static_cast<std::uint32_t>(pending_.size()); }
  /// Writes what was added, with arrival numbers from `arrival` on; returns how many.
  std::uint32_t flush(std::uint64_t arrival);
  /// A writing transaction begins: another process may have added records.
  void begin() { fresh_ = false; }
  /// Forgets what was added or seen since the transaction began: it was rolled back.
  void forget();

private:
  struct Opened {
    std::uint32_t first = 0;
    HistorySegment segment;
  };

  void refresh();
  void load_all();
  void forget_all();
  /// nullopt: it has been replaced, and segments_ is new.
  std::optional<SegmentRow> read_segment(std::size_t index);
  bool find_and_open(std::uint32_t number);  ///< false: as above
  const Opened& open(std::uint32_t number);

  Backend& backend_;
  bool fresh_ = false;  ///< what is below is what the database has
  std::vector<SegmentId> segments_;
  static constexpr std::uint32_t not_read = UINT32_MAX;
  std::vector<std::uint32_t> firsts_;  ///< number of the first record of each segment, or not_read
  bool all_known_ = false;  ///< the two below are what the database has, and what was added
  std::uint32_t stored_ = 0;
  std::unordered_multimap<std::uint64_t, std::uint32_t> by_prefix_;
  std::vector<std::string> pending_;
  std::vector<ObjectId> pending_ids_;
  std::optional<Opened> opened_;
};

}  // namespace arch::store
