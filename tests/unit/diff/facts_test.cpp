#include "diff/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

namespace arch::diff {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Facts facts_of(std::string_view a, std::string_view b) {
  return find_facts(a, b, compare(a, b));
}

constexpr std::string_view story =
    "headline: Mayor resigns\n"
    "byline: A. Writer\n"
    "\n"
    "The mayor resigned on Monday. She had been in office since the spring of last year.\n"
    "\n"
    "Twelve people died when the old bridge over the river came down in heavy rain.\n"
    "\n"
    "The opposition asks for an inquiry into the contracts of the city's builders.\n"
    "\n"
    "The market square stays closed until the engineers have finished their report.\n";

/// The story with `from` replaced by `to`.
std::string with(std::string_view from, std::string_view to) {
  std::string text{story};
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Facts, AreNoneForEqualTextsAndWhiteSpace) {
  EXPECT_EQ(facts_of(story, story), Facts{});
  EXPECT_EQ(facts_of(story, with("on Monday", "on  Monday")), Facts{});
}

TEST(Facts, NameTheFieldsThatChanged) {
  EXPECT_THAT(facts_of(story, with("Mayor resigns", "Mayor stays")).fields_changed,
              ElementsAre("headline"));
  EXPECT_THAT(facts_of(story, with("byline: A. Writer\n", "")).fields_removed,
              ElementsAre("byline"));
  EXPECT_THAT(facts_of(with("byline: A. Writer\n", ""), story).fields_added, ElementsAre("byline"));
}

TEST(Facts, CountSentencesThatChanged) {
  const Facts facts = facts_of(story, with("on Monday", "on Tuesday"));
  EXPECT_EQ(facts.sentences_changed, 1U);
  EXPECT_EQ(facts.sentences_added + facts.sentences_removed, 0U);
  EXPECT_THAT(facts.fields_changed, IsEmpty());
}

TEST(Facts, CountASentenceThatMovedToANewParagraph) {
  const std::string moved = "She had been in office since the spring of last year.";
  std::string text = with(" " + moved, "");
  text += "\nNobody knows yet who will follow her. " + moved + " She is fifty.\n";
  const Facts facts = facts_of(story, text);
  EXPECT_EQ(facts.paragraphs_added, 1U);
  EXPECT_EQ(facts.sentences_moved, 1U);
  EXPECT_EQ(facts.sentences_added + facts.sentences_removed, 0U);
}

TEST(Facts, CountPunctuationAndCaseApart) {
  const Facts facts =
      facts_of(story, with("The mayor resigned on Monday.", "The Mayor resigned on Monday!"));
  EXPECT_EQ(facts.sentences_restyled, 1U);
  EXPECT_EQ(facts.sentences_changed, 0U);
}

TEST(Facts, CountAParagraphOnceAndNotItsSentences) {
  const Facts facts = facts_of(
      story, with("The opposition", "Nobody else was hurt. The bridge is shut.\n\nThe opposition"));
  EXPECT_EQ(facts.paragraphs_added, 1U);
  EXPECT_EQ(facts.sentences_added, 0U);
}

TEST(Facts, TellUpFromDown) {
  constexpr std::string_view one =
      "The first paragraph is about the mayor and her many friends.\n\n";
  constexpr std::string_view two =
      "The second one tells of bridges that came down in the rain.\n\n";
  constexpr std::string_view three =
      "A third has the opposition ask for an inquiry by a judge.\n\n";
  constexpr std::string_view four =
      "The fourth lists all contracts that the city gave to builders.\n";
  const auto text = [](auto... parts) { return (std::string{} + ... + std::string{parts}); };
  const std::string before = text(one, two, three, four);
  EXPECT_EQ(facts_of(before, text(three, one, two, four)).paragraphs_moved_up, 1U);
  EXPECT_EQ(facts_of(text(three, one, two, four), before).paragraphs_moved_down, 1U);
}

TEST(Facts, CountNumbersThatBecameOthers) {
  EXPECT_EQ(facts_of(story, with("Twelve", "Fifteen")).numbers_changed, 1U);
  EXPECT_EQ(facts_of(story, with("Twelve", "15")).numbers_changed, 1U);
  EXPECT_EQ(facts_of("It cost 1,000 euros.\n", "It cost 2,000 euros.\n").numbers_changed, 1U);
  EXPECT_EQ(facts_of("It cost $5m then.\n", "It cost $5bn then.\n").numbers_changed, 1U);
}

TEST(Facts, DoNotCountANumberThatIsWrittenOtherwise) {
  EXPECT_EQ(facts_of(story, with("Twelve", "12")).numbers_changed, 0U);
  EXPECT_EQ(facts_of("It cost 1,000 euros.\n", "It cost 1000 euros.\n").numbers_changed, 0U);
  EXPECT_EQ(facts_of("Es kostet 1.000 Euro.\n", "Es kostet 1,000 Euro.\n").numbers_changed, 0U);
  EXPECT_EQ(facts_of(story, with("Twelve people", "People")).numbers_changed, 0U);
}

TEST(Facts, ReadDigitsOfAnyScript) {
  EXPECT_EQ(facts_of("ستنفق ١٠٠ مليون دولار.\n", "ستنفق ٢٠٠ مليون دولار.\n").numbers_changed, 1U);
  EXPECT_EQ(facts_of("ستنفق ١٠٠ مليون دولار.\n", "ستنفق 100 مليون دولار.\n").numbers_changed, 0U);
}

}  // namespace
}  // namespace arch::diff
