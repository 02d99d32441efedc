#include "codec/zlib.hpp"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace arch::codec
