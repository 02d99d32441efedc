#include "article/document.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "support/project_file.hpp"
#include "unit/article/random_document.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <string>

namespace arch::article {
namespace {

using Kind = Block::Kind;

Document paragraph(std::string text) {
  Document document;
  document.blocks.push_back({.kind = Kind::paragraph, .text = std::move(text)});
  return document;
}

TEST(DocumentText, IsWrittenAsTheFormatSays) {
  Document document;
  document.canonical = "https://example.org/bridge";
  document.headline = "Bridge reopens";
  document.standfirst = "";
  document.corrections = {"2026-11-20 It was Monday.", "The mayor is a woman."};
  document.blocks = {
      {.kind = Kind::paragraph, .text = "It opened on Monday."},
      {.kind = Kind::subheading, .text = "What comes next"},
      {.kind = Kind::quotation, .text = "At last."},
      {.kind = Kind::list_item, .text = "lorries"},
      {.kind = Kind::image, .text = "A bridge", .caption = "On Monday", .credit = "A. Person"},
      {.kind = Kind::image}};
  const std::string text =
      "headline: Bridge reopens\n"
      "standfirst:\n"
      "canonical: https://example.org/bridge\n"
      "correction: 2026-11-20 It was Monday.\n"
      "correction: The mayor is a woman.\n"
      "\n"
      "It opened on Monday.\n"
      "\n"
      "## What comes next\n"
      "\n"
      "> At last.\n"
      "\n"
      "- lorries\n"
      "\n"
      "![A bridge]\n"
      "caption: On Monday\n"
      "credit: A. Person\n"
      "\n"
      "![]\n";
  EXPECT_EQ(to_text(document), text);
  EXPECT_EQ(parse_document(text), document);
}

TEST(DocumentText, OfNothingIsEmpty) {
  EXPECT_EQ(to_text({}), "");
  EXPECT_EQ(parse_document(""), Document{});
}

TEST(DocumentText, BeginsWithAnEmptyLineWithoutFields) {
  EXPECT_EQ(to_text(paragraph("headline: not a field")), "\nheadline: not a field\n");
  EXPECT_EQ(parse_document("\nheadline: not a field\n"), paragraph("headline: not a field"));
}

TEST(DocumentText, EscapesParagraphsThatWouldReadAsSomethingElse) {
  for (const std::string text : {"## x", "> x", "- x", "![x", "![x]", "\\", "\\x", "\\## x"}) {
    EXPECT_EQ(to_text(paragraph(text)), "\n\\" + text + "\n");
  }
  for (const std::string text :
       {"##", "#x", "# x", ">", ">x", "-", "-x", "!x", "* x", "caption: x"}) {
    EXPECT_EQ(to_text(paragraph(text)), "\n" + text + "\n");
  }
}

TEST(DocumentText, ReadsBackEveryDocument) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 20'000; ++round) {
    const Document document = random_document(random);
    const std::string text = to_text(document);
    ASSERT_TRUE(is_document_text(text)) << text;
    ASSERT_EQ(parse_document(text), document) << text;
  }
}

TEST(DocumentText, IsDifferentForDifferentDocuments) {
  const unsigned seed = 20261126;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  std::map<std::string, Document> seen;
  for (int round = 0; round < 20'000; ++round) {
    const Document document = random_document(random);
    const auto [entry, added] = seen.emplace(to_text(document), document);
    ASSERT_EQ(entry->second, document) << entry->first;
  }
}

TEST(DocumentText, RefusesWhatIsNotWrittenSo) {
  for (const std::string_view text : {"\n",
                                      "text",
                                      "text\n",
                                      "headline: x",
                                      "headline:\tx\n",
                                      "headline:x\n",
                                      "headline: \n",
                                      "headline:  x\n",
                                      "headline: x \n",
                                      "headline : x\n",
                                      "Headline: x\n",
                                      "title: x\n",
                                      "headline: x\nheadline: y\n",
                                      "byline: x\nheadline: y\n",
                                      "correction:\n",
                                      "correction: x\nheadline: y\n",
                                      "headline: x\r\n",
                                      "headline: x\n\n",
                                      "headline: x\n\n\ntext\n",
                                      "\ntext",
                                      "\n text\n",
                                      "\ntext \n",
                                      "\ntext\ntext\n",
                                      "\ntext\n\n",
                                      "\n\ntext\n",
                                      "\n## \n",
                                      "\n##  x\n",
                                      "\n> \n",
                                      "\n- \n",
                                      "\n\\\n",
                                      "\n\\x\n",
                                      "\n![\n",
                                      "\n![x\n",
                                      "\n![ ]\n",
                                      "\n![x] \n",
                                      "\n![]\ncaption:\n",
                                      "\n![]\ncaption: \n",
                                      "\n![]\ncredit: x\ncaption: y\n",
                                      "\n![]\ncaption: x\ncaption: y\n",
                                      "\n![]\ntext\n",
                                      "\ntext\ncaption: x\n",
                                      "\ntab\there\n",
                                      "\nescape \x1b[31m\n",
                                      "\ncontrol \u0085\n",
                                      "\nseparator \u2028\n",
                                      "\nbytes \xFF\n",
                                      "\ndecomposed e\u0301\n"}) {
    EXPECT_FALSE(is_document_text(text)) << text;
    try {
      parse_document(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    }
  }
}

TEST(DocumentText, RefusesAZero) {
  EXPECT_FALSE(is_document_text(std::string_view{"\na\0b\n", 5}));
}

TEST(DocumentText, IsRefusedOrWrittenAlikeWhenItIsDamaged) {
  const unsigned seed = 20261127;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = to_text(random_document(random));
    if (text.empty()) {
      continue;
    }
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
        break;
      case 1:
        text.erase(at, 1 + random() % 4);
        break;
      default:
        text.insert(at, 1, "\n #>-![]\\: "[random() % 11]);
        break;
    }
    if (is_document_text(text)) {
      ++accepted;
      ASSERT_EQ(to_text(parse_document(text)), text);
    }
  }
  EXPECT_GT(accepted, 0);
}

TEST(FormatDocument, HasAnExampleThatReadsAsADocumentOfItsId) {
  const std::string format = test::read_project_file("docs/format.md");
  const std::string text = test::find_example(format, "document");
  EXPECT_TRUE(is_document_text(text));
  EXPECT_EQ(sha256(as_bytes(text)).hex() + "\n", test::find_example(format, "document-id"));
}

}  // namespace
}  // namespace arch::article
