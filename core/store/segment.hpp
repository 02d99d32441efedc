#pragma once

#include "base/bytes.hpp"
#include "store/backend.hpp"
#include "store/check_run.hpp"
#include "store/record.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace arch::store {

/// Objects whose numbers follow one another.
struct ObjectRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;

  friend bool operator==(const ObjectRange&, const ObjectRange&) = default;
};

/// An object that a recipe makes from another of the same article.
struct Derivation {
  std::uint32_t object = 0;
  std::uint32_t recipe = 0;  ///< index into HistorySegment::recipes
  std::uint32_t from = 0;

  friend bool operator==(const Derivation&, const Derivation&) = default;
};

/// Records and objects of one article, packed together in one segment.
///
/// The head is a table of fixed-width rows, so that SQL can read it (docs/format.md#packing). All
/// numbers in it are big-endian:
///
///   version        1 byte   1 as it arrived, 2 compacted
///   time width     1 byte   t, 0 to 5
///   object width   1 byte   w, 0 to 4
///   first time     5 bytes  seconds since 0001-01-01T00:00:00Z
///   first record   4 bytes  how many records of the article come before these
///   records        4 bytes  how many rows follow, in order of arrival
///   row            6 + t + w bytes: beginning of the id; first time value after the first time;
///                  first object value plus 1, 0 for none
///
/// The body is compressed: shapes, what the rows leave out, which objects are here and how some are
/// made from others.
struct HistorySegment {
  bool compacted = false;
  std::uint32_t first_record = 0;
  std::vector<std::string> patterns = {};  ///< of shapes
  std::vector<RecordRow> records = {};     ///< shape and first_value index into these vectors
  std::vector<Value> values = {};
  std::vector<ObjectRange> objects = {};  ///< ascending, made or not
  std::vector<std::string> recipes = {};
  std::vector<Derivation> derivations = {};  ///< ascending by object
  std::uint32_t dictionary = 0;              ///< of the texts; 0 for none

  friend bool operator==(const HistorySegment&, const HistorySegment&) = default;
};

/// The two columns of a segment that are not texts.
struct PackedColumns {
  Bytes head;
  Bytes body;
};

PackedColumns pack(const HistorySegment& segment);
/// Throws Error{corrupt}.
HistorySegment unpack_history(ByteView head, ByteView body);

/// The size of a head's part before its rows, in bytes, and the head's fields that are used alone.
inline constexpr std::size_t history_head_size = 16;
struct HistoryHead {
  bool compacted = false;
  std::uint32_t first_record = 0;
  std::uint32_t records = 0;
};
/// Throws Error{corrupt}.
HistoryHead read_history_head(ByteView head);

/// Calls each(prefix) for each row of a head that read_history_head() has accepted.
void each_id_prefix(ByteView head, const std::function<void(std::uint64_t)>& each);

/// A segment of checks: runs one after the other. Its head is, for each run, 4 bytes of length,
/// big-endian, then the run's head.
PackedColumns pack(std::span<const CheckRun> runs);
/// Throws Error{corrupt}.
std::vector<CheckRun> unpack_checks(ByteView head, ByteView body);

/// The row of a segment with its sums.
SegmentRow make_row(ArticleNumber article,
                    SegmentKind kind,
                    const PackedColumns& columns,
                    Bytes texts);
/// Throw Error{corrupt} when head and body, or the texts, are not what make_row() was given.
void check_sum(const SegmentRow& row);
void check_text_sum(const SegmentRow& row);

}  // namespace arch::store
