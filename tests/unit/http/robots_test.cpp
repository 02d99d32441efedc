#include "http/robots.hpp"

#include "support/project_file.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace arch::http {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

bool allows(std::string_view file, std::string_view path) {
  return Robots::parse(file, "arch")
      .allows(Url::parse("https://news.example" + std::string{path}).value());
}

TEST(Robots, LongestRuleWinsAndAllowWinsTies) {
  EXPECT_FALSE(allows("User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c"));
  EXPECT_TRUE(allows("User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/c"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a"));
}

TEST(Robots, OwnGroupsReplaceThoseOfAll) {
  constexpr std::string_view file =
      "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: ARCH/2.0\nDisallow: /x\n\n"
      "User-agent: arch\nDisallow: /y";
  EXPECT_TRUE(allows(file, "/z"));
  EXPECT_FALSE(allows(file, "/x"));
  EXPECT_FALSE(allows(file, "/y"));
}

TEST(Robots, AnotherNameThatBeginsLikeOursIsNotOurs) {
  EXPECT_TRUE(allows("User-agent: archer\nDisallow: /\n", "/"));
  EXPECT_TRUE(allows("User-agent: arch-bot\nDisallow: /\n", "/"));
}

TEST(Robots, PatternsHaveStarsAndAnEnd) {
  constexpr std::string_view file = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c\n";
  EXPECT_FALSE(allows(file, "/x/y.pdf"));
  EXPECT_TRUE(allows(file, "/x/y.pdf?z"));
  EXPECT_FALSE(allows(file, "/a1b2c3"));
  EXPECT_TRUE(allows(file, "/a1c2b"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /*bb*b$\n", "/bb"));  // pieces do not overlap
}

TEST(Robots, EncodedCharactersCompareAsTheyAre) {
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /ü\n", "/%C3%BC"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /%c3%bc\n", "/ü"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /%7Ea\n", "/~a"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /a%2Fb\n", "/a/b"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /%2A%24\n", "/*$"));  // no star, no end
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /%2A\n", "/x"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /%\n", "/%"));
}

TEST(Robots, ItsOwnFileIsAlwaysAllowed) {
  EXPECT_TRUE(Robots::disallow_all().allows(Url::parse("https://a.example/robots.txt").value()));
  EXPECT_FALSE(Robots::disallow_all().allows(Url::parse("https://a.example/").value()));
  EXPECT_EQ(robots_url(Url::parse("http://me:pw@a.example:81/b?c#d").value()).text(),
            "http://a.example:81/robots.txt");
}

TEST(Robots, CrawlDelayIsTheGroups) {
  const auto delay = [](std::string_view file) {
    return Robots::parse(file, "arch").crawl_delay();
  };
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 10\n"), milliseconds{10'000});
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 0.5\n"), milliseconds{500});
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 9\nUser-agent: arch\nDisallow:\nCrawl-delay: 2\n"),
            milliseconds{2000});
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 1e9\n"), std::nullopt);
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: -1\n"), std::nullopt);
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: nan\n"), std::nullopt);
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 99999999999\n"), std::chrono::hours{24});
  EXPECT_EQ(delay("User-agent: other\nCrawl-delay: 1\n"), std::nullopt);
  EXPECT_EQ(delay("Crawl-delay: 1\n"), std::nullopt);
}

TEST(Robots, ACrawlDelayBetweenNamesDoesNotPartThem) {
  EXPECT_FALSE(allows("User-agent: arch\nCrawl-delay: 1\nUser-agent: b\nDisallow: /\n", "/"));
}

TEST(Robots, NamesSitemaps) {
  const Robots robots = Robots::parse(
      "Sitemap: https://a.example/1.xml\nUser-agent: x\nDisallow: /\nsitemap:/2.xml # our "
      "news\nSitemap:\n",
      "arch");
  EXPECT_THAT(robots.sitemaps(), ElementsAre("https://a.example/1.xml", "/2.xml"));
}

TEST(Robots, BeyondItsLimitsIsNotRead) {
  const std::string padding(Robots::max_size, '#');
  EXPECT_TRUE(allows(padding + "\nUser-agent: *\nDisallow: /\n", "/"));
  const std::string half(Robots::max_size / 2, '#');  // 500 KiB and more are read
  EXPECT_FALSE(allows(half + "\nUser-agent: *\nDisallow: /\n", "/"));
}

TEST(Robots, HostileRulesMatchInLinearTime) {
  std::string file = "User-agent: *\n";
  while (file.size() + 4096 < Robots::max_size) {
    file += "Disallow: /*";
    for (int i = 0; i < 1000; ++i) {
      file += "aa*";
    }
    file += "b$\n";
  }
  EXPECT_TRUE(
      allows(file, "/" + std::string(4000, 'a')));  // takes milliseconds; squares take minutes
}

Result answer(int status, std::string_view body) {
  return Response{.url = Url::parse("https://a.example/robots.txt").value(),
                  .status = status,
                  .body = to_bytes(body)};
}

Result failure(FailureKind kind) {
  return Failure{.kind = kind, .reason = "because"};
}

// RFC 9309, 2.3.1
TEST(Robots, FollowFromTheAnswer) {
  constexpr std::string_view file = "User-agent: *\nDisallow: /x\n";
  const auto allowed = [](const Result& result, std::string_view path) {
    return Robots::of_answer(result, "arch")
        .allows(Url::parse("https://a.example" + std::string{path}).value());
  };
  EXPECT_FALSE(allowed(answer(200, file), "/x"));
  EXPECT_TRUE(allowed(answer(200, file), "/y"));
  for (const int status : {400, 401, 403, 404, 410, 429, 451, 499}) {
    EXPECT_TRUE(allowed(answer(status, file), "/x")) << status;
    EXPECT_FALSE(Robots::is_unreachable(answer(status, file))) << status;
  }
  for (const int status : {500, 502, 503, 599}) {
    EXPECT_FALSE(allowed(answer(status, file), "/y")) << status;
    EXPECT_TRUE(Robots::is_unreachable(answer(status, file))) << status;
  }
  for (const FailureKind kind :
       {FailureKind::dns, FailureKind::refused, FailureKind::tls, FailureKind::timeout}) {
    EXPECT_FALSE(allowed(failure(kind), "/y")) << name_of(kind);
  }
  EXPECT_TRUE(allowed(failure(FailureKind::too_many_redirects), "/x"));
}

TEST(Robots, PassTheCasesOfTheStandard) {
  const std::filesystem::path path =
      test::project_path("../shared/data/standards/robots/rfc9309_cases.jsonl");
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "the cases of RFC 9309 are not here: " << path;
  }
  std::ifstream stream{path};
  int cases = 0;
  int passed = 0;
  int vendors = 0;
  for (std::string line; std::getline(stream, line);) {
    const nlohmann::json test = nlohmann::json::parse(line);
    ++cases;
    const Robots robots =
        Robots::parse(test["robots"].get<std::string>(), test["agent"].get<std::string>());
    const bool is_allowed = robots.allows(Url::parse(test["url"].get<std::string>()).value());
    if (is_allowed == test["allowed"].get<bool>()) {
      ++passed;
    } else if (test["scope"] == "google") {
      ++vendors;
    } else {
      std::cout << "differs: " << line << "\n";
    }
  }
  std::cout << passed << " of " << cases << " cases; " << vendors << " others are one vendor's\n";
  EXPECT_EQ(cases, 103);
  EXPECT_EQ(passed + vendors, cases);
}

}  // namespace
}  // namespace arch::http
