#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace arch::cmd {

class Context;

/// One side of a comparison: a text and where it is from.
struct DiffSide {
  enum class Source {
    nothing,   ///< there was nothing before
    revision,  ///< of an article
    file,
  } source = Source::nothing;

  std::string text = {};
  std::string article = {};                ///< key of a revision's article
  std::string name = {};                   ///< `kagame~2`, or the file's as it was typed
  std::optional<ObjectId> id = {};         ///< of a revision
  std::optional<UtcTime> first_seen = {};  ///< of a revision
};

struct DiffSides {
  DiffSide a;
  DiffSide b;
};

/// Reads what `arch diff REV`, `A..B` or `A B` compares. Throws Error as resolving names does.
DiffSides read_revisions(std::span<const std::string> names, Context& context);

/// Reads two files, `-` for standard input, as the bytes that they are.
/// Throws Error{usage} unless there are two names, of which one at most is `-`.
DiffSides read_files(std::span<const std::string> names);

}  // namespace arch::cmd
