#include "codec/zstd.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hex.hpp"
#include "support/temp_folder.hpp"
#include "unit/codec/random_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::codec {
namespace {

constexpr std::size_t any_size = std::size_t{1} << 30;
constexpr auto raw = std::byte{0};
constexpr auto zstd = std::byte{1};

std::string page(unsigned seed, std::size_t size) {
  std::mt19937 random(seed);
  return random_page(random, size);
}

Bytes noise(std::size_t size) {
  std::mt19937 random(20261125);
  Bytes bytes(size);
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(random());
  }
  return bytes;
}

/// What decompressing gives: the text, or the kind of the error.
enum class Outcome { right, other_bytes, corrupt };
Outcome outcome(ByteView packed, std::string_view text, const Dictionary* dictionary = nullptr) {
  try {
    return as_text(decompress(packed, any_size, dictionary)) == text ? Outcome::right
                                                                     : Outcome::other_bytes;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt) << error.what();
    return Outcome::corrupt;
  }
}

Bytes with_method(std::byte method, std::string_view frame_hex) {
  Bytes packed = parse_hex(frame_hex).value();
  packed.insert(packed.begin(), method);
  return packed;
}

TEST(Zstd, GivesBackWhatItCompressed) {
  for (const int level : {1, fast_level, 9, small_level, 22}) {
    for (const std::size_t size : {0U, 1U, 2U, 100U, 255U, 256U, 5000U, 131072U, 300'000U}) {
      const std::string text = page(1, size).substr(0, size);
      const Bytes packed = compress(as_bytes(text), level);
      ASSERT_EQ(outcome(packed, text), Outcome::right) << size << " bytes at level " << level;
    }
  }
}

TEST(Zstd, FindsWhatIsRepeatedFarAway) {
  const Bytes once = noise(9'000'000);  // more than the window of level 19 by itself
  Bytes twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  const Bytes packed = compress(twice, fast_level);
  EXPECT_LT(packed.size(), once.size() + 10'000);
  EXPECT_EQ(decompress(packed, any_size), twice);
}

TEST(Zstd, AddsOneByteToWhatCannotBeCompressed) {
  const Bytes bytes = noise(1000);
  const Bytes packed = compress(bytes, small_level);
  EXPECT_EQ(packed.size(), 1001U);
  EXPECT_EQ(packed[0], raw);
  EXPECT_EQ(decompress(packed, any_size), bytes);
  EXPECT_EQ(compress({}, small_level), Bytes{raw});
}

TEST(Zstd, MakesFramesThatTheToolReadsOnceTheyHaveTheirMagicNumber) {
  const std::string text = page(2, 100'000);
  const Bytes packed = compress(as_bytes(text), small_level);
  ASSERT_EQ(packed[0], zstd);
  const test::TempFolder folder;
  Bytes frame = parse_hex("28b52ffd").value();  // RFC 8878, 3.1.1: 0xFD2FB528, little-endian
  frame.insert(frame.end(), packed.begin() + 1, packed.end());
  write_file_atomically(folder / "frame.zst", frame);
  const std::string command =
      "zstd -q -d -o '" + (folder / "out").string() + "' '" + (folder / "frame.zst").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  EXPECT_EQ(as_text(read_file(folder / "out", any_size)), text);
}

TEST(Zstd, ReadsNoMoreThanIsAllowed) {
  const std::string text = page(3, 10'000);
  const Bytes packed = compress(as_bytes(text), fast_level);
  EXPECT_EQ(as_text(decompress(packed, text.size())), text);
  EXPECT_THROW(decompress(packed, text.size() - 1), Error);
  const Bytes incompressible = compress(noise(100), fast_level);
  EXPECT_THROW(decompress(incompressible, 99), Error);
}

// RFC 8878, 3.1.1.1: a header a0 is one of a single segment with four bytes of content size; a
// block header 03 00 00 is that of a last block, of one repeated byte, none times.
TEST(Zstd, RefusesToSetAsideWhatAFrameCannotHold) {
  // 2^29 bytes, from one block of at most 2^17.
  EXPECT_EQ(outcome(with_method(zstd, "a0000000200300002a"), ""), Outcome::corrupt);
  // The same header before a block of 2^17 repeated bytes: still too few.
  EXPECT_EQ(outcome(with_method(zstd, "a00000002003001020"), ""), Outcome::corrupt);
  // Exactly one block of them.
  EXPECT_EQ(outcome(with_method(zstd, "a00000020003001020"), std::string(131072, ' ')),
            Outcome::right);
}

TEST(Zstd, RefusesWhatIsNotOneFrameOfOurs) {
  EXPECT_EQ(outcome({}, ""), Outcome::corrupt);
  EXPECT_EQ(outcome(with_method(std::byte{2}, "00"), ""), Outcome::corrupt);
  EXPECT_EQ(outcome(with_method(zstd, ""), ""), Outcome::corrupt);
  const Bytes packed = compress(as_bytes(page(4, 1000)), fast_level);
  Bytes longer = packed;
  longer.push_back(std::byte{0});
  EXPECT_EQ(outcome(longer, ""), Outcome::corrupt);
  Bytes two = packed;
  two.insert(two.end(), packed.begin() + 1, packed.end());
  EXPECT_EQ(outcome(two, ""), Outcome::corrupt);
  // The magic numbers of zstd 0.1 to 0.7, of skippable frames, and of our kind of frame.
  for (const std::string_view magic : {"1eb52ffd",
                                       "22b52ffd",
                                       "23b52ffd",
                                       "24b52ffd",
                                       "25b52ffd",
                                       "26b52ffd",
                                       "27b52ffd",
                                       "502a4d18",
                                       "5f2a4d18",
                                       "28b52ffd"}) {
    Bytes frame = with_method(zstd, magic);
    frame.insert(frame.end(), packed.begin() + 1, packed.end());
    EXPECT_EQ(outcome(frame, ""), Outcome::corrupt) << magic;
  }
}

TEST(Zstd, DamageIsNeverMoreThanWrongBytes) {
  const std::string text = page(5, 400);
  const Dictionary dictionary(to_bytes(page(6, 2000)));
  for (const Dictionary* used : {static_cast<const Dictionary*>(nullptr), &dictionary}) {
    const Bytes packed = compress(as_bytes(text), small_level, used);
    ASSERT_EQ(packed[0], zstd);
    int refused = 0;
    for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
      Bytes damaged = packed;
      damaged[bit / 8] ^= std::byte{1} << (bit % 8);
      refused += outcome(damaged, text, used) == Outcome::corrupt ? 1 : 0;
    }
    EXPECT_GT(refused, 8);
    for (std::size_t size = 0; size < packed.size(); ++size) {
      ASSERT_EQ(outcome(ByteView(packed).first(size), text, used), Outcome::corrupt);
    }
  }
}

TEST(Dictionary, MakesWhatResemblesItSmallerAndIsNeededToReadIt) {
  const std::string base = page(7, 5000);
  const std::string text = base.substr(1000, 2000);
  const Dictionary dictionary(to_bytes(base));
  const Bytes alone = compress(as_bytes(text), small_level);
  const Bytes packed = compress(as_bytes(text), small_level, &dictionary);
  EXPECT_LT(packed.size(), 40U);
  EXPECT_GT(alone.size(), 400U);
  EXPECT_EQ(outcome(packed, text, &dictionary), Outcome::right);
  EXPECT_NE(outcome(packed, text), Outcome::right);
  const Dictionary other(to_bytes(page(8, 5000)));
  EXPECT_NE(outcome(packed, text, &other), Outcome::right);
}

TEST(Dictionary, ServesAllLevelsAndMoves) {
  const std::string text = page(9, 2000);
  Dictionary first(to_bytes(text));
  const Bytes packed = compress(as_bytes(text), fast_level, &first);
  const Dictionary moved = std::move(first);
  EXPECT_EQ(as_text(moved.content()), text);
  EXPECT_EQ(outcome(packed, text, &moved), Outcome::right);
  EXPECT_EQ(outcome(compress(as_bytes(text), small_level, &moved), text, &moved), Outcome::right);
}

TEST(Dictionary, OfNothingIsAsNone) {
  const std::string text = page(10, 2000);
  const Dictionary none{Bytes{}};
  EXPECT_EQ(outcome(compress(as_bytes(text), fast_level, &none), text, &none), Outcome::right);
}

class TrainedDictionary : public ::testing::Test {
protected:
  TrainedDictionary() {
    std::mt19937 random(20261125);
    const std::string head = random_page(random, 600);
    for (int i = 0; i < 300; ++i) {
      const std::string sample = head + random_page(random, 300);
      samples_ += sample;
      sizes_.push_back(sample.size());
    }
    new_one_ = head + random_page(random, 300);
  }

  Bytes train(std::size_t size) const { return train_dictionary(as_bytes(samples_), sizes_, size); }

  std::string samples_;
  std::vector<std::size_t> sizes_;
  std::string new_one_;  // of the kind of the samples, but none of them
};

TEST_F(TrainedDictionary, KnowsWhatSamplesHaveInCommon) {
  const Bytes content = train(8192);
  ASSERT_FALSE(content.empty());
  EXPECT_LE(content.size(), 8192U);
  const Dictionary dictionary(content);
  const Bytes packed = compress(as_bytes(new_one_), small_level, &dictionary);
  EXPECT_LT(packed.size() * 2, compress(as_bytes(new_one_), small_level).size());
  EXPECT_EQ(outcome(packed, new_one_, &dictionary), Outcome::right);
}

TEST_F(TrainedDictionary, IsTheSameForTheSameSamples) {
  EXPECT_EQ(train(4096), train(4096));
}

TEST_F(TrainedDictionary, IsNoneForTooFewSamples) {
  EXPECT_TRUE(train_dictionary({}, {}, 4096).empty());
  const std::vector<std::size_t> one{3};
  EXPECT_TRUE(train_dictionary(as_bytes("one"), one, 4096).empty());
  EXPECT_TRUE(train(100).empty());  // less than zstd's smallest
}

TEST_F(TrainedDictionary, DamagedIsRefusedOrGivesWrongBytes) {
  const Bytes content = train(1024);
  ASSERT_FALSE(content.empty());
  const Bytes packed =
      compress(as_bytes(new_one_), small_level, std::make_unique<Dictionary>(content).get());
  int refused = 0;
  for (std::size_t i = 0; i < content.size(); ++i) {
    Bytes damaged = content;
    damaged[i] ^= std::byte{0x41};
    try {
      const Dictionary dictionary(damaged);
      outcome(packed, new_one_, &dictionary);
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::corrupt);
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace arch::codec
