#include "cmd/one_line_diff.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::cmd {
namespace {

using testing::HasSubstr;

TEST(OneLineDiff, ShowsTheFirstWordsThatChanged) {
  EXPECT_EQ(one_line_diff("headline: Twelve hurt\n\nTwelve people were hurt.\n",
                          "headline: Fifteen hurt\n\nTwelve people were hurt.\n"),
            "Twelve → Fifteen");
  EXPECT_EQ(one_line_diff("One.\n\nTwo.\n", "One.\n\nTwo.\n\nCorrection: it was two.\n"),
            "+ Correction: it was two.");
  EXPECT_EQ(one_line_diff("One.\n\nTwo, he said.\n", "One.\n\nTwo.\n").front(), '-');
}

TEST(OneLineDiff, IsOnePrintableLineOfBoundedLength) {
  EXPECT_EQ(one_line_diff("One.\n", "One.\n"), "");
  EXPECT_EQ(one_line_diff("One  two.\n", "One two.\n"), "");
  const std::string line =
      one_line_diff("One.\n", "One.\n\n" + std::string(5000, 'a') + "\x1b[2J\n");
  EXPECT_LT(line.size(), 100U);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_THAT(line, HasSubstr("…"));
}

}  // namespace
}  // namespace arch::cmd
