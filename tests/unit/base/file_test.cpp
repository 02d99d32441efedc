#include "base/file.hpp"

#include "base/error.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace arch {
namespace {

using test::TempFolder;
using ::testing::HasSubstr;

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream{path, std::ios::binary} << text;
}

std::string read(const std::filesystem::path& path) {
  return std::string{as_text(read_file(path, 1'000'000))};
}

ErrorKind kind_of_reading(const std::filesystem::path& path, std::size_t limit) {
  try {
    read_file(path, limit);
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "reading " << path << " did not fail";
  return ErrorKind::io;
}

std::size_t count_entries(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{folder}) {
    ++count;
  }
  return count;
}

TEST(ReadFile, GivesEveryByte) {
  const TempFolder folder;
  const std::string text = std::string{"a\0b\r\n\xFF", 6} + std::string(200'000, 'x');
  write(folder / "file", text);
  EXPECT_EQ(read(folder / "file"), text);
}

TEST(ReadFile, AllowsExactlyTheLimit) {
  const TempFolder folder;
  write(folder / "file", "12345");
  EXPECT_EQ(read_file(folder / "file", 5).size(), 5U);
  EXPECT_EQ(kind_of_reading(folder / "file", 4), ErrorKind::unsupported);
  EXPECT_EQ(kind_of_reading(folder / "file", 0), ErrorKind::unsupported);
  write(folder / "empty", "");
  EXPECT_EQ(read_file(folder / "empty", 0).size(), 0U);
}

TEST(ReadFile, StopsAtTheLimitWhenThereIsNoEnd) {
  EXPECT_EQ(kind_of_reading("/dev/zero", 100'000), ErrorKind::unsupported);
}

TEST(ReadFile, SaysThatThereIsNone) {
  const TempFolder folder;
  EXPECT_EQ(kind_of_reading(folder / "missing", 10), ErrorKind::not_found);
}

TEST(ReadFile, SaysWhatTheSystemSaid) {
  const TempFolder folder;
  try {
    read_file(folder.path(), 10);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::io);
    EXPECT_THAT(error.what(), HasSubstr(folder.path().string() + ": Is a directory"));
  }
}

TEST(ReadFile, NamesAFileWithoutItsEscapes) {
  try {
    read_file("/no\x1b[31m/such", 10);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/no\\x1b[31m/such"));
  }
}

TEST(WriteFileAtomically, ReplacesTheContentAndLeavesNothingBeside) {
  const TempFolder folder;
  write_file_atomically(folder / "file", as_bytes("first, and longer"));
  write_file_atomically(folder / "file", as_bytes("second"));
  EXPECT_EQ(read(folder / "file"), "second");
  EXPECT_EQ(count_entries(folder.path()), 1U);
}

TEST(WriteFileAtomically, MakesAFileThatOthersMayRead) {
  const TempFolder folder;
  write_file_atomically(folder / "file", as_bytes("text"));
  struct stat status = {};
  ASSERT_EQ(::stat((folder / "file").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0644U);
}

TEST(WriteFileAtomically, KeepsThePermissionsOfTheFileItReplaces) {
  const TempFolder folder;
  write(folder / "file", "old");
  ASSERT_EQ(::chmod((folder / "file").c_str(), 0600), 0);
  write_file_atomically(folder / "file", as_bytes("new"));
  struct stat status = {};
  ASSERT_EQ(::stat((folder / "file").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(WriteFileAtomically, LeavesTheOldFileWhenItCannotRename) {
  const TempFolder folder;
  std::filesystem::create_directory(folder / "taken");
  write(folder / "taken/inside", "");
  EXPECT_THROW(write_file_atomically(folder / "taken", as_bytes("text")), Error);
  EXPECT_EQ(count_entries(folder.path()), 1U);
  EXPECT_TRUE(std::filesystem::exists(folder / "taken/inside"));
}

TEST(WriteFileAtomically, SaysThatTheFolderIsMissing) {
  const TempFolder folder;
  try {
    write_file_atomically(folder / "none/file", as_bytes("text"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::io);
    EXPECT_THAT(error.what(), HasSubstr("No such file or directory"));
  }
}

TEST(FindUpward, FindsTheNearest) {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "a/b/c");
  write(folder / "marked", "");
  EXPECT_EQ(find_upward(folder / "a/b/c", "marked"), folder / "marked");
  write(folder / "a/b/marked", "");
  EXPECT_EQ(find_upward(folder / "a/b/c", "marked"), folder / "a/b/marked");
  EXPECT_EQ(find_upward(folder / "a/./x/../b", "marked"), folder / "a/b/marked");
}

TEST(FindUpward, FindsNothingUpToTheRoot) {
  const TempFolder folder;
  EXPECT_EQ(find_upward(folder.path(), "there-is-no-file-of-this-name"), std::nullopt);
}

TEST(FindUpward, CountsALinkThatLeadsNowhere) {
  const TempFolder folder;
  std::filesystem::create_symlink("nowhere", folder / "marked");
  EXPECT_EQ(find_upward(folder.path(), "marked"), folder / "marked");
}

}  // namespace
}  // namespace arch
