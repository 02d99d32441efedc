#include "codec/delta.hpp"

#include "unit/codec/random_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace arch::codec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Copy> copies_of(std::string_view text, std::string_view base) {
  return find_copies(as_bytes(text), as_bytes(base));
}

/// What is wrong with `copies`; empty if they are in order, within both texts, and true.
std::string find_fault(const std::vector<Copy>& copies,
                       std::string_view text,
                       std::string_view base) {
  std::size_t done = 0;
  for (const Copy& copy : copies) {
    if (copy.size == 0) {
      return "a copy of nothing";
    }
    if (copy.target < done) {
      return "copies overlap or are out of order";
    }
    done = std::size_t{copy.target} + copy.size;
    if (done > text.size() || std::size_t{copy.source} + copy.size > base.size()) {
      return "a copy outside of the texts";
    }
    if (text.substr(copy.target, copy.size) != base.substr(copy.source, copy.size)) {
      return "a copy of other bytes";
    }
  }
  return "";
}

std::size_t inserted(const std::vector<Copy>& copies, std::string_view text) {
  std::size_t size = text.size();
  for (const Copy& copy : copies) {
    size -= copy.size;
  }
  return size;
}

class Delta : public ::testing::Test {
protected:
  std::mt19937 random_{20261125};
  std::string page_ = random_page(random_, 4000);
};

TEST_F(Delta, OfATextToItselfIsOneCopy) {
  EXPECT_THAT(copies_of(page_, page_),
              ElementsAre(Copy{
                  .target = 0, .source = 0, .size = static_cast<std::uint32_t>(page_.size())}));
}

TEST_F(Delta, OfNothingIsNothing) {
  EXPECT_THAT(copies_of("", ""), IsEmpty());
  EXPECT_THAT(copies_of("", page_), IsEmpty());
  EXPECT_THAT(copies_of(page_, ""), IsEmpty());
}

TEST_F(Delta, OfTextsWithNothingInCommonIsNothing) {
  EXPECT_THAT(copies_of(std::string(5000, '#'), page_), IsEmpty());
}

TEST_F(Delta, OfAnInsertedWordIsTwoCopies) {
  const std::string text = page_.substr(0, 1000) + "#correction#" + page_.substr(1000);
  const auto rest = static_cast<std::uint32_t>(page_.size() - 1000);
  EXPECT_THAT(copies_of(text, page_),
              ElementsAre(Copy{.target = 0, .source = 0, .size = 1000},
                          Copy{.target = 1012, .source = 1000, .size = rest}));
}

TEST_F(Delta, OfADeletedParagraphInsertsNothing) {
  const std::string text = page_.substr(0, 1000) + page_.substr(1500);
  const std::vector<Copy> copies = copies_of(text, page_);
  EXPECT_EQ(find_fault(copies, text, page_), "");
  EXPECT_EQ(copies.size(), 2U);
  EXPECT_EQ(inserted(copies, text), 0U);
}

TEST_F(Delta, OfAMovedParagraphInsertsNothing) {
  const std::string text =
      page_.substr(0, 500) + page_.substr(3000, 600) + page_.substr(500, 2500) + page_.substr(3600);
  const std::vector<Copy> copies = copies_of(text, page_);
  EXPECT_EQ(find_fault(copies, text, page_), "");
  EXPECT_EQ(copies.size(), 4U);
  EXPECT_EQ(inserted(copies, text), 0U);
}

TEST_F(Delta, FindsAPieceThatIsRepeated) {
  const std::string text = page_ + page_.substr(100, 300) + page_.substr(100, 300);
  EXPECT_EQ(inserted(copies_of(text, page_), text), 0U);
}

TEST_F(Delta, FindsThePiecesBetweenManySmallEdits) {
  std::string text = page_;
  std::size_t changed = 0;
  for (std::size_t at = 150; at + 150 < text.size(); at += 150) {
    text[at] = '#';
    ++changed;
  }
  // Around each edit up to 15 bytes are in no whole hashed piece, but copies grow both ways.
  EXPECT_EQ(inserted(copies_of(text, page_), text), changed);
}

TEST_F(Delta, IsTrueForRandomEdits) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string base = random_page(random, random() % 3000);
    for (int i = 0; i < 5; ++i) {
      const std::string text = edited(base, random);
      ASSERT_EQ(find_fault(copies_of(text, base), text, base), "");
      ASSERT_EQ(find_fault(copies_of(base, text), base, text), "");
      base = text;
    }
  }
}

TEST_F(Delta, IsTrueForTextsOfEveryShortSize) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (std::size_t size = 0; size < 150; ++size) {
    std::string base;
    while (base.size() < size) {
      base += letters;
    }
    base.resize(size);
    for (std::size_t at = 0; at <= size; ++at) {
      SCOPED_TRACE(testing::Message() << size << " bytes, edited at " << at);
      std::string text = base;
      text.insert(at, "#");
      ASSERT_EQ(find_fault(copies_of(text, base), text, base), "");
      ASSERT_EQ(find_fault(copies_of(base, text), base, text), "");
    }
  }
}

// Each of these has, at every position, thousands of places in the base that begin alike.
TEST_F(Delta, EndsSoonOnTextsThatRepeatThemselves) {
  const std::size_t size = 2'000'000;
  const std::string same(size, ' ');
  std::string periodic;
  std::string interrupted;
  while (periodic.size() < size) {
    periodic += "<td>&nbsp;</td>";
    interrupted += "<td>&nbsp;</td>" + std::to_string(interrupted.size());
  }
  const std::string texts[] = {same, "x" + same + "y", periodic, "x" + periodic + "y", interrupted};
  for (const std::string& text : texts) {
    for (const std::string& base : texts) {
      ASSERT_EQ(find_fault(copies_of(text, base), text, base), "");
    }
  }
}

}  // namespace
}  // namespace arch::codec
