#pragma once

#include "base/time.hpp"
#include "history/archive.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
///   subject  = a key | a URL that led to the article | a unique part of a key or headline | 4 or
///   more hex digits of an id
///
/// Steps are read from the end as far as they go, so a subject may have "~" and "@{" in it.
struct RevisionName {
  std::string subject;
  struct Step {
    enum class Kind { back, at, first, last } kind = Kind::back;
    std::uint32_t count = 1;  ///< for back
    std::string when = {};    ///< for at
    std::size_t begin = 0;    ///< where it begins in what was typed, in bytes
  };
  std::vector<Step> steps;
};

/// Longest name and most steps that are read: a key, and what one may add to it.
inline constexpr std::size_t max_name_size = max_key_size + 1024;
inline constexpr std::size_t max_name_steps = 64;

/// Throws Error{usage} on what is no name: no subject, larger than max_name_size bytes, more steps
/// than max_name_steps, a number too large to count, a time that is missing.
RevisionName parse_revision_name(std::string_view typed);

struct ResolvedRevision {
  History history;
  std::uint32_t revision = 0;  ///< index into history.revisions()
};
struct ResolvedRange {
  History history;
  std::uint32_t from = 0;  ///< may be the newer one
  std::uint32_t to = 0;
};

/// The article that `subject` names: the one with this key, else the one to which this URL led,
/// else the one whose capture, page or
/// document has an id that begins so, else the only one that has it in its key or headline (letter
/// case ignored), where the end of a key behind a slash beats all other parts. Throws
/// Error{not_found} with a hint (near names), or Error{usage} that lists the candidates when
/// several fit.
ArticleNumber resolve_article(const Archive& archive, std::string_view subject);

/// The revision that `typed` names; a name without steps is the latest (or, for an id, the
/// revision that the id belongs to). Where a key has the form of a name, the longest key wins.
/// A time names what readers saw at its end: `@{2026-11-20}` is the last text of that day.
/// Throws as resolve_article() and parse_revision_name() do, Error{not_found} when there are not so
/// many revisions or the first look came later, Error{usage} when a time cannot be read.
ResolvedRevision resolve_revision(const Archive& archive,
                                  std::string_view typed,
                                  const TimeContext& times);

/// `A..B` of one article (`A..` and `..B` take the latest and the first; in `KEY~3..~1` the part
/// after the dots may leave the key out). nullopt when `typed` has no "..", or is itself a name of
/// a key with "..". Throws as resolve_revision() does, Error{usage} when A and B are of two
/// articles.
std::optional<ResolvedRange> resolve_range(const Archive& archive,
                                           std::string_view typed,
                                           const TimeContext& times);

}  // namespace arch::history
