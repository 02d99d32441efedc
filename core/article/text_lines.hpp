#pragma once

#include <cstddef>
#include <string_view>

namespace arch::article {

/// What a line of plain text or Markdown looks like by itself.
enum class LineKind {
  text,        ///< of a paragraph
  separate,    ///< like text, but never part of the lines around it: code, tables, tags, rules
  title,       ///< `# …`, or underlined with =
  subheading,  ///< `## …` to `###### …`, or underlined with -
  quotation,   ///< `> …`
  list_item,   ///< `- …`, `* …`, `+ …`
  image,       ///< the placeholder of an image in copied text: `image`, `[image: …]`
};

struct Line {
  LineKind kind = LineKind::text;
  std::string_view text = {};  ///< without its mark; not empty, but that of an image may be
  bool after_blank = true;     ///< an empty line stands before it, or nothing
  bool starts_block = false;   ///< text that begins a numbered item
};

/// Reads visible_text() line by line. Empty lines are passed over, an underline is read with the
/// line above it.
class LineReader {
public:
  /// `text` must outlive the lines.
  explicit LineReader(std::string_view text) : rest_{text} {}

  /// Reads the next line; returns whether there is one.
  bool next(Line& line);

private:
  std::string_view take_line();

  std::string_view rest_;
  bool first_ = true;
  char fence_ = '\0';  ///< inside a code block: the character of its marks
};

/// Returns the number of code points of `text`, valid UTF-8.
std::size_t count_characters(std::string_view text);

/// Returns whether the paragraphs of `text` were broken into lines to fit a width: nearly every
/// line that is followed by another is so full that the next word would not have fitted.
bool is_hard_wrapped(std::string_view text);

}  // namespace arch::article
