#include "diff/sentences.hpp"

#include "diff/words.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {
namespace {

/// The sentences of `text` with a bar between them.
std::string cut(std::string_view text) {
  std::vector<Word> words;
  append_words(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  std::string result;
  for (const Range& range : split_sentences(text, words)) {
    const Word& first = words[range.begin];
    const Word& last = words[range.end - 1];
    result += result.empty() ? "" : "|";
    result += text.substr(first.begin, last.end - first.begin);
  }
  return result;
}

TEST(Sentences, OfEnglishDoNotEndAtTitlesInitialsAndNumbers) {
  EXPECT_EQ(cut("Mr. Kagame met Dr. Jane A. Doe. They spoke."),
            "Mr. Kagame met Dr. Jane A. Doe.|They spoke.");
  EXPECT_EQ(cut("He left at 5 p.m. The U.S. Army paid $3.5 million. \"Why?\" he asked."),
            "He left at 5 p.m.|The U.S. Army paid $3.5 million.|\"Why?\" he asked.");
}

TEST(Sentences, OfFrenchGermanSpanishAndPortugueseKnowTheirAbbreviations) {
  EXPECT_EQ(cut("Mme. Diallo est venue. M. Traor\u00E9 est parti !"),
            "Mme. Diallo est venue.|M. Traor\u00E9 est parti !");
  EXPECT_EQ(cut("Am 3. Oktober kam Dr. Weber. Es regnete."),
            "Am 3. Oktober kam Dr. Weber.|Es regnete.");
  EXPECT_EQ(cut("La Sra. L\u00F3pez vive aqu\u00ED. \u00BFCu\u00E1ndo vino?"),
            "La Sra. L\u00F3pez vive aqu\u00ED.|\u00BFCu\u00E1ndo vino?");
  EXPECT_EQ(cut("O Sr. Silva saiu. A Profa. Lima ficou."),
            "O Sr. Silva saiu.|A Profa. Lima ficou.");
}

TEST(Sentences, DoNotEndAtTitlesAndRanks) {
  for (const std::string title : {"Sen.",
                                  "Sgt.",
                                  "Messrs.",
                                  "Capt.",
                                  "Mme.",
                                  "Mgr.",
                                  "M.",
                                  "Dipl.",
                                  "Hptm.",
                                  "Sres.",
                                  "D.",
                                  "Gral.",
                                  "Tte.",
                                  "Exmo.",
                                  "Cel.",
                                  "Pe.",
                                  "Pbro."}) {
    const std::string text = "Then " + title + " La Salle came.";
    EXPECT_EQ(cut(text), text);
  }
}

TEST(Sentences, EndAtWhatIsAbbreviatedOnlyBeforeNumbers) {
  EXPECT_EQ(cut("See no. 5, art. 12, p\u00E1g. 3, Abs. 2 and Fig. (4)."),
            "See no. 5, art. 12, p\u00E1g. 3, Abs. 2 and Fig. (4).");
  EXPECT_EQ(cut("On Sept. 5 she left for Tampa, Fla. (AP)."),
            "On Sept. 5 she left for Tampa, Fla. (AP).");
  EXPECT_EQ(cut("She said no. He loved art. They left in Sept. Nobody came."),
            "She said no.|He loved art.|They left in Sept.|Nobody came.");
}

TEST(Sentences, GoOnBehindCompaniesAndStreetsUnlessASentenceBegins) {
  EXPECT_EQ(cut("Apple Inc. Chief Tim Cook met St. Louis Ltd. staff."),
            "Apple Inc. Chief Tim Cook met St. Louis Ltd. staff.");
  EXPECT_EQ(cut("It was sold to Apple Inc. The price was high."),
            "It was sold to Apple Inc.|The price was high.");
  EXPECT_EQ(cut("He left at 5 p.m. \"Why?\" she asked."), "He left at 5 p.m.|\"Why?\" she asked.");
}

TEST(Sentences, OfGermanHoldOrdinalsAndSpacedAbbreviations) {
  EXPECT_EQ(cut("Im 19. Jahrhundert, z. B. Anfang des 2. Weltkriegs, d. h. Ende Okt. 1939."),
            "Im 19. Jahrhundert, z. B. Anfang des 2. Weltkriegs, d. h. Ende Okt. 1939.");
  EXPECT_EQ(cut("Es kostet 3 Mio. Euro. Er wurde 19. Sein Sohn kam."),
            "Es kostet 3 Mio. Euro.|Er wurde 19.|Sein Sohn kam.");
}

TEST(Sentences, OfSpanishHoldDoubledInitials) {
  EXPECT_EQ(cut("Viaj\u00F3 a EE. UU. Joe Biden lo vio."),
            "Viaj\u00F3 a EE. UU. Joe Biden lo vio.");
}

TEST(Sentences, OfOtherScriptsEndAtTheirOwnMarks) {
  EXPECT_EQ(cut("\u6771\u4EAC\u306B\u7740\u3044\u305F\u3002\u96E8\u3060\u3002"),
            "\u6771\u4EAC\u306B\u7740\u3044\u305F\u3002|\u96E8\u3060\u3002");
  EXPECT_EQ(
      cut("\u092F\u0939 \u0918\u0930 \u0939\u0948\u0964 \u0935\u0939 \u0917\u092F\u093E\u0964"),
      "\u092F\u0939 \u0918\u0930 \u0939\u0948\u0964|\u0935\u0939 \u0917\u092F\u093E\u0964");
  EXPECT_EQ(cut("\u0645\u0627\u0630\u0627\u061F \u0644\u0627 \u0634\u064A\u0621."),
            "\u0645\u0627\u0630\u0627\u061F|\u0644\u0627 \u0634\u064A\u0621.");
}

}  // namespace
}  // namespace arch::diff
