#pragma once

#include "corrections/classify.hpp"
#include "corrections/statement.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// What one edit of a sentence is.
struct JudgedEdit {
  ChangeClass change = ChangeClass::style;
  Likeness likeness = Likeness::unclear;
  std::vector<Signal> signals;
  std::uint32_t content_a = 0;  ///< words with content on each side
  std::uint32_t content_b = 0;
};

/// The texts around a sentence.
struct Surroundings {
  std::string_view text_a;
  std::string_view text_b;
};

/// Judges `edit` of `statement` by its words and their neighbours.
JudgedEdit judge_edit(const Statement& statement, const Edit& edit, const Surroundings& around);

}  // namespace arch::corrections
