#pragma once

#include "diff/range.hpp"
#include "diff/words.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// Where a word comes from. Revisions count from 0, in the order in which they were added.
struct Origin {
  std::uint32_t first = 0;  ///< The revision that first wrote it.
  /// The last revision that had it again when the one before had it not; `first` if it has never
  /// been gone.
  std::uint32_t returned = 0;

  [[nodiscard]] bool came_back() const { return returned != first; }
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// A word or a mark of a text, and where it comes from.
struct BlamedWord {
  Range bytes = {};
  WordClass kind = WordClass::content;
  Origin origin = {};
};

struct BlamedSentence {
  Range bytes = {};  ///< From its first word to its last.
  Range words = {};  ///< In BlamedText::words; never empty.
};

struct BlamedBlock {
  Range bytes = {};  ///< See TextBlock::content.
  bool is_field = false;
  Range sentences = {};  ///< In BlamedText::sentences.
};

/// The words of a text with their origins, in blocks and sentences.
struct BlamedText {
  std::vector<BlamedBlock> blocks;
  std::vector<BlamedSentence> sentences;
  std::vector<BlamedWord> words;

  [[nodiscard]] std::span<const BlamedSentence> sentences_of(const BlamedBlock& block) const {
    return std::span(sentences).subspan(block.sentences.begin, block.sentences.size());
  }
  [[nodiscard]] std::span<const BlamedWord> words_of(const BlamedSentence& sentence) const {
    return std::span(words).subspan(sentence.words.begin, sentence.words.size());
  }
};

/// Finds who first wrote each word of a text that was revised many times.
///
/// A word keeps its origin when words around it change, when its sentence or paragraph is moved,
/// split or joined, when its letter case or typography changes, and when it was taken out and put
/// back: it is looked for in everything that the article ever held. A word that merely occurred
/// before, elsewhere, has no claim to be the same.
///
/// Depends on nothing but the texts. Work is bounded by counted operations for each revision, see
/// degraded().
class Blame {
public:
  Blame();
  ~Blame();
  Blame(Blame&&) noexcept;
  Blame& operator=(Blame&&) noexcept;

  /// Adds the text of the next revision. Any bytes will do. The text is not needed afterwards.
  /// Throws Error{unsupported} when it is larger than max_text_size.
  void add(std::string_view text);

  /// Returns the words of the text that was added last; nothing before the first.
  [[nodiscard]] BlamedText latest() const;

  /// Whether a budget ran out in some revision: words may then be called newer than they are.
  [[nodiscard]] bool degraded() const;

private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace arch::diff
