#include "cmd/diff_choice.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view before =
    "headline: Old bridge falls\n\n"
    "One has the mayor in it.\n\n"
    "Two says it rained. The bridge was old.\n\n"
    "Three is about money.\n\n"
    "Four asks who paid.\n\n"
    "Five ends it.\n";
constexpr std::string_view after =
    "headline: Old bridge fell\n\n"
    "One has the mayor in it.\n\n"
    "Two says it snowed. The bridge was old.\n\n"
    "Three is about money.\n\n"
    "Four asks who paid.\n\n"
    "Five ends it.\n";

/// The first words of the blocks that are shown; `-` where some are folded.
std::vector<std::string> shown(const DiffChoiceOptions& options) {
  const diff::TextDiff changes = diff::compare(before, after);
  const ComparedTexts texts{.a = before, .b = after, .diff = changes};
  std::vector<std::string> words;
  for (const BlockStretch& stretch : choose_blocks(texts, options).stretches) {
    if (stretch.show == BlockStretch::Show::folded) {
      words.emplace_back("-");
      continue;
    }
    for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
      const std::string_view text = trimmed(diff::slice(after, changes.blocks[i].b));
      words.emplace_back(text.substr(0, text.find(' ')));
    }
  }
  return words;
}

DiffChoiceOptions passage(std::string_view text) {
  return {.passage = find_passage(before, after, text)};
}

TEST(DiffChoice, ShowsChangedBlocksAndFoldsTheRest) {
  EXPECT_THAT(shown({}), ElementsAre("headline:", "-", "Two", "-"));
}

TEST(DiffChoice, ShowsBlocksBesideChangesWhenAsked) {
  EXPECT_THAT(shown({.context = 1}), ElementsAre("headline:", "One", "Two", "Three", "-"));
  EXPECT_THAT(shown({.context = DiffChoiceOptions::everything}),
              ElementsAre("headline:", "One", "Two", "Three", "Four", "Five"));
}

TEST(DiffChoice, ShowsNothingOfEqualTexts) {
  const diff::TextDiff changes = diff::compare(after, after);
  EXPECT_TRUE(choose_blocks({.a = after, .b = after, .diff = changes}, {}).empty());
}

TEST(DiffChoice, ShowsFieldsOnly) {
  EXPECT_THAT(shown({.blocks = DiffChoiceOptions::Blocks::fields}), ElementsAre("headline:"));
}

TEST(DiffChoice, ShowsWhatTouchesAPassageOfEitherText) {
  EXPECT_THAT(shown(passage("it rained")), ElementsAre("Two"));
  EXPECT_THAT(shown(passage("it snowed")), ElementsAre("Two"));
}

TEST(DiffChoice, ShowsNothingForAPassageWhoseSentenceDidNotChange) {
  EXPECT_THAT(shown(passage("The bridge was old")), IsEmpty());
}

TEST(DiffChoice, FindsAPassageWhateverItsCaseTypographyAndSpace) {
  constexpr std::string_view text = "He said: “It’s  over”,\nand left.";
  EXPECT_EQ(find_passage(text, "", "it's OVER\", and").a.size(), 1U);
}

TEST(DiffChoice, RefusesAPassageThatIsNotThere) {
  EXPECT_THROW(find_passage(before, after, "it hailed"), Error);
  EXPECT_THROW(find_passage(before, after, " "), Error);
}

}  // namespace
}  // namespace arch::cmd
