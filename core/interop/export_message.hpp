#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/change_summary.hpp"
#include "interop/git_object.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch::interop {

/// One revision, as a commit says it.
struct ExportedRevision {
  std::string key = {};
  std::string title = {};  ///< history::make_title(); empty: the document has no text
  history::ChangeSummary change = {};
  bool is_first = false;
  bool is_technical = false;
  std::optional<ObjectId> reverted_to = {};  ///< earliest capture with the same document
  ObjectId capture = {};
  ObjectId document = {};
  std::optional<ObjectId> page = {};
  UtcTime observed = {};
  std::optional<UtcTime> changed_after = {};  ///< last look that saw the older text
};

/// Returns the message of a revision's commit, docs/git.md: what changed in a line, in sentences,
/// and in trailers (git-interpret-trailers(1)) that hold our ids:
///
///   Minister resigns: +12 -3 words
///
///   12 words added, 3 removed; the headline changed.
///   Changed between 2026-11-20T10:02:00Z and 2026-11-20T10:17:00Z.
///
///   Arch-Article: https://news.example/minister
///   Arch-Capture: 3f0c…                     64 hex digits, as all ids
///   Arch-Document: 91ab…
///   Arch-Page: 77de…                        if the revision has a page
///   Arch-Reverts-To: 0c2f…                  the capture that said the same first
///   Arch-Observed: 2026-11-20T10:17:00Z
///   Arch-Observed-After: 2026-11-20T10:02:00Z   unless it is the article's first revision
std::string make_export_message(const ExportedRevision& revision);

/// Returns the text of the commit of a revision: by a fixed person, at the time of observation in
/// UTC (1970 for earlier ones, which git does not know).
std::string make_export_commit(const GitId& tree,
                               const std::optional<GitId>& parent,
                               UtcTime observed,
                               std::string_view message);

/// What tells one exported revision from another.
struct ExportMark {
  std::uint64_t capture = 0;  ///< as history::Revision::id_prefix
  UtcTime observed = {};
  std::optional<UtcTime> changed_after = {};

  friend bool operator==(const ExportMark&, const ExportMark&) = default;
};

/// Reads a commit that make_export_commit() and make_export_message() made; nullopt for all others.
std::optional<ExportMark> find_export_mark(const GitCommit& commit);

}  // namespace arch::interop
