#pragma once

#include "article/body.hpp"
#include "article/body_blocks.hpp"
#include "article/body_features.hpp"
#include "html/tree.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace arch::article {

/// Whether a text begins as the notice of a correction does, in any of the languages that arch
/// knows: a label such as `Errata corrige:`, `Correction, 5 March 2026:`, `訂正：`, or a sentence
/// that says that the article was corrected.
bool begins_as_notice(std::string_view text);

/// Whether a text is nothing but such a label, as the heading of a notice is.
bool is_notice_label(std::string_view text);

/// Keeps the notices of corrections that the model left out, wherever in the article's own
/// container they stand: a box, a footer or a sidebar of the article. A block is one by its own
/// words, or because it stands under a heading that is a notice's label or in an element named so.
/// Links to the corrections of other stories are none, nor is what is in comments.
void keep_boxed_notices(const html::Tree& tree,
                        std::span<const PageBlock> blocks,
                        const BodyFeatures& features,
                        std::vector<Fate>& fates);

}  // namespace arch::article
