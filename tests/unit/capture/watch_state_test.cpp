#include "capture/watch_state.hpp"

#include "capture/site_status.hpp"
#include "history/recorder.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::capture {
namespace {

constexpr double now = 1.79e9;

WatchConfig config(std::string_view more = "") {
  const ParsedConfig parsed = parse_watch_config(
      "contact = \"me@example.org\"\n[[site]]\nfeeds = [\"https://news.example/feed\"]\n" +
      std::string{more});
  EXPECT_TRUE(parsed.problems.empty());
  return parsed.config;
}

ArticleList listing(const std::vector<ListedArticle>& articles) {
  return {.articles = articles};
}

TEST(WatchState, TakesInWhatAListNamesOnce) {
  WatchState state{config("exclude = [\"/shop/**\"]\n")};
  const ArticleList list = listing({{.url = "https://news.example/a"},
                                    {.url = "https://news.example/a?utm_source=rss"},
                                    {.url = "https://news.example/shop/b"}});
  state.take(0, list, now);
  state.take(0, list, now);
  ASSERT_EQ(state.hosts.size(), 1U);
  EXPECT_EQ(state.hosts[0].new_pages.size(), 1U);
  EXPECT_EQ(state.pages.size(), 1U);
}

TEST(WatchState, LeavesOutWhatIsTooOldWhenItIsFound) {
  WatchState state{config("max-age = \"7d\"\n")};
  const UtcTime old{static_cast<std::int64_t>(now) - std::int64_t{8} * 86'400};
  state.take(0, listing({{.url = "https://news.example/a", .published = old}}), now);
  EXPECT_TRUE(state.pages.empty());
}

TEST(WatchState, ChecksAnArticleAtOnceWhenItsListSaysThatItWasUpdated) {
  WatchState state{config()};
  const UtcTime then{static_cast<std::int64_t>(now) - 100};
  state.take(0, listing({{.url = "https://news.example/a", .updated = then}}), now);
  ASSERT_TRUE(state.settle(0, "https://news.example/a", now));
  const SiteSlot site = state.hosts[0].schedule;
  EXPECT_GT(state.schedule.next_due(site), now);
  state.take(0, listing({{.url = "https://news.example/a", .updated = then}}), now + 1);
  EXPECT_GT(state.schedule.next_due(site), now + 1);
  const UtcTime later{then.seconds + 1};
  state.take(0, listing({{.url = "https://news.example/a", .updated = later}}), now + 2);
  EXPECT_EQ(state.schedule.next_due(site), now + 2);
}

TEST(WatchState, WatchesAnArticleOnceThoughTwoUrlsLeadToIt) {
  WatchState state{config()};
  state.take(
      0, listing({{.url = "https://news.example/a"}, {.url = "https://news.example/b"}}), now);
  EXPECT_TRUE(state.settle(0, "https://news.example/a", now));
  EXPECT_FALSE(state.settle(1, "https://news.example/a", now));
  EXPECT_EQ(state.schedule.size(), 1U);
}

// Each file of an index counts for the politeness of the host that has it; others' are left out.
TEST(WatchState, WalksAnIndexOverTheHostsOfItsSite) {
  WatchState state{config()};
  state.walk_on(0,
                {.sitemaps = {{.url = "https://files.news.example/1.xml"},
                              {.url = "https://elsewhere.example/2.xml"}}},
                now);
  ASSERT_EQ(state.hosts.size(), 2U);
  EXPECT_EQ(state.lists[0].next.text(), "https://files.news.example/1.xml");
  EXPECT_EQ(state.lists[0].host, 1U);
  EXPECT_THAT(state.hosts[0].lists, testing::IsEmpty());
  EXPECT_THAT(state.hosts[1].lists, testing::ElementsAre(0U));
  state.walk_on(0, {}, now);
  EXPECT_EQ(state.lists[0].next.text(), "https://news.example/feed");
  EXPECT_THAT(state.hosts[0].lists, testing::ElementsAre(0U));
}

TEST(WatchState, GoesOnWithWhatTheArchiveHas) {
  const test::TempFolder folder;
  const std::filesystem::path path = history::Archive::create(folder.path());
  history::Archive archive{path, store::OpenOptions::Access::write};
  const auto add = [&](std::string_view key, std::int64_t at, std::string_view text) {
    history::Recorder recorder{archive};
    const Bytes page = to_bytes(text);
    const history::Look look{.observed = UtcTime{at}, .page = page};
    recorder.record(key, std::vector{look});
    recorder.commit();
  };
  const auto start = static_cast<std::int64_t>(now) - 86'400;
  add("https://news.example/a", start, "Text of an article.");
  add("https://news.example/a", start + 3600, "Text of the article.");
  add("https://elsewhere.example/b", start, "Text of another.");
  add("given by hand", start, "Text of a third.");

  WatchState state{config()};
  state.load(archive, nullptr);
  ASSERT_EQ(state.pages.size(), 1U);
  EXPECT_EQ(state.pages[0].key, "https://news.example/a");
  const double due = state.schedule.due(*state.pages[0].slot);
  EXPECT_GT(due, static_cast<double>(start + 3600));
  // A feed that names it makes no new page of it.
  state.take(0, listing({{.url = "https://news.example/a"}}), now);
  EXPECT_TRUE(state.hosts[0].new_pages.empty());
}

TEST(WatchState, KeepsWhatItKnowsUnderANewConfiguration) {
  WatchState state{config()};
  state.take(0, listing({{.url = "https://news.example/a"}}), now);
  ASSERT_TRUE(state.settle(0, "https://news.example/a", now));
  WatchConfig other = config();
  other.sites[0].feeds = {"https://other.example/feed"};
  state.configure(other, now);
  EXPECT_EQ(state.pages[0].site, no_site);
  state.configure(config(), now);
  EXPECT_EQ(state.pages[0].site, 0U);
  EXPECT_EQ(state.schedule.next_due(state.hosts[0].schedule), now);
}

TEST(SiteStatus, CountsWhatTheRecordsSay) {
  const test::TempFolder folder;
  history::Archive archive{history::Archive::create(folder.path()),
                           store::OpenOptions::Access::write};
  const auto at = [](std::int64_t hours_ago) {
    return UtcTime{static_cast<std::int64_t>(now) - 3600 * hours_ago};
  };
  history::Recorder recorder{archive};
  const Bytes page = to_bytes("Text of an article.");
  recorder.record("https://news.example/a",
                  std::vector{history::Look{.observed = at(100), .page = page},
                              history::Look{.observed = at(30), .page = page}});
  using history::Absence;
  recorder.record_absence("https://news.example/a", at(10), Absence::blocked, "challenge: \"x\"");
  recorder.record_absence("https://news.example/a", at(5), Absence::blocked, "challenge: \"x\"");
  recorder.record_absence("https://news.example/a", at(1), Absence::unreachable, "");
  recorder.commit();

  const std::vector<SiteStatus> statuses =
      read_status(archive, config(), UtcTime{static_cast<std::int64_t>(now)});
  ASSERT_EQ(statuses.size(), 1U);
  const SiteStatus& status = statuses[0];
  EXPECT_EQ(status.articles, 1U);
  EXPECT_EQ(status.last_success, at(30));
  EXPECT_EQ(status.last_look, at(1));
  EXPECT_THAT(status.failures,
              testing::ElementsAre(testing::Pair("challenge", 2), testing::Pair("unreachable", 1)));
  EXPECT_EQ(status.day.looks, 3U);
  EXPECT_EQ(status.day.seen, 0U);
  EXPECT_EQ(status.week.looks, 5U);
  EXPECT_EQ(status.week.seen, 2U);
  ASSERT_TRUE(status.gap);
  EXPECT_EQ(status.gap->from, at(100));
  EXPECT_EQ(status.gap->until, at(30));
}

}  // namespace
}  // namespace arch::capture
