#pragma once

#include "diff/text_diff.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::cmd {

/// Two texts and what changed between them.
struct ComparedTexts {
  std::string_view a;
  std::string_view b;
  const diff::TextDiff& diff;
};

/// Whether a reader is shown that the block or sentence changed, in what it says or in its place.
/// White space is no change; characters between words that hide or reorder text are.
bool is_changed(const ComparedTexts& texts, const diff::Block& block);
bool is_changed(const ComparedTexts& texts, const diff::Sentence& sentence);

/// Returns what changed as phrases, see describe_facts(). Never empty for texts that differ.
std::vector<std::string> facts_of(const ComparedTexts& texts);

/// Part of a changed block: neighbouring text to which one thing happened.
struct Piece {
  diff::Kind kind = diff::Kind::kept;
  std::string_view a;
  std::string_view b;
  /// A sentence that moved here and was changed on the way is several pieces between two edges,
  /// which have no text. Its old text stood elsewhere, where it is one moved_from.
  enum class Edge { none, opens_moved, closes_moved } edge = Edge::none;
  bool is_in_moved = false;
};

/// Whether sentences of `block` moved from or to other places, though it is new or gone itself.
bool holds_moved(const ComparedTexts& texts, const diff::Block& block);

/// Returns the pieces of `block`, neighbours that were kept as one: of inserted and deleted blocks
/// one, of moved_from none. Case and typography count as replaced, white space as kept.
std::vector<Piece> pieces_of(const ComparedTexts& texts, const diff::Block& block);

/// Returns the pieces of `block` to be shown one after the other, `b` of those that were kept.
/// Where only what is gone follows, the new text breaks the paragraph already: there `b` is as `a`.
std::vector<Piece> inline_pieces_of(const ComparedTexts& texts, const diff::Block& block);

/// Returns the pieces of `sentence`, likewise.
std::vector<Piece> pieces_of(const ComparedTexts& texts, const diff::Sentence& sentence);

/// The numbers of a text's blocks as a reader counts them: from 1, header fields not counted.
class BlockNumbers {
public:
  explicit BlockNumbers(std::string_view text);

  std::size_t count() const { return contents_.size(); }

  /// The first and the last block that `range` covers a part of; nullopt if there is none.
  std::optional<std::pair<std::size_t, std::size_t>> find(diff::Range range) const;

  /// `7`, `7-9`, or nothing.
  std::string text(diff::Range range) const;

private:
  std::vector<diff::Range> contents_;
};

/// `text` without the white space at its ends, and that white space. Where there is nothing else,
/// all of it is leading.
std::string_view trimmed(std::string_view text);
std::string_view leading_space(std::string_view text);
std::string_view trailing_space(std::string_view text);

/// The first or last `size` bytes or a little less, cut at a space if there is one near.
std::string_view head(std::string_view text, std::size_t size);
std::string_view tail(std::string_view text, std::size_t size);

/// Returns the value of header line `name` of `text`; empty if it has none.
std::string_view find_field(std::string_view text, std::string_view name);

/// Returns the name of header line `block`, such as `headline`; empty if it is none.
std::string_view field_of(const ComparedTexts& texts, const diff::Block& block);

/// Takes `headline: ` off the first piece of a header line, where the name is told beside it.
void trim_field_name(const ComparedTexts& texts, const diff::Block& block, Piece& first);

}  // namespace arch::cmd
