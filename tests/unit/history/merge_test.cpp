#include "base/sha256.hpp"
#include "history/recorder.hpp"
#include "sandbox.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch::history {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;

const std::string one = page_of("A headline", "Twelve people died.");
const std::string two = page_of("A headline", "Fifteen people died.");

TEST(Merge, AddsAllAndCountsIt) {
  Sandbox from;
  const Recorded recorded = from.look("a", today("10:00"), one);
  from.look("a", today("10:15"), one);
  from.look("a", today("10:30"), two);
  from.look("b", today("10:00"), one);
  from.absence("b", today("11:00"), Absence::removed);
  {
    Recorder recorder{from.archive()};
    recorder.annotate(
        from.read("a").number(), recorded.capture, "note", "Seen in print.", today("12:00"));
    recorder.commit();
  }
  Sandbox to;
  to.look("b", today("09:00"), two);
  const Archive::Merged merged = to.archive().merge(from.archive(), {});
  EXPECT_EQ(merged.articles, 1U);
  EXPECT_EQ(merged.captures, 3U);
  EXPECT_EQ(merged.checks, 2U);
  EXPECT_EQ(merged.annotations, 1U);
  EXPECT_EQ(to.archive().store().annotations(to.read("a").number()).size(), 1U);
  const History a = to.read("a");
  const History b = to.read("b");
  EXPECT_EQ(a.revisions().size(), 2U);
  EXPECT_EQ(b.revisions().size(), 2U);
  EXPECT_EQ(test::absences_of(to.read("b")).size(), 1U);
}

TEST(Merge, AddsNothingTheSecondTime) {
  Sandbox from;
  from.look("a", today("10:00"), one);
  from.look("a", today("10:15"), one);
  from.absence("a", today("11:00"), Absence::removed);
  Sandbox to;
  to.archive().merge(from.archive(), {});
  const std::string before = test::show_all(to.archive());
  const Archive::Merged again = to.archive().merge(from.archive(), {});
  EXPECT_EQ(again.articles + again.captures + again.checks + again.annotations, 0U);
  EXPECT_EQ(test::show_all(to.archive()), before);
}

TEST(Merge, OfAnArchiveIntoItselfAddsNothing) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), one);
  sandbox.look("a", today("10:15"), one);
  sandbox.look("a", today("10:30"), two);
  const std::string before = test::show_all(sandbox.archive());
  EXPECT_EQ(sandbox.archive().merge(sandbox.archive(), {}).captures, 0U);
  const Archive same{sandbox.folder(), store::OpenOptions::Access::read};
  const Archive::Merged merged = sandbox.archive().merge(same, {});
  EXPECT_EQ(merged.captures + merged.checks, 0U);
  EXPECT_EQ(test::show_all(sandbox.archive()), before);
}

TEST(Merge, OfACheckAndTheCaptureOfTheSameLookIsOneLook) {
  Sandbox check;
  check.look("a", today("10:00"), one);
  ASSERT_EQ(check.look("a", today("10:15"), one).outcome, Recorded::Outcome::unchanged);
  Sandbox capture;
  ASSERT_EQ(capture.look("a", today("10:15"), one).outcome, Recorded::Outcome::recorded);
  check.archive().merge(capture.archive(), {});
  capture.archive().merge(check.archive(), {});
  EXPECT_EQ(test::show_all(check.archive()), test::show_all(capture.archive()));
  const History merged = check.read("a");
  EXPECT_EQ(merged.revisions()[0].checks, 1U);
}

TEST(Merge, TakesOriginsAlong) {
  Sandbox from;
  const std::string origin = "arch-origin 1\nkind: git\ncommit: 0123\n";
  {
    Recorder recorder{from.archive()};
    const Look look{
        .observed = today("10:00"), .page = as_bytes(one), .origin = recorder.add_origin(origin)};
    recorder.record("a", {&look, 1});
    recorder.commit();
  }
  Sandbox to;
  to.archive().merge(from.archive(), {});
  const auto found = to.archive().store().find(sha256(as_bytes(origin)).hex());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].article, ArticleNumber::none);
  EXPECT_EQ(test::show_all(to.archive()), test::show_all(from.archive()));
}

TEST(Merge, TakesRecordsAlongThatOnlyALaterArchUnderstands) {
  const std::string page = "a page that nobody read";
  const std::string record = "arch-capture 2\narticle: a\nobserved: 2026-11-20T10:00:00Z\npage: " +
                             sha256(as_bytes(page)).hex() + "\n";
  const std::string check =
      "arch-check 1\narticle: a\nobserved: 2026-11-20T10:00:00Z\npaywall: yes\n";
  Sandbox from;
  {
    store::Transaction transaction = from.archive().store().begin();
    const ArticleNumber article = transaction.open_article("a");
    transaction.append(article,
                       {.objects = {{as_bytes(page), sha256(as_bytes(page))}},
                        .records = {{record, sha256(as_bytes(record))}},
                        .checks = {check}});
    transaction.commit();
  }
  Sandbox to;
  const Archive::Merged merged = to.archive().merge(from.archive(), {});
  EXPECT_EQ(merged.articles, 1U);
  EXPECT_EQ(merged.captures, 1U);
  EXPECT_EQ(merged.checks, 1U);
  const History history = to.read("a");
  EXPECT_TRUE(history.revisions().empty());
  EXPECT_EQ(history.stored().record_text(history.stored().records().at(0)), record);
  EXPECT_EQ(history.stored().record_text(history.stored().checks().at(0)), check);
  EXPECT_EQ(history.stored().object(store::ObjectNumber{0}), to_bytes(page));
}

TEST(Merge, StopsWhereItIsToldToAndContinuesLater) {
  Sandbox from;
  for (const std::string key : {"a", "b", "c"}) {
    from.look(key, today("10:00"), one);
  }
  Sandbox to;
  to.archive().merge(from.archive(),
                     [](const store::Progress& progress) { return progress.done < 2; });
  EXPECT_EQ(to.archive().store().articles().size(), 2U);
  to.archive().merge(from.archive(), {});
  EXPECT_EQ(test::show_all(to.archive()), test::show_all(from.archive()));
}

}  // namespace
}  // namespace arch::history
