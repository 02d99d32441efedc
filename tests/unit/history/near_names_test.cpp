#include "history/near_names.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::history {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

store::ArticleRow row(std::string key, std::string title = {}) {
  return {.key = std::move(key), .listing = {.title = std::move(title)}};
}

TEST(DistanceWithin, IsThatOfTheNearestStretch) {
  // The example of Navarro, A guided tour to approximate string matching (2001): "survey" stands in
  // "surgery" with two mistakes.
  EXPECT_EQ(distance_within("survey", "surgery"), 2U);
  EXPECT_EQ(distance_within("abc", "xxabcxx"), 0U);
  EXPECT_EQ(distance_within("abc", "xxacxx"), 1U);
  EXPECT_EQ(distance_within("abc", ""), 3U);
  EXPECT_EQ(distance_within("", "xyz"), 0U);
}

TEST(NearNames, AreThoseWithFewMistakes) {
  EXPECT_THAT(
      find_near_names(
          {row("https://example.org/merkel-resigns"), row("news/other")}, "merkle-resigns", 3),
      ElementsAre("https://example.org/merkel-resigns"));
}

TEST(NearNames, LookIntoHeadlinesWhateverTheirCase) {
  EXPECT_THAT(
      find_near_names(
          {row("a", "Ministers RESIGN over letter"), row("b", "Weather")}, "resing over", 3),
      ElementsAre("a"));
}

TEST(NearNames, PutTheNearestFirstAndStopAtTheLimit) {
  EXPECT_THAT(find_near_names({row("abcdefgx"), row("abcdefgh"), row("abcdefxx")}, "abcdefgh", 2),
              ElementsAre("abcdefgh", "abcdefgx"));
}

TEST(NearNames, AreNoneForWhatIsUnlikeAll) {
  EXPECT_THAT(find_near_names({row("news/a", "Headline")}, "zzzzzzzz", 3), IsEmpty());
  EXPECT_THAT(find_near_names({row("news/a", "Headline")}, "x", 3), IsEmpty());
}

}  // namespace
}  // namespace arch::history
