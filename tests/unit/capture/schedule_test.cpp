#include "capture/schedule.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <vector>

namespace arch::capture {
namespace {

constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86'400;
constexpr double start = 1.7e9;

using Seen = Schedule::Seen;

/// Checks the article when it is due, until `end`; returns the times.
template <typename HasChanged>
std::vector<double> follow(Schedule& schedule,
                           SiteSlot site,
                           double end,
                           const HasChanged& changed) {
  std::vector<double> times;
  while (*schedule.next_due(site) < end) {
    const double now = *schedule.next_due(site);
    const ArticleSlot article = schedule.find_due(site, now).value();
    schedule.checked(article, now, changed(now) ? Seen::changed : Seen::unchanged);
    times.push_back(now);
  }
  return times;
}

TEST(Schedule, IsDenseWhenAnArticleIsYoungThenWider) {
  Schedule schedule{{.threshold = 0.005}};
  const SiteSlot site = schedule.add_site({});
  schedule.add(site, start, start);
  const auto times = follow(schedule, site, start + 30 * day, [](double) { return false; });
  const auto within = [&](double from, double to) {
    return std::ranges::count_if(
        times, [&](double time) { return time >= start + from && time < start + to; });
  };
  EXPECT_GT(within(0, 10 * hour), 5);
  EXPECT_GT(within(0, 10 * hour), within(10 * hour, 20 * hour));
  EXPECT_GT(within(0, 2 * day), within(2 * day, 4 * day));
  EXPECT_GT(within(2 * day, 30 * day), 0);
}

TEST(Schedule, IsDenseAgainAfterAChange) {
  Schedule schedule{{.threshold = 0.005}};
  const SiteSlot site = schedule.add_site({});
  const ArticleSlot article = schedule.add(site, start - 20 * day, start);
  const double before = schedule.due(article) - start;
  schedule.checked(article, start + hour, Seen::changed);
  EXPECT_LT(schedule.due(article) - (start + hour), before / 4);
}

TEST(Schedule, NeverGivesAnArticleUp) {
  Schedule schedule{{.threshold = 10}};
  const SiteSlot site = schedule.add_site({.shortest = minute, .longest = 7 * day});
  schedule.add(site, start, start);
  const auto times = follow(schedule, site, start + 700 * day, [](double) { return false; });
  EXPECT_GE(times.size(), 99U);
}

TEST(Schedule, KeepsToTheShortestInterval) {
  Schedule schedule{{.threshold = 1e-6}};
  const SiteSlot site = schedule.add_site({.shortest = 10 * minute, .longest = day});
  schedule.add(site, start, start);
  const auto times = follow(schedule, site, start + day, [](double) { return true; });
  EXPECT_LE(times.size(), 144U);
}

TEST(Schedule, LearnsWhichArticleOfASiteChanges) {
  Schedule schedule{{.threshold = 0.01}};
  const SiteSlot site = schedule.add_site({});
  const ArticleSlot lively = schedule.add(site, start, start);
  const ArticleSlot quiet = schedule.add(site, start, start);
  int checks_of_lively = 0;
  int checks_of_quiet = 0;
  double seen = start;
  while (*schedule.next_due(site) < start + 60 * day) {
    const double now = *schedule.next_due(site);
    const ArticleSlot article = schedule.find_due(site, now).value();
    const bool changed = article == lively && std::floor(now / day) > std::floor(seen / day);
    if (article == lively) {
      seen = now;
    }
    schedule.checked(article, now, changed ? Seen::changed : Seen::unchanged);
    if (now > start + 30 * day) {
      ++(article == lively ? checks_of_lively : checks_of_quiet);
    }
  }
  EXPECT_GT(checks_of_lively, 10 * std::max(checks_of_quiet, 1));
  EXPECT_GT(schedule.due(quiet), start + 60 * day);
}

TEST(Schedule, SpendsItsBudgetAndNoMore) {
  Schedule schedule{{.checks_per_hour = 100}};
  const SiteSlot site = schedule.add_site({});
  std::mt19937_64 random{1};
  std::uniform_real_distribution<double> age{0, 60 * day};
  for (int i = 0; i < 500; ++i) {
    schedule.add(site, start - age(random), start);
  }
  double now = start;
  int checks = 0;
  while (now < start + 10 * day) {
    now += 300;
    schedule.balance(now);
    while (const auto article = schedule.find_due(site, now)) {
      schedule.checked(*article, now, Seen::unchanged);
      checks += now > start + 5 * day ? 1 : 0;
    }
  }
  EXPECT_NEAR(checks / (5 * 24.0), 100, 20);
  EXPECT_NEAR(schedule.planned_per_hour(), 100, 20);
}

TEST(Schedule, HastensAndPostpones) {
  Schedule schedule{{}};
  const SiteSlot site = schedule.add_site({});
  const ArticleSlot article = schedule.add(site, start - 20 * day, start);
  schedule.hasten(article, start + 1);
  EXPECT_EQ(schedule.find_due(site, start + 1), article);
  EXPECT_EQ(schedule.due_count(site, start + 1), 1U);
  schedule.take(article);
  EXPECT_EQ(schedule.next_due(site), std::nullopt);
  schedule.checked(article, start + 2, Seen::nothing);
  schedule.postpone(article, start + 100 * day);
  EXPECT_EQ(schedule.find_due(site, start + 99 * day), std::nullopt);
  EXPECT_EQ(schedule.next_due(site), start + 100 * day);
}

// Whatever happens in whatever order, due times are numbers within the bounds.
TEST(Schedule, PlansWithinItsBoundsWhateverHappens) {
  std::mt19937_64 random{2};
  std::uniform_real_distribution<double> unit{0, 1};
  Schedule schedule{{.checks_per_hour = 10}};
  const SiteSlot site = schedule.add_site({});
  std::vector<ArticleSlot> articles;
  articles.reserve(20);
  for (int i = 0; i < 20; ++i) {
    articles.push_back(schedule.add(site, start - 1e9 * unit(random), start));
  }
  double now = start;
  for (int i = 0; i < 3000; ++i) {
    now += std::pow(10, 7 * unit(random) - 2);
    const ArticleSlot article = articles[static_cast<std::size_t>(20 * unit(random))];
    const double kind = unit(random);
    schedule.checked(article,
                     now,
                     kind < 0.3   ? Seen::changed
                     : kind < 0.9 ? Seen::unchanged
                                  : Seen::nothing);
    schedule.balance(now);
    ASSERT_GE(schedule.due(article) - now, 120 - 1);
    ASSERT_LE(schedule.due(article) - now, 40 * day + 1);
  }
}

}  // namespace
}  // namespace arch::capture
