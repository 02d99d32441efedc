#include "html/selector.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::html {
namespace {

using arch::as_bytes;
using testing::ElementsAre;

constexpr std::string_view page =
    "<body><div id=main class='story wide'><p id=a class=lead>1</p><ul><li id=b><p id=c>2</p></ul>"
    "</div><div id=side data-kind='Ad-Box' lang=en-GB><p id=d>3</p></div><my-box id=e>4</my-box>";

/// The ids of what a selector selects.
std::vector<std::string> select(std::string_view text) {
  const ParsedPage parsed = parse_page(as_bytes(page));
  const auto selector = Selector::parse(text);
  if (!selector) {
    return {"refused"};
  }
  std::vector<std::string> ids;
  for (const NodeId node : selector->select(parsed.tree)) {
    ids.emplace_back(parsed.tree.attribute_or_empty(node, Attribute::id));
  }
  return ids;
}

TEST(Selector, selects_by_type_id_and_class) {
  EXPECT_THAT(select("p"), ElementsAre("a", "c", "d"));
  EXPECT_THAT(select("P#c"), ElementsAre("c"));
  EXPECT_THAT(select(".wide.story"), ElementsAre("main"));
  EXPECT_THAT(select(".wid"), ElementsAre());
  EXPECT_THAT(select("my-box"), ElementsAre("e"));
  EXPECT_THAT(select("div, li , my-box"), ElementsAre("main", "b", "side", "e"));
}

TEST(Selector, selects_by_attributes) {
  EXPECT_THAT(select("[data-kind]"), ElementsAre("side"));
  EXPECT_THAT(select("[data-kind='Ad-Box']"), ElementsAre("side"));
  EXPECT_THAT(select("[data-kind^=Ad]"), ElementsAre("side"));
  EXPECT_THAT(select("[data-kind$=\"Box\"]"), ElementsAre("side"));
  EXPECT_THAT(select("[data-kind*=d-B]"), ElementsAre("side"));
  EXPECT_THAT(select("[data-kind=ad-box]"), ElementsAre());
  EXPECT_THAT(select("[data-kind=ad-box i]"), ElementsAre("side"));
  EXPECT_THAT(select("[class~=wide]"), ElementsAre("main"));
  EXPECT_THAT(select("[lang|=en]"), ElementsAre("side"));
  EXPECT_THAT(select("[lang|=e]"), ElementsAre());
  EXPECT_THAT(select("[id^='']"), ElementsAre());
}

TEST(Selector, selects_by_what_is_around) {
  EXPECT_THAT(select("#main p"), ElementsAre("a", "c"));
  EXPECT_THAT(select("#main > p"), ElementsAre("a"));
  EXPECT_THAT(select("#main>ul>li>p"), ElementsAre("c"));
  EXPECT_THAT(select("body > div p:not(.lead)"), ElementsAre("c", "d"));
  EXPECT_THAT(select("div:not([lang]) > *"), ElementsAre("a", ""));
  EXPECT_THAT(select("p:first-child"), ElementsAre("a", "c", "d"));
  EXPECT_THAT(select("ul:first-child"), ElementsAre());
}

TEST(Selector, looks_further_out_when_a_child_combinator_fails) {
  const ParsedPage parsed = parse_page(
      as_bytes("<section><div class=x><section id=inner><div><div class=y><p>1</p></div></div>"));
  EXPECT_EQ(Selector::parse("section > .x p")->select(parsed.tree).size(), 1U);
  EXPECT_EQ(Selector::parse("body > section div p")->select(parsed.tree).size(), 1U);
  EXPECT_EQ(Selector::parse("section > .y p")->select(parsed.tree).size(), 0U);
}

TEST(Selector, refuses_what_it_does_not_know) {
  for (const std::string_view text : {"",
                                      " ",
                                      "a >",
                                      "> a",
                                      "a,",
                                      "[",
                                      "[a",
                                      "[a=",
                                      "[a='x]",
                                      "a:hover",
                                      "a:not(b c)",
                                      ":not(:not(a))",
                                      "a + b",
                                      "a::before",
                                      "#",
                                      ".",
                                      "a]"}) {
    EXPECT_FALSE(Selector::parse(text)) << text;
  }
  EXPECT_FALSE(Selector::parse(std::string(5000, 'a')));
}

}  // namespace
}  // namespace arch::html
