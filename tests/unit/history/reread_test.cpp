#include "history/reread.hpp"

#include "base/sha256.hpp"
#include "sandbox.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::history {
namespace {

using test::Sandbox;

std::string page_of(std::string_view headline, std::string_view dead) {
  std::string page = "<!doctype html><html lang=en><title>";
  page += headline;
  page += "</title><body><article><h1>";
  page += headline;
  page += "</h1><p>The river rose in the night and took the old bridge with it, and ";
  page += dead;
  page +=
      " people died in the lower town, the mayor said on Tuesday.</p><p>The water has gone down "
      "since, and the road to the valley is open again for lorries.</p></article></body></html>";
  return page;
}

UtcTime at(std::int64_t minute) {
  return {1'763'600'000 + 60 * minute};
}

class RereadTest : public testing::Test {
protected:
  /// A look at a page as an older reader read it.
  void look(UtcTime observed, std::string_view page, std::string document) {
    sandbox_.look(
        "flood",
        {.observed = observed,
         .page = as_bytes(page),
         .document = article::ReadDocument{.text = std::move(document), .reader = "page/0"}});
  }

  ArticleNumber number() { return sandbox_.archive().store().find_article("flood").value(); }

  Sandbox sandbox_;
  const std::string twelve_ = page_of("Flood in the valley", "twelve");
  const std::string fifteen_ = page_of("Flood in the valley", "fifteen");
};

TEST_F(RereadTest, RecordsWhatReadsOtherwiseAndIsDoneThen) {
  look(at(0), twelve_, "headline: Menu\n\nFlood in the valley twelve\n");
  look(at(10), fifteen_, "headline: Menu\n\nFlood in the valley fifteen\n");
  look(at(20), fifteen_, "headline: Menu\n\nFlood in the valley fifteen\n");

  const Reread first = reread(sandbox_.archive(), number(), RereadMode::record);
  EXPECT_EQ(first.pages, 2U);
  ASSERT_EQ(first.changed.size(), 2U);
  EXPECT_EQ(first.changed[0].observed, at(0));
  EXPECT_EQ(first.changed[0].page, sha256(as_bytes(twelve_)));
  EXPECT_THAT(first.changed[0].before, testing::HasSubstr("Menu"));

  const History history = sandbox_.read("flood");
  ASSERT_EQ(history.revisions().size(), 2U);
  const std::string after = history.document(history.revisions()[1]);
  EXPECT_EQ(after, article::read_document(as_bytes(fifteen_), {}).text);
  EXPECT_THAT(after, testing::HasSubstr("headline: Flood in the valley\n"));
  EXPECT_THAT(after, testing::HasSubstr("and fifteen people died"));
  EXPECT_FALSE(history.revisions()[0].technical);
  EXPECT_FALSE(history.revisions()[1].technical);
  EXPECT_EQ(history.revisions()[1].last_seen, at(20));

  const Reread second = reread(sandbox_.archive(), number(), RereadMode::record);
  EXPECT_EQ(second.pages, 0U);
  EXPECT_TRUE(second.changed.empty());
}

TEST_F(RereadTest, MakesOneReadingOfAPageThatTwoReadersRead) {
  look(at(0), twelve_, "headline: Menu\n\nFlood in the valley twelve\n");
  sandbox_.look("flood", at(10), twelve_);
  const History two = sandbox_.read("flood");
  ASSERT_EQ(two.revisions().size(), 2U);
  EXPECT_EQ(reread(sandbox_.archive(), number(), RereadMode::record).changed.size(), 1U);

  const History history = sandbox_.read("flood");
  ASSERT_EQ(history.revisions().size(), 1U);
  EXPECT_EQ(history.document(history.revisions()[0]),
            article::read_document(as_bytes(twelve_), {}).text);
  EXPECT_EQ(reread(sandbox_.archive(), number(), RereadMode::record).pages, 0U);
}

TEST_F(RereadTest, OnlyLooks) {
  look(at(0), twelve_, "headline: Menu\n\nFlood.\n");
  const std::string before = test::show_all(sandbox_.archive());
  EXPECT_EQ(reread(sandbox_.archive(), number(), RereadMode::only_look).changed.size(), 1U);
  EXPECT_EQ(test::show_all(sandbox_.archive()), before);
}

TEST_F(RereadTest, LeavesAloneWhatReadsTheSame) {
  look(at(0), twelve_, article::read_document(as_bytes(twelve_), {}).text);
  const std::string before = test::show_all(sandbox_.archive());
  const Reread done = reread(sandbox_.archive(), number(), RereadMode::record);
  EXPECT_EQ(done.pages, 1U);
  EXPECT_TRUE(done.changed.empty());
  EXPECT_EQ(test::show_all(sandbox_.archive()), before);
}

TEST_F(RereadTest, LeavesPagesOfTheSameReaderAlone) {
  sandbox_.look("flood", at(0), twelve_);
  sandbox_.look("flood", at(1), "Flood\n\nPlain text.\n");
  EXPECT_EQ(reread(sandbox_.archive(), number(), RereadMode::record).pages, 0U);
}

}  // namespace
}  // namespace arch::history
