#include "search/query.hpp"

#include "base/error.hpp"
#include "search/searched_text.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::search {
namespace {

using ::testing::ElementsAre;

/// What of `line` the query finds, or `-`.
std::string found(std::string_view typed, std::string_view line, const QueryOptions& how = {}) {
  const LineMatch match = match_line(parse_query(typed, how), line);
  return match.match
             ? std::string{line.substr(match.match->begin, match.match->end - match.match->begin)}
             : "-";
}

constexpr std::string_view line =
    "On Tuesday, fifteen cars of the Kagera train derailed — police say.";

TEST(Query, FindsAPhraseWhateverItsCaseAndPunctuation) {
  EXPECT_EQ(found("cars of the kagera", line), "cars of the Kagera");
  EXPECT_EQ(found("DERAILED: police", line), "derailed — police");
  EXPECT_EQ(found("cars derailed", line), "-");
  EXPECT_EQ(found("car", line), "-");
  EXPECT_EQ(found("tuesday fifteen", line), "Tuesday, fifteen");
}

TEST(Query, TakesAWordWithAStarForTheBeginningOfOne) {
  EXPECT_EQ(found("derail*", line), "derailed");
  EXPECT_EQ(found("kag* tr*", line), "Kagera train");
  EXPECT_EQ(found("rail*", line), "-");
  EXPECT_EQ(found("2 * 3", "2 3"), "2 3");
}

TEST(Query, FindsWordsNearEachOtherInAnyOrder) {
  const QueryOptions within{.relation = Relation::near, .distance = 4};
  EXPECT_EQ(found("derailed cars", line, within), "cars of the Kagera train derailed");
  EXPECT_EQ(found("derailed cars", line, {.relation = Relation::near, .distance = 3}), "-");
  EXPECT_EQ(found("a b", "b x a", {.relation = Relation::near, .distance = 1}), "b x a");
  EXPECT_EQ(found("a b", "a a a x b", {.relation = Relation::near, .distance = 1}), "a x b");
}

TEST(Query, FindsExactTextOnlyWithItsCaseAccentsAndPunctuation) {
  const QueryOptions exact{.exact = QueryOptions::Exact::yes};
  EXPECT_EQ(found("derailed — police", line, exact), "derailed — police");
  EXPECT_EQ(found("derailed - police", line, exact), "-");
  EXPECT_EQ(found("Derailed", line, exact), "-");
  EXPECT_EQ(found("Cafe\u0301", "le Café", exact), "Café");
  EXPECT_EQ(found("Cafe", "le Café", exact), "-");
  EXPECT_THROW(parse_query("cars*", exact), Error);
}

TEST(Query, FindsChineseAndJapaneseWithoutADictionary) {
  EXPECT_EQ(found("大臣", "総理大臣は述べた"), "大臣");
  EXPECT_EQ(found("理大", "総理大臣は述べた"), "理大");
  EXPECT_EQ(found("السيارات", "خرجت السيارات عن القضبان"), "السيارات");
}

TEST(Query, RefusesWhatHasNoWordOrTooMany) {
  EXPECT_THROW(parse_query(""), Error);
  EXPECT_THROW(parse_query(" … * "), Error);
  std::string many;
  for (int i = 0; i < 65; ++i) {
    many += std::to_string(i) + " ";
  }
  EXPECT_THROW(parse_query(many), Error);
  EXPECT_THROW(parse_query(many, {.relation = Relation::anywhere}), Error);
  EXPECT_NO_THROW(parse_query(many.substr(0, many.size() - 3)));
}

TEST(SearchedText, IsWhatReadersSeeOfADocument) {
  std::vector<std::string> lines;
  each_searched_line(
      "headline: A headline\npublished: 2026\ncanonical: https://x\ncorrection: 2026 A note\n\n"
      "headline: no field here\n\n## Sub\n\n![alt]\ncaption: A caption\ncredit: Reuters\n",
      [&](std::string_view one) { lines.emplace_back(one); });
  EXPECT_THAT(lines,
              ElementsAre("A headline",
                          "2026 A note",
                          "headline: no field here",
                          "## Sub",
                          "![alt]",
                          "A caption",
                          "Reuters"));
}

}  // namespace
}  // namespace arch::search
