#include "base/error.hpp"
#include "sandbox.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace arch::history {
namespace {

using test::Sandbox;
using test::today;

ErrorKind kind_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.kind();
  }
  throw std::logic_error{"nothing was thrown"};
}

TEST(Archive, IsMadeInAFolderThatIsMadeToo) {
  const test::TempFolder temp;
  const std::filesystem::path folder = Archive::create(temp / "new" / "newer");
  EXPECT_EQ(folder, temp / "new" / "newer" / ".arch");
  const Archive archive{folder, store::OpenOptions::Access::read};
  EXPECT_TRUE(archive.store().articles().empty());
}

TEST(Archive, IsNotMadeWhereOneIs) {
  const test::TempFolder temp;
  Archive::create(temp.path());
  EXPECT_EQ(kind_of([&temp] { Archive::create(temp.path()); }), ErrorKind::usage);
}

TEST(Archive, IsFoundFromTheFoldersBelow) {
  const test::TempFolder temp;
  const std::filesystem::path below = temp / "a" / "b";
  std::filesystem::create_directories(below);
  EXPECT_EQ(Archive::find_folder(below), std::nullopt);
  const std::filesystem::path folder = Archive::create(temp.path());
  const std::optional<std::filesystem::path> found = Archive::find_folder(below);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::filesystem::equivalent(*found, folder));
}

TEST(Archive, HasNoArticleThatWasNeverRecorded) {
  Sandbox sandbox;
  EXPECT_EQ(kind_of([&sandbox] { (void)sandbox.archive().read(ArticleNumber{7}); }),
            ErrorKind::not_found);
}

TEST(Archive, KeepsWhatWasRecordedWhenItIsOpenedAgain) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), test::page_of("Headline", "Text."));
  sandbox.absence("a", today("11:00"), Absence::removed);
  const std::string before = test::show_all(sandbox.archive());
  sandbox.reopen();
  EXPECT_EQ(test::show_all(sandbox.archive()), before);
}

TEST(Archive, StopsCompactingWhenItIsToldTo) {
  Sandbox sandbox;
  sandbox.look("a", today("10:00"), test::page_of("Headline", "Text."));
  EXPECT_FALSE(
      sandbox.archive().compact({.progress = [](const store::Progress&) { return false; }}));
}

}  // namespace
}  // namespace arch::history
