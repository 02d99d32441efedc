#include "article/read_text.hpp"

#include "article/document.hpp"
#include "base/file.hpp"
#include "support/project_file.hpp"
#include "unit/article/random_document.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace arch::article {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = Block::Kind;

std::string text_of(std::string_view page) {
  return document_of_text(as_bytes(page));
}

Document read(std::string_view page) {
  return parse_document(text_of(page));
}

std::vector<std::string> blocks(std::string_view page) {
  std::vector<std::string> texts;
  for (const Block& block : read(page).blocks) {
    texts.push_back(block.text);
  }
  return texts;
}

Block block(Kind kind, std::string text) {
  return {.kind = kind, .text = std::move(text)};
}

/// A paragraph that no headline is as long as.
const std::string body =
    "The ministers met for nine hours on Monday and agreed to reopen the bridge to lorries, and to "
    "let people cross on foot again from the first of the month.";

// The text of a newspaper's page as copied from a browser; what is in it was found by hand.
class CopiedPage : public ::testing::Test {
protected:
  const Document document_ = read(test::read_project_file("examples/kagame/1-published.txt"));
};

TEST_F(CopiedPage, HasItsHeadlineAndSection) {
  EXPECT_EQ(document_.headline,
            "Kagame\u2019s approach to peace, security beyond Rwandan boarders");
  EXPECT_EQ(document_.section, "International");
  EXPECT_EQ(document_.standfirst, std::nullopt);
  EXPECT_EQ(document_.published, std::nullopt);
}

TEST_F(CopiedPage, BeginsWithItsImage) {
  ASSERT_FALSE(document_.blocks.empty());
  EXPECT_EQ(document_.blocks.front(), (Block{.kind = Kind::image}));
}

TEST_F(CopiedPage, HasItsParagraphsAndNoSpacing) {
  // An image, 17 paragraphs of the article, and two lines of links to other stories.
  EXPECT_EQ(document_.blocks.size(), 1U + 17U + 2U);
  for (std::size_t i = 1; i < document_.blocks.size(); ++i) {
    EXPECT_EQ(document_.blocks[i].kind, Kind::paragraph);
    EXPECT_THAT(document_.blocks[i].text, Not(HasSubstr("\u00A0")));
  }
  EXPECT_THAT(document_.blocks[1].text, StartsWith("After successfully leading the struggle"));
  EXPECT_THAT(document_.blocks.back().text, StartsWith("Currently, Rwanda is the fourth biggest"));
}

TEST_F(CopiedPage, KeepsLinksToOtherStoriesAndOneSpaceBetweenSentences) {
  EXPECT_EQ(document_.blocks[12].text, "Why Is Rwanda in Mozambique?");
  EXPECT_THAT(document_.blocks[3].text, HasSubstr("for Kagame. The Mozambique"));
}

TEST_F(CopiedPage, HasNoFurniture) {
  const std::string text = to_text(document_);
  EXPECT_THAT(text, Not(HasSubstr("A Reliable Source of News")));
  EXPECT_THAT(text, Not(HasSubstr("Comments")));
}

TEST_F(CopiedPage, IsTheSameWithOtherLineEndsAndAByteOrderMark) {
  const std::string page = test::read_project_file("examples/kagame/1-published.txt");
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : page) {
    crlf += c == '\n' ? "\r\n" : std::string{c};
  }
  EXPECT_EQ(text_of(crlf), to_text(document_));
}

TEST(FormatDocument, HasAnExampleThatIsReadAsItSays) {
  const std::string format = test::read_project_file("docs/format.md");
  EXPECT_EQ(text_of(test::find_example(format, "page")), test::find_example(format, "document"));
}

TEST(Headline, IsTheFirstLineOfAText) {
  const Document document = read("Bridge reopens\n\n" + body + "\n");
  EXPECT_EQ(document.headline, "Bridge reopens");
  EXPECT_THAT(document.blocks, ElementsAre(block(Kind::paragraph, body)));
}

TEST(Headline, NeedsNoEmptyLineAboveALongParagraph) {
  EXPECT_EQ(read("Bridge reopens\n" + body + "\nMore.\n").headline, "Bridge reopens");
}

TEST(Headline, IsNotInventedForATextWithoutOne) {
  const std::string two_paragraphs = body + "\n\n" + body;
  for (const std::string& page : {two_paragraphs,
                                  std::string{"one line"},
                                  std::string{"two\nlines"},
                                  std::string{"A sentence with a stop.\n\nAnother."},
                                  std::string{"{\n\n\"json\": 1\n}"},
                                  std::string{"By Jane Doe\n\nText"},
                                  std::string{"20 November 2026\n\nText"},
                                  std::string{"***\n\nText"}}) {
    EXPECT_EQ(read(page).headline, std::nullopt) << page;
  }
}

TEST(Headline, MayEndInAQuestionOrAQuotation) {
  EXPECT_EQ(read("Who pays?\n\nText").headline, "Who pays?");
  EXPECT_EQ(read("“We pay”\n\nText").headline, "“We pay”");
  EXPECT_EQ(read("“We pay.”\n\nText").headline, std::nullopt);
}

TEST(Headline, IsTheFirstTitleOfMarkdown) {
  EXPECT_EQ(read("# Bridge reopens\n\nText").headline, "Bridge reopens");
  EXPECT_EQ(read("Bridge reopens\n===\nText").headline, "Bridge reopens");
  EXPECT_EQ(read("## Bridge reopens ##\nText").headline, "Bridge reopens");
  EXPECT_EQ(read("badge\n\n# Bridge reopens\n\nText").headline, "Bridge reopens");
  EXPECT_EQ(read("# One\n\nText\n\n# Two\n").blocks.back(), block(Kind::subheading, "Two"));
}

TEST(Headline, FollowsTheSection) {
  const Document document = read("World\n\nBridge reopens\n\n" + body);
  EXPECT_EQ(document.headline, "Bridge reopens");
  EXPECT_EQ(document.section, "World");
}

TEST(Slogan, IsKeptWhereItMightBeAHeadline) {
  // Longer than what follows the section: it may be the headline itself.
  EXPECT_THAT(blocks("Ministers agree to reopen the bridge\n\nWorld\n\nOr do they\n\n" + body),
              ElementsAre("Ministers agree to reopen the bridge", body));
  // No article follows.
  EXPECT_THAT(blocks("The best of news\n\nWorld\n\nMinisters agree to reopen\n\nSoon"),
              ElementsAre("The best of news", "Soon"));
  // Not a phrase.
  EXPECT_THAT(blocks("Home\n\nWorld\n\nMinisters agree to reopen\n\n" + body),
              ElementsAre("Home", body));
}

TEST(Byline, AndDatesFollowTheHeadline) {
  const Document document = read(
      "Bridge reopens\n\nBy Jane Doe\n\nPublished 20 Nov 2026 at 14:32 GMT\nUpdated: November 21, "
      "2026\n\n" +
      body);
  EXPECT_EQ(document.byline, "By Jane Doe");
  EXPECT_EQ(document.published, "Published 20 Nov 2026 at 14:32 GMT");
  EXPECT_EQ(document.modified, "Updated: November 21, 2026");
  EXPECT_THAT(document.blocks, ElementsAre(block(Kind::paragraph, body)));
}

TEST(Byline, IsNoSentence) {
  EXPECT_EQ(read("Bridge reopens\n\nBy Monday it was open.\n").byline, std::nullopt);
  EXPECT_EQ(read("Bridge reopens\n\nIn 2026 it was open\n").published, std::nullopt);
}

TEST(Comments, AreLeftOutOnlyAtTheEnd) {
  EXPECT_THAT(blocks(body + "\n\nComments"), ElementsAre(body));
  EXPECT_THAT(blocks(body + "\n\n12 comments\n\n\n"), ElementsAre(body));
  EXPECT_THAT(blocks(body + "\n\nComments (3)"), ElementsAre(body));
  EXPECT_THAT(blocks(body + "\n\nComments\n\nI do not agree."),
              ElementsAre(body, "Comments", "I do not agree."));
  EXPECT_THAT(blocks(body + "\n\nNo comments"), ElementsAre(body, "No comments"));
  EXPECT_THAT(blocks("Comments"), ElementsAre("Comments"));
}

TEST(FrontMatter, FillsFieldsAndLosesNothing) {
  const Document document = read(
      "---\n"
      "slug: bridge\n"
      "date: 2014-07-30 2:12:52 -0400\n"
      "title: 'The bridge''s \"reopening\": soon'\n"
      "summary: >-\n"
      "  Two ministers\n"
      "  agreed.\n"
      "deck: \"A \\\"deck\\\"\"\n"
      "authors:\n"
      "  - jane-doe\n"
      "  - 'john-doe'\n"
      "topics: [roads, 'a, b']\n"
      "draft:\n"
      "\n"
      "# written by hand\n"
      "---\n"
      "\n"
      "Text.\n");
  EXPECT_EQ(document.headline, "The bridge's \"reopening\": soon");
  EXPECT_EQ(document.standfirst, "Two ministers agreed.");
  EXPECT_EQ(document.byline, "jane-doe, john-doe");
  EXPECT_EQ(document.published, "2014-07-30 2:12:52 -0400");
  EXPECT_THAT(document.blocks,
              ElementsAre(block(Kind::paragraph, "slug: bridge"),
                          block(Kind::paragraph, "deck: A \"deck\""),
                          block(Kind::paragraph, "topics: roads, a, b"),
                          block(Kind::paragraph, "# written by hand"),
                          block(Kind::paragraph, "Text.")));
}

TEST(FrontMatter, MustBeClosedAndHoldOnlyEntries) {
  EXPECT_THAT(text_of("---\ntitle: x\n"), Not(StartsWith("headline")));
  EXPECT_THAT(blocks("---\ntitle: x\nno entry\n---\n"), ElementsAre("---", "title: x", "no entry"));
  EXPECT_THAT(text_of("text\n---\ntitle: x\n---\n"), Not(HasSubstr("headline: x")));
}

TEST(FrontMatter, LeavesTheHeadlineToThePageIfItHasNone) {
  const Document document = read("---\ndate: 2026-11-20\n---\nBridge reopens\n\n" + body);
  EXPECT_EQ(document.headline, "Bridge reopens");
  EXPECT_EQ(document.published, "2026-11-20");
}

TEST(Markdown, IsReadAsBlocks) {
  const Document document = read(
      "# Title\n"
      "Text\n"
      "### Subheading ###\n"
      "Underlined\n"
      "---\n"
      "> Quotation\n"
      ">unspaced\n"
      "* one\n"
      "  + two\n"
      "- three\n"
      "1. number\n"
      "[Image: a bridge]\n"
      "#hashtag\n"
      "**bold** [link](https://example.org)\n");
  EXPECT_THAT(document.blocks,
              ElementsAre(block(Kind::paragraph, "Text"),
                          block(Kind::subheading, "Subheading"),
                          block(Kind::subheading, "Underlined"),
                          block(Kind::quotation, "Quotation"),
                          block(Kind::quotation, "unspaced"),
                          block(Kind::list_item, "one"),
                          block(Kind::list_item, "two"),
                          block(Kind::list_item, "three"),
                          block(Kind::paragraph, "1. number"),
                          block(Kind::image, "a bridge"),
                          block(Kind::paragraph, "#hashtag"),
                          block(Kind::paragraph, "**bold** [link](https://example.org)")));
}

TEST(Markdown, IsNotReadInsideCode) {
  EXPECT_THAT(read("Text.\n\n```sh\n# comment\n- item\n~~~\n```\n# Title\n").blocks,
              ElementsAre(block(Kind::paragraph, "Text."),
                          block(Kind::paragraph, "```sh"),
                          block(Kind::paragraph, "# comment"),
                          block(Kind::paragraph, "- item"),
                          block(Kind::paragraph, "~~~"),
                          block(Kind::paragraph, "```"),
                          block(Kind::subheading, "Title")));
}

TEST(Markdown, KeepsRulesAndTables) {
  EXPECT_THAT(blocks("Text.\n\n* * *\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
              ElementsAre("Text.", "* * *", "| a | b |", "|---|---|", "| 1 | 2 |"));
}

TEST(WrappedText, IsJoinedIntoParagraphs) {
  const std::string page =
      "The ministers met for nine hours on Monday and agreed to reopen the\n"
      "bridge to lorries, and to let people cross on foot again from the\n"
      "first of the month. Nobody had expected it to take them so long.\n"
      "\n"
      "- A list item that is so long that whoever wrote it had to break the\n"
      "  line before it was done.\n"
      "- Another.\n"
      "\n"
      "> A quotation that is so long that whoever wrote it had to break the\n"
      "> line before it was done.\n"
      "\n"
      "Another paragraph that tells what the opposition thinks of all this,\n"
      "which is not a lot.\n";
  EXPECT_THAT(
      read(page).blocks,
      ElementsAre(
          block(
              Kind::paragraph,
              "The ministers met for nine hours on Monday and agreed to reopen the bridge to "
              "lorries, and to let people cross on foot again from the first of the month. Nobody "
              "had expected it to take them so long."),
          block(Kind::list_item,
                "A list item that is so long that whoever wrote it had to break the line before it "
                "was done."),
          block(Kind::list_item, "Another."),
          block(Kind::quotation,
                "A quotation that is so long that whoever wrote it had to break the line before it "
                "was done."),
          block(Kind::paragraph,
                "Another paragraph that tells what the opposition thinks of all this, which is not "
                "a lot.")));
}

TEST(WrappedText, IsNotVerse) {
  EXPECT_THAT(blocks("Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\n"
                     "And be one traveler, long I stood\nAnd looked down one as far as I could\n"),
              ::testing::SizeIs(4));
}

TEST(WrappedText, IsNotAPageOfLongLines) {
  EXPECT_THAT(blocks(body + "\n" + body + "\n" + body + "\n" + body + "\n"), ::testing::SizeIs(4));
}

TEST(Source, KeepsEveryLineOfHtml) {
  EXPECT_THAT(
      read("\n <!DOCTYPE html>\n<title>x</title>\n\n  <p># a\n- b</p>\n\tComments\n").blocks,
      ElementsAre(block(Kind::paragraph, "<!DOCTYPE html>"),
                  block(Kind::paragraph, "<title>x</title>"),
                  block(Kind::paragraph, "<p># a"),
                  block(Kind::paragraph, "- b</p>"),
                  block(Kind::paragraph, "Comments")));
}

TEST(Pages, ThatAreDocumentTextsAreThoseDocuments) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 5000; ++round) {
    Document document = random_document(random);
    document.headline = "A headline";
    document.corrections.clear();
    // No-break spaces may stand in a document, but the reader makes none.
    const std::string text = to_text(document);
    if (text.find("\u00A0") == std::string::npos && text.find("  ") == std::string::npos) {
      ASSERT_EQ(text_of(text), text);
    }
  }
}

// text/1 was made before documents had corrections, and may never read a page otherwise.
TEST(Pages, WithACorrectionAreNoDocuments) {
  EXPECT_EQ(text_of("headline: A headline\ncorrection: It was Monday.\n\nText.\n"),
            "\nheadline: A headline\n\ncorrection: It was Monday.\n\nText.\n");
}

TEST(Pages, OfNothingAreEmptyDocuments) {
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of("\n \r\n\t\u00A0\n\uFEFF"), "");
}

TEST(Pages, OfAnyEncodingAreRead) {
  EXPECT_EQ(text_of("caf\xE9"), "\ncaf\u00E9\n");
  EXPECT_EQ(text_of(std::string_view{"\xFF\xFEH\0i\0", 6}), "\nHi\n");
  EXPECT_EQ(text_of(std::string_view{"a\0b", 3}),
            "\na\uFFFD"
            "b\n");
  EXPECT_EQ(text_of("\x1b[31mred"), "\n\uFFFD[31mred\n");
}

TEST(Pages, OfOneLongLineAreOneParagraph) {
  std::string line;
  line.resize(10'000'000, 'x');
  EXPECT_EQ(text_of(line).size(), line.size() + 2);
}

TEST(Pages, OfManyLinesAreReadWithinTheirSize) {
  std::string page;
  for (int i = 0; i < 500'000; ++i) {
    page += "a\n";
  }
  EXPECT_EQ(text_of(page).size(), 3U * 500'000U);  // an empty line before each
}

TEST(Pages, OfAnyBytesGiveADocument) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  static const std::string stock[] = {
      "word",    "Word.",      " ",      "\n",      "\n\n",    "\r\n",     "---\n",
      "title: ", "a: ",        "  - ",   "- ",      "* ",      "# ",       "###",
      "===\n",   "> ",         "```\n",  "image\n", "World\n", "By X\n",   "[image: ",
      "]",       "[",          "'",      "\"",      "\\",      "Comments", "2026",
      "\xFF",    "\xE2\x80",   "\u00A0", "\u0301",  "\u00AD",  "\u200B",   "\x1b",
      "<html",   "headline: ", "|",      "1. ",     "\u2029",  "![",       "\f"};
  for (int round = 0; round < 30'000; ++round) {
    std::string page;
    for (std::size_t size = random() % 30; size > 0; --size) {
      page += stock[random() % std::size(stock)];
    }
    const std::string text = text_of(page);
    ASSERT_TRUE(is_document_text(text)) << page;
    ASSERT_EQ(to_text(parse_document(text)), text);
    ASSERT_EQ(text_of(page), text);
  }
}

}  // namespace
}  // namespace arch::article
