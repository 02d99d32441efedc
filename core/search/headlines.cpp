#include "search/headlines.hpp"

#include <algorithm>
#include <string_view>

namespace arch::search {
namespace {

std::string headline_of(std::string_view document) {
  constexpr std::string_view name = "headline: ";
  return std::string{document.starts_with(name)
                         ? document.substr(name.size(), document.find('\n') - name.size())
                         : std::string_view{}};
}

/// The most that a state stood: from the last look before it to the first after it.
std::int64_t longest(const Appearance& when) {
  return when.gone_by.value_or(when.last_seen).seconds -
         when.not_before.value_or(when.first_seen).seconds;
}

/// Marks what alternates within states [begin, end), in which the first and the last are not new:
/// the last state of an alternation stays, unless it is what stood before it.
void mark_variants(std::vector<HeadlineState>& states) {
  for (std::size_t i = 0; i + 2 < states.size(); ++i) {
    // The latest return to this headline within the time of a test.
    std::size_t back = i;
    std::size_t returns = 0;
    for (std::size_t j = i + 2; j < states.size(); ++j) {
      if (states[j].when.first_seen.seconds - states[i].when.last_seen.seconds > longest_test) {
        break;
      }
      if (states[j].headline == states[i].headline) {
        back = j;
        ++returns;
      }
    }
    for (std::size_t j = i + 1; j < back; ++j) {
      states[j].is_variant = states[j].is_variant || states[j].headline == states[i].headline ||
                             returns > 1 || longest(states[j].when) <= longest_variant;
    }
    if (back > i) {
      // The return is no new headline either, but for an end that readers saw change in between.
      states[back].is_variant =
          std::ranges::all_of(states.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                              states.begin() + static_cast<std::ptrdiff_t>(back),
                              &HeadlineState::is_variant);
      i = back - 1;
    }
  }
}

}  // namespace

std::vector<HeadlineState> headline_states(const history::History& history) {
  std::vector<HeadlineState> states;
  for (const history::Revision& revision : history.revisions()) {
    std::string headline = headline_of(history.document(revision));
    if (states.empty() || states.back().headline != headline) {
      states.push_back(
          {.headline = std::move(headline), .span = {revision.number, revision.number}});
    }
    states.back().span.last = revision.number;
  }
  for (HeadlineState& state : states) {
    state.when = appearance_of(history, state.span);
  }
  mark_variants(states);
  return states;
}

std::uint64_t count_changes(const std::vector<HeadlineState>& states) {
  std::uint64_t changes = 0;
  for (std::size_t i = 1; i < states.size(); ++i) {
    changes += states[i].is_variant ? 0U : 1U;
  }
  return changes;
}

}  // namespace arch::search
