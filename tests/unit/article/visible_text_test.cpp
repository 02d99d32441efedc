#include "article/visible_text.hpp"

#include "base/unicode.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace arch::article {
namespace {

std::string visible(std::string_view page) {
  return visible_text(as_bytes(page));
}

TEST(VisibleText, EndsLinesAlike) {
  EXPECT_EQ(visible("a\r\nb\rc\nd\fe\vf\u0085g\u2028h\u2029i"), "a\nb\nc\nd\ne\nf\ng\nh\ni");
  EXPECT_EQ(visible("a\r\r\n\nb"), "a\n\n\nb");
}

TEST(VisibleText, HasNoSpacesThatNobodySees) {
  EXPECT_EQ(visible("a \t b  c   \n\u00A0\n\u2003d\u202F\u00A0\n"), "a b c\n\n d\n");
  EXPECT_EQ(visible("Kagame. \u00A0 The"), "Kagame. The");
  EXPECT_EQ(visible("100\u202F000"), "100 000");
  EXPECT_EQ(visible("\u3000\u4E2D"), " \u4E2D");
}

TEST(VisibleText, KeepsOneSpaceOfAnIndent) {
  EXPECT_EQ(visible("a\n    - b\n\t\tc"), "a\n - b\n c");
}

TEST(VisibleText, HasNoCharactersThatNobodySees) {
  EXPECT_EQ(visible("co\u00ADoper\u200Bate\uFEFF"), "cooperate");
  EXPECT_EQ(visible("a \u00AD b"), "a b");
}

TEST(VisibleText, KeepsTheZeroWidthSpacesOfScriptsWithoutSpaces) {
  const std::string khmer = "\u1781\u17D2\u1789\u17BB\u17C6\u200B\u179F\u17D2";
  EXPECT_EQ(visible(khmer), khmer);
  EXPECT_EQ(visible("\u0E20\u200B\u0E32"), "\u0E20\u200B\u0E32");
  EXPECT_EQ(visible("\u200B\u0E32"), "\u0E32");
  EXPECT_EQ(visible("\u4E2D\u200B\u56FD"), "\u4E2D\u56FD");
}

TEST(VisibleText, KeepsWhatAReaderSeesAndScriptsNeed) {
  for (const std::string text : {"\u201Cquoted\u201D \u2018it\u2019s\u2019 \u2013 \u2014 \u2026",
                                 "\U0001F469\u200D\U0001F692 \u2764\uFE0F",
                                 "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
                                 "\u05D0\u200F!",
                                 "\uFFFD \u2060 \u1680"}) {
    EXPECT_EQ(visible(text), text);
  }
}

TEST(VisibleText, ShowsThatThereWereControls) {
  EXPECT_EQ(visible("\x1b[31m\x7f\u009b"), "\uFFFD[31m\uFFFD\uFFFD");
  EXPECT_EQ(visible(std::string_view{"a\0b\x01", 4}),
            "a\uFFFD"
            "b\uFFFD");
}

TEST(VisibleText, IsInFormCWithoutWhatWasBetween) {
  EXPECT_EQ(visible("e\u00AD\u0301"), "\u00E9");
  EXPECT_EQ(visible("e\u0301"), "\u00E9");
}

TEST(VisibleText, CollapsesSpacesAtEveryOffset) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 20'000; ++round) {
    std::string page;
    std::string expected;
    for (std::size_t size = random() % 60; size > 0; --size) {
      const char c = "abcdefghij \n "[random() % 13];
      page += c;
      if (c == '\n' && expected.ends_with(' ')) {
        expected.pop_back();
      }
      if (c != ' ' || !expected.ends_with(' ')) {
        expected += c;
      }
    }
    if (expected.ends_with(' ')) {
      expected.pop_back();
    }
    ASSERT_EQ(visible(page), expected) << page;
  }
}

TEST(VisibleText, ChangesNoMoreWhenReadAgain) {
  const unsigned seed = 20261126;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 5000; ++round) {
    std::string page = "text ";
    for (std::size_t size = random() % 60; size > 0; --size) {
      page += static_cast<char>(random() % 3 == 0 ? random() % 256 : 'a' + random() % 26);
    }
    const std::string text = visible(page);
    ASSERT_TRUE(is_nfc(text));
    ASSERT_EQ(visible(text), text);
  }
}

}  // namespace
}  // namespace arch::article
