#include "history/change_summary.hpp"

#include "sandbox.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace arch::history {
namespace {

TEST(ChangeSummary, CountsWordsAndBlocks) {
  const ChangeSummary summary = summarise_change("headline: A headline\n\nTwelve people died.\n",
                                                 "headline: A headline\n\nFifteen people died.\n\n"
                                                 "A correction was made.\n");
  EXPECT_EQ(summary.words_added, 5U);
  EXPECT_EQ(summary.words_removed, 1U);
  EXPECT_EQ(summary.blocks_added, 1U);
  EXPECT_EQ(summary.blocks_changed, 1U);
  EXPECT_FALSE(summary.headline_changed);
}

TEST(ChangeSummary, NamesTheFieldsThatChanged) {
  const ChangeSummary summary =
      summarise_change("headline: Old\nbyline: Jane Doe\nmodified: 2025\n\nText.\n",
                       "headline: New\nmodified: 2026\nsection: News\n\nText.\n");
  EXPECT_TRUE(summary.headline_changed);
  EXPECT_EQ(summary.fields_changed, (std::vector<std::string>{"byline", "modified", "section"}));
}

TEST(ChangeSummary, OfTheFirstRevisionChangesNoField) {
  const ChangeSummary summary = summarise_change("", "headline: New\n\nSome text.\n");
  EXPECT_FALSE(summary.headline_changed);
  EXPECT_TRUE(summary.fields_changed.empty());
  EXPECT_EQ(summary.words_added, 3U);
}

ChangeSummary random_summary(std::mt19937_64& random) {
  const auto number = [&random] {
    return random() % 2 == 0 ? 0U : static_cast<std::uint32_t>(random() >> (32 + random() % 32));
  };
  ChangeSummary summary{.words_added = number(),
                        .words_removed = number(),
                        .blocks_added = number(),
                        .blocks_removed = number(),
                        .blocks_changed = random() % 2 == 0 ? 1 : number(),
                        .blocks_moved = number(),
                        .headline_changed = random() % 2 == 0};
  for (std::uint64_t i = random() % 3; i > 0; --i) {
    summary.fields_changed.push_back("field" + std::to_string(i));
  }
  return summary;
}

TEST(CachedSummaries, AreWhatWasPacked) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random{seed};
    CachedSummaries cached{.listing = static_cast<std::uint32_t>(random()), .state = random()};
    for (std::uint64_t i = random() % 20; i > 0; --i) {
      cached.summaries.push_back(random_summary(random));
    }
    const std::optional<CachedSummaries> read = find_cached(pack(cached));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->listing, cached.listing);
    EXPECT_EQ(read->state, cached.state);
    EXPECT_EQ(read->summaries, cached.summaries);
  }
}

TEST(CachedSummaries, TakeThreeBytesForAChangeOfAFewWordsInOneBlock) {
  const ChangeSummary summary{.words_added = 3, .words_removed = 2, .blocks_changed = 1};
  const std::size_t without = pack({.summaries = {}}).size();
  EXPECT_EQ(pack({.summaries = {summary}}).size(), without + 3);
}

TEST(CachedSummaries, AreNotReadOnceDamaged) {
  const Bytes packed = pack({.state = 7, .summaries = {{.words_added = 3, .blocks_changed = 1}}});
  for (std::size_t bit = 0; bit < 8 * packed.size(); ++bit) {
    Bytes damaged = packed;
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(find_cached(damaged)) << bit;
  }
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_FALSE(find_cached(ByteView{packed}.first(size))) << size;
  }
}

/// Records a text of its own, one word different from all others, and long enough for the cache.
void look(test::Sandbox& sandbox, int i) {
  std::string page = test::page_of("Headline", "Text number " + std::to_string(i) + ".");
  for (int paragraph = 0; paragraph < 300; ++paragraph) {
    page += "\nParagraph " + std::to_string(paragraph) +
            " is long enough to take some bytes, and " +
            "always the same, so that nothing of it is counted.\n";
  }
  sandbox.look("k", {test::today("10:00").seconds + i}, page);
}

TEST(Summaries, AreTheSameFromTheCache) {
  test::Sandbox sandbox;
  for (int i = 0; i < 12; ++i) {
    look(sandbox, i);
  }
  const std::vector<ChangeSummary> before = sandbox.archive().summaries(sandbox.read("k"));
  ASSERT_EQ(before.size(), 12U);
  EXPECT_EQ(before[1].words_added, 1U);
  EXPECT_EQ(before[1].words_removed, 1U);
  ASSERT_TRUE(sandbox.archive().compact({}));
  const ArticleNumber number = sandbox.read("k").number();
  ASSERT_TRUE(sandbox.archive().store().find_cache(number, summaries_version));
  EXPECT_EQ(sandbox.archive().summaries(sandbox.read("k")), before);
}

TEST(Summaries, AreWorkedOutForWhatTheCacheDoesNotKnow) {
  test::Sandbox sandbox;
  for (int i = 10; i < 22; ++i) {
    look(sandbox, i);
  }
  ASSERT_TRUE(sandbox.archive().compact({}));
  look(sandbox, 30);
  ASSERT_EQ(sandbox.archive().summaries(sandbox.read("k")).size(), 13U);
  for (const int i : {31, 5, 6, 7}) {  // from 5 on before all others: nothing in the cache is right
    look(sandbox, i);
  }
  const std::vector<ChangeSummary> summaries = sandbox.archive().summaries(sandbox.read("k"));
  ASSERT_EQ(summaries.size(), 17U);
  for (std::size_t i = 1; i < summaries.size(); ++i) {
    EXPECT_EQ(summaries[i].words_added, 1U) << i;
    EXPECT_EQ(summaries[i].words_removed, 1U) << i;
  }
}

TEST(Summaries, OfShortArticlesAreNotCached) {
  test::Sandbox sandbox;
  for (int i = 0; i < 20; ++i) {
    sandbox.look("k",
                 {test::today("10:00").seconds + i},
                 test::page_of("Headline", "Text number " + std::to_string(i) + "."));
  }
  ASSERT_TRUE(sandbox.archive().compact({}));
  EXPECT_FALSE(sandbox.archive().store().find_cache(sandbox.read("k").number(), summaries_version));
}

}  // namespace
}  // namespace arch::history
