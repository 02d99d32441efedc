// What an archive must survive: flipped bits, cut files, kills, refusing disks, crowds.

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "store/store.hpp"
#include "support/damage.hpp"
#include "support/failing_vfs.hpp"
#include "support/process.hpp"
#include "support/stress.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/mman.h>

namespace arch::store {
namespace {

constexpr unsigned seed = 20261125;

/// A recipe as any: lower case letters.
std::string whisper(ByteView bytes) {
  std::string text(as_text(bytes));
  for (char& c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

ObjectId id_of(std::string_view text) {
  return sha256(as_bytes(text));
}

Store open(const std::filesystem::path& folder,
           OpenOptions::Access access = OpenOptions::Access::write) {
  return Store(folder, {.access = access, .recipes = {{"whisper/1", whisper}}});
}

std::string key_of(int article) {
  return fmt::format("https://example.org/news/{}", article);
}

/// The page of a revision: a long text of which a little differs from the one before. It does not
/// compress well, so that most bits of an archive are bits of texts.
std::string page_of(int article, int revision) {
  std::string text = fmt::format("Article {}\n\n", article);
  for (int line = 0; line < 40; ++line) {
    const int version = line % 4 == 0 ? revision : revision / 7;
    text += fmt::format(
        "Line {}: {}\n", line, id_of(fmt::format("{} {} {}", article, line, version)).hex());
  }
  return text;
}

std::string record_of(int article, int revision) {
  const std::string page = page_of(article, revision);
  return fmt::format(
      "arch-capture 1\narticle: {}\nobserved: {}\ndocument: {}\npage: {}\nurl: {}\n"
      "cause: published\n",
      key_of(article),
      format_rfc3339({1'600'000'000 + 3'600 * revision}),
      id_of(whisper(as_bytes(page))).hex(),
      id_of(page).hex(),
      key_of(article));
}

void add(Transaction& transaction, int article, int revision) {
  const std::string page = page_of(article, revision);
  const std::string document = whisper(as_bytes(page));
  const std::string record = record_of(article, revision);
  const std::string check = fmt::format(
      "arch-check 1\narticle: {}\nobserved: {}\noutcome: unreachable\nreason: HTTP 503\n",
      key_of(article),
      format_rfc3339({1'600'000'000 + 3'600 * revision + 60}));
  const ArticleNumber number = transaction.open_article(key_of(article));
  transaction.append(
      number,
      {.objects = {{.bytes = as_bytes(page), .id = id_of(page)}},
       .derived = {{.id = id_of(document), .from = id_of(page), .recipe = "whisper/1"}},
       .records = {{.text = record, .id = id_of(record)}},
       .checks = {check}});
  transaction.set_listing(number,
                          {.title = fmt::format("Article {}", article),
                           .captures = static_cast<std::uint32_t>(revision + 1)});
}

void add(Store& store, int article, int revision) {
  Transaction transaction = store.begin();
  add(transaction, article, revision);
  transaction.commit();
}

/// Throws std::runtime_error when the article holds anything but its first revisions, at least
/// `least` of them, and Error when it cannot be read. Returns how many it has.
int require_right(const Store& store, ArticleNumber number, int least) {
  const Article article = store.read(number);
  const auto which = static_cast<int>(number) - 1;
  if (article.key() != key_of(which)) {
    throw std::runtime_error{"a wrong key"};
  }
  int revision = 0;
  for (const RecordRow& row : article.records()) {
    const std::string record = article.record_text(row);
    if (record != record_of(which, revision)) {
      throw std::runtime_error{"a wrong record"};
    }
    const Shape& shape = article.shapes()[row.shape];
    const auto object = std::get<ObjectNumber>(article.values(row)[*shape.value_of("page")]);
    if (as_text(article.object(object)) != page_of(which, revision)) {
      throw std::runtime_error{"a wrong page"};
    }
    ++revision;
  }
  if (revision < least || article.checks().size() != article.records().size()) {
    throw std::runtime_error{fmt::format("{} of {} revisions", revision, least)};
  }
  return revision;
}

std::vector<std::string> damage_of(const Store& store) {
  std::vector<std::string> all;
  store.verify(
      [&](const Damage& damage) {
        all.push_back(fmt::format("article {} {}: {}",
                                  static_cast<std::int64_t>(damage.article),
                                  damage.subject,
                                  damage.problem));
      },
      {});
  return all;
}

class Reliability : public testing::Test {
protected:
  Reliability() { Store::create(folder_.path()); }

  test::TempFolder folder_;
  std::mt19937_64 random_{seed};
};

/// An archive in which something was damaged.
class DamagedArchive : public Reliability {
protected:
  static constexpr int articles = 6;
  static constexpr int revisions = 12;

  DamagedArchive() {
    Store store = open(folder_.path());
    for (int article = 0; article < articles; ++article) {
      for (int revision = 0; revision < revisions - 2; ++revision) {
        add(store, article, revision);
      }
    }
    store.compact({});
    for (int article = 0; article < articles; article += 2) {
      for (int revision = revisions - 2; revision < revisions; ++revision) {
        add(store, article, revision);
      }
    }
  }

  static int revisions_of(int article) { return article % 2 == 0 ? revisions : revisions - 2; }

  std::filesystem::path file() const { return folder_ / "archive.db"; }

  /// Reads everything. Returns whether something could not be read; throws std::runtime_error when
  /// something is handed out as right that is not.
  static bool is_hurt(const Store& store) {
    bool hurt = false;
    for (int article = 0; article < articles; ++article) {
      try {
        if (require_right(store, ArticleNumber{article + 1}, 0) < revisions_of(article)) {
          hurt = true;
        }
      } catch (const Error&) {
        hurt = true;
      }
      try {
        const ArticleRow row = store.row(ArticleNumber{article + 1});
        if (row.key != key_of(article) ||
            row.listing.captures != static_cast<std::uint32_t>(revisions_of(article))) {
          throw std::runtime_error{"a wrong row"};
        }
      } catch (const Error&) {
        hurt = true;
      }
    }
    return hurt;
  }

  /// Opens and reads the damaged archive, which must end in what is right or in an Error; verify
  /// must see what cannot be read. It takes its time, so it is not always asked about the rest.
  void expect_no_harm(const std::string& damage) {
    SCOPED_TRACE(damage);
    try {
      const Store store = open(folder_.path(), OpenOptions::Access::read);
      const bool hurt = is_hurt(store);
      if (hurt || random_() % 4 == 0) {
        EXPECT_TRUE(!damage_of(store).empty() || !hurt) << "verify does not see it";
      }
      hurt_ += hurt ? 1 : 0;
    } catch (const Error& error) {
      ++refused_;
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }

  int hurt_ = 0;
  int refused_ = 0;
};

TEST_F(DamagedArchive, NeverShowsAWrongTextAfterABitFlips) {
  const Bytes whole = read_file(file(), 1U << 28);
  const int rounds = test::stress_rounds(250, 9'000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const std::uint64_t bit = random_() % (whole.size() * 8);
    test::flip_bit(file(), bit);
    expect_no_harm(fmt::format("seed {}, bit {}", seed, bit));
    test::flip_bit(file(), bit);
  }
  // Much of the file is spare bytes of pages.
  EXPECT_GT(hurt_, rounds / 4);
  EXPECT_EQ(read_file(file(), 1U << 28), whole);
}

TEST_F(DamagedArchive, NeverShowsAWrongTextAfterACut) {
  const Bytes whole = read_file(file(), 1U << 28);
  const int rounds = test::stress_rounds(50, 1'000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const std::uint64_t size = random_() % whole.size();
    write_file_atomically(file(), ByteView{whole}.first(static_cast<std::size_t>(size)));
    expect_no_harm(fmt::format("seed {}, cut to {} bytes", seed, size));
  }
  EXPECT_GT(hurt_ + refused_, rounds / 2);
}

TEST_F(DamagedArchive, NamesTheArticleThatIsHitAndShowsTheOthers) {
  int named = 0;
  for (int round = 0; round < 60; ++round) {
    const std::uint64_t bit = random_() % (std::filesystem::file_size(file()) * 8);
    SCOPED_TRACE(fmt::format("seed {}, bit {}", seed, bit));
    test::flip_bit(file(), bit);
    try {
      const Store damaged = open(folder_.path(), OpenOptions::Access::read);
      std::vector<int> unreadable;
      for (int article = 0; article < articles; ++article) {
        try {
          require_right(damaged, ArticleNumber{article + 1}, 0);
        } catch (const Error&) {
          unreadable.push_back(article + 1);
        }
      }
      // A bit of a text or record hits one article; one of a table's upper pages may hit all.
      if (unreadable.size() == 1) {
        EXPECT_THAT(
            damage_of(damaged),
            testing::Contains(testing::StartsWith(fmt::format("article {} ", unreadable.front()))));
        ++named;
      }
    } catch (const Error&) {
      ++refused_;  // It was a bit of the schema.
    }
    test::flip_bit(file(), bit);
  }
  EXPECT_GE(named, 5);
  EXPECT_LE(refused_, 20);
}

TEST_F(Reliability, KeepsWhatWasAcknowledgedWhenAWriterIsKilled) {
  const int rounds = test::stress_rounds(25, 1'000);
  // A new archive now and then, so that verifying it stays quick.
  constexpr int rounds_per_archive = 50;
  for (int round = 0; round < rounds && !HasFailure();) {
    const test::TempFolder folder;
    Store::create(folder.path());
    int acknowledged = 0;
    for (int i = 0; i < rounds_per_archive && round < rounds; ++i, ++round) {
      SCOPED_TRACE(fmt::format("seed {}, round {}", seed, round));
      test::Pipe pipe;
      test::ChildProcess writer{[&] {
        Store store = open(folder.path());
        for (int revision = acknowledged;; ++revision) {
          add(store, 0, revision);
          pipe.send(revision + 1);
          store.compact_if_due(ArticleNumber{1});
          if (revision % 9 == 0) {
            store.compact({});
          }
        }
      }};
      pipe.close_sending();
      int last = acknowledged;
      for (std::uint64_t acks = random_() % 12; acks > 0; --acks) {
        ASSERT_TRUE(pipe.receive(last));
      }
      // Into the middle of whatever the writer does next.
      std::atomic<std::uint64_t> spin = random_() % 20'000'000;
      while (--spin > 0) {
      }
      writer.kill();
      while (pipe.receive(last)) {
      }
      const Store store = open(folder.path());
      if (const auto article = store.find_article(key_of(0))) {
        ASSERT_NO_THROW(acknowledged = require_right(store, *article, last));
      } else {
        ASSERT_EQ(last, 0);
      }
      ASSERT_THAT(damage_of(store), testing::IsEmpty());
    }
  }
}

TEST_F(Reliability, KeepsWhatWasAcknowledgedWhenTheDiskRefuses) {
  test::FailingVfs vfs;
  int acknowledged = 0;
  const int rounds = test::stress_rounds(30, 400);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const int code = random_() % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    SCOPED_TRACE(fmt::format("seed {}, round {}, code {}", seed, round, code));
    vfs.fail_after(random_() % 120, code);
    try {
      Store store = open(folder_.path());
      for (int i = 0; i < 3; ++i) {
        add(store, 0, acknowledged);
        ++acknowledged;
        store.compact_if_due(ArticleNumber{1});
      }
      store.compact({});
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::io) << error.what();
    }
    vfs.heal();
    const Store store = open(folder_.path());
    if (const auto article = store.find_article(key_of(0))) {
      ASSERT_NO_THROW(acknowledged = require_right(store, *article, acknowledged));
    } else {
      ASSERT_EQ(acknowledged, 0);
    }
    ASSERT_THAT(damage_of(store), testing::IsEmpty());
  }
  EXPECT_GT(acknowledged, rounds / 4);
}

/// Memory that a process and its children share.
class SharedCount {
public:
  SharedCount()
      : count_(static_cast<std::atomic<int>*>(::mmap(nullptr,
                                                     sizeof(std::atomic<int>),
                                                     PROT_READ | PROT_WRITE,
                                                     MAP_SHARED | MAP_ANONYMOUS,
                                                     -1,
                                                     0))) {
    if (count_ == MAP_FAILED) {
      throw std::runtime_error{"sharing memory"};
    }
  }
  ~SharedCount() { ::munmap(count_, sizeof(std::atomic<int>)); }
  SharedCount(const SharedCount&) = delete;
  SharedCount& operator=(const SharedCount&) = delete;

  std::atomic<int>& operator*() const { return *count_; }

private:
  std::atomic<int>* count_;
};

TEST_F(Reliability, ServesTenReadersAndFourWriters) {
  constexpr int writers = 4;
  const int revisions = test::stress_rounds(15, 400);
  {
    Store store = open(folder_.path());
    for (int article = 0; article < writers; ++article) {
      add(store, article, 0);
    }
  }
  const SharedCount writing;
  *writing = writers;
  std::vector<std::unique_ptr<test::ChildProcess>> crowd;
  for (int writer = 0; writer < writers; ++writer) {
    crowd.push_back(std::make_unique<test::ChildProcess>([&, writer] {
      Store store = open(folder_.path());
      for (int revision = 1; revision < revisions; ++revision) {
        add(store, writer, revision);
        store.compact_if_due(ArticleNumber{writer + 1});
        if (revision % 50 == 49) {
          store.compact({});
        }
      }
      --*writing;
    }));
  }
  for (int reader = 0; reader < 10; ++reader) {
    crowd.push_back(std::make_unique<test::ChildProcess>([&, reader] {
      std::vector<int> seen(writers, 1);
      for (int round = reader; *writing > 0; ++round) {
        // Some open the archive for every question, as commands do, and some keep it open.
        const Store store = open(folder_.path(), OpenOptions::Access::read);
        for (int look = 0; look < (reader % 2 == 0 ? 1 : 20); ++look) {
          const auto article = static_cast<std::size_t>((round + look) % writers);
          seen[article] = require_right(
              store, ArticleNumber{static_cast<std::int64_t>(article) + 1}, seen[article]);
        }
      }
    }));
  }
  for (const auto& process : crowd) {
    EXPECT_TRUE(process->succeeds());
  }
  const Store store = open(folder_.path());
  for (int article = 0; article < writers; ++article) {
    EXPECT_EQ(require_right(store, ArticleNumber{article + 1}, revisions), revisions);
  }
  EXPECT_THAT(damage_of(store), testing::IsEmpty());
}

}  // namespace
}  // namespace arch::store
