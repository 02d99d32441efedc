#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace arch::bench {

/// What changes on a page from one look to the next though the article does not.
enum class Change : std::uint8_t {
  advertisements,  ///< slots between paragraphs, and around the article
  counters,        ///< of shares, views and comments
  comments,        ///< more of them, below the article
  teasers,         ///< of other stories, below and beside the article
  scripts,         ///< scripts, styles and comments of HTML, anywhere
  class_names,     ///< one more name, made by a build tool, on every element with a class
  wrappers,        ///< elements around paragraphs and around the page
  related_links,   ///< lists of links in another order
};

inline constexpr std::array change_names = std::to_array<std::string_view>({"advertisements",
                                                                            "counters",
                                                                            "comments",
                                                                            "teasers",
                                                                            "scripts",
                                                                            "class names",
                                                                            "wrappers",
                                                                            "related links"});

/// Returns the page with a change of the kind; the same for the same seed. Lists of links are left
/// alone of which an item is in `document`: they belong to the article.
std::string perturb(std::string_view page,
                    std::string_view document,
                    Change change,
                    std::uint32_t seed);

}  // namespace arch::bench
