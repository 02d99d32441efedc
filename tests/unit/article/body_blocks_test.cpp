#include "article/body_blocks.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::article {
namespace {
using arch::as_bytes;
using testing::ElementsAre;
using Kind = PageBlockKind;

std::vector<PageBlock> cut(std::string_view page) {
  return cut_blocks(arch::html::parse_page(as_bytes(page)).tree);
}

std::vector<std::string> texts(std::string_view page) {
  std::vector<std::string> result;
  const std::vector<PageBlock> blocks = cut(page);
  result.reserve(blocks.size());
  for (const PageBlock& block : blocks) {
    result.push_back(block.text);
  }
  return result;
}

TEST(cut_blocks, begins_a_block_where_a_browser_begins_a_line) {
  EXPECT_THAT(texts("<div>one <b>two</b><p>three</p>four<ul><li>five<li>six</ul></div>"),
              ElementsAre("one two", "three", "four", "five", "six"));
  EXPECT_THAT(texts("a\u00A0 b<br>c<br><br>d"), ElementsAre("a b c", "d"));
}

TEST(cut_blocks, ends_a_paragraph_at_a_line_break_after_a_sentence_outside_of_p) {
  const std::string sentence =
      "The two ministers met for nine hours and agreed to reopen the bridge to lorries and trucks.";
  EXPECT_THAT(texts("<div>" + sentence + "<br>Second line.</div>"),
              ElementsAre(sentence, "Second line."));
  EXPECT_THAT(texts("<p>" + sentence + "<br>Second line."),
              ElementsAre(sentence + " Second line."));
}

TEST(cut_blocks, tells_kinds_by_the_markup) {
  const auto blocks = cut(
      "<h2>a</h2><p>b<ul><li>c</ul><blockquote><p>d</blockquote><figure><img alt=e><figcaption>f"
      "</figure><table><tr><td>g<td>h<tr><td>i<td>j</table>");
  std::vector<Kind> kinds;
  kinds.reserve(blocks.size());
  for (const PageBlock& block : blocks) {
    kinds.push_back(block.kind);
  }
  EXPECT_THAT(kinds,
              ElementsAre(Kind::heading,
                          Kind::paragraph,
                          Kind::list_item,
                          Kind::quotation,
                          Kind::image,
                          Kind::caption,
                          Kind::table_row,
                          Kind::table_row));
  EXPECT_EQ(blocks[0].level, 2);
  EXPECT_EQ(blocks[4].text, "e");
  EXPECT_EQ(blocks[6].text, "g | h");
}

TEST(cut_blocks, takes_tables_that_lay_out_for_blocks) {
  EXPECT_THAT(texts("<table><tr><td><table><tr><td>a</table><td><h1>b</h1>c</table>"),
              ElementsAre("a", "b", "c"));
}

TEST(cut_blocks, counts_what_is_linked_and_emphasised) {
  const auto blocks = cut("<p>ab <a href=x>cd <b>ef</b></a> <i>gh</i>");
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].letters, 8U);
  EXPECT_EQ(blocks[0].linked, 4U);
  EXPECT_EQ(blocks[0].bold, 2U);
  EXPECT_EQ(blocks[0].italic, 2U);
  EXPECT_EQ(blocks[0].links, 1U);
}

TEST(cut_blocks, marks_struck_text_also_across_paragraphs) {
  EXPECT_THAT(texts("<p>died <s>twelve </s>fifteen</p><del><p>a</p><p>b</p></del>"),
              ElementsAre("died ~~twelve~~ fifteen", "~~a~~", "~~b~~"));
}

TEST(cut_blocks, leaves_out_what_cannot_be_seen) {
  EXPECT_THAT(texts("<p>a<p>\u200D<p>\u200B \uFEFF<p>b\u200D"), ElementsAre("a", "b\u200D"));
}

TEST(cut_blocks, leaves_out_what_is_hidden_unless_asked) {
  const auto tree = arch::html::parse_page(as_bytes("<p>a<div hidden><p>b</div>")).tree;
  EXPECT_EQ(cut_blocks(tree).size(), 1U);
  EXPECT_EQ(cut_hidden_blocks(tree).size(), 2U);
}

}  // namespace
}  // namespace arch::article
