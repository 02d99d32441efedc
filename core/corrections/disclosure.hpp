#pragma once

#include "base/time.hpp"
#include "corrections/classify.hpp"
#include "corrections/notices.hpp"
#include "corrections/policy.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// How well a change is disclosed: docs/report-method.md#disclosure. Numbers are printed.
enum class Level : std::uint8_t {
  none = 0,
  mark = 1,        ///< a time stamp or `Updated` only
  generic = 2,     ///< a notice that shares nothing with the change
  specific = 3,    ///< it names a value, a name or the part that changed
  labelled = 4,    ///< and says what it is, under a label that fits, with a date
  structured = 5,  ///< and programs can read it
};
std::string_view level_name(Level which);

/// What became of a change's disclosure as of one moment.
enum class DisclosureStatus : std::uint8_t {
  not_needed,  ///< the change is not substantive, or no edit, and no notice names it
  pending,     ///< level 0 or 1, of a passage at least, and grace has not passed
  silent,      ///< level 0 or 1 after grace: a candidate
  vague,       ///< level 2
  partial,     ///< level 3 or more, but of some passage 0 or 1 after grace: a candidate
  disclosed,   ///< level 3 or more in time
  late,        ///< level 3 or more, after grace
  withdrawn,   ///< it was 2 or more, and the notice is gone
};
std::string_view status_name(DisclosureStatus which);

/// What links a notice to a change.
struct Link {
  enum class By : std::uint8_t { new_value, old_value, subject, part } by = By::new_value;
  std::string words = {};  ///< as the notice has them

  friend bool operator==(const Link&, const Link&) = default;
};
std::string_view link_name(Link::By which);

struct Match {
  Level level = Level::none;
  std::vector<Link> links = {};
  /// A correction of fact under the label of an update, a clarification or an editor's note.
  bool weak_label = false;
};

/// How far `notice` discloses the change of one passage from text `a` to `b`: see
/// docs/report-method.md#disclosure. Level::none if it speaks of something else: it says what it is
/// about, and that is not this change.
Match match_notice(const Notice& notice,
                   std::string_view a,
                   std::string_view b,
                   const Segment& segment,
                   const Policy& policy = {});

/// A notice over the revisions of an article.
struct NoticeLife {
  Notice notice = {};                     ///< as first seen
  std::uint32_t first = 0;                ///< the revision that first had it
  std::uint32_t last = 0;                 ///< the last that still had it, perhaps in other words
  std::vector<std::string> texts = {};    ///< its wordings, oldest first
  std::vector<std::uint32_t> since = {};  ///< of each wording, the revision that first had it
  Notice latest = {};                     ///< in its last wording
  bool removed = false;                   ///< a later revision is there without it
  bool removed_by_rewrite = false;        ///< and most sentences went with it
};

/// A revision as disclosure sees it; in order, oldest first.
struct RevisionText {
  std::string_view text = {};
  UtcTime first_seen = {};
  UtcTime last_seen = {};
  std::optional<UtcTime> changed_after = {};
};

/// Follows notices from revision to revision: the same words, or the same kind in like words, are
/// one notice. `labels` are the publisher's own, see find_notices().
std::vector<NoticeLife> follow_notices(std::span<const RevisionText> revisions,
                                       std::span<const NoticeLabel> labels = {});

/// How one revision's change is disclosed as of a moment.
struct Disclosure {
  DisclosureStatus status = DisclosureStatus::not_needed;
  Level level = Level::none;                 ///< now
  Level level_at_grace = Level::none;        ///< at the end of grace, or now if that is to come
  std::optional<std::uint32_t> notice = {};  ///< index into the lives: the one of highest level
  std::vector<Link> links = {};
  bool weak_label = false;
  /// Seconds from the change to the notice, as an interval; both looks have an older bound.
  std::optional<std::int64_t> delay_least = {};
  std::optional<std::int64_t> delay_most = {};
  UtcTime grace_ends = {};
  /// The level of each passage of the change, in its order; none where it is not substantive.
  std::vector<Level> passages = {};
};

/// Judges the change to `revisions[number]` from the one before it. `lives` are
/// follow_notices(revisions). The level is that of the passage that is disclosed best, by the
/// wordings that stand: what a notice said before it was watered down counts as withdrawn, and what
/// was added to it counts from then on. A passage that leans to no update and is left out by every
/// notice decides the status. A change that needs no disclosure, such as the spelling of a name, is
/// `disclosed` if a notice gives its new or old value all the same.
Disclosure judge_disclosure(std::span<const RevisionText> revisions,
                            std::span<const NoticeLife> lives,
                            std::uint32_t number,
                            const Classification& change,
                            const Policy& policy,
                            UtcTime now);

/// The same of an article that never had a notice, for which the verdict on the change is enough.
/// Passages are left out.
Disclosure disclosure_without_notices(const Verdict& verdict,
                                      UtcTime first_seen,
                                      const Policy& policy,
                                      UtcTime now);

}  // namespace arch::corrections
