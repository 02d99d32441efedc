#include "codec/zlib.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>

namespace arch::codec {
namespace {

// The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
TEST(Zlib, HasTheChecksumOfGzip) {
  EXPECT_EQ(crc32(as_bytes("123456789")), 0xCBF43926U);
  EXPECT_EQ(crc32({}), 0U);
}

TEST(Zlib, WritesStreamsOneAfterTheOther) {
  ZlibWriter writer;
  Bytes bytes = to_bytes("before");
  const std::size_t begin = bytes.size();
  writer.append(bytes, as_bytes("hello"));
  const Bytes first{bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.end()};
  // RFC 1950: deflate with a window of 32 KiB, and at the end Adler-32, big endian.
  EXPECT_EQ(first.at(0), std::byte{0x78});
  const Bytes adler{first.end() - 4, first.end()};
  EXPECT_THAT(
      adler,
      testing::ElementsAre(std::byte{0x06}, std::byte{0x2C}, std::byte{0x02}, std::byte{0x15}));
  Bytes again;
  writer.append(again, as_bytes("hello"));
  EXPECT_EQ(again, first);
}

TEST(Zlib, PacksWhatRepeats) {
  ZlibWriter writer;
  Bytes bytes;
  writer.append(bytes, as_bytes(std::string(1'000'000, 'a')));
  EXPECT_LT(bytes.size(), 2000U);
}

TEST(Zlib, KnowsGzip) {
  EXPECT_TRUE(is_gzip(as_bytes("\x1f\x8b\x08")));
  EXPECT_FALSE(is_gzip(as_bytes("<urlset>")));
  EXPECT_FALSE(is_gzip({}));
  EXPECT_FALSE(gunzip(as_bytes("\x1f\x8b nonsense"), 100));
}

// RFC 1952, 2.2: a file is a series of members. Made by `printf 'one ' | gzip -n` and the same of
// `two`.
TEST(Zlib, UnpacksAllMembersOfAFile) {
  constexpr auto one = std::to_array<std::uint8_t>(
      {0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0xCF,
       0x4B, 0x55, 0x00, 0x00, 0x49, 0x61, 0xAC, 0x23, 0x04, 0x00, 0x00, 0x00});
  constexpr auto two = std::to_array<std::uint8_t>({0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00,
                                                    0x02, 0x03, 0x2B, 0x29, 0xCF, 0x07, 0x00, 0x66,
                                                    0x8A, 0xCA, 0x11, 0x03, 0x00, 0x00, 0x00});
  const Bytes of_one = to_bytes({reinterpret_cast<const char*>(one.data()), one.size()});
  Bytes file = of_one;
  file.resize(one.size() + two.size());
  std::ranges::copy(std::as_bytes(std::span{two}), file.begin() + one.size());
  EXPECT_EQ(gunzip(file, 100), to_bytes("one two"));
  EXPECT_EQ(gunzip(file, 5), to_bytes("one t"));
  file = of_one;
  file.resize(one.size() + 512);  // what tar fills its blocks with
  EXPECT_EQ(gunzip(file, 100), to_bytes("one "));
}

// Members of which nothing comes out cost no more than their bytes.
TEST(Zlib, UnpacksManyEmptyMembersInLinearTime) {
  constexpr auto empty =
      std::to_array<std::uint8_t>({0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                   0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00});
  Bytes file;
  for (int i = 0; i < 100'000; ++i) {
    std::ranges::copy(std::as_bytes(std::span{empty}), std::back_inserter(file));
  }
  EXPECT_FALSE(gunzip(file, std::size_t{1} << 25));
}

}  // namespace
}  // namespace arch::codec
