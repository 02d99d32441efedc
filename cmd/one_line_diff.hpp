#pragma once

#include <string>
#include <string_view>

namespace arch::cmd {

/// The first words that changed from one text to another, those of a headline before all others:
/// `twelve → fifteen`, `+ Correction: an earlier …`, `- the mayor said`. Printable, of some hundred
/// characters at most; empty when no word changed.
std::string one_line_diff(std::string_view before, std::string_view after);

}  // namespace arch::cmd
