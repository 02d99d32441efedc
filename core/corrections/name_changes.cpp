#include "corrections/name_changes.hpp"

#include "corrections/rules.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace arch::corrections {
namespace {

/// What only changes when a page tries something: the classes that a variant may have.
constexpr ClassSet variant_classes = [] {
  ClassSet set;
  for (const ChangeClass which : {ChangeClass::headline,
                                  ChangeClass::standfirst,
                                  ChangeClass::image,
                                  ChangeClass::caption,
                                  ChangeClass::metadata,
                                  ChangeClass::punctuation,
                                  ChangeClass::spelling,
                                  ChangeClass::url}) {
    set.insert(which);
  }
  return set;
}();

constexpr std::int64_t hour = 3600;

/// Whether the page flipped from the state `from` to others and back to it at `to`.
bool is_flip(std::span<const RevisionState> states,
             const std::vector<JudgedRevision>& revisions,
             std::size_t from,
             std::size_t to) {
  const std::int64_t lasted = states[to].first_seen.seconds - states[from].last_seen.seconds;
  if (lasted > std::int64_t{rules().variant_hours} * hour) {
    return false;
  }
  for (std::size_t i = from + 1; i <= to; ++i) {
    if ((revisions[i].verdict.classes.bits() & ~variant_classes.bits()) != 0) {
      return false;
    }
  }
  return true;
}

void mark_reversals(std::span<const RevisionState> states, std::vector<JudgedRevision>& revisions) {
  std::unordered_map<std::uint64_t, std::size_t> seen;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto [known, is_new] = seen.try_emplace(states[i].document, i);
    if (is_new) {
      continue;
    }
    const std::size_t earlier = std::exchange(known->second, i);
    if (revisions[i].change == ChangeClass::technical || i == earlier + 1) {
      continue;
    }
    const bool is_variant = is_flip(states, revisions, earlier, i);
    revisions[i].change = is_variant ? ChangeClass::variant : ChangeClass::reversion;
    for (std::size_t j = earlier + 1; is_variant && j < i; ++j) {
      revisions[j].change = ChangeClass::variant;
    }
  }
}

}  // namespace

void name_changes(std::span<const RevisionState> states, std::vector<JudgedRevision>& revisions) {
  for (std::size_t i = 1; i < states.size(); ++i) {
    Verdict& verdict = revisions[i].verdict;
    revisions[i].change =
        states[i].technical ? std::optional{ChangeClass::technical} : verdict.classes.top();
    const std::int64_t age = states[i].first_seen.seconds - states.front().first_seen.seconds;
    if (age > std::int64_t{rules().late_hours} * hour && !verdict.substantive.empty()) {
      verdict.weight = static_cast<std::uint16_t>(std::min(0xFFFF, verdict.weight + 1));
    }
  }
  mark_reversals(states, revisions);
}

}  // namespace arch::corrections
