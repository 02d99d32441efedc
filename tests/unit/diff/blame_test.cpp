#include "diff/blame.hpp"

#include "diff/text_diff.hpp"
#include "unit/diff/blame_promises.hpp"
#include "unit/diff/edited_history.hpp"
#include "unit/diff/random_text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace arch::diff {
namespace {

using Texts = std::vector<std::string>;

BlamedText blame(const Texts& texts) {
  Blame all;
  for (const std::string& text : texts) {
    all.add(text);
  }
  return all.latest();
}

/// Writes the origins of the last text so that an expectation can be read: `[0]` before the first
/// word, then wherever the origin changes; `[0<3]` for what came back with revision 3.
std::string shown(const Texts& texts) {
  const BlamedText blamed = blame(texts);
  const std::string& text = texts.back();
  std::string result;
  const BlamedWord* before = nullptr;
  for (const BlamedWord& word : blamed.words) {
    if (before != nullptr && before->bytes.end < word.bytes.begin) {
      result += ' ';
    }
    if (before == nullptr || before->origin != word.origin) {
      result += "[" + std::to_string(word.origin.first);
      result += word.origin.came_back() ? "<" + std::to_string(word.origin.returned) : "";
      result += "]";
    }
    result += slice(text, word.bytes);
    before = &word;
  }
  return result;
}

TEST(Blame, CallsEveryWordOfTheFirstRevisionItsOwn) {
  EXPECT_EQ(shown({"The mayor resigned on Monday."}), "[0]The mayor resigned on Monday.");
}

TEST(Blame, HasNothingToSayOfNoRevisionAndOfAnEmptyOne) {
  EXPECT_TRUE(Blame().latest().words.empty());
  EXPECT_TRUE(blame({""}).words.empty());
  EXPECT_TRUE(blame({"The mayor resigned.", " \n\n"}).words.empty());
}

TEST(Blame, GivesAChangedWordToTheRevisionThatChangedIt) {
  EXPECT_EQ(shown({"Twelve people died on Monday.", "Fifteen people died on Monday."}),
            "[1]Fifteen [0]people died on Monday.");
}

TEST(Blame, KeepsOriginsThroughEqualTexts) {
  EXPECT_EQ(shown({"Twelve people died.", "Ten people died.", "Ten people died."}),
            "[1]Ten [0]people died.");
}

TEST(Blame, KnowsAWordAgainAfterItsEditWasReverted) {
  EXPECT_EQ(shown({"Twelve people died on Monday.",
                   "Fifteen people died on Monday.",
                   "Twelve people died on Monday."}),
            "[0<2]Twelve [0]people died on Monday.");
}

TEST(Blame, KnowsAWordAgainThoughTheSentenceAroundItIsAnother) {
  EXPECT_EQ(shown({"Twelve people died in the old mill on Monday, police said.",
                   "Fifteen people died in the old mill on Monday, police said.",
                   "Twelve people died in the old mill on Tuesday, police said."}),
            "[0<2]Twelve [0]people died in the old mill on [2]Tuesday[0], police said.");
}

TEST(Blame, KeepsTheOriginOfAParagraphThatMoved) {
  EXPECT_EQ(
      shown({"The mayor resigned.\n\nShe had been in office since 2019.\n\nNobody was hurt.",
             "She had been in office since 2018.\n\nNobody was hurt.\n\nThe mayor resigned."}),
      "[0]She had been in office since [1]2018[0]. Nobody was hurt. The mayor resigned.");
}

TEST(Blame, KeepsTheOriginOfASentenceThatMovedToAnotherParagraph) {
  EXPECT_EQ(shown({"The mayor resigned on Monday. She had been in office since 2019.\n\n"
                   "Nobody was hurt in the fire.",
                   "The mayor resigned on Monday.\n\n"
                   "Nobody was hurt in the fire. She had been in office since 2019."}),
            "[0]The mayor resigned on Monday. Nobody was hurt in the fire. "
            "She had been in office since 2019.");
}

TEST(Blame, KeepsOriginsWhenASentenceIsSplit) {
  EXPECT_EQ(shown({"The minister of finance resigned on Monday after the bank collapsed, and the "
                   "prime minister thanked him for his service.",
                   "The minister of finance resigned on Monday after the bank collapsed. The "
                   "prime minister thanked him for his service."}),
            "[0]The minister of finance resigned on Monday after the bank collapsed[1]. [0]The "
            "prime minister thanked him for his service.");
}

TEST(Blame, KeepsOriginsWhenParagraphsAreSplitAndJoined) {
  const std::string one = "The mayor resigned on Monday. She had been in office since 2019.";
  const std::string two = "The mayor resigned on Monday.\n\nShe had been in office since 2019.";
  EXPECT_EQ(shown({one, two}), "[0]" + one);
  EXPECT_EQ(shown({two, one}), "[0]" + one);
}

TEST(Blame, KnowsAParagraphAgainThatWasGoneForLong) {
  const std::string lead = "The mayor resigned on Monday.\n\n";
  EXPECT_EQ(
      shown({lead + "Nobody was hurt.", lead, lead + "More soon.", lead + "Nobody was hurt."}),
      "[0]The mayor resigned on Monday. [0<3]Nobody was hurt.");
}

TEST(Blame, KnowsASentenceAgainThatCameBackEdited) {
  EXPECT_EQ(shown({"The mayor resigned. The council will choose a successor in a secret ballot.",
                   "The mayor resigned.",
                   "The mayor resigned.",
                   "The mayor resigned. The council will choose a successor in an open ballot."}),
            "[0]The mayor resigned. [0<3]The council will choose a successor in [3]an open "
            "[0<3]ballot.");
}

TEST(Blame, SaysWhenAWordLastCameBack) {
  const Texts back_and_forth{"Twelve died in Bern.",
                             "Ten died in Bern.",
                             "Twelve died in Bern.",
                             "Ten died in Bern.",
                             "Twelve died in Bern."};
  EXPECT_EQ(shown(back_and_forth), "[0<4]Twelve [0]died in Bern.");
}

TEST(Blame, CallsEverythingReturnedAfterAnEmptyRevision) {
  EXPECT_EQ(shown({"The mayor resigned.", "", "The mayor resigned."}), "[0<2]The mayor resigned.");
}

TEST(Blame, DoesNotTakeCommonWordsForOldOnes) {
  EXPECT_EQ(shown({"It was the end of the year, and all of it was said.",
                   "",
                   "Police said that the driver of the bus was at the end of a long shift."}),
            "[2]Police said that the driver of the bus was at the end of a long shift.");
}

TEST(Blame, DoesNotTakeAShortSentenceForItsTwin) {
  EXPECT_EQ(shown({"The king spoke. He said so.\n\nThe queen was silent.",
                   "The king spoke. He said so.\n\nThe queen was silent. He said so."}),
            "[0]The king spoke. He said so. The queen was silent. [1]He said so.");
}

TEST(Blame, DoesNotTakeASeparatorForThatOfLastYear) {
  EXPECT_EQ(shown({"One.\n\n***\n\nTwo.", "One.\n\nTwo.", "One.\n\n***\n\nTwo."}),
            "[0]One. [2]*** [0]Two.");
}

TEST(Blame, LetsCaseAndTypographyChange) {
  EXPECT_EQ(
      shown({"\"The Mayor's choice,\" he said.", "\u201CThe mayor\u2019s choice,\u201D he said."}),
      "[0]\u201CThe mayor\u2019s choice,\u201D he said.");
}

TEST(Blame, ReadsFieldsOfTheirName) {
  EXPECT_EQ(shown({"headline: Mayor quits\nbyline: A. Smith\n\nThe mayor quit.",
                   "headline: Mayor resigns\nbyline: A. Smith\n\nThe mayor quit."}),
            "[0]headline: Mayor [1]resigns [0]byline: A. Smith The mayor quit.");
  EXPECT_TRUE(blame({"headline: Mayor quits\n\nThe mayor quit."}).blocks[0].is_field);
}

TEST(Blame, WorksInScriptsWithAndWithoutSpaces) {
  // "Twelve people died in the fire", "Fifteen people died in the fire".
  EXPECT_EQ(shown({"火災で十二人が死亡した。", "火災で十五人が死亡した。"}).substr(0, 12),
            "[0]火災で");
  EXPECT_EQ(shown({"قُتل اثنا عشر شخصا في الحريق.", "قُتل خمسة عشر شخصا في الحريق."}),
            "[0]قُتل [1]خمسة [0]عشر شخصا في الحريق.");
  EXPECT_EQ(shown({"Abantu cumi na babiri bapfuye.", "Abantu cumi na batanu bapfuye."}),
            "[0]Abantu cumi na [1]batanu [0]bapfuye.");
}

TEST(Blame, CarriesAVeryLongSentence) {
  std::string sentence;
  for (int i = 0; i < 100'000; ++i) {
    sentence += "word" + std::to_string(i) + ' ';
  }
  const BlamedText blamed = blame({sentence + "before.", sentence + "after."});
  ASSERT_EQ(blamed.words.size(), 100'002U);
  EXPECT_EQ(blamed.words[50'000].origin.first, 0U);
  EXPECT_EQ(blamed.words[100'000].origin.first, 1U);
}

TEST(Blame, SaysThatAVeryLargeRewriteWasNotLookedAt) {
  const std::string long_word = std::string(10'000, 'x') + ' ';
  std::string text = "Old ";
  while (text.size() < max_cut_size / 2) {
    text += long_word;
  }
  Blame all;
  all.add(text);
  EXPECT_FALSE(all.degraded());
  all.add("New " + text);
  EXPECT_TRUE(all.degraded());
}

TEST(Blame, IsRightForNearlyAllWordsOfHistoriesWithKnownOrigins) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const EditedHistory history = HistoryWriter(seed).write(4000, 25);
    const BlamedText blamed = blame(history.texts);
    ASSERT_EQ(blamed.words.size(), history.origins.size()) << "seed " << seed;
    std::size_t right = 0;
    for (std::size_t i = 0; i < blamed.words.size(); ++i) {
      right += blamed.words[i].origin.first == history.origins[i] ? 1U : 0U;
    }
    EXPECT_GE(static_cast<double>(right), 0.98 * static_cast<double>(blamed.words.size()))
        << "seed " << seed << ": " << right << " of " << blamed.words.size();
  }
}

TEST(Blame, KeepsItsPromisesOnRandomHistories) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    Texts texts;
    Blame all;
    for (int revision = 0; revision < 8; ++revision) {
      switch (texts.empty() ? 0 : random() % 4) {
        case 0:
          texts.push_back(random_text(random, 60));
          break;
        case 1:
          texts.push_back(texts[random() % texts.size()]);
          break;
        case 2:
          texts.push_back(texts.back() + random_text(random, 10));
          break;
        default:
          texts.push_back(texts.back().substr(random() % (texts.back().size() + 1)));
          break;
      }
      all.add(texts.back());
      ASSERT_EQ(broken_promise(all.latest(), texts), "") << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace arch::diff
