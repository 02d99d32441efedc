#pragma once

#include "corrections/statement.hpp"
#include "corrections/word_questions.hpp"

#include <string_view>
#include <vector>

namespace arch::corrections {

/// Whether numbers of the same worth are of something else: another currency (`$4`, `\u20AC4`),
/// another sign (`-3`, `3`), another unit behind the digits (`120mph`, `120km`) or among the words.
bool is_other_measure(std::string_view text_a, Words a, std::string_view text_b, Words b);

/// Whether `words` of `sentence` are units and nothing else, and stand behind a number.
bool is_unit_of_number(const std::vector<StatementWord>& sentence, Words words);

/// Whether a minus stands right before `word` of `text`, and nothing before that but a space, a
/// bracket or a currency.
bool is_negative(std::string_view text, const StatementWord& word);

/// Words that count as part of a number: digits, numerals, what multiplies them, units.
bool is_part_of_figure(const StatementWord& word);

}  // namespace arch::corrections
