#pragma once

#include "html/tree.hpp"

#include <string>
#include <string_view>

namespace arch::article {

/// What is written below an image, in its two parts. Either may be empty.
struct CaptionParts {
  std::string caption = {};  ///< what the image shows
  std::string credit = {};   ///< who made it, or who owns it, as the page words it

  friend bool operator==(const CaptionParts&, const CaptionParts&) = default;
};

/// Tells the credit of an image from the rest of its caption by its words: in brackets at the end
/// or in a last sentence, behind a label (`Photo:`, `Bild von`, `Crédit photo :`; five languages),
/// behind a copyright sign, or with the name of a picture agency beside a stroke (`Jane
/// Doe/Reuters`) or alone. A sentence that only names an agency is none. At most 120 bytes are a
/// credit. Brackets around a credit are left out; `caption` is clean, and so are both parts.
CaptionParts split_caption(std::string_view caption);

/// The same with what the page's markup says: the text of elements within `figure` that are called
/// credit, copyright, photographer or the like is the credit, wherever in the caption it stands.
CaptionParts split_caption(const html::Tree& tree, html::NodeId figure, std::string_view caption);

}  // namespace arch::article
