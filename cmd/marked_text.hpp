#pragma once

#include "cmd/output.hpp"
#include "cmd/style.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::cmd {

/// A text whose parts have roles, printed with colour and wrapped at words.
class MarkedText {
public:
  /// Appends `text`, with what a terminal must not get shown as escapes.
  void add(std::string_view text, Role role = Role::plain);

  /// Takes white space off the end.
  void trim_end();

  /// A line as it is painted, and how many columns it takes.
  struct Line {
    std::string painted = {};
    std::size_t columns = 0;
  };
  /// Returns the text in lines of at most `room` columns, broken at blanks, and where a line has
  /// none within a word, between graphemes. nullopt: broken only where the text is.
  enum class LongWords {
    keep_ascii,  ///< A word of ASCII, such as a URL, stays whole, for whoever copies it.
    cut,
  };
  std::vector<Line> lines(const Style& style,
                          std::optional<std::size_t> room,
                          LongWords long_words = LongWords::keep_ascii) const;

  /// Where and how to print. Lines after the first begin with as many spaces as the first line's
  /// beginning has columns.
  struct Layout {
    std::string first = {};  ///< what the first line begins with, not wrapped
    Role first_role = Role::plain;
    std::size_t indent = 0;                 ///< its columns
    std::optional<std::size_t> width = {};  ///< in columns; nullopt: lines are not wrapped
  };
  void print(Output& out, const Style& style, const Layout& layout) const;

private:
  std::string text_;
  std::vector<std::pair<std::size_t, Role>> spans_;  ///< where each ends in text_, and its role
};

}  // namespace arch::cmd
