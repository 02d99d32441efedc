#include "report/statistics.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace arch::report {
namespace {

using End = Duration::End;

// Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: method 3.
TEST(Wilson, GivesTheIntervalsThatNewcombePublished) {
  const auto expect = [](std::uint64_t count, std::uint64_t of, double low, double high) {
    EXPECT_NEAR(wilson(count, of).low, low, 0.00005) << count << "/" << of;
    EXPECT_NEAR(wilson(count, of).high, high, 0.00005) << count << "/" << of;
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0000, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
}

TEST(Wilson, SaysNothingOfNoCases) {
  EXPECT_EQ(wilson(0, 0), (Bounds{.low = 0, .high = 1}));
  EXPECT_EQ(wilson(7, 7).high, 1);
  EXPECT_EQ(wilson(0, 7).low, 0);
}

// The same, 873-890, table II: method 10.
TEST(Difference, GivesTheIntervalsThatNewcombePublished) {
  const auto a = difference(56, 70, 48, 80);
  ASSERT_TRUE(a);
  EXPECT_NEAR(a->value, 0.2, 1e-12);
  EXPECT_NEAR(a->bounds.low, 0.0524, 0.00005);
  EXPECT_NEAR(a->bounds.high, 0.3339, 0.00005);
  const auto b = difference(9, 10, 3, 10);
  ASSERT_TRUE(b);
  EXPECT_NEAR(b->bounds.low, 0.1705, 0.00005);
  EXPECT_NEAR(b->bounds.high, 0.8090, 0.00005);
  EXPECT_FALSE(difference(0, 0, 1, 2));
}

// Weeks of remission of the patients who got 6-mercaptopurine: Freireich et al., Blood 21 (1963);
// the curve and its errors as in Kleinbaum and Klein, Survival Analysis, and in Cox and Oakes
// (1984).
TEST(Survival, GivesTheCurveOfFreireichsPatients) {
  const std::vector<Duration> weeks{{6},
                                    {6},
                                    {6},
                                    {6, End::censored},
                                    {7},
                                    {9, End::censored},
                                    {10},
                                    {10, End::censored},
                                    {11, End::censored},
                                    {13},
                                    {16},
                                    {17, End::censored},
                                    {19, End::censored},
                                    {20, End::censored},
                                    {22},
                                    {23},
                                    {25, End::censored},
                                    {32, End::censored},
                                    {32, End::censored},
                                    {34, End::censored},
                                    {35, End::censored}};
  struct Row {
    double time;
    std::uint64_t at_risk;
    std::uint64_t ended;
    double survival;
    double error;
  };
  const std::vector<Row> published{{6, 21, 3, 0.857, 0.0764},
                                   {7, 17, 1, 0.807, 0.0869},
                                   {10, 15, 1, 0.753, 0.0963},
                                   {13, 12, 1, 0.690, 0.1068},
                                   {16, 11, 1, 0.627, 0.1141},
                                   {22, 7, 1, 0.538, 0.1282},
                                   {23, 6, 1, 0.448, 0.1346}};
  const std::vector<SurvivalStep> steps = survival(weeks);
  ASSERT_EQ(steps.size(), published.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].time, published[i].time);
    EXPECT_EQ(steps[i].at_risk, published[i].at_risk);
    EXPECT_EQ(steps[i].ended, published[i].ended);
    EXPECT_NEAR(steps[i].survival, published[i].survival, 0.0005);
    EXPECT_NEAR(steps[i].error, published[i].error, 0.00005);
  }
  EXPECT_EQ(quantile(steps, 0.25), 13);
  EXPECT_EQ(quantile(steps, 0.5), 23);
  EXPECT_FALSE(quantile(steps, 0.75));
}

// The same trial's patients who got a placebo: none is censored, the median is 8 weeks.
TEST(Survival, IsThePlainShareWhenNothingIsCensored) {
  std::vector<Duration> weeks;
  for (const double week :
       {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}) {
    weeks.push_back({week});
  }
  const std::vector<SurvivalStep> steps = survival(weeks);
  EXPECT_EQ(quantile(steps, 0.5), 8);
  EXPECT_NEAR(steps[4].survival, 12.0 / 21, 1e-9);
  EXPECT_EQ(steps.back().survival, 0);
}

TEST(Survival, IsEmptyWhenNothingEnded) {
  EXPECT_TRUE(survival({}).empty());
  const std::vector<Duration> open{{5, End::censored}};
  EXPECT_TRUE(survival(open).empty());
  EXPECT_FALSE(quantile(survival(open), 0.5));
}

TEST(Median, IsTheMiddle) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_FALSE(median({}));
}

TEST(Bootstrap, IsTheSameForEverAndWidensWhenArticlesDiffer) {
  const std::vector<Group> alike(50, Group{.count = 1, .of = 2});
  EXPECT_EQ(bootstrap(alike), (Bounds{.low = 0.5, .high = 0.5}));
  std::vector<Group> mixed(25, Group{.count = 2, .of = 2});
  mixed.resize(50, Group{.count = 0, .of = 2});
  const auto bounds = bootstrap(mixed);
  ASSERT_TRUE(bounds);
  // By theory 0.5 ± 1.96 * 0.5 / sqrt(50).
  EXPECT_NEAR(bounds->low, 0.361, 0.03);
  EXPECT_NEAR(bounds->high, 0.639, 0.03);
  EXPECT_EQ(bootstrap(mixed), bounds);
  EXPECT_FALSE(bootstrap({}));
  EXPECT_FALSE(bootstrap(std::vector<Group>(3)));
}

TEST(MissChance, IsTheShareOfTheGapThatTheEditDidNotLive) {
  EXPECT_EQ(miss_chance(15, 60), 0.75);
  EXPECT_EQ(miss_chance(60, 60), 0);
  EXPECT_EQ(miss_chance(90, 60), 0);
}

}  // namespace
}  // namespace arch::report
