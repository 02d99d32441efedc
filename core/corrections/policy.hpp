#pragma once

#include "base/object_id.hpp"
#include "corrections/change_class.hpp"
#include "corrections/notices.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// What a newsroom holds itself to; docs/report-method.md#policy says where the defaults are from.
struct Policy {
  /// From the first look that saw a change to the last at which a notice is in time, in seconds.
  std::int64_t grace = std::int64_t{24} * 3600;
  /// The level of disclosure from which on a change counts as disclosed.
  int least_level = 2;
  /// Sections whose articles are judged; empty: all.
  std::vector<std::string> sections = {};
  /// Sections whose articles are not judged.
  std::vector<std::string> ignored_sections = {};
  /// Words that raise a change that touches them, in lower case.
  std::vector<std::string> watch_words = {};
  /// What this newsroom means by labels over its notices; those that the phrase list lacks are
  /// found by this.
  std::vector<NoticeLabel> labels = {};
  /// Whether a correction under a weaker label (update, clarification, editor's note) breaks it.
  bool forbid_weak_labels = false;
  /// Whether changes that lean to an update must be disclosed too.
  bool disclose_updates = false;
  /// Classes that must be disclosed, apart from those that signals make substantive.
  ClassSet always_disclose = {};

  ObjectId digest = {};  ///< of the file it was read from; of the empty text for the defaults
};

/// Largest policy file, in bytes.
inline constexpr std::size_t max_policy_size = std::size_t{256} << 10U;

/// Reads a policy file: lines `name: value`; empty lines and those that begin with `#` say nothing.
/// A name that is not known, or a value that cannot be read, throws Error{usage} that names the
/// line.
Policy parse_policy(std::string_view text);

}  // namespace arch::corrections
