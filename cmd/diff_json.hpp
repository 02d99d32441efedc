#pragma once

#include "cmd/diff_pieces.hpp"
#include "cmd/diff_sides.hpp"
#include "cmd/json.hpp"
#include "diff/text_diff.hpp"

namespace arch::cmd {

enum class DiffRecordPart {
  counts,  ///< `blocks` is null
  tree,
};

/// What changed as one record, see the fields of `arch diff --json`.
JsonRecord diff_record(const DiffSides& sides, const diff::TextDiff& changes, DiffRecordPart part);

}  // namespace arch::cmd
