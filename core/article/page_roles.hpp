#pragma once

#include <cstdint>
#include <string_view>

namespace arch::article {

/// What the names that a site gives its elements (class, id) say of them, as a set of bits.
using Roles = std::uint16_t;

inline constexpr Roles role_byline = 1U << 0U;
inline constexpr Roles role_date = 1U << 1U;
inline constexpr Roles role_modified = 1U << 2U;  ///< the date of a change
inline constexpr Roles role_breadcrumb = 1U << 3U;
inline constexpr Roles role_standfirst = 1U << 4U;
inline constexpr Roles role_headline = 1U << 5U;
inline constexpr Roles role_kicker = 1U << 6U;  ///< what stands above or before a headline
inline constexpr Roles role_section = 1U << 7U;
inline constexpr Roles role_elsewhere = 1U << 8U;  ///< other articles, comments, the page's frame
inline constexpr Roles role_biography = 1U << 9U;  ///< of an author
inline constexpr Roles role_caption = 1U << 10U;   ///< of an image, or its credit

/// Reads names such as `article-header__byline PubDate`: each part that begins after a hyphen, an
/// underscore, a space or at a capital letter is compared with the beginnings of some words that
/// sites use. At most the first 256 bytes are looked at.
Roles find_roles(std::string_view names);

}  // namespace arch::article
