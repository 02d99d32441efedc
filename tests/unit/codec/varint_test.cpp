// Vectors: Protocol Buffers documentation, "Encoding"; DWARF 5, 7.6, figure "Examples of unsigned
// LEB128 encodings"; Wikipedia, "LEB128".
#include "codec/varint.hpp"

#include "base/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace arch::codec {
namespace {

constexpr auto max64 = std::numeric_limits<std::uint64_t>::max();

std::string varint_hex(std::uint64_t value) {
  Bytes out;
  put_varint(out, value);
  return to_hex(out);
}

Bytes from_hex(std::string_view digits) {
  return parse_hex(digits).value();
}

/// The kind of the error that reading one varint gives, and nullopt if it gives none.
std::optional<ErrorKind> error_of_varint(std::string_view digits) {
  const Bytes bytes = from_hex(digits);
  try {
    Reader(bytes).varint();
    return std::nullopt;
  } catch (const Error& error) {
    return error.kind();
  }
}

TEST(Varint, IsWrittenAsProtocolBuffersDo) {
  EXPECT_EQ(varint_hex(1), "01");
  EXPECT_EQ(varint_hex(150), "9601");
  EXPECT_EQ(varint_hex(static_cast<std::uint64_t>(std::int64_t{-2})), "feffffffffffffffff01");
}

TEST(Varint, IsWrittenAsDwarfDoes) {
  EXPECT_EQ(varint_hex(2), "02");
  EXPECT_EQ(varint_hex(127), "7f");
  EXPECT_EQ(varint_hex(128), "8001");
  EXPECT_EQ(varint_hex(129), "8101");
  EXPECT_EQ(varint_hex(12857), "b964");
  EXPECT_EQ(varint_hex(624485), "e58e26");
}

TEST(Varint, ZigzagIsThatOfProtocolBuffers) {
  EXPECT_EQ(to_zigzag(0), 0U);
  EXPECT_EQ(to_zigzag(-1), 1U);
  EXPECT_EQ(to_zigzag(1), 2U);
  EXPECT_EQ(to_zigzag(-2), 3U);
  EXPECT_EQ(to_zigzag(0x7FFFFFFF), 0xFFFFFFFEU);
  EXPECT_EQ(to_zigzag(-std::int64_t{0x80000000}), 0xFFFFFFFFU);
  EXPECT_EQ(to_zigzag(std::numeric_limits<std::int64_t>::max()), max64 - 1);
  EXPECT_EQ(to_zigzag(std::numeric_limits<std::int64_t>::min()), max64);
}

TEST(Varint, EveryNumberIsReadBack) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::vector<std::uint64_t> numbers{0, 127, 128, max64, max64 - 1};
  for (int i = 0; i < 10'000; ++i) {
    numbers.push_back(random() >> (random() % 64));
  }
  Bytes out;
  for (const std::uint64_t number : numbers) {
    put_varint(out, number);
    put_zigzag(out, static_cast<std::int64_t>(number));
  }
  Reader reader(out);
  for (const std::uint64_t number : numbers) {
    ASSERT_EQ(reader.varint(), number);
    ASSERT_EQ(reader.zigzag(), static_cast<std::int64_t>(number));
  }
  EXPECT_TRUE(reader.done());
}

TEST(Varint, OfMoreThan64BitsIsDamage) {
  EXPECT_EQ(error_of_varint("ffffffffffffffffff01"), std::nullopt);
  EXPECT_EQ(error_of_varint("ffffffffffffffffff02"), ErrorKind::corrupt);
  EXPECT_EQ(error_of_varint("ffffffffffffffffff7f"), ErrorKind::corrupt);
  EXPECT_EQ(error_of_varint("8080808080808080808001"), ErrorKind::corrupt);
}

TEST(Varint, ThatEndsInTheMiddleIsDamage) {
  EXPECT_EQ(error_of_varint(""), ErrorKind::corrupt);
  EXPECT_EQ(error_of_varint("80"), ErrorKind::corrupt);
  EXPECT_EQ(error_of_varint("ffffffff"), ErrorKind::corrupt);
}

TEST(Reader, GivesBlocksBack) {
  Bytes out;
  put_block(out, as_bytes("Kagame"));
  put_block(out, {});
  put_bytes(out, as_bytes("rest"));
  Reader reader(out);
  EXPECT_EQ(as_text(reader.block()), "Kagame");
  EXPECT_TRUE(reader.block().empty());
  EXPECT_EQ(reader.left(), 4U);
  EXPECT_EQ(as_text(reader.bytes(4)), "rest");
  EXPECT_TRUE(reader.done());
}

TEST(Reader, NeverPassesTheEnd) {
  const Bytes three = from_hex("050102");
  EXPECT_THROW(Reader(three).block(), Error);
  EXPECT_THROW(Reader(three).count(), Error);
  EXPECT_THROW(Reader(three).bytes(4), Error);
  EXPECT_THROW(Reader(three).varint_up_to(4), Error);
  EXPECT_EQ(Reader(three).varint_up_to(5), 5U);
  const Bytes huge = from_hex("ffffffffffffffffff0100");
  EXPECT_THROW(Reader(huge).block(), Error);
  EXPECT_THROW(Reader({}).byte(), Error);
}

}  // namespace
}  // namespace arch::codec
