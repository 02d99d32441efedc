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

/// How many bytes `a` and `b` begin with alike.
std::size_t common_start(std::string_view a, std::string_view b);

}  // namespace arch::corrections
