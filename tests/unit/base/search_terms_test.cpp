#include "base/search_terms.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> words(std::string_view text) {
  const SearchTerms terms = cut_search_terms(text);
  std::vector<std::string> all;
  all.reserve(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    all.emplace_back(terms.word(i));
  }
  return all;
}

TEST(SearchTerms, AreRunsOfLettersAndDigitsWithoutRegardToCase) {
  EXPECT_THAT(words("Fifteen cars DERAILED, 15 of them."),
              ElementsAre("fifteen", "cars", "derailed", "15", "of", "them"));
  EXPECT_THAT(words("Kagame’s co-operation"), ElementsAre("kagame", "s", "co", "operation"));
  EXPECT_THAT(words(" — … “” "), IsEmpty());
  EXPECT_THAT(words(""), IsEmpty());
}

TEST(SearchTerms, FoldAccentsOfLatinGreekAndCyrillicButNotTheVowelsOfOthers) {
  EXPECT_EQ(words("Café Zürich Straße Ångström ﬁn"), words("cafe ZURICH STRASSE angstrom fin"));
  EXPECT_EQ(words("Ἀθῆναι ёлка"), words("αθηναι елка"));
  EXPECT_NE(words("कि"), words("क"));
  EXPECT_EQ(words("ＡＢＣ１２"), words("abc12"));
}

TEST(SearchTerms, CutScriptsWithoutSpacesIntoCharacters) {
  EXPECT_THAT(words("総理大臣は"), ElementsAre("総", "理", "大", "臣", "は"));
  EXPECT_THAT(words("ที่นี่"), ElementsAre("ที่", "นี่"));
  EXPECT_THAT(words("GDP增长3"), ElementsAre("gdp", "增", "长", "3"));
  EXPECT_THAT(words("한국어 뉴스").size(), 2U);
}

TEST(SearchTerms, KeepAPersianWordWithItsJoinerWhole) {
  EXPECT_EQ(words("می‌خواهم").size(), 1U);
}

TEST(SearchTerms, SayWhereTheyStandInTheText) {
  const std::string text = "«Élan», 20";
  const SearchTerms terms = cut_search_terms(text);
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(text.substr(terms.terms[0].begin, terms.terms[0].end - terms.terms[0].begin), "Élan");
  EXPECT_EQ(text.substr(terms.terms[1].begin, terms.terms[1].end - terms.terms[1].begin), "20");
}

TEST(SearchTerms, TakeAnyBytes) {
  EXPECT_THAT(words("a\xff"
                    "b\xc3"),
              ElementsAre("a", "b"));
  EXPECT_EQ(words(std::string(100'000, 'x')).at(0).size(), max_search_term);
  std::string marks = "a";
  for (int i = 0; i < 10'000; ++i) {
    marks += "\u0301";
  }
  EXPECT_THAT(words(marks), ElementsAre("a"));
  std::string hangul;
  for (int i = 0; i < 1'000; ++i) {
    hangul += "한";
  }
  EXPECT_LE(words(hangul).at(0).size(), max_search_term);
}

}  // namespace
}  // namespace arch
