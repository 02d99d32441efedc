#pragma once

#include "base/time.hpp"
#include "history/archive.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch::history {

/// What an editor may mean by a time: now, and the zone to read times in.
struct TimeContext {
  UtcTime now;
  Zone zone;
};

/// The parts of a revision name, before the archive is asked.
///
///   name     = subject { "~" [digits] | "@{" when "}" }
///   when     = "first" | "last" | a time as parse_time() reads it
///   subject  = a key | a unique part of a key or headline | 4 or more hex digits of an id
struct RevisionName {
  std::string subject;
  struct Step {
    enum class Kind { back, at, first, last } kind = Kind::back;
    std::uint32_t count = 1;  ///< for back
    std::string when = {};    ///< for at
  };
  std::vector<Step> steps;
};

/// Throws Error{usage} on what is no name.
RevisionName parse_revision_name(std::string_view typed);

/// `A..B`, or one name. Keys that contain ".." themselves are tried whole first by resolve_range().
struct ResolvedRevision {
  History history;
  std::uint32_t revision = 0;  ///< index into history.revisions()
};
struct ResolvedRange {
  History history;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

/// The article that `subject` names. Throws Error{not_found} with a hint (near names), or
/// Error{usage} that lists the candidates when several fit.
ArticleNumber resolve_article(const Archive& archive, std::string_view subject);

/// The revision that `typed` names; a name without steps is the latest (or, for an id, the
/// revision that the id belongs to).
ResolvedRevision resolve_revision(const Archive& archive,
                                  std::string_view typed,
                                  const TimeContext& times);

/// `A..B` of one article (`A..` and `..B` take the latest and the first; in `KEY~3..~1` the part
/// after the dots may leave the key out). nullopt when `typed` has no "..".
std::optional<ResolvedRange> resolve_range(const Archive& archive,
                                           std::string_view typed,
                                           const TimeContext& times);

}  // namespace arch::history
