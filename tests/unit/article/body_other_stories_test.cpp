#include "article/body_other_stories.hpp"

#include "article/read_page.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::article {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view paragraphs =
    "<p>The town council of Marrow Bay voted nine to four on Tuesday night to close Ferry Road to "
    "all traffic, after a third landslide in eighteen months buried a delivery van.</p>"
    "<p>The road, which carries about 4,200 vehicles a day, is the only direct link between the "
    "harbour and the upper town, and drivers will have to take a detour of 17 kilometres.</p>"
    "<p>Residents said that they had not been told of the risk, although the county engineer had "
    "measured a movement of eleven centimetres since the spring of last year.</p>";

std::string text_of(std::string_view article, std::string_view behind = {}) {
  return to_text(read_page(as_bytes(fmt::format(
                               "<!doctype html><title>Council closes Ferry Road</title><body><main>"
                               "<article><h1>Council closes Ferry Road</h1>{}</article>{}</main>",
                               article,
                               behind)),
                           {})
                     .document);
}

std::string teaser(std::string_view headline) {
  return fmt::format(
      "<div class=story><h3><a href=/x>{0}</a></h3><p>The harbour office said on Monday that {0}, "
      "after months of talks between the town and the county about money.</p></div>",
      headline);
}

TEST(OtherStories, AreLeftOutBehindTheArticle) {
  const std::string related = "<section class=more><h2>Related stories</h2>" +
                              teaser("the ferry sails again") + teaser("a budget was passed") +
                              teaser("the school will open") + "</section>";
  const std::string text = text_of(paragraphs, related);
  EXPECT_THAT(text, HasSubstr("Residents said"));
  EXPECT_THAT(text, Not(HasSubstr("The harbour office said")));
  EXPECT_EQ(text, text_of(paragraphs));
}

TEST(OtherStories, AreNeverTheArticleItself) {
  // A heading of the article's own that sounds like one.
  const std::string text = text_of("<h2>Related</h2>" + std::string{paragraphs});
  EXPECT_THAT(text, HasSubstr("The town council"));
  EXPECT_THAT(text, HasSubstr("Residents said"));
}

TEST(OtherStories, AreLinkedByLinesThatAreNoText) {
  for (const std::string_view label : {"Read more:",
                                       "Czytaj też:",
                                       "CZYTAJ TAKŻE:",
                                       "Leia mais:",
                                       "Leia também:",
                                       "اقرأ أيضا:",
                                       "もっと読む：",
                                       "相关阅读：",
                                       "관련 기사:",
                                       "קראו גם:",
                                       "यह भी पढ़ें:",
                                       "Soma zaidi:",
                                       "Leggi anche:",
                                       "Lees ook:"}) {
    const std::string line =
        fmt::format("<p><strong>{} <a href=/x>A new timetable from April</a></strong></p>", label);
    std::string article{paragraphs};
    article.insert(article.find("<p>Residents"), line);
    EXPECT_THAT(text_of(article), Not(HasSubstr("timetable"))) << label;
  }
}

TEST(EmailBox, IsNoTextOfTheArticle) {
  std::string article{paragraphs};
  article.insert(
      article.find("<p>Residents"),
      "<div><h3>The morning letter</h3><p>The five stories you need, in your inbox at "
      "seven every weekday, from our reporters in the harbour.</p><form action=/x><input "
      "type=email><button>Go</button></form></div>");
  EXPECT_EQ(text_of(article), text_of(paragraphs));
}

}  // namespace
}  // namespace arch::article
