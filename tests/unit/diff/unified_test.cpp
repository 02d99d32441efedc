#include "diff/unified.hpp"

#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace arch::diff {
namespace {

/// A folder of files to patch.
class Folder {
public:
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] bool run(const std::string& command) const {
    const std::string line = "cd '" + folder_.path().string() + "' && " + command + " >log 2>&1";
    return std::system(line.c_str()) == 0;  // NOLINT(concurrency-mt-unsafe): one thread
  }

private:
  test::TempFolder folder_;
};

/// Lines from a small stock, so that texts share some, repeat some, and differ in others.
std::string random_text(std::mt19937& random) {
  static const std::string stock[] = {"",
                                      "one",
                                      "two",
                                      "one two",
                                      "é",
                                      "-- minus",
                                      "++ plus",
                                      "\r",
                                      "a\rb\r",
                                      " lead",
                                      "tail ",
                                      "\\ No newline at end of file",
                                      "@@ -1 +1 @@",
                                      "diff --git a/x b/x",
                                      "--- x",
                                      "+++ y"};
  std::string text;
  const std::size_t lines = random() % 12;
  for (std::size_t i = 0; i < lines; ++i) {
    text += stock[random() % std::size(stock)];
    text += '\n';
  }
  if (!text.empty() && random() % 3 == 0) {
    text.pop_back();
  }
  return text;
}

std::string edited(std::string text, std::mt19937& random) {
  for (std::size_t edits = random() % 4; edits > 0; --edits) {
    const std::size_t at = random() % (text.size() + 1);
    const std::size_t size = random() % 8;
    text.replace(at, size, random_text(random).substr(0, random() % 20));
  }
  return text;
}

std::string long_text(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  return text;
}

TEST(UnifiedPatch, OfEqualTextsIsEmpty) {
  EXPECT_EQ(unified_patch("", ""), "");
  EXPECT_EQ(unified_patch("a\nb", "a\nb"), "");
}

TEST(UnifiedPatch, ShowsAChangedLineInItsContext) {
  EXPECT_EQ(unified_patch("a\nb\nc\nd\ne\nf\n",
                          "a\nb\nc\nD\ne\nf\n",
                          {.label_a = "a/t", .label_b = "b/t", .context = 1}),
            "--- a/t\n+++ b/t\n@@ -3,3 +3,3 @@\n c\n-d\n+D\n e\n");
}

TEST(UnifiedPatch, SaysThatTheLastLineHasNoNewline) {
  EXPECT_EQ(unified_patch("a\nb", "a\nb\n"),
            "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  EXPECT_EQ(unified_patch("a", "b\na"),
            "--- a\n+++ b\n@@ -1 +1,2 @@\n+b\n a\n\\ No newline at end of file\n");
}

TEST(UnifiedPatch, CountsFromTheLineBeforeWhenASideIsEmpty) {
  EXPECT_EQ(unified_patch("", "a\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified_patch("a\n", ""), "--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n");
}

TEST(UnifiedPatch, JoinsHunksWhoseContextsTouch) {
  std::string near = long_text(20);
  near.replace(near.find("line 5"), 6, "LINE 5");
  std::string far = near;
  near.replace(near.find("line 12"), 7, "LINE 12");
  far.replace(far.find("line 13"), 7, "LINE 13");
  const auto hunks = [](const std::string& patch) {
    std::size_t count = 0;
    for (std::size_t at = patch.find("\n@@ "); at != std::string::npos;
         at = patch.find("\n@@ ", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(hunks(unified_patch(long_text(20), near)), 1U);
  EXPECT_EQ(hunks(unified_patch(long_text(20), far)), 2U);
}

TEST(UnifiedPatch, QuotesNamesAsGitDoes) {
  const std::string patch =
      unified_patch("a\n", "b\n", {.label_a = "a/two words", .label_b = "b/\"x\"\t\\\x01\né"});
  EXPECT_TRUE(patch.starts_with("--- a/two words\t\n+++ \"b/\\\"x\\\"\\t\\\\\\001\\né\"\n@@"))
      << patch;
}

TEST(UnifiedPatch, IsAppliedByPatchToGiveTheNewTextByteForByte) {
  const Folder folder;
  for (unsigned seed = 0; seed < 150; ++seed) {
    std::mt19937 random(seed);
    const std::string a = random_text(random);
    const std::string b = seed % 2 == 0 ? random_text(random) : edited(a, random);
    folder.write("t", a);
    folder.write("p",
                 unified_patch(a, b, {.label_a = "a/t", .label_b = "b/t", .context = seed % 4}));
    ASSERT_TRUE(a == b || folder.run("patch --binary -p1 -i p")) << seed << folder.read("log");
    ASSERT_EQ(folder.read("t"), b) << seed;
    ASSERT_TRUE(a == b || folder.run("patch --binary -R -p1 -i p")) << seed << folder.read("log");
    ASSERT_EQ(folder.read("t"), a) << seed;
  }
}

TEST(UnifiedPatch, IsAppliedByGitToGiveTheNewTextByteForByte) {
  const Folder folder;
  for (unsigned seed = 0; seed < 150; ++seed) {
    std::mt19937 random(seed);
    const std::string a = random_text(random);
    const std::string b = seed % 2 == 0 ? random_text(random) : edited(a, random);
    folder.write("t", a);
    folder.write("p", unified_patch(a, b, {.label_a = "a/t", .label_b = "b/t"}));
    ASSERT_TRUE(a == b || folder.run("git apply --whitespace=nowarn p"))
        << seed << folder.read("log") << folder.read("p");
    ASSERT_EQ(folder.read("t"), b) << seed;
  }
}

TEST(UnifiedPatch, IsAppliedWithoutStrippingNames) {
  const Folder folder;
  folder.write("t", "a\nb");
  folder.write("p", unified_patch("a\nb", "a\nc", {.label_a = "t", .label_b = "t"}));
  ASSERT_TRUE(folder.run("patch -p0 -i p")) << folder.read("log");
  EXPECT_EQ(folder.read("t"), "a\nc");
  ASSERT_TRUE(folder.run("git apply -p0 -R p")) << folder.read("log");
  EXPECT_EQ(folder.read("t"), "a\nb");
}

TEST(UnifiedPatch, IsAppliedToFilesWithAwkwardNames) {
  const Folder folder;
  for (const std::string name :
       {"two words", "quo\"te", "tab\tname", "é", "back\\slash", "new\nline"}) {
    folder.write(name, "a\n");
    folder.write("p",
                 unified_patch("a\n", "b\n", {.label_a = "a/" + name, .label_b = "b/" + name}));
    ASSERT_TRUE(folder.run("git apply p")) << name << folder.read("log");
    EXPECT_EQ(folder.read(name), "b\n");
    // GNU patch refuses file names with a line feed, whoever wrote them.
    if (name != "new\nline") {
      ASSERT_TRUE(folder.run("patch --binary -R -p1 -i p")) << name << folder.read("log");
      EXPECT_EQ(folder.read(name), "a\n");
    }
  }
}

}  // namespace
}  // namespace arch::diff
