#include "codec/bits.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

namespace arch::codec {
namespace {

TEST(Bits, FollowEachOtherHighBitFirst) {
  BitWriter writer;
  writer.put(0b101, 3);
  writer.put(0b1, 8);
  writer.put_unary(3);
  EXPECT_EQ(to_hex(writer.finish()), "a03c");  // 101 00000001 1110, and a 0 to fill up
}

TEST(Bits, NothingWrittenIsNoBytes) {
  EXPECT_TRUE(BitWriter().finish().empty());
}

TEST(Bits, NumbersOfEveryWidthAreReadBack) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  struct Number {
    std::uint64_t value = 0;
    unsigned width = 0;
  };
  std::vector<Number> numbers;
  for (int i = 0; i < 20'000; ++i) {
    const auto width = static_cast<unsigned>(random() % (max_bits + 1));
    numbers.push_back({random() & ((std::uint64_t{1} << width) - 1), width});
  }
  BitWriter writer;
  for (const Number& number : numbers) {
    writer.put(number.value, number.width);
  }
  const Bytes bytes = writer.finish();
  BitReader reader(bytes);
  for (const Number& number : numbers) {
    ASSERT_EQ(reader.take(number.width), number.value) << "of " << number.width << " bits";
  }
}

TEST(Bits, CountsInUnaryAreReadBack) {
  BitWriter writer;
  for (std::uint64_t count = 0; count < 200; ++count) {
    writer.put_unary(count);
  }
  const Bytes bytes = writer.finish();
  EXPECT_EQ(bytes.size(), (199U * 200 / 2 + 200 + 7) / 8);
  BitReader reader(bytes);
  for (std::uint64_t count = 0; count < 200; ++count) {
    ASSERT_EQ(reader.take_unary(), count);
  }
}

TEST(Bits, PastTheEndAreDamage) {
  const Bytes ones(3, std::byte{0xFF});
  EXPECT_EQ(BitReader(ones).take(24), 0xFFFFFFU);
  EXPECT_THROW(BitReader(ones).take(25), Error);
  EXPECT_THROW(BitReader(ones).take_unary(), Error);
  EXPECT_EQ(BitReader({}).take(0), 0U);
  EXPECT_THROW(BitReader({}).take(1), Error);
}

TEST(Bits, WidthsThatNoWriterWritesAreDamage) {
  const Bytes ones(64, std::byte{0xFF});
  EXPECT_THROW(BitReader(ones).take(max_bits + 1), Error);
  EXPECT_THROW(BitReader(ones).take(UINT32_MAX), Error);
}

TEST(Bits, AValueWiderThanItsWidthIsAFaultOfOurs) {
  EXPECT_THROW(BitWriter().put(8, 3), std::logic_error);
  EXPECT_THROW(BitWriter().put(0, max_bits + 1), std::logic_error);
}

}  // namespace
}  // namespace arch::codec
