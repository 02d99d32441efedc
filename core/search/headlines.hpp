#pragma once

#include "history/history.hpp"
#include "search/find.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arch::search {

/// A headline, and the revisions that had it without a break.
struct HeadlineState {
  std::string headline = {};  ///< empty: the documents had none
  Span span = {};
  Appearance when = {};
  /// A state that the page flipped to and back from: it alternates with others within a short time,
  /// as in a test of two headlines on readers. No change of the publisher's mind.
  bool is_variant = false;
};

/// All states and not only variants that alternate take at most this long, in seconds: the New York
/// Times tests a headline for about half an hour; studies take 6 hours for the longest test.
inline constexpr std::int64_t longest_test = std::int64_t{6} * 3600;

/// Longest that one state of a test stands at most, in seconds, unless it alternates more than
/// once.
inline constexpr std::int64_t longest_variant = 3600;

/// The headlines of an article in order. A→B→A is one headline and a variant; A→B→A→B, where B
/// stays, is one change at the last switch. Throws Error{corrupt}.
std::vector<HeadlineState> headline_states(const history::History& history);

/// The changes among them: states but the first and the variants.
std::uint64_t count_changes(const std::vector<HeadlineState>& states);

}  // namespace arch::search
