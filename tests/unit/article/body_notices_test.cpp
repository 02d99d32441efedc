#include "article/body_notices.hpp"

#include "article/read_page.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::article {
namespace {

using testing::Contains;
using testing::Not;

constexpr std::string_view paragraphs =
    "<p>The town council of Marrow Bay voted nine to four on Tuesday night to close Ferry Road to "
    "all traffic, after a third landslide in eighteen months buried a delivery van.</p>"
    "<p>The road, which carries about 4,200 vehicles a day, is the only direct link between the "
    "harbour and the upper town, and drivers will have to take a detour of 17 kilometres.</p>"
    "<p>Residents said that they had not been told of the risk, although the county engineer had "
    "measured a movement of eleven centimetres since the spring of last year.</p>";

std::vector<std::string> texts_of(std::string_view inside, std::string_view behind = {}) {
  const std::string page = fmt::format(
      "<!doctype html><html lang=en><title>Council closes Ferry Road | Harbour Press</title><body>"
      "<main><article><h1>Council closes Ferry Road</h1><div class=article-body>{}{}</div>{}"
      "</article></main></body></html>",
      paragraphs,
      inside,
      behind);
  std::vector<std::string> texts;
  for (const Block& block : read_page(as_bytes(page), {}).document.blocks) {
    texts.push_back(block.text);
  }
  return texts;
}

TEST(Notice, IsToldByItsLabelInManyLanguages) {
  for (const std::string_view text : {"Correction, 5 March 2026: The vote was nine to four.",
                                      "CORRECTION: The vote was nine to four.",
                                      "• Editor’s note: The headline was changed.",
                                      "Errata corrige: il ponte è del 1961.",
                                      "Rettifica: il ponte è del 1961.",
                                      "Sprostowanie: petycję podpisało 11 tysięcy osób.",
                                      "Korekta (5 marca): petycję podpisało 11 tysięcy osób.",
                                      "Richtigstellung: Das Gutachten stammt aus dem Jahr 2021.",
                                      "تصحيح: ورد في نسخة سابقة رقم خاطئ.",
                                      "תיקון: נפלה טעות במספר.",
                                      "भूल सुधार: संख्या गलत थी।",
                                      "更正：此前版本的数字有误。",
                                      "【訂正】当初の数字に誤りがありました。",
                                      "바로잡습니다: 숫자가 잘못됐습니다.",
                                      "แก้ไข: ตัวเลขไม่ถูกต้อง",
                                      "Marekebisho: idadi haikuwa sahihi.",
                                      "Ikosora: umubare wari utari wo."}) {
    EXPECT_TRUE(begins_as_notice(text)) << text;
  }
  for (const std::string_view text : {"Correction officers went on strike on Monday.",
                                      "Errata are printed on the last page of the book.",
                                      "Corrections to the plan were not made. He said: no.",
                                      "The vote was nine to four."}) {
    EXPECT_FALSE(begins_as_notice(text)) << text;
  }
  EXPECT_TRUE(is_notice_label("Corrections and clarifications"));
  EXPECT_TRUE(is_notice_label("Correction:"));
  EXPECT_FALSE(is_notice_label("Correction of the plan"));
}

TEST(Notice, IsKeptInTheBoxesThatBelongToTheArticle) {
  const std::string notice = "Correction, 5 March 2026: An earlier report misstated the votes.";
  for (const std::string_view form :
       {"<div class=\"article__correction article__item\"><p>{}</p></div>",
        "<footer class=post-footer><p>{}</p></footer>",
        "<aside class=b-sidebar-note><p>{}</p></aside>",
        "<div class=article-corrections><p>{}</p></div>"}) {
    const std::string html = fmt::format(fmt::runtime(form), notice);
    EXPECT_THAT(texts_of(html), Contains(notice)) << form;
    EXPECT_THAT(texts_of({}, html), Contains(notice)) << form;
  }
}

TEST(Notice, IsWhatStandsBelowAHeadingThatSaysSo) {
  const std::string notice = "The vote was nine to four, not ten to three as first stated.";
  EXPECT_THAT(
      texts_of({}, "<aside class=correction-box><h4>Correction</h4><p>" + notice + "</p></aside>"),
      Contains(notice));
  EXPECT_THAT(texts_of("<details><summary>Corrections and clarifications</summary><p>" + notice +
                       "</p></details>"),
              Contains(notice));
}

TEST(Notice, IsNoLinkToTheCorrectionOfAnotherStory) {
  const std::string other = "Correction: what we wrote of the ferry timetable last week";
  EXPECT_THAT(texts_of({},
                       "<div class=related-stories><div class=card><a href=/x>" + other +
                           "</a></div><div class=card><p>" + other + ".</p></div></div>"),
              Not(Contains(testing::StartsWith(other))));
}

}  // namespace
}  // namespace arch::article
