#include "capture/front_page.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::capture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ListedArticle> links(std::string_view page,
                                 const std::vector<std::string_view>& patterns = {}) {
  std::vector<UrlPattern> include;
  include.reserve(patterns.size());
  for (const std::string_view pattern : patterns) {
    include.push_back(UrlPattern::parse(pattern).value());
  }
  return find_article_links(
      html::parse_page(as_bytes(page)).tree, "https://www.news.example/", include);
}

std::vector<std::string> urls_of(const std::vector<ListedArticle>& articles) {
  std::vector<std::string> urls;
  urls.reserve(articles.size());
  for (const ListedArticle& article : articles) {
    urls.push_back(article.url);
  }
  return urls;
}

constexpr std::string_view front = R"(<!DOCTYPE html><html><head><title>News</title></head><body>
<header><a href="/2026/11/27/in-the-header-a-teaser">A teaser in the header, long enough</a></header>
<nav><a href="/politics/">Politics</a><a href="/politics/the-week-in-review-12345">Week</a></nav>
<main>
<a href="/2026/11/27/bridge/"><img src="/b.jpg"></a>
<h2><a href="/2026/11/27/bridge/#comments">Bridge opens <b>again</b></a></h2>
<a href="/politics/minister-resigns-after-vote-in-parliament">Minister resigns</a>
<a href="/sport/article98765432.html">Cup</a>
<a href="/tag/bridges-and-dams-of-the-world">Bridges and dams of the world, all of them here</a>
<a href="/author/jane-doe-of-the-desk">Jane Doe</a>
<a href="https://elsewhere.example/2026/11/27/other-story-of-today">Other</a>
<a href="/reports/2026-annual-report-of-the-paper.pdf">Annual report</a>
<a href="mailto:desk@news.example">Write</a><a href="">Here</a><a href="/">Home</a>
</main></body></html>)";

TEST(FrontPage, FindsLinksThatLookLikeArticlesOfTheSite) {
  const std::vector<ListedArticle> found = links(front);
  ASSERT_THAT(
      urls_of(found),
      ElementsAre("https://www.news.example/2026/11/27/bridge/",
                  "https://www.news.example/politics/minister-resigns-after-vote-in-parliament",
                  "https://www.news.example/sport/article98765432.html"));
  EXPECT_EQ(found[0].title, "Bridge opens again");
}

TEST(FrontPage, TakesWhatThePatternsSayInstead) {
  EXPECT_THAT(urls_of(links(front, {"/tag/*", "/politics/*-#"})),
              ElementsAre("https://www.news.example/politics/the-week-in-review-12345",
                          "https://www.news.example/tag/bridges-and-dams-of-the-world"));
}

TEST(FrontPage, ResolvesAgainstTheBaseOfThePage) {
  EXPECT_THAT(urls_of(links("<base href='/de/'><main><a href='2026/11/27/x'>x</a></main>")),
              ElementsAre("https://www.news.example/de/2026/11/27/x"));
}

TEST(FrontPage, NamesItsFeeds) {
  const auto tree = html::parse_page(as_bytes(R"(<head>
<link rel="alternate" type="application/rss+xml" title="All &amp; more" href="/feed">
<link rel="ALTERNATE" type="application/atom+xml" href="https://feeds.example/atom">
<link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="/x.css"></head>)"));
  EXPECT_THAT(find_feed_links(tree.tree, "https://news.example/"),
              ElementsAre(FeedLink{"https://news.example/feed", "All & more"},
                          FeedLink{"https://feeds.example/atom", ""}));
}

bool fits(std::string_view pattern, std::string_view url) {
  return UrlPattern::parse(pattern).value().matches(url);
}

TEST(UrlPattern, MatchesPaths) {
  EXPECT_TRUE(fits("/news/*", "https://a.example/news/x?page=2#top"));
  EXPECT_TRUE(fits("/news/*", "https://a.example/news/"));
  EXPECT_FALSE(fits("/news/*", "https://a.example/news/x/y"));
  EXPECT_TRUE(fits("/news/**", "https://a.example/news/x/y"));
  EXPECT_FALSE(fits("/news/**", "https://a.example/old/news/x"));
  EXPECT_TRUE(fits("/**/live/*", "https://a.example/a/b/live/c"));
  EXPECT_TRUE(fits("/#/#/*.html", "https://a.example/2026/11/x.html"));
  EXPECT_FALSE(fits("/#/#/*.html", "https://a.example/2026/nov/x.html"));
  EXPECT_FALSE(fits("/a#", "https://a.example/a"));
  EXPECT_TRUE(fits("/", "https://a.example"));
}

TEST(UrlPattern, MatchesQueriesAndHostsWhereItNamesThem) {
  EXPECT_TRUE(fits("/article?id=#", "https://a.example/article?id=17"));
  EXPECT_FALSE(fits("/article?id=#", "https://a.example/article?id=x"));
  EXPECT_TRUE(fits("https://*.example/**", "http://live.example/x"));
  EXPECT_FALSE(fits("https://live.example/**", "https://dead.example/x"));
}

TEST(UrlPattern, RefusesWhatIsNone) {
  EXPECT_FALSE(UrlPattern::parse(""));
  EXPECT_FALSE(UrlPattern::parse("news/*"));
  EXPECT_FALSE(UrlPattern::parse("ftp://a.example/"));
  EXPECT_FALSE(UrlPattern::parse("/" + std::string(UrlPattern::max_size, 'a')));
}

TEST(UrlPattern, TakesNoLongerForWildcardsInARow) {
  std::string pattern = "/";
  for (int i = 0; i < 200; ++i) {
    pattern += "**a";
  }
  pattern.resize(UrlPattern::max_size - 1);
  EXPECT_FALSE(fits(pattern, "https://a.example/" + std::string(2000, 'a') + "b!"));
}

TEST(UrlPattern, IsInferredFromWhatArticlesShare) {
  EXPECT_THAT(infer_patterns({"https://a.example/2026/11/27/bridge",
                              "https://a.example/2026/11/26/dam",
                              "https://a.example/2026/11/26/mill"}),
              ElementsAre("/#/#/#/*"));
  EXPECT_THAT(infer_patterns({"https://a.example/news/world/one.html",
                              "https://a.example/news/sport/two.html",
                              "https://a.example/2026/11/26/mill/",
                              "https://a.example/2026/11/26/dam/"}),
              ElementsAre("/#/#/#/*/", "/news/*/*.html"));
  // Nothing tells these from the site's sections.
  EXPECT_THAT(infer_patterns({"https://a.example/bridge-opens", "https://a.example/dam-closes"}),
              IsEmpty());
}

}  // namespace
}  // namespace arch::capture
