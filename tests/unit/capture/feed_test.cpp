#include "capture/feed.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::capture {
namespace {

using testing::ElementsAre;

ArticleList read(std::string_view file, std::string_view url = "https://news.example/feeds/all") {
  const std::optional<ArticleList> list = parse_feed(as_bytes(file), {.url = url});
  EXPECT_TRUE(list) << file.substr(0, 80);
  return list.value_or(ArticleList{});
}

std::vector<std::string> urls_of(const ArticleList& list) {
  std::vector<std::string> urls;
  urls.reserve(list.articles.size());
  for (const ListedArticle& article : list.articles) {
    urls.push_back(article.url);
  }
  return urls;
}

UtcTime at(std::string_view time) {
  return parse_rfc3339(time).value();
}

TEST(Feed, ReadsRss2) {
  const ArticleList list = read(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>All</title>
<link>https://news.example/</link>
<item><title>Bridge &amp;amp; dam <![CDATA[<b>open</b>]]></title>
<link> https://news.example/a </link><pubDate>Fri, 27 Nov 2026 10:02:00 EST</pubDate>
<media:title>Not this</media:title><media:content url="https://img.example/1.jpg"/></item>
<item><guid>https://news.example/b</guid><title>B</title></item>
<item><guid isPermaLink="false">https://news.example/no</guid><title>C</title></item>
</channel></rss>)");
  ASSERT_THAT(urls_of(list), ElementsAre("https://news.example/a", "https://news.example/b"));
  EXPECT_EQ(list.articles[0].title, "Bridge & dam open");
  EXPECT_EQ(list.articles[0].published, at("2026-11-27T15:02:00Z"));
  EXPECT_EQ(list.articles[0].updated, std::nullopt);
  EXPECT_FALSE(list.is_cut);
}

TEST(Feed, ReadsRss091WithItsDoctypeAndRelativeLinks) {
  const ArticleList list = read(
      "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS "
      "0.91//EN\" "
      "\"http://my.netscape.com/publish/formats/rss-0.91.dtd\">"
      "<rss "
      "version=\"0.91\"><channel><item><link>/a?x=1&amp;y=2#top</link></item></channel></rss>");
  EXPECT_THAT(urls_of(list), ElementsAre("https://news.example/a?x=1&y=2"));
}

TEST(Feed, ReadsRdf) {
  const ArticleList list = read(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example/"><title>x</title><items><rdf:Seq/></items></channel>
<item rdf:about="https://news.example/a"><title>A</title><link>https://news.example/a</link>
<dc:date>2026-11-27T10:02:00+01:00</dc:date></item>
<item rdf:about="https://news.example/b"/></rdf:RDF>)");
  ASSERT_THAT(urls_of(list), ElementsAre("https://news.example/a", "https://news.example/b"));
  EXPECT_EQ(list.articles[0].published, at("2026-11-27T09:02:00Z"));
}

TEST(Feed, ReadsAtomWithItsBasesAndPrefixes) {
  const ArticleList list = read(R"(<a:feed xmlns:a="http://www.w3.org/2005/Atom"
 xml:base="https://other.example/x/">
<a:link rel="alternate" href="https://news.example/"/>
<a:entry><a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <i>A</i></div></a:title>
<a:link rel="edit" href="/edit"/><a:link type="application/json" href="/a.json"/>
<a:link rel="alternate" type="text/html" href="a"/>
<a:published>2026-11-27T10:00:00Z</a:published><a:updated>2026-11-27T11:00:00Z</a:updated></a:entry>
<a:entry xml:base="https://third.example/"><a:link href="b"/></a:entry>
<a:entry><a:id>https://news.example/c</a:id></a:entry>
<a:entry><a:id>tag:news.example,2026:d</a:id></a:entry></a:feed>)");
  ASSERT_THAT(
      urls_of(list),
      ElementsAre(
          "https://other.example/x/a", "https://third.example/b", "https://news.example/c"));
  EXPECT_EQ(list.articles[0].title, "The A");
  EXPECT_EQ(list.articles[0].published, at("2026-11-27T10:00:00Z"));
  EXPECT_EQ(list.articles[0].updated, at("2026-11-27T11:00:00Z"));
}

TEST(Feed, ReadsAtom03) {
  const ArticleList list = read(
      R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link rel="alternate"
type="text/html" href="https://news.example/a"/><issued>2004-01-02T03:04:05Z</issued>
<modified>2004-01-03T03:04:05Z</modified></entry></feed>)");
  ASSERT_THAT(urls_of(list), ElementsAre("https://news.example/a"));
  EXPECT_EQ(list.articles[0].updated, at("2004-01-03T03:04:05Z"));
}

TEST(Feed, ReadsJsonFeed) {
  const ArticleList list = read(R"({"version": "https://jsonfeed.org/version/1.1",
"author": {"name": "x", "url": "https://no.example/"}, "home_page_url": "https://no.example/",
"items": [{"id": "1", "url": "/a", "title": "A \"b\"", "date_published": "2026-11-27T10:00:00Z",
  "date_modified": "2026-11-27T11:00:00Z", "attachments": [{"url": "https://no.example/2"}],
  "authors": [{"url": "https://no.example/3"}]},
 {"id": "2", "external_url": "https://news.example/b"}, {"id": "https://news.example/c"}, {"id": 7}]})");
  ASSERT_THAT(
      urls_of(list),
      ElementsAre("https://news.example/a", "https://news.example/b", "https://news.example/c"));
  EXPECT_EQ(list.articles[0].title, "A \"b\"");
  EXPECT_EQ(list.articles[0].updated, at("2026-11-27T11:00:00Z"));
  EXPECT_FALSE(list.is_cut);
}

TEST(Feed, PrefersTheArticlesLinkToTheOneThatCountsClicks) {
  EXPECT_THAT(urls_of(read("<rss><channel><item><link>http://feedproxy.example/~r/1</link>"
                           "<feedburner:origLink>https://news.example/a</feedburner:origLink>"
                           "</item></channel></rss>")),
              ElementsAre("https://news.example/a"));
}

TEST(Feed, IsNoFeedWhateverElseIsServed) {
  for (const std::string_view file : {"",
                                      "<!DOCTYPE html><html><head><title>Moved</title></html>",
                                      "Not found",
                                      "{\"error\": 404}",
                                      "{\"version\": \"2.0\", \"items\": [{\"url\": \"/a\"}]}",
                                      "<urlset><url><loc>https://a/</loc></url></urlset>",
                                      "\xFF\xFE",
                                      "<"}) {
    EXPECT_FALSE(parse_feed(as_bytes(file), {.url = "https://news.example/"})) << file;
  }
}

TEST(Feed, ReadsEncodingsAsDeclaredOrAsTheHeaderSays) {
  const std::string declared =
      "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><link>/a</link>"
      "<title>\xCC\xEE\xF1\xF2</title></item></channel></rss>";
  EXPECT_EQ(read(declared).articles.at(0).title, "Мост");
  const std::string plain =
      "<rss><channel><item><link>/a</link><title>caf\xE9</title></item>"
      "</channel></rss>";
  const auto list = parse_feed(
      as_bytes(plain),
      {.url = "https://a.example/", .content_type = "application/rss+xml; charset=iso-8859-1"});
  EXPECT_EQ(list.value().articles.at(0).title, "café");
}

TEST(Feed, ReadsWhatBrowsersShowOfTitles) {
  EXPECT_EQ(read("<rss><channel><item><link>/a</link><title>A &nbsp;B &lt;b&gt;C&lt;/b&gt; & D\n"
                 "</title></item></channel></rss>")
                .articles.at(0)
                .title,
            "A \u00A0B C & D");
}

TEST(Feed, GivesTheEntriesBeforeAFault) {
  const ArticleList list = read(
      "Warning: mysql_connect() in /x.php\n<rss><channel><item><link>/a</link></item>"
      "<item><link>/b</link><title>unclosed</item></channel></rss>");
  EXPECT_THAT(urls_of(list), testing::Contains("https://news.example/a"));
  EXPECT_TRUE(list.is_cut);
}

TEST(Feed, NamesEachArticleOnceAndNoOtherSchemes) {
  EXPECT_THAT(
      urls_of(read("<rss><channel><item><link>/a</link></item><item><link>/a#x</link></item>"
                   "<item><link>javascript:alert(1)</link></item>"
                   "<item><link>file:///etc/passwd</link></item><item><link/></item>"
                   "</channel></rss>")),
      ElementsAre("https://news.example/a"));
}

// The billion laughs, and entities that name files or hosts: nothing is expanded, and as no
// document type is read, there is nothing that could be fetched.
TEST(Feed, LeavesEntitiesOfTheFileAsTheyAreWritten) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\">\n";
  for (char name = 'b'; name < 'l'; ++name) {
    bomb += std::string{"<!ENTITY "} + name + " \"";
    for (int i = 0; i < 10; ++i) {
      bomb += std::string{"&"} + static_cast<char>(name - 1) + ";";
    }
    bomb += "\">\n";
  }
  bomb +=
      "<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY % remote SYSTEM "
      "\"http://127.0.0.1:1/x.dtd\">%remote;]>"
      "<rss><channel><item><link>/a</link><title>k&k;f&file;</title></item></channel></rss>";
  const ArticleList list = read(bomb);
  ASSERT_THAT(urls_of(list), ElementsAre("https://news.example/a"));
  EXPECT_EQ(list.articles[0].title, "k&k;f&file;");
}

TEST(Feed, SurvivesNestingWithoutEnd) {
  std::string deep = "<rss><channel><item><link>/a</link><title>";
  for (int i = 0; i < 500'000; ++i) {
    deep += "<i>";
  }
  EXPECT_TRUE(read(deep).is_cut);
  std::string json = R"({"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a"},)";
  json += std::string(2'000'000, '[');
  const ArticleList list = read(json);
  EXPECT_THAT(urls_of(list), ElementsAre("https://news.example/a"));
  EXPECT_TRUE(list.is_cut);
}

TEST(Feed, ReadsAHundredThousandItems) {
  std::string feed = "<rss><channel>";
  for (int i = 0; i < 100'000; ++i) {
    feed += "<item><title>T</title><link>/" + std::to_string(i) + "</link></item>";
  }
  const ArticleList list = read(feed + "</channel></rss>");
  EXPECT_EQ(list.articles.size(), 100'000U);
  EXPECT_FALSE(list.is_cut);
}

TEST(Feed, StopsAtTheLimitOfElements) {
  std::string feed = "<rss><channel><item><link>/a</link></item>";
  for (int i = 0; i < 1'600'000; ++i) {
    feed += "<a/>";
  }
  const ArticleList list = read(feed);
  EXPECT_THAT(urls_of(list), ElementsAre("https://news.example/a"));
  EXPECT_TRUE(list.is_cut);
}

}  // namespace
}  // namespace arch::capture
