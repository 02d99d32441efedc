#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "interop/git_object.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::interop {

/// One revision, as a commit says it.
struct ExportedRevision {
  std::string key = {};
  std::string title = {};  ///< history::make_title(); empty: the document has no text
  std::vector<std::string> changed = {};  ///< what_changed() since the revision before
  bool is_first = false;
  bool is_technical = false;
  std::optional<ObjectId> reverted_to = {};  ///< earliest capture with the same document
  ObjectId capture = {};
  ObjectId document = {};
  std::optional<ObjectId> page = {};
  UtcTime observed = {};
  std::optional<UtcTime> changed_after = {};  ///< last look that saw the older text
};

/// Returns the parts of document texts that differ, in the order of the document: fields by name,
/// then `text` for the blocks. Only what the format of documents says: a commit's message may not
/// depend on how changes are judged, or a later arch would export other commits.
/// Throws Error{corrupt} unless both are document texts.
std::vector<std::string> what_changed(std::string_view before, std::string_view after);

/// Returns the message of a revision's commit, docs/git.md: what changed in a line, when, and
/// trailers (git-interpret-trailers(1)) that hold our ids:
///
///   Minister resigns: headline and text changed
///
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
