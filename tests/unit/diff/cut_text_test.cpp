#include "diff/cut_text.hpp"

#include "unit/diff/random_text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace arch::diff {
namespace {

/// The words of block 0, so that they can be compared.
std::string listed(const CutText& text) {
  std::string list;
  for (const Word& word : text.words) {
    list += std::to_string(word.begin) + "-" + std::to_string(word.end) + " " +
            std::to_string(word.key) + " " + std::to_string(static_cast<int>(word.kind)) + "\n";
  }
  for (const SentenceSpan& sentence : text.sentences) {
    list += std::to_string(sentence.words.begin) + "-" + std::to_string(sentence.words.end) + " " +
            std::to_string(sentence.extent.begin) + "-" + std::to_string(sentence.extent.end) +
            "\n";
  }
  return list;
}

std::string in_one_block(std::string text) {
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  return "Begin here. " + text + " end";
}

TEST(CutText, LikeAnotherFindsTheSameWordsAsByItself) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const std::string old_text = in_one_block(random_text(random, 40));
    const std::string new_text = in_one_block(edited(old_text, random));
    CutText like(old_text);
    like.cut(0);
    CutText by_itself(new_text);
    by_itself.cut(0);
    CutText quickly(new_text);
    quickly.cut_like(0, like, 0);
    ASSERT_EQ(listed(quickly), listed(by_itself)) << seed << "\n" << old_text << "\n" << new_text;
  }
}

TEST(CutText, LikeAFieldKeepsItsLabelOutOfTheWords) {
  const std::string old_text = "headline: one two three\n";
  const std::string new_text = "headline: one six three\n";
  CutText like(old_text);
  like.cut(0);
  CutText text(new_text);
  text.cut_like(0, like, 0);
  ASSERT_EQ(text.words.size(), 3U);
  EXPECT_EQ(new_text.substr(text.words[1].begin, 3), "six");
}

TEST(CutText, HasNoMoreFieldsThanAHeaderHas) {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "name: value\n";
  }
  EXPECT_EQ(CutText(text).blocks.size(), max_fields);
}

}  // namespace
}  // namespace arch::diff
