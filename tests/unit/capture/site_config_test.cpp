#include "capture/site_config.hpp"

#include "support/project_file.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::capture {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view least = "contact = \"me@example.org\"\n";

std::vector<ConfigProblem> problems(std::string_view text) {
  return parse_watch_config(std::string{least} + std::string{text}).problems;
}

/// `2:1 what (hint)` of the only problem.
std::string problem(std::string_view text) {
  const std::vector<ConfigProblem> found = problems(text);
  if (found.size() != 1) {
    return std::to_string(found.size()) + " problems";
  }
  return std::to_string(found[0].line) + ":" + std::to_string(found[0].column) + " " +
         found[0].what + " (" + found[0].hint + ")";
}

TEST(SiteConfig, ReadsTheExampleFile) {
  const ParsedConfig parsed = parse_watch_config(test::read_project_file("examples/arch.toml"));
  EXPECT_THAT(parsed.problems, IsEmpty());
  const WatchConfig& config = parsed.config;
  EXPECT_EQ(config.contact, "https://archive.example.org/about");
  ASSERT_EQ(config.sites.size(), 3U);
  const SiteConfig& times = config.sites[0];
  EXPECT_EQ(times.name, "The Example Times");
  EXPECT_THAT(times.feeds, ElementsAre("https://times.example/rss/all.xml"));
  EXPECT_EQ(times.delay, seconds{2});
  ASSERT_EQ(times.include.size(), 1U);
  EXPECT_TRUE(times.include[0].matches("https://times.example/2026/11/27/bridge"));
  EXPECT_EQ(config.sites[1].delay, seconds{10});
  EXPECT_EQ(config.sites[1].discover_every, hours{1});
  EXPECT_EQ(config.sites[1].exclude.size(), 3U);  // those of all sites, and its own
  EXPECT_EQ(config.sites[2].keep_pages, KeepPages::all);
  ASSERT_EQ(config.hooks.size(), 1U);
  EXPECT_THAT(config.hooks[0].command,
              ElementsAre("/usr/local/bin/notify-desk", "--channel", "corrections"));
  EXPECT_EQ(config.hooks[0].events.size(), watch_events);
}

// What the example says in comments are the defaults: with the comment signs taken away it reads
// the same.
TEST(SiteConfig, HasTheDefaultsThatTheExampleStates) {
  const std::string example = test::read_project_file("examples/arch.toml");
  std::string uncommented;
  for (std::size_t at = 0; at < example.size();) {
    const std::size_t end = std::min(example.find('\n', at), example.size());
    std::string_view line = std::string_view{example}.substr(at, end - at);
    if (line.starts_with("# ") && line.find(" = ") != std::string_view::npos) {
      line.remove_prefix(2);
    }
    uncommented += std::string{line} + "\n";
    at = end + 1;
  }
  const ParsedConfig stated = parse_watch_config(uncommented);
  ASSERT_THAT(stated.problems, IsEmpty());
  const WatchConfig silent = parse_watch_config(example).config;
  EXPECT_EQ(stated.config.requests_per_hour, silent.requests_per_hour);
  EXPECT_EQ(stated.config.connections, silent.connections);
  EXPECT_EQ(stated.config.allow_private, silent.allow_private);
  for (std::size_t i = 0; i < silent.sites.size(); ++i) {
    const SiteConfig& a = stated.config.sites.at(i);
    const SiteConfig& b = silent.sites[i];
    EXPECT_EQ(std::tie(a.key, a.keep_pages, a.browser, a.delay, a.concurrency, a.max_age),
              std::tie(b.key, b.keep_pages, b.browser, b.delay, b.concurrency, b.max_age));
    EXPECT_EQ(std::tie(a.requests_per_hour, a.discover_every, a.shortest_interval),
              std::tie(b.requests_per_hour, b.discover_every, b.shortest_interval));
    EXPECT_EQ(std::tie(a.longest_interval, a.removed_after, a.timeout),
              std::tie(b.longest_interval, b.removed_after, b.timeout));
  }
}

TEST(SiteConfig, NamesASiteAfterItsHost) {
  const ParsedConfig parsed = parse_watch_config(
      std::string{least} + "[[site]]\nfeeds = [\"https://www.news.example/rss\"]\n");
  EXPECT_THAT(parsed.problems, IsEmpty());
  EXPECT_EQ(parsed.config.sites.at(0).name, "news.example");
  EXPECT_EQ(parsed.config.sites.at(0).line, 2U);
}

TEST(SiteConfig, SuggestsTheNameThatWasMeant) {
  EXPECT_EQ(problem("[[site]]\nfeed = [\"https://a.example/\"]\nurls = [\"https://a.example/\"]\n"),
            "3:1 there is no setting `feed` here (did you mean `feeds`?)");
  EXPECT_EQ(problem("[default]\n"),
            "2:2 there is no setting `default` here (did you mean `defaults`?)");
  EXPECT_EQ(problem("[defaults]\nkeep-pages = \"chnaged\"\n"),
            "3:14 `keep-pages` must be one of \"changed\", \"all\", \"none\" (did you mean "
            "\"changed\"?)");
  EXPECT_THAT(problem("colour = 1\n"), HasSubstr("docs/watch.md lists all settings"));
}

TEST(SiteConfig, RefusesWrongTypesAndValues) {
  EXPECT_EQ(problem("connections = \"64\"\n"),
            "2:15 `connections` must be a whole number from 1 to 4096 ()");
  EXPECT_EQ(problem("connections = 0\n"),
            "2:15 `connections` must be a whole number from 1 to 4096 ()");
  EXPECT_THAT(problem("[defaults]\ndelay = 2\n"),
              HasSubstr("3:9 `delay` must be a length of time"));
  EXPECT_THAT(problem("[defaults]\nlongest-interval = \"1s\"\n"), HasSubstr("too short"));
  EXPECT_THAT(problem("[[site]]\nurls = \"https://a.example/\"\n"), HasSubstr("must be a list"));
  EXPECT_THAT(problem("[[site]]\nurls = [\"ftp://a.example/\"]\n"),
              HasSubstr("3:9 in `urls`, a value is no URL of http or https: `ftp://a.example/`"));
  EXPECT_THAT(problem("[[site]]\nurls = []\ninclude = [\"news/*\"]\n"),
              HasSubstr("4:12 in `include`, a value is no pattern"));
  EXPECT_THAT(problem("[site]\nurls = []\n"), HasSubstr("[[site]]"));
  EXPECT_THAT(problem("[[hook]]\nevents = [\"revision\"]\n"), HasSubstr("no `command`"));
  EXPECT_THAT(problem("[[hook]]\ncommand = []\n"), HasSubstr("no `command`"));
  EXPECT_THAT(problem("[[site]]\nname = \"x\"\n"), HasSubstr("nothing to watch"));
  EXPECT_THAT(problem("[[site]]\nurls = [\n"), HasSubstr("this is no TOML"));
}

TEST(SiteConfig, ReportsAllProblemsInOrder) {
  const std::vector<ConfigProblem> found =
      problems("[[site]]\nurls = [\"x\", \"y\"]\nnaem = \"z\"\n[[hook]]\n");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].line, 3U);
  EXPECT_EQ(found[1].line, 3U);
  EXPECT_EQ(found[2].line, 4U);
  EXPECT_EQ(found[3].line, 5U);
}

TEST(SiteConfig, WantsAContactAndDifferentNames) {
  const std::vector<ConfigProblem> found = parse_watch_config("").problems;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].what, HasSubstr("`contact` is missing"));
  const std::string site = "[[site]]\nurls = [\"https://a.example/\"]\n";
  EXPECT_THAT(problem(site + site), HasSubstr("4:0 there are two sites called `a.example`"));
}

TEST(SiteConfig, ReadsRulesForPagesWithoutASiteOrAContact) {
  const ParsedConfig parsed = parse_watch_config(
      "[[rule]]\nhost = \"News.Example.org\"\nfrom = 2026-03-01\nuntil = 2026-04-01\n"
      "keep = [\".story > p\"]\ndrop = [\"aside\", \"[data-role=ad]\"]\ndates = \"month-day\"\n");
  EXPECT_THAT(parsed.problems, IsEmpty());
  const article::SiteRules& rules = article::rules_in(parsed.config.rules);
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].host, "news.example.org");
  EXPECT_EQ(rules[0].from, UtcTime{1772323200});
  EXPECT_EQ(rules[0].until, UtcTime{1775001600});
  ASSERT_EQ(rules[0].drop.size(), 2U);
  EXPECT_EQ(rules[0].drop[1].text, "[data-role=ad]");
  EXPECT_EQ(rules[0].dates, article::DayOrder::month_first);
}

TEST(SiteConfig, RefusesRulesThatAreNone) {
  EXPECT_THAT(problem("[[rule]]\nhost = \"a.org\"\n"), HasSubstr("this rule says nothing"));
  EXPECT_THAT(problem("[[rule]]\ndrop = [\"p\"]\n"), HasSubstr("has no `host`"));
  EXPECT_THAT(problem("[[rule]]\nhost = \"https://a.org/\"\ndrop = [\"p\"]\n"),
              HasSubstr("no name of a host"));
  EXPECT_THAT(problem("[[rule]]\nhost = \"a.org\"\ndrop = [\"p:hover\"]\n"),
              HasSubstr("no selector: `p:hover`"));
  EXPECT_THAT(problem("[[rule]]\nhost = \"a.org\"\ndates = \"day\"\n"),
              HasSubstr("must be one of \"day-month\", \"month-day\""));
  EXPECT_THAT(problem("[[rule]]\nhost = \"a.org\"\ndrop = [\"p\"]\nfrom = \"2026-03-01\"\n"),
              HasSubstr("`from` must be a date"));
  EXPECT_THAT(problem("[[rule]]\nhost = \"a.org\"\ndrop = [\"p\"]\nfrom = 2026-03-01\nuntil = "
                      "2026-03-01\n"),
              HasSubstr("`from` is not before `until`"));
}

TEST(SiteConfig, RefusesAKeyOfSeveralLines) {
  EXPECT_THAT(problem("[+ite]UJname = \"\"\"a\nB\"\"\" = max\n"), HasSubstr("this is no TOML"));
}

TEST(SiteConfig, RefusesWhatWouldNestWithoutEnd) {
  std::string dots = "a";
  for (int i = 0; i < 1'000'000; ++i) {
    dots += ".a";
  }
  EXPECT_THAT(problem(dots + " = 1\n"), HasSubstr("too deep"));
  EXPECT_THAT(problem("a = " + std::string(100'000, '[')), HasSubstr("this is no TOML"));
}

TEST(SiteConfig, ReadsLengthsOfTime) {
  EXPECT_EQ(parse_duration("1500ms"), milliseconds{1500});
  EXPECT_EQ(parse_duration("0s"), seconds{0});
  EXPECT_EQ(parse_duration("5min"), minutes{5});
  EXPECT_EQ(parse_duration("14d"), days{14});
  for (const std::string_view wrong :
       {"", "5", "min", "-1s", "1.5h", "5 min", "1m", "99999999999999999999s", "9999999999d"}) {
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
  }
}

TEST(SiteConfig, WritesEntriesThatItReads) {
  SiteConfig site;
  site.name = "A \"quoted\" \\ name\x01";
  site.feeds = {"https://a.example/rss"};
  site.fronts = {"https://a.example/"};
  site.include = {UrlPattern::parse("/#/*").value()};
  const ParsedConfig parsed = parse_watch_config(std::string{least} + to_toml(site));
  EXPECT_THAT(parsed.problems, IsEmpty());
  ASSERT_EQ(parsed.config.sites.size(), 1U);
  EXPECT_EQ(parsed.config.sites[0].name, site.name);
  EXPECT_EQ(parsed.config.sites[0].feeds, site.feeds);
  EXPECT_EQ(parsed.config.sites[0].fronts, site.fronts);
  EXPECT_EQ(parsed.config.sites[0].include.at(0).text(), "/#/*");
}

}  // namespace
}  // namespace arch::capture
