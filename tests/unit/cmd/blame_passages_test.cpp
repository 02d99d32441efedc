#include "cmd/blame_passages.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

using Kind = BlamePassage::Kind;

/// The passages of the last of some texts.
struct Blamed {
  Blamed(std::initializer_list<std::string> texts, PassageUnit unit) : text(*(texts.end() - 1)) {
    diff::Blame blame;
    for (const std::string& each : texts) {
      blame.add(each);
    }
    passages = make_passages(text, blame.latest(), unit);
  }

  [[nodiscard]] std::string_view shown(std::size_t i) const {
    return slice(text, passages.at(i).bytes);
  }

  std::string text;
  std::vector<BlamePassage> passages;
};

TEST(BlamePassages, NameTheRevisionOfTheNewestWord) {
  const Blamed blamed({"Ten died on Monday.", "Twelve died on Monday.", "Twelve died on Sunday."},
                      PassageUnit::sentences);
  ASSERT_EQ(blamed.passages.size(), 1U);
  EXPECT_EQ(blamed.passages[0].revision, 2U);
  EXPECT_EQ(blamed.passages[0].words, 4U);
  EXPECT_EQ(blamed.passages[0].older, 3U);
  EXPECT_EQ(blamed.passages[0].kind(), Kind::changed);
}

TEST(BlamePassages, DoNotCountPunctuation) {
  const Blamed blamed({"Ten died on Monday, police said.", "Ten died on Monday; police said!"},
                      PassageUnit::sentences);
  EXPECT_EQ(blamed.passages[0].kind(), Kind::original);
  EXPECT_EQ(blamed.passages[0].words, 6U);
}

TEST(BlamePassages, CountPunctuationWhereThereIsNothingElse) {
  const Blamed blamed({"Ten died.", "Ten died.\n\n***"}, PassageUnit::sentences);
  ASSERT_EQ(blamed.passages.size(), 2U);
  EXPECT_EQ(blamed.passages[1].kind(), Kind::added);
  EXPECT_EQ(blamed.passages[1].words, 1U);
}

TEST(BlamePassages, CutSentencesWhereTheOriginChanges) {
  const Blamed blamed({"Ten died on Monday, police said.", "Ten died on Sunday, police said."},
                      PassageUnit::words);
  ASSERT_EQ(blamed.passages.size(), 3U);
  EXPECT_EQ(blamed.shown(0), "Ten died on");
  EXPECT_EQ(blamed.shown(1), "Sunday,");
  EXPECT_EQ(blamed.shown(2), "police said.");
  EXPECT_FALSE(blamed.passages[0].continues);
  EXPECT_TRUE(blamed.passages[1].continues);
}

TEST(BlamePassages, TellWhatHadGone) {
  const Blamed blamed({"Ten died. The mayor resigned on Monday.",
                       "Twelve died.",
                       "Ten died. The mayor resigned on Monday."},
                      PassageUnit::sentences);
  ASSERT_EQ(blamed.passages.size(), 2U);
  EXPECT_EQ(blamed.passages[0].kind(), Kind::returned);
  EXPECT_EQ(blamed.passages[0].back, 1U);
  EXPECT_EQ(blamed.passages[1].kind(), Kind::returned);
  EXPECT_EQ(blamed.passages[1].back, 5U);
  EXPECT_EQ(blamed.passages[1].revision, 0U);
  EXPECT_EQ(blamed.passages[1].back_in, 2U);
}

TEST(BlamePassages, NumberBlocksAndNameHeaderLines) {
  const Blamed blamed({"headline: Mayor quits\n\nThe mayor quit. She was 50.\n\nNobody knows why."},
                      PassageUnit::sentences);
  ASSERT_EQ(blamed.passages.size(), 4U);
  EXPECT_EQ(blamed.passages[0].field, "headline");
  EXPECT_EQ(blamed.shown(0), "Mayor quits");
  EXPECT_FALSE(blamed.passages[0].block);
  EXPECT_EQ(blamed.passages[2].block, 1U);
  EXPECT_EQ(blamed.passages[2].sentence, 2U);
  EXPECT_EQ(blamed.passages[3].block, 2U);
  EXPECT_EQ(blamed.passages[3].sentence, 1U);
}

}  // namespace
}  // namespace arch::cmd
