// An article is found by every URL that led to it.

#include "live_archive.hpp"
#include "misbehaviour.hpp"

#include <nlohmann/json.hpp>

namespace arch::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Alias : public LiveArchive {
protected:
  Alias() {
    server.on("/short", always(http_answer("301 Moved", "Location: /a?ref=feed\r\n", "")));
    serve("twelve");
  }

  void serve(const std::string& toll) {
    std::string page = flood_page(toll);
    page.insert(page.find("<title>"), "<link rel=canonical href=/2026/flood>");
    server.on("/a", always(http_answer("200 OK", html + "ETag: \"" + toll + "\"\r\n", page)));
  }
  std::string key() const { return server.url("/2026/flood"); }
  std::string article_of(const std::string& name) const {
    const std::string out = run({"log", name, "--json", "-n", "1"}).out;
    return out.empty() ? "" : std::string{nlohmann::json::parse(out)["article"]};
  }
};

TEST_F(Alias, LeadsToTheArticle) {
  ASSERT_THAT(snap({server.url("/short")}).out, HasSubstr("SERVER/2026/flood"));
  serve("fifteen");
  ASSERT_THAT(snap({server.url("/short")}).out, StartsWith("recorded"));
  for (const std::string path : {"/2026/flood", "/short", "/a?ref=feed", "/a?ref=feed#top"}) {
    EXPECT_EQ(article_of(server.url(path)), key()) << path;
  }
  const std::string alias = server.url("/short");
  EXPECT_THAT(run({"show", alias}).out, HasSubstr("fifteen people"));
  EXPECT_THAT(run({"show", alias + "~1"}).out, HasSubstr("twelve people"));
  EXPECT_THAT(run({"diff", alias + "~1", alias}).out, HasSubstr("fifteen"));
  EXPECT_THAT(run({"diff", alias + "~1.." + alias}).out, HasSubstr("fifteen"));
  EXPECT_EQ(run({"blame", alias}).status, 0);
  EXPECT_THAT(run({"coverage", alias}).out, HasSubstr("recorded"));
  EXPECT_EQ(run({"log", server.url("/sho")}).status, 3);
}

TEST_F(Alias, IsMadeAgainFromTheRecordsAndMerged) {
  snap({server.url("/short")});
  const std::string damage = "DELETE FROM id_recent; DELETE FROM id_page; DELETE FROM id_run;";
  ASSERT_EQ(run_program({.words = {"sqlite3", ".arch/archive.db", damage}, .folder = folder.path()})
                .status,
            0);
  EXPECT_EQ(article_of(server.url("/short")), "");
  EXPECT_EQ(run({"verify"}).status, 4);
  EXPECT_EQ(run({"verify", "--fix"}).status, 0);
  EXPECT_EQ(article_of(server.url("/short")), key());
  // Twice, so that the second finds everything there.
  std::filesystem::create_directory(folder / "other");
  Command other = arch({"init"});
  other.folder = folder / "other";
  run_program(other);
  other.words = {ARCH_PROGRAM, "import", "archive", folder.path().string()};
  run_program(other);
  ASSERT_EQ(run_program(other).status, 0);
  other.words = {ARCH_PROGRAM, "log", server.url("/short")};
  EXPECT_THAT(run_program(other).out, HasSubstr("/2026/flood"));
}

// The second visit by the same way is asked by the validators of the article.
TEST_F(Alias, IsAskedByWhatTheArticlesServerGave) {
  snap({server.url("/short")});
  server.on("/a", always("HTTP/1.1 304 Not Modified\r\n\r\n"));
  EXPECT_EQ(snap({server.url("/short")}).out, "unchanged SERVER/2026/flood\n");
  EXPECT_EQ(server.seen().back().header("if-none-match"), "\"twelve\"");
  // And what is wrong with it is on the article's record.
  server.on("/short", always(http_answer("403 Forbidden", html, "no")));
  EXPECT_THAT(snap({server.url("/short")}).out, StartsWith("blocked SERVER/2026/flood"));
}

TEST_F(Alias, OfTwoArticlesNamesBoth) {
  snap({server.url("/short")});
  std::string page = flood_page("thirteen");
  page.insert(page.find("<title>"), "<link rel=canonical href=/b>");
  server.on("/b", always(http_answer("200 OK", html, page)));
  snap({server.url("/b")});
  server.on("/short", always(http_answer("302 Found", "Location: /b\r\n", "")));
  ASSERT_THAT(snap({server.url("/short")}).out, HasSubstr("SERVER/b"));
  const Ended ended = run({"log", server.url("/short")});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("it led to 2 articles"));
}

}  // namespace
}  // namespace arch::test
