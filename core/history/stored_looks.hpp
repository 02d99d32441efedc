#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/timeline.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// What the records of one shape are to us, and where their values are.
struct LookShape {
  enum class Kind {
    capture,
    check,    ///< of a look that got a page
    absence,  ///< a check that got none
    other,    ///< what a later arch may write; kept and passed on, not understood
  } kind = Kind::other;
  std::size_t observed = 0;
  std::size_t document = 0;  ///< of captures and checks
  std::optional<std::size_t> page = {};
  bool is_technical = false;
  std::string_view extractor = {};  ///< lives in the shape; empty when the record names none
};

/// The version of a reader: `text/1` has 1. At least 1, also for a name without a version.
std::uint32_t version_of_reader(std::string_view extractor);

LookShape read_shape(const store::Shape& shape);

/// Rows of an article are counted through: its records, then its checks.
const store::RecordRow& row_of(const store::Article& article, std::uint32_t row);
std::uint32_t count_rows(const store::Article& article);

/// The looks that an article holds, without reading a text. Their numbers are the store's object
/// numbers.
struct StoredLooks {
  struct Absent {
    UtcTime observed;
    std::uint32_t row = 0;
  };
  std::vector<Sighting> sightings;    ///< ascending by time of observation
  std::vector<Absent> absences;       ///< likewise
  std::vector<std::uint32_t> others;  ///< rows that are neither
};

StoredLooks read_looks(const store::Article& article);

/// Returns the text of the capture record that the look in `row` is, or would be if it is a check.
/// Hashes its page and document. Throws Error{corrupt}.
std::string capture_text(const store::Article& article, std::uint32_t row);
/// SHA-256 of capture_text().
ObjectId capture_id(const store::Article& article, std::uint32_t row);

}  // namespace arch::history
