#pragma once

#include "diff/range.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace arch::diff {

/// What became of a block, a sentence or a run of words.
enum class Kind : std::uint8_t {
  kept,        ///< The same words in the same place. Only its white space may differ.
  inserted,    ///< Only in the new text.
  deleted,     ///< Only in the old text.
  replaced,    ///< In both, with changes inside.
  moved_from,  ///< Where something that moved stood in the old text. Its words are at moved_to.
  moved_to,    ///< Where it stands in the new text. It may have been changed on the way.
  split,       ///< One in the old text, several in the new one.
  joined,      ///< Several in the old text, one in the new one.
};

/// The most that a change does to its text, least first.
enum class Touch : std::uint8_t {
  none,     ///< Nothing: bytes are equal.
  spacing,  ///< White space only.
  form,     ///< Letter case or typography only.
  words,    ///< Words.
};

/// Neighbouring words of one sentence to which one thing happened, with the white space around
/// them. Its kind is kept, inserted, deleted or replaced.
struct Run {
  Kind kind = Kind::kept;
  Touch touch = Touch::none;
  Range a = {};               ///< Its bytes in the old text; empty if inserted.
  Range b = {};               ///< Its bytes in the new text; empty if deleted.
  std::uint32_t words_a = 0;  ///< Words in `a`, punctuation not counted.
  std::uint32_t words_b = 0;  ///< Words in `b`, likewise.
};

/// Neighbours in a list of the tree: [begin, end) of TextDiff::sentences or TextDiff::runs.
using Children = Range;

struct Sentence {
  Kind kind = Kind::kept;
  Touch touch = Touch::none;
  Range a = {};
  Range b = {};
  Children runs = {};
  /// Of moved_from and moved_to: the number of the other one in TextDiff::sentences.
  std::uint32_t partner = 0;
};

struct Block {
  Kind kind = Kind::kept;
  Touch touch = Touch::none;
  bool is_field = false;  ///< A header line `name: value`.
  Range a = {};
  Range b = {};
  Children sentences = {};    ///< Empty if touch is none, or kind moved_from.
  std::uint32_t partner = 0;  ///< As in Sentence, in TextDiff::blocks.
};

/// What changed between two texts: a tree of blocks, sentences and runs of words, each with the
/// bytes it covers in both. It holds no text itself, so it is read together with the two texts.
///
/// Blocks, and within them sentences, come in the order of the new text; what is only in the old
/// text comes where it stood, before what replaced it. Where a node covers nothing on one side its
/// range there is empty, and except for moved_from and moved_to stands at the place in question.
///
/// Every byte of both texts is in exactly one leaf: a block or a sentence with touch none and
/// without children, or a run. (moved_from is not a leaf: its bytes are the `a` of its moved_to.)
/// Bytes of a leaf of kind kept, and of a moved leaf with touch none, are equal on both sides.
struct TextDiff {
  std::vector<Block> blocks;
  std::vector<Sentence> sentences;
  std::vector<Run> runs;
  /// A text was too large, or the budget ran out somewhere: all of the above holds, but more may be
  /// called changed than was.
  bool degraded = false;

  [[nodiscard]] std::span<const Sentence> sentences_of(const Block& block) const {
    return std::span(sentences).subspan(block.sentences.begin, block.sentences.size());
  }
  [[nodiscard]] std::span<const Run> runs_of(const Sentence& sentence) const {
    return std::span(runs).subspan(sentence.runs.begin, sentence.runs.size());
  }
};

/// Returns the leaves of `diff` in the order of the tree, blocks and sentences as kept runs whose
/// words are not counted. Their `b` ascend, and so do their `a` but for what moved.
std::vector<Run> leaves(const TextDiff& diff);

/// Largest text that is cut into blocks, in bytes: some two million words, a thousand times an
/// article. Comparing two such texts takes a second, of the worst of them several.
inline constexpr std::size_t max_cut_size = std::size_t{12} << 20U;

/// Returns what changed from text `a` to text `b`. Works on any bytes: what is not UTF-8 counts as
/// marks of one byte, and no cut falls inside a character or grapheme cluster.
/// Depends on nothing but the two texts. Its work is bounded by counted operations; see `degraded`.
/// A text with more words and marks than some 100,000 in blocks that changed is cut only so far;
/// blocks beyond have one sentence each, whose words are what stands between ASCII white space.
/// When a text is larger than max_cut_size, all lines between those that both texts begin and end
/// with are one replaced block, and its words are what stands between ASCII white space.
/// Throws Error{unsupported} when a text is larger than max_text_size.
TextDiff compare(std::string_view a, std::string_view b);

}  // namespace arch::diff
