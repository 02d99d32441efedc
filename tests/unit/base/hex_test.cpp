#include "base/hex.hpp"

#include <gmock/gmock.h>

namespace arch {
namespace {

// RFC 4648, section 10.
TEST(Hex, WritesTheVectorsOfRfc4648InLowerCase) {
  EXPECT_EQ(to_hex(as_bytes("")), "");
  EXPECT_EQ(to_hex(as_bytes("f")), "66");
  EXPECT_EQ(to_hex(as_bytes("foobar")), "666f6f626172");
}

TEST(Hex, ReadsBothCases) {
  EXPECT_EQ(parse_hex("fF00Aa"), to_bytes(std::string_view{"\xFF\0\xAA", 3}));
  EXPECT_EQ(parse_hex(""), Bytes{});
}

TEST(Hex, RefusesWhatIsNoPairOfDigits) {
  for (const char* digits : {"0", "0g", "g0", " 00", "0x00", "/0", ":0", "@0", "`0"}) {
    EXPECT_EQ(parse_hex(digits), std::nullopt) << digits;
  }
}

TEST(Hex, ReadsBackEveryByte) {
  Bytes bytes;
  for (unsigned value = 0; value < 256; ++value) {
    bytes.push_back(static_cast<std::byte>(value));
  }
  EXPECT_EQ(parse_hex(to_hex(bytes)), bytes);
}

}  // namespace
}  // namespace arch
