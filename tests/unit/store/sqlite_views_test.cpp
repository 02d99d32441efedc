// The documented views say what the Store says, to any program with SQLite.

#include "base/sha256.hpp"
#include "store/store.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace arch::store {
namespace {

using testing::ElementsAre;

/// Rows of text, columns with a bar between them, NULL as `-`.
using Rows = std::vector<std::string>;

class SqliteViews : public testing::Test {
protected:
  SqliteViews() { Store::create(folder_.path()); }

  Store open() const { return Store(folder_.path(), {.access = OpenOptions::Access::write}); }

  /// Asks as a program would that knows nothing of arch.
  Rows query(const std::string& sql) const {
    sqlite3* database = nullptr;
    Rows rows;
    if (sqlite3_open_v2(
            (folder_ / "archive.db").c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) !=
        SQLITE_OK) {
      throw std::runtime_error{sqlite3_errmsg(database)};
    }
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error{sqlite3_errmsg(database)};
    }
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      std::string row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const unsigned char* text = sqlite3_column_text(statement, i);
        row += i == 0 ? "" : "|";
        row += text == nullptr ? "-" : reinterpret_cast<const char*>(text);
      }
      rows.push_back(row);
    }
    EXPECT_EQ(code, SQLITE_DONE) << sqlite3_errmsg(database);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return rows;
  }

  test::TempFolder folder_;
};

ObjectId id_of(std::string_view text) {
  return sha256(as_bytes(text));
}

std::string record(std::string_view heading,
                   std::string_view key,
                   UtcTime observed,
                   std::string_view document) {
  return fmt::format("{}\narticle: {}\nobserved: {}\n{}document: {}\ncause: published\n",
                     heading,
                     key,
                     format_rfc3339(observed),
                     heading == "arch-check 1" ? "outcome: unchanged\n" : "",
                     id_of(document).hex());
}

void add_capture(Transaction& transaction,
                 std::string_view key,
                 UtcTime observed,
                 std::string_view document) {
  const std::string text = record("arch-capture 1", key, observed, document);
  transaction.append(transaction.open_article(key),
                     {.objects = {{.bytes = as_bytes(document), .id = id_of(document)}},
                      .records = {{.text = text, .id = id_of(text)}}});
}

void add_checks(Transaction& transaction,
                std::string_view key,
                const std::vector<UtcTime>& times,
                std::string_view document) {
  std::vector<std::string> texts;
  for (const UtcTime time : times) {
    texts.push_back(record("arch-check 1", key, time, document));
  }
  transaction.append(transaction.open_article(key), {.checks = {texts.begin(), texts.end()}});
}

void add_absence(Transaction& transaction, std::string_view key, UtcTime observed) {
  const std::string text =
      fmt::format("arch-check 1\narticle: {}\nobserved: {}\noutcome: not an article\n",
                  key,
                  format_rfc3339(observed));
  transaction.append(transaction.open_article(key), {.checks = {text}});
}

/// What the views captures and checks should have of an article.
Rows captures_of(const Store& store, ArticleNumber number) {
  const Article article = store.read(number);
  Rows rows;
  for (const RecordRow& row : article.records()) {
    const Shape& shape = article.shapes()[row.shape];
    rows.push_back(fmt::format(
        "{}|{}|{}|{}|{}",
        static_cast<std::int64_t>(number),
        article.key(),
        article.record_id(row).short_hex(),
        format_rfc3339(std::get<UtcTime>(article.values(row)[*shape.value_of("observed")])),
        static_cast<std::uint32_t>(
            std::get<ObjectNumber>(article.values(row)[*shape.value_of("document")]))));
  }
  std::ranges::sort(rows);
  return rows;
}

Rows checks_of(const Store& store, ArticleNumber number) {
  const Article article = store.read(number);
  Rows rows;
  for (const RecordRow& row : article.checks()) {
    const Shape& shape = article.shapes()[row.shape];
    rows.push_back(fmt::format(
        "{}|{}|{}|{}",
        static_cast<std::int64_t>(number),
        article.key(),
        format_rfc3339(std::get<UtcTime>(article.values(row)[*shape.value_of("observed")])),
        *shape.literal_of("outcome")));
  }
  std::ranges::sort(rows);
  return rows;
}

Rows sorted(Rows rows) {
  std::ranges::sort(rows);
  return rows;
}

TEST_F(SqliteViews, AreEmptyInANewArchive) {
  for (const char* view : {"articles", "captures", "revisions", "checks", "annotations"}) {
    EXPECT_THAT(query(fmt::format("SELECT * FROM {}", view)), testing::IsEmpty()) << view;
  }
}

TEST_F(SqliteViews, HaveTheColumnsThatAreDocumented) {
  const auto columns = [this](const char* view) {
    return query(fmt::format("SELECT group_concat(name) FROM pragma_table_info('{}')", view));
  };
  EXPECT_THAT(columns("articles"),
              ElementsAre("number,key,title,first_seen,last_changed,last_seen,revisions,captures,"
                          "checks"));
  EXPECT_THAT(columns("captures"), ElementsAre("article,key,id,observed,document"));
  EXPECT_THAT(columns("revisions"),
              ElementsAre("article,key,id,first_seen,changed_after,document"));
  EXPECT_THAT(columns("checks"), ElementsAre("article,key,observed,outcome"));
  EXPECT_THAT(columns("annotations"), ElementsAre("article,key,id,observed,capture,kind,text"));
}

TEST_F(SqliteViews, ShowRevisionsAndWhatIsKnownOfTheirTimes) {
  const UtcTime start = *parse_rfc3339("2026-11-20T10:00:00Z");
  const auto at = [start](std::int64_t minutes) { return UtcTime{start.seconds + minutes * 60}; };
  {
    Store store = open();
    Transaction transaction = store.begin();
    add_capture(transaction, "k", at(0), "twelve dead");
    add_checks(transaction, "k", {at(15), at(30)}, "twelve dead");
    add_capture(transaction, "k", at(45), "fifteen dead");
    add_absence(transaction, "k", at(50));
    add_capture(transaction, "k", at(60), "fifteen dead");
    add_capture(transaction, "k", at(75), "twelve dead");
    transaction.commit();
  }
  EXPECT_THAT(query("SELECT key, first_seen, changed_after, document FROM revisions "
                    "ORDER BY first_seen"),
              ElementsAre("k|2026-11-20T10:00:00Z|-|0",
                          "k|2026-11-20T10:45:00Z|2026-11-20T10:30:00Z|1",
                          "k|2026-11-20T11:15:00Z|2026-11-20T11:00:00Z|0"));
  EXPECT_THAT(query("SELECT observed, outcome FROM checks ORDER BY observed"),
              ElementsAre("2026-11-20T10:15:00Z|unchanged",
                          "2026-11-20T10:30:00Z|unchanged",
                          "2026-11-20T10:50:00Z|not an article"));
}

TEST_F(SqliteViews, ShowArticlesAsTheyAreListed) {
  {
    Store store = open();
    Transaction transaction = store.begin();
    transaction.set_listing(transaction.open_article("k"),
                            {.title = "Zwölf Tote",
                             .first_seen = UtcTime{0},
                             .last_changed = earliest_time,
                             .last_seen = latest_time,
                             .revisions = 3,
                             .captures = 4,
                             .checks = 5});
    transaction.open_article("bare");
    transaction.commit();
  }
  EXPECT_THAT(query("SELECT * FROM articles ORDER BY number"),
              ElementsAre("1|k|Zwölf Tote|1970-01-01T00:00:00Z|0001-01-01T00:00:00Z|"
                          "9999-12-31T23:59:59Z|3|4|5",
                          "2|bare||-|-|-|0|0|0"));
}

TEST_F(SqliteViews, ShowAnnotationsInColumns) {
  const ObjectId capture = id_of("capture");
  const std::string text = fmt::format(
      "arch-annotation 1\narticle: k\nobserved: 2026-11-20T14:32:00Z\ncapture: {}\n"
      "kind: silent-edit\ntext: The toll rose\n",
      capture.hex());
  {
    Store store = open();
    Transaction transaction = store.begin();
    const ArticleNumber article = transaction.open_article("k");
    transaction.annotate(article, text, id_of(text), *parse_rfc3339("2026-11-20T14:32:00Z"));
    transaction.commit();
  }
  EXPECT_THAT(query("SELECT * FROM annotations"),
              ElementsAre(fmt::format("1|k|{}|2026-11-20T14:32:00Z|{}|silent-edit|The toll rose",
                                      id_of(text).short_hex(),
                                      capture.short_hex())));
}

TEST_F(SqliteViews, SayWhatTheStoreSaysOfRandomHistories) {
  constexpr unsigned seed = 20261125;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 engine{seed};
  const auto random = [&engine](std::int64_t below) {
    return static_cast<std::int64_t>(engine()) % below;
  };
  Store store = open();
  for (int article = 0; article < 12; ++article) {
    const std::string key = fmt::format("https://example.org/{}", article);
    Transaction transaction = store.begin();
    std::int64_t now = article == 0 ? earliest_time.seconds : 1'700'000'000;
    for (std::int64_t revisions = 1 + random(30); revisions > 0; --revisions) {
      const std::string document = fmt::format("text {}", random(5));
      add_capture(transaction, key, {now}, document);
      std::vector<UtcTime> times;
      for (std::int64_t checks = random(60); checks > 0; --checks) {
        now += 895 + random(11) + (random(20) == 0 ? random(100'000) : 0);
        times.push_back({now});
      }
      add_checks(transaction, key, times, document);
      if (random(4) == 0) {
        add_absence(transaction, key, {now + 1});
      }
      now += 1 + random(10'000);
    }
    transaction.commit();
  }
  const auto compare = [&] {
    Rows captures;
    Rows checks;
    for (const ArticleNumber number : store.articles()) {
      const Rows of_one = captures_of(store, number);
      EXPECT_EQ(sorted(query(fmt::format("SELECT * FROM captures WHERE article = {}",
                                         static_cast<std::int64_t>(number)))),
                of_one);
      captures.insert(captures.end(), of_one.begin(), of_one.end());
      const Rows checks_of_one = checks_of(store, number);
      checks.insert(checks.end(), checks_of_one.begin(), checks_of_one.end());
    }
    EXPECT_EQ(sorted(query("SELECT * FROM captures")), sorted(captures));
    EXPECT_EQ(sorted(query("SELECT * FROM checks")), sorted(checks));
  };
  compare();
  ASSERT_TRUE(store.compact({}));
  compare();
}

}  // namespace
}  // namespace arch::store
