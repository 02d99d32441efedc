#include "base/unicode.hpp"

#include "base/utf8.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace arch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string text_of(std::initializer_list<char32_t> characters) {
  std::string text;
  for (const char32_t character : characters) {
    append_utf8(text, character);
  }
  return text;
}

struct Normalized {
  std::string source;
  std::string nfc;
};

/// Lines of https://www.unicode.org/Public/15.0.0/ucd/NormalizationTest.txt, columns 1 and 2.
std::vector<Normalized> normalization_test_lines() {
  return {{text_of({0x1E0A}), text_of({0x1E0A})},
          {text_of({0x1E0A, 0x0323}), text_of({0x1E0C, 0x0307})},
          {text_of({0x0044, 0x0307, 0x0323}), text_of({0x1E0C, 0x0307})},
          {text_of({0x1100, 0xAC00, 0x11A8}), text_of({0x1100, 0xAC01})},
          {text_of({0x1100, 0x1161}), text_of({0xAC00})},
          {text_of({0x212B}), text_of({0x00C5})},
          {text_of({0x2126}), text_of({0x03A9})},
          {text_of({0x0958}), text_of({0x0915, 0x093C})},  // excluded from composition
          {text_of({0xFB1D}), text_of({0x05D9, 0x05B4})},
          {text_of({0x2ADC}), text_of({0x2ADD, 0x0338})},
          {text_of({0xFB01}), text_of({0xFB01})},  // only compatibility
          {text_of({0x0061, 0x0315, 0x0300, 0x05AE, 0x0300, 0x0062}),
           text_of({0x00E0, 0x05AE, 0x0300, 0x0315, 0x0062})}};
}

TEST(Nfc, AgreesWithTheNormalizationTest) {
  for (const Normalized& line : normalization_test_lines()) {
    EXPECT_EQ(to_nfc(line.source), line.nfc);
    EXPECT_EQ(to_nfc(line.nfc), line.nfc);
    EXPECT_TRUE(is_nfc(line.nfc));
    EXPECT_EQ(is_nfc(line.source), line.source == line.nfc);
    // Behind a dash or a quotation mark, with which nothing composes.
    EXPECT_EQ(is_nfc("caf\u00E9 \u2014\u2019" + line.source), line.source == line.nfc);
  }
}

TEST(Nfc, LeavesCharactersOfLaterVersionsAlone) {
  // U+105C9 is U+105D2 U+0307 since Unicode 16.0; in 15.0 neither was assigned.
  const std::string newer = text_of({0x105D2, 0x0307});
  EXPECT_EQ(to_nfc(newer), newer);
  const std::string composed = text_of({0x105C9, 0x65, 0x0301});
  EXPECT_EQ(to_nfc(composed), text_of({0x105C9, 0xE9}));
}

TEST(Nfc, ReplacesWrongBytes) {
  EXPECT_EQ(to_nfc("e\u0301\xFF\xE2\x80"), "\u00E9\uFFFD\uFFFD\uFFFD");
  EXPECT_FALSE(is_nfc("\xFF"));
}

TEST(Nfc, IsTheSameTwice) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  constexpr char32_t stock[] = {'a',    'e',     0x300,   0x301,   0x323,  0x338,  0x5B4,
                                0x5D9,  0x1100,  0x1161,  0x11A8,  0xAC00, 0x212B, 0x9BE,
                                0x9C7,  0x3B1,   0x345,   0x653,   0x627,  0x30AB, 0x3099,
                                0xFFFD, 0x1D15E, 0x105C9, 0x110A5, 0x110BA};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t size = random() % 12; size > 0; --size) {
      append_utf8(text, stock[random() % std::size(stock)]);
    }
    const std::string nfc = to_nfc(text);
    ASSERT_TRUE(is_nfc(nfc));
    ASSERT_EQ(to_nfc(nfc), nfc);
  }
}

// https://www.unicode.org/Public/15.0.0/ucd/CaseFolding.txt, status C and F.
TEST(FoldCase, FoldsFully) {
  EXPECT_EQ(fold_case("ASCII and 123"), "ascii and 123");
  EXPECT_EQ(fold_case("STRASSE"), fold_case("Straße"));
  EXPECT_EQ(fold_case("ΣΊΣΥΦΟΣ"), fold_case("σίσυφος"));
  EXPECT_EQ(fold_case("\uFB03"), "ffi");
  EXPECT_EQ(fold_case("\u0130"), "i\u0307");  // not Turkish
}

// Lines of GraphemeBreakTest.txt of Unicode 15.0.
TEST(Graphemes, HoldTogetherWhatOneReaderSeesAsOne) {
  EXPECT_THAT(grapheme_boundaries("a\u0308b"), ElementsAre(0, 3, 4));
  EXPECT_THAT(grapheme_boundaries("\r\na"), ElementsAre(0, 2, 3));
  EXPECT_THAT(grapheme_boundaries(text_of({0x1F1E6, 0x1F1E7, 0x1F1E8})), ElementsAre(0, 8, 12));
  EXPECT_THAT(grapheme_boundaries(text_of({0x1F6D1, 0x200D, 0x1F6D1})), ElementsAre(0, 11));
  EXPECT_THAT(grapheme_boundaries(text_of({0x1F476, 0x1F3FF, 0x1F476})), ElementsAre(0, 8, 12));
  EXPECT_THAT(grapheme_boundaries(""), IsEmpty());
}

// Examples of UAX #29, section 4.1.
TEST(Words, AreThoseOfTheStandard) {
  EXPECT_THAT(word_boundaries("can't"), ElementsAre(0, 5));
  EXPECT_THAT(word_boundaries("32.3 ft"), ElementsAre(0, 4, 5, 7));
  EXPECT_THAT(word_boundaries("(brown)"), ElementsAre(0, 1, 6, 7));
  EXPECT_THAT(word_boundaries(""), IsEmpty());
}

TEST(Words, AreFoundInTextWithoutSpaces) {
  // "Thai language" in Thai: two words of four and three letters.
  EXPECT_THAT(word_boundaries("\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22"),
              ElementsAre(0, 12, 21));
}

TEST(Boundaries, NeverFallInsideACodePoint) {
  const std::string text = "a\xFF\xE2\x80z\u00E9";
  for (const auto& boundaries : {word_boundaries(text), grapheme_boundaries(text)}) {
    EXPECT_EQ(boundaries.front(), 0U);
    EXPECT_EQ(boundaries.back(), text.size());
    EXPECT_THAT(boundaries, ::testing::Not(::testing::Contains(text.size() - 1)));
  }
}

TEST(DisplayWidth, CountsTerminalColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("e\u0301\u00E9"), 2U);
  EXPECT_EQ(display_width("中文"), 4U);
  EXPECT_EQ(display_width("\uFF21"), 2U);      // full-width A
  EXPECT_EQ(display_width("\U0001F44D"), 2U);  // thumbs up
  EXPECT_EQ(display_width("\U0001F1F7\U0001F1FC"), 2U);
  EXPECT_EQ(display_width("\u200B\u200D\u00AD\n"), 0U);
  EXPECT_EQ(display_width(""), 0U);
}

}  // namespace
}  // namespace arch
