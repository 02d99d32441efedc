#include "article/wrapped_lines.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch::article {
namespace {

TEST(JoinWrappedLines, JoinsLinesThatFillTheWidth) {
  EXPECT_EQ(join_wrapped_lines("  School closed\n"
                               "  The primary school sent all 212 children home after water\n"
                               "  ran into the cellar on Monday, and will stay closed until\n"
                               "  Friday.\n"
                               "\n"
                               "  Talheim      12   30\n"
                               "  Bergdorf     12   24\n"),
            "  School closed\n"
            "  The primary school sent all 212 children home after water ran into the cellar on "
            "Monday, and will stay closed until Friday.\n"
            "\n"
            "  Talheim      12   30\n"
            "  Bergdorf     12   24");
}

TEST(JoinWrappedLines, CountsCharactersAndNotBytes) {
  EXPECT_EQ(join_wrapped_lines("ÄÄÄÄÄÄÄÄ\nabc\n12345678901234567890"),
            "ÄÄÄÄÄÄÄÄ\nabc\n12345678901234567890");
}

TEST(JoinWrappedLines, KeepsLinesApartThatBeginElsewhere) {
  EXPECT_EQ(join_wrapped_lines("  as wide as all of this text\n      a quotation, set in"),
            "  as wide as all of this text\n      a quotation, set in");
  EXPECT_EQ(join_wrapped_lines(""), "");
  EXPECT_EQ(join_wrapped_lines("\n\n"), "\n");
}

}  // namespace
}  // namespace arch::article
