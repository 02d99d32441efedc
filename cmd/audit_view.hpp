#pragma once

#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/json.hpp"
#include "corrections/candidates.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace arch::cmd {

/// A passage of a candidate, with its texts.
struct AuditPassage {
  corrections::Segment segment = {};
  std::string before = {};        ///< the old sentence; empty if it is new
  std::string after = {};         ///< the new one; empty if it went
  diff::Range words_before = {};  ///< the words in question, in `before`
  diff::Range words_after = {};
  /// The words that made each of segment.signals fire, as they stand in the texts.
  std::vector<std::string> evidence = {};
};

/// A candidate, with what is shown of it.
struct AuditRow {
  std::string key = {};
  std::string name = {};  ///< of the newer revision, `kagame~1`
  corrections::Candidate candidate = {};
  ObjectId from = {};
  ObjectId to = {};
  UtcTime first_seen = {};
  std::int64_t age = 0;  ///< since it was first seen, in seconds
  std::vector<AuditPassage> passages = {};
  std::string notice = {};  ///< the text of the best notice; empty if there is none
  /// What a person decided last about it: confirmed or disputed; empty if nobody has.
  std::string decision = {};
};

AuditRow make_audit_row(const history::History& history,
                        const corrections::JudgedArticle& judged,
                        corrections::Candidate candidate,
                        UtcTime now);

/// Whether a person has made a finding of it.
bool is_confirmed(const AuditRow& row);

void print_audit_row(const AuditRow& row, Context& context, bool is_first);

/// How many there are, on stderr; confirmed ones are not candidates any more.
void print_audit_summary(const std::vector<AuditRow>& rows,
                         std::uint64_t updates_left_out,
                         const corrections::Policy& policy,
                         Context& context);

/// The fields of audit_record().
inline constexpr std::array audit_fields{
    Field{"candidate", "id of the candidate, which stays the same"},
    Field{"article", "the article's key"},
    Field{"from", "id of the older revision"},
    Field{"to", "id of the newer revision"},
    Field{"first_seen", "time of the newer revision's first capture"},
    Field{"rank", "higher is more telling"},
    Field{"class", "of the first of its passages"},
    Field{"likeness", "correction, update or unclear: which way it leans"},
    Field{"disclosure", "pending, silent, vague, partial, disclosed, late or withdrawn"},
    Field{"level", "of disclosure now: 0 none to 5 structured"},
    Field{"level_at_grace", "of disclosure when grace ended, or now"},
    Field{"grace_ends", "time"},
    Field{"weak_label", "true if a correction of fact is called an update or the like"},
    Field{"notice", "text of the notice that discloses it best; null if none does"},
    Field{"links", "words that link the notice with the change, a list"},
    Field{"exposure_least", "seconds that the old text was live, at least; null if not known"},
    Field{"exposure_most", "likewise, at most"},
    Field{"breaks_policy", "true or false"},
    Field{"decision", "what a person decided last: confirmed or disputed; null if nobody has"},
    Field{"passages", "the changed passages, heaviest first, updates last, a list"},
    Field{"passages[].class", "what kind of change"},
    Field{"passages[].likeness", "which way it leans"},
    Field{"passages[].before", "the old sentence; null if it is new"},
    Field{"passages[].after", "the new sentence; null if it went"},
    Field{"passages[].words_before",
          "the words in question in the old sentence, bytes [begin,end)"},
    Field{"passages[].words_after", "likewise in the new sentence"},
    Field{"passages[].signals", "why it is listed, a list of `name:strength`"},
    Field{"passages[].evidence", "the words that made each of them fire, in the same order"},
    Field{"rules", "digest of the rules that judged it"},
};

JsonRecord audit_record(const AuditRow& row);

}  // namespace arch::cmd
