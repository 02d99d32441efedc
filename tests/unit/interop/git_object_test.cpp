#include "interop/git_object.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace arch::interop {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

std::vector<std::string> names_in(const std::string& tree) {
  TreeReader reader{GitId{}, as_bytes(tree)};
  std::vector<std::string> names;
  while (const auto entry = reader.next()) {
    names.emplace_back(entry->name);
  }
  return names;
}

const std::string id(20, 'x');

TEST(GitId, IsThatOfGitHashObject) {
  // From `printf hello | git hash-object --stdin` and `git hash-object -t tree /dev/null`.
  EXPECT_EQ(git_id(GitKind::blob, as_bytes("hello")).hex(),
            "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
  EXPECT_EQ(git_id(GitKind::tree, {}).hex(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST(GitId, IsReadFromFortyHexDigits) {
  const std::string digits = "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0";
  EXPECT_EQ(GitId::parse(digits)->hex(), digits);
  EXPECT_EQ(GitId::parse(digits.substr(1)), std::nullopt);
  EXPECT_EQ(GitId::parse("g" + digits.substr(1)), std::nullopt);
}

TEST(TreeReader, ReadsNamesAndKinds) {
  const std::string tree = "100644 a\0"s + id + "120000 b\0"s + id + "40000 c\0"s + id +
                           "160000 d\0"s + id + "100755 e\0"s + id + "100664 f\0"s + id;
  TreeReader reader{GitId{}, as_bytes(tree)};
  std::vector<EntryKind> kinds;
  while (const auto entry = reader.next()) {
    kinds.push_back(entry->kind);
  }
  using enum EntryKind;
  EXPECT_THAT(kinds, ElementsAre(file, symbolic_link, folder, submodule, file, file));
  EXPECT_THAT(names_in(tree), ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST(TreeReader, RefusesWhatIsNoTree) {
  const std::vector<std::string> bad = {"x",
                                        "100644 a",
                                        "100644 a\0"s,
                                        "100644 a\0"s + id.substr(1),
                                        "100644a\0"s + id,
                                        "100644 \0"s + id,
                                        "100644 a/b\0"s + id,
                                        "10064x a\0"s + id,
                                        "777777777777777777 a\0"s + id,
                                        "0 a\0"s + id,
                                        "-100644 a\0"s + id};
  for (const std::string& tree : bad) {
    EXPECT_THROW(names_in(tree), Error) << testing::PrintToString(tree);
  }
}

TEST(CompareEntries, PutsAFolderWhereItsNameWithASlashWouldBe) {
  // gitformat-tree: `a-b` < `a.c` < `a/` < `a0`.
  const auto entry = [](std::string_view name, EntryKind kind) {
    return TreeEntry{.name = name, .kind = kind, .id = {}};
  };
  const TreeEntry folder = entry("a", EntryKind::folder);
  EXPECT_TRUE(compare_entries(entry("a", EntryKind::file), entry("a-b", EntryKind::file)) < 0);
  EXPECT_TRUE(compare_entries(entry("a.c", EntryKind::file), folder) < 0);
  EXPECT_TRUE(compare_entries(entry("a0", EntryKind::file), folder) > 0);
  EXPECT_TRUE(compare_entries(entry("a", EntryKind::file), folder) < 0);
  EXPECT_TRUE(compare_entries(entry("a", EntryKind::file), entry("\xff", EntryKind::file)) < 0);
}

TEST(ParseCommit, ReadsWhatMatters) {
  const GitId tree = git_id(GitKind::tree, {});
  const std::string text = "tree " + tree.hex() + "\nparent " + tree.hex() + "\nparent " +
                           tree.hex() +
                           "\nauthor Jane > Doe <j@x> 1700000000 +0200\n"
                           "committer  <> -5 -0330\n"
                           "gpgsig -----BEGIN\n author inside\n -----END\n"
                           "\nSubject\n\nBody\n";
  const GitCommit commit = parse_commit(GitId{}, as_bytes(text));
  EXPECT_EQ(commit.tree, tree);
  EXPECT_EQ(commit.parents.size(), 2U);
  EXPECT_EQ(commit.author.person, "Jane > Doe <j@x>");
  EXPECT_EQ(commit.author.time.seconds, 1700000000);
  EXPECT_EQ(commit.author.offset, "+0200");
  EXPECT_EQ(commit.committer.time.seconds, -5);
  EXPECT_EQ(commit.message, "Subject\n\nBody\n");
}

TEST(ParseCommit, RefusesWhatIsNoCommit) {
  const std::string tree = "tree " + git_id(GitKind::tree, {}).hex() + "\n";
  const std::vector<std::string> bad = {
      "",
      tree,
      "committer x <x> 1 +0000\n\n",
      "tree 123\ncommitter x <x> 1 +0000\n\n",
      tree + "committer x <x> 1 +0000",
      tree + "committer x <x>\n\n",
      tree + "committer 1 +0000\n\n",
      tree + "committer x <x> 99999999999999999999 +0000\n\n",
      tree + "committer x <x> 253402300800 +0000\n\n",
      tree + "parent 12\ncommitter x <x> 1 +0000\n\n",
  };
  for (const std::string& text : bad) {
    EXPECT_THROW(parse_commit(GitId{}, as_bytes(text)), Error) << text;
  }
}

}  // namespace
}  // namespace arch::interop
