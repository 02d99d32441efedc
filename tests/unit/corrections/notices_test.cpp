// Facts about notices come from house policies and from published ones; the texts are invented.
#include "corrections/notices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view filler =
    "The council met on Monday to talk about the road that floods each spring.\n\n";

/// A document whose last block is `block`, after `paragraphs` of nothing in particular.
std::string with_foot(std::string_view block, int paragraphs = 6) {
  std::string document = "headline: Council meets\n\n";
  for (int i = 0; i < paragraphs; ++i) {
    document += filler;
  }
  return document + std::string{block} + "\n";
}

std::vector<Notice> foot_notices(std::string_view block) {
  return find_notices(with_foot(block));
}

struct Example {
  std::string_view text;
  NoticeKind kind;
  std::string_view label = {};
  std::string_view date = {};
};

// NOLINTNEXTLINE(readability-identifier-naming): the name is GoogleTest's.
void PrintTo(const Example& example, std::ostream* out) {
  *out << example.text;
}

class NoticeExamples : public testing::TestWithParam<Example> {};

TEST_P(NoticeExamples, are_found_with_kind_label_and_date) {
  const Example& example = GetParam();
  const std::vector<Notice> found = foot_notices(example.text);
  ASSERT_THAT(found, SizeIs(1)) << example.text;
  EXPECT_EQ(found[0].kind, example.kind) << example.text;
  EXPECT_EQ(found[0].label, example.label) << example.text;
  EXPECT_EQ(found[0].date, example.date) << example.text;
  EXPECT_EQ(found[0].text, example.text);
  EXPECT_EQ(found[0].position, NoticePosition::foot);
  EXPECT_TRUE(may_hold_notice(example.text));
}

using enum NoticeKind;

INSTANTIATE_TEST_SUITE_P(
    English,
    NoticeExamples,
    testing::Values(
        Example{"Correction: the toll was 20, not 15.", correction, "Correction"},
        Example{
            "CORRECTION (May 3, 2025): The mayor is 61.", correction, "CORRECTION", "2025-05-03"},
        Example{"This article was amended on 8 December 2025. It first gave another year.",
                correction,
                "",
                "2025-12-08"},
        Example{"An earlier version of this article misstated the length of the bridge.",
                correction},
        Example{"A previous version of this story incorrectly said that the bridge is closed.",
                correction},
        Example{"Because of an editing error, the caption named the wrong player.", correction},
        Example{"This story has been corrected to show that the vote was on Tuesday.", correction},
        Example{"(Corrects 10th paragraph to show the mill is in Leeds.)", correction},
        Example{"Clarification, March 3: the fund is private.",
                clarification,
                "Clarification",
                "03-03"},
        Example{
            "Update: This story has been updated with comment from the police.", update, "Update"},
        Example{"Editor's note: the author's sister works for the firm.",
                editors_note,
                "Editor's note"},
        Example{"We regret the error.", correction},
        Example{"Retraction: we no longer believe our source.", retraction, "Retraction"},
        Example{"This story has been updated to remove the name of a minor.", anonymisation},
        Example{"The complaint was upheld.", adjudication},
        Example{"Last updated on 3 March 2025", technical, "", "2025-03-03"}));

INSTANTIATE_TEST_SUITE_P(
    OtherLanguages,
    NoticeExamples,
    testing::Values(
        Example{"Une version précédente de cet article donnait un autre chiffre.", correction},
        Example{"RECTIFICATIF : le maire a 61 ans.", correction, "RECTIFICATIF"},
        Example{"Précision : la salle est privée.", clarification, "Précision"},
        Example{"Cet article a été modifié le 3 mai 2025 pour corriger un chiffre.",
                correction,
                "",
                "2025-05-03"},
        Example{"Korrektur: Es waren 20 Wagen, nicht 15.", correction, "Korrektur"},
        Example{"In einer früheren Version dieses Artikels hieß es, die Brücke sei gesperrt.",
                correction},
        Example{"Dieser Artikel wurde inzwischen korrigiert.", correction},
        Example{"Gegendarstellung: Es ist nicht wahr, was dort stand.",
                right_of_reply,
                "Gegendarstellung"},
        Example{"Fe de errores: el puente mide 300 metros.", correction, "Fe de errores"},
        Example{"CORRECCIÓN: el puente mide 300 metros.", correction, "CORRECCIÓN"},
        Example{"Una versión anterior de este artículo daba otra cifra.", correction},
        Example{"Diferentemente do que foi publicado, a ponte tem 300 metros.", correction},
        Example{"Erramos: a ponte tem 300 metros.", correction, "Erramos"},
        Example{"Tunaomba radhi kwa kosa hilo.", apology},
        Example{"Iyi nkuru yakosowe ku wa mbere.", correction},
        Example{"ذكرت نسخة سابقة من هذا المقال رقماً آخر.", correction}));

TEST(Notices, are_not_dropped_by_what_is_compared) {
  // Curly apostrophes, no-break spaces, capitals and letters with accents.
  EXPECT_THAT(foot_notices("EDITOR\u2019S NOTE: a word was changed."), SizeIs(1));
  EXPECT_THAT(foot_notices("Précision\u00A0: la salle est privée."), SizeIs(1));
  EXPECT_THAT(foot_notices("AN EARLIER VERSION OF THIS ARTICLE MISSTATED THE DATE."), SizeIs(1));
}

TEST(Notices, glued_to_the_end_of_a_paragraph_begin_where_they_do) {
  const std::vector<Notice> found = foot_notices(
      "They may adopt children. ___ This story has been corrected to say that he is 61.");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].text, "This story has been corrected to say that he is 61.");

  const std::vector<Notice> wire =
      foot_notices("The line was closed. --- Corrects to show that 20 cars derailed, not 15.");
  ASSERT_THAT(wire, SizeIs(1));
  EXPECT_EQ(wire[0].text, "Corrects to show that 20 cars derailed, not 15.");
}

TEST(Notices, end_where_the_article_goes_on) {
  const auto text_of = [](std::string_view block) { return foot_notices(block).at(0).text; };
  EXPECT_EQ(text_of("This story has been updated. The mayor left at noon with his staff."),
            "This story has been updated.");
  EXPECT_EQ(text_of("(This article has been corrected.) It was cold on the hill."),
            "(This article has been corrected.)");
  for (const std::string_view whole :
       {"This article has been corrected. It was 15 boats.",
        "This story was amended on 3 March 2026. The tower was built in 1871.",
        "An earlier version gave the wrong number of boats. The harbour lost 15 boats that "
        "night."}) {
    EXPECT_EQ(text_of(whole), whole);
  }
}

TEST(Notices, a_heading_alone_announces_the_block_below) {
  const std::vector<Notice> found = foot_notices(
      "## Correction: February 29, 2024\n\nThe bridge is 300 metres long and not 200 metres.");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].date, "2024-02-29");
  EXPECT_THAT(found[0].text, testing::EndsWith("not 200 metres."));
}

TEST(Notices, stand_at_the_top_in_the_headline_and_in_structured_data) {
  const std::vector<Notice> found = find_notices(
      "headline: UPDATE: Council meets\ncorrection: 2025-05-03 The bridge is 300 m long.\n\n"
      "Correction: the bridge is 300 metres long.\n\n" +
      std::string{filler} + std::string{filler} + std::string{filler} + std::string{filler});
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].position, NoticePosition::headline);
  EXPECT_EQ(found[0].kind, update);
  EXPECT_EQ(found[1].position, NoticePosition::markup);
  EXPECT_EQ(found[1].kind, correction);
  EXPECT_EQ(found[1].date, "2025-05-03");
  EXPECT_EQ(found[2].position, NoticePosition::top);
}

TEST(Notices, say_what_they_are_apart_from_their_label) {
  const std::vector<Notice> found =
      foot_notices("Update: An earlier version of this article misstated the toll.");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, correction);
  EXPECT_EQ(found[0].label_kind, update);
}

class NoNotice : public testing::TestWithParam<std::string_view> {};

TEST_P(NoNotice, is_found) {
  EXPECT_THAT(foot_notices(GetParam()), IsEmpty()) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Glosses,
                         NoNotice,
                         testing::Values("Der Treibstoff (SAF, Anm. d. Red.) ist teuer.",
                                         "Der Konzern, Anm. d. Red., schwieg.",
                                         "Le carburant (le SAF, ndlr) est cher."));

INSTANTIATE_TEST_SUITE_P(
    EditorsNotesThatIntroduce,
    NoNotice,
    testing::Values("Editor's note: This is an opinion column.",
                    "Editor's note: The views here are the author's own.",
                    "Editor's Note: Morning Post is a free daily newsletter.",
                    "Editor's note: This story was originally published by a partner.",
                    "A version of this article appears in print on Page A15."));

INSTANTIATE_TEST_SUITE_P(Boilerplate,
                         NoNotice,
                         testing::Values("This post has been deleted",
                                         "This comment has been removed by a moderator.",
                                         "We apologise for the inconvenience.",
                                         "Corrections: If you see a mistake, write to us.",
                                         "Report a typo",
                                         "See something wrong? Spotted an error? Write to us.",
                                         "Corrections",
                                         "- Corrections and clarifications",
                                         "Erramos",
                                         "Erramos? Informe à redação."));

INSTANTIATE_TEST_SUITE_P(
    OtherMeanings,
    NoNotice,
    testing::Values("Rückruf: Der Hersteller ruft 3000 Geräte zurück.",
                    "Sie haben ein Recht auf Berichtigung und Löschung.",
                    "A union of corrections officers said the prison was full.",
                    "The department of corrections: a report.",
                    "Shares fell in a market correction on Friday.",
                    "The minister expressed regret over the incident.",
                    "An earlier version of the app crashed at once.",
                    "In an earlier version of the bill, the fine was higher.",
                    "An earlier version of the treaty was never signed."));

INSTANTIATE_TEST_SUITE_P(
    QuotedFromOthers,
    NoNotice,
    testing::Values(
        "The Daily Herald printed this: \"An earlier version of this article misstated the toll.\"",
        "\"An earlier version of this article misstated the toll,\" the Herald wrote later.",
        "The newspaper later published a correction: it had misread the report.",
        "The Herald said that an earlier version of the article misstated the toll."));

INSTANTIATE_TEST_SUITE_P(ReadersComments,
                         NoNotice,
                         testing::Values("Korrektur: Ich meinte natürlich Dienstag.",
                                         "Correction: I meant Tuesday, sorry."));

TEST(Notices, a_medium_phrase_inside_an_article_is_none) {
  std::string document = with_foot("Editor's note: the hall is red.", 6);
  EXPECT_THAT(find_notices(document), SizeIs(1));
  for (int i = 0; i < 6; ++i) {
    document += "\n" + std::string{filler.substr(0, filler.size() - 1)};
  }
  EXPECT_THAT(find_notices(document), IsEmpty());
}

TEST(Notices, are_found_in_any_bytes) {
  EXPECT_THAT(find_notices(""), IsEmpty());
  EXPECT_THAT(find_notices("\xff\xfe correction \x80"), IsEmpty());
  EXPECT_THAT(find_notices("correction: "), IsEmpty());
  EXPECT_THAT(find_notices("Correction:"), IsEmpty());
}

TEST(Notices, in_a_large_block_are_found_at_its_ends) {
  std::string block(100'000, 'x');
  for (std::size_t i = 0; i < block.size(); i += 7) {
    block[i] = ' ';
  }
  EXPECT_THAT(foot_notices(block + " This story has been corrected to show that it is 20."),
              SizeIs(1));
}

TEST(Notices, hostile_text_costs_no_more_than_its_size) {
  // Every word may begin a phrase, every gap may end anywhere, every mark may be a rule.
  std::string text = "headline: x\n\n";
  for (int i = 0; i < 20'000; ++i) {
    text += "a report the article an earlier version of corrections ";
  }
  for (int i = 0; i < 20'000; ++i) {
    text += "__ correction: \" ";
  }
  find_notices(text);
  std::string blocks;
  for (int i = 0; i < 20'000; ++i) {
    blocks += "Correction:\n\n";
  }
  find_notices(blocks);
}

TEST(Notices, the_phrases_have_a_digest) {
  EXPECT_GT(phrase_count(), 190U);
  EXPECT_EQ(phrases_digest().hex().size(), 64U);
}

TEST(NoticeScreen, says_what_finding_them_says) {
  const std::string hall = "headline: Hall\n\nThe hall was full.\n\n";
  const std::string correction_notice =
      "Correction: An earlier version of this article gave the wrong number.\n";
  const std::vector<std::string> documents{
      hall + "The plan was corrected by the council.\n",
      hall + correction_notice + "\nIt ended late.\n\nMore was said.\n",
      hall + "Update: The meeting ended late that day.\n",
      hall + "One more.\n\nUpdate: The meeting ended late that day.\n\nA.\n\nB.\n\nC.\n\nD.\n",
      "headline: CORRECTED - Hall\n\nThe hall was full.\n",
      "headline: Hall\ncorrection: The number was wrong.\n\nThe hall was full.\n",
      "headline: Hall\n\nCorrection\n\nAn earlier version of this article gave a wrong number.\n",
      "headline: Hall\n\nCorrection\n",
      ""};
  NoticeScreen screen;
  for (int round = 0; round < 2; ++round) {
    for (const std::string& document : documents) {
      const bool found = std::ranges::any_of(find_notices(document), [](const Notice& notice) {
        return notice.kind != NoticeKind::technical;
      });
      EXPECT_EQ(screen.holds_notice(document), found) << document;
    }
  }
}

}  // namespace
}  // namespace arch::corrections
