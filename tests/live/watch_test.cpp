// `arch watch` against servers that break rules, and against those who end it.

#include "live_archive.hpp"
#include "misbehaviour.hpp"
#include "support/stress.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <random>
#include <set>
#include <sstream>

namespace arch::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line) && !stream.eof();) {
    lines.push_back(line);  // those that end
  }
  return lines;
}

class Watch : public LiveArchive {
protected:
  std::string url(std::string_view path) const { return '"' + server.url(path) + '"'; }

  void serve(const std::string& path, std::string_view body, const std::string& header = html) {
    server.on(path, always(http_answer("200 OK", header, body)));
  }
  void serve_feed(const std::vector<std::string>& paths, std::string_view doctype = {}) {
    std::vector<std::string> urls;
    urls.reserve(paths.size());
    for (const std::string& path : paths) {
      urls.push_back(server.url(path));
    }
    serve("/feed", feed_of(urls, doctype), "Content-Type: application/rss+xml\r\n");
  }
  std::size_t requests_for(std::string_view target) const {
    const std::vector<SeenRequest> seen = server.seen();
    return static_cast<std::size_t>(std::ranges::count(seen, target, &SeenRequest::target));
  }
};

TEST_F(Watch, MakesNoRevisionOfWhatAServerDoes) {
  serve("/a", flood_page("twelve"));
  write_config("", "timeout = \"1s\"\nlongest-interval = \"30min\"\nurls = [" + url("/a") + "]\n");
  ASSERT_THAT(run({"watch", "--once"}).out, HasSubstr(" new "));
  std::string told;
  for (const Misbehaviour& one : misbehaviours()) {
    SCOPED_TRACE(one.name);
    minutes += 60;
    server.on("/a", one.script);
    server.on("/ax", one.script);
    const Ended ended = run({"watch", "--once"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("1 not seen"));
    told += ended.out;
  }
  EXPECT_THAT(run({"status"}).out, HasSubstr("since then 13 failures"));
  // Once, until it is seen again.
  EXPECT_THAT(lines_of(told), testing::ElementsAre(HasSubstr("not seen " + server.url("/a"))));
  EXPECT_EQ(lines_of(run({"log", server.url("/a"), "--json"}).out).size(), 1U);
}

TEST_F(Watch, ASlowServerHoldsUpNoOther) {
  ScriptedServer slow;
  slow.on("*", misbehaviours().front().script);  // also for robots.txt
  serve("/a", flood_page("twelve"));
  write_config("", "urls = [\"" + slow.url("/a") + "\", " + url("/a") + "]\n");
  RunningProgram watch{arch({"watch"})};
  EXPECT_TRUE(watch.wait_for([&](const Ended& so_far) {
    return so_far.out.find("new " + server.url("/a")) != std::string::npos;
  }));
  EXPECT_EQ(slow.seen().size(), 1U);
}

// RFC 9309: a robots.txt that cannot be read allows nothing.
TEST_F(Watch, VisitsNoPageWithoutRules) {
  serve("/a", flood_page("twelve"));
  server.on("/robots.txt", always(http_answer("503 Service Unavailable", "", "")));
  write_config("", "urls = [" + url("/a") + "]\n");
  const Ended ended = run({"watch", "--once"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, HasSubstr("1 left undone"));
  EXPECT_EQ(requests_for("/a"), 0U);
}

TEST_F(Watch, TellsOnceThatRulesCannotBeReadAndWhenTheyCanAgain) {
  serve("/a", flood_page("twelve"));
  server.on("/robots.txt", always(http_answer("503 Service Unavailable", "", "")));
  write_config("", "urls = [" + url("/a") + "]\n");
  const Ended closed = run({"watch", "--once"});
  EXPECT_THAT(closed.out, HasSubstr("went blind: robots.txt of " + server.url("")));
  EXPECT_THAT(closed.out, HasSubstr("status 503"));
  EXPECT_THAT(run({"status"}).out, HasSubstr("cannot be read since"));
  minutes += 60;
  EXPECT_EQ(run({"watch", "--once"}).out, "");

  server.on("/robots.txt", always(http_answer("404 Not Found", "", "")));
  minutes += 60;
  const Ended open = run({"watch", "--once"});
  EXPECT_THAT(open.out, HasSubstr("is back: robots.txt can be read again"));
  EXPECT_THAT(open.out, HasSubstr(" new "));
  EXPECT_THAT(run({"status"}).out, Not(HasSubstr("cannot be read")));
}

TEST_F(Watch, AsksTheRulesOfAHostThatARedirectLeadsToBeforeItsPage) {
  ScriptedServer other;
  server.on("/robots.txt", always(http_answer("404 Not Found", "", "")));
  server.on("/a", always(http_answer("302 Found", "Location: " + other.url("/b") + "\r\n", "")));
  server.on("/c", always(http_answer("302 Found", "Location: " + other.url("/d") + "\r\n", "")));
  other.on("/robots.txt", always(http_answer("200 OK", "", "User-agent: *\nDisallow: /b\n")));
  other.on("/d", always(http_answer("200 OK", html, flood_page("twelve"))));
  write_config("", "urls = [" + url("/a") + ", " + url("/c") + "]\n");
  const Ended ended = run({"watch", "--once"});
  EXPECT_THAT(ended.out, HasSubstr("not seen " + server.url("/a")));
  EXPECT_THAT(ended.out, HasSubstr(" new "));
  std::vector<std::string> asked;
  for (const SeenRequest& request : other.seen()) {
    asked.push_back(request.target);
  }
  EXPECT_THAT(asked, testing::ElementsAre("/robots.txt", "/d"));
}

TEST_F(Watch, FetchesNoEntityOfAFeed) {
  std::string doctype = "<!DOCTYPE rss [<!ENTITY a0 \"aaaaaaaaaa\">";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    doctype += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) {
      doctype += before;
    }
    doctype += "\">";
  }
  doctype += "<!ENTITY outside SYSTEM " + url("/secret") + ">" + "<!ENTITY % more SYSTEM " +
             url("/secret.dtd") + "> %more; ]>";
  serve(
      "/feed",
      "<?xml version=\"1.0\"?>" + doctype +
          "<rss version=\"2.0\"><channel><title>&a19;</title><item><title>&outside;</title><link>" +
          server.url("/a") + "</link></item></channel></rss>",
      "Content-Type: application/rss+xml\r\n");
  serve("/a", flood_page("twelve"));
  write_config("", "feeds = [" + url("/feed") + "]\n");
  const Ended ended = run({"watch", "--once"});
  EXPECT_THAT(ended.out, HasSubstr("new " + server.url("/a"))) << ended.err;
  EXPECT_EQ(requests_for("/secret"), 0U);
  EXPECT_EQ(requests_for("/secret.dtd"), 0U);
}

TEST_F(Watch, ReadsAFeedOfAHundredThousandItemsAndVisitsAsManyAsItMay) {
  std::vector<std::string> paths;
  paths.reserve(100'000);
  for (int i = 0; i < 100'000; ++i) {
    paths.push_back("/n/" + std::to_string(i));
  }
  serve_feed(paths);
  server.on("*", [](const SeenRequest& request, Peer& peer) {
    return peer.send(http_answer("200 OK", html, flood_page(request.target)));
  });
  server.on("/robots.txt", always(http_answer("404 Not Found", "", "")));
  write_config("", "feeds = [" + url("/feed") + "]\nrequests-per-hour = 80\n");
  RunningProgram watch{arch({"watch"})};
  EXPECT_TRUE(watch.wait_for([](const Ended& so_far) { return lines_of(so_far.out).size() >= 5; }));
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().status, 0);
  // An eighth of an hour's requests, robots.txt and feed among them.
  EXPECT_LE(server.seen().size(), 11U);
}

TEST_F(Watch, EndsWithASitemapThatNamesItself) {
  const auto index = [&](const std::vector<std::string>& paths) {
    std::string xml = "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
    for (const std::string& path : paths) {
      xml += "<sitemap><loc>" + server.url(path) + "</loc></sitemap>";
    }
    return xml + "</sitemapindex>";
  };
  const std::string xml = "Content-Type: application/xml\r\n";
  serve("/index.xml", index({"/index.xml", "/other.xml", "/news.xml"}), xml);
  serve("/other.xml", index({"/index.xml", "/other.xml"}), xml);
  serve("/news.xml",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>" +
            server.url("/a") + "</loc></url></urlset>",
        xml);
  serve("/a", flood_page("twelve"));
  write_config("", "sitemaps = [" + url("/index.xml") + "]\n");
  EXPECT_THAT(run({"watch", "--once"}).out, HasSubstr("new " + server.url("/a")));
  EXPECT_EQ(requests_for("/index.xml"), 1U);
  EXPECT_EQ(requests_for("/other.xml"), 1U);
}

TEST_F(Watch, FinishesWhatIsInFlightWhenItIsEnded) {
  std::promise<void> asked;
  std::promise<void> ended;
  const std::shared_future<void> may_answer = ended.get_future().share();
  server.on("/a", [&](const SeenRequest&, Peer& peer) {
    const std::string answer = http_answer("200 OK", html, flood_page("twelve"));
    peer.send(answer.substr(0, answer.size() / 2));
    asked.set_value();
    may_answer.wait();
    return peer.send(answer.substr(answer.size() / 2));
  });
  serve("/b", flood_page("thirteen"));
  write_config("", "concurrency = 1\nurls = [" + url("/a") + ", " + url("/b") + "]\n");
  RunningProgram watch{arch({"watch"})};
  asked.get_future().wait();
  watch.signal(SIGTERM);
  ended.set_value();
  const Ended end = watch.wait();
  EXPECT_EQ(end.status, 0);
  EXPECT_THAT(end.out, HasSubstr("new " + server.url("/a")));
  EXPECT_EQ(requests_for("/b"), 0U);
  EXPECT_EQ(lines_of(run({"log", server.url("/a"), "--json"}).out).size(), 1U);
}

TEST_F(Watch, EndsWithinTenSecondsWhateverAServerDoes) {
  std::promise<void> asked;
  server.on("/a", [&](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\n" + html + "Content-Length: 1000\r\n\r\n<p>");
    asked.set_value();
    peer.wait_until_gone(60'000);
    return false;
  });
  write_config("", "urls = [" + url("/a") + "]\n");
  RunningProgram watch{arch({"watch"})};
  asked.get_future().wait();
  const auto begin = std::chrono::steady_clock::now();
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().status, 0);
  // Ten seconds, and what a busy machine adds.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{20});
}

TEST_F(Watch, ReadsItsFileAgain) {
  serve("/a", flood_page("twelve"));
  serve("/b", flood_page("thirteen"));
  serve("/c", flood_page("fourteen"));
  write_config("", "urls = [" + url("/a") + "]\n");
  RunningProgram watch{arch({"watch"})};
  const auto said = [&](const std::string& text) {
    return watch.wait_for([&](const Ended& so_far) {
      return so_far.out.find(text) != std::string::npos ||
             so_far.err.find(text) != std::string::npos;
    });
  };
  ASSERT_TRUE(said("new " + server.url("/a")));
  write_config("", "urls = [" + url("/a") + ", " + url("/b") + "]\n");
  EXPECT_TRUE(said("new " + server.url("/b")));  // it has noticed
  write_config("", "urls = [nonsense]\n");
  watch.signal(SIGHUP);
  EXPECT_TRUE(said("error: "));
  write_config("", "urls = [" + url("/b") + ", " + url("/c") + "]\n");
  watch.signal(SIGHUP);
  EXPECT_TRUE(said("new " + server.url("/c")));
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().status, 0);
  EXPECT_EQ(requests_for("/a"), 1U);
  EXPECT_EQ(requests_for("/b"), 1U);
}

// Killed at many moments: what was reported is there, and is not asked for again before it is due.
TEST_F(Watch, LosesNothingThatItReportedWhenItIsKilled) {
  minutes = -1;
  // More than all rounds together can visit.
  constexpr int articles = 10'000;
  std::vector<std::string> paths;
  paths.reserve(articles);
  for (int i = 0; i < articles; ++i) {
    paths.push_back("/n/" + std::to_string(i));
  }
  serve_feed(paths);
  std::atomic<pid_t> victim{0};
  std::atomic<int> left{0};
  server.on("*", [&](const SeenRequest& request, Peer& peer) {
    if (--left == 0 && victim > 0) {
      kill(victim, SIGKILL);
    }
    return peer.send(http_answer("200 OK", html, flood_page(request.target)));
  });
  server.on("/robots.txt", always(http_answer("404 Not Found", "", "")));
  write_config("", "feeds = [" + url("/feed") + "]\n");
  std::mt19937 random{7};
  std::set<std::string> reported;
  std::vector<std::string> ids;
  std::size_t requests = 0;
  const auto follow = [&](const Ended& ended) {
    const std::vector<SeenRequest> seen = server.seen();
    for (; requests < seen.size(); ++requests) {
      EXPECT_FALSE(reported.contains(seen[requests].target)) << seen[requests].target;
    }
    for (const std::string& line : lines_of(ended.out)) {
      const auto event = nlohmann::json::parse(line);
      EXPECT_EQ(event["event"], "found") << line;
      ids.push_back(event["id"]);
      reported.insert(std::string{event["url"]}.substr(server.url("").size()));
    }
  };
  const int rounds = stress_rounds(20, 200);
  for (int i = 0; i < rounds; ++i) {
    RunningProgram watch{arch({"watch", "--json"})};
    if (i % 2 == 0) {  // at a request
      left = 1 + static_cast<int>(random() % 40);
      victim = watch.id();
    } else {  // when so many lines were printed
      const std::size_t lines = random() % 12;
      watch.wait_for([&](const Ended& so_far) { return lines_of(so_far.out).size() >= lines; });
      watch.signal(SIGKILL);
    }
    const Ended ended = watch.wait();
    victim = 0;
    EXPECT_EQ(ended.status, 128 + SIGKILL) << ended.err;
    follow(ended);
  }
  EXPECT_GT(ids.size(), static_cast<std::size_t>(rounds));
  EXPECT_GE(lines_of(run({"ls", "--json"}).out).size(), ids.size());
  for (const std::string& id : ids) {
    EXPECT_EQ(run({"show", "--record", id}).status, 0) << id;
  }
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Watch, RunsHooksWithoutAShell) {
  const std::string name = "hook; touch pwned";
  write_file(name, "#!/bin/sh\nprintf '%s\\n' \"$@\" >>arguments\ncat >>events\n");
  std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
  write_config("",
               "urls = [" + url("/a") + "]\n[[hook]]\ncommand = ['" + (folder / name).string() +
                   "', 'a b; c', '$(touch pwned)', '*']\n");
  serve("/a", flood_page("twelve"));
  ASSERT_EQ(run({"watch", "--once"}).status, 0);
  minutes = 60;
  serve("/a", flood_page("fifteen; touch pwned; $(touch pwned)"));
  const Ended ended = run({"watch", "--once"});
  EXPECT_THAT(ended.err, Not(HasSubstr("failed")));
  EXPECT_EQ(read_file("arguments"), "a b; c\n$(touch pwned)\n*\n");
  const std::vector<std::string> events = lines_of(read_file("events"));
  ASSERT_EQ(events.size(), 1U);
  const auto event = nlohmann::json::parse(events[0]);
  EXPECT_EQ(event["event"], "revision");
  EXPECT_EQ(event["article"], server.url("/a"));
  EXPECT_THAT(std::string{event["headline"]}, HasSubstr("fifteen; touch pwned"));
  EXPECT_FALSE(std::filesystem::exists(folder / "pwned"));
}

}  // namespace
}  // namespace arch::test
