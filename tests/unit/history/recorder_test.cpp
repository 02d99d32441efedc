#include "history/recorder.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "sandbox.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::history {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;
using Outcome = Recorded::Outcome;

const std::string one = page_of("A headline", "Twelve people died.");
const std::string two = page_of("A headline", "Fifteen people died.");
// Other bytes, the same document: only line ends differ.
const std::string one_again = "# A headline\r\n\r\nTwelve people died.\r\n";

std::vector<UtcTime> first_seen(const History& history) {
  std::vector<UtcTime> times;
  for (const Revision& revision : history.revisions()) {
    times.push_back(revision.first_seen);
  }
  return times;
}

TEST(Recorder, WritesTheCaptureRecordThatTheFormatDescribes) {
  Sandbox sandbox;
  const Recorded recorded = sandbox.look("https://example.org/a",
                                         {.observed = today("14:32"),
                                          .page = as_bytes(one),
                                          .url = "https://example.org/a?utm=1",
                                          .source = {{"status", "200"}}});
  const std::string expected =
      "arch-capture 1\n"
      "article: https://example.org/a\n"
      "observed: 2026-11-20T14:32:00Z\n"
      "document: " +
      recorded.document.hex() +
      "\n"
      "page: " +
      sha256(as_bytes(one)).hex() +
      "\n"
      "url: https://example.org/a?utm=1\n"
      "status: 200\n"
      "extractor: text/1\n"
      "cause: published\n";
  const History history = sandbox.read("https://example.org/a");
  EXPECT_EQ(history.record(history.revisions().front()), expected);
  EXPECT_EQ(recorded.capture, sha256(as_bytes(expected)));
  EXPECT_EQ(history.id(history.revisions().front()), recorded.capture);
}

TEST(Recorder, WritesACheckWhenPageAndDocumentAreWhatTheyWere) {
  Sandbox sandbox;
  EXPECT_EQ(sandbox.look("k", today("10:00"), one).outcome, Outcome::recorded);
  EXPECT_EQ(sandbox.look("k", today("10:15"), one).outcome, Outcome::unchanged);
  const History history = sandbox.read("k");
  EXPECT_EQ(history.stored().records().size(), 1U);
  ASSERT_EQ(history.stored().checks().size(), 1U);
  EXPECT_THAT(history.stored().record_text(history.stored().checks()[0]),
              testing::StartsWith("arch-check 1\narticle: k\nobserved: 2026-11-20T10:15:00Z\n"
                                  "outcome: unchanged\ndocument: "));
}

TEST(Recorder, KeepsAPageThatDiffersAlthoughItsDocumentDoesNot) {
  Sandbox sandbox;
  const Recorded first = sandbox.look("k", today("10:00"), one);
  const Recorded second = sandbox.look("k", today("10:15"), one_again);
  EXPECT_EQ(second.outcome, Outcome::recorded);
  EXPECT_EQ(second.document, first.document);
  EXPECT_NE(second.page, first.page);
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 1U);
  EXPECT_EQ(history.revisions()[0].captures, 2U);
  EXPECT_EQ(history.captures_of(0).size(), 2U);
}

TEST(Recorder, KnowsALookThatItWasGivenBefore) {
  Sandbox sandbox;
  const Recorded first = sandbox.look("k", today("10:00"), one);
  sandbox.look("k", today("10:15"), one);
  const std::string before = test::show_all(sandbox.archive());
  const Recorded again = sandbox.look("k", today("10:00"), one);
  EXPECT_EQ(again.outcome, Outcome::known);
  EXPECT_EQ(again.capture, first.capture);
  EXPECT_EQ(sandbox.look("k", today("10:15"), one).outcome, Outcome::known);
  const History history = sandbox.read("k");
  EXPECT_EQ(history.stored().checks().size(), 1U);
  EXPECT_EQ(test::show_all(sandbox.archive()), before);
}

TEST(Recorder, TakesTheSameLookTwiceInOneCallAsOne) {
  Sandbox sandbox;
  const std::vector<Look> looks = {{.observed = today("10:00"), .page = as_bytes(one)},
                                   {.observed = today("10:00"), .page = as_bytes(one)}};
  Recorder recorder{sandbox.archive()};
  const std::vector<Recorded> recorded = recorder.record("k", looks);
  recorder.commit();
  EXPECT_EQ(recorded[0].outcome, Outcome::recorded);
  EXPECT_EQ(recorded[1].outcome, Outcome::known);
}

TEST(Recorder, MakesACaptureOfACheckThatALateLookCutsOffFromItsRun) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), one);
  const Recorded check = sandbox.look("k", today("11:00"), one);
  ASSERT_EQ(check.outcome, Outcome::unchanged);
  sandbox.look("k", today("10:30"), two);
  const History history = sandbox.read("k");
  EXPECT_THAT(first_seen(history),
              testing::ElementsAre(today("10:00"), today("10:30"), today("11:00")));
  EXPECT_EQ(history.id(history.revisions()[2]), check.capture);
  EXPECT_EQ(history.revisions()[2].reverted_to, 0U);
}

TEST(Recorder, CountsACaptureThatBecameRedundantAsACheck) {
  Sandbox sandbox;
  sandbox.look("k", today("11:00"), one);
  sandbox.look("k", today("10:00"), one);
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 1U);
  EXPECT_EQ(history.stored().records().size(), 2U);
  EXPECT_EQ(history.revisions()[0].captures, 1U);
  EXPECT_EQ(history.revisions()[0].checks, 1U);
  EXPECT_EQ(history.revisions()[0].first_seen, today("10:00"));
  EXPECT_EQ(history.captures_of(0).size(), 1U);
  // It is found by its id all the same.
  EXPECT_EQ(history.find_revision_of(0), 0U);
  EXPECT_EQ(history.find_revision_of(1), 0U);
}

TEST(Recorder, CountsLooksOfOneSecondThatSawTheSameOnce) {
  Sandbox sandbox;
  sandbox.look("k",
               {.observed = today("10:00"), .page = as_bytes(one), .url = "https://a.example"});
  sandbox.look("k",
               {.observed = today("10:00"), .page = as_bytes(one), .url = "https://b.example"});
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 1U);
  EXPECT_EQ(history.revisions()[0].captures, 1U);
  EXPECT_EQ(history.revisions()[0].checks, 0U);
}

/// Looks at one page after the other, all timed by a clock that stands still.
std::vector<Recorded> look_at_once(Sandbox& sandbox, const std::vector<std::string>& pages) {
  std::vector<Recorded> recorded;
  recorded.reserve(pages.size());
  for (const std::string& page : pages) {
    recorded.push_back(sandbox.look(
        "k", {.observed = today("10:00"), .page = as_bytes(page), .timing = Look::Timing::clock}));
  }
  return recorded;
}

TEST(Recorder, KeepsTheOrderOfLooksThatTheClockTimes) {
  std::vector<std::string> pages;
  pages.reserve(20);
  for (int i = 0; i < 20; ++i) {
    pages.push_back(page_of("A headline", "Version " + std::to_string(i) + "."));
  }
  Sandbox sandbox;
  const std::vector<Recorded> recorded = look_at_once(sandbox, pages);
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), pages.size());
  for (std::uint32_t i = 0; i < 20; ++i) {
    EXPECT_EQ(history.id(history.revisions()[i]), recorded[i].capture);
    EXPECT_EQ(recorded[i].observed.seconds, today("10:00").seconds + i);
    EXPECT_EQ(history.revisions()[i].first_seen, recorded[i].observed);
  }
}

TEST(Recorder, KeepsTheOrderWithinOneCall) {
  Sandbox sandbox;
  Recorder recorder{sandbox.archive()};
  std::vector<Look> looks;
  for (const std::string* page : {&one, &two, &one}) {
    looks.push_back(
        {.observed = today("10:00"), .page = as_bytes(*page), .timing = Look::Timing::clock});
  }
  const std::vector<Recorded> recorded = recorder.record("k", looks);
  recorder.commit();
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 3U);
  EXPECT_EQ(history.id(history.revisions()[2]), recorded.back().capture);
}

TEST(Recorder, KnowsALookThatTheClockTimesAgain) {
  Sandbox sandbox;
  const std::vector<Recorded> recorded = look_at_once(sandbox, {one, two, two});
  EXPECT_EQ(recorded[2].outcome, Outcome::known);
  EXPECT_EQ(recorded[2].observed, recorded[1].observed);
}

TEST(Recorder, BelievesTheClockWhereTheNewestLookIsFarAhead) {
  Sandbox sandbox;
  sandbox.look("k", {.observed = {today("10:00").seconds + most_ahead + 1}, .page = as_bytes(one)});
  EXPECT_EQ(look_at_once(sandbox, {two}).front().observed, today("10:00"));
}

TEST(Recorder, ShowsTheIntervalInWhichAChangeHappened) {
  Sandbox sandbox;
  sandbox.look("k", today("09:00"), one);
  sandbox.look("k", today("10:02"), one);
  sandbox.absence("k", today("10:10"), Absence::blocked);
  sandbox.look("k", today("10:17"), two);
  sandbox.look("k", today("10:32"), two);
  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 2U);
  EXPECT_EQ(history.revisions()[0].changed_after, std::nullopt);
  // A look that was blocked saw no text.
  EXPECT_EQ(history.revisions()[1].changed_after, today("10:02"));
  EXPECT_EQ(history.revisions()[1].first_seen, today("10:17"));
  EXPECT_EQ(history.revisions()[1].last_seen, today("10:32"));
}

TEST(Recorder, MarksARevisionTechnicalIfItsFirstCaptureIs) {
  Sandbox sandbox;
  sandbox.look("k", today("09:00"), one);
  sandbox.look("k", {.observed = today("10:00"), .page = as_bytes(two), .cause = Cause::technical});
  const History history = sandbox.read("k");
  EXPECT_FALSE(history.revisions()[0].technical);
  EXPECT_TRUE(history.revisions()[1].technical);
}

TEST(Recorder, ReadsPagesAnewWithoutAnEventInTheLifeOfTheArticle) {
  Sandbox sandbox;
  const ObjectId before = sandbox.look("k", today("09:00"), one).capture;
  sandbox.look("k", today("10:00"), two);
  sandbox.look("k", today("11:00"), two);
  const std::string better_one = "headline: One, read better\n\nText.\n";
  const std::string better_two = "headline: Two, read better\n\nText.\n";
  Recorder recorder{sandbox.archive()};
  const std::vector<Recorded> recorded =
      recorder.record("k",
                      std::vector{Look{.observed = today("09:00"),
                                       .page = as_bytes(one),
                                       .cause = Cause::technical,
                                       .document = article::ReadDocument{better_one, "text/2"}},
                                  Look{.observed = today("10:00"),
                                       .page = as_bytes(two),
                                       .cause = Cause::technical,
                                       .document = article::ReadDocument{better_two, "text/2"}}});
  recorder.commit();
  EXPECT_EQ(recorded[0].outcome, Recorded::Outcome::recorded);

  const History history = sandbox.read("k");
  ASSERT_EQ(history.revisions().size(), 2U);
  EXPECT_EQ(history.document(history.revisions()[0]), better_one);
  EXPECT_EQ(history.document(history.revisions()[1]), better_two);
  // The publisher changed the second; that it was read twice is not a change.
  EXPECT_FALSE(history.revisions()[1].technical);
  EXPECT_EQ(history.revisions()[1].checks, 1U);
  EXPECT_EQ(history.id(history.revisions()[0]), recorded[0].capture);
  // The older reading is there, and its id still names the revision.
  ASSERT_TRUE(history.revisions()[0].first_reading);
  EXPECT_EQ(sha256(as_bytes(history.stored().record_text(
                history.stored().records()[*history.revisions()[0].first_reading]))),
            before);
  EXPECT_EQ(history.find_revision_of(*history.revisions()[0].first_reading), 0U);
  EXPECT_EQ(sandbox.listing("k").title, "Two, read better");
  EXPECT_EQ(sandbox.listing("k").revisions, 2U);
}

TEST(Recorder, NamesTheEarliestRevisionThatATextReturnsTo) {
  Sandbox sandbox;
  const std::string three = page_of("Another", "Text.");
  for (const auto& [time, page] : {std::pair{"10:00", &one},
                                   {"10:01", &two},
                                   {"10:02", &one},
                                   {"10:03", &three},
                                   {"10:04", &one}}) {
    sandbox.look("k", today(time), *page);
  }
  std::vector<std::optional<std::uint32_t>> reverted;
  const History history = sandbox.read("k");
  for (const Revision& revision : history.revisions()) {
    reverted.push_back(revision.reverted_to);
  }
  EXPECT_THAT(reverted, testing::ElementsAre(std::nullopt, std::nullopt, 0U, std::nullopt, 0U));
}

TEST(Recorder, KeepsTheListingUpToDate) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), one);
  sandbox.look("k", today("10:15"), one);
  sandbox.look("k", today("10:30"), page_of("A new headline", "Text."));
  sandbox.absence("k", today("10:45"), Absence::removed);
  EXPECT_EQ(sandbox.listing("k"),
            (store::Listing{.title = "A new headline",
                            .first_seen = today("10:00"),
                            .last_changed = today("10:30"),
                            .last_seen = today("10:45"),
                            .revisions = 2,
                            .captures = 2,
                            .checks = 2}));
  sandbox.look("k", today("09:00"), page_of("An old headline", "Text."));
  EXPECT_EQ(sandbox.listing("k").title, "A new headline");
  EXPECT_EQ(sandbox.listing("k").first_seen, today("09:00"));
  EXPECT_EQ(sandbox.listing("k").revisions, 3U);
}

TEST(Recorder, TitlesAnArticleWithoutHeadlineByItsFirstWords) {
  Sandbox sandbox;
  std::string words = "Paragraph";
  while (words.size() < 300) {
    words += " of words";
  }
  // A line that is too long for a headline, and has no mark of one.
  sandbox.look("k", today("10:00"), words + ".\n\nSecond paragraph, which goes on.\n");
  const std::string title = sandbox.listing("k").title;
  EXPECT_THAT(title, testing::StartsWith("Paragraph of words"));
  EXPECT_LE(title.size(), 1000U);
}

TEST(Recorder, KeepsTheSameAbsenceOnce) {
  Sandbox sandbox;
  sandbox.absence("k", today("10:00"), Absence::unreachable);
  sandbox.absence("k", today("10:00"), Absence::unreachable);
  sandbox.absence("k", today("10:00"), Absence::not_an_article);
  EXPECT_EQ(sandbox.listing("k").checks, 2U);
  EXPECT_EQ(sandbox.listing("k").last_seen, today("10:00"));
  EXPECT_EQ(sandbox.listing("k").first_seen, std::nullopt);
  EXPECT_THAT(test::absences_of(sandbox.read("k")),
              testing::ElementsAre("arch-check 1\narticle: k\nobserved: 2026-11-20T10:00:00Z\n"
                                   "outcome: not an article\n",
                                   "arch-check 1\narticle: k\nobserved: 2026-11-20T10:00:00Z\n"
                                   "outcome: unreachable\n"));
  const History history = sandbox.read("k");
  EXPECT_TRUE(history.revisions().empty());
}

TEST(Recorder, WritesNothingWithoutCommit) {
  Sandbox sandbox;
  {
    Recorder recorder{sandbox.archive()};
    const Look look{.observed = today("10:00"), .page = as_bytes(one)};
    recorder.record("k", {&look, 1});
  }
  EXPECT_FALSE(sandbox.archive().store().find_article("k"));
}

TEST(Recorder, RefusesAPageThatIsTooLarge) {
  Sandbox sandbox;
  const Bytes page(max_page_size + 1);
  Recorder recorder{sandbox.archive()};
  const Look look{.observed = today("10:00"), .page = page};
  EXPECT_THROW(recorder.record("k", {&look, 1}), Error);
}

TEST(Recorder, RefusesASourceLineWithANameOfOurs) {
  Sandbox sandbox;
  Recorder recorder{sandbox.archive()};
  for (const std::string name : {"document", "outcome", "Upper", "", "with space", "9"}) {
    const Look look{.observed = today("10:00"), .page = as_bytes(one), .source = {{name, "value"}}};
    EXPECT_THROW(recorder.record("k", {&look, 1}), Error) << name;
  }
}

TEST(Recorder, RefusesATimeThatCannotBeWritten) {
  Sandbox sandbox;
  Recorder recorder{sandbox.archive()};
  const Look look{.observed = {latest_time.seconds + 1}, .page = as_bytes(one)};
  EXPECT_THROW(recorder.record("k", {&look, 1}), Error);
}

TEST(Recorder, NamesTheOriginOfALook) {
  Sandbox sandbox;
  Recorder recorder{sandbox.archive()};
  const std::string origin = "arch-origin 1\nkind: git\ncommit: 0123\n";
  const ObjectId id = recorder.add_origin(origin);
  EXPECT_EQ(id, sha256(as_bytes(origin)));
  const Look look{.observed = today("10:00"), .page = as_bytes(one), .origin = id};
  recorder.record("k", {&look, 1});
  recorder.commit();
  const History history = sandbox.read("k");
  EXPECT_THAT(history.record(history.revisions()[0]),
              testing::HasSubstr("\norigin: " + id.hex() + "\n"));
  EXPECT_THROW(Recorder{sandbox.archive()}.add_origin("arch-capture 1\n"), Error);
}

TEST(Recorder, KeepsAnEditorsNoteOfSeveralLines) {
  Sandbox sandbox;
  const Recorded recorded = sandbox.look("k", today("10:00"), one);
  const ArticleNumber article = sandbox.read("k").number();
  {
    Recorder recorder{sandbox.archive()};
    recorder.annotate(article, recorded.capture, "correction", "The toll\nC:\\new", today("11:00"));
    EXPECT_THROW(recorder.annotate(article, recorded.document, "note", "x", today("11:00")), Error);
    EXPECT_THROW(recorder.annotate(article, recorded.capture, "No kind", "x", today("11:00")),
                 Error);
    recorder.commit();
  }
  const auto annotations = sandbox.archive().store().annotations(article);
  ASSERT_EQ(annotations.size(), 1U);
  EXPECT_EQ(annotations[0].text,
            "arch-annotation 1\narticle: k\nobserved: 2026-11-20T11:00:00Z\ncapture: " +
                recorded.capture.hex() + "\nkind: correction\ntext: The toll\\nC:\\\\new\n");
}

TEST(History, FindsWhatReadersSawAtATime) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), one);
  sandbox.look("k", today("11:00"), two);
  const History history = sandbox.read("k");
  EXPECT_EQ(history.find_at({today("10:00").seconds - 1}), std::nullopt);
  EXPECT_EQ(history.find_at(today("10:00")), 0U);
  EXPECT_EQ(history.find_at({today("11:00").seconds - 1}), 0U);
  EXPECT_EQ(history.find_at(today("11:00")), 1U);
  EXPECT_EQ(history.find_at(latest_time), 1U);
}

TEST(History, FindsARevisionByItsDocumentOrPage) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), two);
  const Recorded first = sandbox.look("k", today("10:10"), one);
  const Recorded second = sandbox.look("k", today("10:15"), one_again);
  sandbox.look("k", today("10:30"), two);
  const History history = sandbox.read("k");
  const auto find = [&history](const ObjectId& id) {
    return history.find_revision_with(history.stored().find_object(id).value());
  };
  EXPECT_EQ(find(first.document), 1U);
  EXPECT_EQ(find(second.page), 1U);
  EXPECT_EQ(find(sha256(as_bytes(two))), 0U);
}

TEST(History, HandsOutDocumentPageAndRecord) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), one);
  sandbox.look("k", today("10:10"), two);
  sandbox.reopen();
  const History history = sandbox.read("k");
  const Bytes page = history.page(history.revisions()[0]);
  EXPECT_EQ(as_text(page), one);
  EXPECT_THAT(history.document(history.revisions()[1]), testing::HasSubstr("Fifteen people died."));
}

}  // namespace
}  // namespace arch::history
