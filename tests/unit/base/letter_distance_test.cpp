#include "base/letter_distance.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch {
namespace {

TEST(LetterDistance, CountsEachSingleError) {
  EXPECT_EQ(letter_distance("bridge", "bridge", 3), 0U);
  EXPECT_EQ(letter_distance("bridge", "bride", 3), 1U);
  EXPECT_EQ(letter_distance("bridge", "bridgge", 3), 1U);
  EXPECT_EQ(letter_distance("bridge", "bradge", 3), 1U);
  EXPECT_EQ(letter_distance("bridge", "birdge", 3), 1U);
  EXPECT_EQ(letter_distance("", "abc", 3), 3U);
  EXPECT_EQ(letter_distance("ca", "abc", 3), 3U) << "a stretch is edited once";
}

TEST(LetterDistance, CountsCharactersWhereAsked) {
  EXPECT_EQ(letter_distance(U"Gonzalez", U"González", 2), 1U);
  EXPECT_EQ(letter_distance("Gonzalez", "González", 2), 2U) << "bytes";
}

TEST(LetterDistance, SaysWhenItIsMoreThanAsked) {
  EXPECT_EQ(letter_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(letter_distance("kitten", "sitting", 3), 3U);
  const std::string long_word(longest_compared_word + 1, 'a');
  EXPECT_EQ(letter_distance(long_word, long_word, 1), 0U);
  EXPECT_EQ(letter_distance(long_word, long_word + "b", 1), 2U);
}

}  // namespace
}  // namespace arch
