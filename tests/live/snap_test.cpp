// `arch snap` against servers that break rules: what nginx does not do. (tests/cli/live has nginx.)

#include "live_archive.hpp"
#include "misbehaviour.hpp"

#include <algorithm>

namespace arch::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string recorded = "recorded ID SERVER/a \"Flood in the valley leaves twelve dead\"\n";

class Snap : public LiveArchive {
protected:
  Snap() { serve(flood_page("twelve")); }

  void serve(std::string_view body, const std::string& header = html) {
    server.on("/a", always(http_answer("200 OK", header, body)));
  }
  std::string revisions() const { return run({"log", server.url("/a"), "--json"}).out; }
};

// An article that is known keeps its one revision whatever its server does later, and the visit is
// on record with its reason.
TEST_F(Snap, MakesNoRevisionOfWhatAServerDoes) {
  ASSERT_EQ(snap({server.url("/a")}).out, recorded);
  for (const Misbehaviour& one : misbehaviours()) {
    SCOPED_TRACE(one.name);
    server.on("*", one.script);
    server.on("/a", one.script);
    const Ended ended = snap({"--timeout", "1", server.url("/a")});
    EXPECT_EQ(ended.status, 3) << ended.err;
    EXPECT_THAT(ended.out, StartsWith(one.outcome + " SERVER/a "));
    EXPECT_THAT(ended.out, HasSubstr(one.reason));
    EXPECT_THAT(run({"coverage", server.url("/a")}).out, HasSubstr(one.reason));
  }
  const std::string log = revisions();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
  EXPECT_EQ(run({"verify"}).status, 0);
}

// And of an article that is not known nothing is recorded at all.
TEST_F(Snap, RecordsNothingOfAnUnknownArticle) {
  for (const Misbehaviour& one : misbehaviours()) {
    if (one.name == "more than Content-Length") {
      continue;  // half an article that nobody knows looks like one
    }
    SCOPED_TRACE(one.name);
    server.on("*", one.script);
    server.on("/a", one.script);
    EXPECT_EQ(snap({"--timeout", "1", server.url("/a")}).status, 3);
  }
  EXPECT_EQ(run({"ls"}).out, "");
}

TEST_F(Snap, ReadsBrotliAndZstd) {
  serve(as_brotli(flood_page("twelve")), html + "Content-Encoding: br\r\n");
  EXPECT_EQ(snap({server.url("/a")}).out, recorded);
  EXPECT_EQ(run({"show", "--page", server.url("/a")}).out, flood_page("twelve"));
  serve(as_zstd(flood_page("fifteen")), html + "Content-Encoding: zstd\r\n");
  EXPECT_THAT(snap({server.url("/a")}).out, HasSubstr("leaves fifteen dead"));
  EXPECT_EQ(run({"show", "--page", server.url("/a")}).out, flood_page("fifteen"));
  const std::string accepted = server.seen().back().header("accept-encoding");
  EXPECT_THAT(accepted, HasSubstr("br"));
  EXPECT_THAT(accepted, HasSubstr("zstd"));
}

TEST_F(Snap, DoesNotBelieveACharsetThatLies) {
  // UTF-8 that is called Latin-1, and Latin-1 that is called UTF-8, by header and page.
  serve(flood_page("zwölf"), "Content-Type: text/html; charset=iso-8859-1\r\n");
  EXPECT_THAT(snap({server.url("/a")}).out, HasSubstr("leaves zwölf dead"));
  serve(flood_page("f\xfcnfzehn"), html);
  EXPECT_THAT(snap({server.url("/a")}).out, HasSubstr("leaves fünfzehn dead"));
}

TEST_F(Snap, KnowsAPageThatFlipsBetweenTwoHeadlines) {
  for (int look = 0; look < 6; ++look) {
    serve(flood_page(look % 2 == 0 ? "twelve" : "a dozen"));
    const Ended ended = snap({server.url("/a")});
    EXPECT_THAT(ended.out, StartsWith(look < 2 ? "recorded" : "reverted"));
  }
  const std::string log = revisions();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 6) << log;
}

TEST_F(Snap, RefusesACertificateOfAnotherName) {
  const Certificate wrong = make_certificate("other.example");
  const ScriptedServer other{wrong};
  write_file("ca.pem", wrong.pem);
  const Ended untrusted = snap({other.url("/a")});
  EXPECT_EQ(untrusted.status, 3);
  EXPECT_THAT(untrusted.out, HasSubstr("(tls: "));
  // Trusted, but of another name.
  environment.push_back("SSL_CERT_FILE=" + (folder / "ca.pem").string());
  const Ended misnamed = snap({other.url("/a")});
  EXPECT_EQ(misnamed.status, 3);
  EXPECT_THAT(misnamed.out, HasSubstr("(tls: "));
  EXPECT_THAT(misnamed.out, Not(HasSubstr("self-signed")));
  EXPECT_EQ(other.seen().size(), 0U);
}

TEST_F(Snap, TrustsTheCertificatesThatAreNamed) {
  const Certificate right = make_certificate("localhost");
  ScriptedServer other{right};
  other.on("/a", always(http_answer("200 OK", html, flood_page("twelve"))));
  write_file("ca.pem", right.pem);
  environment.push_back("SSL_CERT_FILE=" + (folder / "ca.pem").string());
  const std::string url = "https://localhost:" + std::to_string(other.port()) + "/a";
  EXPECT_THAT(snap({url}).out, StartsWith("recorded ID https://localhost"));
}

TEST_F(Snap, ReachesNoPrivateAddressByARedirect) {
  // The first is refused by its address already, so the redirect is tried with a proxy between.
  environment.push_back("http_proxy=" + server.url(""));
  server.on("*",
            always(http_answer("302 Found", "Location: http://169.254.169.254/latest\r\n", "")));
  const Ended ended = run({"snap", "http://news.example/a"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.out, HasSubstr("169.254.169.254 is not a public address"));
  EXPECT_THAT(ended.err, HasSubstr("hint: --allow-private"));
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST_F(Snap, IsListedWithEachReasonSaidOnce) {
  snap({server.url("/a")});
  serve("%PDF-1.4", "Content-Type: application/pdf\r\n");
  snap({server.url("/a")});
  const std::string listed = run({"coverage", server.url("/a")}).out;
  EXPECT_THAT(listed, HasSubstr("  not an article: it is of the type application/pdf"));
  EXPECT_THAT(listed, Not(HasSubstr("article: not an article")));
}

TEST_F(Snap, TakesAUrlWithAnEmptyQueryForTheOneWithout) {
  ASSERT_EQ(snap({server.url("/a")}).out, recorded);
  EXPECT_EQ(snap({server.url("/a?")}).out,
            "unchanged SERVER/a \"Flood in the valley leaves twelve "
            "dead\"\n");
}

TEST_F(Snap, MakesNoRevisionOfAPartOfAPage) {
  ASSERT_EQ(snap({server.url("/a")}).out, recorded);
  server.on("/a",
            always(http_answer("206 Partial Content",
                               html + "Content-Range: bytes 0-99/700\r\n",
                               flood_page("thirteen"))));
  const Ended ended = snap({"--header", "Range: bytes=0-99", server.url("/a")});
  EXPECT_THAT(ended.out, StartsWith("truncated SERVER/a (truncated: the server answered 206"));
}

}  // namespace
}  // namespace arch::test
