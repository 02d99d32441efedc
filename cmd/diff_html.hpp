#pragma once

#include "cmd/diff_choice.hpp"
#include "cmd/diff_pieces.hpp"
#include "cmd/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// What a page about a diff says above the changes.
struct DiffHead {
  std::string title = {};
  std::vector<std::string> facts = {};
  std::string before = {};  ///< what the old text is
  std::string after = {};
};

/// Where the HTML goes, which decides what its headings are.
enum class HtmlForm {
  page,
  fragment,
  within,  ///< under a heading of a page about more than this: no head, and no headings of its own
};

/// Returns the chosen blocks as HTML, with what did not change folded in elements that open. Kept
/// text within a changed block is shown whole.
Html diff_html(const ComparedTexts& texts,
               const DiffChoice& choice,
               const DiffHead& head,
               HtmlForm form);

}  // namespace arch::cmd
