#include "corrections/candidates.hpp"

#include <algorithm>

namespace arch::corrections {
namespace {

/// A day of exposure counts as much as a weak signal, up to so many days.
constexpr std::int64_t day = std::int64_t{24} * 3600;
constexpr std::int64_t most_days = 7;

/// Ranks are counted in hundredths, so that exposure orders what weighs the same.
constexpr std::uint32_t weight_step = 100;

std::uint32_t rank_of(const JudgedRevision& revision) {
  std::uint32_t rank = revision.verdict.weight * weight_step;
  if (revision.exposure) {
    rank += static_cast<std::uint32_t>(std::min(revision.exposure->least / day, most_days) *
                                       std::int64_t{weight_step} / most_days);
  }
  return rank;
}

bool breaks(const Disclosure& disclosure, Likeness likeness, const Policy& policy) {
  if (likeness == Likeness::update && !policy.disclose_updates) {
    return false;
  }
  using enum DisclosureStatus;
  const bool in_time = disclosure.status == pending ||
                       static_cast<int>(disclosure.level_at_grace) >= policy.least_level;
  return !in_time || disclosure.status == partial || disclosure.status == withdrawn ||
         (policy.forbid_weak_labels && disclosure.weak_label);
}

}  // namespace

bool is_candidate(const JudgedRevision& revision) {
  using enum DisclosureStatus;
  const Disclosure& disclosure = revision.disclosure;
  return revision.number > 0 &&
         (disclosure.status == silent || disclosure.status == pending ||
          disclosure.status == vague || disclosure.status == partial || disclosure.status == late ||
          disclosure.status == withdrawn || disclosure.weak_label);
}

std::vector<Candidate> find_candidates(const history::History& history,
                                       const JudgedArticle& judged,
                                       const Policy& policy) {
  std::vector<Candidate> candidates;
  const std::vector<history::Revision>& revisions = history.revisions();
  candidates.reserve(judged.revisions.size());
  for (const JudgedRevision& revision : judged.revisions) {
    if (!is_candidate(revision) || revision.passages.empty()) {
      continue;
    }
    const history::Revision& to = revisions[revision.number];
    const history::Revision& from = revisions[revision.number - 1];
    Candidate candidate{.id = candidate_id(history.key(), history.id(from), history.id(to)),
                        .revision = revision.number,
                        .rank = rank_of(revision),
                        .disclosure = revision.disclosure,
                        .exposure = revision.exposure,
                        .passages = revision.passages};
    candidate.change = candidate.passages.front().change;
    candidate.likeness =
        revision.verdict.update_like ? Likeness::update : candidate.passages.front().likeness;
    candidate.breaks_policy = breaks(candidate.disclosure, candidate.likeness, policy);
    candidates.push_back(std::move(candidate));
  }
  std::ranges::stable_sort(candidates, [](const Candidate& x, const Candidate& y) {
    return x.rank != y.rank ? x.rank > y.rank : x.revision > y.revision;
  });
  return candidates;
}

}  // namespace arch::corrections
