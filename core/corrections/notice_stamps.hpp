#pragma once

#include "corrections/statement.hpp"

#include <vector>

namespace arch::corrections {

/// Returns the words of a notice without the numbers that say nothing of what it is about: when it
/// was written or the article published (`updated at 6:12 p.m.`, `(18:12)`, `in a version
/// published at 9am`), and in which paragraph, sentence or caption something stands.
std::vector<StatementWord> without_stamps(std::vector<StatementWord> words);

}  // namespace arch::corrections
