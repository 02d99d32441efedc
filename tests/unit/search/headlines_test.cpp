#include "search/headlines.hpp"

#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::search {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;

struct Seen {
  const char* time;
  const char* headline;
};

std::vector<HeadlineState> states(const std::vector<Seen>& seen) {
  Sandbox sandbox;
  for (const Seen& one : seen) {
    sandbox.look("k", today(one.time), page_of(one.headline, "The same text."));
  }
  return headline_states(sandbox.read("k"));
}

TEST(Headlines, StandForAnInterval) {
  const auto found = states({{"10:00", "A"}, {"10:15", "A"}, {"10:45", "B"}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].when.last_seen, today("10:15"));
  EXPECT_EQ(found[0].when.gone_by, today("10:45"));
  EXPECT_EQ(found[1].when.not_before, today("10:15"));
  EXPECT_EQ(count_changes(found), 1U);
}

TEST(Headlines, ThatAlternateWithinHoursAreVariantsAndNoChange) {
  const auto found = states({{"10:00", "A"}, {"10:20", "B"}, {"10:40", "A"}, {"12:00", "A"}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_FALSE(found[0].is_variant);
  EXPECT_TRUE(found[1].is_variant);
  EXPECT_EQ(count_changes(found), 0U);
}

TEST(Headlines, ThatStayAtTheEndOfATestAreOneChange) {
  EXPECT_EQ(count_changes(states({{"10:00", "A"}, {"10:20", "B"}, {"10:30", "B"}})), 1U);
  EXPECT_EQ(count_changes(states(
                {{"10:00", "A"}, {"10:20", "B"}, {"10:40", "A"}, {"11:00", "B"}, {"15:00", "B"}})),
            1U);
}

TEST(Headlines, ThatComeBackAfterADayAreTwoChanges) {
  EXPECT_EQ(count_changes(states({{"01:00", "A"}, {"02:00", "B"}, {"22:00", "A"}})), 2U);
}

}  // namespace
}  // namespace arch::search
