#include "article/image_credit.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::article {

std::ostream& operator<<(std::ostream& out, const CaptionParts& parts) {
  return out << '{' << parts.caption << " | " << parts.credit << '}';
}

namespace {

TEST(SplitCaption, TellsLabelledCreditsInFiveLanguages) {
  EXPECT_EQ(split_caption("The bridge on Monday. Photograph: Jane Doe/Reuters"),
            (CaptionParts{"The bridge on Monday.", "Photograph: Jane Doe/Reuters"}));
  EXPECT_EQ(split_caption("Water at the town hall Photo by Jane Doe"),
            (CaptionParts{"Water at the town hall", "Photo by Jane Doe"}));
  EXPECT_EQ(split_caption("Die Brücke am Montag. Foto: Jana Roth"),
            (CaptionParts{"Die Brücke am Montag.", "Foto: Jana Roth"}));
  EXPECT_EQ(split_caption("Die Brücke (Bild von Jana Roth)"),
            (CaptionParts{"Die Brücke", "Bild von Jana Roth"}));
  EXPECT_EQ(split_caption("Le pont, lundi. Crédit photo : Anne Roux"),
            (CaptionParts{"Le pont, lundi.", "Crédit photo : Anne Roux"}));
  EXPECT_EQ(split_caption("El puente el lunes. CRÉDITO: Ana Ruiz"),
            (CaptionParts{"El puente el lunes.", "CRÉDITO: Ana Ruiz"}));
  EXPECT_EQ(split_caption("A ponte na segunda-feira — Foto: Ana Reis/Divulgação"),
            (CaptionParts{"A ponte na segunda-feira", "Foto: Ana Reis/Divulgação"}));
}

TEST(SplitCaption, TellsTheLabelsOfOtherLanguages) {
  EXPECT_EQ(split_caption("The bridge. Image source, Getty Images"),
            (CaptionParts{"The bridge.", "Image source, Getty Images"}));
  EXPECT_EQ(split_caption("Most w poniedziałek. fot. Jan Nowak"),
            (CaptionParts{"Most w poniedziałek.", "fot. Jan Nowak"}));
  EXPECT_EQ(split_caption("橋（撮影：山田）"), (CaptionParts{"橋（撮影：山田）", ""}));
  EXPECT_EQ(split_caption("橋 撮影：山田太郎"), (CaptionParts{"橋", "撮影：山田太郎"}));
  EXPECT_EQ(split_caption("다리. 사진=김철수"), (CaptionParts{"다리.", "사진=김철수"}));
  EXPECT_EQ(split_caption("大桥。 摄影：王明"), (CaptionParts{"大桥。", "摄影：王明"}));
  EXPECT_EQ(split_caption("الجسر. تصوير: أحمد"), (CaptionParts{"الجسر.", "تصوير: أحمد"}));
}

TEST(SplitCaption, TellsSignsAndAgencies) {
  EXPECT_EQ(split_caption("The bridge on Monday. © Jane Doe"),
            (CaptionParts{"The bridge on Monday.", "© Jane Doe"}));
  EXPECT_EQ(split_caption("The bridge. (AFP/Jane Doe)"),
            (CaptionParts{"The bridge.", "AFP/Jane Doe"}));
  EXPECT_EQ(split_caption("The bridge [REUTERS/Jane J. Doe]."),
            (CaptionParts{"The bridge", "REUTERS/Jane J. Doe"}));
  EXPECT_EQ(split_caption("The bridge on Monday. Jane J. Doe/AP"),
            (CaptionParts{"The bridge on Monday.", "Jane J. Doe/AP"}));
  EXPECT_EQ(split_caption("The bridge | Jane Doe/Pool via Getty Images"),
            (CaptionParts{"The bridge", "Jane Doe/Pool via Getty Images"}));
  EXPECT_EQ(split_caption("Getty Images"), (CaptionParts{"", "Getty Images"}));
}

TEST(SplitCaption, LeavesSentencesAlone) {
  for (const std::string_view caption : {"The president spoke to Reuters.",
                                         "A photo by the river was found later.",
                                         "The mayor (left) and the engineer (right)",
                                         "The exchange rate of the euro and/or the dollar",
                                         ""}) {
    EXPECT_EQ(split_caption(caption), (CaptionParts{std::string{caption}, ""}));
  }
}

TEST(SplitCaption, BelievesTheMarkup) {
  const auto split = [](std::string_view figure, std::string_view caption) {
    const html::ParsedPage page = html::parse_page(as_bytes(figure));
    return CreditNames{page.tree}.split(page.tree.find_first(0, html::Tag::figure), caption);
  };
  EXPECT_EQ(split("<figure><img><figcaption>The bridge <span class=photo-credit>Jane Doe for the "
                  "Voice</span></figcaption></figure>",
                  "The bridge Jane Doe for the Voice"),
            (CaptionParts{"The bridge", "Jane Doe for the Voice"}));
  EXPECT_EQ(split("<figure><img><figcaption><b itemprop=copyrightHolder>Jane Doe</b> The "
                  "bridge</figcaption></figure>",
                  "Jane Doe The bridge"),
            (CaptionParts{"The bridge", "Jane Doe"}));
  EXPECT_EQ(split("<figure><img><div class=ImageCredit>(Jane Doe)</div><figcaption>The "
                  "bridge</figcaption></figure>",
                  "The bridge"),
            (CaptionParts{"The bridge", "Jane Doe"}));
  EXPECT_EQ(split("<figure><img><figcaption class=caption-and-credit>The bridge. © J. "
                  "Doe</figcaption></figure>",
                  "The bridge. © J. Doe"),
            (CaptionParts{"The bridge.", "© J. Doe"}));
  // As a document's texts must be.
  EXPECT_EQ(split("<figure><img><i class=credit>Jane&#7; Do\u0065\u0301</i></figure>", ""),
            (CaptionParts{"", "Jane\uFFFD Do\u00E9"}));
}

}  // namespace
}  // namespace arch::article
