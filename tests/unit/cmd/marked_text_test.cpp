#include "cmd/marked_text.hpp"

#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include <unistd.h>

namespace arch::cmd {
namespace {

/// What `text` prints.
std::string printed(const MarkedText& text,
                    const MarkedText::Layout& layout,
                    const Style& style = Style{false}) {
  std::array<int, 2> pipe = {};
  EXPECT_EQ(::pipe(pipe.data()), 0);
  Output out{pipe[1]};
  text.print(out, style, layout);
  out.flush();
  ::close(pipe[1]);
  std::string result;
  std::array<char, 4096> block = {};
  for (ssize_t got = 0; (got = ::read(pipe[0], block.data(), block.size())) > 0;) {
    result.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(pipe[0]);
  return result;
}

MarkedText text_of(std::string_view plain) {
  MarkedText text;
  text.add(plain);
  return text;
}

TEST(MarkedText, IsOneLineWithoutAWidth) {
  EXPECT_EQ(printed(text_of("one two three"), {}), "one two three\n");
}

TEST(MarkedText, BreaksLinesAtBlanksAndIndentsThem) {
  EXPECT_EQ(printed(text_of("one two three four"), {.first = "+ ", .indent = 2, .width = 13}),
            "+ one two\n  three four\n");
}

TEST(MarkedText, LeavesAWordWholeThatIsWiderThanTheLine) {
  const std::string word(50, 'w');
  EXPECT_EQ(printed(text_of("a " + word + " b"), {.width = 20}), "a\n" + word + "\nb\n");
}

TEST(MarkedText, CountsColumnsAndNotBytes) {
  EXPECT_EQ(printed(text_of("éééé éééé éé"), {.width = 12}), "éééé éééé éé\n");
  EXPECT_EQ(printed(text_of("漢字漢 漢字漢"), {.width = 12}), "漢字漢\n漢字漢\n");
}

TEST(MarkedText, NeverEndsALineInsideAColour) {
  MarkedText text;
  text.add("one ");
  text.add("two three", Role::removed);
  EXPECT_EQ(printed(text, {.width = 10}, Style{true}),
            "one \x1b[31mtwo\x1b[m\n\x1b[31mthree\x1b[m\n");
}

TEST(MarkedText, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(printed(text_of("a\x1b[31mb"), {}), "a\\x1b[31mb\n");
}

TEST(MarkedText, LosesWhiteSpaceAtItsEndWithTheRolesThereof) {
  MarkedText text;
  text.add("one");
  text.add(" \n", Role::added);
  text.add("\n");
  text.trim_end();
  EXPECT_EQ(printed(text, {}, Style{true}), "one\n");
  MarkedText blank = text_of(" \n");
  blank.trim_end();
  EXPECT_EQ(printed(blank, {}), "\n");
}

}  // namespace
}  // namespace arch::cmd
