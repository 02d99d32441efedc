#include "html/visible.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::html {
namespace {

using arch::as_bytes;

std::string text_of(std::string_view page) {
  return visible_text(parse_page(as_bytes(page)).tree, 0);
}

TEST(visible_text, collapses_white_space_as_css_does) {
  EXPECT_EQ(text_of("<p>\n  one\t two <b> three</b>  four\n</p>"), "one two three four");
  EXPECT_EQ(text_of("<p>a</p>  <p>b</p>"), "a\nb");
  EXPECT_EQ(text_of("a<span>b</span>c"), "abc");
  EXPECT_EQ(text_of("a\u00A0 b"), "a\u00A0 b");
  EXPECT_EQ(text_of("<pre>a\n  b</pre>"), "a\nb");
}

TEST(visible_text, breaks_lines_at_blocks_and_br) {
  EXPECT_EQ(text_of("one<br>two<br><br>three"), "one\ntwo\nthree");
  EXPECT_EQ(text_of("x<div><div>y</div></div>z"), "x\ny\nz");
  EXPECT_EQ(text_of("<ul><li>a<li>b</ul>"), "a\nb");
}

TEST(visible_text, shows_tables_row_by_row) {
  EXPECT_EQ(text_of("<table><tr><th>Team<th>Points<tr><td>Inter<td>30</table>"),
            "Team | Points\nInter | 30");
}

TEST(visible_text, marks_what_the_outlet_has_struck_out) {
  EXPECT_EQ(text_of("<p>died <s>twelve</s> <ins>fifteen</ins>"), "died ~~twelve~~ fifteen");
  EXPECT_EQ(text_of("<p>a<del></del>b"), "ab");
}

TEST(visible_text, keeps_superscripts_in_their_line_and_numbers_apart_from_them) {
  EXPECT_EQ(text_of("10<sup>6</sup> m<sup>2</sup> of H<sub>2</sub>O"), "10⁶ m² of H2O");
  EXPECT_EQ(text_of("10<sup>-3</sup>, 10<sup>−3</sup>, so<sup><a href=#n>12</a></sup>"),
            "10⁻³, 10⁻³, so¹²");
  EXPECT_EQ(text_of("the 1<sup>st</sup> and 2<sup>2x</sup>"), "the 1st and 22x");
}

TEST(visible_text, leaves_out_what_no_reader_sees) {
  EXPECT_EQ(
      text_of("<title>t</title><p>a<span hidden>b</span><span aria-hidden=true>c</span>"
              "<span style='color:red; Display : none'>d</span><script>e</script>"
              "<template>f</template><noscript>g</noscript><i style='visibility:hidden'>h</i>"),
      "a");
  for (const std::string_view label : {"sr-only",
                                       "visually-hidden",
                                       "screen-reader-text",
                                       "x u-visuallyHidden",
                                       "hidden-visually",
                                       "ssrcss-1-VisuallyHidden e16"}) {
    // Wherever in the class it stands: classes are looked through in steps.
    for (const std::size_t before : {0U, 1U, 13U, 14U, 15U, 16U, 17U, 30U, 31U, 32U}) {
      for (const std::size_t behind : {0U, 1U, 16U}) {
        const std::string classes =
            std::string(before, 'x') + ' ' + std::string{label} + ' ' + std::string(behind, 'y');
        EXPECT_EQ(text_of("<p>a<span class='" + classes + "'>b</span>"), "a") << classes;
      }
    }
  }
  EXPECT_EQ(text_of("<body style='visibility:hidden'><p aria-hidden=false>a"), "a");
  EXPECT_EQ(text_of("<p style='max-display:none'>a"), "a");
}

TEST(visible_text, leaves_out_slots_for_advertisements) {
  const std::string label = "<span class=x>Advertisement</span><a href=/><img src=1.gif></a>";
  for (const std::string_view slot : {"class='ad-slot ad-12'",
                                      "class='Ad'",
                                      "class='story__advert'",
                                      "id='div-gpt-ad-1690-0'",
                                      "id='werbung_3'"}) {
    EXPECT_EQ(text_of("<p>a<div " + std::string{slot} + ">" + label + "</div>"), "a") << slot;
  }
}

TEST(visible_text, keeps_what_is_more_than_a_label_for_advertisements) {
  const std::string article =
      "The regulator fined the company for an advertisement that ran on Monday and Tuesday.";
  EXPECT_EQ(text_of("<div class='ad'>" + article + "</div>"), article);
  EXPECT_EQ(text_of("<div class='ad'><h2>Next</h2></div>"), "Next");
  for (const std::string_view names :
       {"adventure", "read-more", "css-4ad7", "header", "gradient"}) {
    EXPECT_EQ(text_of("<div class='" + std::string{names} + "'>b</div>"), "b") << names;
  }
}

TEST(find_hidden, covers_all_that_is_within) {
  const Tree tree = parse_page(as_bytes("<body><div hidden><p>x</div><p>y")).tree;
  const std::vector<bool> hidden = find_hidden(tree);
  for (NodeId at = 0; at < tree.size(); ++at) {
    if (tree.is_text(at)) {
      EXPECT_EQ(hidden[at], tree.text(at) == "x");
    }
  }
}

}  // namespace
}  // namespace arch::html
