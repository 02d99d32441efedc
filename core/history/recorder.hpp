#pragma once

#include "article/reader.hpp"
#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/history.hpp"
#include "history/record_text.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

class Archive;

/// One look at an article that got its page.
struct Look {
  UtcTime observed;
  ByteView page;                        ///< the bytes as served or as read from a file
  std::string url = {};                 ///< where it came from; empty when not known
  std::optional<ObjectId> origin = {};  ///< of an origin record (see Recorder::add_origin)
  /// Further lines of the record, in order: lower-case names, printable one-line values.
  SourceLines source = {};
  Cause cause = Cause::published;
  /// What the page says, when the caller has read it already.
  std::optional<article::ReadDocument> document = {};
  /// 32 hexadecimal digits, random, in lower case, so that the capture's id tells nothing of what
  /// it says; empty for looks that are to have the same id wherever they are recorded.
  std::string salt = {};
  /// Whether `observed` is told by something else, or is what the clock says now. Looks of one
  /// second have no order, so one that the clock times and that saw something new is a second later
  /// than the newest look that is there, if that is of this second or, by such steps, a little
  /// later.
  enum class Timing : std::uint8_t { told, clock } timing = Timing::told;
  /// Whether the page is kept, or only the document that was read out of it.
  enum class Keeping : std::uint8_t { page, document } keeping = Keeping::page;
  /// A picture of the page, as PNG, which is kept if the look becomes a capture; empty: none.
  ByteView screenshot = {};
};

/// What became of a look.
struct Recorded {
  enum class Outcome {
    recorded,   ///< a capture was written
    unchanged,  ///< page and document are what they were just before: a check was written
    known,      ///< this very look was recorded before; nothing was written
  } outcome = Outcome::recorded;
  ObjectId capture;  ///< id of the capture record, or of the one this check would have been
  ObjectId document;
  ObjectId page;
  UtcTime observed;  ///< the look's, or as its Timing has it
};

/// Most seconds that a look which the clock timed is moved for the sake of order. If the newest
/// look is further ahead, somebody told its time, or a clock is wrong.
inline constexpr std::int64_t most_ahead = 60;

/// The time of a look that the clock timed as `now`, where the newest look is of `newest`: a second
/// after it, unless it is before `now` or further ahead than most_ahead.
inline UtcTime time_after(UtcTime newest, UtcTime now) {
  const std::int64_t ahead = newest.seconds - now.seconds;
  return ahead < 0 || ahead > most_ahead ? now : UtcTime{newest.seconds + 1};
}

/// Largest page that is taken in, in bytes.
inline constexpr std::size_t max_page_size = std::size_t{64} * 1024 * 1024;

/// One atomic addition to an archive: the archive's write lock from construction to commit().
class Recorder {
public:
  /// The archive must outlive it.
  explicit Recorder(Archive& archive);

  /// A record that belongs to no article and describes where captures came from, such as a git
  /// commit: lines `name: value` after the heading `arch-origin 1`. Returns its id, which looks
  /// recorded after it may name. Throws Error{usage} on another heading.
  ObjectId add_origin(std::string_view text);

  /// Records looks at the article called `key`, in any order, each with the page it got.
  ///
  /// A look whose page and document equal those seen just before it (in order of observation)
  /// becomes a check `unchanged`; the first look of every run is a capture, also when a later
  /// arrival splits a run, so that any order of arrival gives the same revisions with the same ids.
  ///
  /// A look with the cause `technical` reads a page anew: from here on every look at that page
  /// counts as having seen its document, and older readings are in their records only. One by a
  /// lower version than a rereading that is there changes nothing that is shown.
  ///
  /// Returns what became of each, in the order given. Throws Error{usage} when a page is larger
  /// than max_page_size, a time cannot be written, or a line of a look cannot stand in a record;
  /// the recorder can then only be dropped.
  std::vector<Recorded> record(std::string_view key, std::span<const Look> looks);

  /// Records a look that got no page. `reason` is one printable line, may be empty.
  void record_absence(std::string_view key,
                      UtcTime observed,
                      Absence what,
                      std::string_view reason);

  /// Records an editor's note about the revision with this capture id, and returns the note's id.
  /// `kind` is a lower-case word; `text` and the values of `fields` may have several lines. Throws
  /// Error{not_found} when the article has no such capture, Error{usage} when a line cannot stand
  /// in a record.
  ObjectId annotate(ArticleNumber article,
                    const ObjectId& capture,
                    std::string_view kind,
                    std::string_view text,
                    UtcTime at,
                    const SourceLines& fields = {});

  /// Makes it so, durably. Without it nothing has happened.
  void commit();

private:
  Archive& archive_;
  store::Transaction transaction_;
};

}  // namespace arch::history
