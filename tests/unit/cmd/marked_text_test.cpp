#include "cmd/marked_text.hpp"

#include "base/unicode.hpp"
#include "unit/cmd/captured.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {
namespace {

using testing::ElementsAre;

/// What `text` prints.
std::string printed(const MarkedText& text,
                    const MarkedText::Layout& layout,
                    const Style& style = Style{false}) {
  return captured([&](Output& out) { text.print(out, style, layout); });
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

/// The lines of `text` in `room` columns, cut wherever they must be.
std::vector<std::string> cut(std::string_view text, std::size_t room) {
  std::vector<std::string> lines;
  for (const MarkedText::Line& line :
       text_of(text).lines(Style{false}, room, MarkedText::LongWords::cut)) {
    EXPECT_LE(line.columns, room);
    EXPECT_EQ(line.columns, display_width(line.painted));
    lines.push_back(line.painted);
  }
  return lines;
}

TEST(MarkedText, CutsLongWordsWhereColumnsAreFixed) {
  EXPECT_THAT(cut("an https://example.org/page now", 12),
              ElementsAre("an https://e", "xample.org/p", "age now"));
}

TEST(MarkedText, FillsLinesOfScriptsWithoutBlanks) {
  EXPECT_THAT(cut("市議会は予算を可決した。", 11), ElementsAre("市議会は予", "算を可決し", "た。"));
  EXPECT_EQ(printed(text_of("市議会は予算を可決した。"), {.width = 11}),
            "市議会は予\n算を可決し\nた。\n");
}

TEST(MarkedText, CutsNoGrapheme) {
  EXPECT_THAT(cut("éééééé", 4), ElementsAre("éééé", "éé"));
  EXPECT_THAT(cut("ééé", 2), ElementsAre("éé", "é"));
  EXPECT_THAT(cut("สวัสดีครับ", 4), ElementsAre("สวัสดี", "ครับ"));
}

TEST(MarkedText, KeepsColumnsWhereTextHasBidirectionalMarks) {
  EXPECT_THAT(cut("שלום \u200Fעולם", 12), ElementsAre("שלום", "\\u200fעולם"));
}

TEST(MarkedText, IsCutInLinearTime) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) {
    text += "漢";
  }
  EXPECT_EQ(text_of(text).lines(Style{false}, 40, MarkedText::LongWords::cut).size(), 15'000U);
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
