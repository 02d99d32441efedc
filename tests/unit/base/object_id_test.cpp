#include "base/object_id.hpp"

#include "base/sha256.hpp"

#include <gmock/gmock.h>

namespace arch {
namespace {

constexpr std::string_view abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(ObjectId, ReadsBackItsHexDigits) {
  const ObjectId id = sha256(as_bytes("abc"));
  EXPECT_EQ(id.hex(), abc);
  EXPECT_EQ(ObjectId::parse(abc), id);
  EXPECT_EQ(ObjectId::parse("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
            id);
}

TEST(ObjectId, IsNothingButExactly64Digits) {
  EXPECT_EQ(ObjectId::parse(""), std::nullopt);
  EXPECT_EQ(ObjectId::parse(abc.substr(1)), std::nullopt);
  EXPECT_EQ(ObjectId::parse(std::string{abc} + "00"), std::nullopt);
  EXPECT_EQ(ObjectId::parse(std::string{abc.substr(1)} + "g"), std::nullopt);
}

TEST(ObjectId, BeginsAsOneTypesIt) {
  EXPECT_EQ(ObjectId::parse_prefix("ba78"), "ba78");
  EXPECT_EQ(ObjectId::parse_prefix("BA7816"), "ba7816");
  EXPECT_EQ(ObjectId::parse_prefix(abc), abc);
  EXPECT_EQ(ObjectId::parse_prefix("ba7"), std::nullopt);
  EXPECT_EQ(ObjectId::parse_prefix("ba7816", 8), std::nullopt);
  EXPECT_EQ(ObjectId::parse_prefix("ba7g"), std::nullopt);
  EXPECT_EQ(ObjectId::parse_prefix(std::string{abc} + "0"), std::nullopt);
}

TEST(ObjectId, IsAbbreviatedToItsFirstDigits) {
  const ObjectId id = sha256(as_bytes("abc"));
  EXPECT_EQ(id.short_hex(), "ba7816bf8f01");
  EXPECT_EQ(id.short_hex(1), "b");
  EXPECT_EQ(id.short_hex(1000), abc);
}

TEST(ObjectId, HasAPrefixThatSortsAsItDoes) {
  EXPECT_EQ(sha256(as_bytes("abc")).prefix64(), 0xba7816bf8f01cfeaU);
  ObjectId low;
  low.bytes[0] = std::byte{0x7F};
  ObjectId high;
  high.bytes[0] = std::byte{0x80};
  EXPECT_LT(low, high);
  EXPECT_LT(low.prefix64(), high.prefix64());
}

}  // namespace
}  // namespace arch
