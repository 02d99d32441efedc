#include "diff/spelling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::diff {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs respelt(std::string_view a, std::string_view b) {
  Pairs pairs;
  for (const Respelling& word : find_respellings(a, b, compare(a, b))) {
    pairs.emplace_back(slice(a, word.a), slice(b, word.b));
  }
  return pairs;
}

/// What is paired when one word of a sentence becomes another.
Pairs from_to(std::string_view a, std::string_view b) {
  const std::string before = "On Monday evening the council ";
  const std::string after = " the plans for a new bridge.\n";
  return respelt(before + std::string{a} + after, before + std::string{b} + after);
}

TEST(Spelling, PairsWordsWithOneErrorOfEachKind) {
  EXPECT_THAT(from_to("aproved", "approved"), ElementsAre(Pair("aproved", "approved")));
  EXPECT_THAT(from_to("appproved", "approved"), ElementsAre(Pair("appproved", "approved")));
  EXPECT_THAT(from_to("apptoved", "approved"), ElementsAre(Pair("apptoved", "approved")));
  EXPECT_THAT(from_to("arpproved", "approved"), ElementsAre(Pair("arpproved", "approved")));
  EXPECT_THAT(from_to("approvde", "approved"), ElementsAre(Pair("approvde", "approved")));
}

TEST(Spelling, AllowsTwoErrorsInLongWordsOnly) {
  EXPECT_THAT(from_to("accomodatted", "accommodated"), testing::SizeIs(1));
  EXPECT_THAT(from_to("buidls", "bulids"), IsEmpty());
}

TEST(Spelling, LeavesOtherWordsAlone) {
  EXPECT_THAT(from_to("approved", "rejected"), IsEmpty());
  EXPECT_THAT(from_to("reports", "report"), IsEmpty()) << "an ending";
  EXPECT_THAT(from_to("increased", "increases"), IsEmpty()) << "an ending";
  EXPECT_THAT(from_to("killed", "filled"), IsEmpty()) << "the first letter";
  EXPECT_THAT(from_to("1,200", "1,300"), IsEmpty()) << "a number";
  EXPECT_THAT(from_to("http://example.org/", "https://example.org/"), IsEmpty()) << "an address";
  EXPECT_THAT(from_to("was", "has"), IsEmpty()) << "function words";
  EXPECT_THAT(from_to("Approved", "approved"), IsEmpty()) << "the same word";
}

TEST(Spelling, KnowsOtherScriptsAndAccents) {
  EXPECT_THAT(from_to("Gonzalez", "González"), ElementsAre(Pair("Gonzalez", "González")));
  EXPECT_THAT(from_to("Zelenskiy", "Zelensky"), testing::SizeIs(1));
  EXPECT_THAT(respelt("Президент выстпил вчера вечером с речью перед депутатами.\n",
                      "Президент выступил вчера вечером с речью перед депутатами.\n"),
              ElementsAre(Pair("выстпил", "выступил")));
}

TEST(Spelling, PairsInOrderWithinARunOfSeveralWords) {
  EXPECT_THAT(from_to("finaly aproved", "finally approved"),
              ElementsAre(Pair("finaly", "finally"), Pair("aproved", "approved")));
}

TEST(Spelling, PassesOverPassagesThatWereWrittenAnew) {
  std::string a;
  std::string b;
  for (int i = 0; i < 70; ++i) {
    a += "aproved ";
    b += "approved ";
  }
  EXPECT_THAT(respelt(a, b), IsEmpty());
}

}  // namespace
}  // namespace arch::diff
