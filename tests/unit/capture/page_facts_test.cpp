#include "capture/page_facts.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::capture {
namespace {

const http::Url address =
    http::Url::parse("https://www.news.example/a?utm_source=x&id=1#top").value();

PageFacts read(const std::string& head,
               const std::string& body,
               std::string_view type = "text/html") {
  const std::string page =
      "<!doctype html><html><head>" + head + "</head><body>" + body + "</body></html>";
  return read_facts(as_bytes(page), type, address);
}

std::string key(const std::string& head) {
  return key_of(read(head, "<p>Text"), address);
}

TEST(Key, IsTheCanonicalLinkOfTheSameSite) {
  EXPECT_EQ(key("<link rel='alternate canonical' href='//news.example/b?utm_medium=y'>"),
            "https://news.example/b");
  EXPECT_EQ(key("<link rel=canonical href=/c><meta property=og:url content=/d>"),
            "https://www.news.example/c");
}

TEST(Key, IsElseTheOpenGraphUrl) {
  EXPECT_EQ(key("<meta property='og:url' content='https://m.news.example/d#x'>"),
            "https://m.news.example/d");
  EXPECT_EQ(key("<link rel=canonical href='https://other.example/c'><meta property='og:url' "
                "content='/d'>"),
            "https://www.news.example/d");
}

TEST(Key, IsElseTheUrlWithoutWhatTracks) {
  EXPECT_EQ(key(""), "https://www.news.example/a?id=1");
  EXPECT_EQ(key("<link rel=canonical href='https://other.example/c'>"),
            "https://www.news.example/a?id=1");
  EXPECT_EQ(key("<link rel=canonical href=''>"), "https://www.news.example/a?id=1");
  EXPECT_EQ(key("<link rel=canonical href='mailto:x'>"), "https://www.news.example/a?id=1");
  EXPECT_EQ(key("<link rel=canonical href='/'>"), "https://www.news.example/a?id=1");
}

std::string key_at(const std::string& url, const std::string& canonical) {
  const http::Url at = http::Url::parse(url).value();
  const std::string page =
      "<!doctype html><link rel=canonical href='" + canonical + "'><body><p>Text";
  return key_of(read_facts(as_bytes(page), "text/html", at), at);
}

TEST(Key, IsNoFrontPageOrSectionThatAPageNames) {
  const std::string article = "https://news.example/news/2026/11/flood-in-valley";
  for (const std::string other : {"/",
                                  "/?home",
                                  "/index.html",
                                  "/en/",
                                  "/pt-br",
                                  "/news/",
                                  "/news/index.php",
                                  "/news",
                                  "/news/2026/",
                                  "/news/2026/11/"}) {
    EXPECT_EQ(key_at(article, other), article) << other;
  }
}

TEST(Key, IsTheArticleOfWhichAPageIsAPartOrAnotherForm) {
  const std::string site = "https://news.example";
  EXPECT_EQ(key_at(site + "/flood/amp", "/flood"), site + "/flood");
  EXPECT_EQ(key_at(site + "/flood/2", "/flood/"), site + "/flood/");
  EXPECT_EQ(key_at(site + "/twelve-dead-in-flood/live", "/twelve-dead-in-flood"),
            site + "/twelve-dead-in-flood");
  EXPECT_EQ(key_at(site + "/a123456/gallery", "/a123456"), site + "/a123456");
  EXPECT_EQ(key_at(site + "/2026/flood/", "/2026/flood/index.html"),
            site + "/2026/flood/index.html");
  EXPECT_EQ(key_at(site + "/flood", "/?p=123"), site + "/?p=123");
}

TEST(PageFacts, KnowWhatAPageAsksFor) {
  EXPECT_TRUE(read("", "<form><input TYPE=Password></form>").has_password_field);
  EXPECT_FALSE(read("", "<form><input type=text></form>").has_password_field);
  EXPECT_TRUE(
      read(R"(<script type="application/ld+json">{"isAccessibleForFree" : "False"}</script>)", "x")
          .is_declared_paid);
  EXPECT_FALSE(
      read(R"(<script type="application/ld+json">{"isAccessibleForFree": true}</script>)", "x")
          .is_declared_paid);
}

TEST(PageFacts, FindSignsInTitleAndText) {
  EXPECT_EQ(read("<title>Just a moment...</title>", "<p>x").sign->wall, Wall::challenge);
  EXPECT_EQ(read("", "<p>Please confirm you\u2019re not a robot").sign->wall, Wall::challenge);
  EXPECT_FALSE(read("<title>News</title>", "<p>The river rose.").sign);
}

TEST(PageFacts, KnowTheEndOfAPage) {
  EXPECT_TRUE(read("", "x").has_end);
  EXPECT_FALSE(read_facts(as_bytes("<!doctype html><body><p>The riv"), "", address).has_end);
  EXPECT_TRUE(read_facts(as_bytes("The river rose."), "text/plain", address).has_end);
}

TEST(PageFacts, CountWordsOfAnyScript) {
  EXPECT_EQ(count_words(" one  two\nthree "), 3U);
  EXPECT_EQ(count_words(""), 0U);
  EXPECT_GT(count_words("洪水で十二人が死亡したと当局が発表した"), 5U);
}

TEST(PageFacts, ReadTheCharsetOfTheHeader) {
  const PageFacts facts =
      read_facts(as_bytes("<!doctype html><title>x</title><h1>\xE6\xEE\xEC</h1><p>\xE6\xEE\xEC"),
                 "text/html; charset=windows-1251",
                 address);
  EXPECT_THAT(facts.read.text, testing::HasSubstr("жом"));
}

TEST(PageFacts, DoNotBelieveACharsetThatLies) {
  const PageFacts latin =
      read_facts(as_bytes("<!doctype html><meta charset=utf-8><h1>Caf\xE9</h1><p>Caf\xE9 cr\xE8me"),
                 "text/html; charset=utf-8",
                 address);
  EXPECT_THAT(latin.read.text, testing::HasSubstr("Café crème"));
  const PageFacts utf8 = read_facts(as_bytes("<!doctype html><h1>Café</h1><p>Café crème"),
                                    "text/html; charset=iso-8859-1",
                                    address);
  EXPECT_THAT(utf8.read.text, testing::HasSubstr("Café crème"));
}

}  // namespace
}  // namespace arch::capture
