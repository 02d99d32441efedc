#include "capture/visit.hpp"

#include "base/sha256.hpp"
#include "history/recorder.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <array>
#include <string>
#include <vector>

namespace arch::capture {
namespace {

using history::Archive;
using history::History;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const http::Url address = http::Url::parse("https://news.example/flood?utm_source=x").value();
constexpr std::string_view key = "https://news.example/flood";
constexpr std::string_view salt = "0123456789abcdef0123456789abcdef";

std::string page(const std::string& toll, const std::string& furniture = "") {
  return "<!doctype html><html lang=en><head><title>Flood</title></head><body><nav>" + furniture +
         "</nav><main><article><h1>Flood in the valley leaves " + toll +
         " dead</h1><p>The river rose by two metres on Monday night, and " + toll +
         " people died, officials said.</p><p>The bridge that joins both halves of the town is "
         "closed until the "
         "engineers have looked at it, the mayor told reporters on Tuesday "
         "morning.</p></article></main></body></html>";
}

/// An archive that is visited at one minute after the other.
class Visits : public testing::Test {
protected:
  Seen look(http::Result answer) {
    now.seconds += 60;
    return see(archive, address, "", std::move(answer), now);
  }

  Outcome visit(http::Result answer, KeepPages keep = KeepPages::changed) {
    const Seen seen = look(std::move(answer));
    history::Recorder recorder{archive};
    written = record(recorder, seen, {.keep_pages = keep, .salt = std::string{salt}});
    recorder.commit();
    return seen.verdict.outcome;
  }

  Outcome visit(const std::string& html, KeepPages keep = KeepPages::changed) {
    return visit(ok(html), keep);
  }

  static http::Response ok(const std::string& html) {
    return {.url = address,
            .status = 200,
            .headers = {{"content-type", "text/html; charset=utf-8"},
                        {"etag", "\"1\""},
                        {"last-modified", "noon"}},
            .body = to_bytes(html)};
  }

  static http::Response status(int number) { return {.url = address, .status = number}; }

  History read() { return archive.read(archive.store().find_article(key).value()); }

  std::vector<history::Revision> revisions() {
    const History history = read();
    return history.revisions();
  }

  std::string first_record() {
    const History history = read();
    return history.record(history.revisions()[0]);
  }

  std::vector<std::string> checks() {
    std::vector<std::string> texts;
    const History history = read();
    for (const store::RecordRow& row : history.stored().checks()) {
      texts.push_back(history.stored().record_text(row));
    }
    return texts;
  }

  test::TempFolder folder;
  Archive archive{Archive::create(folder.path()), store::OpenOptions::Access::write};
  UtcTime now{1'795'000'000};
  Written written;
};

TEST_F(Visits, RecordAnArticleUnderItsKey) {
  EXPECT_EQ(visit(page("twelve")), Outcome::recorded);
  const History history = read();
  ASSERT_EQ(history.revisions().size(), 1U);
  const std::string record = history.record(history.revisions()[0]);
  EXPECT_THAT(record,
              HasSubstr("\nurl: https://news.example/flood\nstatus: 200\netag: \"1\"\n"
                        "last-modified: noon\ncontent-type: text/html; charset=utf-8\nfetched: "
                        "https://news.example/flood?utm_source=x\nextractor: page/"));
  EXPECT_THAT(record, testing::EndsWith("\ncause: published\nsalt: " + std::string{salt} + "\n"));
  EXPECT_EQ(history.page(history.revisions()[0]), to_bytes(page("twelve")));
}

TEST_F(Visits, AskByWhatTheServerGave) {
  http::Request request{.url = address};
  add_validators(request, archive, key);
  EXPECT_EQ(request.etag, "");
  visit(page("twelve"));
  add_validators(request, archive, key);
  EXPECT_EQ(request.etag, "\"1\"");
  EXPECT_EQ(request.last_modified, "noon");
  EXPECT_EQ(request.validated, address);
}

TEST_F(Visits, CheckWhatWasNotModified) {
  visit(page("twelve"));
  EXPECT_EQ(visit(status(304)), Outcome::unchanged);
  EXPECT_EQ(visit(status(304)), Outcome::unchanged);
  const History history = read();
  EXPECT_EQ(history.revisions().size(), 1U);
  EXPECT_EQ(history.revisions()[0].captures, 1U);
  EXPECT_EQ(history.revisions()[0].checks, 2U);
  EXPECT_EQ(history.revisions()[0].last_seen, now);
  // Its validators are still those to ask by, and it says that the server said so.
  EXPECT_THAT(checks()[0], HasSubstr("\nstatus: 304\netag: \"1\"\nlast-modified: noon\n"));
  EXPECT_THAT(checks()[0], Not(HasSubstr("salt")));
}

TEST_F(Visits, CheckPagesThatDifferOnlyAroundTheArticle) {
  visit(page("twelve"));
  EXPECT_EQ(visit(page("twelve", "Most read: weather")), Outcome::unchanged);
  EXPECT_EQ(visit(page("twelve")), Outcome::unchanged);
  const History history = read();
  EXPECT_EQ(history.revisions()[0].captures, 1U);
  EXPECT_EQ(history.revisions()[0].checks, 2U);
  const std::string served = sha256(as_bytes(page("twelve", "Most read: weather"))).hex();
  EXPECT_THAT(checks(),
              ElementsAre(HasSubstr("\nserved: " + served + "\n"), Not(HasSubstr("\nserved"))));
}

TEST_F(Visits, CheckPagesOfWhichOnlyMachinesAreToldOtherwise) {
  const auto modified = [](const char* number, const std::string& time) {
    std::string html = page(number);
    html.insert(html.find("<title>"),
                "<meta property=article:published_time content=2026-11-20T09:00:00Z>"
                "<meta property=article:modified_time content=" +
                    time + ">");
    return html;
  };
  visit(modified("twelve", "2026-11-20T10:00:00Z"));
  EXPECT_EQ(visit(modified("twelve", "2026-11-20T11:00:00Z")), Outcome::unchanged);
  EXPECT_EQ(visit(modified("fifteen", "2026-11-20T12:00:00Z")), Outcome::recorded);
  EXPECT_EQ(revisions().size(), 2U);
}

TEST_F(Visits, KeepAllPagesWhenAsked) {
  visit(page("twelve"), KeepPages::all);
  EXPECT_EQ(visit(page("twelve", "Most read: weather"), KeepPages::all), Outcome::unchanged);
  EXPECT_EQ(revisions().size(), 1U);
  EXPECT_EQ(revisions()[0].captures, 2U);
  // What is unchanged after that is so since the page that was kept last.
  EXPECT_EQ(visit(status(304), KeepPages::all), Outcome::unchanged);
  EXPECT_EQ(revisions()[0].checks, 1U);
}

TEST_F(Visits, KeepNoPagesWhenAsked) {
  visit(page("twelve"), KeepPages::none);
  EXPECT_EQ(visit(page("twelve", "Most read: weather"), KeepPages::none), Outcome::unchanged);
  EXPECT_EQ(visit(status(304), KeepPages::none), Outcome::unchanged);
  EXPECT_EQ(visit(page("fifteen"), KeepPages::none), Outcome::recorded);
  const History history = read();
  ASSERT_EQ(history.revisions().size(), 2U);
  EXPECT_FALSE(history.revisions()[0].page);
  EXPECT_EQ(history.revisions()[0].checks, 2U);
  EXPECT_THAT(history.document(history.revisions()[1]), HasSubstr("fifteen"));
  EXPECT_THAT(history.record(history.revisions()[0]), HasSubstr("\nserved: "));
}

TEST_F(Visits, RecordEditsAndReverts) {
  EXPECT_EQ(visit(page("twelve")), Outcome::recorded);
  EXPECT_EQ(visit(page("fifteen")), Outcome::recorded);
  EXPECT_EQ(visit(page("twelve", "Weather")), Outcome::reverted);
  EXPECT_EQ(visit(page("fifteen", "Sport")), Outcome::reverted);
  const History history = read();
  ASSERT_EQ(history.revisions().size(), 4U);
  EXPECT_EQ(history.revisions()[2].reverted_to, 0U);
}

TEST_F(Visits, RecordWhyAnArticleWasNotSeen) {
  visit(page("twelve"));
  EXPECT_EQ(visit(status(403)), Outcome::blocked);
  EXPECT_EQ(visit("<!doctype html><title>Just a moment...</title><p>Verify you are human"),
            Outcome::blocked);
  EXPECT_EQ(visit(http::Failure{.kind = http::FailureKind::dns, .reason = "no such host"}),
            Outcome::unreachable);
  EXPECT_EQ(visit(status(451)), Outcome::withheld);
  EXPECT_EQ(revisions().size(), 1U);
  EXPECT_THAT(
      checks(),
      ElementsAre(HasSubstr("\noutcome: blocked\nreason: status: the server answered 403\n"),
                  HasSubstr("\noutcome: blocked\nreason: challenge: "),
                  HasSubstr("\noutcome: unreachable\nreason: dns: no such host\n"),
                  HasSubstr("\noutcome: blocked\nreason: withheld: ")));
}

TEST_F(Visits, CallAnArticleRemovedWhenItStaysAway) {
  constexpr std::int64_t day = 86'400;
  visit(page("twelve"));
  EXPECT_EQ(visit(status(404)), Outcome::missing);
  now.seconds += 7 * day;
  EXPECT_EQ(visit(page("twelve")), Outcome::unchanged);  // it was a fault of the server
  EXPECT_EQ(visit(status(410)), Outcome::missing);
  now.seconds += 13 * day;
  EXPECT_EQ(visit(status(503)), Outcome::unreachable);
  EXPECT_EQ(visit(status(404)), Outcome::missing);
  now.seconds += day;
  EXPECT_EQ(visit(status(404)), Outcome::removed);
  EXPECT_EQ(visit(status(404)), Outcome::removed);
  EXPECT_THAT(checks().back(),
              HasSubstr("\noutcome: removed\nreason: removed: the server answered 404 since "));
  EXPECT_EQ(visit(page("fifteen")), Outcome::recorded);
  EXPECT_EQ(visit(status(404)), Outcome::missing);
}

TEST_F(Visits, WriteNothingOfWhatIsUnknown) {
  EXPECT_EQ(visit(status(404)), Outcome::missing);
  EXPECT_TRUE(written.is_nothing);
  EXPECT_EQ(visit(status(304)), Outcome::unreachable);
  EXPECT_TRUE(written.is_nothing);
  EXPECT_FALSE(archive.store().find_article(key));
}

TEST_F(Visits, KeepTheChainOfRedirects) {
  http::Response response = ok(page("twelve"));
  response.hops = {{.url = http::Url::parse("http://news.example/f").value(), .status = 301}};
  visit(response);
  EXPECT_THAT(first_record(), HasSubstr("\nredirect: 301 http://news.example/f\n"));
}

TEST_F(Visits, LeaveOutValidatorsThatNoRecordCanHold) {
  http::Response response = ok(page("twelve"));
  response.headers = {{"etag", "\"\xFF\""}, {"last-modified", std::string(5000, 'x')}};
  visit(response);
  const std::string record = first_record();
  EXPECT_THAT(record, Not(HasSubstr("etag")));
  EXPECT_THAT(record, Not(HasSubstr("last-modified")));
}

TEST_F(Visits, TellOurReadersChangesFromThePublishers) {
  // As an older reader read it: other words, same page.
  const std::string html = page("twelve");
  history::Look old{.observed = now,
                    .page = as_bytes(html),
                    .url = address.text(),
                    .document = article::ReadDocument{
                        .text = "headline: Flood\n\nMenu. Twelve dead.\n", .reader = "page/0"}};
  history::Recorder recorder{archive};
  recorder.record(key, std::span{&old, 1});
  recorder.commit();
  EXPECT_EQ(visit(page("twelve", "Most read: weather")), Outcome::unchanged);
  EXPECT_EQ(visit(status(304)), Outcome::unchanged);
  EXPECT_EQ(revisions().size(), 1U);
  EXPECT_EQ(visit(page("fifteen")), Outcome::recorded);
}

TEST_F(Visits, SeeTheSameHoweverReadersCame) {
  visit(page("twelve"));
  http::Response response = ok(page("twelve"));
  response.url = http::Url::parse("https://news.example/flood?utm_source=y&fbclid=z").value();
  EXPECT_EQ(visit(response), Outcome::unchanged);
}

TEST_F(Visits, OfOneSecondKeepTheirOrder) {
  const std::array tolls = {"twelve", "thirteen", "fourteen", "fifteen"};
  for (const std::string toll : tolls) {
    visit(page(toll));
    now.seconds -= 60;  // visit() moves it on
  }
  const History history = archive.read(archive.store().find_article(key).value());
  ASSERT_EQ(history.revisions().size(), tolls.size());
  for (std::size_t i = 0; i < tolls.size(); ++i) {
    EXPECT_THAT(history.document(history.revisions()[i]), HasSubstr(tolls[i]));
  }
}

/// Visits of other URLs than `address`, whose answers may come from others again.
class Redirected : public Visits {
protected:
  Seen visit_at(const std::string& asked, http::Response response, std::string_view as = "") {
    now.seconds += 60;
    Seen seen = see(archive, url(asked), as, std::move(response), now);
    history::Recorder recorder{archive};
    written = record(recorder, seen, {.salt = std::string{salt}});
    recorder.commit();
    return seen;
  }
  /// Served at `path`, naming `canonical` if that is not empty.
  static http::Response page_at(const std::string& path,
                                const std::string& html,
                                const std::string& canonical = "") {
    http::Response response = ok(html);
    if (!canonical.empty()) {
      std::string linked = html;
      linked.insert(linked.find("<title>"), "<link rel=canonical href='" + canonical + "'>");
      response = ok(linked);
    }
    response.url = url(path);
    return response;
  }
  static http::Response redirected(const std::string& from, http::Response response) {
    response.hops = {{.url = url(from), .status = 302}};
    return response;
  }
  static http::Url url(const std::string& path) {
    return http::Url::parse("https://news.example" + path).value();
  }
  static std::string other_page() {
    return "<!doctype html><html lang=en><title>Apples</title><body><main><article><h1>A good year "
           "for apples</h1><p>Orchards around the town expect their best harvest in ten years "
           "after a wet spring and a mild summer, growers said at their meeting.</p><p>About four "
           "thousand tonnes will be picked until November, half of them for juice that is sold in "
           "the region and abroad.</p></article></main></body></html>";
  }
  std::vector<std::string> keys() {
    std::vector<std::string> keys;
    for (const store::ArticleRow& row : archive.store().list({})) {
      keys.push_back(row.key);
    }
    return keys;
  }
};

TEST_F(Redirected, LeadToTheArticleThatAUrlLedTo) {
  visit_at("/amp/a?x=1", page_at("/amp/a?x=1", page("twelve"), "/canon-a"));
  EXPECT_EQ(visit_at("/amp/a?x=1", page_at("/amp/a?x=1", page("fifteen"))).verdict.outcome,
            Outcome::recorded);
  EXPECT_THAT(keys(), ElementsAre("https://news.example/canon-a"));
}

TEST_F(Redirected, LeadToTheArticleWhoseAddressHasChanged) {
  visit_at("/old", page_at("/old", page("twelve"), "/old"));
  visit_at("/old", redirected("/old", page_at("/new", page("thirteen"), "/new")));
  EXPECT_EQ(visit_at("/new", page_at("/new", page("fifteen"), "/new")).key,
            "https://news.example/old");
  EXPECT_THAT(keys(), ElementsAre("https://news.example/old"));
}

TEST_F(Redirected, LeadToTheArticleThatWasNamedByHand) {
  visit_at("/a", page_at("/a", page("twelve"), "/a"), "bridge");
  EXPECT_EQ(visit_at("/a", page_at("/a", page("fifteen"), "/a")).verdict.outcome,
            Outcome::recorded);
  EXPECT_THAT(keys(), ElementsAre("bridge"));
}

TEST_F(Redirected, AreChecksOfTheArticleThatWasAskedFor) {
  visit_at("/b", page_at("/b", page("twelve"), "/b"));
  visit_at("/c", page_at("/c", other_page(), "/c"));
  const std::string login =
      "<!doctype html><title>Sign in</title><form><input type=password></form>Welcome back";
  EXPECT_EQ(visit_at("/b", redirected("/b", page_at("/login?next=b", login))).verdict.outcome,
            Outcome::blocked);
  EXPECT_EQ(visit_at("/b", redirected("/b", page_at("/", other_page()))).verdict.outcome,
            Outcome::front_page);
  EXPECT_EQ(visit_at("/b", redirected("/b", page_at("/c", other_page(), "/c"))).verdict.outcome,
            Outcome::not_an_article);
  EXPECT_EQ(visit_at("/b", redirected("/b", page_at("/d", other_page(), "/d"))).key,
            "https://news.example/b");
  const history::History history =
      archive.read(archive.store().find_article("https://news.example/b").value());
  EXPECT_EQ(history.stored().checks().size(), 4U);
  EXPECT_EQ(history.revisions().size(), 1U);
}

TEST_F(Redirected, AreChecksOfTheArticleToWhichTheUrlLed) {
  visit_at("/amp/a", page_at("/amp/a", page("twelve"), "/a"));
  const Seen challenge = visit_at(
      "/amp/a", page_at("/amp/a", "<!doctype html><title>Just a moment...</title><p>Wait a while"));
  EXPECT_EQ(challenge.key, "https://news.example/a");
  EXPECT_FALSE(written.is_nothing);
  EXPECT_EQ(visit_at("/amp/a", page_at("/amp/a", "")).key, "https://news.example/a");
}

TEST_F(Redirected, AreNewArticlesWhereAUrlLeadsToAnotherOneEachDay) {
  visit_at("/latest", redirected("/latest", page_at("/a", page("twelve"), "/a")));
  EXPECT_EQ(visit_at("/latest", redirected("/latest", page_at("/c", other_page(), "/c"))).key,
            "https://news.example/c");
  EXPECT_EQ(keys().size(), 2U);
}

// Once both are known, each revision would be told twice.
TEST_F(Redirected, LeaveAnArticleToTheOneThatItHasBecome) {
  visit_at("/old", page_at("/old", page("twelve"), "/old"));
  visit_at("/new", page_at("/new", page("twelve"), "/new"));
  const Seen seen = visit_at("/old",
                             redirected("/old", page_at("/new", page("fifteen"), "/new")),
                             "https://news.example/old");
  EXPECT_EQ(seen.verdict.outcome, Outcome::not_an_article);
  EXPECT_THAT(seen.verdict.reason, HasSubstr("https://news.example/new"));
}

TEST_F(Redirected, AreArticlesOfTheirOwnThoughAllNameTheSame) {
  visit_at("/s0", page_at("/s0", page("twelve"), "/news/"));
  visit_at("/s1", page_at("/s1", other_page(), "/news/"));
  EXPECT_THAT(
      keys(),
      testing::UnorderedElementsAre("https://news.example/news/", "https://news.example/s1"));
  EXPECT_EQ(visit_at("/s0", page_at("/s0", page("fifteen"), "/news/")).key,
            "https://news.example/news/");
}

TEST_F(Visits, SayWhyTheLookBeforeSawNothing) {
  visit(page("twelve"));
  EXPECT_EQ(look(status(404)).reason_before, "");
  visit(status(404));
  EXPECT_THAT(look(status(410)).reason_before, testing::StartsWith("missing: "));
  visit(page("twelve"));
  EXPECT_EQ(look(status(404)).reason_before, "");
}

TEST_F(Visits, TakeTheKeyThatIsGiven) {
  const Seen seen = see(archive, address, "flood", ok(page("twelve")), now);
  EXPECT_EQ(seen.key, "flood");
}

}  // namespace
}  // namespace arch::capture
