#include "report/collect.hpp"

#include "corrections/candidates.hpp"
#include "report/read_article.hpp"
#include "report/scope.hpp"
#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>

namespace arch::report {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;

const std::string wrong =
    page_of("Council votes", "The council said that 120 people came to Kigali.");
const std::string right =
    page_of("Council votes", "The council said that 140 people came to Kigali.");
const std::string noted =
    page_of("Council votes",
            "The council said that 140 people came to Kigali.\n\nCorrection, 20 November 2026: An "
            "earlier version of this article gave the wrong number of people. It is 140, not 120.");

class CollectTest : public ::testing::Test {
protected:
  Scope scope(Form form = Form::calendar) {
    return {.from = test::at("2026-11-01T00:00:00Z"),
            .to = test::at("2026-12-01T00:00:00Z"),
            .form = form,
            .arrival = sandbox_.archive().store().arrivals(),
            .as_of = test::at("2027-01-01T00:00:00Z")};
  }

  Report report(const Scope& scope) {
    return collect(sandbox_.archive(), scope, corrections::parse_policy(""), {});
  }
  Report report() { return report(scope()); }

  /// What a person decides about the latest change of an article.
  void review(std::string_view key, const history::SourceLines& fields, UtcTime at) {
    const history::History history = sandbox_.read(key);
    const auto& revisions = history.revisions();
    history::SourceLines lines{
        {"candidate",
         corrections::candidate_id(
             key, history.id(revisions[revisions.size() - 2]), history.id(revisions.back()))
             .hex()}};
    lines.insert(lines.end(), fields.begin(), fields.end());
    history::Recorder recorder{sandbox_.archive()};
    recorder.annotate(history.number(), history.id(revisions.back()), "review", "why", at, lines);
    recorder.commit();
  }

  /// What the newsroom notes about the latest revision of an article.
  void annotate(std::string_view key,
                std::string_view kind,
                const history::SourceLines& fields,
                UtcTime at) {
    const history::History history = sandbox_.read(key);
    history::Recorder recorder{sandbox_.archive()};
    recorder.annotate(
        history.number(), history.id(history.revisions().back()), kind, "said", at, fields);
    recorder.commit();
  }

  Sandbox sandbox_;
};

TEST_F(CollectTest, CallsNothingSilentThatNobodyReviewed) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("10:00"), right);
  const Report found = report();
  EXPECT_EQ(found.reviews.candidates, 1U);
  EXPECT_EQ(found.reviews.reviewed(), 0U);
  EXPECT_TRUE(found.confirmed.empty());
  EXPECT_EQ(figure(found, "silent-edits").of, 0U);
  EXPECT_EQ(figure(found, "silent-facts").of, 0U);
}

TEST_F(CollectTest, SaysTheSameWithAnyThreadsAndWhenThingsWereJudgedBefore) {
  for (int i = 0; i < 150; ++i) {
    const std::string key = "k" + std::to_string(i);
    sandbox_.look(key, today("09:00"), wrong);
    sandbox_.look(key, today("10:00"), right);
    if (i % 7 == 0) {
      sandbox_.look(key, today("11:00"), noted);
    }
  }
  const auto summary = [](const Report& report) {
    std::string text;
    for (const Figure& one : report.figures) {
      text += one.id + " " + std::to_string(one.count) + " " + std::to_string(one.of) + "\n";
    }
    for (const NoticeCase& one : report.disclosed) {
      text += one.key + "\n";
    }
    return text + std::to_string(report.reviews.candidates) + " " +
           std::to_string(report.coverage.later.median) + " " +
           std::to_string(report.coverage.first_day.median);
  };
  const Report first = report();
  EXPECT_EQ(first.disclosed.size(), 22U);
  EXPECT_EQ(first.reviews.candidates, 128U);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    const Report again =
        collect(sandbox_.archive(), scope(), corrections::parse_policy(""), {.threads = threads});
    EXPECT_EQ(summary(again), summary(first));
  }
  // What comes later is judged, too.
  sandbox_.look("k1", today("12:00"), wrong);
  EXPECT_EQ(report().reviews.candidates, 128U);  // restored, which is no edit
  sandbox_.look("k1", today("13:00"), noted);
  EXPECT_EQ(report().disclosed.size(), 23U);
}

TEST_F(CollectTest, NeedNotJudgeWhatWasJudgedAhead) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("10:00"), right);
  const history::History history = sandbox_.read("k");
  {
    corrections::Judgements judgements{sandbox_.archive().store().folder()};
    judge_ahead(history, judgements);
  }
  corrections::Judgements judgements{sandbox_.archive().store().folder()};
  corrections::KnownVerdicts known = judgements.find(history.stored());
  const auto& revisions = history.revisions();
  const corrections::Verdict* const verdict =
      known.find(revisions[0].document, revisions[1].document);
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(*verdict, corrections::judge(history, {}, today("11:00")).revisions[1].verdict);
  EXPECT_EQ(known.holds_notice(revisions[1].document), false);
  EXPECT_TRUE(known.latest(revisions[1].document).has_value());
  (void)latest_of(history, known);
  (void)corrections::judge_briefly(history, known, {}, {});
  EXPECT_FALSE(known.is_changed());
}

TEST_F(CollectTest, CountsWhatAPersonDecidedLast) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("10:00"), right);
  review(
      "k",
      {{"status", "confirmed"}, {"severity", "S3"}, {"visibility", "public"}, {"role", "editor"}},
      today("12:00"));
  Report found = report();
  ASSERT_EQ(found.confirmed.size(), 1U);
  EXPECT_EQ(found.confirmed[0].decision->role, "editor");
  EXPECT_EQ(found.confirmed[0].changed_after, today("09:00"));
  EXPECT_EQ(found.confirmed[0].first_seen, today("10:00"));
  EXPECT_EQ(figure(found, "silent-edits").count, 1U);
  EXPECT_EQ(figure(found, "silent-facts").count, 1U);

  review("k",
         {{"status", "rejected"}, {"visibility", "internal"}, {"role", "editor"}},
         today("13:00"));
  found = report();
  EXPECT_TRUE(found.confirmed.empty());
  EXPECT_EQ(found.reviews.rejected, 1U);

  review("k", {{"status", "confirmed"}, {"visibility", "privileged"}}, today("14:00"));
  EXPECT_EQ(report().reviews.rejected, 1U) << "a privileged note is no public decision";
}

TEST_F(CollectTest, PublishesNoReasonOrRoleOfAnInternalDecision) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("10:00"), right);
  review("k",
         {{"status", "confirmed"}, {"severity", "S2"}, {"role", "editor"}, {"by", "A. Name"}},
         today("12:00"));
  const Report found = report();
  ASSERT_EQ(found.confirmed.size(), 1U);
  EXPECT_EQ(found.confirmed[0].decision->severity, "S2");
  EXPECT_EQ(found.confirmed[0].decision->role, "");
  EXPECT_EQ(found.confirmed[0].decision->reason, "");
}

// The worked example of the metrics: 09:00 and 09:15 with the error, 09:30 with the right value and
// no note, 10:00 with the note.
TEST_F(CollectTest, TimesACorrectionAndItsNoticeAsIntervals) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:15"), wrong);
  sandbox_.look("k", today("09:30"), right);
  sandbox_.look("k", today("10:00"), noted);
  const Report found = report();
  ASSERT_EQ(found.disclosed.size(), 1U);
  EXPECT_EQ(found.disclosed[0].not_before, today("09:30"));
  EXPECT_EQ(found.disclosed[0].first_seen, today("10:00"));
  EXPECT_FALSE(found.disclosed[0].gone_by);
  ASSERT_TRUE(found.linked[0]);
  EXPECT_EQ(found.linked[0]->revision, 1U);
  EXPECT_EQ(found.linked[0]->delay, (Seconds{.least = 0, .most = std::int64_t{45} * 60}));
  EXPECT_EQ(found.reviews.candidates, 0U);
  EXPECT_EQ(figure(found, "corrections-per-1000").count, 1U);
  EXPECT_EQ(figure(found, "specificity").count, 1U);
  ASSERT_TRUE(found.linked[0]->exposure);
  EXPECT_EQ(found.linked[0]->exposure->least, 15 * 60);
  EXPECT_EQ(found.to_correction.closed, 1U);
  EXPECT_EQ(quantile(found.to_correction.least, 0.5), 15 * 60);
}

TEST_F(CollectTest, CountsAnErrorOnceHoweverOftenItIsTold) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:15"), wrong);
  sandbox_.look("k", today("09:30"), noted);
  annotate("k", "correction", {{"wrong", "120 people"}, {"source", "reader"}}, today("12:00"));
  annotate("k", "correction", {{"wrong", "120 People"}, {"source", "staff"}}, today("13:00"));
  const Report found = report();
  EXPECT_EQ(figure(found, "prompted-corrections").of, 1U);
  EXPECT_EQ(figure(found, "prompted-corrections").count, 0U) << "the newer record counts";
  EXPECT_EQ(figure(found, "specificity").of, 1U);
  EXPECT_EQ(found.to_correction.closed, 1U);
  EXPECT_EQ(found.to_correction.open, 0U);
  annotate("k", "correction", {{"wrong", "140 people"}}, today("14:00"));
  EXPECT_EQ(report().to_correction.closed, 1U);
  EXPECT_EQ(report().to_correction.open, 1U) << "another error";
}

TEST_F(CollectTest, CountsAnErrorWhereItWasCorrectedAndOpenBefore) {
  sandbox_.look("k", test::at("2026-09-10T10:00:00Z"), wrong);
  sandbox_.look("k", test::at("2026-10-10T10:00:00Z"), wrong);
  sandbox_.look("k", test::at("2026-11-10T10:00:00Z"), right);
  sandbox_.look("k", test::at("2026-12-10T10:00:00Z"), right);
  annotate("k", "correction", {{"wrong", "120 people"}}, today("12:00"));
  const auto closed_and_open = [&](std::string_view from, std::string_view to) {
    Scope month = scope();
    month.from = test::at(from);
    month.to = test::at(to);
    const DurationFigure found = report(month).to_correction;
    return std::pair{found.closed, found.open};
  };
  const std::pair<std::uint64_t, std::uint64_t> open{0, 1};
  EXPECT_EQ(closed_and_open("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"), open);
  EXPECT_EQ(closed_and_open("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"), open);
  EXPECT_EQ(closed_and_open("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
            (std::pair<std::uint64_t, std::uint64_t>{1, 0}));
  EXPECT_EQ(closed_and_open("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            (std::pair<std::uint64_t, std::uint64_t>{0, 0}));
}

TEST_F(CollectTest, CallsAChangeWhoseNoticeWentWithdrawnAndNotSilent) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:30"), noted);
  sandbox_.look("k", test::at("2026-11-23T10:00:00Z"), right);
  const Report found = report();
  ASSERT_EQ(found.removed.size(), 1U);
  EXPECT_EQ(found.removed[0].gone_by, test::at("2026-11-23T10:00:00Z"));
  EXPECT_EQ(figure(found, "notices-kept").count, 0U);
  EXPECT_EQ(figure(found, "silent-facts").count, 0U);
  EXPECT_EQ(figure(found, "specificity").count, 1U);
}

TEST_F(CollectTest, KeepsTheChangeOfANoticeThatWasRemoved) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:30"), noted);
  sandbox_.look("k", test::at("2026-11-23T10:00:00Z"), right);
  const Report found = report();
  ASSERT_EQ(found.removed_linked.size(), 1U);
  ASSERT_TRUE(found.removed_linked[0]);
  EXPECT_EQ(found.removed_linked[0]->revision, 1U);
  EXPECT_THAT(found.removed_linked[0]->old_words, ::testing::HasSubstr("120 people"));
  EXPECT_THAT(found.removed_linked[0]->new_words, ::testing::HasSubstr("140 people"));
}

TEST_F(CollectTest, CountsARetractionInHeadlineAndTextOnceWithTheTextThatItReplaced) {
  const std::string paragraph =
      "The council met on Monday to discuss the plan for the river crossing, and said that the "
      "work "
      "would begin after the rainy season if nobody objected to it.";
  sandbox_.look("k", today("09:00"), page_of("Bridge plan", paragraph));
  sandbox_.look("k",
                today("10:00"),
                page_of("Retracted: Bridge plan",
                        "Retraction: We have retracted this article because it was wrong."));
  const Report found = report();
  ASSERT_EQ(found.disclosed.size(), 1U);
  EXPECT_EQ(found.disclosed[0].kind, corrections::NoticeKind::retraction);
  EXPECT_THAT(found.disclosed[0].text, ::testing::StartsWith("Retraction: We have"));
  ASSERT_TRUE(found.linked[0]);
  EXPECT_EQ(found.linked[0]->revision, 1U);
  EXPECT_EQ(figure(found, "corrections-per-1000").count, 1U);
}

TEST_F(CollectTest, NamesANoticeByItsFirstWording) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:30"), noted);
  sandbox_.look("k", today("10:30"), noted.substr(0, noted.size() - 1) + " We regret the error.");
  const Report found = report();
  ASSERT_EQ(found.disclosed.size(), 1U);
  EXPECT_EQ(found.disclosed[0].wordings, 2U);
  EXPECT_THAT(found.disclosed[0].first_text, ::testing::EndsWith("not 120."));
  EXPECT_THAT(found.disclosed[0].text, ::testing::EndsWith("the error."));
}

TEST_F(CollectTest, HasAllMonthsOfThePeriod) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:30"), noted);
  Scope year = scope();
  year.from = test::at("2026-09-15T00:00:00Z");
  year.to = test::at("2027-02-01T00:00:00Z");
  const Report found = report(year);
  std::string months;
  for (const MonthRow& row : found.months) {
    months += row.month + " " + std::to_string(row.corrections) + ", ";
  }
  EXPECT_EQ(months, "2026-09 0, 2026-10 0, 2026-11 1, 2026-12 0, 2027-01 0, ");
}

TEST_F(CollectTest, SaysWhatWasWatchedAndMissed) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:10"), wrong);
  sandbox_.absence("k", today("09:20"), history::Absence::blocked);
  sandbox_.look("k", today("10:10"), wrong);
  sandbox_.absence("gone", today("11:00"), history::Absence::removed);
  sandbox_.look("later", test::at("2026-12-24T10:00:00Z"), wrong);
  const Coverage seen = report().coverage;
  EXPECT_EQ(seen.articles, 2U);
  EXPECT_EQ(seen.looks, 3U);
  EXPECT_EQ(seen.blocked, 1U);
  EXPECT_EQ(seen.removed, 1U);
  EXPECT_EQ(seen.attempts(), 5U);
  EXPECT_EQ(seen.first_day.count, 2U);
  EXPECT_EQ(seen.first_day.median, 35 * 60);
  EXPECT_EQ(seen.first_day.longest, 60 * 60);
}

TEST_F(CollectTest, FollowsACohortForAsLongAsItWasWatched) {
  sandbox_.look("watched", today("09:00"), wrong);
  sandbox_.look("watched", today("10:00"), noted);
  sandbox_.look("watched", test::at("2026-12-25T10:00:00Z"), noted);
  sandbox_.look("not watched", today("09:00"), wrong);
  sandbox_.look("not watched", today("10:00"), noted);
  const Report found = report(scope(Form::cohort));
  EXPECT_EQ(figure(found, "articles").count, 1U);
  EXPECT_EQ(figure(found, "corrections-per-1000").count, 1U);
  EXPECT_EQ(found.left_out, 1U);
  EXPECT_EQ(figure(report(), "articles").count, 2U);
  EXPECT_EQ(report().left_out, 0U);
}

TEST_F(CollectTest, IsAsOfARecordWhateverArrivedLater) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("10:00"), right);
  const Scope then = scope();
  const Report before = report(then);
  review("k", {{"status", "confirmed"}, {"visibility", "public"}}, today("12:00"));
  sandbox_.look("k", today("11:00"), noted);
  sandbox_.look("other", today("08:00"), wrong);
  const Report after = report(then);
  EXPECT_EQ(after.reviews.candidates, before.reviews.candidates);
  EXPECT_EQ(after.reviews.confirmed, 0U);
  EXPECT_EQ(after.disclosed.size(), 0U);
  EXPECT_EQ(figure(after, "articles").count, 1U);
  EXPECT_EQ(report().reviews.confirmed + report().disclosed.size(), 2U);
}

TEST_F(CollectTest, CountsWhatWasSaidOfAnArticleThatNobodyLookedAtThen) {
  sandbox_.look("k", test::at("2026-03-02T10:00:00Z"), wrong);
  annotate("k", "complaint", {{"source", "reader"}}, today("12:00"));
  const Scope then = scope();
  EXPECT_EQ(figure(report(then), "complaints").count, 1U);
  sandbox_.look("other", today("08:00"), wrong);
  EXPECT_EQ(figure(report(then), "complaints").count, 1U);
  EXPECT_EQ(figure(report(), "complaints").count, 1U);
}

TEST_F(CollectTest, LeavesReversalsOutOfItsFigures) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:10"), right);
  sandbox_.look("k", today("09:20"), wrong);
  const Report found = report();
  EXPECT_EQ(figure(found, "revisions-per-changed-article").count, 1U);
}

TEST(IsOfSite, TakesAHostAndWhatIsBelowIt) {
  EXPECT_TRUE(is_of_site("https://www.example.org/a", "example.org"));
  EXPECT_TRUE(is_of_site("https://Live.Example.org:8080/a", "www.example.org"));
  EXPECT_FALSE(is_of_site("https://badexample.org/a", "example.org"));
  EXPECT_FALSE(is_of_site("example.org", "example.org"));
}

TEST(NamesOf, CutsALongHeadlineBetweenWordsAndSaysSo) {
  std::string document = "headline: word";
  while (document.size() < 1200) {
    document += " another";
  }
  const std::string shown = names_of(document + "\n\nIt ended.\n").headline;
  EXPECT_LE(shown.size(), 1000U);
  EXPECT_THAT(shown, ::testing::EndsWith(" another…"));
}

TEST(KnownNames, AreTheSitesAndSectionsOfAnArchive) {
  Sandbox sandbox;
  sandbox.look("https://www.example.org/a", today("09:00"), wrong);
  sandbox.look("a key", today("09:00"), wrong);
  EXPECT_THAT(known_sites(sandbox.archive()), ::testing::ElementsAre("example.org"));
  EXPECT_THAT(known_sections(sandbox.archive(), ""), ::testing::IsEmpty());
}

TEST(CountWords, CountsWordsOfTheBodyAndCharactersWhereThereAreNoSpaces) {
  EXPECT_EQ(count_words("headline: Not this\n\nThe hall was full.\n\nIt ended.\n"), 6U);
  EXPECT_EQ(count_words("\nquoted “words” count once\n"), 4U);
  EXPECT_EQ(count_words("headline: x\n\n議会は120人が\n"), 6U);
  EXPECT_EQ(count_words("headline: nothing but this\n"), 0U);
  EXPECT_EQ(count_words(""), 0U);
}

TEST_F(CollectTest, CountsEditsByTheAgeOfTheArticle) {
  sandbox_.look("k", today("09:00"), wrong);
  sandbox_.look("k", today("09:10"), right);
  sandbox_.look("k", test::at("2026-11-25T09:00:00Z"), page_of("Council votes again", "It ended."));
  const Report found = report();
  ASSERT_EQ(found.ages.size(), 14U);
  EXPECT_EQ(found.ages[0].below, 900);
  EXPECT_EQ(found.ages[0].edits[0], 1U);  // a fact, within a quarter of an hour
  std::uint64_t all = 0;
  for (const AgeRow& row : found.ages) {
    for (const std::uint64_t count : row.edits) {
      all += count;
    }
  }
  EXPECT_EQ(all, 2U);
  sandbox_.look("on the limit", today("09:00"), wrong);
  sandbox_.look("on the limit", today("09:15"), right);
  EXPECT_EQ(report().ages[0].edits[0], 1U) << "what is 900 seconds old is not below them";
  EXPECT_EQ(report().ages[1].edits[0], 1U);
  EXPECT_EQ(figure(found, "corrections-per-100000-words").count, 0U);
  EXPECT_EQ(figure(found, "corrections-per-100000-words").of, 2U);
}

}  // namespace
}  // namespace arch::report
