// Changes that an editor should see, and such as are none. Sentences are invented; what they should
// be called follows from docs/report-method.md.
#include "corrections/classify.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace arch::corrections {
namespace {

using enum ChangeClass;

std::string document(std::string_view language, std::string_view sentence) {
  return "headline: Council meets\nlanguage: " + std::string{language} +
         "\n\nThe hall was full.\n\n" + std::string{sentence} + "\n\nThe meeting ended late.\n";
}

struct Change {
  ChangeClass expected;
  std::string_view before;
  std::string_view after;
  std::string_view language = "en";
};

// NOLINTNEXTLINE(readability-identifier-naming): the name is GoogleTest's.
void PrintTo(const Change& change, std::ostream* out) {
  *out << class_name(change.expected) << ": " << change.before << " -> " << change.after;
}

Classification classify_in(const Change& change) {
  return classify(document(change.language, change.before),
                  document(change.language, change.after));
}

class SubstantiveChange : public testing::TestWithParam<Change> {};

TEST_P(SubstantiveChange, is_called_what_it_is) {
  const Classification found = classify_in(GetParam());
  ASSERT_FALSE(found.segments.empty());
  EXPECT_EQ(class_name(*found.verdict.classes.top()), class_name(GetParam().expected));
  EXPECT_TRUE(found.verdict.substantive.contains(GetParam().expected));
  EXPECT_FALSE(found.verdict.update_like);
}

INSTANTIATE_TEST_SUITE_P(
    SeveralValuesOfOneSentence,
    SubstantiveChange,
    testing::Values(Change{number,
                           "The 12 boats were lost on Tuesday near Polmear.",
                           "The 15 boats were lost on Wednesday near Trewince."},
                    Change{number,
                           "Martin Ashdown, 34, resigned from the board in May.",
                           "Peter Ashworth, 43, resigned from the board in June."},
                    Change{number,
                           "Les 12 bateaux ont coulé mardi près de Carteret.",
                           "Les 15 bateaux ont coulé jeudi près de Barneville.",
                           "fr"},
                    Change{number,
                           "Die 12 Boote sanken am Dienstag vor Wismar.",
                           "Die 15 Boote sanken am Mittwoch vor Rostock.",
                           "de"}));

INSTANTIATE_TEST_SUITE_P(
    BesideANotice,
    SubstantiveChange,
    testing::Values(
        Change{legal,
               "It was late. Philip Lyle was questioned about fraud.",
               "It was late. Philip Lyle was convicted of fraud. (This article has been updated.)"},
        Change{legal,
               "It was late. Philip Lyle was questioned about fraud.",
               "It was late. Philip Lyle was convicted of fraud. [This story has been updated.]"},
        Change{legal,
               "It was late. Philip Lyle was questioned about fraud.",
               "It was late. Philip Lyle was convicted of fraud. *This story has been updated.*"},
        Change{
            legal,
            "It was late. Philip Lyle was questioned about fraud.",
            "It was late. Philip Lyle was convicted of fraud. \u2014 This story has been updated."},
        Change{legal,
               "This story has been updated. Philip Lyle was questioned about fraud.",
               "This story has been updated. Philip Lyle was convicted of fraud."},
        Change{legal,
               "(This article has been corrected.) Philip Lyle was questioned about fraud.",
               "(This article has been corrected.) Philip Lyle was convicted of fraud."}));

INSTANTIATE_TEST_SUITE_P(
    WordsTurnedRound,
    SubstantiveChange,
    testing::Values(
        Change{negation, "The boat was insured then.", "The boat was uninsured then."},
        Change{negation, "It was possible to see it.", "It was impossible to see it."},
        Change{negation, "The fumes were harmful to them.", "The fumes were harmless to them."},
        Change{negation, "Le contrat est r\u00E9gulier.", "Le contrat est irr\u00E9gulier.", "fr"},
        Change{negation, "Sie ist zahlungsf\u00E4hig.", "Sie ist zahlungsunf\u00E4hig.", "de"},
        Change{negation, "Die Klage ist zul\u00E4ssig.", "Die Klage ist unzul\u00E4ssig.", "de"},
        Change{negation, "El voto era v\u00E1lido.", "El voto era inv\u00E1lido.", "es"},
        Change{negation, "O ato foi legal, diz ele.", "O ato foi ilegal, diz ele.", "pt"}));

INSTANTIATE_TEST_SUITE_P(
    Counterparts,
    SubstantiveChange,
    testing::Values(
        Change{content, "A majority of them voted.", "A minority of them voted."},
        Change{content, "The import of fish was stopped.", "The export of fish was stopped."},
        Change{content, "It ruled for the employer.", "It ruled for the employee."},
        Change{content, "The sums include the wall.", "The sums exclude the wall."},
        Change{content, "His mother was there.", "His brother was there."},
        Change{content, "La majorit\u00E9 a vot\u00E9.", "La minorit\u00E9 a vot\u00E9.", "fr"},
        Change{content, "Die Mehrheit war da.", "Die Minderheit war da.", "de"},
        Change{content,
               "La importaci\u00F3n creci\u00F3 ayer.",
               "La exportaci\u00F3n creci\u00F3 ayer.",
               "es"}));

INSTANTIATE_TEST_SUITE_P(
    FiguresFarFromWordsOfMarketsAndMatches,
    SubstantiveChange,
    testing::Values(
        Change{number, "Some 12 per cent of them left.", "Some 15 per cent of them left."},
        Change{number, "She lives 12 miles from the mill.", "She lives 15 miles from the mill."},
        Change{number,
               "The wall has 12 gates and a lead roof.",
               "The wall has 15 gates and a lead roof."},
        Change{number,
               "Er zahlte 12 Millionen Euro daf\u00FCr.",
               "Er zahlte 15 Millionen Euro daf\u00FCr.",
               "de"},
        Change{number, "A taxa passou a 12 reais.", "A taxa passou a 15 reais.", "pt"}));

INSTANTIATE_TEST_SUITE_P(
    Prosecutions,
    SubstantiveChange,
    testing::Values(
        Change{legal, "Mr Lyle pleaded guilty to fraud.", "Mr Lyle was acquitted of fraud."},
        Change{legal,
               "The owner was arrested on suspicion of arson.",
               "The owner was questioned as a witness about arson."},
        Change{legal,
               "Le chauffeur a \u00E9t\u00E9 accus\u00E9 d'homicide.",
               "Le chauffeur a \u00E9t\u00E9 condamn\u00E9 pour homicide.",
               "fr"},
        Change{legal,
               "Il a \u00E9t\u00E9 plac\u00E9 en garde \u00E0 vue lundi.",
               "Il a \u00E9t\u00E9 entendu comme t\u00E9moin lundi.",
               "fr"},
        Change{legal,
               "Gegen ihn wurde Anklage erhoben.",
               "Gegen ihn wurde das Verfahren eingestellt.",
               "de"},
        Change{legal,
               "O contador virou r\u00E9u por fraude.",
               "O contador foi absolvido de fraude.",
               "pt"}));

class Update : public testing::TestWithParam<Change> {};

TEST_P(Update, is_no_correction) {
  const Classification found = classify_in(GetParam());
  EXPECT_TRUE(found.verdict.substantive.contains(GetParam().expected));
  EXPECT_TRUE(found.verdict.update_like);
}

INSTANTIATE_TEST_SUITE_P(
    NumbersThatMove,
    Update,
    testing::Values(
        Change{number,
               "At least 12 people were killed there.",
               "At least 15 people were killed there."},
        Change{number, "Twelve people drowned that night.", "Fifteen people drowned that night."},
        Change{number, "Dabei starben 12 Menschen.", "Dabei starben 15 Menschen.", "de"},
        Change{number, "12 Menschen kamen ums Leben.", "15 Menschen kamen ums Leben.", "de"},
        Change{number,
               "En el incendio murieron 12 personas.",
               "En el incendio murieron 15 personas.",
               "es"},
        Change{number,
               "Il a co\u00FBt\u00E9 la vie \u00E0 12 personnes.",
               "Il a co\u00FBt\u00E9 la vie \u00E0 15 personnes.",
               "fr"},
        Change{number, "The Dow closed at 24,500 points.", "The Dow closed at 24,600 points."},
        Change{number, "United won 3-1 at home.", "United won 4-1 at home."}));

class HarmlessChange : public testing::TestWithParam<Change> {};

TEST_P(HarmlessChange, is_not_listed) {
  const Classification found = classify_in(GetParam());
  ASSERT_FALSE(found.segments.empty());
  EXPECT_EQ(class_name(*found.verdict.classes.top()), class_name(GetParam().expected));
  EXPECT_TRUE(found.verdict.substantive.empty());
}

INSTANTIATE_TEST_SUITE_P(
    FormsOfOneWord,
    HarmlessChange,
    testing::Values(Change{spelling, "The imports were late.", "The import were late."},
                    Change{spelling, "They organise it.", "They organize it."},
                    Change{spelling, "The employers met.", "The employer met."}));

}  // namespace
}  // namespace arch::corrections
