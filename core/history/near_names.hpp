#pragma once

#include "store/store.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// Returns the least number of letters to change, add or leave out so that `part` stands somewhere
/// in `text`: Sellers, The theory and computation of evolutionary distances, J. Algorithms 1
/// (1980). Counts bytes; costs the product of the sizes.
std::size_t distance_within(std::string_view part, std::string_view text);

/// Returns the keys of up to `limit` articles that `part` may have meant, the nearest first: those
/// that have it in their key or title but for one letter in three. Letter case is ignored.
std::vector<std::string> find_near_names(const std::vector<store::ArticleRow>& articles,
                                         std::string_view part,
                                         std::size_t limit);

}  // namespace arch::history
