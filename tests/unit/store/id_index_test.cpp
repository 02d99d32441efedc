#include "store/id_index.hpp"

#include "base/error.hpp"
#include "store/id_page.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace arch::store {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t step_budget = std::size_t{32} * 1024;

std::string hex_of(std::uint64_t prefix) {
  return fmt::format("{:016x}", prefix);
}

class IdIndexTest : public testing::Test {
protected:
  void put(const std::vector<RecentId>& ids) {
    backend_->begin_write(0);
    index_.put(ids);
    backend_->commit();
  }

  /// One step in a transaction of its own.
  bool step() {
    backend_->begin_write(0);
    const bool more = index_.step(step_budget);
    backend_->commit();
    return more;
  }

  bool step_to_one_run() {
    backend_->begin_write(0);
    const bool more = index_.step_to_one_run(step_budget);
    backend_->commit();
    return more;
  }

  void unite() {
    for (int steps = 0; step_to_one_run(); ++steps) {
      ASSERT_LT(steps, 10'000) << "never ends";
    }
  }

  std::vector<ArticleNumber> find(std::string_view digits, std::size_t limit = 1'000) {
    backend_->begin_read();
    auto found = index_.find(digits, limit);
    backend_->end_read();
    return found;
  }

  std::uint64_t check() {
    backend_->begin_read();
    const std::uint64_t entries = index_.check();
    backend_->end_read();
    return entries;
  }

  std::uint64_t bytes() {
    backend_->begin_read();
    const std::uint64_t size = backend_->usage().index;
    backend_->end_read();
    return size;
  }

  std::size_t pages() {
    backend_->begin_read();
    const std::size_t count = backend_->blob_keys(Space::id_page, 0, SIZE_MAX).size();
    backend_->end_read();
    return count;
  }

  std::vector<RecentId> random_ids(std::size_t count, std::uint64_t articles) {
    std::vector<RecentId> ids;
    ids.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      ids.push_back({random_(), ArticleNumber{static_cast<std::int64_t>(random_() % articles)}});
    }
    return ids;
  }

  void expect_found(const std::vector<RecentId>& ids, std::size_t every = 1) {
    for (std::size_t i = 0; i < ids.size(); i += every) {
      ASSERT_THAT(find(hex_of(ids[i].prefix)), Contains(ids[i].article)) << hex_of(ids[i].prefix);
    }
  }

  /// Articles found for ids that were never put, per id.
  double wrong_answers(int ids) {
    std::size_t wrong = 0;
    for (int i = 0; i < ids; ++i) {
      wrong += find(hex_of(random_())).size();
    }
    return static_cast<double>(wrong) / ids;
  }

  std::unique_ptr<Backend> backend_ = make_memory_backend();
  IdIndex index_{*backend_};
  std::mt19937_64 random_{20261125};
};

TEST_F(IdIndexTest, FindsNothingWhenEmpty) {
  EXPECT_THAT(find("0000"), IsEmpty());
  EXPECT_FALSE(step());
  EXPECT_FALSE(step_to_one_run());
  EXPECT_EQ(check(), 0U);
}

TEST_F(IdIndexTest, FindsByAnyNumberOfDigits) {
  put({{0x0123'4567'89AB'CDEF, ArticleNumber{5}},
       {0x0123'FFFF'FFFF'FFFF, ArticleNumber{6}},
       {0x0124'0000'0000'0000, ArticleNumber{7}},
       {0xFFFF'FFFF'FFFF'FFFF, ArticleNumber{8}}});
  for (int merged = 0; merged < 2; ++merged) {
    EXPECT_THAT(find("0123"), ElementsAre(ArticleNumber{5}, ArticleNumber{6}));
    EXPECT_THAT(find("01234"), ElementsAre(ArticleNumber{5}));
    EXPECT_THAT(find("0123456789abcdef"), ElementsAre(ArticleNumber{5}));
    EXPECT_THAT(find("0123456789abcdef" + std::string(48, '7')), ElementsAre(ArticleNumber{5}));
    EXPECT_THAT(find("0124"), ElementsAre(ArticleNumber{7}));
    EXPECT_THAT(find("ffff"), ElementsAre(ArticleNumber{8}));
    EXPECT_THAT(find("fffe"), IsEmpty());
    EXPECT_THAT(find("0123", 1), ElementsAre(ArticleNumber{5}));
    unite();
  }
}

TEST_F(IdIndexTest, NamesAnArticleOnce) {
  std::vector<RecentId> ids;
  ids.reserve(20'000);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    ids.push_back({0xABCD'0000'0000'0000 + (i << 30), ArticleNumber{1}});
  }
  put(ids);
  EXPECT_THAT(find("abcd"), ElementsAre(ArticleNumber{1}));
  unite();
  EXPECT_THAT(find("abcd"), ElementsAre(ArticleNumber{1}));
}

TEST_F(IdIndexTest, KeepsEqualEntriesOnce) {
  const std::vector<RecentId> ids = random_ids(10'000, 100);
  put(ids);
  put(ids);
  put(ids);
  unite();
  EXPECT_EQ(check(), 10'000U);
}

TEST_F(IdIndexTest, HasAllIdsAtEveryMomentOfAMerge) {
  const std::vector<RecentId> ids = random_ids(60'000, 5'000);
  put(ids);
  expect_found(ids, 101);
  for (bool more = true; more;) {
    backend_->begin_write(0);
    more = index_.step_to_one_run(4'000);
    backend_->commit();
    expect_found(ids, 997);
  }
  expect_found(ids);
  EXPECT_EQ(check(), ids.size());
}

TEST_F(IdIndexTest, TakesNewIdsWhileItMerges) {
  std::vector<RecentId> ids = random_ids(50'000, 5'000);
  put(ids);
  for (int round = 0; round < 40; ++round) {
    const std::vector<RecentId> more = random_ids(1'000, 5'000);
    put(more);
    ids.insert(ids.end(), more.begin(), more.end());
    step_to_one_run();
  }
  expect_found(ids, 7);
  unite();
  expect_found(ids, 7);
  EXPECT_EQ(check(), ids.size());
}

TEST_F(IdIndexTest, LosesNothingWhenATransactionIsDropped) {
  const std::vector<RecentId> ids = random_ids(50'000, 5'000);
  put(ids);
  for (int steps = 0;; ++steps) {
    backend_->begin_write(0);
    index_.step_to_one_run(2'000);
    if (steps % 3 == 0) {
      backend_->rollback();  // as if the process had been killed
      ASSERT_EQ(check(), ids.size());
      expect_found(ids, 9'973);
      continue;
    }
    backend_->commit();
    if (!step_to_one_run()) {
      break;
    }
  }
  expect_found(ids, 11);
  EXPECT_EQ(check(), ids.size());
}

TEST_F(IdIndexTest, StaysSmallAndRightWithAMillionIds) {
  constexpr std::size_t count = 1'000'000;
  const std::vector<RecentId> ids = random_ids(count, 100'000);
  for (std::size_t i = 0; i < count; i += 10'000) {
    put({ids.begin() + static_cast<std::ptrdiff_t>(i),
         ids.begin() + static_cast<std::ptrdiff_t>(i + 10'000)});
  }
  expect_found(ids, 10'007);
  EXPECT_LT(wrong_answers(1'000), 0.01);

  unite();
  EXPECT_EQ(check(), count);
  expect_found(ids, 5'003);
  EXPECT_LT(wrong_answers(4'000), 1.0 / 32);
  // 6 bits of a prefix, 1.5 bits of Rice code, 17 bits of an article: 3.1 bytes; and pages.
  EXPECT_LT(static_cast<double>(bytes()) / count, 3.3);
  // Pages as articles without a row here make them (their numbers take no bits then), and no
  // others.
  EXPECT_EQ(pages(), 1 + count * 8 / (std::size_t{8} * 880));
}

TEST_F(IdIndexTest, LeavesOneRunWhenUnited) {
  put(random_ids(30'000, 100));
  put(random_ids(100, 100));
  unite();
  const std::size_t pages_of_one = pages();
  EXPECT_EQ(pages_of_one, 1U + 30'100 * (6 + 2) / (8 * 880));
  EXPECT_FALSE(step_to_one_run());
  EXPECT_FALSE(step());
  EXPECT_EQ(pages(), pages_of_one);
}

TEST_F(IdIndexTest, StaysRightWhenTheArchiveGrowsAHundredfold) {
  std::vector<RecentId> ids = random_ids(3'000, 1'000);
  put(ids);
  unite();
  for (int weeks = 0; weeks < 5; ++weeks) {
    const std::vector<RecentId> more = random_ids(60'000, 1'000);
    put(more);
    ids.insert(ids.end(), more.begin(), more.end());
    unite();
  }
  expect_found(ids, 401);
  // A few differ only in what was cut.
  EXPECT_GT(check(), ids.size() - 100);
  EXPECT_LT(wrong_answers(3'000), 0.25);
}

TEST_F(IdIndexTest, MergesAsItGrows) {
  std::size_t most_runs = 0;
  for (int i = 0; i < 200; ++i) {
    put(random_ids(3'000, 1'000));
    backend_->begin_read();
    most_runs = std::max(most_runs, backend_->blob_keys(Space::id_run, 0, 1'000).size());
    backend_->end_read();
  }
  EXPECT_LE(most_runs, 40U);
  for (int steps = 0; step(); ++steps) {
    ASSERT_LT(steps, 1'000);
  }
  EXPECT_FALSE(step());
  EXPECT_EQ(check(), 600'000U);
}

TEST_F(IdIndexTest, IsEmptyAfterClear) {
  put(random_ids(30'000, 100));
  backend_->begin_write(0);
  index_.clear();
  backend_->commit();
  EXPECT_EQ(check(), 0U);
  EXPECT_EQ(pages(), 0U);
  put({{0xABCD'0000'0000'0000, ArticleNumber{1}}});
  EXPECT_THAT(find("abcd"), ElementsAre(ArticleNumber{1}));
}

TEST_F(IdIndexTest, NamesADamagedPageAndCanBeClearedThen) {
  put(random_ids(30'000, 100));
  unite();
  backend_->begin_read();
  const std::int64_t key = backend_->blob_keys(Space::id_page, 0, 1).front();
  const Bytes page = *backend_->find_blob(Space::id_page, key);
  backend_->end_read();
  const auto expect_damage = [&](std::string_view where) {
    backend_->begin_read();
    try {
      index_.check();
      ADD_FAILURE() << "no damage seen";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt);
      EXPECT_THAT(error.what(), testing::HasSubstr(where));
    }
    backend_->end_read();
  };
  const auto replace = [&](Space space, std::int64_t at, const std::optional<Bytes>& with) {
    backend_->begin_write(0);
    if (with) {
      backend_->put_blob(space, at, *with);
    } else {
      backend_->remove_blob(space, at);
    }
    backend_->commit();
  };
  for (std::size_t bit = 0; bit < page.size() * 8; bit += 37) {
    Bytes damaged = page;
    damaged[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    replace(Space::id_page, key, damaged);
    expect_damage("page 0 of run");
  }
  replace(Space::id_page, key, Bytes{page.begin(), page.begin() + 3});
  expect_damage("page 0 of run");
  replace(Space::id_page, key, std::nullopt);
  expect_damage("page 0 of run");
  backend_->begin_read();
  const std::int64_t run = backend_->blob_keys(Space::id_run, 0, 1).front();
  backend_->end_read();
  replace(Space::id_run, run, Bytes(9));
  expect_damage("run");
  backend_->begin_write(0);
  index_.clear();
  backend_->commit();
  EXPECT_EQ(check(), 0U);
}

TEST(IdPage, GivesBackItsEntries) {
  constexpr unsigned seed = 20261125;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random{seed};
  for (int round = 0; round < 200; ++round) {
    const unsigned bits = 14 + static_cast<unsigned>(random() % 31);
    const auto pages = 1 + static_cast<std::uint32_t>(random() % 10'000);
    const IdPageRange range{
        .bits = bits, .pages = pages, .page = static_cast<std::uint32_t>(random() % pages)};
    std::vector<RecentId> entries;
    for (std::uint64_t n = random() % 600; n > 0; --n) {
      const std::uint64_t within = random() % (range.last() - range.first());
      const std::uint64_t prefix = (range.first() + within) & ~(UINT64_MAX >> bits);
      entries.push_back(
          {prefix, ArticleNumber{static_cast<std::int64_t>(random() >> (16 + random() % 48))}});
    }
    std::ranges::sort(entries);
    ASSERT_EQ(unpack_id_page(range, pack_id_page(range, entries)), entries) << "round " << round;
  }
}

TEST(IdPage, SharesOutAllPrefixesAmongThePages) {
  for (const std::uint32_t pages : {1U, 2U, 3U, 1'000U, 16'384U}) {
    std::uint64_t next = 0;
    for (std::uint32_t page = 0; page < pages; ++page) {
      const IdPageRange range{.bits = 14, .pages = pages, .page = page};
      ASSERT_EQ(range.first(), next) << page << " of " << pages;
      ASSERT_EQ(id_page_of(range.first(), 14, pages), page);
      ASSERT_EQ(id_page_of(range.last(), 14, pages), page);
      next = range.last() + 1;
    }
    EXPECT_EQ(next, 0U) << "all of 2^64";
  }
}

TEST(IdPage, HoldsTheEdgesOfItsRange) {
  const IdPageRange range{.bits = 20, .pages = 11, .page = 10};
  const std::vector<RecentId> entries{{range.first(), ArticleNumber{0}},
                                      {range.last() & ~(UINT64_MAX >> 20), ArticleNumber{0}}};
  EXPECT_EQ(unpack_id_page(range, pack_id_page(range, entries)), entries);
}

}  // namespace
}  // namespace arch::store
