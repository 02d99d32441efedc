#pragma once

#include "corrections/notices.hpp"
#include "diff/range.hpp"

#include <string_view>
#include <vector>

namespace arch::corrections {

/// The sentences of `range` of `text`, in order, as bytes of it; see diff::split_sentences().
std::vector<diff::Range> sentences_from(std::string_view text, diff::Range range);

/// The same, with sentences that go on about the one before them as one with it: `It gave the wrong
/// age for the mayor. He is 54.` Those that add something, as `It also gave …`, are by themselves.
std::vector<diff::Range> subjects_from(std::string_view text, diff::Range range);

/// A notice as far as it was read.
struct NoticeSoFar {
  NoticeKind kind = NoticeKind::correction;
  bool is_dated = false;
  std::string_view text = {};
};

/// Whether `sentence`, which stands right behind a notice in its paragraph, goes on with it: it
/// speaks of what was corrected, begins with a pronoun, is hardly more than a value, shares a word
/// with the notice, or says what a dated correction left open. What does not is the article's.
bool continues_notice(const NoticeSoFar& notice, std::string_view sentence);

}  // namespace arch::corrections
