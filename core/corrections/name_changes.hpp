#pragma once

#include "base/time.hpp"
#include "corrections/candidates.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace arch::corrections {

/// A revision, as far as its place among the others needs it.
struct RevisionState {
  UtcTime first_seen = {};
  UtcTime last_seen = {};
  bool technical = false;
  std::uint64_t document = 0;  ///< equal numbers are equal texts
};

/// Names the changes of revisions whose verdicts are known, oldest first. A state that was there
/// before is a variant where the page flipped between states that differ in their titles and images
/// only, and not for long; else an earlier state restored. Edits long after the first look weigh
/// more.
void name_changes(std::span<const RevisionState> states, std::vector<JudgedRevision>& revisions);

}  // namespace arch::corrections
