#include "interop/git_import.hpp"

#include "base/error.hpp"
#include "git_sandbox.hpp"
#include "small_archive.hpp"
#include "support/damage.hpp"
#include "support/stress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace arch::interop {
namespace {

using test::GitSandbox;
using test::SmallArchive;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class GitImport : public testing::Test {
protected:
  GitImportReport import(const GitImportOptions& options = {}) {
    return import_git(sandbox_.repository(), small_.archive(), options);
  }

  GitSandbox sandbox_;
  SmallArchive small_;
};

/// The pages of each revision, oldest first, as `second:page`.
std::map<std::string, std::vector<std::string>> pages_in(history::Archive& archive) {
  std::map<std::string, std::vector<std::string>> pages;
  for (const history::ArticleNumber number : archive.store().articles()) {
    const history::History history = archive.read(number);
    for (const history::Revision& revision : history.revisions()) {
      const std::int64_t seconds = revision.first_seen.seconds - test::sandbox_epoch;
      pages[history.key()].push_back(std::to_string(seconds) + ":" +
                                     std::string{as_text(history.page(revision))});
    }
  }
  return pages;
}

/// All ids of revisions, which name everything that a record says.
std::vector<std::string> ids_in(history::Archive& archive) {
  std::vector<std::string> ids;
  for (const history::ArticleNumber number : archive.store().articles()) {
    const history::History history = archive.read(number);
    for (const history::Revision& revision : history.revisions()) {
      ids.push_back(history.key() + " " + history.id(revision).hex());
    }
  }
  std::ranges::sort(ids);
  return ids;
}

/// The text of the origin record that the latest revision of an article names.
std::string origin_of(SmallArchive& small, const std::string& key) {
  const history::History history = small.history(key);
  const std::string record = history.record(history.revisions().back());
  const std::string id = record.substr(record.find("origin: ") + 8, 64);
  const auto found = small.archive().store().find(id);
  return found.empty() ? "" : small.archive().store().shared_text(found.front().index);
}

/// What import says of a repository that it cannot read.
Error error_of(const std::filesystem::path& repository, const GitImportOptions& options = {}) {
  SmallArchive small;
  try {
    import_git(repository, small.archive(), options);
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error{"it was imported"};
}

TEST_F(GitImport, MakesAnArticleOfEachFile) {
  sandbox_.init();
  sandbox_.write("a.md", "One.\n");
  sandbox_.write("news/b.md", "One.\n");
  sandbox_.commit(10);
  sandbox_.write("a.md", "Two.\n");
  sandbox_.commit(20);
  const GitImportReport report = import();
  EXPECT_EQ(report.commits, 2U);
  EXPECT_EQ(report.articles, 2U);
  EXPECT_EQ(report.captures, 3U);
  EXPECT_EQ(report.bytes, 15U);
  EXPECT_THAT(pages_in(small_.archive()),
              ElementsAre(Pair("a.md", ElementsAre("10:One.\n", "20:Two.\n")),
                          Pair("news/b.md", ElementsAre("10:One.\n"))));
}

TEST_F(GitImport, KeepsTheCommitAsOrigin) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.write("../message", "Fix the toll\n\nIt was 12,\tnot 13.\n");
  const std::string id = sandbox_.run(
      "cd repository; git add a\n"
      "GIT_AUTHOR_DATE='1577836800 +0100' GIT_COMMITTER_DATE='1577923200 -0500' "
      "GIT_COMMITTER_NAME=Editor git commit --quiet --file=../message; git rev-parse HEAD");
  import();
  EXPECT_EQ(origin_of(small_, "a"),
            "arch-origin 1\n"
            "kind: git\n"
            "commit: " +
                id +
                "\n"
                "observed: 2020-01-02T00:00:00Z\n"
                "author: Jane Doe <jane@example.org>\n"
                "authored: 2020-01-01T00:00:00Z\n"
                "author-offset: +0100\n"
                "committer: Editor <jane@example.org>\n"
                "committer-offset: -0500\n"
                "subject: Fix the toll\n"
                "message: \\nIt was 12,\\tnot 13.\\n\n");
}

TEST_F(GitImport, KeepsAHugeMessageByItsSize) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1, std::string(70'000, 's') + "\n" + std::string(70'000, 'm') + "\n");
  import();
  const std::string origin = origin_of(small_, "a");
  EXPECT_THAT(origin, HasSubstr("subject: " + std::string(1000, 's') + "\n"));
  EXPECT_THAT(origin, HasSubstr("message-size: 70001\n"));
}

TEST_F(GitImport, AgainAddsNothing) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  sandbox_.run("rm repository/a");
  sandbox_.commit(2);
  import();
  const std::vector<std::string> ids = ids_in(small_.archive());
  const GitImportReport again = import();
  EXPECT_EQ(again.captures + again.checks + again.absences, 0U);
  EXPECT_EQ(again.known, 2U);
  EXPECT_EQ(again.bytes, 0U) << "what is known is not read";
  EXPECT_EQ(ids_in(small_.archive()), ids);
}

TEST_F(GitImport, AddsOnlyCommitsThatAreNew) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  import();
  sandbox_.write("a", "Two.\n");
  sandbox_.commit(2);
  const GitImportReport report = import();
  EXPECT_EQ(report.captures, 1U);
  EXPECT_EQ(report.known, 1U);
  EXPECT_THAT(pages_in(small_.archive()),
              ElementsAre(Pair("a", ElementsAre("1:One.\n", "2:Two.\n"))));
}

TEST_F(GitImport, ContinuesWhereItWasStopped) {
  sandbox_.init();
  for (int i = 0; i < 8; ++i) {
    sandbox_.write("a", "A " + std::to_string(i));
    sandbox_.write("b", "B " + std::to_string(i / 2));
    sandbox_.commit(i);
  }
  import();
  const std::vector<std::string> ids = ids_in(small_.archive());
  for (int steps = 0;; ++steps) {
    SmallArchive other;
    int rest = steps;
    const GitImportReport stopped =
        import_git(sandbox_.repository(),
                   other.archive(),
                   {.on_progress = [&rest](const GitProgress&) { return rest-- > 0; }});
    const GitImportReport finished = import_git(sandbox_.repository(), other.archive());
    EXPECT_EQ(ids_in(other.archive()), ids);
    EXPECT_EQ(stopped.captures + finished.captures, 12U);
    if (!stopped.stopped) {
      EXPECT_EQ(finished.captures, 0U);
      break;
    }
  }
}

TEST_F(GitImport, RecordsRemovals) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  sandbox_.run("rm repository/a");
  const std::string id = sandbox_.commit(2);
  EXPECT_EQ(import().absences, 1U);
  const history::History history = small_.history("a");
  ASSERT_EQ(history.stored().checks().size(), 1U);
  const std::string record = history.stored().record_text(history.stored().checks().front());
  EXPECT_THAT(record, HasSubstr("outcome: removed\n"));
  EXPECT_THAT(record, HasSubstr(id));
}

TEST_F(GitImport, NamesTheEarlierPathOfARenamedFile) {
  sandbox_.init();
  sandbox_.write("old", "One.\n");
  sandbox_.commit(1);
  sandbox_.git("mv old new");
  sandbox_.commit(2);
  sandbox_.write("new", "Two.\n");
  sandbox_.commit(3);
  import();
  const history::History history = small_.history("new");
  EXPECT_THAT(history.record(history.revisions().front()), HasSubstr("\npath: old\n"));
  EXPECT_THAT(history.record(history.revisions().back()), testing::Not(HasSubstr("\npath: ")));
}

TEST_F(GitImport, LeavesOutWhatIsNoText) {
  sandbox_.init();
  sandbox_.write("image", std::string{"\x89PNG\0\0", 6});
  sandbox_.write("late", std::string(8000, 'x') + '\0');
  sandbox_.commit(1);
  const GitImportReport report = import();
  EXPECT_EQ(report.skipped.binary, 1U);
  EXPECT_EQ(report.articles, 1U);
  EXPECT_EQ(import({.binary_files = BinaryFiles::take}).captures, 1U);
}

TEST_F(GitImport, LeavesOutWhatIsTooLarge) {
  sandbox_.init();
  sandbox_.run("head -c 67108865 /dev/zero | tr '\\0' x >repository/large");
  sandbox_.commit(1);
  const GitImportReport report = import();
  EXPECT_EQ(report.skipped.too_large, 1U);
  EXPECT_EQ(report.articles, 0U);
}

TEST_F(GitImport, NamesPathsThatAreNoKeys) {
  sandbox_.init();
  sandbox_.write("latin\xE9", "One.\n");
  sandbox_.write("line\nend", "One.\n");
  sandbox_.write("red\x1B[31m", "One.\n");
  sandbox_.write("fine", "One.\n");
  sandbox_.commit(1);
  const GitImportReport report = import();
  EXPECT_EQ(report.skipped.bad_paths, 3U);
  EXPECT_THAT(report.bad_paths,
              testing::UnorderedElementsAre("latin\\xe9", "line\\nend", "red\\x1b[31m"));
  EXPECT_EQ(report.articles, 1U);
}

TEST_F(GitImport, TakesOneOfTwoPathsThatDifferInUnicodeFormOnly) {
  sandbox_.init();
  sandbox_.write("e\u0301", "Decomposed.\n");
  sandbox_.write("\u00E9", "Composed.\n");
  sandbox_.commit(1);
  const GitImportReport report = import();
  EXPECT_EQ(report.articles, 1U);
  EXPECT_EQ(report.skipped.bad_paths, 1U);
}

TEST_F(GitImport, TakesTimesThatAreOutOfOrder) {
  sandbox_.init();
  for (const int second : {30, 10, 20}) {
    sandbox_.write("a", "At " + std::to_string(second));
    sandbox_.commit(second);
  }
  import();
  EXPECT_THAT(pages_in(small_.archive()),
              ElementsAre(Pair("a", ElementsAre("10:At 10", "20:At 20", "30:At 30"))));
}

TEST_F(GitImport, KeepsTheOrderOfCommitsOfOneSecond) {
  sandbox_.init();
  for (const char* const text : {"First", "Second", "Third", "Fourth"}) {
    sandbox_.write("a", text);
    sandbox_.commit(10);
  }
  sandbox_.write("a", "Later");
  sandbox_.commit(12);
  import();
  const auto in_order = ElementsAre(
      Pair("a", ElementsAre("10:First", "11:Second", "12:Third", "13:Fourth", "14:Later")));
  EXPECT_THAT(pages_in(small_.archive()), in_order);
  EXPECT_EQ(import().captures, 0U);
  EXPECT_THAT(pages_in(small_.archive()), in_order);
}

TEST_F(GitImport, StartsWhereItIsTold) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  sandbox_.git("tag -a -m tagged v1");
  sandbox_.write("a", "Two.\n");
  sandbox_.commit(2);
  EXPECT_EQ(import({.revision = "v1"}).captures, 1U);
  EXPECT_EQ(import({.revision = "main~1"}).known, 1U);
  EXPECT_EQ(error_of(sandbox_.repository(), {.revision = "nothing"}).kind(), ErrorKind::not_found);
  EXPECT_EQ(error_of(sandbox_.repository(), {.revision = "main:a"}).kind(), ErrorKind::usage);
}

TEST_F(GitImport, TakesABareRepositoryAndAWorktree) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  sandbox_.run(
      "git clone --quiet --bare repository bare.git\n"
      "git -C repository worktree add --quiet -b other ../tree");
  for (const std::string_view name : {"bare.git", "tree", "repository/.git"}) {
    SmallArchive small;
    EXPECT_EQ(import_git(sandbox_ / name, small.archive()).captures, 1U) << name;
  }
}

TEST_F(GitImport, SaysThatARepositoryIsEmpty) {
  sandbox_.init();
  const GitImportReport report = import();
  EXPECT_TRUE(report.is_empty);
  EXPECT_EQ(report.captures, 0U);
}

TEST_F(GitImport, SaysThatARepositoryIsShallow) {
  sandbox_.init("full");
  for (int i = 0; i < 3; ++i) {
    sandbox_.write("a", std::to_string(i));
    sandbox_.commit(i);
  }
  sandbox_.run("git clone --quiet --depth 1 file://$PWD/full shallow");
  SmallArchive small;
  const GitImportReport report = import_git(sandbox_ / "shallow", small.archive());
  EXPECT_TRUE(report.is_shallow);
  EXPECT_EQ(report.captures, 1U);
}

TEST_F(GitImport, RefusesWhatIsNoRepository) {
  EXPECT_EQ(error_of(sandbox_ / "nothing").kind(), ErrorKind::not_found);
  sandbox_.run("mkdir folder; echo text >file");
  EXPECT_EQ(error_of(sandbox_ / "folder").kind(), ErrorKind::usage);
  EXPECT_EQ(error_of(sandbox_ / "file").kind(), ErrorKind::usage);
}

TEST_F(GitImport, RefusesASha256Repository) {
  sandbox_.init("repository", "--object-format=sha256");
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  const Error error = error_of(sandbox_.repository());
  EXPECT_EQ(error.kind(), ErrorKind::unsupported);
  EXPECT_THAT(error.what(), HasSubstr("SHA-256"));
  EXPECT_THAT(error.hint(), HasSubstr("fast-export"));
}

TEST_F(GitImport, NamesAMissingBlob) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  sandbox_.commit(1);
  const std::string blob = sandbox_.git("rev-parse HEAD:a");
  sandbox_.run("rm -f repository/.git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2));
  const Error error = error_of(sandbox_.repository());
  EXPECT_EQ(error.kind(), ErrorKind::corrupt);
  EXPECT_THAT(error.what(), HasSubstr(blob));
  EXPECT_THAT(error.what(), HasSubstr("missing"));
}

TEST_F(GitImport, NamesAMissingParent) {
  sandbox_.init();
  sandbox_.write("a", "One.\n");
  const std::string first = sandbox_.commit(1);
  sandbox_.write("a", "Two.\n");
  sandbox_.commit(2);
  sandbox_.run("rm -f repository/.git/objects/" + first.substr(0, 2) + "/" + first.substr(2));
  const Error error = error_of(sandbox_.repository());
  EXPECT_EQ(error.kind(), ErrorKind::corrupt);
  EXPECT_THAT(error.what(), HasSubstr(first));
}

/// A packed repository of some texts, for damage.
class DamagedPack : public GitImport {
protected:
  void SetUp() override {
    sandbox_.init();
    for (int i = 0; i < 12; ++i) {
      sandbox_.write("a", std::string(300, 'a') + std::to_string(i) + std::string(300, 'b'));
      sandbox_.write("folder/b", "Version " + std::to_string(i / 3));
      sandbox_.commit(i, "Commit " + std::to_string(i));
    }
    sandbox_.git("repack --quiet -a -d");
    sandbox_.run("rm -rf repository/.git/objects/??");
    pack_ = sandbox_.run("echo $PWD/repository/.git/objects/pack/*.pack");
    sandbox_.run("chmod u+w '" + pack_.string() + "'; cp '" + pack_.string() + "' whole");
    import();
    whole_ = pages_in(small_.archive());
  }

  /// Either the damage is reported, or nothing wrong was imported.
  void expect_no_wrong_text() const {
    SmallArchive small;
    try {
      import_git(sandbox_.repository(), small.archive());
    } catch (const Error& error) {
      EXPECT_NE(error.kind(), ErrorKind::network);
    }
    for (const auto& [key, pages] : pages_in(small.archive())) {
      const auto& right = whole_.at(key);
      EXPECT_TRUE(std::ranges::all_of(pages, [&right](const std::string& page) {
        return std::ranges::find(right, page) != right.end();
      })) << key;
    }
  }

  void restore() const {
    std::filesystem::copy_file(
        sandbox_ / "whole", pack_, std::filesystem::copy_options::overwrite_existing);
  }

  std::filesystem::path pack_;
  std::map<std::string, std::vector<std::string>> whole_;
};

TEST_F(DamagedPack, NeverGivesAWrongTextForAFlippedBit) {
  constexpr unsigned seed = 99;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  const std::uint64_t bits = 8 * std::filesystem::file_size(pack_);
  for (int round = 0; round < test::stress_rounds(40, 2000); ++round) {
    const std::uint64_t bit = random() % bits;
    SCOPED_TRACE(bit);
    test::flip_bit(pack_, bit);
    expect_no_wrong_text();
    restore();
  }
}

TEST_F(DamagedPack, NeverGivesAWrongTextWhenItIsCutOff) {
  const std::uint64_t size = std::filesystem::file_size(pack_);
  const auto steps = static_cast<std::uint64_t>(test::stress_rounds(20, 400));
  for (std::uint64_t step = 0; step < steps; ++step) {
    SCOPED_TRACE(step);
    test::truncate(pack_, size * step / steps);
    expect_no_wrong_text();
    restore();
  }
}

}  // namespace
}  // namespace arch::interop
