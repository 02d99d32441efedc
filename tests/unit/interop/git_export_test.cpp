#include "interop/git_export.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "git_sandbox.hpp"
#include "interop/git_import.hpp"
#include "small_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace arch::interop {
namespace {

using test::GitSandbox;
using test::SmallArchive;
using testing::HasSubstr;

/// Where the tests export to; GitSandbox::git() works there after init("export").
constexpr std::string_view folder = "export";

class GitExport : public testing::Test {
protected:
  GitExportReport export_archive(const GitExportOptions& options = {}) {
    return export_git(small_.archive(), sandbox_ / folder, options);
  }

  std::string git(const std::string& arguments) const {
    return sandbox_.run("git -C export " + arguments);
  }

  std::string read_file(const std::string& name) const {
    std::ifstream file{sandbox_ / folder / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  void expect_sound() const { EXPECT_EQ(git("fsck --strict --full --no-dangling 2>&1"), ""); }

  GitSandbox sandbox_;
  SmallArchive small_;
};

/// The head of a new export of `archive`.
std::string head_of(const history::Archive& archive) {
  const GitSandbox sandbox;
  const GitExportReport report = export_git(archive, sandbox / folder);
  return report.documents.head ? report.documents.head->hex() : "none";
}

TEST_F(GitExport, MakesACommitOfEachRevisionInOrderOfObservation) {
  small_.see("https://x.org/a", 300, "A\n\nSecond text of a.\n");
  small_.see("https://x.org/a", 100, "A\n\nFirst text.\n");
  small_.see("https://x.org/b", 200, "B\n\nText of b.\n");
  small_.see("https://x.org/b", 400, "B\n\nText of b.\n");
  const GitExportReport report = export_archive();
  EXPECT_TRUE(report.is_new);
  EXPECT_EQ(report.documents.added, 3U);
  EXPECT_EQ(git("rev-parse main"), report.documents.head->hex());
  EXPECT_EQ(git("log --reverse --format='%at %ct %ae %s' main"),
            "100 100 arch@archive.invalid A: first seen\n"
            "200 200 arch@archive.invalid B: first seen\n"
            "300 300 arch@archive.invalid A: text changed");
  expect_sound();
}

TEST_F(GitExport, HoldsTheDocumentsBytes) {
  small_.see("https://x.org/news/a", 100, "A headline\n\nA text.\n");
  export_archive();
  const history::History history = small_.history("https://x.org/news/a");
  const std::string document = history.document(history.revisions()[0]);
  EXPECT_EQ(read_file("x.org/news/a.txt"), document);
  EXPECT_EQ(git("status --porcelain"), "");
  EXPECT_THAT(git("log --format=%B"),
              HasSubstr("Arch-Document: " + sha256(as_bytes(document)).hex() + "\n"));
}

TEST_F(GitExport, SaysInTrailersWhatTheRevisionIs) {
  small_.see("https://x.org/a", 100, "A\n\nOne.\n");
  small_.see("https://x.org/a", 150, "A\n\nOne.\n");
  small_.see("https://x.org/a", 200, "A\n\nTwo.\n");
  small_.see("https://x.org/a", 300, "A\n\nOne.\n");
  export_archive();
  const history::History history = small_.history("https://x.org/a");
  const std::string trailers = git("log -1 --format='%(trailers:only,unfold)' main");
  const auto& revisions = history.revisions();
  EXPECT_EQ(trailers,
            "Arch-Article: https://x.org/a\n"
            "Arch-Capture: " +
                history.id(revisions[2]).hex() +
                "\nArch-Document: " + history.stored().object_id(revisions[2].document).hex() +
                "\nArch-Page: " + history.stored().object_id(*revisions[2].page).hex() +
                "\nArch-Reverts-To: " + history.id(revisions[0]).hex() +
                "\nArch-Observed: 1970-01-01T00:05:00Z\n"
                "Arch-Observed-After: 1970-01-01T00:03:20Z\n");
  EXPECT_THAT(git("log -1 --skip=1 --format=%B main"),
              HasSubstr("Changed between 1970-01-01T00:02:30Z and 1970-01-01T00:03:20Z.\n"));
}

TEST_F(GitExport, OfAnArchiveWithoutRevisionsIsAnEmptyRepository) {
  const GitExportReport report = export_archive();
  EXPECT_EQ(report.documents.head, std::nullopt);
  EXPECT_EQ(sandbox_.status_of("git -C export rev-parse --verify --quiet main") == 0, false);
}

TEST_F(GitExport, AgainAddsNothing) {
  small_.see("a", 100, "A\n\nOne.\n");
  const GitExportReport first = export_archive();
  const GitExportReport second = export_archive();
  EXPECT_FALSE(second.is_new);
  EXPECT_EQ(second.documents.added, 0U);
  EXPECT_EQ(second.documents.commits, 1U);
  EXPECT_EQ(second.documents.head, first.documents.head);
}

TEST_F(GitExport, AddsOnlyWhatIsNew) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("b", 150, "B\n\nOne.\n");
  const GitExportReport first = export_archive();
  small_.see("a", 200, "A\n\nTwo.\n");
  small_.see("c", 300, "C\n\nOne.\n");
  const GitExportReport second = export_archive();
  EXPECT_EQ(second.documents.added, 2U);
  EXPECT_EQ(second.documents.replaced, std::nullopt);
  EXPECT_EQ(git("rev-parse main~2"), first.documents.head->hex());
  EXPECT_EQ(second.documents.head->hex(), head_of(small_.archive()));
  EXPECT_EQ(read_file("a.txt"), "headline: A\n\nTwo.\n");
  EXPECT_EQ(git("status --porcelain"), "");
  expect_sound();
}

TEST_F(GitExport, IsWrittenAnewFromAnOlderLookOnAndKeepsWhatWas) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("a", 300, "A\n\nThree.\n");
  const GitExportReport first = export_archive();
  small_.see("b", 200, "B\n\nAn older article that came late.\n");
  const GitExportReport second = export_archive();
  EXPECT_EQ(second.documents.replaced, first.documents.head);
  EXPECT_EQ(second.documents.commits, 3U);
  EXPECT_EQ(second.documents.added, 2U);
  EXPECT_EQ(second.documents.head->hex(), head_of(small_.archive()));
  EXPECT_EQ(git("rev-parse refs/arch/replaced/" + first.documents.head->hex()),
            first.documents.head->hex());
  EXPECT_EQ(git("status --porcelain"), "");
  expect_sound();
}

TEST_F(GitExport, IsWrittenAnewWhenALateCheckNarrowsAnInterval) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("a", 300, "A\n\nTwo.\n");
  export_archive();
  small_.see("a", 200, "A\n\nOne.\n");
  const GitExportReport second = export_archive();
  EXPECT_TRUE(second.documents.replaced.has_value());
  EXPECT_EQ(second.documents.added, 1U);
  EXPECT_THAT(git("log -1 --format=%B"), HasSubstr("Arch-Observed-After: 1970-01-01T00:03:20Z\n"));
}

TEST_F(GitExport, IsTheSameWhateverTheOrderOfArrival) {
  constexpr unsigned seed = 4'711;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  struct Seen {
    std::string key;
    std::int64_t seconds;
    std::string page;
  };
  std::vector<Seen> looks;
  for (int i = 0; i < 60; ++i) {
    // Several articles in one second, texts that come back, paths that differ in case only.
    const std::string key = std::vector<std::string>{"a", "A", "b/c", "B/C?"}[random() % 4];
    looks.push_back({key,
                     1000 + static_cast<std::int64_t>(random() % 40),
                     "T\n\nText " + std::to_string(random() % 3) + " of " + key + ".\n"});
  }
  for (const Seen& look : looks) {
    small_.see(look.key, look.seconds, look.page);
  }
  const std::string head = head_of(small_.archive());
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(looks, random);
    SmallArchive other;
    const GitSandbox sandbox;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      other.see(looks[i].key, looks[i].seconds, looks[i].page);
      if (i % 20 == 7) {
        // Exported in between, and so written anew several times.
        export_git(other.archive(), sandbox / folder);
      }
    }
    EXPECT_EQ(head_of(other.archive()), head);
    const GitExportReport report = export_git(other.archive(), sandbox / folder);
    EXPECT_EQ(report.documents.head->hex(), head);
    EXPECT_EQ(sandbox.run("git -C export fsck --strict --no-dangling 2>&1"), "");
    EXPECT_EQ(sandbox.run("git -C export status --porcelain"), "");
  }
}

TEST_F(GitExport, ContinuesWhereItWasStopped) {
  for (int i = 0; i < 12; ++i) {
    small_.see(i % 3 == 0 ? "a" : "b", 100 + i, "T\n\nText " + std::to_string(i) + ".\n");
  }
  const std::string head = head_of(small_.archive());
  bool was_stopped_with_commits = false;
  for (int steps = 0; steps < 60; ++steps) {
    const GitSandbox sandbox;
    int rest = steps;
    const GitExportReport stopped =
        export_git(small_.archive(), sandbox / folder, {.on_progress = [&rest](const GitProgress&) {
                     return rest-- > 0;
                   }});
    if (!stopped.stopped) {
      EXPECT_GT(steps, 24);
      break;
    }
    was_stopped_with_commits = was_stopped_with_commits || stopped.documents.added > 0;
    const GitExportReport finished = export_git(small_.archive(), sandbox / folder);
    EXPECT_EQ(finished.documents.head->hex(), head);
    EXPECT_EQ(stopped.documents.added + finished.documents.added, 12U);
    EXPECT_EQ(sandbox.run("git -C export status --porcelain"), "");
  }
  EXPECT_TRUE(was_stopped_with_commits);
}

TEST_F(GitExport, PutsPagesOnABranchOfTheirOwn) {
  const std::string page = "Title\n\nA  page\twith its own\r\nbytes.\xFF\n";
  small_.see("https://x.org/a", 100, page);
  small_.see("name", 200, "A\n\nText.\n");
  const GitExportReport without = export_archive();
  const GitExportReport with = export_archive({.pages = GitPages::take});
  EXPECT_EQ(with.documents.head, without.documents.head);
  EXPECT_EQ(git("rev-parse main-pages"), with.pages->head->hex());
  EXPECT_EQ(git("ls-tree -r --name-only main-pages"), "name.txt\nx.org/a.html");
  EXPECT_EQ(git("cat-file blob main-pages:x.org/a.html | sha256sum | cut -c 1-64"),
            sha256(as_bytes(page)).hex());
  expect_sound();
}

TEST_F(GitExport, GivesHostilKeysPathsThatGitTakes) {
  const std::vector<std::string> keys = {"..",
                                         ".",
                                         "../../x",
                                         "/",
                                         "//",
                                         ".git/config",
                                         ".GIT/hooks/post-checkout",
                                         "git~1/config",
                                         ".g\u200Dit/config",
                                         ".gitmodules",
                                         "a",
                                         "a.txt",
                                         "a.txt/b",
                                         "a/b",
                                         "A",
                                         "con",
                                         "nul.txt/x",
                                         "a:b",
                                         "C:\\windows",
                                         "x y ",
                                         "x /y",
                                         "-",
                                         "--exec=x",
                                         "tab%09",
                                         std::string(4000, 'k'),
                                         std::string(3000, '/') + "x",
                                         "\u202Egnp.exe",
                                         "e\u0301"};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    small_.see(keys[i], 100 + static_cast<std::int64_t>(i), "T\n\nOf " + std::to_string(i) + ".\n");
  }
  export_archive();
  expect_sound();
  EXPECT_EQ(git("status --porcelain"), "");
  EXPECT_EQ(git("ls-tree -r --name-only main | sort -f -u | wc -l"), std::to_string(keys.size()));
  EXPECT_THAT(git("log --format=%B main"), HasSubstr("Arch-Article: ../../x\n"));
  sandbox_.run("git clone --quiet export copy");
}

TEST_F(GitExport, SplitsAFolderWithManyArticles) {
  {
    history::Recorder recorder{small_.archive()};
    for (int i = 0; i < 1100; ++i) {
      const history::Look look{.observed = UtcTime{100 + i}, .page = as_bytes("T\n\nText.\n")};
      recorder.record("https://x.org/" + std::to_string(i), {&look, 1});
    }
    recorder.commit();
  }
  export_archive();
  EXPECT_EQ(git("ls-tree --name-only main:x.org | wc -l"), "1001");
  EXPECT_EQ(git("ls-tree --name-only main:x.org/~2 | wc -l"), "100");
  // What is there must be found again: paths depend on all articles before.
  small_.see("https://x.org/1099", 9000, "T\n\nAnother.\n");
  EXPECT_EQ(export_archive().documents.added, 1U);
  EXPECT_EQ(git("diff --name-only main~ main"), "x.org/~2/1099.txt");
  EXPECT_EQ(git("rev-parse main"), head_of(small_.archive()));
  expect_sound();
}

TEST_F(GitExport, DatesWhatIsOlderThanGitKnowsTo1970) {
  small_.see("a", -1'000'000'000, "A\n\nOne.\n");
  export_archive();
  EXPECT_EQ(git("log --format='%ct %(trailers:key=Arch-Observed,valueonly)'"),
            "0 1938-04-24T22:13:20Z\n");
  EXPECT_EQ(export_archive().documents.added, 0U);
  expect_sound();
}

TEST_F(GitExport, LeavesFilesThatSomebodyChanged) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("b", 100, "B\n\nOne.\n");
  export_archive();
  sandbox_.run("cd export; echo mine >a.txt; echo also mine >c.txt");
  small_.see("a", 200, "A\n\nTwo.\n");
  small_.see("b", 200, "B\n\nTwo.\n");
  small_.see("c", 200, "C\n\nOne.\n");
  const GitExportReport report = export_archive();
  EXPECT_EQ(report.kept_files, 2U);
  EXPECT_EQ(read_file("a.txt"), "mine\n");
  EXPECT_EQ(read_file("b.txt"), "headline: B\n\nTwo.\n");
  EXPECT_EQ(read_file("c.txt"), "also mine\n");
  EXPECT_EQ(report.documents.head->hex(), head_of(small_.archive()));
}

TEST_F(GitExport, RefusesABranchWithCommitsOfOthers) {
  small_.see("a", 100, "A\n\nOne.\n");
  export_archive();
  const std::string theirs = sandbox_.run(
      "cd export; echo x >x; git add x; git commit --quiet -m theirs; git rev-parse HEAD");
  small_.see("a", 200, "A\n\nTwo.\n");
  try {
    export_archive();
    FAIL() << "it was exported";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr(theirs.substr(0, 12)));
  }
  EXPECT_EQ(git("rev-parse main"), theirs);
  EXPECT_EQ(export_archive({.branch = "archive"}).documents.commits, 2U);
  EXPECT_EQ(git("rev-parse main"), theirs);
}

TEST_F(GitExport, RefusesABranchOfAnotherArchive) {
  small_.see("a", 100, "A\n\nOne.\n");
  const GitExportReport first = export_archive();
  SmallArchive other;
  other.see("b", 100, "B\n\nOne.\n");
  EXPECT_THROW(export_git(other.archive(), sandbox_ / folder), Error);
  EXPECT_EQ(git("rev-parse main"), first.documents.head->hex());
}

TEST_F(GitExport, RefusesAFolderOfSomethingElse) {
  sandbox_.run("mkdir export; echo x >export/x");
  EXPECT_THROW(export_archive(), Error);
  EXPECT_EQ(sandbox_.run("ls -A export"), "x");
}

TEST_F(GitExport, RefusesWhatIsNoBranchName) {
  EXPECT_THROW(export_archive({.branch = "a..b"}), Error);
}

TEST_F(GitExport, CanBeBare) {
  small_.see("a", 100, "A\n\nOne.\n");
  export_archive({.kind = GitRepository::Kind::bare});
  EXPECT_EQ(git("rev-parse --is-bare-repository"), "true");
  EXPECT_EQ(git("cat-file blob main:a.txt"), "headline: A\n\nOne.");
}

TEST_F(GitExport, OfPagesGivesTheSameDocumentsWhenImported) {
  small_.see("https://x.org/a", 100, "A\n\nOne.\n");
  small_.see("https://x.org/a", 200, "A\n\nTwo, and *more*.\n- a list\n");
  small_.see("b", 150, "# B\n\n> quoted\n\n![alt](x.png)\n");
  export_archive({.pages = GitPages::take});
  SmallArchive copy;
  import_git(sandbox_ / folder, copy.archive(), {.revision = "main-pages"});
  for (const auto& [key, path] : {std::pair{"https://x.org/a", "x.org/a.html"}, {"b", "b.txt"}}) {
    const history::History mine = small_.history(key);
    const history::History theirs = copy.history(path);
    ASSERT_EQ(mine.revisions().size(), theirs.revisions().size());
    for (std::size_t i = 0; i < mine.revisions().size(); ++i) {
      EXPECT_EQ(mine.document(mine.revisions()[i]), theirs.document(theirs.revisions()[i]));
      EXPECT_EQ(mine.revisions()[i].first_seen, theirs.revisions()[i].first_seen);
    }
  }
}

}  // namespace
}  // namespace arch::interop
