#include "interop/git_history.hpp"

#include "base/error.hpp"
#include "git_sandbox.hpp"
#include "interop/git_repository.hpp"
#include "support/damage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace arch::interop {
namespace {

using test::GitSandbox;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// The versions of each article, oldest first, as `second:content` (`second:-` for a removal).
using Articles = std::map<std::string, std::vector<std::string>>;

struct Asked {
  std::vector<std::string> patterns = {};
  Renames renames = Renames::follow;
};

GitHistory read(const GitSandbox& sandbox, const Asked& asked = {}) {
  const GitRepository repository = GitRepository::open(sandbox.repository());
  const PathPatterns patterns{asked.patterns};
  return read_git_history(
      repository, repository.find_commit("HEAD").value(), patterns, {.renames = asked.renames});
}

Articles articles_in(const GitSandbox& sandbox, const Asked& asked = {}) {
  const GitRepository repository = GitRepository::open(sandbox.repository());
  const GitHistory history = read(sandbox, asked);
  Articles articles;
  for (const FileVersion& version : history.versions) {
    const std::int64_t seconds = history.commits[version.commit].time.seconds - test::sandbox_epoch;
    std::string content = "-";
    if (!version.is_removal()) {
      content = as_text(repository.read(version.blob, GitKind::blob).bytes());
    }
    articles[history.paths[version.article]].push_back(std::to_string(seconds) + ":" + content);
  }
  return articles;
}

/// A text of which most stays when `word` is exchanged.
std::string long_text(const std::string& word) {
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text += "Line " + std::to_string(i) + " of a text that stays.\n";
  }
  return text + word + "\n";
}

TEST(GitHistory, HasEveryVersionOfEveryFile) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.write("folder/b", "first");
  sandbox.commit(1);
  sandbox.write("a", "two");
  sandbox.commit(2);
  sandbox.write("folder/b", "second");
  sandbox.commit(3);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:one", "2:two")),
                          Pair("folder/b", ElementsAre("1:first", "3:second"))));
}

TEST(GitHistory, HasRemovalsAndWhatComesBack) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(1);
  sandbox.run("rm repository/a");
  sandbox.commit(2);
  sandbox.write("a", "one");
  sandbox.commit(3);
  EXPECT_THAT(articles_in(sandbox), ElementsAre(Pair("a", ElementsAre("1:one", "2:-", "3:one"))));
}

TEST(GitHistory, FollowsARenameWithoutChange) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old", "one");
  sandbox.commit(1);
  sandbox.write("old", "two");
  sandbox.commit(2);
  sandbox.git("mv old new");
  sandbox.commit(3);
  sandbox.write("new", "three");
  sandbox.commit(4);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("new", ElementsAre("1:one", "2:two", "4:three"))));
}

TEST(GitHistory, FollowsAChainOfRenamesWithChanges) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", long_text("one"));
  sandbox.commit(1);
  sandbox.git("mv a b");
  sandbox.write("b", long_text("two"));
  sandbox.commit(2);
  sandbox.run("mkdir repository/c");
  sandbox.git("mv b c/d");
  sandbox.write("c/d", long_text("three"));
  sandbox.commit(3);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("c/d",
                               ElementsAre("1:" + long_text("one"),
                                           "2:" + long_text("two"),
                                           "3:" + long_text("three")))));
}

TEST(GitHistory, KeepsAFileThatHadThePathBeforeARenameApart) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "a, which is removed");
  sandbox.write("b", "b, which becomes a");
  sandbox.commit(1);
  sandbox.run("rm repository/a");
  const std::string removal = sandbox.commit(2);
  sandbox.git("mv b a");
  sandbox.commit(3);
  EXPECT_THAT(articles_in(sandbox),
              UnorderedElementsAre(Pair("a", ElementsAre("1:b, which becomes a")),
                                   Pair("a (until " + removal.substr(0, 12) + ")",
                                        ElementsAre("1:a, which is removed", "2:-"))));
}

TEST(GitHistory, TakesAFileThatEndedBeforeTheNextBeganForTheSame) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "the first a");
  sandbox.commit(1);
  sandbox.run("rm repository/a");
  sandbox.commit(2);
  sandbox.write("b", "b, which becomes a");
  sandbox.commit(3);
  sandbox.git("mv b a");
  sandbox.commit(4);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:the first a", "2:-", "3:b, which becomes a"))));
}

TEST(GitHistory, TakesFilesThatSwapNamesAsChanged) {
  // As git does: no file was added or removed.
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.write("b", "two");
  sandbox.commit(1);
  sandbox.write("a", "two");
  sandbox.write("b", "one");
  sandbox.commit(2);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:one", "2:two")),
                          Pair("b", ElementsAre("1:two", "2:one"))));
}

TEST(GitHistory, TakesARenameAsRemovalAndAdditionWhenAskedTo) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old", "one");
  sandbox.commit(1);
  sandbox.git("mv old new");
  sandbox.commit(2);
  EXPECT_THAT(
      articles_in(sandbox, {.renames = Renames::ignore}),
      ElementsAre(Pair("new", ElementsAre("2:one")), Pair("old", ElementsAre("1:one", "2:-"))));
}

TEST(GitHistory, DoesNotTakeAnEmptyFileForTheSuccessorOfAnother) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old", "");
  sandbox.commit(1);
  sandbox.git("mv old new");
  sandbox.commit(2);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("new", ElementsAre("2:")), Pair("old", ElementsAre("1:", "2:-"))));
}

TEST(GitHistory, HasTheVersionsOfBothBranchesOfAMerge) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.write("b", "one");
  sandbox.commit(1);
  sandbox.git("checkout --quiet -b side");
  sandbox.write("a", "side");
  sandbox.commit(2);
  sandbox.git("checkout --quiet main");
  sandbox.write("b", "main");
  sandbox.commit(3);
  sandbox.git("merge --quiet --no-commit side");
  sandbox.commit(4);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:one", "2:side")),
                          Pair("b", ElementsAre("1:one", "3:main"))));
}

TEST(GitHistory, EndsWithWhatAMergeDecidedThoughTheOtherSideWasLater) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(1);
  sandbox.git("checkout --quiet -b side");
  sandbox.write("a", "side");
  sandbox.commit(3);
  sandbox.git("checkout --quiet main");
  sandbox.write("a", "main");
  sandbox.commit(2);
  sandbox.git("merge --quiet --no-commit --strategy=ours side");
  sandbox.commit(4);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:one", "2:main", "3:side", "4:main"))));
}

TEST(GitHistory, FollowsARenameMadeOnABranch) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("old", "one");
  sandbox.write("other", "one");
  sandbox.commit(1);
  sandbox.git("checkout --quiet -b side");
  sandbox.git("mv old new");
  sandbox.commit(2);
  sandbox.git("checkout --quiet main");
  sandbox.write("other", "two");
  sandbox.commit(3);
  sandbox.git("merge --quiet --no-commit side");
  sandbox.commit(4);
  EXPECT_THAT(
      articles_in(sandbox),
      ElementsAre(Pair("new", ElementsAre("1:one")), Pair("other", ElementsAre("1:one", "3:two"))));
}

TEST(GitHistory, ListsTwoRootsThatWereMerged) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(1);
  sandbox.git("checkout --quiet --orphan other");
  sandbox.git("rm --quiet --force a");
  sandbox.write("b", "two");
  sandbox.commit(2);
  sandbox.git("merge --quiet --no-commit --allow-unrelated-histories main");
  sandbox.commit(3);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("1:one")), Pair("b", ElementsAre("2:two"))));
}

TEST(GitHistory, PassesOverModesLinksAndSubmodules) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(1);
  sandbox.run("cd repository; chmod +x a; ln -s a link");
  sandbox.git(
      "update-index --add --cacheinfo "
      "160000,0123456789012345678901234567890123456789,module");
  sandbox.run("mkdir repository/module");
  sandbox.commit(2);
  EXPECT_THAT(articles_in(sandbox), ElementsAre(Pair("a", ElementsAre("1:one"))));
  const GitHistory history = read(sandbox);
  EXPECT_EQ(history.symbolic_links, 1U);
  EXPECT_EQ(history.submodules, 1U);
}

TEST(GitHistory, TakesOnlyPathsThatMatchAPattern) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a.md", "one");
  sandbox.write("folder/b.md", "one");
  sandbox.write("folder/c.txt", "one");
  sandbox.commit(1);
  EXPECT_THAT(articles_in(sandbox, {.patterns = {"*.md"}}),
              ElementsAre(Pair("a.md", testing::_), Pair("folder/b.md", testing::_)));
  EXPECT_THAT(articles_in(sandbox, {.patterns = {"folder/"}}),
              ElementsAre(Pair("folder/b.md", testing::_), Pair("folder/c.txt", testing::_)));
  EXPECT_THAT(articles_in(sandbox, {.patterns = {"none"}}), IsEmpty());
}

TEST(GitHistory, FollowsAFileFromAPathThatDoesNotMatch) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("draft.txt", "one");
  sandbox.commit(1);
  sandbox.git("mv draft.txt final.md");
  sandbox.commit(2);
  EXPECT_THAT(articles_in(sandbox, {.patterns = {"*.md"}}),
              ElementsAre(Pair("final.md", ElementsAre("1:one"))));
}

TEST(GitHistory, KeepsPathsThatAreNoText) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("\xFF\xFE", "one");
  sandbox.commit(1);
  EXPECT_THAT(articles_in(sandbox), ElementsAre(Pair("\xFF\xFE", ElementsAre("1:one"))));
}

TEST(GitHistory, KeepsTheOrderOfCommitsWhoseTimesAreNotInOrder) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(9);
  sandbox.write("a", "two");
  sandbox.commit(5);
  sandbox.write("a", "three");
  sandbox.commit(7);
  EXPECT_THAT(articles_in(sandbox),
              ElementsAre(Pair("a", ElementsAre("9:one", "5:two", "7:three"))));
}

TEST(GitHistory, OfAShallowCloneBeginsAtItsBoundary) {
  GitSandbox sandbox;
  sandbox.init("full");
  for (int i = 1; i <= 4; ++i) {
    sandbox.write("a", std::to_string(i));
    sandbox.commit(i);
  }
  sandbox.run("git clone --quiet --depth 2 file://$PWD/full repository");
  const GitRepository repository = GitRepository::open(sandbox / "repository");
  const GitHistory history =
      read_git_history(repository, repository.find_commit("HEAD").value(), PathPatterns{{}}, {});
  EXPECT_TRUE(history.is_shallow);
  EXPECT_EQ(history.commits.size(), 2U);
  EXPECT_EQ(history.versions.size(), 2U);
}

TEST(GitHistory, StopsWhenProgressSaysSo) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("a", "one");
  sandbox.commit(1);
  const GitRepository repository = GitRepository::open(sandbox.repository());
  const GitHistory history =
      read_git_history(repository,
                       repository.find_commit("HEAD").value(),
                       PathPatterns{{}},
                       {.on_progress = [](const GitProgress&) { return false; }});
  EXPECT_TRUE(history.stopped);
}

TEST(GitHistory, NamesAMissingTree) {
  GitSandbox sandbox;
  sandbox.init();
  sandbox.write("folder/a", "one");
  sandbox.commit(1);
  const std::string tree = sandbox.git("rev-parse HEAD:folder");
  sandbox.run("rm -f repository/.git/objects/" + tree.substr(0, 2) + "/" + tree.substr(2));
  try {
    read(sandbox);
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    EXPECT_THAT(error.what(), testing::HasSubstr(tree));
  }
}

}  // namespace
}  // namespace arch::interop
