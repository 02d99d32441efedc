#include "article/same_article.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

namespace arch::article {
namespace {

struct Given {
  const char* text;
  Fate fate;
  float probability;
};

/// A reading of a page with these blocks of text.
PageReading reading_of(std::initializer_list<Given> blocks) {
  PageReading reading;
  reading.document.headline = "Bridge closed";
  for (const Given& one : blocks) {
    reading.body.fates.push_back({.block = {.text = std::string{one.text} + " "},
                                  .fate = one.fate,
                                  .probability = one.probability});
    if (is_kept(one.fate)) {
      reading.document.blocks.push_back({.text = one.text});
    }
  }
  return reading;
}

constexpr Given sure{"The bridge was closed on Monday.", Fate::kept, 0.95F};
constexpr Given kept{"Questions? Ask us.", Fate::kept, 0.55F};
constexpr Given left{"Questions? Ask us.", Fate::unlikely, 0.45F};

TEST(SaysTheSame, WhenOnlyTheReaderChangedItsMind) {
  EXPECT_TRUE(says_the_same(reading_of({sure, kept}), reading_of({sure, left})));
  EXPECT_TRUE(says_the_same(reading_of({sure, left}), reading_of({sure, kept})));
  EXPECT_TRUE(says_the_same(reading_of({kept, sure}), reading_of({left, sure})));
  EXPECT_TRUE(says_the_same(reading_of({sure}), reading_of({sure})));
}

TEST(SaysTheSame, NotWhenThePageChanged) {
  EXPECT_FALSE(says_the_same(reading_of({sure}), reading_of({sure, kept})));
  EXPECT_FALSE(says_the_same(reading_of({sure, kept}), reading_of({sure})));
  const Given other{"Questions? Do not ask us.", Fate::kept, 0.55F};
  EXPECT_FALSE(says_the_same(reading_of({sure, kept}), reading_of({sure, other})));
  EXPECT_FALSE(says_the_same(reading_of({sure, left}), reading_of({sure, other})));
  const Given edited{"The bridge was closed on Tuesday.", Fate::kept, 0.95F};
  EXPECT_FALSE(says_the_same(reading_of({sure, kept}), reading_of({edited, left})));
}

TEST(SaysTheSame, NotWhenTheReaderWasSureBothTimes) {
  // A paragraph of a box that became one of the article: the publisher moved it.
  const Given never{"Questions? Ask us.", Fate::unlikely, 0.02F};
  const Given always{"Questions? Ask us.", Fate::kept, 0.97F};
  EXPECT_FALSE(says_the_same(reading_of({sure, never}), reading_of({sure, always})));
  EXPECT_TRUE(says_the_same(reading_of({sure, never}), reading_of({sure, kept})));
}

TEST(SaysTheSame, NotWhenBlocksChangedPlaces) {
  const Given second{"It stays closed for two weeks.", Fate::kept, 0.6F};
  EXPECT_FALSE(says_the_same(reading_of({sure, second}), reading_of({second, sure})));
}

TEST(SaysTheSame, WhateverOnlyMachinesAreTold) {
  PageReading now = reading_of({sure});
  now.document.modified = "2026-11-20";
  now.document.language = "en";
  now.document.canonical = "https://example.org/bridge";
  EXPECT_TRUE(says_the_same(reading_of({sure}), now));
  PageReading renamed = reading_of({sure, left});
  renamed.document.headline = "Bridge open";
  EXPECT_FALSE(says_the_same(reading_of({sure, kept}), renamed));
}

PageReading published_at(std::optional<std::string> published,
                         std::optional<std::string> modified = std::nullopt) {
  PageReading reading = reading_of({sure});
  reading.document.published = std::move(published);
  reading.document.modified = std::move(modified);
  return reading;
}

TEST(SaysTheSame, NotWhenItIsSaidToBeOfAnotherDay) {
  EXPECT_FALSE(says_the_same(published_at("2026-11-20"), published_at("2026-11-21")));
  EXPECT_FALSE(says_the_same(published_at("2026-11-20", "2026-11-22"),
                             published_at("2026-11-21T08:00:00Z", "2026-11-22")));
}

TEST(SaysTheSame, WhenItsDayIsNamedOtherwise) {
  const PageReading day = published_at("2026-11-20");
  EXPECT_TRUE(says_the_same(day, published_at("2026-11-20T08:30:00+02:00")));
  EXPECT_TRUE(says_the_same(published_at("2026-11-20T08:30:00Z"), day));
  EXPECT_TRUE(says_the_same(day, published_at(std::nullopt)));
  EXPECT_TRUE(says_the_same(published_at(std::nullopt), day));
  EXPECT_TRUE(says_the_same(day, published_at("2026-11-25", "2026-11-25")));
}

TEST(SaysTheSame, NotWhenTheTextCameFromElsewhere) {
  PageReading now = reading_of({sure, left});
  now.body.source = BodySource::linked_data;
  EXPECT_FALSE(says_the_same(reading_of({sure, kept}), now));
}

}  // namespace
}  // namespace arch::article
