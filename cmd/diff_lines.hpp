#pragma once

#include "cmd/diff_view.hpp"
#include "cmd/marked_text.hpp"

#include <string>
#include <string_view>

namespace arch::cmd {

/// How the lines of a block begin.
struct BlockSign {
  char sign = ' ';  ///< docs/cli.md#how-a-change-is-shown
  Role role = Role::plain;
  std::string number_a = {};  ///< empty if it has none in this text, as fields
  std::string number_b = {};
  std::string note = {};  ///< `moved from 4`, or empty

  /// The note as it stands before a text.
  std::string lead() const { return note.empty() ? std::string{} : note + ": "; }
};

/// What the views in letters have in common: signs and numbers of blocks, marks of words.
class DiffLines {
public:
  explicit DiffLines(const ComparedTexts& texts);

  /// Columns that the longest number of a block takes.
  std::size_t digits() const { return digits_; }

  BlockSign sign_of(const diff::Block& block) const;

  /// `… 5 paragraphs unchanged`; empty if they are header lines only.
  std::string folded(diff::Range blocks) const;

private:
  const ComparedTexts& texts_;
  BlockNumbers numbers_a_;
  BlockNumbers numbers_b_;
  std::size_t digits_;
};

/// Returns `text` with a blank for tabs and line breaks in a row, where lines are broken anew or
/// not at all.
std::string on_one_line(std::string_view text);

/// Appends `words` between marks. White space at the ends stays outside of them, where it reads as
/// it does in the text; where there is nothing else, it says nothing.
void add_marked(MarkedText& text,
                std::string_view words,
                std::string_view open,
                std::string_view close,
                Role role);

/// Appends what a changed piece was and what it is: `[-old-]{+new+}`.
void add_changed(MarkedText& text, const Piece& piece);

}  // namespace arch::cmd
