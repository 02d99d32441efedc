#pragma once

#include "corrections/classify.hpp"
#include "corrections/lexicon.hpp"
#include "diff/range.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// What a sentence says that came or went whole: the words, as bytes of its text. Empty where it
/// says no such thing.
struct PassageContent {
  diff::Range quotation = {};             ///< the first
  diff::Range name = {};                  ///< two neighbouring words with capitals
  diff::Range figure = {};                ///< a number that is no year, time or day of a month
  diff::Range source = {};                ///< a verb of saying, or a word such as `according`
  std::vector<diff::Range> denials = {};  ///< `denied`, `unfounded`
  /// What someone is accused of, or what was done about it.
  std::vector<diff::Range> accusations = {};
};

/// Reads `sentence` of `text`. One that is longer than longest_sentence is a list or code, and of a
/// heading, a menu or fewer than six words nothing is said but that it quotes.
PassageContent read_passage(std::string_view text, diff::Range sentence, const Lexicon& lexicon);

/// Longer sentences are not cut into words.
inline constexpr std::uint32_t longest_sentence = 20'000;

/// Whether words stand in a text, remembered: the words of all sentences that came are looked for
/// in the text before, and many are the same.
class WordsOfText {
public:
  explicit WordsOfText(std::string_view text) : text_(text) {}

  /// Compares bytes. Beyond so many different words that looking for them would cost more than
  /// comparing the texts, true.
  bool has(std::string_view words);

private:
  std::string_view text_;
  std::map<std::string, bool, std::less<>> known_ = {};
};

/// How a sentence came or went.
struct WholeChange {
  bool is_added = false;
  bool is_replaced = false;  ///< what is as long stands for it
};

/// Tells what a sentence of `text` says that came or went. A denial, or an accusation, is news if
/// `other`, the text without it, has no such word; the rest tells what the sentence is about.
void fire_content(Segment& segment,
                  const PassageContent& content,
                  std::string_view text,
                  WholeChange change,
                  WordsOfText& other);

}  // namespace arch::corrections
