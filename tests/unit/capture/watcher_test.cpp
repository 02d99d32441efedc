// The watch's loop against a server on loopback, by a clock that only the test moves.

#include "capture/watcher.hpp"

#include "capture/site_config.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace arch::capture {
namespace {

using namespace std::chrono_literals;
using test::always;
using test::http_answer;
using Kind = WatchReport::Kind;

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
const std::string html = "Content-Type: text/html\r\n";

std::string page(const std::string& subject, const std::string& head = "") {
  return "<!doctype html><html lang=en><head><title>" + subject + "</title>" + head +
         "</head><body><main><article><h1>The " + subject + " is delayed again</h1><p>The " +
         subject +
         " will need more months of work before it can be opened again, the committee "
         "of the district for the " +
         subject + " said on Wednesday.</p><p>Neighbours of the " + subject +
         " have asked the council for quieter nights, and for a timetable of the " + subject +
         " that is kept by all who work there.</p></article></main></body></html>";
}

class Watching : public testing::Test {
protected:
  void serve(const std::string& path, const std::string& body, const std::string& header = html) {
    server.on(path, always(http_answer("200 OK", header, body)));
  }
  void fail(const std::string& path, const std::string& status) {
    server.on(path, always(http_answer(status, html, "no")));
  }
  /// A feed of Atom, with the time of each entry's last update.
  void serve_feed(const std::vector<std::string>& urls, const std::string& updated = "") {
    std::string feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title>";
    for (const std::string& url : urls) {
      feed += "<entry><title>x</title><id>";
      feed += url;
      feed += "</id><link href=\"";
      feed += url;
      feed += "\"/>";
      feed += updated.empty() ? "" : "<updated>" + updated + "</updated>";
      feed += "</entry>";
    }
    serve("/feed", feed + "</feed>", "Content-Type: application/atom+xml\r\n");
  }
  std::string quoted(const std::vector<std::string>& paths) const {
    std::string list;
    for (const std::string& path : paths) {
      list += (list.empty() ? "\"" : ", \"") + server.url(path) + "\"";
    }
    return "[" + list + "]";
  }

  WatchConfig config(const std::string& site) const {
    const ParsedConfig parsed = parse_watch_config(
        "contact = \"me@example.org\"\n[[site]]\nname = \"paper\"\ndelay = \"0s\"\n" + site);
    EXPECT_TRUE(parsed.problems.empty());
    return parsed.config;
  }
  /// Begins a watch, as after a restart.
  void start(const std::string& site) {
    watcher.reset();
    watcher.emplace(
        archive,
        config(site),
        WatchOptions{.folder = archive.store().folder(),
                     .now = [this] { return now; },
                     .ticks = [this] { return static_cast<double>(now.seconds); },
                     .make_salt = [] { return std::string(32, 'a'); },
                     .fetcher = {.allow_private = true},
                     .report = [this](const WatchReport& report) { reports.push_back(report); }});
    work();
  }
  /// Does what is due.
  void work() {
    constexpr int most_steps = 1000;
    for (int i = 0; i < most_steps && (i == 0 || !watcher->has_nothing_due()); ++i) {
      watcher->step(20ms);
    }
  }
  void later(std::int64_t seconds) {
    now.seconds += seconds;
    work();
  }

  std::size_t told(Kind kind) const {
    return static_cast<std::size_t>(std::ranges::count(reports, kind, &WatchReport::kind));
  }
  std::size_t requests_for(std::string_view target) const {
    const std::vector<test::SeenRequest> seen = server.seen();
    return static_cast<std::size_t>(std::ranges::count(seen, target, &test::SeenRequest::target));
  }

  test::TempFolder folder;
  test::ScriptedServer server;
  history::Archive archive{history::Archive::create(folder.path()),
                           store::OpenOptions::Access::write};
  UtcTime now{1'795'000'000};
  std::vector<WatchReport> reports;
  std::optional<Watcher> watcher;
};

const std::vector<std::string> six = {"/p/1", "/p/2", "/p/3", "/p/4", "/p/5", "/p/6"};

TEST_F(Watching, TellsARemovalOnceWhenTheArticleWasMissingForLong) {
  const std::string site = "longest-interval = \"1d\"\nurls = " + quoted({"/a"}) + "\n";
  serve("/a", page("bridge"));
  start(site);
  fail("/a", "410 Gone");
  later(2 * day);
  EXPECT_EQ(told(Kind::trouble), 1U);
  later(7 * day);
  EXPECT_EQ(told(Kind::removal), 0U);
  later(8 * day);
  EXPECT_EQ(told(Kind::removal), 1U);
  later(2 * day);
  start(site);
  later(2 * day);
  EXPECT_EQ(told(Kind::removal), 1U);
  EXPECT_EQ(told(Kind::trouble), 1U);
}

TEST_F(Watching, GivesUpNoArticleThatWasRefusedAtFirst) {
  fail("/a", "403 Forbidden");
  start("urls = " + quoted({"/a"}) + "\n");
  for (int i = 0; i < 7; ++i) {
    later(2 * day);
  }
  EXPECT_EQ(requests_for("/a"), 8U);
  serve("/a", page("bridge"));
  later(4 * day);
  EXPECT_EQ(told(Kind::found), 1U);
}

TEST_F(Watching, FetchesAnArticleWhereItWasFound) {
  serve("/real/1", page("bridge", "<link rel=canonical href=/nowhere/1>"));
  serve_feed({server.url("/real/1")});
  const std::string site = "longest-interval = \"1h\"\nfeeds = " + quoted({"/feed"}) + "\n";
  start(site);
  now.seconds += 10;
  start(site);
  EXPECT_EQ(requests_for("/real/1"), 1U);  // it is not due, and the archive knows its URL
  serve_feed({});
  now.seconds += day;
  start(site);
  EXPECT_EQ(requests_for("/real/1"), 2U);
  EXPECT_EQ(requests_for("/nowhere/1"), 0U);
  EXPECT_EQ(told(Kind::trouble), 0U);
}

TEST_F(Watching, ChecksWhatAListSaysWasUpdatedSinceTheLastWatch) {
  serve("/a", page("bridge"));
  serve_feed({server.url("/a")}, format_rfc3339(now));
  const std::string site = "shortest-interval = \"12h\"\nfeeds = " + quoted({"/feed"}) + "\n";
  start(site);
  now.seconds += hour;
  start(site);
  EXPECT_EQ(requests_for("/a"), 1U);
  serve_feed({server.url("/a")}, format_rfc3339(UtcTime{now.seconds - 60}));
  start(site);
  EXPECT_EQ(requests_for("/a"), 2U);
}

TEST_F(Watching, CallsASiteBlindUntilAnArticleIsSeenAgain) {
  for (const std::string& path : six) {
    serve(path, page(path.substr(3) + "th bridge"));
  }
  serve_feed({});
  const std::string site =
      "longest-interval = \"1h\"\ndiscover-every = \"1h\"\nurls = " + quoted(six) +
      "\nfeeds = " + quoted({"/feed"}) + "\n";
  start(site);
  for (const std::string& path : six) {
    fail(path, "403 Forbidden");
  }
  for (int i = 0; i < 5; ++i) {
    later(3 * hour);
  }
  EXPECT_EQ(told(Kind::site_blind), 1U);
  watcher->reload(config(site));
  later(3 * hour);
  EXPECT_EQ(told(Kind::site_blind), 1U);
  EXPECT_EQ(told(Kind::site_back), 0U);
  for (const std::string& path : six) {
    serve(path, page(path.substr(3) + "th bridge"));
  }
  later(3 * hour);
  EXPECT_EQ(told(Kind::site_back), 1U);
}

TEST_F(Watching, CallsNoSiteBlindForPagesThatAreGoneOrNoArticles) {
  server.on("/robots.txt", always(http_answer("200 OK", "", "User-agent: *\nDisallow: /p/6\n")));
  for (const std::string& path : six) {
    fail(path, "410 Gone");
  }
  serve("/p/1", "<!doctype html><title>Video</title><body><div>Watch this</div>");
  start("urls = " + quoted(six) + "\n");
  for (int i = 0; i < 4; ++i) {
    later(day);
  }
  EXPECT_EQ(told(Kind::site_blind), 0U);
}

TEST_F(Watching, CallsNoSiteBlindForAnotherHostThatItsFeedNames) {
  serve("/a", page("bridge"));
  test::ScriptedServer other;
  other.on("/x", always(http_answer("503 Service Unavailable", html, "no")));
  serve_feed({"http://localhost:" + std::to_string(other.port()) + "/x"});
  start("longest-interval = \"40d\"\nfeeds = " + quoted({"/feed"}) + "\n");
  for (int i = 0; i < 7; ++i) {
    later(2 * day);
  }
  EXPECT_GT(other.seen().size(), 5U);
  EXPECT_EQ(told(Kind::site_blind), 0U);
}

TEST_F(Watching, SaysWhatItLeftUndoneAfterAnError) {
  for (const std::string& path : six) {
    fail(path, "503 Service Unavailable");
  }
  start("concurrency = 1\nurls = " + quoted(six) + "\n");
  EXPECT_EQ(watcher->left_undone(), 5U);
}

TEST_F(Watching, ReadsNoMoreOfRobotsThanItMay) {
  server.on("/robots.txt",
            always(http_answer(
                "200 OK", "", "User-agent: *\nDisallow: /b\n#" + std::string(2 << 20, 'x'))));
  serve("/a", page("bridge"));
  serve("/b", page("harbour"));
  start("urls = " + quoted({"/a", "/b"}) + "\n");
  EXPECT_EQ(told(Kind::found), 1U);
  EXPECT_EQ(requests_for("/b"), 0U);
}

}  // namespace
}  // namespace arch::capture
