#include "capture/schedule.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
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

TEST(DayProfile, IsEvenAtFirstAndLearnsWhenChangesCome) {
  DayProfile profile;
  const double midnight = 20'000 * day;
  EXPECT_NEAR(profile.mean(midnight + 3 * hour, midnight + 4 * hour), 1, 1e-9);
  for (int i = 0; i < 50; ++i) {  // looks every four hours; the one of 12:00 always finds a change
    for (int look = 0; look < 6; ++look) {
      const double from = midnight + i * day + look * 4 * hour;
      profile.learn(from, from + 4 * hour, look == 2 ? 1 : 0, 1.0 / 6);
    }
  }
  EXPECT_GT(profile.mean(midnight + 9 * hour, midnight + 10 * hour), 2);
  EXPECT_LT(profile.mean(midnight + 3 * hour, midnight + 4 * hour), 0.7);
  EXPECT_NEAR(profile.mean(midnight + 5 * hour, midnight + 29 * hour), 1, 1e-9);
  EXPECT_NEAR(profile.until(midnight + day) - profile.until(midnight), 24, 1e-6);
}

// Articles of a site that is edited between nine and ten in the morning.
TEST(Schedule, ChecksAtTheHoursAtWhichASiteChanges) {
  Schedule schedule{{.threshold = 0.03}};
  const SiteSlot site = schedule.add_site({});
  std::vector<double> checked;
  for (int i = 0; i < 20; ++i) {
    schedule.add(site, 20'000 * day, 20'000 * day);
    checked.push_back(20'000 * day);
  }
  std::array<int, 24> checks{};
  while (true) {
    const double now = schedule.next_due(site).value();
    if (now > 20'060 * day) {
      break;
    }
    const ArticleSlot slot = schedule.find_due(site, now).value();
    double& last = checked[static_cast<std::size_t>(slot)];
    // Each changes every day at its own minute.
    const double minute_of_day = 9 * hour + static_cast<double>(slot) * 180;
    const auto changes = [&](double time) { return std::floor((time - minute_of_day) / day); };
    schedule.checked(
        slot,
        now,
        changes(now) > changes(last) ? Schedule::Seen::changed : Schedule::Seen::unchanged);
    last = now;
    if (now > 20'030 * day) {
      ++checks[static_cast<std::size_t>(std::fmod(now, day) / hour)];
    }
  }
  const int morning = checks[9] + checks[10];
  const int night = checks[2] + checks[3];
  EXPECT_GT(morning, 2 * night);
}

TEST(SiteActivity, RisesByWhatIsFoundAndFades) {
  SiteActivity activity;
  EXPECT_EQ(activity.at(start).ahead(), 1);
  activity.learn(start - hour, start, 1, 0.1);
  const double at_once = activity.at(start).ahead();
  EXPECT_GT(at_once, 1.5);
  EXPECT_LT(activity.at(start + day).ahead(), at_once);
  EXPECT_NEAR(activity.at(start + 10 * day).ahead(), 1, 0.01);
  EXPECT_NEAR(activity.at(start).mean(start + 20 * day, start + 21 * day), 1, 0.01);
  for (int i = 0; i < 100; ++i) {  // of a site of which much is expected one change says little
    activity.learn(start, start + day, 0, 0.5);
  }
  activity.learn(start, start + day, 1, 0.5);
  EXPECT_LT(activity.at(start + day).ahead(), 0.1);
}

// Articles are checked every five hours, one each quarter of an hour; all change at one time.
TEST(SiteActivity, FindsOutWhenManyChangedAtOnce) {
  SiteActivity activity;
  const double event = start + 7 * hour - 60;
  for (int quarter = 0; quarter < 10 * 4; ++quarter) {
    const double now = start + quarter * 15 * minute;
    activity.learn(now - 5 * hour, now, now >= event && now < event + 5 * hour ? 1 : 0, 0.01);
  }
  const SiteActivity::View view = activity.at(start + 10 * hour);
  const double then = view.mean(event - 10 * minute, event + 10 * minute);
  EXPECT_GT(then, 1.1 * view.mean(event - 3 * hour, event - 2 * hour));
  EXPECT_GT(then, 1.5 * view.mean(event + hour, event + 2 * hour));
  EXPECT_NEAR(view.until(event + hour) - view.until(event - hour),
              2 * hour * view.mean(event - hour, event + hour),
              1e-6);
}

/// A site of 50 articles, each checked every five hours for 40 days. `has_changed` says whether one
/// did within a time, and a tenth of a change is expected of each check.
template <typename HasChanged>
SiteActivity activity_of_site(const HasChanged& has_changed) {
  SiteActivity activity;
  constexpr int articles = 50;
  constexpr double between = 5 * hour;
  constexpr int checks = articles * 40 * 24 / 5;
  for (int i = 0; i < checks; ++i) {
    const double now = start + i * between / articles;
    activity.learn(now - between, now, has_changed(now - between, now) ? 1 : 0, 0.1);
  }
  return activity;
}

/// How far a site's activity in single slots of the last hours is from even.
double unevenness(const SiteActivity& activity) {
  const double now = start + 40 * day;
  const SiteActivity::View view = activity.at(now);
  double greatest = 0;
  for (int back = 1; back <= 50; ++back) {  // ten hours
    const double slot = now - back * SiteActivity::slot_time;
    greatest = std::max(
        greatest, std::abs(view.mean(slot, slot + SiteActivity::slot_time) / view.ahead() - 1));
  }
  return greatest;
}

TEST(SiteActivity, TakesNoChanceForACrowdWhereArticlesChangeEachByItself) {
  std::mt19937_64 random{3};
  std::bernoulli_distribution changed{0.1};
  const SiteActivity activity = activity_of_site([&](double, double) { return changed(random); });
  EXPECT_LT(activity.learned().odds, 0.1);
  EXPECT_LT(unevenness(activity), 0.1);
}

TEST(SiteActivity, BelievesInCrowdsWhereArticlesChangeAllAtOnce) {
  constexpr double between_events = 50 * hour;
  const SiteActivity activity = activity_of_site([&](double from, double to) {
    return std::floor(to / between_events) > std::floor(from / between_events);
  });
  EXPECT_GT(activity.learned().odds, 10);
}

TEST(SiteActivity, LearnsThatASiteHasBecomeOneOfCrowds) {
  std::mt19937_64 random{4};
  std::bernoulli_distribution changed{0.1};
  constexpr double between_events = 50 * hour;
  const SiteActivity activity = activity_of_site([&](double from, double to) {
    return to < start + 20 * day
               ? changed(random)
               : std::floor(to / between_events) > std::floor(from / between_events);
  });
  EXPECT_GT(activity.learned().odds, 10);
}

// What was kept comes from a file that may say anything.
TEST(SiteActivity, GoesOnWhateverOddsItIsGiven) {
  for (const double odds : {0.0, 1e-300, 1e15}) {
    SiteActivity activity;
    activity.restore({.odds = odds});
    for (int i = 0; i < 100; ++i) {
      const double now = start + i * hour;
      activity.learn(now - 5 * hour, now, i % 3 == 0 ? 1 : 0, 0.1);
    }
    EXPECT_GT(activity.learned().odds, 0);
    EXPECT_LT(activity.learned().odds, 1e6);
    EXPECT_TRUE(std::isfinite(activity.at(start + 100 * hour).mean(start, start + 200 * hour)));
  }
}

// A site's pages are set up anew now and then, all within the hour.
TEST(Schedule, ChecksTheOthersSoonWhenAnArticleOfASiteChanges) {
  Schedule schedule{{.threshold = 0.01}};
  const SiteSlot site = schedule.add_site({});
  const SiteSlot other_site = schedule.add_site({});
  for (int i = 0; i < 5; ++i) {
    schedule.add(site, start - 100 * day, start);
    schedule.add(other_site, start - 100 * day, start);
  }
  const ArticleSlot changed{0};
  const ArticleSlot neighbour{2};
  const ArticleSlot elsewhere{3};
  const double before = schedule.due(neighbour);
  const double before_elsewhere = schedule.due(elsewhere);
  schedule.checked(changed, start + hour, Seen::changed);
  EXPECT_LT(schedule.due(neighbour) - start, 0.8 * (before - start));
  EXPECT_EQ(schedule.due(elsewhere), before_elsewhere);
}

// All articles of a site change at once: whoever was not checked since is next.
TEST(Schedule, ChecksThoseThatWereNotCheckedSinceOthersChanged) {
  Schedule schedule{{.threshold = 0.01}};
  const SiteSlot site = schedule.add_site({});
  std::vector<ArticleSlot> articles;
  articles.reserve(20);
  for (int i = 0; i < 20; ++i) {
    articles.push_back(schedule.add(site, start - 100 * day, start));
  }
  const double event = start + 10 * hour;
  // Two were checked a moment ago; then five in a row are found to be other than before.
  const double just_before = event + 30 * minute;
  schedule.checked(articles[0], just_before, Seen::unchanged);
  schedule.checked(articles[1], just_before, Seen::unchanged);
  double now = just_before;
  for (std::size_t i = 2; i < 7; ++i) {
    now += minute;
    schedule.checked(articles[i], now, Seen::changed);
  }
  for (std::size_t i = 7; i < 20; ++i) {
    EXPECT_LT(schedule.due(articles[i]), now + hour) << i;
    EXPECT_LT(schedule.due(articles[i]), schedule.due(articles[0])) << i;
  }
}

// A page that was lively for weeks and has been quiet for long is as one that always was.
TEST(Schedule, ForgetsABurstOfLongAgo) {
  const auto interval_after = [](int lively_days) {
    Schedule schedule{{.threshold = 0.01}};
    const SiteSlot site = schedule.add_site({});
    const ArticleSlot article = schedule.add(site, start, start);
    double last = start;
    follow(schedule, site, start + 400 * day, [&](double now) {
      const bool changed = now < start + lively_days * day && now - last > hour;
      last = changed ? now : last;
      return changed;
    });
    return schedule.due(article) - schedule.learned(article).clock.checked;
  };
  EXPECT_GT(interval_after(30), interval_after(0) / 3);
}

TEST(Schedule, KnowsOfANewSiteWhatOthersTaught) {
  const auto first_interval = [](double period) {
    Schedule schedule{{.threshold = 0.01}};
    const SiteSlot known = schedule.add_site({});
    for (int i = 0; i < 20; ++i) {
      schedule.add(known, start, start);
    }
    double seen = start;
    follow(schedule, known, start + 2 * day, [&](double now) {
      const bool changed = std::floor(now / period) > std::floor(seen / period);
      seen = now;
      return changed;
    });
    const ArticleSlot fresh = schedule.add(schedule.add_site({}), start + 2 * day, start + 2 * day);
    return schedule.due(fresh) - start - 2 * day;
  };
  EXPECT_LT(first_interval(0.05 * hour), 0.7 * first_interval(1000 * day));
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
