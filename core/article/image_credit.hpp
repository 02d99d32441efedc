#pragma once

#include "html/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

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

/// The same with what the page's markup says. The tree must outlive it.
class CreditNames {
public:
  explicit CreditNames(const html::Tree& tree);

  /// The text of the first element within `figure` that is called credit, copyright, photographer
  /// or the like is the credit, wherever in the caption it stands; where there is none, as
  /// split_caption(). Looks at the first 256 nodes of the figure.
  CaptionParts split(html::NodeId figure, std::string_view caption) const;

private:
  bool names_credit(html::NodeId element) const;

  const html::Tree& tree_;
  std::vector<bool> says_credit_;  ///< by the number of a class: see html::Tree::name_text()
};

}  // namespace arch::article
