// Changes that an editor should see, and such as are none. Sentences are invented; what they should
// be called follows from docs/report-method.md.
#include "corrections/classify.hpp"
#include "unit/corrections/change_of_sentence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace arch::corrections {
namespace {

using enum ChangeClass;

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

INSTANTIATE_TEST_SUITE_P(
    CountriesThatLookAlike,
    SubstantiveChange,
    testing::Values(
        Change{name, "It was built by Iran that year.", "It was built by Iraq that year."},
        Change{name, "It was signed by Slovakia.", "It was signed by Slovenia."},
        Change{name, "Le navire vient de Slovaquie.", "Le navire vient de Slov\u00E9nie.", "fr"}));

INSTANTIATE_TEST_SUITE_P(
    UnitsAndSigns,
    SubstantiveChange,
    testing::Values(
        Change{number, "The wind reached 120 mph there.", "The wind reached 120 km/h there."},
        Change{number, "The grant was worth $4 million.", "The grant was worth \u20AC4 million."},
        Change{number, "It was worth four million dollars.", "It was worth four million euros."},
        Change{number, "The pool holds 2,500 cubic metres.", "The pool holds 2,500 litres."},
        Change{number, "It must open within two years.", "It must open within two months."},
        Change{
            number, "Le chantier doit durer deux ans.", "Le chantier doit durer deux mois.", "fr"},
        Change{number, "Es soll zwei Jahre dauern.", "Es soll zwei Monate dauern.", "de"},
        Change{number, "It fell to -3C overnight.", "It fell to 3C overnight."},
        Change{number, "It fell to \u22123 degrees overnight.", "It fell to 3 degrees overnight."},
        Change{number, "Growth was -0.3% in the year.", "Growth was 0.3% in the year."}));

INSTANTIATE_TEST_SUITE_P(
    MomentsThatDependOnOthers,
    SubstantiveChange,
    testing::Values(
        Change{date, "The trial opens this week.", "The trial opens next week."},
        Change{date, "It was searched last Monday.", "It was searched next Monday."},
        Change{date, "The shop closed two years ago.", "The shop closed two months ago."},
        Change{date, "The fire began before midnight.", "The fire began before noon."}));

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

class AnotherSource : public testing::TestWithParam<Change> {};

TEST_P(AnotherSource, is_an_attribution) {
  const Classification found = classify_in(GetParam());
  ASSERT_FALSE(found.segments.empty());
  EXPECT_EQ(class_name(*found.verdict.classes.top()), class_name(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    OfAStatement,
    AnotherSource,
    testing::Values(
        Change{attribution,
               "Huyeron ayer, dijo la polic\u00EDa.",
               "Huyeron ayer, dijo la fiscal\u00EDa.",
               "es"},
        Change{attribution,
               "Huyeron, seg\u00FAn la polic\u00EDa.",
               "Huyeron, seg\u00FAn los vecinos.",
               "es"},
        Change{attribution, "Fugiram, disse a pol\u00EDcia.", "Fugiram, disseram moradores.", "pt"},
        Change{attribution,
               "Ils ont fui, a dit la police.",
               "Ils ont fui, ont dit des riverains.",
               "fr"},
        Change{attribution, "Sie flohen, sagte die Polizei.", "Sie flohen, sagten Anwohner.", "de"},
        Change{attribution,
               "\"We lost all,\" said the mayor.",
               "\"We lost all,\" said the harbour master."}));

INSTANTIATE_TEST_SUITE_P(
    OneValueInTwoForms,
    HarmlessChange,
    testing::Values(
        Change{style, "It begins at 9.30am there.", "It begins at 9:30am there."},
        Change{style, "Es beginnt um 14.30 Uhr dort.", "Es beginnt um 14:30 Uhr dort.", "de"},
        Change{style, "Es kostet 1,5 Mio. Euro.", "Es kostet 1,5 Millionen Euro.", "de"},
        Change{style, "Some 12 per cent of them left.", "Some 12% of them left."},
        Change{style, "Il y a 1200 sacs ici.", "Il y a mille deux cents sacs ici.", "fr"},
        Change{style, "O fundo vale R$ 2 mi hoje.", "O fundo vale R$ 2 milh\u00F5es hoje.", "pt"}));

}  // namespace
}  // namespace arch::corrections
