#include "capture/block_signs.hpp"

#include <gmock/gmock.h>

namespace arch::capture {
namespace {

TEST(BlockSigns, AreFoundInHeadingsAndTexts) {
  EXPECT_EQ(find_sign("just a moment...", "")->wall, Wall::challenge);
  EXPECT_EQ(find_sign("", "please verify you are human to go on")->wall, Wall::challenge);
  EXPECT_EQ(find_sign("the news", "subscribe to continue reading")->wall, Wall::paywall);
  EXPECT_EQ(find_sign("", "accepter et continuer")->wall, Wall::consent);
  EXPECT_EQ(find_sign("", "bitte melden sie sich an")->wall, Wall::login);
  EXPECT_EQ(find_sign("seite nicht gefunden", "")->wall, Wall::soft_404);
}

TEST(BlockSigns, OfCommonWordsCountInHeadingsOnly) {
  EXPECT_TRUE(find_sign("access denied", ""));
  EXPECT_FALSE(find_sign("", "reporters were given access denied to others"));
}

TEST(BlockSigns, AreAbsentFromOtherTexts) {
  EXPECT_FALSE(find_sign("twelve dead in flood", "the river rose by two metres"));
  EXPECT_FALSE(find_sign("", ""));
}

TEST(BlockSigns, AreInMarkup) {
  EXPECT_EQ(find_markup_sign("<script src=https://geo.captcha-delivery.com/a.js>")->wall,
            Wall::challenge);
  EXPECT_FALSE(find_markup_sign("<p>captcha</p>"));
}

}  // namespace
}  // namespace arch::capture
