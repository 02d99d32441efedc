#include "base/idna.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch {
namespace {

TEST(Idna, WritesNamesBeyondAsciiAsPunycode) {
  EXPECT_EQ(to_ascii_host("Bücher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(to_ascii_host("日本語。jp"), "xn--wgv71a119e.jp");
}

TEST(Idna, KeepsTheSharpS) {  // non-transitional, as browsers have it since 2021
  EXPECT_EQ(to_ascii_host("faß.example"), "xn--fa-hia.example");
}

TEST(Idna, OnlyLowersAscii) {
  EXPECT_EQ(to_ascii_host("EXAMPLE.Org"), "example.org");
  EXPECT_EQ(to_ascii_host("xn--a"), "xn--a");
}

TEST(Idna, RefusesWhatIsNoName) {
  EXPECT_EQ(to_ascii_host("xn--a.ß"), std::nullopt);   // punycode that is none
  EXPECT_EQ(to_ascii_host("a\u200Cb"), std::nullopt);  // a joiner where nothing joins
}

TEST(Idna, LetsLongNamesPass) {
  const std::string label(100, 'a');
  EXPECT_EQ(to_ascii_host(label + ".ü"), label + ".xn--tda");
}

}  // namespace
}  // namespace arch
