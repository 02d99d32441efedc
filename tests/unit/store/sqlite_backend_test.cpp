// What only the backend on SQLite can get wrong: other processes, files, and a disk that refuses.

#include "base/error.hpp"
#include "store/backend.hpp"
#include "support/failing_vfs.hpp"
#include "support/process.hpp"
#include "support/stress.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace arch::store {
namespace {

using testing::HasSubstr;
using enum OpenOptions::Access;

constexpr std::uint32_t at_once = 0;
constexpr std::uint32_t patient_ms = 60'000;

class SqliteBackend : public testing::Test {
protected:
  SqliteBackend() { create_sqlite_backend(folder_.path()); }

  std::unique_ptr<Backend> open(OpenOptions::Access access = write) const {
    return open_sqlite_backend(folder_.path(), access);
  }

  std::filesystem::path file() const { return folder_ / "archive.db"; }

  /// Runs SQL as a program that is not arch.
  void execute(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  test::TempFolder folder_;
};

void add(Backend& backend, const std::string& key, std::uint32_t timeout_ms = at_once) {
  backend.begin_write(timeout_ms);
  try {
    const ArticleNumber number = backend.add_article(key);
    SegmentRow row{.article = number};
    row.texts.resize(20'000, std::byte{1});
    backend.update_article({.number = number, .segments = {backend.add_segment(row)}});
    backend.commit();
  } catch (...) {
    backend.rollback();
    throw;
  }
}

std::uint64_t count(Backend& backend) {
  backend.begin_read();
  const std::uint64_t articles = backend.article_count();
  backend.end_read();
  return articles;
}

void expect_whole(Backend& backend) {
  backend.begin_read();
  backend.check([](const BackendDamage& damage) {
    ADD_FAILURE() << damage.subject << ": " << damage.problem;
  });
  backend.end_read();
}

template <typename Action>
std::optional<Error> error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

template <typename Action>
void expect_error(ErrorKind kind, const std::string& words, const Action& action) {
  const auto error = error_of(action);
  ASSERT_TRUE(error) << "nothing was thrown";
  EXPECT_EQ(error->kind(), kind) << error->what();
  EXPECT_THAT(error->what(), HasSubstr(words));
}

TEST_F(SqliteBackend, KeepsEverythingWhenItIsClosed) {
  add(*open(), "first");
  add(*open(), "second");
  const auto backend = open(read);
  backend->begin_read();
  EXPECT_EQ(backend->find_article("second"), ArticleNumber{2});
  EXPECT_EQ(backend->find_segment(SegmentId{2}, SegmentPart::all)->texts.size(), 20'000U);
  backend->end_read();
  expect_whole(*backend);
}

TEST_F(SqliteBackend, LeavesOneFileAndTheLock) {
  add(*open(), "first");
  count(*open(read));
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre("archive.db", "lock"));
}

TEST_F(SqliteBackend, CannotBeMadeTwice) {
  expect_error(ErrorKind::usage, "archive.db", [&] { create_sqlite_backend(folder_.path()); });
}

TEST_F(SqliteBackend, IsMadeInSpiteOfWhatAKilledProcessLeft) {
  const test::TempFolder folder;
  std::ofstream{folder / "archive.db.new"} << "half of one";
  create_sqlite_backend(folder.path());
  EXPECT_EQ(count(*open_sqlite_backend(folder.path(), write)), 0U);
}

TEST_F(SqliteBackend, IsFoundOnlyWhereItIs) {
  const test::TempFolder empty;
  expect_error(
      ErrorKind::not_found, "archive.db", [&] { open_sqlite_backend(empty.path(), read); });
}

TEST_F(SqliteBackend, RefusesFilesOfOthers) {
  {
    std::ofstream{file(), std::ios::trunc} << std::string(100'000, 'x');
  }
  expect_error(ErrorKind::corrupt, "archive.db", [&] { open(read); });
  std::filesystem::remove(file());
  execute("CREATE TABLE article(number)");
  expect_error(ErrorKind::corrupt, "not an archive", [&] { open(read); });
  std::filesystem::remove(file());
  std::ofstream{file()}.close();
  expect_error(ErrorKind::corrupt, "not an archive", [&] { open(write); });
}

TEST_F(SqliteBackend, RefusesANewerFormatWithAHint) {
  execute("PRAGMA user_version = 2");
  const auto error = error_of([&] { open(read); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::unsupported);
  EXPECT_THAT(error->hint(), HasSubstr("newer arch"));
}

TEST_F(SqliteBackend, RefusesANewerFormatThatCameWhileItWasOpen) {
  const auto backend = open();
  execute("PRAGMA user_version = 2");
  expect_error(ErrorKind::unsupported, "newer arch", [&] { backend->begin_read(); });
  expect_error(ErrorKind::unsupported, "newer arch", [&] { backend->begin_write(at_once); });
}

TEST_F(SqliteBackend, WorksInFoldersOfAnyName) {
  const std::filesystem::path folder = folder_ / "100% a?b#c é";
  std::filesystem::create_directory(folder);
  create_sqlite_backend(folder);
  add(*open_sqlite_backend(folder, write), "first");
  EXPECT_EQ(count(*open_sqlite_backend(folder, read)), 1U);
}

TEST_F(SqliteBackend, ShowsAReaderTheMomentAtWhichItBegan) {
  const auto writer = open();
  const auto reader = open(read);
  add(*writer, "before");
  reader->begin_read();
  add(*writer, "after");
  EXPECT_EQ(reader->article_count(), 1U);
  reader->begin_read();
  EXPECT_EQ(reader->article_count(), 1U);
  reader->end_read();
  EXPECT_EQ(reader->article_count(), 1U);
  reader->end_read();
  EXPECT_EQ(count(*reader), 2U);
}

TEST_F(SqliteBackend, DoesNotShowWhatIsNotCommitted) {
  const auto writer = open();
  const auto reader = open(read);
  writer->begin_write(at_once);
  writer->add_article("not yet");
  EXPECT_EQ(count(*reader), 0U);
  writer->commit();
  EXPECT_EQ(count(*reader), 1U);
}

TEST_F(SqliteBackend, LetsOneWriteAtATime) {
  const auto first = open();
  const auto second = open();
  first->begin_write(at_once);
  expect_error(ErrorKind::busy, "another process is writing", [&] { second->begin_write(30); });
  first->rollback();
  add(*second, "second");
  EXPECT_EQ(count(*first), 1U);
}

TEST_F(SqliteBackend, WaitsForOtherProgramsAsLong) {
  const auto backend = open();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  expect_error(ErrorKind::busy, "archive.db", [&] { backend->begin_write(30); });
  sqlite3_close(other);
  add(*backend, "later");
}

TEST_F(SqliteBackend, LetsGoOfTheLockWhenItIsDropped) {
  {
    const auto backend = open();
    backend->begin_write(at_once);
    backend->add_article("dropped");
  }
  const auto backend = open();
  add(*backend, "kept");
  EXPECT_EQ(count(*backend), 1U);
}

TEST_F(SqliteBackend, LosesNothingOfFourProcessesThatWrite) {
  constexpr int each = 25;
  std::vector<std::unique_ptr<test::ChildProcess>> writers;
  writers.reserve(4);
  for (int writer = 0; writer < 4; ++writer) {
    writers.push_back(std::make_unique<test::ChildProcess>([&, writer] {
      for (int i = 0; i < each; ++i) {
        add(*open(), fmt::format("{} of {}", i, writer), patient_ms);
      }
    }));
  }
  for (const auto& writer : writers) {
    EXPECT_TRUE(writer->succeeds());
  }
  const auto backend = open(read);
  EXPECT_EQ(count(*backend), 4U * each);
  expect_whole(*backend);
}

TEST_F(SqliteBackend, KeepsWhatWasCommittedWhenTheProcessIsKilled) {
  std::uint64_t committed = 0;
  const int rounds = test::stress_rounds(10, 200);
  for (int round = 0; round < rounds; ++round) {
    test::Pipe pipe;
    test::ChildProcess writer{[&] {
      const auto backend = open();
      for (int i = 0;; ++i) {
        add(*backend, fmt::format("{} of {}", i, round));
        pipe.send(i);
      }
    }};
    pipe.close_sending();
    int last = 0;
    // The kill comes while the writer is at one of the next.
    for (int i = 0; i <= round % 7; ++i) {
      ASSERT_TRUE(pipe.receive(last));
    }
    writer.kill();
    while (pipe.receive(last)) {
    }
    committed += static_cast<std::uint64_t>(last) + 1;
    const auto backend = open();
    const std::uint64_t found = count(*backend);
    // The last commit may have succeeded without the word of it getting out.
    ASSERT_GE(found, committed);
    ASSERT_LE(found, committed + 1);
    committed = found;
  }
  expect_whole(*open(read));
}

class ReadOnlyFolder : public SqliteBackend {
protected:
  ReadOnlyFolder() { add(*open(), "first"); }
  ~ReadOnlyFolder() override { std::filesystem::permissions(folder_.path(), others_too(0700)); }

  static std::filesystem::perms others_too(unsigned mode) {
    return static_cast<std::filesystem::perms>(mode);
  }

  void close_to_writing() const {
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
      std::filesystem::permissions(entry.path(), others_too(0444));
    }
    std::filesystem::permissions(folder_.path(), others_too(0555));
  }

  /// Runs `work` as a user whom the modes of files bind.
  template <typename Work>
  static bool succeeds_for_nobody(const Work& work) {
    test::ChildProcess child{[&] {
      test::become_nobody();
      work();
    }};
    return child.succeeds();
  }

  void require_articles(std::uint64_t articles) const {
    if (count(*open(read)) != articles) {
      throw std::runtime_error{"another number of articles"};
    }
  }
};

TEST_F(ReadOnlyFolder, CanBeRead) {
  close_to_writing();
  EXPECT_TRUE(succeeds_for_nobody([&] { require_articles(1); }));
}

TEST_F(ReadOnlyFolder, CanBeReadWhileItsOwnerWrites) {
  const auto owner = open();
  add(*owner, "second");
  close_to_writing();
  EXPECT_TRUE(succeeds_for_nobody([&] { require_articles(2); }));
}

TEST_F(ReadOnlyFolder, CannotBeWritten) {
  close_to_writing();
  EXPECT_TRUE(succeeds_for_nobody([&] {
    const auto error = error_of([&] { open(write); });
    if (!error || error->kind() != ErrorKind::io) {
      throw std::runtime_error{error ? error->what() : "it was opened for writing"};
    }
  }));
}

TEST_F(ReadOnlyFolder, IsNotReadWithoutTheLogThatAKilledWriterLeft) {
  {
    test::Pipe pipe;
    test::ChildProcess writer{[&] {
      const auto backend = open();
      add(*backend, "second");
      pipe.send(1);
      pipe.send(2);
      while (true) {
        add(*backend, fmt::format("{}", count(*backend)));
      }
    }};
    int word = 0;
    pipe.receive(word);
    writer.kill();
  }
  std::filesystem::remove(folder_ / "archive.db-shm");
  close_to_writing();
  EXPECT_TRUE(succeeds_for_nobody([&] {
    const auto error = error_of([&] { open(read); });
    if (!error || error->kind() != ErrorKind::io) {
      throw std::runtime_error{error ? error->what() : "an old state was shown"};
    }
  }));
}

TEST_F(SqliteBackend, NamesTheArticleWhoseEntryIsDamaged) {
  add(*open(), "first");
  add(*open(), "second");
  execute("UPDATE article SET segments = x'02' WHERE number = 2");
  const auto backend = open(read);
  backend->begin_read();
  expect_error(
      ErrorKind::corrupt, "article 2 (second)", [&] { backend->read_article(ArticleNumber{2}); });
  EXPECT_EQ(backend->read_article(ArticleNumber{1}).key, "first");
  std::vector<BackendDamage> damages;
  backend->check([&](const BackendDamage& damage) { damages.push_back(damage); });
  ASSERT_EQ(damages.size(), 1U);
  EXPECT_EQ(damages[0].article, ArticleNumber{2});
  EXPECT_FALSE(damages[0].rebuildable);
  backend->end_read();
}

TEST_F(SqliteBackend, NamesAnArticleThatIsMissing) {
  add(*open(), "first");
  add(*open(), "second");
  execute("DELETE FROM article WHERE number = 1");
  const auto backend = open(read);
  std::vector<BackendDamage> damages;
  backend->begin_read();
  backend->check([&](const BackendDamage& damage) { damages.push_back(damage); });
  backend->end_read();
  ASSERT_EQ(damages.size(), 1U);
  EXPECT_EQ(damages[0].article, ArticleNumber{1});
}

TEST_F(SqliteBackend, RebuildsAListingThatIsDamaged) {
  add(*open(), "first");
  execute("UPDATE article SET title = 'forged'");
  const auto backend = open();
  backend->begin_read();
  const ArticleEntry entry = backend->read_article(ArticleNumber{1});
  EXPECT_FALSE(entry.listing_whole);
  EXPECT_EQ(entry.listing, Listing{});
  EXPECT_EQ(entry.segments.size(), 1U);
  expect_error(ErrorKind::corrupt, "article 1 (first)", [&] { backend->list({}); });
  std::vector<BackendDamage> damages;
  backend->check([&](const BackendDamage& damage) { damages.push_back(damage); });
  backend->end_read();
  EXPECT_EQ(damages.size(), 2U);  // also that of article 0
  for (const BackendDamage& damage : damages) {
    EXPECT_TRUE(damage.rebuildable) << damage.problem;
  }
  backend->begin_write(at_once);
  backend->rebuild_indexes();
  backend->commit();
  backend->begin_read();
  EXPECT_EQ(backend->list({}).size(), 1U);
  backend->end_read();
  expect_whole(*backend);
}

TEST_F(SqliteBackend, NamesACounterThatIsDamaged) {
  {
    const auto backend = open();
    backend->begin_write(at_once);
    backend->set_counter(Counter::arrivals, 7);
    backend->commit();
  }
  execute("UPDATE meta SET value = 8 WHERE name = 'arrivals'");
  const auto backend = open(read);
  backend->begin_read();
  expect_error(ErrorKind::corrupt, "arrivals", [&] { backend->counter(Counter::arrivals); });
  backend->end_read();
}

TEST_F(SqliteBackend, GivesFreePagesBack) {
  const auto backend = open();
  for (int i = 0; i < 50; ++i) {
    add(*backend, fmt::format("{}", i));
  }
  backend->begin_write(at_once);
  for (int i = 1; i <= 50; ++i) {
    backend->remove_segment(SegmentId{i});
  }
  backend->commit();
  backend->begin_read();
  EXPECT_GE(backend->usage().free, 50U * 16'384);
  backend->end_read();
  int steps = 1;
  while (backend->shrink(20)) {
    ++steps;
  }
  EXPECT_GE(steps, 5);
  backend->begin_read();
  EXPECT_EQ(backend->usage().free, 0U);
  backend->end_read();
  expect_whole(*backend);
}

/// How a disk refuses.
class RefusingDisk : public SqliteBackend, public testing::WithParamInterface<int> {
protected:
  test::FailingVfs vfs_;
};

TEST_P(RefusingDisk, LosesNothingThatWasCommitted) {
  std::uint64_t committed = 0;
  bool refused = true;
  // The first change of a file fails, then the second, until all of a session succeeds.
  for (std::uint64_t calls = 0; refused; ++calls) {
    ASSERT_LT(calls, 1'000U);
    refused = false;
    vfs_.fail_after(calls, GetParam());
    try {
      const auto backend = open();
      for (int i = 0; i < 3; ++i) {
        add(*backend, fmt::format("{} of {}", i, calls));
        ++committed;
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::io) << error.what();
      EXPECT_THAT(error.what(), HasSubstr("archive.db"));
      refused = true;
    }
    vfs_.heal();
    const auto backend = open();
    const std::uint64_t found = count(*backend);
    // A commit whose last flush failed may be there all the same.
    ASSERT_GE(found, committed) << "after " << calls << " calls";
    ASSERT_LE(found, committed + 1);
    committed = found;
    expect_whole(*backend);
  }
  EXPECT_GT(committed, 3U);
}

TEST_P(RefusingDisk, GoesOnWhenItNoLongerDoes) {
  const auto backend = open();
  add(*backend, "before");
  vfs_.fail_after(0, GetParam());
  expect_error(ErrorKind::io, "archive.db", [&] { add(*backend, "refused"); });
  EXPECT_EQ(count(*backend), 1U);
  vfs_.heal();
  add(*backend, "after");
  EXPECT_EQ(count(*backend), 2U);
  expect_whole(*backend);
}

INSTANTIATE_TEST_SUITE_P(EveryWay,
                         RefusingDisk,
                         testing::Values(SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC));

class FullDisk : public RefusingDisk {};

TEST_P(FullDisk, SaysSoWithAHint) {
  const auto backend = open();
  vfs_.fail_after(0, SQLITE_FULL);
  const auto error = error_of([&] { add(*backend, "refused"); });
  ASSERT_TRUE(error);
  EXPECT_THAT(error->what(), HasSubstr("full"));
  EXPECT_THAT(error->hint(), HasSubstr("free some space"));
}

INSTANTIATE_TEST_SUITE_P(Once, FullDisk, testing::Values(SQLITE_FULL));

}  // namespace
}  // namespace arch::store
