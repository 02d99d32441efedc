#include "store/store.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace arch::store {
namespace {

constexpr const char* key = "https://example.org/article";

/// A recipe as any: upper case letters.
std::string shout(ByteView bytes) {
  std::string text(as_text(bytes));
  for (char& c : text) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

Store open(const test::TempFolder& folder) {
  return Store(folder.path(),
               {.access = OpenOptions::Access::write, .recipes = {{"shout/1", shout}}});
}

ObjectId id_of(std::string_view text) {
  return sha256(as_bytes(text));
}

std::string capture(std::int64_t time, std::string_view page, std::string_view extra = {}) {
  return fmt::format(
      "arch-capture 1\narticle: {}\nobserved: {}\ndocument: {}\npage: {}\n{}cause: published\n",
      key,
      format_rfc3339({time}),
      id_of(shout(as_bytes(page))).hex(),
      id_of(page).hex(),
      extra);
}

void add(Transaction& transaction, const std::string& page, const std::string& record) {
  const std::string document = shout(as_bytes(page));
  transaction.append(
      transaction.open_article(key),
      {.objects = {{.bytes = as_bytes(page), .id = id_of(page)}},
       .derived = {{.id = id_of(document), .from = id_of(page), .recipe = "shout/1"}},
       .records = {{.text = record, .id = id_of(record)}}});
}

/// Revisions of a text that changes a little each time.
std::vector<std::string> revisions(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += fmt::format("word{} ", random() % 1000);
  }
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) {
    text.replace(random() % (text.size() - 10), 5, fmt::format("edit {} of it", i));
    all.push_back(text);
  }
  return all;
}

std::vector<std::string> texts_of(const Article& article) {
  std::vector<std::string> texts;
  texts.reserve(article.objects());
  for (std::uint32_t i = 0; i < article.objects(); ++i) {
    texts.emplace_back(as_text(article.object(ObjectNumber{i})));
  }
  return texts;
}

std::vector<std::string> records_of(const Article& article) {
  std::vector<std::string> texts;
  for (const RecordRow& row : article.records()) {
    texts.push_back(article.record_text(row));
  }
  return texts;
}

std::vector<std::string> damage_of(const Store& store) {
  std::vector<std::string> all;
  store.verify(
      [&](const Damage& damage) {
        all.push_back(fmt::format("{} {}: {}", damage.key, damage.subject, damage.problem));
      },
      {});
  return all;
}

class StoreTest : public testing::Test {
protected:
  StoreTest() { Store::create(folder.path()); }

  /// Adds the revisions one transaction each, one hour apart; returns the records.
  std::vector<std::string> add_each(Store& store, const std::vector<std::string>& pages) {
    std::vector<std::string> records;
    for (std::size_t i = 0; i < pages.size(); ++i) {
      records.push_back(capture(1'600'000'000 + 3600 * static_cast<std::int64_t>(i), pages[i]));
      Transaction transaction = store.begin();
      add(transaction, pages[i], records.back());
      transaction.commit();
    }
    return records;
  }

  test::TempFolder folder;
};

TEST_F(StoreTest, ASnapshotKeepsItsMomentWhileOthersWrite) {
  Store writer = open(folder);
  add_each(writer, {"first text"});
  const Store reader(folder.path(), {.recipes = {{"shout/1", shout}}});
  {
    const Snapshot moment = reader.hold();
    EXPECT_EQ(reader.arrivals(), 1U);
    add_each(writer, {"first text", "second text"});
    EXPECT_EQ(reader.arrivals(), 1U);
    {
      const Snapshot inner = reader.hold();
      EXPECT_EQ(texts_of(reader.read(*reader.find_article(key))).size(), 2U);
    }
    EXPECT_EQ(reader.arrivals(), 1U);
  }
  EXPECT_EQ(reader.arrivals(), 2U);
  EXPECT_EQ(texts_of(reader.read(*reader.find_article(key))).size(), 4U);
}

TEST_F(StoreTest, GivesBackWhatItWasGiven) {
  Store store = open(folder);
  const auto pages = revisions(5, 1);
  const auto records = add_each(store, pages);
  const Article article = store.read(store.find_article(key).value());
  EXPECT_EQ(records_of(article), records);
  ASSERT_EQ(article.objects(), 10U);
  for (std::uint32_t i = 0; i < 5; ++i) {
    EXPECT_EQ(as_text(article.object(ObjectNumber{2 * i})), pages[i]);
    EXPECT_EQ(article.object_id(ObjectNumber{2 * i + 1}), id_of(shout(as_bytes(pages[i]))));
  }
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
}

TEST_F(StoreTest, GivesBackTheSameAfterCompaction) {
  Store store = open(folder);
  const auto pages = revisions(100, 2);
  const auto records = add_each(store, pages);
  const ArticleNumber number = store.find_article(key).value();
  const Article before = store.read(number);
  const auto texts = texts_of(before);
  ASSERT_TRUE(store.compact({}));
  const Article after = store.read(number);
  EXPECT_EQ(records_of(after), records);
  EXPECT_EQ(texts_of(after), texts);
  // Whoever had the article open when it was compacted reads on.
  EXPECT_EQ(texts_of(before), texts);
  EXPECT_EQ(records_of(before), records);
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
  EXPECT_LT(store.usage().texts, texts[0].size() + std::size_t{100} * 60);
}

TEST_F(StoreTest, CompactsByItselfInGeometricSteps) {
  Store store = open(folder);
  const auto pages = revisions(200, 3);
  std::vector<std::string> records;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    records.push_back(capture(1'600'000'000 + static_cast<std::int64_t>(i), pages[i]));
    Transaction transaction = store.begin();
    add(transaction, pages[i], records.back());
    transaction.commit();
    store.compact_if_due(store.find_article(key).value());
  }
  EXPECT_EQ(records_of(store.read(store.find_article(key).value())), records);
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
}

TEST_F(StoreTest, KeepsEqualObjectsAndRecordsOnce) {
  Store store = open(folder);
  const auto pages = revisions(3, 4);
  add_each(store, pages);
  add_each(store, pages);
  ASSERT_TRUE(store.compact({}));
  add_each(store, pages);
  // A page that comes back is the object that it was.
  Transaction transaction = store.begin();
  add(transaction, pages[0], capture(1'700'000'000, pages[0]));
  transaction.commit();
  const Article article = store.read(store.find_article(key).value());
  EXPECT_EQ(article.objects(), 6U);
  EXPECT_EQ(article.records().size(), 4U);
}

TEST_F(StoreTest, ForgetsWhatWasNotCommitted) {
  Store store = open(folder);
  {
    Transaction transaction = store.begin();
    add(transaction, "a page", capture(1'600'000'000, "a page"));
  }
  EXPECT_FALSE(store.find_article(key).has_value());
  Transaction transaction = store.begin();
  add(transaction, "a page", capture(1'600'000'000, "a page"));
  transaction.commit();
  const Article article = store.read(store.find_article(key).value());
  EXPECT_EQ(article.records().size(), 1U);
}

TEST_F(StoreTest, KeepsRecordsOfNoArticleOnceAndNamesThemByNumber) {
  Store store = open(folder);
  std::vector<std::string> origins;
  std::vector<std::string> records;
  const auto pages = revisions(30, 5);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    origins.push_back(fmt::format("arch-origin 1\nkind: git\nsubject: change {}\n", i / 2));
    const ObjectId origin = id_of(origins.back());
    records.push_back(capture(1'600'000'000 + static_cast<std::int64_t>(i),
                              pages[i],
                              fmt::format("origin: {}\n", origin.hex())));
    Transaction transaction = store.begin();
    transaction.append(ArticleNumber::none, {.records = {{.text = origins.back(), .id = origin}}});
    add(transaction, pages[i], records.back());
    transaction.commit();
  }
  const ArticleNumber number = store.find_article(key).value();
  EXPECT_EQ(records_of(store.read(number)), records);
  ASSERT_TRUE(store.compact({}));
  EXPECT_EQ(records_of(store.read(number)), records);
  const auto found = store.find(id_of(origins[7]).hex());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].article, ArticleNumber::none);
  EXPECT_EQ(store.shared_text(found[0].index), origins[7]);
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
}

TEST_F(StoreTest, PacksChecksIntoLessThanAByteEach) {
  Store store = open(folder);
  const std::string page = "the page that never changes";
  Transaction first = store.begin();
  const ArticleNumber number = first.open_article(key);
  add(first, page, capture(1'600'000'000, page));
  first.commit();
  constexpr int year_of_quarters = 35'040;
  std::vector<std::string> checks;
  for (int i = 1; i <= year_of_quarters; ++i) {
    std::string text = capture(1'600'000'000 + 900 * i + i * 7919 % 5, page);
    text.replace(0, 14, "arch-check 1");
    checks.push_back(std::move(text));
  }
  for (std::size_t i = 0; i < checks.size(); i += 365) {
    Transaction transaction = store.begin();
    Batch batch;
    for (std::size_t k = i; k < std::min(i + 365, checks.size()); ++k) {
      batch.checks.push_back(checks[k]);
    }
    EXPECT_EQ(transaction.append(number, batch).checks, batch.checks.size());
    EXPECT_EQ(transaction.append(number, batch).checks, 0U);
    transaction.commit();
  }
  const Article article = store.read(number);
  ASSERT_EQ(article.checks().size(), checks.size());
  for (std::size_t i = 0; i < checks.size(); i += 997) {
    EXPECT_EQ(article.record_text(article.checks()[i]), checks[i]);
  }
  EXPECT_LT(store.usage().check_runs, static_cast<std::uint64_t>(year_of_quarters));
}

TEST_F(StoreTest, FindsByTheBeginningOfAnId) {
  Store store = open(folder);
  const auto pages = revisions(20, 6);
  const auto records = add_each(store, pages);
  for (const bool compacted : {false, true}) {
    const std::string digits = id_of(records[3]).hex().substr(0, 12);
    const auto found = store.find(digits);
    ASSERT_EQ(found.size(), 1U) << compacted;
    EXPECT_EQ(found[0].id, id_of(records[3]));
    EXPECT_EQ(found[0].index, 3U);
    const auto object = store.find(id_of(pages[9]).hex());
    ASSERT_EQ(object.size(), 1U) << compacted;
    EXPECT_EQ(object[0].kind, Found::Kind::object);
    EXPECT_THAT(store.find("0123456789ab"), testing::IsEmpty());
    ASSERT_TRUE(store.compact({}));
  }
}

TEST_F(StoreTest, MakesItsIndexAgain) {
  Store store = open(folder);
  const auto records = add_each(store, revisions(20, 7));
  store.rebuild();
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
  EXPECT_EQ(store.find(id_of(records[3]).hex()).size(), 1U);
}

TEST_F(StoreTest, TrainsADictionaryForManyArticlesThatAreAlike) {
  Store store = open(folder);
  std::map<std::string, std::string> pages;
  std::mt19937 random(8);
  std::vector<std::string> phrases;
  phrases.reserve(2000);
  for (int i = 0; i < 2000; ++i) {
    phrases.push_back(
        fmt::format("phrase{} of{} the{} trade{}. ", random(), random(), i, random()));
  }
  for (int i = 0; i < 200; ++i) {
    std::string page;
    for (int k = 0; k < 100; ++k) {
      page += phrases[random() % phrases.size()];
    }
    pages.emplace(fmt::format("article {}", i), page);
  }
  for (const auto& [name, page] : pages) {
    Transaction transaction = store.begin();
    transaction.append(transaction.open_article(name),
                       {.objects = {{.bytes = as_bytes(page), .id = id_of(page)}}});
    transaction.commit();
  }
  ASSERT_TRUE(store.compact({}));
  EXPECT_GT(store.usage().dictionaries, 0U);
  const auto texts = store.usage().texts;
  for (const auto& [name, page] : pages) {
    const Article article = store.read(store.find_article(name).value());
    EXPECT_EQ(as_text(article.object(ObjectNumber{0})), page);
  }
  ASSERT_TRUE(store.compact({}));
  EXPECT_EQ(store.usage().texts, texts);
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
}

TEST_F(StoreTest, StopsCleanlyWhenAskedTo) {
  Store store = open(folder);
  const auto pages = revisions(20, 9);
  const auto records = add_each(store, pages);
  EXPECT_FALSE(store.compact({.progress = [](const Progress&) { return false; }}));
  EXPECT_EQ(records_of(store.read(store.find_article(key).value())), records);
}

TEST_F(StoreTest, RefusesAnObjectMadeByWhatItDoesNotKnow) {
  {
    Store store = open(folder);
    add_each(store, {"page"});
  }
  const Store store(folder.path(), {});
  const Article article = store.read(store.find_article(key).value());
  EXPECT_EQ(as_text(article.object(ObjectNumber{0})), "page");
  EXPECT_THROW(article.object(ObjectNumber{1}), Error);
}

}  // namespace
}  // namespace arch::store
