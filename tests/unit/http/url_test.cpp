#include "http/url.hpp"

#include "support/project_file.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

namespace arch::http {
namespace {

std::string read(std::string_view text) {
  const std::optional<Url> url = Url::parse(text);
  return url ? url->text() : "no URL";
}

std::string resolve(std::string_view base, std::string_view text) {
  const std::optional<Url> url = Url::parse(text, Url::parse(base).value());
  return url ? url->text() : "no URL";
}

TEST(Url, IsWrittenInOneForm) {
  EXPECT_EQ(read(" HTTPS://Example.ORG:443/a b?q=ü#x "), "https://example.org/a%20b?q=%C3%BC#x");
  EXPECT_EQ(read("http:\\\\example.org\\a"), "http://example.org/a");
  EXPECT_EQ(read("http:example.org"), "http://example.org/");
  EXPECT_EQ(read("https://bücher.example/"), "https://xn--bcher-kva.example/");
}

TEST(Url, KnowsItsParts) {
  const Url url = Url::parse("http://me:pw@example.org:8080/a/b?c=d#e").value();
  EXPECT_EQ(url.scheme(), "http");
  EXPECT_EQ(url.username(), "me");
  EXPECT_EQ(url.password(), "pw");
  EXPECT_EQ(url.host(), "example.org");
  EXPECT_EQ(url.port(), 8080);
  EXPECT_EQ(url.path(), "/a/b");
  EXPECT_EQ(url.query(), "c=d");
  EXPECT_EQ(url.fragment(), "e");
  EXPECT_EQ(url.path_and_query(), "/a/b?c=d");
  EXPECT_EQ(url.origin(), "http://example.org:8080");
  EXPECT_EQ(url.without_credentials().text(), "http://example.org:8080/a/b?c=d#e");
  EXPECT_EQ(url.without_fragment().text(), "http://me:pw@example.org:8080/a/b?c=d");
}

TEST(Url, WithoutPartsHasEmptyOnes) {
  const Url url = Url::parse("https://example.org").value();
  EXPECT_EQ(url.path(), "/");
  EXPECT_EQ(url.query(), "");
  EXPECT_EQ(url.fragment(), "");
  EXPECT_EQ(url.username(), "");
  EXPECT_EQ(url.password(), "");
  EXPECT_EQ(url.port(), std::nullopt);
  EXPECT_EQ(url.effective_port(), 443);
  EXPECT_EQ(Url::parse("http://example.org")->effective_port(), 80);
}

TEST(Url, IsResolvedAgainstABase) {
  constexpr std::string_view base = "https://example.org/a/b?q#f";
  EXPECT_EQ(resolve(base, "c"), "https://example.org/a/c");
  EXPECT_EQ(resolve(base, "../../c/./d/.."), "https://example.org/c/");
  EXPECT_EQ(resolve(base, "/c"), "https://example.org/c");
  EXPECT_EQ(resolve(base, "//other.example/c"), "https://other.example/c");
  EXPECT_EQ(resolve(base, "?r"), "https://example.org/a/b?r");
  EXPECT_EQ(resolve(base, "#g"), "https://example.org/a/b?q#g");
  EXPECT_EQ(resolve(base, ""), "https://example.org/a/b?q");
}

TEST(Url, IsOfTheWebOnly) {
  EXPECT_EQ(read("ftp://example.org/"), "no URL");
  EXPECT_EQ(resolve("https://example.org/", "javascript:alert(1)"), "no URL");
  EXPECT_EQ(resolve("https://example.org/", "file:///etc/passwd"), "no URL");
}

TEST(Url, RefusesWhatIsNoHost) {
  for (const char* text : {"http://",
                           "http://a b/",
                           "http://a%00b/",
                           "http://[::1",
                           "http://1.2.3.256/",
                           "http://x:65536/",
                           "http://x:a/",
                           "http://user@/",
                           "http://a<b>/"}) {
    EXPECT_EQ(read(text), "no URL") << text;
  }
}

// Each of these is how someone hides an address from who compares texts.
TEST(Url, WritesEveryFormOfAnAddressAlike) {
  for (const char* text : {"http://127.0.0.1/",
                           "http://2130706433/",
                           "http://0x7f.1/",
                           "http://0177.0.0.1/",
                           "http://127.1/",
                           "http://%31%32%37.0.0.1/",
                           "http://１２７.0.0.1/"}) {
    EXPECT_EQ(read(text), "http://127.0.0.1/") << text;
  }
  EXPECT_EQ(read("http://[0:0::0:1]/"), "http://[::1]/");
  EXPECT_EQ(read("http://[::ffff:127.0.0.1]/"), "http://[::ffff:7f00:1]/");
  EXPECT_TRUE(Url::parse("http://127.1/")->has_address());
  EXPECT_TRUE(Url::parse("http://[::1]/")->has_address());
  EXPECT_FALSE(Url::parse("http://127.example/")->has_address());
}

TEST(Url, HasALimit) {
  const std::string prefix = "https://example.org/";
  const std::string longest(Url::max_size - prefix.size(), 'a');
  EXPECT_TRUE(Url::parse(prefix + longest));
  EXPECT_FALSE(Url::parse(prefix + longest + "a"));
  EXPECT_FALSE(Url::parse(prefix + std::string(Url::max_size / 2, '{')));  // %7B each
}

TEST(Url, LosesWhatTracksReaders) {
  const auto without = [](std::string_view text) {
    return Url::parse(text).value().without_tracking().text();
  };
  EXPECT_EQ(without("https://a.example/x?utm_source=b&id=5&fbclid=c#d"),
            "https://a.example/x?id=5#d");
  EXPECT_EQ(without("https://a.example/x?utm_source=b"), "https://a.example/x");
  EXPECT_EQ(without("https://a.example/x?b=%20&&c=+"), "https://a.example/x?b=%20&&c=+");
  EXPECT_EQ(without("https://a.example/x?"), "https://a.example/x?");
}

TEST(Url, TrackingParametersAreTheirExactNames) {
  EXPECT_TRUE(is_tracking_parameter("CMP"));
  EXPECT_FALSE(is_tracking_parameter("cmp"));
  EXPECT_TRUE(is_tracking_parameter("at_custom4"));
  EXPECT_FALSE(is_tracking_parameter("id"));
  EXPECT_FALSE(is_tracking_parameter(""));
}

TEST(Url, OfOneSite) {
  const auto same = [](std::string_view left, std::string_view right) {
    return is_same_site(Url::parse(left).value(), Url::parse(right).value());
  };
  EXPECT_TRUE(same("https://www.example.org/a", "http://amp.example.org:8080/"));
  EXPECT_TRUE(same("https://www.bbc.co.uk/", "https://bbc.co.uk/"));
  EXPECT_FALSE(same("https://guardian.co.uk/", "https://bbc.co.uk/"));
  EXPECT_FALSE(same("http://10.0.0.1/", "http://127.0.0.1/"));
  EXPECT_TRUE(same("http://127.0.0.1:1/", "http://127.0.0.1:2/"));
}

/// What the standard's tests say of a URL, or what ours says.
nlohmann::json facts_of(const std::optional<Url>& url) {
  if (!url) {
    return nullptr;
  }
  return {{"href", url->text()},
          {"protocol", std::string{url->scheme()} + ":"},
          {"username", std::string{url->username()}},
          {"password", std::string{url->password()}},
          {"hostname", std::string{url->host()}},
          {"port", url->port() ? std::to_string(*url->port()) : ""},
          {"pathname", std::string{url->path()}},
          {"search", (url->query().empty() ? "" : "?") + std::string{url->query()}},
          {"hash", (url->fragment().empty() ? "" : "#") + std::string{url->fragment()}}};
}

std::string scheme_of(std::string text) {
  text.erase(0, text.find_first_not_of(std::string_view{"\0\x01\x02\x1b\x1f ", 6}));
  const std::size_t colon = text.find(':');
  const bool has_scheme =
      colon != std::string::npos && colon > 0 && text.find_first_of("/?#") > colon;
  return has_scheme ? text.substr(0, colon) : "";
}

/// Whether a case is about http or https: the scheme of its result or, if it has none, of what is
/// read.
bool is_of_the_web(const nlohmann::json& test) {
  std::string scheme;
  if (test.contains("protocol")) {
    scheme = test["protocol"].get<std::string>();
    scheme.pop_back();
  } else {
    scheme = scheme_of(test["input"].get<std::string>());
    if (scheme.empty() && !test["base"].is_null()) {
      scheme = scheme_of(test["base"].get<std::string>());
    }
  }
  return scheme == "http" || scheme == "https";
}

TEST(Url, PassesTheStandardsTests) {
  const std::filesystem::path file =
      test::project_path("../shared/data/standards/url/urltestdata.json");
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "the WHATWG's urltestdata.json is not here: " << file;
  }
  std::ifstream stream{file};
  int cases = 0;
  int passed = 0;
  for (const nlohmann::json& test : nlohmann::json::parse(stream)) {
    if (!test.is_object() || !is_of_the_web(test)) {
      continue;
    }
    ++cases;
    const std::string input = test["input"].get<std::string>();
    // A base of another scheme is none of ours; what is read against it is absolute.
    const std::optional<Url> base =
        test["base"].is_null() ? std::nullopt : Url::parse(test["base"].get<std::string>());
    const std::optional<Url> url = base ? Url::parse(input, *base) : Url::parse(input);
    nlohmann::json expected = nullptr;
    if (!test.contains("failure")) {
      const nlohmann::json facts = facts_of(url);
      for (const auto& [name, value] : facts.items()) {
        expected[name] = test[name];
      }
      if (facts.is_null()) {
        expected = test["href"];
      }
    }
    if (facts_of(url) == expected) {
      ++passed;
    } else {
      std::cout << "differs: " << test.dump() << "\n  read as: " << facts_of(url).dump() << "\n";
    }
  }
  std::cout << passed << " of " << cases << " cases of http and https\n";
  EXPECT_GE(cases, 445);
  EXPECT_GE(passed, 445);
}

}  // namespace
}  // namespace arch::http
