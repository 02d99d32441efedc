#include "search/find.hpp"

#include "base/error.hpp"
#include "search/article_words.hpp"
#include "search/same.hpp"
#include "store/word_index.hpp"
#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace arch::search {
namespace {

using store::ArticleNumber;
using test::page_of;
using test::Sandbox;
using test::today;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

std::vector<ArticleNumber> found_by(const history::Archive& archive, std::string_view typed) {
  return ArticleWords{archive, {}}.candidates(parse_query(typed));
}

ArticleNumber number(int n) {
  return ArticleNumber{n};
}

TEST(Find, SaysWhenAnArticleSaidSomethingAsIntervals) {
  Sandbox sandbox;
  sandbox.look("k", today("10:00"), page_of("Train", "Twelve cars derailed."));
  sandbox.look("k", today("10:15"), page_of("Train", "Fifteen cars derailed."));
  sandbox.look("k", today("10:30"), page_of("Train", "Fifteen cars derailed."));
  sandbox.look("k", today("10:45"), page_of("Train", "Twelve cars derailed."));
  const history::History history = sandbox.read("k");

  const auto fifteen = find_in(history, parse_query("fifteen cars"));
  ASSERT_TRUE(fifteen);
  EXPECT_FALSE(fifteen->is_live);
  EXPECT_THAT(fifteen->spans, ElementsAre(Span{1, 1}));
  EXPECT_EQ(fifteen->appearances[0].not_before, today("10:00"));
  EXPECT_EQ(fifteen->appearances[0].first_seen, today("10:15"));
  EXPECT_EQ(fifteen->appearances[0].last_seen, today("10:30"));
  EXPECT_EQ(fifteen->appearances[0].gone_by, today("10:45"));
  EXPECT_EQ(fifteen->line, "Fifteen cars derailed.");

  const auto twelve = find_in(history, parse_query("twelve"));
  ASSERT_TRUE(twelve);
  EXPECT_TRUE(twelve->is_live);
  EXPECT_THAT(twelve->spans, ElementsAre(Span{0, 0}, Span{2, 2}));
  EXPECT_FALSE(twelve->appearances[0].not_before);
  EXPECT_FALSE(twelve->appearances[1].gone_by);

  EXPECT_TRUE(find_in(history, parse_query("train derailed", {.relation = Relation::anywhere})));
  EXPECT_FALSE(find_in(history, parse_query("twelve fifteen", {.relation = Relation::anywhere})));
}

TEST(ArticleWords, KnowsWhatCameSinceTheLastSearch) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), page_of("One", "Twelve cars derailed."));
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1)));
  EXPECT_TRUE(store::WordIndex::exists(sandbox.folder()));
  sandbox.look("b", today("10:05"), page_of("Two", "No cars here."));
  sandbox.look("a", today("10:10"), page_of("One", "Fifteen wagons derailed."));
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1), number(2)));
  EXPECT_THAT(found_by(sandbox.archive(), "wagons"), ElementsAre(number(1)));
  EXPECT_THAT(found_by(sandbox.archive(), "wag*"), ElementsAre(number(1)));
  sandbox.archive().compact({});
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1), number(2)));
  EXPECT_THAT(found_by(sandbox.archive(), "lorry"), IsEmpty());
}

TEST(ArticleWords, MissesNothingThatReadingAllWouldFind) {
  // Few words, so that phrases repeat; any order of arrival.
  const std::vector<std::string> words{"toll", "rose", "to", "Fünf", "five", "中", "国", "train"};
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  const auto any = [&](std::size_t below) { return random() % below; };
  Sandbox sandbox;
  for (int look = 0; look < 60; ++look) {
    std::string text;
    for (std::size_t i = 0; i < 3 + any(5); ++i) {
      text += words[any(words.size())] + " ";
    }
    const std::string key = std::string(1, static_cast<char>('a' + any(8)));
    sandbox.look(key,
                 UtcTime{today("00:00").seconds + static_cast<std::int64_t>(any(80'000))},
                 page_of("H " + words[any(words.size())], text));
    if (any(6) == 0) {
      sandbox.archive().compact({});
    }
    if (any(3) != 0) {
      continue;
    }
    const std::string typed =
        words[any(words.size())] + " " + words[any(words.size())].substr(0, 3) + "*";
    for (const Relation relation : {Relation::phrase, Relation::near, Relation::anywhere}) {
      const Query query = parse_query(typed, {.relation = relation, .distance = 1});
      std::vector<ArticleNumber> right;
      for (const ArticleNumber article : sandbox.archive().store().articles()) {
        if (find_in(sandbox.archive().read(article), query)) {
          right.push_back(article);
        }
      }
      EXPECT_THAT((ArticleWords{sandbox.archive(), {}}.candidates(query)), IsSupersetOf(right));
    }
  }
}

TEST(ArticleWords, MakesADamagedOrForeignIndexAgain) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), page_of("One", "Twelve cars derailed."));
  const auto path = sandbox.folder() / store::word_index_name;
  std::ofstream{path} << "no database at all, but long enough to look like a file of some sort";
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1)));
  {
    store::WordIndex other{sandbox.folder(), 999, 1'000'000};
    store::WordIndex::Update update{other};
    update.commit(1'000'000, 1'000'000);
  }
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1)));
}

TEST(ArticleWords, AreDroppedWhenTheArchiveIsRepaired) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), page_of("One", "Twelve cars derailed."));
  found_by(sandbox.archive(), "cars");
  sandbox.archive().store().rebuild();
  EXPECT_FALSE(store::WordIndex::exists(sandbox.folder()));
  EXPECT_EQ(rebuild_words(sandbox.archive(), {}), 1U);
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1)));
}

TEST(ArticleWords, KeepWhatWasDoneWhenTheyAreStopped) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), page_of("One", "Twelve cars derailed."));
  EXPECT_THROW((ArticleWords{sandbox.archive(), [](const store::Progress&) { return false; }}),
               Error);
  EXPECT_THAT(found_by(sandbox.archive(), "cars"), ElementsAre(number(1)));
}

TEST(Same, FindsASentenceInOtherWordsAndWhetherItIsLive) {
  Sandbox sandbox;
  const std::string error = "Police said that 15 cars of the train derailed near the border.";
  sandbox.look("a", today("10:00"), page_of("One", "It rained. " + error));
  sandbox.look(
      "b",
      today("10:00"),
      page_of("Two", "Police said 15 cars of a train derailed near the border. More soon."));
  sandbox.look("b", today("11:00"), page_of("Two", "Nothing derailed. More soon."));
  sandbox.look("c", today("10:00"), page_of("Three", "The minister visited the border by train."));
  const auto sought = sought_sentences(error);
  ASSERT_EQ(sought.size(), 1U);

  const auto a = find_same_in(sandbox.read("a"), sought, default_likeness);
  ASSERT_EQ(a.size(), 1U);
  EXPECT_EQ(a[0].likeness, 1);
  EXPECT_EQ(a[0].sentence, error);
  EXPECT_TRUE(a[0].hit.is_live);
  const auto b = find_same_in(sandbox.read("b"), sought, default_likeness);
  ASSERT_EQ(b.size(), 1U);
  EXPECT_NEAR(b[0].likeness, 10.0 / 12, 0.001);
  EXPECT_FALSE(b[0].hit.is_live);
  EXPECT_EQ(b[0].hit.appearances[0].gone_by, today("11:00"));
  EXPECT_THAT(find_same_in(sandbox.read("c"), sought, default_likeness), IsEmpty());

  const ArticleWords words{sandbox.archive(), {}};
  EXPECT_THAT(words.with_most_of(sought[0].words, least_common_words(sought[0], default_likeness)),
              ElementsAre(number(1), number(2)));
}

TEST(Same, TellsAClaimFromItsCorrection) {
  Sandbox sandbox;
  sandbox.look(
      "a", today("10:00"), page_of("One", "Police said that 15 cars of a train derailed."));
  sandbox.look(
      "a", today("11:00"), page_of("One", "Police said that 20 cars of a train derailed."));
  const auto hits = find_same_in(sandbox.read("a"),
                                 sought_sentences("Police said that 15 cars of a train derailed."),
                                 default_likeness);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_FALSE(hits[0].hit.is_live);
}

TEST(Same, SeeksWhatACorrectionPutAnEndTo) {
  const auto sought = replaced_sentences(
      "headline: H\n\nTwelve people died in the flood. It rained for three days.\n",
      "headline: H\n\nIt rained for three days. Fifteen people died in the flood.\n");
  ASSERT_EQ(sought.size(), 1U);
  EXPECT_EQ(sought[0].text, "Twelve people died in the flood.");
  EXPECT_THAT(sought[0].keys, ElementsAre("twelve"));
}

}  // namespace
}  // namespace arch::search
