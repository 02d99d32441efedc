#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/recorder.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// A look on its way into an archive, from a recorder or from another archive.
struct Arrival {
  UtcTime observed;
  std::string capture = {};  ///< text of the capture record that it is, or would be
  ObjectId id = {};          ///< SHA-256 of capture
  bool is_capture = false;   ///< it is one where it comes from, and stays one
  ByteView page = {};        ///< the caller's
  std::optional<ObjectId> page_id = {};
  std::string_view document = {};  ///< the caller's
  ObjectId document_id = {};
  bool is_made_from_page = false;  ///< the document, by the recipe article::text_reader
  std::uint32_t rereading = 0;     ///< as of a Sighting
  /// What else the record names that is to be kept with it if it is a capture: the caller's bytes.
  std::vector<store::NewObject> attached = {};
};

/// A look without a page on its way into an archive.
struct AbsentArrival {
  UtcTime observed;
  std::string check = {};
};

/// What became of arrivals.
struct Placed {
  std::vector<Recorded::Outcome> outcomes;  ///< of each arrival
  store::Appended appended;
};

/// Adds looks to the article called `key`, making it if need be, and brings its listing up to date.
/// Costs one pass over the article's records, without their texts, and reads the texts of its looks
/// next to new ones only.
Placed place(store::Transaction& transaction,
             const store::Store& store,
             std::string_view key,
             const std::vector<Arrival>& arrivals,
             const std::vector<AbsentArrival>& absences);

}  // namespace arch::history
