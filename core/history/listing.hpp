#pragma once

#include "base/time.hpp"
#include "history/timeline.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// Returns what lists show of a document: its headline or, without one, its first words.
/// At most max_title_size bytes; empty for a document without text.
std::string make_title(std::string_view document);

inline constexpr std::size_t max_title_size = 1000;

/// Returns an article's listing but for its title: all the same whatever order looks arrived in.
/// `absences` are the times of the checks that got no page.
store::Listing make_listing(const std::vector<Moment>& moments,
                            const std::vector<UtcTime>& absences);

}  // namespace arch::history
