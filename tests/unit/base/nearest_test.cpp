#include "base/nearest.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace arch {
namespace {

constexpr std::array<std::string_view, 6> names{"log", "ls", "show", "stats", "import", "verify"};

TEST(FindNearest, ForgivesASlipOfTheFingers) {
  EXPECT_EQ(find_nearest("lgo", names), "log");
  EXPECT_EQ(find_nearest("shwo", names), "show");
  EXPECT_EQ(find_nearest("imprt", names), "import");
  EXPECT_EQ(find_nearest("vreify", names), "verify");
  EXPECT_EQ(find_nearest("stat", names), "stats");
}

TEST(FindNearest, CompletesABeginningThatOnlyOneHas) {
  EXPECT_EQ(find_nearest("ver", names), "verify");
  EXPECT_EQ(find_nearest("im", names), "import");
}

TEST(FindNearest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(find_nearest("xyzzy", names), "");
  EXPECT_EQ(find_nearest("", names), "");
  EXPECT_EQ(find_nearest("frobnicate", names), "");
  EXPECT_EQ(find_nearest(std::string(10'000, 'l'), names), "");
}

}  // namespace
}  // namespace arch
