#include "interop/pack_writer.hpp"

#include "base/error.hpp"
#include "git_sandbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace arch::interop {
namespace {

using test::GitSandbox;

std::filesystem::path pack_folder(const GitSandbox& sandbox) {
  return sandbox.repository() / ".git/objects/pack";
}

std::string content_of(const GitSandbox& sandbox, const GitId& id) {
  return sandbox.git("cat-file blob " + id.hex());
}

TEST(PackWriter, WritesObjectsThatGitReads) {
  GitSandbox sandbox;
  sandbox.init();
  PackWriter pack{pack_folder(sandbox)};
  const GitId blob = pack.add(GitKind::blob, as_bytes("hello"));
  const GitId empty = pack.add(GitKind::tree, {});
  pack.finish();
  EXPECT_EQ(content_of(sandbox, blob), "hello");
  EXPECT_EQ(sandbox.git("cat-file -t " + empty.hex()), "tree");
}

TEST(PackWriter, WritesAnObjectOnce) {
  GitSandbox sandbox;
  sandbox.init();
  PackWriter pack{pack_folder(sandbox)};
  EXPECT_EQ(pack.add(GitKind::blob, as_bytes("hello")), pack.add(GitKind::blob, as_bytes("hello")));
  EXPECT_EQ(pack.objects(), 1U);
  pack.finish();
  EXPECT_NE(sandbox.git("count-objects -v").find("in-pack: 1\n"), std::string::npos);
}

TEST(PackWriter, LeavesNothingOfAPackThatIsNotFinishedOrEmpty) {
  GitSandbox sandbox;
  sandbox.init();
  {
    PackWriter begun{pack_folder(sandbox)};
    begun.add(GitKind::blob, as_bytes("hello"));
    PackWriter empty{pack_folder(sandbox)};
    empty.finish();
  }
  EXPECT_TRUE(std::filesystem::is_empty(pack_folder(sandbox)));
}

TEST(PackWriter, RefusesAFolderThatIsNotThere) {
  EXPECT_THROW(PackWriter{"/nowhere/objects/pack"}, Error);
}

/// A text of `size` bytes that does not compress.
std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text(size, ' ');
  std::ranges::generate(text, [&random] { return static_cast<char>('a' + random() % 26); });
  return text;
}

// What git calls the chain of each object is not read here: git index-pack --strict, which fsck
// runs, resolves every difference and compares every id.
TEST(PackWriter, WritesDifferencesThatGitReads) {
  constexpr unsigned seed = 20'260'101;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  GitSandbox sandbox;
  sandbox.init();
  PackWriter pack{pack_folder(sandbox)};
  std::vector<std::pair<GitId, std::string>> written;
  // Sizes around the limits of instructions: 127 and 128 bytes to insert, 65,535 to copy.
  std::string text = random_text(random, 200'000);
  std::string before;
  for (int i = 0; i < 200; ++i) {
    const std::size_t at = random() % text.size();
    const std::size_t cut = std::min<std::size_t>(random() % 3000, text.size() - at);
    before = text;
    text.replace(
        at, cut, random_text(random, random() % 5 == 0 ? 127 + random() % 3 : random() % 4000));
    const GitId base = git_id(GitKind::blob, as_bytes(before));
    written.emplace_back(pack.add(GitKind::blob,
                                  as_bytes(text),
                                  {.id = base, .size = before.size()},
                                  codec::find_copies(as_bytes(text), as_bytes(before))),
                         text);
  }
  pack.finish();
  EXPECT_EQ(sandbox.git("fsck --strict --no-dangling 2>&1"),
            "notice: HEAD points to an unborn "
            "branch (main)\n"
            "notice: No default references");
  for (std::size_t i = 0; i < written.size(); i += 37) {
    EXPECT_EQ(content_of(sandbox, written[i].first), written[i].second);
  }
  // Five whole texts (every 51st) and small differences, not 200 texts of 200 KB.
  std::uintmax_t size = 0;
  for (const auto& file : std::filesystem::directory_iterator{pack_folder(sandbox)}) {
    size += file.file_size();
  }
  EXPECT_LT(size, 2'000'000U);
}

}  // namespace
}  // namespace arch::interop
