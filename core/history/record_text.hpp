#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::history {

/// Texts of the records that history writes: docs/format.md#records.

/// Why a capture says something new.
enum class Cause {
  published,  ///< the publisher changed the page
  technical,  ///< only our reading of the page changed
  backfill,   ///< it came from an older archive
};

/// A look that got no page.
enum class Absence { blocked, unreachable, removed, not_an_article };

/// Further lines of a record, names and values.
using SourceLines = std::vector<std::pair<std::string, std::string>>;

/// What a capture record says.
struct CaptureLines {
  std::string_view key = {};
  UtcTime observed = {};
  ObjectId document = {};
  std::optional<ObjectId> page = {};
  std::string_view url = {};  ///< empty: not known
  std::optional<ObjectId> origin = {};
  std::string_view extractor = {};
  Cause cause = Cause::published;
  std::string_view salt = {};  ///< 32 hexadecimal digits in lower case; empty: none
};

/// Returns the text of a capture record. Throws Error{usage} when a further line has the name of
/// one of ours, or a name that is no name: lower-case letters, digits and hyphens, at most 64, a
/// letter first; or when the salt is none. (Values are judged by the store, as all of a record is.)
std::string make_capture(const CaptureLines& lines, const SourceLines& source);

/// Returns the check that stands for a look that would have been this capture: the same text under
/// another heading, with its outcome. `capture` must be a text of make_capture()'s form.
std::string make_check(std::string_view capture);

/// Returns the capture that `check` would have been, or nullopt if it is no check of a look that
/// got a page. find_capture_of(make_check(c)) == c.
std::optional<std::string> find_capture_of(std::string_view check);

/// Returns the text of a check that got no page; no reason line for an empty `reason`.
std::string make_absence(std::string_view key,
                         UtcTime observed,
                         Absence what,
                         std::string_view reason);

/// What an annotation record says.
struct AnnotationLines {
  std::string_view key = {};
  UtcTime observed = {};
  ObjectId capture = {};
  std::string_view kind = {};
  std::string_view text = {};  ///< lines end in a newline, which is written `\n`
};

/// Returns the text of an annotation record. Throws Error{usage} when `kind` is no name.
std::string make_annotation(const AnnotationLines& lines);

/// Returns the value of the first line `name` of a record's text, or nullopt if it has none. Lives
/// in `record`.
std::optional<std::string_view> find_line(std::string_view record, std::string_view name);

inline constexpr std::string_view capture_heading = "arch-capture 1";
inline constexpr std::string_view check_heading = "arch-check 1";
inline constexpr std::string_view origin_heading = "arch-origin 1";
inline constexpr std::string_view annotation_heading = "arch-annotation 1";

/// The outcome line of a check of a look that got a page.
inline constexpr std::string_view unchanged_outcome = "unchanged";

}  // namespace arch::history
