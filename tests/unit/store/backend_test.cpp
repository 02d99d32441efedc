// What every backend promises. One suite, run on each of them.

#include "store/backend.hpp"

#include "base/error.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace arch::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t at_once = 0;

Bytes bytes(std::string_view text) {
  return to_bytes(text);
}

/// A segment that differs from others in every column.
SegmentRow make_segment(ArticleNumber article, std::string_view name) {
  const std::string text{name};
  return {.article = article,
          .kind = name.size() % 2 == 0 ? SegmentKind::history : SegmentKind::checks,
          .sum = static_cast<std::int64_t>(name.size()) << 40,
          .text_sum = static_cast<std::int64_t>(name.size()) + 7,
          .head = bytes("head of " + text),
          .body = bytes("body of " + text),
          .texts = bytes("texts of " + text)};
}

void expect_equal(const SegmentRow& a, const SegmentRow& b) {
  EXPECT_EQ(a.article, b.article);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.sum, b.sum);
  EXPECT_EQ(a.text_sum, b.text_sum);
  EXPECT_EQ(a.head, b.head);
  EXPECT_EQ(a.body, b.body);
  EXPECT_EQ(a.texts, b.texts);
}

struct InMemory {
  std::unique_ptr<Backend> backend = make_memory_backend();
};

struct InSqlite {
  InSqlite() {
    create_sqlite_backend(folder.path());
    backend = open_sqlite_backend(folder.path(), OpenOptions::Access::write);
  }
  test::TempFolder folder;
  std::unique_ptr<Backend> backend;
};

template <typename Kind>
class EveryBackend : public testing::Test {
protected:
  Backend& backend() { return *kind_.backend; }

  /// Runs `change` in a transaction of its own.
  template <typename Change>
  auto write(const Change& change) {
    backend().begin_write(at_once);
    if constexpr (std::is_void_v<decltype(change())>) {
      change();
      backend().commit();
    } else {
      auto result = change();
      backend().commit();
      return result;
    }
  }

  template <typename Look>
  auto read(const Look& look) {
    backend().begin_read();
    auto result = look();
    backend().end_read();
    return result;
  }

private:
  Kind kind_;
};

using Kinds = testing::Types<InMemory, InSqlite>;
TYPED_TEST_SUITE(EveryBackend, Kinds);

TYPED_TEST(EveryBackend, NumbersArticlesFromOne) {
  Backend& backend = this->backend();
  this->write([&] {
    EXPECT_EQ(backend.add_article("https://example.org/a"), ArticleNumber{1});
    EXPECT_EQ(backend.add_article("https://example.org/b"), ArticleNumber{2});
  });
  EXPECT_EQ(this->read([&] { return backend.find_article("https://example.org/b"); }),
            ArticleNumber{2});
  EXPECT_EQ(this->read([&] { return backend.find_article("https://example.org/c"); }),
            std::nullopt);
  EXPECT_EQ(this->read([&] { return backend.article_count(); }), 2U);
}

TYPED_TEST(EveryBackend, HasAnArticleForWhatBelongsToNone) {
  Backend& backend = this->backend();
  const SegmentId segment = this->write([&] {
    const SegmentId added = backend.add_segment(make_segment(ArticleNumber::none, "shared"));
    ArticleEntry entry = backend.read_article(ArticleNumber::none);
    EXPECT_EQ(entry.key, "");
    entry.segments = {added};
    backend.update_article(entry);
    return added;
  });
  this->read([&] {
    EXPECT_THAT(backend.read_article(ArticleNumber::none).segments, ElementsAre(segment));
    EXPECT_EQ(backend.find_article(""), std::nullopt);
    EXPECT_EQ(backend.article_count(), 0U);
    EXPECT_THAT(backend.list({}), IsEmpty());
    return 0;
  });
}

TYPED_TEST(EveryBackend, KeepsWhatAnArticleIsUpdatedTo) {
  Backend& backend = this->backend();
  const ArticleEntry entry{.number = ArticleNumber{1},
                           .key = "k",
                           .segments = {SegmentId{900}, SegmentId{3}, SegmentId{1}},
                           .listing = {.title = "Zwölf Tote",
                                       .first_seen = UtcTime{-5},
                                       .last_changed = std::nullopt,
                                       .last_seen = UtcTime{1'700'000'000},
                                       .revisions = 1,
                                       .captures = 2,
                                       .checks = UINT32_MAX}};
  this->write([&] {
    backend.add_article("k");
    backend.update_article(entry);
  });
  const ArticleEntry found = this->read([&] { return backend.read_article(ArticleNumber{1}); });
  EXPECT_EQ(found.number, entry.number);
  EXPECT_EQ(found.key, entry.key);
  EXPECT_EQ(found.segments, entry.segments);
  EXPECT_EQ(found.listing, entry.listing);
  EXPECT_TRUE(found.listing_whole);
}

TYPED_TEST(EveryBackend, HasNoArticleThatWasNotAdded) {
  this->read([&] {
    try {
      this->backend().read_article(ArticleNumber{1});
      ADD_FAILURE() << "there is no article 1";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
    return 0;
  });
}

TYPED_TEST(EveryBackend, TellsKeysApartByEveryByte) {
  Backend& backend = this->backend();
  const std::string with_nul{"a\0b", 3};
  this->write([&] {
    backend.add_article("a");
    backend.add_article("A");
    backend.add_article(with_nul);
    backend.add_article(std::string(4'000, 'x'));
  });
  this->read([&] {
    EXPECT_EQ(backend.find_article("A"), ArticleNumber{2});
    EXPECT_EQ(backend.find_article(with_nul), ArticleNumber{3});
    EXPECT_EQ(backend.find_article(std::string(4'000, 'x')), ArticleNumber{4});
    EXPECT_EQ(backend.find_article(std::string(3'999, 'x')), std::nullopt);
    EXPECT_EQ(backend.read_article(ArticleNumber{3}).key, with_nul);
    return 0;
  });
}

TYPED_TEST(EveryBackend, ListsTheLatestChangedFirst) {
  Backend& backend = this->backend();
  const auto add = [&](std::string_view key, std::optional<std::int64_t> changed) {
    const ArticleNumber number = backend.add_article(key);
    ArticleEntry entry{.number = number};
    if (changed) {
      entry.listing.last_changed = UtcTime{*changed};
    }
    backend.update_article(entry);
  };
  this->write([&] {
    add("older", 100);
    add("never", std::nullopt);
    add("newest", 300);
    add("same time, added later", 300);
    add("before 1970", -100);
  });
  const auto keys = [&](const ListFilter& filter) {
    std::vector<std::string> found;
    for (const ArticleRow& row : this->read([&] { return backend.list(filter); })) {
      found.push_back(row.key);
    }
    return found;
  };
  EXPECT_THAT(keys({}),
              ElementsAre("same time, added later", "newest", "older", "before 1970", "never"));
  EXPECT_THAT(keys({.limit = 2}), ElementsAre("same time, added later", "newest"));
  EXPECT_THAT(keys({.order = ListOrder::key}),
              ElementsAre("before 1970", "never", "newest", "older", "same time, added later"));
  EXPECT_THAT(keys({.changed_from = UtcTime{-100}, .changed_until = UtcTime{100}}),
              ElementsAre("older", "before 1970"));
  EXPECT_THAT(keys({.contains = "TIME, added"}), ElementsAre("same time, added later"));
  EXPECT_THAT(keys({.contains = "%"}), IsEmpty());
  EXPECT_THAT(keys({.min_revisions = 1}), IsEmpty());
}

TYPED_TEST(EveryBackend, FiltersByTitleAndRevisions) {
  Backend& backend = this->backend();
  this->write([&] {
    for (std::uint32_t revisions = 1; revisions <= 3; ++revisions) {
      const ArticleNumber number = backend.add_article(std::string(revisions, 'k'));
      backend.update_article(
          {.number = number,
           .listing = {.title = revisions == 2 ? "Flood" : "Fire", .revisions = revisions}});
    }
  });
  this->read([&] {
    EXPECT_EQ(backend.list({.contains = "flood"}).size(), 1U);
    EXPECT_EQ(backend.list({.contains = "fi"}).size(), 2U);
    EXPECT_EQ(backend.list({.min_revisions = 2}).size(), 2U);
    EXPECT_EQ(backend.list({.max_revisions = 1}).size(), 1U);
    EXPECT_EQ(backend.list({.contains = "fire", .min_revisions = 2}).size(), 1U);
    return 0;
  });
}

TYPED_TEST(EveryBackend, GivesSegmentsBackInTheirParts) {
  Backend& backend = this->backend();
  const SegmentRow row = make_segment(ArticleNumber{7}, "first");
  const SegmentId id = this->write([&] { return backend.add_segment(row); });
  this->read([&] {
    expect_equal(*backend.find_segment(id, SegmentPart::all), row);
    SegmentRow without_texts = row;
    without_texts.texts.clear();
    expect_equal(*backend.find_segment(id, SegmentPart::head_and_body), without_texts);
    SegmentRow only_texts = row;
    only_texts.head.clear();
    only_texts.body.clear();
    expect_equal(*backend.find_segment(id, SegmentPart::texts), only_texts);
    return 0;
  });
}

TYPED_TEST(EveryBackend, KeepsSegmentsOfAnySize) {
  Backend& backend = this->backend();
  SegmentRow large = make_segment(ArticleNumber{1}, "large");
  large.head.resize(30'000, std::byte{1});
  large.body.resize(300'000, std::byte{2});
  large.texts.resize(3'000'000, std::byte{3});
  const SegmentRow empty{};
  this->write([&] {
    backend.add_segment(large);
    backend.add_segment(empty);
  });
  this->read([&] {
    expect_equal(*backend.find_segment(SegmentId{1}, SegmentPart::all), large);
    expect_equal(*backend.find_segment(SegmentId{2}, SegmentPart::all), empty);
    return 0;
  });
}

TYPED_TEST(EveryBackend, NeverGivesASegmentIdTwice) {
  Backend& backend = this->backend();
  const auto add = [&] {
    return this->write([&] { return backend.add_segment(make_segment(ArticleNumber{1}, "x")); });
  };
  add();
  const SegmentId last = add();
  this->write([&] { backend.remove_segment(last); });
  EXPECT_EQ(this->read([&] { return backend.find_segment(last, SegmentPart::all); }), std::nullopt);
  EXPECT_GT(add(), last);
}

TYPED_TEST(EveryBackend, ReplacesASegmentInItsPlace) {
  Backend& backend = this->backend();
  const SegmentRow other = make_segment(ArticleNumber{2}, "replaced");
  this->write([&] {
    backend.add_segment(make_segment(ArticleNumber{1}, "one"));
    backend.replace_segment(SegmentId{1}, other);
  });
  this->read([&] {
    expect_equal(*backend.find_segment(SegmentId{1}, SegmentPart::all), other);
    return 0;
  });
}

TYPED_TEST(EveryBackend, ListsSegmentsInAscendingOrder) {
  Backend& backend = this->backend();
  this->write([&] {
    for (const int article : {5, 3, 5, 4}) {
      backend.add_segment(make_segment(ArticleNumber{article}, "x"));
    }
    backend.remove_segment(SegmentId{2});
  });
  this->read([&] {
    EXPECT_THAT(backend.segments_after(SegmentId{0}, 2),
                ElementsAre(std::pair{SegmentId{1}, ArticleNumber{5}},
                            std::pair{SegmentId{3}, ArticleNumber{5}}));
    EXPECT_THAT(backend.segments_after(SegmentId{3}, 9),
                ElementsAre(std::pair{SegmentId{4}, ArticleNumber{4}}));
    return 0;
  });
}

TYPED_TEST(EveryBackend, KeepsBlobsOfEachSpaceApart) {
  Backend& backend = this->backend();
  const std::vector<Space> spaces{Space::dictionary, Space::id_run, Space::id_page, Space::cache};
  this->write([&] {
    for (const Space space : spaces) {
      backend.put_blob(space, 4, bytes("old"));
      backend.put_blob(space, 4, bytes(std::to_string(static_cast<int>(space))));
      backend.put_blob(space, -9, {});
      backend.put_blob(space, 9, bytes("gone"));
      backend.remove_blob(space, 9);
      backend.remove_blob(space, 10);
    }
  });
  this->read([&] {
    for (const Space space : spaces) {
      EXPECT_EQ(backend.find_blob(space, 4), bytes(std::to_string(static_cast<int>(space))));
      EXPECT_EQ(backend.find_blob(space, -9), Bytes{});
      EXPECT_EQ(backend.find_blob(space, 9), std::nullopt);
      EXPECT_THAT(backend.blob_keys(space, INT64_MIN, 10), ElementsAre(-9, 4));
      EXPECT_THAT(backend.blob_keys(space, -8, 10), ElementsAre(4));
      EXPECT_THAT(backend.blob_keys(space, -9, 1), ElementsAre(-9));
    }
    return 0;
  });
}

TYPED_TEST(EveryBackend, SortsRecentIdsAsUnsignedNumbers) {
  Backend& backend = this->backend();
  const RecentId low{0, ArticleNumber{3}};
  const RecentId middle{0x7FFF'FFFF'FFFF'FFFF, ArticleNumber{2}};
  const RecentId high{0x8000'0000'0000'0000, ArticleNumber{1}};
  const RecentId highest{UINT64_MAX, ArticleNumber{1}};
  const RecentId highest_too{UINT64_MAX, ArticleNumber{2}};
  this->write([&] {
    for (const RecentId& id : {high, highest_too, low, highest, middle, high}) {
      backend.put_recent_id(id);
    }
  });
  this->read([&] {
    EXPECT_THAT(backend.recent_ids(0, UINT64_MAX, 10),
                ElementsAre(low, middle, high, highest, highest_too));
    EXPECT_THAT(backend.recent_ids(1, UINT64_MAX - 1, 10), ElementsAre(middle, high));
    EXPECT_THAT(backend.recent_ids(0, UINT64_MAX, 1), ElementsAre(low));
    return 0;
  });
  this->write([&] { backend.clear_recent_ids(); });
  EXPECT_THAT(this->read([&] { return backend.recent_ids(0, UINT64_MAX, 10); }), IsEmpty());
}

TYPED_TEST(EveryBackend, KeepsAnAnnotationOnceAndInOrderOfTime) {
  Backend& backend = this->backend();
  const auto make = [](char id, int article, int at) {
    ObjectId name;
    name.bytes.fill(static_cast<std::byte>(id));
    return Annotation{.id = name,
                      .article = ArticleNumber{article},
                      .at = UtcTime{at},
                      .text = std::string("text of ") + id};
  };
  this->write([&] {
    EXPECT_TRUE(backend.put_annotation(make('c', 1, 50)));
    EXPECT_TRUE(backend.put_annotation(make('b', 2, 10)));
    EXPECT_TRUE(backend.put_annotation(make('a', 1, 50)));
    EXPECT_FALSE(backend.put_annotation(make('a', 1, 50)));
  });
  const auto texts = [&](std::optional<ArticleNumber> article) {
    std::vector<std::string> found;
    for (const Annotation& each : this->read([&] { return backend.annotations(article); })) {
      found.push_back(each.text);
    }
    return found;
  };
  EXPECT_THAT(texts(std::nullopt), ElementsAre("text of b", "text of a", "text of c"));
  EXPECT_THAT(texts(ArticleNumber{1}), ElementsAre("text of a", "text of c"));
  const Annotation first = this->read([&] { return backend.annotations(std::nullopt); }).front();
  EXPECT_EQ(first.id, make('b', 2, 10).id);
  EXPECT_EQ(first.article, ArticleNumber{2});
  EXPECT_EQ(first.at, UtcTime{10});
}

TYPED_TEST(EveryBackend, CountersAreZeroUntilSet) {
  Backend& backend = this->backend();
  EXPECT_EQ(this->read([&] { return backend.counter(Counter::arrivals); }), 0U);
  this->write([&] {
    backend.set_counter(Counter::arrivals, UINT64_MAX);
    EXPECT_EQ(backend.counter(Counter::arrivals), UINT64_MAX);
  });
  EXPECT_EQ(this->read([&] { return backend.counter(Counter::arrivals); }), UINT64_MAX);
  EXPECT_EQ(this->read([&] { return backend.counter(Counter::next_run); }), 0U);
}

TYPED_TEST(EveryBackend, RollsEverythingBack) {
  Backend& backend = this->backend();
  this->write([&] {
    backend.add_article("kept");
    backend.update_article({.number = ArticleNumber{1}, .listing = {.title = "kept"}});
    backend.add_segment(make_segment(ArticleNumber{1}, "kept"));
    backend.put_blob(Space::cache, 1, bytes("kept"));
    backend.put_recent_id({1, ArticleNumber{1}});
    backend.set_counter(Counter::arrivals, 1);
  });
  backend.begin_write(at_once);
  backend.add_article("lost");
  backend.update_article({.number = ArticleNumber{1}, .listing = {.title = "lost"}});
  backend.replace_segment(SegmentId{1}, make_segment(ArticleNumber{1}, "lost"));
  backend.add_segment(make_segment(ArticleNumber{1}, "lost"));
  backend.remove_segment(SegmentId{1});
  backend.put_blob(Space::cache, 1, bytes("lost"));
  backend.put_blob(Space::cache, 2, bytes("lost"));
  backend.remove_blob(Space::cache, 1);
  backend.put_recent_id({2, ArticleNumber{1}});
  backend.clear_recent_ids();
  backend.put_annotation({.id = {}, .article = ArticleNumber{1}, .at = {}, .text = "lost"});
  backend.set_counter(Counter::arrivals, 2);
  backend.rollback();
  this->read([&] {
    EXPECT_EQ(backend.find_article("lost"), std::nullopt);
    EXPECT_EQ(backend.read_article(ArticleNumber{1}).listing.title, "kept");
    expect_equal(*backend.find_segment(SegmentId{1}, SegmentPart::all),
                 make_segment(ArticleNumber{1}, "kept"));
    EXPECT_EQ(backend.segments_after(SegmentId{0}, 9).size(), 1U);
    EXPECT_EQ(backend.find_blob(Space::cache, 1), bytes("kept"));
    EXPECT_EQ(backend.find_blob(Space::cache, 2), std::nullopt);
    EXPECT_THAT(backend.recent_ids(0, UINT64_MAX, 9), ElementsAre(RecentId{1, ArticleNumber{1}}));
    EXPECT_THAT(backend.annotations(std::nullopt), IsEmpty());
    EXPECT_EQ(backend.counter(Counter::arrivals), 1U);
    return 0;
  });
}

TYPED_TEST(EveryBackend, ReadsItsOwnWritesInNestedTransactions) {
  Backend& backend = this->backend();
  backend.begin_write(at_once);
  backend.add_article("new");
  backend.begin_read();
  backend.begin_read();
  EXPECT_EQ(backend.find_article("new"), ArticleNumber{1});
  backend.end_read();
  backend.end_read();
  EXPECT_EQ(backend.add_article("newer"), ArticleNumber{2});
  backend.commit();
  EXPECT_EQ(this->read([&] { return backend.article_count(); }), 2U);
}

TYPED_TEST(EveryBackend, FindsNoDamageInWhatItWrote) {
  Backend& backend = this->backend();
  this->write([&] {
    for (int i = 0; i < 100; ++i) {
      const ArticleNumber number = backend.add_article("article " + std::to_string(i));
      const SegmentId segment = backend.add_segment(make_segment(number, std::to_string(i)));
      backend.update_article({.number = number, .segments = {segment}});
    }
    backend.rebuild_indexes();
  });
  this->read([&] {
    backend.check([](const BackendDamage& damage) { ADD_FAILURE() << damage.problem; });
    return 0;
  });
}

TYPED_TEST(EveryBackend, SaysWhereTheBytesAre) {
  Backend& backend = this->backend();
  this->write([&] {
    backend.update_article({.number = backend.add_article("four"), .listing = {.title = "zwölf"}});
    SegmentRow row = make_segment(ArticleNumber{1}, "even");
    row.texts.resize(100'000);
    backend.add_segment(row);
    backend.add_segment(make_segment(ArticleNumber{1}, "odd"));
    backend.put_blob(Space::dictionary, 1, Bytes(1'000));
    backend.put_blob(Space::cache, 1, Bytes(20));
    backend.put_blob(Space::id_page, 1, Bytes(300));
  });
  const BackendUsage usage = this->read([&] { return backend.usage(); });
  EXPECT_EQ(usage.articles, 1U);
  EXPECT_EQ(usage.names, 4U + 6U);
  EXPECT_EQ(usage.texts, 100'000U + sizeof "texts of odd" - 1);
  EXPECT_EQ(usage.records, sizeof "head of even" + sizeof "body of even" - 2);
  EXPECT_EQ(usage.check_runs, sizeof "head of odd" + sizeof "body of odd" - 2);
  EXPECT_EQ(usage.dictionaries, 1'000U);
  EXPECT_EQ(usage.cache, 20U);
  EXPECT_EQ(usage.index, 300U);
}

}  // namespace
}  // namespace arch::store
