#include "http/fetcher.hpp"

#include "support/scripted_server.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

namespace arch::http {
namespace {

using test::always;
using test::gzip_bomb;
using test::http_answer;
using test::Peer;
using test::ScriptedServer;
using test::SeenRequest;
using testing::HasSubstr;
using namespace std::chrono_literals;

FetcherOptions options() {
  return {.user_agent = "arch/0.1 (+https://example.org/bot)", .allow_private = true};
}

Request request(const std::string& url) {
  return {.url = Url::parse(url).value()};
}

Response response(const Result& result) {
  if (const auto* failure = std::get_if<Failure>(&result)) {
    ADD_FAILURE() << name_of(failure->kind) << ": " << failure->reason;
    return {.url = Url::parse("http://failed/").value()};
  }
  return std::get<Response>(result);
}

Failure failure(const Result& result) {
  if (const auto* response = std::get_if<Response>(&result)) {
    ADD_FAILURE() << "the server answered " << response->status;
    return {.kind = FailureKind::cancelled, .reason = {}};
  }
  return std::get<Failure>(result);
}

std::string url_of(std::string_view host, std::string_view port) {
  std::string url = "http://";
  return url.append(host).append(":").append(port).append("/");
}

class Fetching : public testing::Test {
protected:
  Result get(std::string_view path) { return fetch(options(), request(server.url(path))); }

  ScriptedServer server;
};

TEST_F(Fetching, GivesStatusHeadersAndBody) {
  server.on(
      "/a",
      always(http_answer("203 Fine", "Content-Type: text/html\r\nETag: W/\"x\"\r\n", "hello")));
  const Response got = response(get("/a#part"));
  EXPECT_EQ(got.status, 203);
  EXPECT_EQ(got.url.text(), server.url("/a"));
  EXPECT_EQ(got.find_header("etag"), "W/\"x\"");
  EXPECT_EQ(got.find_header("missing"), std::nullopt);
  EXPECT_EQ(as_text(got.body), "hello");
  EXPECT_EQ(got.wire_bytes, 5);
  EXPECT_EQ(got.address, "127.0.0.1");
}

TEST_F(Fetching, SaysWhoWeAre) {
  get("/");
  const SeenRequest seen = server.seen().at(0);
  EXPECT_EQ(seen.header("User-Agent"), "arch/0.1 (+https://example.org/bot)");
  EXPECT_THAT(seen.header("Accept"), HasSubstr("text/html"));
  EXPECT_EQ(seen.header("Accept-Encoding"), "deflate, gzip, br, zstd");
}

TEST_F(Fetching, SendsValidatorsVerbatim) {
  server.on("/a", [](const SeenRequest& seen, Peer& peer) {
    return peer.send(seen.header("If-None-Match") == R"(W/"a, b")"
                         ? "HTTP/1.1 304 Not Modified\r\n\r\n"
                         : http_answer("200 OK", "", "new"));
  });
  Request asked = request(server.url("/a"));
  asked.etag = R"(W/"a, b")";
  asked.last_modified = "yesterday, about noon";
  const Response got = response(fetch(options(), asked));
  EXPECT_EQ(got.status, 304);
  EXPECT_TRUE(got.body.empty());
  EXPECT_EQ(server.seen().at(0).header("If-Modified-Since"), "yesterday, about noon");
}

// Nothing is known then that could be unmodified.
TEST_F(Fetching, DoesNotBelieveA304ThatItDidNotAskFor) {
  server.on("/a", always("HTTP/1.1 304 Not Modified\r\n\r\n"));
  const Result got = get("/a");
  ASSERT_TRUE(std::holds_alternative<Failure>(got));
  EXPECT_EQ(std::get<Failure>(got).kind, FailureKind::malformed);
  EXPECT_THAT(std::get<Failure>(got).reason, HasSubstr("304"));
  Request asked = request(server.url("/a"));
  asked.headers = {{"If-None-Match", "\"x\""}};
  EXPECT_EQ(response(fetch(options(), asked)).status, 304);
}

TEST_F(Fetching, SendsTheValidatorsThatTheUserGivesInPlaceOfItsOwn) {
  server.on("/a", always(http_answer("200 OK", "", "new")));
  Request asked = request(server.url("/a"));
  asked.etag = "\"ours\"";
  asked.last_modified = "noon";
  asked.headers = {{"If-None-Match", "\"theirs\""}};
  fetch(options(), asked);
  const SeenRequest seen = server.seen().at(0);
  EXPECT_EQ(seen.header("If-None-Match"), "\"theirs\"");
  EXPECT_EQ(seen.header("If-Modified-Since"), "");
  EXPECT_THAT(seen.text, testing::Not(HasSubstr("ours")));
}

TEST_F(Fetching, FollowsRedirectsAndKeepsTheChain) {
  server.on("/a", always(http_answer("301 Moved", "Location: b?c#d\r\n", "x")));
  server.on("/b", always(http_answer("308 Moved", "Location: /d\r\n", "")));
  server.on("/d", always(http_answer("200 OK", "", "end")));
  const Response got = response(get("/a"));
  EXPECT_EQ(got.url.text(), server.url("/d"));
  EXPECT_EQ(as_text(got.body), "end");
  ASSERT_EQ(got.hops.size(), 2U);
  EXPECT_EQ(got.hops[0].url.text(), server.url("/a"));
  EXPECT_EQ(got.hops[0].status, 301);
  EXPECT_EQ(got.hops[1].url.text(), server.url("/b?c"));
  EXPECT_EQ(got.hops[1].status, 308);
}

TEST_F(Fetching, SendsValidatorsToTheUrlThatGaveThem) {
  server.on("/a", always(http_answer("302 Found", "Location: /b\r\n", "")));
  Request asked = request(server.url("/a"));
  asked.etag = "\"x\"";
  asked.validated = Url::parse(server.url("/b")).value();
  fetch(options(), asked);
  EXPECT_EQ(server.seen().at(0).header("If-None-Match"), "");
  EXPECT_EQ(server.seen().at(1).header("If-None-Match"), "\"x\"");
}

TEST_F(Fetching, KeepsHeadersFromOtherOrigins) {
  ScriptedServer other;
  server.on("/a", always(http_answer("302 Found", "Location: " + other.url("/b") + "\r\n", "")));
  Request asked = request(server.url("/a"));
  asked.headers = {{"Authorization", "secret"}, {"accept", "text/plain"}, {"X-Empty", ""}};
  fetch(options(), asked);
  EXPECT_EQ(server.seen().at(0).header("Authorization"), "secret");
  EXPECT_EQ(server.seen().at(0).header("Accept"), "text/plain");
  EXPECT_THAT(server.seen().at(0).text, HasSubstr("X-Empty:"));
  EXPECT_EQ(other.seen().at(0).header("Authorization"), "");
  EXPECT_THAT(other.seen().at(0).header("Accept"), HasSubstr("text/html"));
}

TEST_F(Fetching, EndsEndlessRedirects) {
  int count = 0;
  server.on("*", [&](const SeenRequest&, Peer& peer) {
    return peer.send(
        http_answer("302 Found", "Location: /" + std::to_string(++count) + "\r\n", ""));
  });
  const Failure failed = failure(get("/0"));
  EXPECT_EQ(failed.kind, FailureKind::too_many_redirects);
  EXPECT_EQ(failed.hops.size(), 10U);
}

TEST_F(Fetching, FollowsNoRedirectThatMayNotBeFollowed) {
  server.on("/a", always(http_answer("302 Found", "Location: /b\r\n", "")));
  server.on("/b", always(http_answer("302 Found", "Location: /c#part\r\n", "")));
  Request asked = request(server.url("/a"));
  asked.may_follow = [](const Url& next) { return next.path() == "/b"; };
  const Failure failed = failure(fetch(options(), asked));
  EXPECT_EQ(failed.kind, FailureKind::not_followed);
  EXPECT_EQ(failed.url.value().text(), server.url("/c"));
  EXPECT_EQ(failed.hops.size(), 2U);
  EXPECT_EQ(server.seen().size(), 2U);
}

TEST_F(Fetching, RefusesRedirectsToOtherSchemes) {
  server.on("/a", always(http_answer("302 Found", "Location: file:///etc/passwd\r\n", "")));
  const Failure failed = failure(get("/a"));
  EXPECT_EQ(failed.kind, FailureKind::bad_redirect);
  EXPECT_THAT(failed.reason, HasSubstr("file:///etc/passwd"));
}

TEST_F(Fetching, KeepsCookiesWithinOneVisitOnly) {
  server.on("/a", always(http_answer("302 Found", "Set-Cookie: c=1\r\nLocation: /b\r\n", "")));
  Fetcher fetcher{options()};
  for (int i = 0; i < 2; ++i) {
    fetcher.add(request(server.url("/a")), [](const Result&) {});
    while (fetcher.active() > 0) {
      fetcher.run(1s);
    }
  }
  const std::vector<SeenRequest> seen = server.seen();
  EXPECT_EQ(seen.at(1).header("Cookie"), "c=1");
  EXPECT_EQ(seen.at(2).header("Cookie"), "");
  EXPECT_EQ(server.connections(), 1U);  // which stays open
}

TEST_F(Fetching, DecodesGzip) {
  const std::string gzipped{
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05"
      "\x00\x00\x00",
      25};
  server.on("/a", always(http_answer("200 OK", "Content-Encoding: gzip\r\n", gzipped)));
  const Response got = response(get("/a"));
  EXPECT_EQ(as_text(got.body), "hello");
  EXPECT_EQ(got.wire_bytes, 25U);
}

TEST_F(Fetching, RefusesWhatIsNoGzip) {
  server.on("/a", always(http_answer("200 OK", "Content-Encoding: gzip\r\n", "hello")));
  EXPECT_EQ(failure(get("/a")).kind, FailureKind::malformed);
}

TEST_F(Fetching, StopsAtABodyThatGrows) {
  const std::string bomb = gzip_bomb(std::size_t{64} << 20);
  ASSERT_LT(bomb.size(), 100'000U);
  server.on("/a", always(http_answer("200 OK", "Content-Encoding: gzip\r\n", bomb)));
  const Failure failed = failure(get("/a"));
  EXPECT_EQ(failed.kind, FailureKind::too_large);
  server.on("/b",
            always(http_answer(
                "200 OK", "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\n", bomb)));
  EXPECT_NE(failure(get("/b")).kind, FailureKind::timeout);
}

TEST_F(Fetching, StopsAtLargeBodies) {
  server.on("/a", always(http_answer("200 OK", "", std::string(100'000, 'a'))));
  Request asked = request(server.url("/a"));
  asked.limits.body_bytes = 99'999;
  EXPECT_EQ(failure(fetch(options(), asked)).kind, FailureKind::too_large);
  asked.limits.body_bytes = 100'000;
  EXPECT_EQ(response(fetch(options(), asked)).body.size(), 100'000U);
  asked.limits.wire_bytes = 50'000;
  EXPECT_EQ(failure(fetch(options(), asked)).kind, FailureKind::too_large);
}

TEST_F(Fetching, CutsLargeBodiesWhenAskedTo) {
  server.on("/a", always(http_answer("200 OK", "", std::string(100'000, 'a'))));
  Request asked = request(server.url("/a"));
  asked.limits.body_bytes = 1000;
  asked.excess = Excess::cut;
  const Response got = response(fetch(options(), asked));
  EXPECT_EQ(got.body.size(), 1000U);
  EXPECT_TRUE(got.is_cut);
}

TEST_F(Fetching, StopsAtLargeHeaders) {
  server.on("/a", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\n");
    const std::string line = "X: " + std::string(1000, 'x') + "\r\n";
    for (int i = 0; i < 10'000 && peer.send(line); ++i) {
    }
    return false;
  });
  EXPECT_EQ(failure(get("/a")).kind, FailureKind::too_large);
}

TEST_F(Fetching, GivesUpAStalledBody) {
  server.on("/a", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    peer.wait_until_gone(60'000);
    return false;
  });
  Request asked = request(server.url("/a"));
  asked.limits.total_time = 100ms;
  EXPECT_EQ(failure(fetch(options(), asked)).kind, FailureKind::timeout);
}

TEST_F(Fetching, GivesUpOneByteASecond) {
  server.on("/a", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (!peer.wait_until_gone(1000) && peer.send("a")) {
    }
    return false;
  });
  Request asked = request(server.url("/a"));
  asked.limits.slow_time = 1s;
  EXPECT_EQ(failure(fetch(options(), asked)).kind, FailureKind::timeout);
}

TEST_F(Fetching, KnowsABodyThatWasCut) {
  server.on("/a", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    return false;
  });
  server.on("/b", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    return false;
  });
  server.on("/c", [](const SeenRequest&, Peer&) { return false; });
  EXPECT_EQ(failure(get("/a")).kind, FailureKind::truncated);
  EXPECT_EQ(failure(get("/b")).kind, FailureKind::truncated);
  EXPECT_EQ(failure(get("/c")).kind, FailureKind::truncated);
}

TEST_F(Fetching, RefusesWhatIsNoHttp) {
  server.on("/a", [](const SeenRequest&, Peer& peer) {
    peer.send("SSH-2.0-OpenSSH_9.2\r\n");
    return false;
  });
  server.on("/b", [](const SeenRequest&, Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
    return false;
  });
  EXPECT_EQ(failure(get("/a")).kind, FailureKind::malformed);
  EXPECT_NE(failure(get("/b")).kind, FailureKind::timeout);
}

TEST_F(Fetching, RefusesHeadersThatCarryOthers) {
  Request asked = request(server.url("/"));
  asked.etag = "\"a\"\r\nX: b";
  Fetcher fetcher{options()};
  EXPECT_ANY_THROW(fetcher.add(asked, [](const Result&) {}));
  EXPECT_EQ(fetcher.active(), 0U);
  FetcherOptions lying = options();
  lying.user_agent = "arch\r\nX: b";
  EXPECT_ANY_THROW(Fetcher{lying});
}

TEST_F(Fetching, ReachesNoPrivateAddressUnasked) {
  FetcherOptions strict = options();
  strict.allow_private = false;
  const std::string port = std::to_string(server.port());
  for (const std::string host :
       {"127.0.0.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]"}) {
    const Failure failed = failure(fetch(strict, request(url_of(host, port))));
    EXPECT_EQ(failed.kind, FailureKind::private_address) << host << ": " << failed.reason;
  }
  EXPECT_EQ(server.connections(), 0U);
}

// The first server stands for a public one: it is reached by a proxy.
TEST_F(Fetching, ReachesNoPrivateAddressByRedirects) {
  ScriptedServer secret;
  const std::string port = std::to_string(secret.port());
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    server.on("*",
              always(http_answer("302 Found", "Location: " + url_of(host, port) + "\r\n", "")));
    FetcherOptions strict = options();
    strict.allow_private = false;
    strict.proxy = server.url("");
    strict.no_proxy = "example.org, localhost";
    const Failure failed = failure(fetch(strict, request("http://news.example/")));
    EXPECT_EQ(failed.kind, FailureKind::private_address) << failed.reason;
    EXPECT_EQ(failed.hops.size(), 1U);
  }
  EXPECT_EQ(secret.connections(), 0U);
}

TEST_F(Fetching, UsesAProxyOnlyWhenTold) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  EXPECT_EQ(response(get("/")).status, 404);
  unsetenv("http_proxy");
  FetcherOptions by_proxy = options();
  by_proxy.proxy = server.url("");
  EXPECT_EQ(response(fetch(by_proxy, request("http://news.example/x"))).status, 404);
  EXPECT_EQ(server.seen().back().target, "http://news.example/x");
}

TEST_F(Fetching, SaysWhatTheNetworkRefused) {
  std::string closed;
  {
    const ScriptedServer gone;
    closed = gone.url("/");
  }
  EXPECT_EQ(failure(fetch(options(), request(closed))).kind, FailureKind::refused);
  EXPECT_EQ(failure(fetch(options(), request("http://name.invalid/"))).kind, FailureKind::dns);
}

TEST_F(Fetching, VerifiesCertificates) {
  const test::TempFolder folder;
  const test::Certificate right = test::make_certificate("localhost");
  const test::Certificate wrong = test::make_certificate("wrong.example");
  std::ofstream{folder.path() / "ca.pem"} << right.pem << wrong.pem;
  FetcherOptions trusting = options();
  trusting.ca_file = folder.path() / "ca.pem";
  ScriptedServer good{right};
  ScriptedServer bad{wrong};
  const std::string good_url = "https://localhost:" + std::to_string(good.port()) + "/";
  EXPECT_EQ(response(fetch(trusting, request(good_url))).status, 404);
  EXPECT_EQ(failure(fetch(options(), request(good_url))).kind, FailureKind::tls);
  const Failure failed =
      failure(fetch(trusting, request("https://localhost:" + std::to_string(bad.port()) + "/")));
  EXPECT_EQ(failed.kind, FailureKind::tls);
  EXPECT_THAT(failed.reason, HasSubstr("localhost"));
  EXPECT_EQ(bad.seen().size(), 0U);
}

TEST_F(Fetching, RunsManyAtOnce) {
  server.on("/stall", [](const SeenRequest&, Peer& peer) {
    peer.wait_until_gone(60'000);
    return false;
  });
  FetcherOptions limited = options();
  limited.connections_per_host = 8;
  Fetcher fetcher{limited};
  int answered = 0;
  std::set<std::string> bodies;
  const Fetcher::Id stalled = fetcher.add(request(server.url("/stall")), [&](const Result& result) {
    EXPECT_EQ(failure(result).kind, FailureKind::cancelled);
    ++answered;
  });
  for (int i = 0; i < 200; ++i) {
    const std::string path = "/" + std::to_string(i);
    server.on(path, always(http_answer("200 OK", "", path)));
    fetcher.add(request(server.url(path)), [&](const Result& result) {
      bodies.emplace(as_text(response(result).body));
      ++answered;
    });
  }
  while (fetcher.active() > 1) {
    fetcher.run(1s);
  }
  EXPECT_EQ(bodies.size(), 200U);
  fetcher.cancel(stalled);
  fetcher.cancel(stalled);
  fetcher.run(1h);
  EXPECT_EQ(answered, 201);
  EXPECT_EQ(fetcher.active(), 0U);
  EXPECT_LE(server.connections(), 8U);
}

TEST_F(Fetching, IsStoppedAndWoken) {
  server.on("/stall", [](const SeenRequest&, Peer& peer) {
    peer.wait_until_gone(60'000);
    return false;
  });
  EXPECT_EQ(failure(fetch(options(), request(server.url("/stall")), [] { return true; })).kind,
            FailureKind::cancelled);
  Fetcher fetcher{options()};
  fetcher.add(request(server.url("/stall")), [](const Result&) { FAIL(); });
  fetcher.wake();
  fetcher.run(1h);  // returns at once
}

TEST(UserAgent, NamesUsAndWhereWeAreFound) {
  EXPECT_EQ(make_user_agent("0.1", "https://example.org/bot"),
            "arch/0.1 (+https://example.org/bot)");
  EXPECT_EQ(make_user_agent("0.1", ""), "arch/0.1");
  EXPECT_ANY_THROW(make_user_agent("0.1", "a b"));
  EXPECT_ANY_THROW(make_user_agent("0.1", "a)b"));
}

}  // namespace
}  // namespace arch::http
