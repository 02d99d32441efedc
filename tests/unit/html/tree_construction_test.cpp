// Trees of pages as the standard's rules give them, each rule by the page that needs it.
// https://html.spec.whatwg.org/#tree-construction

#include "outline.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::html {
namespace {

/// The tree of a page with an empty head: what is in its body.
std::string body_of(std::string_view page) {
  const std::string whole = outline_of("<!doctype html>" + std::string{page});
  const std::string_view before = "html\n head\n body\n";
  EXPECT_EQ(whole.substr(0, before.size()), before);
  return whole.substr(std::min(before.size(), whole.size()));
}

TEST(tree_construction, ends_paragraphs_items_and_options_where_their_kin_begins) {
  EXPECT_EQ(body_of("<p>a<div>b</div>c"), "  p\n   \"a\"\n  div\n   \"b\"\n  \"c\"\n");
  EXPECT_EQ(body_of("<ul><li>a<li><div>b<li>c</ul>"),
            "  ul\n   li\n    \"a\"\n   li\n    div\n     \"b\"\n   li\n    \"c\"\n");
  EXPECT_EQ(body_of("<dl><dt>a<dd>b<dt>c</dl>"),
            "  dl\n   dt\n    \"a\"\n   dd\n    \"b\"\n   dt\n    \"c\"\n");
  EXPECT_EQ(body_of("<h1>a<h2>b</h1>c"), "  h1\n   \"a\"\n  h2\n   \"b\"\n  \"c\"\n");
  EXPECT_EQ(body_of("<select><option>a<option>b<optgroup><option>c</select>"),
            "  select\n   option\n    \"a\"\n   option\n    \"b\"\n   optgroup\n"
            "    option\n     \"c\"\n");
  EXPECT_EQ(body_of("a</p>b"), "  \"a\"\n  p\n  \"b\"\n");
}

TEST(tree_construction, goes_on_with_formatting_in_the_next_block) {
  EXPECT_EQ(body_of("<p><b>a<p>b"), "  p\n   b\n    \"a\"\n  p\n   b\n    \"b\"\n");
  EXPECT_EQ(body_of("<b><p>a</b>b</p>"), "  b\n  p\n   b\n    \"a\"\n   \"b\"\n");
  EXPECT_EQ(body_of("<a href=1>a<div>b<a href=2>c"),
            "  a href=1\n   \"a\"\n  div\n   a href=1\n    \"b\"\n   a href=2\n    \"c\"\n");
  EXPECT_EQ(body_of("<b><i><u><s><em><div>x</b>"),
            "  b\n   i\n    u\n     s\n      em\n  u\n   s\n    em\n     div\n      b\n"
            "       \"x\"\n")
      << "only three levels are made again around the block";
}

TEST(tree_construction, makes_formatting_that_is_said_four_times_three_times) {
  EXPECT_EQ(body_of("<p><b><b><b><b>a<p>b"),
            "  p\n   b\n    b\n     b\n      b\n       \"a\"\n"
            "  p\n   b\n    b\n     b\n      \"b\"\n");
}

TEST(tree_construction, keeps_formatting_within_a_cell) {
  EXPECT_EQ(body_of("<table><td><b>a<td>b</table>c"),
            "  table\n   tbody\n    tr\n     td\n      b\n       \"a\"\n     td\n      \"b\"\n"
            "  \"c\"\n");
}

TEST(tree_construction, puts_what_is_no_part_of_a_table_before_it) {
  EXPECT_EQ(body_of("<table><tr>a<p>b<td>c<caption>d</table>e"),
            "  \"a\"\n  p\n   \"b\"\n  table\n   tbody\n    tr\n     td\n      \"c\"\n"
            "   caption\n    \"d\"\n  \"e\"\n");
  EXPECT_EQ(body_of("<table>a<tr></tr>b</table>"), "  \"ab\"\n  table\n   tbody\n    tr\n");
  EXPECT_EQ(body_of("<table> <col><input type=hidden><form><tr>"),
            "  table\n   \" \"\n   colgroup\n    col\n   input type=hidden\n   form\n   tbody\n"
            "    tr\n");
  EXPECT_EQ(body_of("<table><td><table><tr></table>a"),
            "  table\n   tbody\n    tr\n     td\n      table\n       tbody\n        tr\n"
            "      \"a\"\n");
}

TEST(tree_construction, ends_a_paragraph_before_a_table_unless_the_page_is_of_old) {
  EXPECT_EQ(outline_of("<p>a<table>"), "html\n head\n body\n  p\n   \"a\"\n   table\n");
  EXPECT_EQ(body_of("<p>a<table>"), "  p\n   \"a\"\n  table\n");
  EXPECT_EQ(
      outline_of("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"><p><table>"),
      "html\n head\n body\n  p\n   table\n");
  EXPECT_EQ(outline_of("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
                       "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\"><p><table>"),
            "html\n head\n body\n  p\n  table\n");
}

TEST(tree_construction, knows_where_the_head_ends) {
  EXPECT_EQ(outline_of("<title>t</title> <link><p>x<meta name=n><title>u</title>"),
            "html\n head\n  title\n   \"t\"\n  \" \"\n  link\n body\n  p\n   \"x\"\n"
            "   meta name=n\n   title\n    \"u\"\n");
  EXPECT_EQ(outline_of("<head></head><script>1</script><body class=c><body id=i class=d>"),
            "html\n head\n  script\n   \"1\"\n body class=c id=i\n");
  EXPECT_EQ(outline_of("<noscript><link><img></noscript>"),
            "html\n head\n  noscript\n   link\n body\n  img\n");
  EXPECT_EQ(outline_of("<html lang=de></html>x<html lang=en dir=ltr>"),
            "html lang=de dir=ltr\n head\n body\n  \"x\"\n");
}

TEST(tree_construction, keeps_rows_in_a_template_without_a_table) {
  EXPECT_EQ(body_of("<p><template><tr><td>a</template>b"),
            "  p\n   template\n    tr\n     td\n      \"a\"\n   \"b\"\n");
}

TEST(tree_construction, leaves_svg_and_math_where_html_begins) {
  EXPECT_EQ(body_of("<svg><g><title>t</title><p>a"), "  svg\n  p\n   \"a\"\n");
  EXPECT_EQ(body_of("<svg><style><![CDATA[<p>]]></style></svg>a"), "  svg\n  \"a\"\n");
  EXPECT_EQ(body_of("<svg><svg><path></svg></svg>a"), "  svg\n  \"a\"\n");
  EXPECT_EQ(body_of("<svg/>a<math><mi>x<b>y</b></mi><mo/></math>b"),
            "  svg\n  \"a\"\n  math\n   mi\n    \"x\"\n    b\n     \"y\"\n   mo\n  \"b\"\n");
  EXPECT_EQ(body_of("<![CDATA[a]]>b"), "  \"b\"\n") << "elsewhere it is a comment";
}

TEST(tree_construction, reads_framesets) {
  EXPECT_EQ(outline_of("<frameset><frame src=a><noframes><p></noframes></frameset>x"),
            "html\n head\n frameset\n  frame src=a\n  noframes\n   \"<p>\"\n");
}

TEST(tree_construction, reads_raw_elements_as_text) {
  EXPECT_EQ(body_of("<textarea>\n<p>&amp;</textarea><xmp><b>&amp;</xmp>"),
            "  textarea\n   \"<p>&\"\n  xmp\n   \"<b>&amp;\"\n");
  EXPECT_EQ(body_of("<b><plaintext>a</plaintext>&lt;"),
            "  b\n   plaintext\n    \"a</plaintext>&lt;\"\n");
  EXPECT_EQ(body_of("<pre>\na\n</pre><pre><!-- -->\nb</pre>"),
            "  pre\n   \"a\n\"\n  pre\n   \"\nb\"\n");
}

TEST(tree_construction, decodes_character_references) {
  EXPECT_EQ(body_of("<p>&amp;&AMP;&amp&lt&notit;&notin;&copycat;&NotEqualTilde;&no;&;& &"),
            "  p\n   \"&&&<\u00ACit;\u2209\u00A9cat;\u2242\u0338&no;&;& &\"\n");
  EXPECT_EQ(body_of("<p>&#65;&#x41&#X2019;&#150;&#0;&#xD800;&#x110000;&#99999999999;&#;&#x;"),
            "  p\n   \"AA\u2019\u2013\uFFFD\uFFFD\uFFFD\uFFFD&#;&#x;\"\n");
  EXPECT_EQ(body_of("<a href='?a=1&copy=2&copyx&copy;&lt&amp'>"),
            "  a href=?a=1&copy=2&copyx\u00A9<&\n");
  EXPECT_EQ(body_of("<p>&CounterClockwiseContourIntegral;"), "  p\n   \"\u2233\"\n");
}

TEST(tree_construction, leaves_out_attributes_that_only_scripts_read) {
  EXPECT_EQ(body_of("<p onclick=f() on=x STYLE=color:red style=display:none data-a='" +
                    std::string(65, 'a') + "' data-b=b class=c>"),
            "  p on=x style=display:none data-b=b class=c\n");
}

}  // namespace
}  // namespace arch::html
