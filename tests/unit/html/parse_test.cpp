#include "outline.hpp"

#include <gmock/gmock.h>

#include <string_view>

namespace arch::html {
namespace {

TEST(parse_page, builds_the_tree_that_browsers_build) {
  EXPECT_EQ(outline_of("<!doctype html><title>A &amp; B</title><p class=x id=y>one<p>two<br>three"),
            "html\n head\n  title\n   \"A & B\"\n body\n  p class=x id=y\n   \"one\"\n  p\n"
            "   \"two\"\n   br\n   \"three\"\n");
}

TEST(parse_page, moves_text_out_of_tables_and_mends_misnested_formatting) {
  EXPECT_EQ(outline_of("<table>x<tr><td>y</table>"),
            "html\n head\n body\n  \"x\"\n  table\n   tbody\n    tr\n     td\n      \"y\"\n");
  EXPECT_EQ(outline_of("<b>1<i>2</b>3</i>"),
            "html\n head\n body\n  b\n   \"1\"\n   i\n    \"2\"\n  i\n   \"3\"\n");
}

TEST(parse_page, keeps_unknown_names_and_repeated_attributes_once) {
  EXPECT_EQ(outline_of("<body><my-card data-Id=7 data-id=8>x"),
            "html\n head\n body\n  my-card data-id=7\n   \"x\"\n");
}

TEST(parse_page, leaves_out_comments_styles_and_the_insides_of_svg) {
  EXPECT_EQ(outline_of("<body><!-- a --><style>p{}</style><svg><title>t</title></svg>x"),
            "html\n head\n body\n  style\n  svg\n  \"x\"\n");
}

TEST(parse_page, keeps_scripts_as_they_are) {
  EXPECT_EQ(outline_of("<script type=application/ld+json>{\"a\": \"<b>&amp;</b>\"}</script>"),
            "html\n head\n  script type=application/ld+json\n"
            "   \"{\"a\": \"<b>&amp;</b>\"}\"\n body\n");
}

TEST(parse_page, ends_lines_by_lf_and_leaves_nul_out) {
  EXPECT_EQ(outline_of(std::string_view{"<body>a\r\nb\rc\0d<script>1\r\n2\0</script>", 36}),
            "html\n head\n body\n  \"a\nb\ncd\"\n  script\n   \"1\n2\"\n");
}

TEST(parse_page, gives_an_empty_page_the_elements_that_every_page_has) {
  EXPECT_EQ(outline_of(""), "html\n head\n body\n");
}

}  // namespace
}  // namespace arch::html
