#include "article/link.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::article {
namespace {

std::string resolve(std::string_view reference) {
  return resolve_link("http://a/b/c/d;p?q", reference).value_or("none");
}

// RFC 3986, 5.4.1 and 5.4.2; fragments are cut, and references without a path keep the query only
// when they are empty.
TEST(Link, ResolvesTheExamplesOfTheStandard) {
  EXPECT_EQ(resolve("g"), "http://a/b/c/g");
  EXPECT_EQ(resolve("./g"), "http://a/b/c/g");
  EXPECT_EQ(resolve("g/"), "http://a/b/c/g/");
  EXPECT_EQ(resolve("/g"), "http://a/g");
  EXPECT_EQ(resolve("//g"), "http://g");
  EXPECT_EQ(resolve("?y"), "http://a/b/c/d;p?y");
  EXPECT_EQ(resolve("g?y"), "http://a/b/c/g?y");
  EXPECT_EQ(resolve("g#s"), "http://a/b/c/g");
  EXPECT_EQ(resolve(";x"), "http://a/b/c/;x");
  EXPECT_EQ(resolve("."), "http://a/b/c/");
  EXPECT_EQ(resolve(".."), "http://a/b/");
  EXPECT_EQ(resolve("../g"), "http://a/b/g");
  EXPECT_EQ(resolve("../.."), "http://a/");
  EXPECT_EQ(resolve("../../../g"), "http://a/g");
  EXPECT_EQ(resolve("/./g"), "http://a/g");
  EXPECT_EQ(resolve("./g/."), "http://a/b/c/g/");
  EXPECT_EQ(resolve("g/../h"), "http://a/b/c/h");
  EXPECT_EQ(resolve("g?y/../x"), "http://a/b/c/g?y/../x");
}

TEST(Link, WritesSchemeAndHostInSmallLetters) {
  EXPECT_EQ(resolve(" HTTPS://News.Example/Bridge#top "), "https://news.example/Bridge");
}

TEST(Link, RefusesOtherSchemesAndWhatIsNone) {
  for (const std::string reference : {"javascript:alert(1)",
                                      "JavaScript:alert(1)",
                                      " javascript:alert(1)",
                                      "data:text/html,x",
                                      "mailto:jane@example.com",
                                      "file:///etc/passwd",
                                      "https:///bridge",
                                      "https://",
                                      "https://a b/",
                                      "http:g"}) {
    EXPECT_EQ(resolve(reference), "none") << reference;
  }
  EXPECT_EQ(resolve("/a\nb"), "none");
  EXPECT_EQ(resolve("/" + std::string(3000, 'x')), "none");
  EXPECT_EQ(resolve_link("", "/bridge"), std::nullopt);
}

TEST(Link, KnowsItsParts) {
  EXPECT_EQ(host_of("https://www.news.example:8080/a"), "news.example");
  EXPECT_EQ(host_of("https://jane:pass@news.example/a"), "news.example");
  EXPECT_EQ(host_of("/a"), "");
  EXPECT_EQ(path_of("https://news.example/a/b?c#d"), "/a/b");
  EXPECT_EQ(path_of("https://news.example"), "/");
}

TEST(Link, KnowsTheSite) {
  EXPECT_TRUE(is_same_site("https://www.news.example/a", "http://news.example/b"));
  EXPECT_TRUE(is_same_site("https://amp.news.example/a", "http://m.news.example/b"));
  EXPECT_TRUE(is_same_site("https://a.news.co.uk", "https://b.news.co.uk"));
  EXPECT_FALSE(is_same_site("https://one.co.uk", "https://other.co.uk"));
  EXPECT_FALSE(is_same_site("https://news.example", "https://other.example"));
  EXPECT_FALSE(is_same_site("", ""));
}

TEST(Link, LosesItsHostForTelephones) {
  EXPECT_EQ(without_mobile_host("https://mobile.news.example/a"), "https://news.example/a");
  EXPECT_EQ(without_mobile_host("https://m.news.co.uk:80/a?b"), "https://news.co.uk:80/a?b");
  for (const char* const url : {"https://mobile.de/a",
                                "https://m.co.uk/a",
                                "https://news.example/m.html",
                                "https://magazine.news.example/a",
                                ""}) {
    EXPECT_EQ(without_mobile_host(url), url);
  }
}

TEST(Link, KnowsFrontPages) {
  EXPECT_TRUE(is_front_page("https://news.example"));
  EXPECT_TRUE(is_front_page("https://news.example/"));
  EXPECT_TRUE(is_front_page("https://news.example/en/"));
  EXPECT_TRUE(is_front_page("https://news.example/index.html"));
  EXPECT_FALSE(is_front_page("https://news.example/bridge"));
  EXPECT_FALSE(is_front_page("https://news.example/index.php?id=3"));
}

}  // namespace
}  // namespace arch::article
