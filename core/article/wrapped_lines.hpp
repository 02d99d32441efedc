#pragma once

#include <string>
#include <string_view>

namespace arch::article {

/// Joins the lines of a text that was set to a width, such as that of a PDF file, into paragraphs:
/// a line goes on in the next one when it is at least four fifths as wide as the widest of the text
/// and the next begins as far to the right, give or take a character. A hyphen at the end of such a
/// line is left where it is: it may belong to the word. Lines without text stay, and what a line
/// begins with. Without changes where no line is long: tables, lists, verse. Widths are in
/// characters.
std::string join_wrapped_lines(std::string_view text);

}  // namespace arch::article
