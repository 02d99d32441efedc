// The figures of a report of an archive of which the truth is known: a newsroom that edits as the
// studied ones do. And whether it does.
#include "support/newsroom.hpp"

#include "report/collect.hpp"
#include "report/scope.hpp"
#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

namespace arch::report {
namespace {

using test::PublishedArticle;

template <typename Test>
double count(const std::vector<PublishedArticle>& articles, const Test& test) {
  return static_cast<double>(std::ranges::count_if(articles, test));
}

TEST(Newsroom, edits_as_the_studied_ones_do) {
  constexpr std::size_t articles = 20'000;
  const std::vector<PublishedArticle> all = test::publish(articles, 7);
  const double changed = count(all, [](const auto& a) { return !a.edits.empty(); });
  EXPECT_NEAR(changed / articles, 0.35, 0.015);
  const auto revised = [&](std::size_t least, std::size_t most) {
    return count(all,
                 [&](const auto& a) { return a.edits.size() >= least && a.edits.size() <= most; }) /
           changed;
  };
  EXPECT_NEAR(revised(1, 1), 0.68, 0.03);
  EXPECT_NEAR(revised(1, 2), 0.81, 0.03);
  EXPECT_NEAR(revised(10, 1000), 0.016, 0.01);
  std::vector<std::int64_t> ages;
  for (const PublishedArticle& article : all) {
    ages.insert(ages.end(), article.edits.begin(), article.edits.end());
  }
  EXPECT_NEAR(static_cast<double>(ages.size()) / changed, 1.94, 0.1);
  constexpr std::int64_t day = std::int64_t{24} * 3600;
  const auto within = [&](std::int64_t days) {
    return static_cast<double>(
        std::ranges::count_if(ages, [&](std::int64_t age) { return age <= days * day; }));
  };
  // As it was measured: of edits in the first twenty days.
  EXPECT_NEAR(within(1) / within(20), 0.92, 0.025);
  EXPECT_NEAR(within(2) / within(20), 0.96, 0.02);
  EXPECT_NEAR(within(5) / within(20), 0.98, 0.015);
  EXPECT_NEAR(count(all, [](const auto& a) { return a.headline_tested; }) / articles, 0.10, 0.01);
  const double noted = count(all, [](const auto& a) { return a.corrected; }) * 1000 / articles;
  EXPECT_GE(noted, 13);
  EXPECT_LE(noted, 45);
}

TEST(Newsroom, is_reported_as_it_was) {
  constexpr std::size_t articles = 250;
  const std::vector<PublishedArticle> all = test::publish(articles, 11);
  test::Sandbox sandbox;
  const UtcTime start = test::at("2026-11-01T00:00:00Z");
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const test::PublishedState& state : all[i].states) {
      const auto since = static_cast<std::int64_t>(i) * 300 + state.age;
      sandbox.look(all[i].key, {start.seconds + since}, state.page);
    }
  }
  const Report found = collect(sandbox.archive(),
                               {.from = start,
                                .to = test::at("2028-01-01T00:00:00Z"),
                                .arrival = sandbox.archive().store().arrivals(),
                                .as_of = test::at("2028-01-01T00:00:00Z")},
                               corrections::parse_policy(""),
                               {});
  std::uint64_t edits = 0;
  for (const PublishedArticle& article : all) {
    edits += article.edits.size();
  }
  const auto truth = [&](const auto& test) { return static_cast<std::uint64_t>(count(all, test)); };
  EXPECT_EQ(figure(found, "articles").count, articles);
  EXPECT_EQ(figure(found, "articles-changed").count,
            truth([](const auto& a) { return !a.edits.empty(); }));
  EXPECT_EQ(figure(found, "revisions-per-changed-article").count, edits);
  EXPECT_EQ(figure(found, "headlines-changed").count,
            truth([](const auto& a) { return a.headline_changed; }));
  EXPECT_EQ(figure(found, "corrected-articles").count,
            truth([](const auto& a) { return a.corrected; }));
  // The rate that the newsroom was made with lies in the interval that is printed.
  const Figure& changed = figure(found, "articles-changed");
  ASSERT_TRUE(changed.bounds);
  EXPECT_LE(changed.bounds->low, 0.35);
  EXPECT_GE(changed.bounds->high, 0.35);
}

}  // namespace
}  // namespace arch::report
