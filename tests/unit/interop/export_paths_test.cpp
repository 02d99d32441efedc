#include "interop/export_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace arch::interop {
namespace {

using testing::ElementsAre;

std::string joined(const ExportName& name) {
  std::string path;
  for (const std::string& folder : name.folders) {
    path += folder + "/";
  }
  return path + name.file;
}

std::string path_of(std::string_view key) {
  return joined(make_export_name(key));
}

std::string full_path(const ExportPaths& paths, const ExportPaths::Place& place) {
  std::string path = place.file;
  for (ExportPaths::FolderNumber folder = place.folder; folder != 0;
       folder = paths.folders()[folder].parent) {
    path = paths.folders()[folder].name + "/" + path;
  }
  return path;
}

TEST(MakeExportName, OfAUrlIsItsHostAndPath) {
  EXPECT_EQ(path_of("https://www.bbc.com/news/world-africa-123"),
            "www.bbc.com/news/world-africa-123");
  EXPECT_EQ(path_of("http://example.org/a/"), "example.org/a");
  EXPECT_EQ(path_of("https://example.org/caf%C3%A9?id=3"), "example.org/caf%C3%A9%3Fid=3");
}

TEST(MakeExportName, OfANameIsTheName) {
  EXPECT_EQ(path_of("kagame"), "kagame");
  EXPECT_EQ(path_of("posts/2015/a b.md"), "posts/2015/a b.md");
  EXPECT_EQ(path_of("Überschrift – größer"), "Überschrift – größer");
}

TEST(MakeExportName, NeverLeavesTheFolderAndHidesNothing) {
  EXPECT_EQ(path_of("../../etc/passwd"), "%2E%2E/%2E%2E/etc/passwd");
  EXPECT_EQ(path_of("/etc/passwd"), "etc/passwd");
  EXPECT_EQ(path_of("a//./b"), "a/%2E/b");
  EXPECT_EQ(path_of("-rf"), "%2Drf");
  EXPECT_EQ(path_of("a\\b"), "a%5Cb");
}

TEST(MakeExportName, AlwaysHasAFile) {
  EXPECT_THAT(path_of("https://"), testing::StartsWith("article~"));
  EXPECT_THAT(path_of("///"), testing::StartsWith("article~"));
}

// Spellings of .git that git's own fsck knows: read-cache.c (verify_dotfile), path.c
// (is_ntfs_dotgit), utf8.c (is_hfs_dotgit).
TEST(MakeExportName, NamesNothingThatGitKeepsForItself) {
  EXPECT_EQ(path_of(".git/config"), "%2Egit/config");
  EXPECT_EQ(path_of(".GIT/x"), "%2EGIT/x");
  EXPECT_EQ(path_of("git~1/x"), "git%7E1/x");
  EXPECT_EQ(path_of(".git /x"), "%2Egit%20/x");
  EXPECT_EQ(path_of(".git./x"), "%2Egit%2E/x");
  EXPECT_EQ(path_of(".g\u200Cit/x"), "%2Eg%E2%80%8Cit/x");
  EXPECT_EQ(path_of("\u200C.git/x"), "%E2%80%8C.git/x");
  EXPECT_EQ(path_of(".gitmodules/x"), "%2Egitmodules/x");
  EXPECT_EQ(path_of("gitmod~1/x"), "gitmod%7E1/x");
}

TEST(MakeExportName, NamesNoDeviceOfWindows) {
  EXPECT_EQ(path_of("con"), "%63on");
  EXPECT_EQ(path_of("NUL.page/x"), "%4EUL.page/x");
  EXPECT_EQ(path_of("com1"), "%63om1");
  EXPECT_EQ(path_of("conference"), "conference");
  EXPECT_EQ(path_of("com10"), "com10");
}

TEST(MakeExportName, OfAFolderIsNotThatOfAFile) {
  EXPECT_EQ(path_of("a.txt/b"), "a%2Etxt/b");
  EXPECT_EQ(path_of("a.HTML/b"), "a%2EHTML/b");
}

TEST(MakeExportName, OfALongKeyIsCutAndTellsItApart) {
  const std::string slug(4000, 'a');
  const std::string path = path_of("https://example.org/" + slug);
  EXPECT_LE(path.size(), max_export_path);
  EXPECT_NE(path, path_of("https://example.org/" + slug + "a"));
  std::string deep = "https://example.org";
  for (int i = 0; i < 1000; ++i) {
    deep += "/f";
  }
  EXPECT_LE(path_of(deep).size(), max_export_path);
}

TEST(ExportPaths, GivesEveryKeyAPathThatNoOtherHasOnAnyFileSystem) {
  ExportPaths paths;
  std::vector<std::string> given;
  for (const std::string key : {"https://x.org/a",
                                "http://x.org/a",
                                "x.org/a",
                                "X.org/A",
                                "x.org/a/",
                                "x.org/a?",
                                "x.org/a%3F"}) {
    given.push_back(full_path(paths, paths.add(key)));
  }
  EXPECT_EQ(given[0], "x.org/a");
  // The first spelling of a folder stays.
  EXPECT_THAT(given[3], testing::MatchesRegex("x.org/A~[0-9a-f]{8}"));
  EXPECT_EQ(given[5], "x.org/a%3F");
  EXPECT_EQ(std::set<std::string>(given.begin(), given.end()).size(), given.size());
}

TEST(ExportPaths, KeepsKeysApartThatWereMadeToCollide) {
  // The hashes of "x" that would tell it apart are taken by names that spell them.
  ExportPaths paths;
  std::set<std::string> given;
  ExportPaths hash;
  hash.add("X");
  const std::string with_hash = full_path(hash, hash.add("x"));
  for (const std::string& key : {std::string{"X"}, with_hash, std::string{"x"}}) {
    given.insert(full_path(paths, paths.add(key)));
  }
  EXPECT_EQ(given.size(), 3U);
}

TEST(ExportPaths, GoesOnInAnotherFolderWhenOneIsFull) {
  ExportPaths paths;
  std::vector<std::string> given;
  for (int i = 0; i < 2500; ++i) {
    given.push_back(full_path(paths, paths.add("https://x.org/news/" + std::to_string(i))));
  }
  EXPECT_EQ(given[0], "x.org/news/0");
  EXPECT_EQ(given[999], "x.org/news/999");
  EXPECT_EQ(given[1000], "x.org/news/~2/1000");
  EXPECT_EQ(given[2499], "x.org/news/~3/2499");
}

TEST(ExportPaths, GoesOnWithFoldersToo) {
  ExportPaths paths;
  for (int i = 0; i < 1000; ++i) {
    paths.add("https://x.org/" + std::to_string(i) + "/index");
  }
  EXPECT_EQ(full_path(paths, paths.add("https://x.org/more/index")), "x.org/~2/more/index");
  EXPECT_EQ(full_path(paths, paths.add("https://x.org/7/other")), "x.org/7/other");
}

TEST(ExportPaths, AreTheSameForTheSameKeysInTheSameOrder) {
  constexpr unsigned seed = 7;
  std::mt19937 random{seed};
  std::vector<std::string> keys;
  for (int i = 0; i < 300; ++i) {
    std::string key;
    for (const std::size_t length = random() % 12; key.size() < length;) {
      key += "aA./~1%-? "[random() % 10];
    }
    keys.push_back(key + std::to_string(i % 90));
  }
  ExportPaths first;
  ExportPaths second;
  for (const std::string& key : keys) {
    EXPECT_EQ(full_path(first, first.add(key)), full_path(second, second.add(key))) << key;
  }
}

}  // namespace
}  // namespace arch::interop
