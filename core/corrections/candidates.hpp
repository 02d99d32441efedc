#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "corrections/classify.hpp"
#include "corrections/disclosure.hpp"
#include "corrections/known_verdicts.hpp"
#include "corrections/policy.hpp"
#include "history/history.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// An interval of time in seconds: what looks tell of how long something lasted.
struct Seconds {
  std::int64_t least = 0;
  std::int64_t most = 0;

  friend bool operator==(const Seconds&, const Seconds&) = default;
};

/// A revision, judged.
struct JudgedRevision {
  std::uint32_t number = 0;
  Verdict verdict = {};
  /// The class of the whole: reversion, variant or technical where it is no edit, else
  /// verdict.classes.top(); nullopt for the first revision.
  std::optional<ChangeClass> change = {};
  Disclosure disclosure = {};
  /// How long the passage of highest weight that this revision changed or removed had been live;
  /// absent where nothing old was changed.
  std::optional<Seconds> exposure = {};
  /// The substantive passages, and those that the policy asks for: first what does not lean to an
  /// update, of that first what no notice speaks of, then by weight.
  std::vector<Segment> passages = {};
};

/// An article as of one moment, judged.
struct JudgedArticle {
  std::vector<JudgedRevision> revisions = {};
  std::vector<NoticeLife> notices = {};
};

/// Largest article that is judged: beyond so many revisions the oldest are left out.
inline constexpr std::size_t max_judged_revisions = 20'000;

/// Reads and judges all revisions of an article. Throws Error{corrupt}.
JudgedArticle judge(const history::History& history, const Policy& policy, UtcTime now);

/// The same without what only a reader of single changes asks for: exposure and passages are
/// absent. Reads texts only where `known` does not say what was found in them before, and adds to
/// it. nullopt where that is not enough to judge by: notices, or what the policy asks for, must be
/// compared with the words of each change. Throws Error{corrupt}.
std::optional<JudgedArticle> judge_briefly(const history::History& history,
                                           KnownVerdicts& known,
                                           const Policy& policy,
                                           UtcTime now);

/// Only what kind of change each revision was: disclosure, exposure, passages and notices are
/// absent. Reads texts only where `known` does not say what was found in them before, and adds to
/// it. Throws Error{corrupt}.
JudgedArticle judge_changes(const history::History& history, KnownVerdicts& known);

/// The notices of an article, followed through its revisions. Throws Error{corrupt}.
std::vector<NoticeLife> notices_of(const history::History& history);

/// The same as judge() for texts that are at hand; `technical[i]` is as history::Revision says.
JudgedArticle judge(std::span<const RevisionText> revisions,
                    const std::vector<bool>& technical,
                    const Policy& policy,
                    UtcTime now);

/// A change that an editor should look at. What it is says a person, in an annotation that names
/// its id.
struct Candidate {
  /// 64 hex digits that stay the same whatever rules are in force: the SHA-256 of the lines
  /// `arch-candidate 1`, `article: KEY`, `from: ID` and `to: ID` with the ids of both revisions.
  ObjectId id = {};
  std::uint32_t revision = 0;                 ///< the newer one
  ChangeClass change = ChangeClass::content;  ///< of the first passage
  std::uint32_t rank = 0;                     ///< higher is first
  Likeness likeness = Likeness::unclear;
  Disclosure disclosure = {};
  std::optional<Seconds> exposure = {};
  std::vector<Segment> passages = {};  ///< as JudgedRevision::passages
  bool breaks_policy = false;  ///< past grace below the policy's level, or under a weak label
};

/// The id of the candidate for the change between two revisions.
ObjectId candidate_id(std::string_view key, const ObjectId& from, const ObjectId& to);

/// Whether an editor should look at a change: it is silent, pending, vague, partial, late or
/// withdrawn, or
/// under a weak label.
bool is_candidate(const JudgedRevision& revision);

/// The candidates of `judged`, which judge() gave; highest rank first, then newest.
std::vector<Candidate> find_candidates(const history::History& history,
                                       const JudgedArticle& judged,
                                       const Policy& policy);

/// `Correction: …` beside its change: what `text` has in `range`, without white space at its ends.
std::string_view passage(std::string_view text, diff::Range range);

}  // namespace arch::corrections
