#include "base/site.hpp"

#include <gmock/gmock.h>

namespace arch {
namespace {

TEST(Site, IsTheLastTwoLabels) {
  EXPECT_EQ(registered_domain("www.example.org"), "example.org");
  EXPECT_EQ(registered_domain("example.org"), "example.org");
}

TEST(Site, IsThreeLabelsBelowAShortSuffixOfACountry) {
  EXPECT_EQ(registered_domain("news.bbc.co.uk"), "bbc.co.uk");
  EXPECT_EQ(registered_domain("bbc.co.uk"), "bbc.co.uk");
  EXPECT_EQ(registered_domain("co.uk"), "co.uk");
}

TEST(Site, OfANameWithoutDotsIsTheName) {
  EXPECT_EQ(registered_domain("localhost"), "localhost");
  EXPECT_EQ(registered_domain(""), "");
}

}  // namespace
}  // namespace arch
