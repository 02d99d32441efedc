#include "capture/sitemap.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::capture {
namespace {

using testing::ElementsAre;

ArticleList read(std::string_view file) {
  const auto list = parse_sitemap(as_bytes(file), {.url = "https://news.example/sitemap.xml"});
  EXPECT_TRUE(list) << file.substr(0, 80);
  return list.value_or(ArticleList{});
}

UtcTime at(std::string_view time) {
  return parse_rfc3339(time).value();
}

TEST(Sitemap, ReadsUrlsWithTheirTimes) {
  const ArticleList list = read(R"(<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://img.example/1.jpg</image:loc></image:image>
<loc>https://news.example/a?x=1&amp;y=2</loc><lastmod>2026-11-27</lastmod></url>
<url><loc>
 https://news.example/b </loc></url></urlset>)");
  ASSERT_EQ(list.articles.size(), 2U);
  EXPECT_EQ(list.articles[0].url, "https://news.example/a?x=1&y=2");
  EXPECT_EQ(list.articles[0].updated, at("2026-11-27T00:00:00Z"));
  EXPECT_EQ(list.articles[1].url, "https://news.example/b");
  EXPECT_TRUE(list.sitemaps.empty());
}

// The example of https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap,
// shortened, with the elements that it names.
TEST(Sitemap, ReadsGooglesNewsExtension) {
  const ArticleList list = read(R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a</loc>
<n:news><n:publication><n:name>The Example Times</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-11-27T10:02:00+01:00</n:publication_date>
<n:title>Companies A, B in Merger Talks</n:title></n:news></url></urlset>)");
  ASSERT_EQ(list.articles.size(), 1U);
  EXPECT_EQ(list.articles[0].published, at("2026-11-27T09:02:00Z"));
  EXPECT_EQ(list.articles[0].title, "Companies A, B in Merger Talks");
}

TEST(Sitemap, ReadsAnIndex) {
  const ArticleList list = read(
      "<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc>"
      "<lastmod>2026-11-27T10:00:00Z</lastmod></sitemap><sitemap><loc>/2.xml</loc></sitemap>"
      "</sitemapindex>");
  EXPECT_THAT(
      list.sitemaps,
      ElementsAre(ListedSitemap{"https://news.example/1.xml.gz", at("2026-11-27T10:00:00Z")},
                  ListedSitemap{"https://news.example/2.xml", std::nullopt}));
  EXPECT_TRUE(list.articles.empty());
}

TEST(Sitemap, ReadsATextFile) {
  const ArticleList list =
      read("\xEF\xBB\xBFhttps://news.example/a\r\n\r\nhttps://news.example/b\nnonsense\n");
  ASSERT_EQ(list.articles.size(), 2U);
  EXPECT_EQ(list.articles[1].url, "https://news.example/b");
  EXPECT_TRUE(list.is_cut);
}

TEST(Sitemap, IsNoneWhateverElseIsServed) {
  for (const std::string_view file :
       {"", "\n\n", "<html><body>https://a.example/</body></html>", "Not found", "<rss/>"}) {
    EXPECT_FALSE(parse_sitemap(as_bytes(file), {.url = "https://news.example/"})) << file;
  }
}

TEST(Sitemap, CutsWhatIsOverALimit) {
  std::string text;
  for (int i = 0; i < 200'010; ++i) {
    text += "https://news.example/" + std::to_string(i) + "\n";
  }
  const ArticleList list = read(text);
  EXPECT_EQ(list.articles.size(), max_listed);
  EXPECT_TRUE(list.is_cut);
}

TEST(SitemapWalk, EndsThoughAnIndexNamesItselfAndItsParent) {
  SitemapWalk walk{"https://news.example/i"};
  EXPECT_EQ(walk.next(), "https://news.example/i");
  walk.found({{"https://news.example/i"}, {"https://news.example/a"}}, std::nullopt);
  EXPECT_EQ(walk.next(), "https://news.example/a");
  walk.found({{"https://news.example/i"}, {"https://news.example/a"}}, std::nullopt);
  EXPECT_EQ(walk.next(), std::nullopt);
}

TEST(SitemapWalk, TakesWhatChangedLastFirstAndLeavesOutWhatIsOld) {
  SitemapWalk walk{"https://news.example/i"};
  walk.next();
  walk.found({{"https://news.example/old", at("2025-01-01T00:00:00Z")},
              {"https://news.example/may", at("2026-05-01T00:00:00Z")},
              {"https://news.example/june", at("2026-06-01T00:00:00Z")},
              {"https://news.example/unknown"}},
             at("2026-01-01T00:00:00Z"));
  EXPECT_EQ(walk.next(), "https://news.example/unknown");
  EXPECT_EQ(walk.next(), "https://news.example/june");
  EXPECT_EQ(walk.next(), "https://news.example/may");
  EXPECT_EQ(walk.next(), std::nullopt);
}

TEST(SitemapWalk, GoesNoFurtherThanItsLimits) {
  SitemapWalk deep{"0", {.files = 100, .depth = 2}};
  int given = 0;
  while (deep.next()) {
    ++given;
    deep.found({{std::to_string(given)}}, std::nullopt);
  }
  EXPECT_EQ(given, 3);

  SitemapWalk wide{"start", {.files = 5, .depth = 3}};
  for (given = 0; wide.next(); ++given) {
    wide.found({{std::to_string(2 * given)}, {std::to_string(2 * given + 1)}}, std::nullopt);
  }
  EXPECT_EQ(given, 5);
}

}  // namespace
}  // namespace arch::capture
