// Pages that no newsroom makes: each is parsed whole, or cut, or as text, and in linear time. A
// parser without a guard takes from minutes to hours for most of them.

#include "html/parse.hpp"
#include "html/visible.hpp"

#include <gmock/gmock.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace arch::html {
namespace {

using arch::as_bytes;

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    result += text;
  }
  return result;
}

/// `before`, then each number between `before` and `after`, so many times.
std::string number(std::string_view before, std::string_view after, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) {
    result += before;
    result += std::to_string(i);
    result += after;
  }
  return result;
}

ParsedPage parse(const std::string& page) {
  return parse_page(as_bytes(page));
}

constexpr std::size_t many = 100'000;

TEST(hostile_page, with_a_hundred_thousand_nested_elements_keeps_its_text) {
  for (const std::string_view tags : {"<div>",

                                      "<ul><li>",
                                      "<table><tr><td>",
                                      "<table><tr><td><div>",
                                      "<object>",
                                      "<template>",

                                      "<select><template>",
                                      "<math><mi>",
                                      "<x-y>",
                                      "<section><a>"}) {
    const ParsedPage page = parse("<p>first" + repeat(tags, many) + "<p>last");
    EXPECT_EQ(page.fidelity, Fidelity::text_only) << tags;
    EXPECT_EQ(visible_text(page.tree, 0), "first\nlast") << tags;
  }
}

TEST(hostile_page, is_never_deeper_than_the_limit) {
  // Each end tag puts another copy of the formatting around what the block holds.
  const std::string page =
      number("<font size=", ">", 250) + repeat("<div>", 250) + repeat("</font>", 1000) + "x";
  const ParsedPage parsed = parse(page);
  EXPECT_EQ(parsed.fidelity, Fidelity::whole);
  std::size_t deepest = 0;
  for (NodeId at = 0; at < parsed.tree.size(); ++at) {
    deepest = std::max<std::size_t>(deepest, parsed.tree.node(at).depth);
  }
  EXPECT_LE(deepest, Limits{}.depth + 1);
  EXPECT_EQ(visible_text(parsed.tree, 0), "x");
}

TEST(hostile_page, with_formatting_that_is_never_closed_is_read_as_text) {
  const ParsedPage page = parse("<p>" + number("<font color=", ">", 400) + repeat("<p>x", many));
  EXPECT_EQ(page.fidelity, Fidelity::text_only);
  EXPECT_EQ(visible_text(page.tree, 0).size(), 2 * many - 1);
}

TEST(hostile_page, whose_end_tags_look_far_is_read_in_bounded_work) {
  for (const std::string_view tags :
       {"</b>", "</x>", "<b></p>", "<table>x", "<a><p>", "</p></br>"}) {
    const ParsedPage page = parse(repeat("<div>", 500) + repeat(tags, 10 * many) + "x");
    EXPECT_TRUE(visible_text(page.tree, 0).ends_with("x")) << tags;
  }
}

TEST(hostile_page, with_text_before_and_in_a_table_is_read_in_linear_time) {
  const ParsedPage page = parse("<table>" + repeat("x<tr><td>y</td></tr>", many));
  EXPECT_EQ(page.fidelity, Fidelity::whole);
  EXPECT_TRUE(visible_text(page.tree, 0).starts_with(std::string(many, 'x') + "\ny\ny"));
}

TEST(hostile_page, with_a_million_attributes_keeps_the_first) {
  const ParsedPage one = parse("<p " + number("a", "=1 ", 1'000'000) + ">x");
  const NodeId p = one.tree.find_first(0, Tag::p);
  EXPECT_EQ(one.tree.attribute_count(p), Limits{}.attributes);
  EXPECT_EQ(visible_text(one.tree, 0), "x");
  const ParsedPage body = parse(number("<body a", "=1>", many) + "x");
  EXPECT_LE(body.tree.attribute_count(body.tree.find_first(0, Tag::body)), 16U);
}

TEST(hostile_page, with_ever_new_names_is_read_whole) {
  const ParsedPage page = parse(number("<p><x", ">y", many));
  EXPECT_EQ(page.fidelity, Fidelity::whole);
  EXPECT_EQ(visible_text(page.tree, 0).size(), 2 * many - 1);
}

TEST(hostile_page, of_unfinished_markup_keeps_what_is_text) {
  const std::size_t size = 1 << 20;
  EXPECT_EQ(visible_text(parse(std::string(size, '&')).tree, 0).size(), size);
  EXPECT_EQ(visible_text(parse(std::string(size, '<')).tree, 0).size(), size);
  EXPECT_EQ(visible_text(parse("&" + std::string(size, 'a')).tree, 0).size(), size + 1);
  EXPECT_EQ(visible_text(parse("x&#" + std::string(size, '9') + ";y").tree, 0), "x\uFFFDy");
  for (const std::string_view open : {"<!--",
                                      "<!",
                                      "<script>",
                                      "<script><!--<script>",
                                      "<svg>",
                                      "<title>",
                                      "<p a='",
                                      "<a b=",
                                      "</"}) {
    EXPECT_EQ(visible_text(parse("x" + repeat(open, many)).tree, 0).substr(0, 1), "x") << open;
  }
}

TEST(hostile_page, that_is_too_long_is_cut) {
  const std::string page = "<p>first<p>" + repeat("word ", 8 << 20);
  const ParsedPage parsed = parse(page);
  EXPECT_EQ(parsed.fidelity, Fidelity::cut);
  EXPECT_TRUE(visible_text(parsed.tree, 0).starts_with("first\nword word"));
}

TEST(hostile_page, of_thirty_megabytes_of_article_is_read_whole) {
  const std::string paragraph = "<p>" + repeat("A sentence of an article. ", 10) + "</p>\n";
  const ParsedPage parsed = parse(repeat(paragraph, (30 << 20) / paragraph.size()));
  EXPECT_EQ(parsed.fidelity, Fidelity::whole);
  EXPECT_GT(visible_text(parsed.tree, 0).size(), 29U << 20);
}

TEST(hostile_page, of_arbitrary_bytes_gives_a_tree) {
  std::string noise;
  unsigned state = 1;
  for (std::size_t i = 0; i < (1 << 20); ++i) {
    state = state * 1664525U + 1013904223U;
    noise += static_cast<char>(state >> 24U);
  }
  EXPECT_GT(parse(noise).tree.size(), 4U);
  EXPECT_EQ(visible_text(parse(std::string(1000, '\0')).tree, 0), "");
}

}  // namespace
}  // namespace arch::html
