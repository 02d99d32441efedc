#include "cmd/describe.hpp"

#include "cmd/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arch::cmd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Describe, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(Describe, CountsThings) {
  EXPECT_EQ(counted(0, "word"), "0 words");
  EXPECT_EQ(counted(1, "word"), "1 word");
  EXPECT_EQ(counted(12345, "word"), "12,345 words");
}

TEST(Describe, RoundsSizesToTheNextUnitInTime) {
  EXPECT_EQ(byte_size(999), "999 B");
  EXPECT_EQ(byte_size(1000), "1.0 kB");
  EXPECT_EQ(byte_size(999'949), "999.9 kB");
  EXPECT_EQ(byte_size(999'950), "1.0 MB");
  EXPECT_EQ(byte_size(18446744073709551615U), "18.4 EB");
}

TEST(Describe, SaysWhenOnlyTheFormChanged) {
  EXPECT_EQ(describe_words({}), "spacing only");
  EXPECT_EQ(describe_change(history::ChangeSummary{}), "spacing only");
  EXPECT_EQ(describe_change(history::ChangeSummary{.blocks_changed = 1}),
            "punctuation or form only");
}

TEST(Describe, PutsFactsInWords) {
  diff::Facts facts;
  facts.fields_changed = {"headline"};
  facts.sentences_changed = 2;
  facts.paragraphs_moved_up = 1;
  facts.numbers_changed = 1;
  EXPECT_THAT(
      describe_facts(facts),
      ElementsAre("headline changed", "2 sentences changed", "1 paragraph moved up", "1 number"));
  EXPECT_THAT(describe_facts({}), IsEmpty());
}

TEST(Describe, HasTheRightPluralOfEachFact) {
  diff::Facts facts;
  facts.fields_added = {"byline"};
  facts.fields_removed = {"section"};
  facts.sentences_added = 1;
  facts.sentences_removed = 2;
  facts.sentences_moved = 1;
  facts.sentences_restyled = 1;
  facts.paragraphs_added = 1'000;
  facts.paragraphs_removed = 1;
  facts.paragraphs_moved_down = 2;
  facts.paragraphs_split = 1;
  facts.paragraphs_joined = 2;
  facts.numbers_changed = 2;
  facts.words_respelled = 1;
  EXPECT_THAT(describe_facts(facts),
              ElementsAre("byline added",
                          "section removed",
                          "1,000 paragraphs added",
                          "1 paragraph removed",
                          "1 sentence added",
                          "2 sentences removed",
                          "2 paragraphs moved down",
                          "1 sentence moved",
                          "1 paragraph split",
                          "2 paragraphs joined from several",
                          "punctuation or case of 1 sentence",
                          "2 numbers",
                          "1 spelling"));
}

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_text("checking", 500, 2000, 100),
            "checking: 500 of 2,000 (25 %), 100/s, 15 s left");
  EXPECT_EQ(progress_text("checking", 500, 0, 100), "checking: 500, 100/s");
  EXPECT_EQ(progress_text("checking", 0, 10, 0), "checking: 0 of 10 (0 %)");
  EXPECT_EQ(progress_text("checking", 1, 7201, 1),
            "checking: 1 of 7,201 (0 %), 1/s, 2 h 0 min left");
  EXPECT_EQ(progress_text("checking", 11, 10, 5), "checking: 11 of 10 (100 %), 5/s");
}

}  // namespace
}  // namespace arch::cmd
