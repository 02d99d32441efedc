#pragma once

#include "corrections/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// Neighbouring words of a sentence.
using Words = std::span<const StatementWord>;

bool has(Words words, Topic topic);

std::uint32_t count_content(Words words);

/// Words without the marks before and behind them.
Words without_marks_around(Words words);

/// The words as one, without hyphens and apostrophes, and without the points of `U.S.`.
std::string joined(Words words);

/// The words of a topic, sorted; forms of one verb are one, and so are names of one month.
std::vector<std::string> of_topic(Words words, Topic topic);

bool differ_in(Words a, Words b, Topic topic);

/// Whether both sides tell of a prosecution, in words that differ: each has a word of the law, or
/// one has and the other a word of procedure, as `charged` and `questioned as a witness`.
bool tells_of_procedure(Words a, Words b);

/// The word before (`step` -1) or behind (1) `edited`, which are some of `words`, marks left out;
/// null where there is none.
const StatementWord* neighbour(const std::vector<StatementWord>& words, Words edited, int step);

/// Whether words that are the same without accents are not the same with them.
bool differ_in_accents(std::string_view text_a, Words a, std::string_view text_b, Words b);

/// `confrimed` for `confirmed`: one of both words is in the lists, and the other is a slip of a
/// letter beside it.
bool is_misspelt_word(Words a, Words b);

/// Whether words say who says something and nothing else: verbs of saying, sources, names, and the
/// small words between.
bool is_attribution_phrase(Words words);

/// `A woman who saw it says that`: what begins a sentence and has a verb of saying, few words
/// before and behind it.
bool is_leading_clause(Words words);

/// Whether a whole quotation is in these words of `text`, marks and all.
bool brings_quotation(std::string_view text, Words words);

/// Whether a word of `words` is a noun, in a language where nouns have capitals: an article stands
/// before it, or before the words with small letters that do.
bool is_common_noun(const StatementWord& word, const std::vector<StatementWord>& words);

/// How many bytes `a` and `b` begin with alike.
std::size_t common_start(std::string_view a, std::string_view b);

}  // namespace arch::corrections
