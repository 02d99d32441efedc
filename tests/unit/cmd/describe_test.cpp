#include "cmd/describe.hpp"

#include "cmd/progress.hpp"

#include <gtest/gtest.h>

namespace arch::cmd {
namespace {

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
  EXPECT_EQ(describe_words({}), "punctuation or form only");
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
