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

TEST_F(Visits, TakeTheKeyThatIsGiven) {
  const Seen seen = see(archive, address, "flood", ok(page("twelve")), now);
  EXPECT_EQ(seen.key, "flood");
}

}  // namespace
}  // namespace arch::capture
