#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace arch::history {

/// The part of a record id that orders looks of one second: what store::RecordRow keeps.
std::uint64_t order_prefix(const ObjectId& id);

/// One look at an article that saw its document, as far as its place in time needs it.
///
/// Every look has the id of the capture record that it is, or would be if it were not a check.
struct Sighting {
  static constexpr std::uint32_t no_page = std::numeric_limits<std::uint32_t>::max();

  UtcTime observed;
  std::uint32_t document = 0;  ///< what its record says; equal numbers, equal documents
  std::uint32_t page = no_page;
  /// Of a look that reads a page anew, cause `technical`: the version of its reader, from 1. Else
  /// 0.
  std::uint32_t rereading = 0;
  std::uint32_t reading = 0;    ///< the document as the page is read now; order_sightings() sets it
  bool is_capture = false;      ///< stored as a capture and not as a check
  bool knows_id = false;        ///< of a check the id is worked out only when it is asked for
  std::uint64_t id_prefix = 0;  ///< order_prefix() of its id, when it is known
  std::uint32_t row = 0;        ///< the caller's name for it, different for each
};

/// All looks of one second that saw the same page and document: they count as one.
struct Moment {
  UtcTime observed;
  std::uint32_t document = 0;  ///< the reading of its looks
  std::uint32_t page = Sighting::no_page;
  std::uint32_t begin = 0;  ///< its looks among the sightings: [begin, end)
  std::uint32_t end = 0;
  /// The one with the least id of those whose record says this document, or of all if none does;
  /// also an index into the sightings.
  std::uint32_t first = 0;
  bool begins_state = false;   ///< page or document differ from the moment before
  bool shares_second = false;  ///< something else was seen in the same second

  /// Whether its first look must be stored as a capture: what is new has its id at hand, and looks
  /// of one second are ordered by their ids.
  bool needs_capture() const { return begins_state || shares_second; }
};

/// Gives the full id of a look; called only where prefixes do not decide.
using IdOfSighting = std::function<ObjectId(const Sighting&)>;

/// Puts `sightings` in order of observation and works out what was seen when.
///
/// Where looks read a page anew, every look at that page counts as having seen what the newest
/// reader read: of the highest rereading, the earliest look, the least id.
///
/// The result depends on the looks only, not on the order or the form in which they are stored, if
/// each moment that needs_capture() has its first look among its captures, or knows all its ids.
std::vector<Moment> order_sightings(std::vector<Sighting>& sightings, const IdOfSighting& id_of);

}  // namespace arch::history
