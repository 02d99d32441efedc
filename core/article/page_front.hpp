#pragma once

#include "article/text_lines.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace arch::article {

/// Lines at the beginning of a page that may stand before its first paragraph.
inline constexpr std::size_t front_size = 16;

/// What the first lines of a page are, as indexes into them. Lines not named here are text like
/// any other.
struct PageFront {
  std::optional<std::size_t> headline = {};
  std::optional<std::size_t> section = {};
  std::optional<std::size_t> byline = {};
  std::optional<std::size_t> published = {};
  std::optional<std::size_t> modified = {};
  std::optional<std::size_t> slogan = {};  ///< of the site, and so no part of the article
};

/// Recognises what stands before the first paragraph of a page without front matter. `lines` are
/// the first of the page, at most front_size are looked at.
PageFront read_page_front(std::span<const Line> lines);

/// Returns whether `line`, the last of a page, only opens its readers' comments, of which there are
/// none: `Comments`, `3 Comments`.
bool is_comments_label(std::string_view line);

}  // namespace arch::article
