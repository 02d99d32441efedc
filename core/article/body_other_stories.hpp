#pragma once

#include "article/body.hpp"
#include "article/body_blocks.hpp"
#include "article/body_features.hpp"
#include "html/tree.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace arch::article {

/// Whether a text is a heading that announces other stories: `Related stories`, `Lesen Sie auch`,
/// `相关阅读`.
bool announces_stories(std::string_view text);

/// Takes out of the article what was kept of a list of other stories behind it, and lines that are
/// `Read more` and a link, and boxes with a form that asks for an address of e-mail. A list is an
/// element that begins with a heading that announces other stories and holds at least two headings
/// or blocks that are links. An element with more than half of what was kept is never taken out,
/// nor is a notice.
void drop_other_stories(const html::Tree& tree,
                        std::span<const PageBlock> blocks,
                        const BodyFeatures& features,
                        std::vector<Fate>& fates);

}  // namespace arch::article
