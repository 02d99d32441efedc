// Sentences are invented; what they should be called follows from docs/report-method.md.
#include "corrections/classify.hpp"

#include "support/project_file.hpp"
#include "unit/corrections/change_of_sentence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class ClassOf : public testing::TestWithParam<Change> {};

TEST_P(ClassOf, a_change) {
  const Classification found = classify_in(GetParam());
  ASSERT_FALSE(found.segments.empty());
  EXPECT_EQ(class_name(*found.verdict.classes.top()), class_name(GetParam().expected));
}

using enum ChangeClass;

INSTANTIATE_TEST_SUITE_P(
    Numbers,
    ClassOf,
    testing::Values(
        Change{number, "The crash left 12 people dead.", "The crash left 15 people dead."},
        Change{number, "It cost 1,000 euros in all.", "It cost 2,000 euros in all."},
        Change{number, "They had two dogs at home.", "They had three dogs at home."},
        Change{number, "The fund holds $1.2 million now.", "The fund holds $1.2 billion now."},
        Change{
            number, "A 49-year-old man was rescued there.", "A 50-year-old man was rescued there."},
        Change{style, "It cost 1,000 euros in all.", "It cost 1000 euros in all."},
        Change{style, "It cost 1,000 euros in all.", "It cost one thousand euros in all."},
        Change{style, "He waited twelve days for it.", "He waited 12 days for it."},
        Change{style, "It costs $2m a year now.", "It costs $2 million a year now."},
        Change{date, "The pre-2010 rules hold.", "The pre-2012 rules hold."},
        Change{style, "The tag mobile-ux-guideline-4 stays.", "The tag mobile stays."},
        Change{number, "Il y avait douze personnes.", "Il y avait treize personnes.", "fr"},
        Change{style, "Il y avait douze personnes.", "Il y avait 12 personnes.", "fr"},
        Change{number, "Es waren zwölf Menschen da.", "Es waren zwanzig Menschen da.", "de"},
        Change{style, "Es waren 1.000 Menschen da.", "Es waren tausend Menschen da.", "de"},
        Change{number, "Eran doce personas allí.", "Eran trece personas allí.", "es"},
        Change{number, "Eram doze pessoas ali.", "Eram treze pessoas ali.", "pt"}));

INSTANTIATE_TEST_SUITE_P(
    DatesAndPlaces,
    ClassOf,
    testing::Values(
        Change{date, "The raid was on Tuesday.", "The raid was on Thursday."},
        Change{date, "He was born in 1990 in Leeds.", "He was born in 1991 in Leeds."},
        Change{date, "It opens on May 3 this year.", "It opens on May 5 this year."},
        Change{date, "It opens at 10:30 each day.", "It opens at 11:30 each day."},
        Change{style, "It opens on Sept. 3 this year.", "It opens on September 3 this year."},
        Change{place, "The village is on the western side.", "The village is on the eastern side."},
        Change{date, "Der Einsatz war am Dienstag.", "Der Einsatz war am Donnerstag.", "de"},
        Change{date, "Abrirá el 3 de mayo.", "Abrirá el 3 de junio.", "es"}));

INSTANTIATE_TEST_SUITE_P(
    Names,
    ClassOf,
    testing::Values(
        Change{name, "The actress Laura Wood was aboard.", "The actress Lana Wood was aboard."},
        Change{name,
               "The ruling of the Supreme Court stands.",
               "The ruling of the Constitutional Court stands."},
        Change{
            name_spelling, "The house of Anna Haig was sold.", "The house of Anna Haigh was sold."},
        Change{
            style, "Officials of the U.S. were told.", "Officials of the United States were told."},
        Change{name, "Le maire de Lyon a parlé.", "Le maire de Nantes a parlé.", "fr"}));

INSTANTIATE_TEST_SUITE_P(
    Statements,
    ClassOf,
    testing::Values(
        Change{
            negation, "The minister did say so at noon.", "The minister did not say so at noon."},
        Change{negation, "He will resign soon, he hopes.", "He will never resign soon, he hopes."},
        Change{modality, "The plan may fail this year.", "The plan will fail this year."},
        Change{legal,
               "The man was charged on Friday with it.",
               "The man was questioned on Friday with it."},
        Change{legal, "The convicted banker left.", "The accused banker left."},
        Change{attribution, "The bridge is unsafe.", "The bridge is unsafe, police said."},
        Change{attribution, "The minister said it was late.", "The minister claimed it was late."},
        Change{
            attribution, "The bridge, according to engineers, is unsafe.", "The bridge is unsafe."},
        Change{quote, "\"I was never there,\" he said.", "\"I was once there,\" he said."},
        Change{quote,
               "\"We have a good team now,\" he said.",
               "\"We have a very good team now,\" he said."},
        Change{quote,
               "\"No vamos a subir los impuestos este año\", dijo la ministra.",
               "\"No vamos a subir los impuestos\", dijo la ministra.",
               "es"},
        Change{negation, "Le ministre viendra demain.", "Le ministre ne viendra pas demain.", "fr"},
        Change{negation, "Er hat das Geld genommen.", "Er hat das Geld nicht genommen.", "de"},
        Change{modality, "El plan puede fracasar.", "El plan debe fracasar.", "es"},
        Change{legal,
               "The former mayor was sentenced on Monday to two years in prison for embezzling.",
               "The former mayor was charged on Monday with embezzling."},
        Change{legal,
               "L’ancien maire a été condamné lundi à deux ans de prison pour détournement.",
               "L’ancien maire a été mis en examen lundi pour détournement.",
               "fr"},
        Change{legal, "O homem foi acusado de tudo.", "O homem foi condenado de tudo.", "pt"},
        Change{attribution,
               "Die Brücke ist gesperrt.",
               "Die Brücke ist gesperrt, teilte die Polizei mit.",
               "de"}));

INSTANTIATE_TEST_SUITE_P(
    Form,
    ClassOf,
    testing::Values(
        Change{spelling, "The protestors left early.", "The protesters left early."},
        Change{spelling, "They recieved the letter.", "They received the letter."},
        Change{punctuation, "He left early, and slept.", "He left early and slept."},
        Change{punctuation, "He sent an e-mail home.", "He sent an email home."},
        Change{punctuation,
               "It is [here](https://a.example/x?v=12&k=aT1) now.",
               "It is [here](https://a.example/x?v=15&k=bT2) now."},
        Change{punctuation,
               "See <img src=\"a.jpg\" width=\"75\"> here &#8217;tis.",
               "See <img src=\"b.jpg\" width=\"50\"> here &#8216;tis."},
        Change{punctuation,
               "Join the [group]({{< ref \"one\" >}}) now.",
               "Join the [group]({{< ref \"two\" >}}) now."},
        Change{punctuation, "The U.S. army left.", "The US army left."},
        Change{date, "The last day was 2023-03-01 then.", "The last day was 2023-08-01 then."},
        Change{style, "We share it with third parties.", "We share it with other parties."},
        Change{punctuation, "It was \"late\" by then.", "It was “late” by then."},
        Change{style, "The current head will retire.", "The head will retire."},
        Change{style, "Some people came by bus.", "Some residents came by bus."},
        Change{content,
               "It went well.",
               "It went well despite heavy rain and two short breaks in play."}));

INSTANTIATE_TEST_SUITE_P(
    OfLanguagesWithoutLists,
    ClassOf,
    testing::Values(
        Change{number, "На месте было 12 человек.", "На месте было 15 человек.", "ru"},
        Change{spelling, "Собрание закончилась поздно.", "Собрание закончилось поздно.", "ru"},
        Change{number, "Abantu 12 barapfuye aho.", "Abantu 15 barapfuye aho.", "rw"}));

/// Its only passage.
Segment only(const Classification& found) {
  EXPECT_THAT(found.segments, SizeIs(1));
  return found.segments.empty() ? Segment{} : found.segments[0];
}

TEST(Classify, calls_the_sentences_of_five_languages_what_they_are) {
  std::istringstream lines{test::read_project_file("tests/data/corrections/changes.txt")};
  std::size_t read = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    std::istringstream fields{line};
    std::string name;
    std::string language;
    std::string before;
    std::string after;
    std::getline(fields, name, '\t');
    std::getline(fields, language, '\t');
    std::getline(fields, before, '\t');
    std::getline(fields, after, '\t');
    const auto expected = parse_class(name);
    ASSERT_TRUE(expected) << line;
    const Classification found = classify_in(
        {.expected = *expected, .before = before, .after = after, .language = language});
    EXPECT_EQ(class_name(found.verdict.classes.top().value_or(moved)), name) << line;
    ++read;
  }
  EXPECT_GT(read, 300U);
}

TEST(Classify, nothing_of_equal_texts) {
  EXPECT_THAT(classify("a", "a").segments, IsEmpty());
  EXPECT_TRUE(classify("", "").verdict.classes.empty());
}

TEST(Classify, evidence_is_the_sentence_and_the_words) {
  const std::string a = document("en", "The crash left 12 people dead.");
  const std::string b = document("en", "The crash left 15 people dead.");
  const Segment segment = only(classify(a, b));
  EXPECT_EQ(diff::slice(a, segment.a), "The crash left 12 people dead.");
  EXPECT_EQ(diff::slice(b, segment.b), "The crash left 15 people dead.");
  EXPECT_EQ(diff::slice(a, segment.words_a), "12");
  EXPECT_EQ(diff::slice(b, segment.words_b), "15");
  ASSERT_FALSE(segment.signals.empty());
  EXPECT_EQ(segment.signals[0].signal, Signal::number_changed);
  EXPECT_EQ(diff::slice(b, segment.signals[0].b), "15");
}

TEST(Classify, a_toll_that_rises_leans_to_an_update_and_one_that_falls_to_a_correction) {
  EXPECT_EQ(only(classify_in({number, "It killed 12 people.", "It killed 15 people."})).likeness,
            Likeness::update);
  EXPECT_EQ(only(classify_in({number, "It killed 15 people.", "It killed 12 people."})).likeness,
            Likeness::correction);
  EXPECT_EQ(only(classify_in(
                     {number, "The bridge is 200 metres long.", "The bridge is 300 metres long."}))
                .likeness,
            Likeness::correction);
  EXPECT_EQ(only(classify_in({number, "Shares fell 2 points.", "Shares fell 3 points."})).likeness,
            Likeness::update);
}

TEST(Classify, size_says_nothing) {
  // Two characters that count, and a paragraph that does not.
  const Classification digits =
      classify_in({number, "The crash left 12 dead.", "The crash left 15 dead."});
  EXPECT_FALSE(digits.verdict.substantive.empty());
  const std::string paragraph = "He said it was a long road. It was wet. They drove on it all day.";
  std::string reflowed = "He said it was a long road.\n\nIt was wet. They drove on it all day.";
  const Classification flow = classify(document("en", paragraph), document("en", reflowed));
  EXPECT_TRUE(flow.verdict.substantive.empty());
  EXPECT_FALSE(flow.segments.empty());
  EXPECT_GT(digits.verdict.weight, flow.verdict.weight);
}

TEST(Classify, the_source_that_goes_while_the_claim_stays_is_substantive) {
  const Classification found =
      classify_in({attribution, "The bridge is unsafe, police said.", "The bridge is unsafe."});
  EXPECT_TRUE(found.verdict.substantive.contains(attribution));
}

TEST(Classify, a_notice_is_a_passage_of_its_own) {
  const std::string a = document("en", "It was cold.");
  const std::string b = a + "\nCorrection: the hall is red, not blue.\n";
  EXPECT_EQ(only(classify(a, b)).change, notice_added);
  const Segment gone = only(classify(b, a));
  EXPECT_EQ(gone.change, notice_removed);
  EXPECT_TRUE(is_substantive(gone));
  const std::string c = a + "\nCorrection: the hall is red, not blue or green.\n";
  EXPECT_EQ(only(classify(b, c)).change, notice_changed);
}

TEST(Classify, a_notice_glued_to_a_paragraph_is_no_edit_of_it) {
  const std::string a = document("en", "They may adopt children.");
  const std::string b = document(
      "en", "They may adopt children. ___ This story has been corrected to say that he is 61.");
  const Classification found = classify(a, b);
  EXPECT_TRUE(found.verdict.classes.contains(notice_added));
  EXPECT_FALSE(found.verdict.classes.contains(passage_added));
}

TEST(Classify, fields_have_classes) {
  const std::string a =
      "headline: Council meets at night\nbyline: A. Writer\nsection: News\n"
      "modified: 2025-01-01\nlanguage: en\ncanonical: https://a.example/x\n\nText.\n";
  const std::string b =
      "headline: Council never meets at night\nbyline: B. Writer\nsection: City\n"
      "modified: 2025-01-02\nlanguage: en\ncanonical: https://a.example/y\n\nText.\n";
  const Classification found = classify(a, b);
  for (const ChangeClass which : {headline, byline, section, metadata, url}) {
    EXPECT_TRUE(found.verdict.classes.contains(which)) << class_name(which);
  }
  EXPECT_TRUE(found.verdict.substantive.contains(headline));
}

TEST(Classify, images_and_captions_have_classes) {
  const std::string_view text = "headline: A\n\nText.\n\n![A hall]\ncaption: The hall in May\n";
  EXPECT_EQ(
      only(classify(text, "headline: A\n\nText.\n\n![A road]\ncaption: A road at night\n")).change,
      image);
  EXPECT_EQ(
      only(classify(text, "headline: A\n\nText.\n\n![A hall]\ncaption: The hall in June\n")).change,
      caption);
}

TEST(Classify, sentences_that_come_and_go_have_classes) {
  const std::string a = document("en", "It rained. The road of Anna Smith was shut.");
  const std::string b = document("en", "It rained.");
  const Segment cut = only(classify(a, b));
  EXPECT_EQ(cut.change, passage_removed);
  EXPECT_TRUE(is_substantive(cut));
  const Segment added = only(classify(b, a));
  EXPECT_EQ(added.change, passage_added);
  EXPECT_FALSE(is_substantive(added));
  EXPECT_EQ(only(classify(b, document("en", "It rained. \"All day,\" she said."))).change,
            quote_added);
}

/// The only signal of its kind in `segment`; fails if there is none.
FiredSignal fired(const Segment& segment, Signal which) {
  const auto found = std::ranges::find(segment.signals, which, &FiredSignal::signal);
  EXPECT_NE(found, segment.signals.end()) << signal_name(which);
  return found == segment.signals.end() ? FiredSignal{} : *found;
}

struct Said {
  std::string_view language;
  std::string_view sentence;
  Signal signal;
  std::string_view words;  ///< that show it
};

class WholeSentence : public testing::TestWithParam<Said> {};

TEST_P(WholeSentence, tells_what_came_and_what_went) {
  const auto& [language, sentence, signal, words] = GetParam();
  const std::string without = document(language, "It rained.");
  const std::string with = document(language, "It rained. " + std::string{sentence});
  const Segment added = only(classify(without, with));
  EXPECT_EQ(diff::slice(with, fired(added, signal).b), words);
  EXPECT_EQ(added.likeness, Likeness::update);
  const Segment cut = only(classify(with, without));
  EXPECT_EQ(diff::slice(with, fired(cut, signal).a), words);
  EXPECT_TRUE(fired(cut, signal).b.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Signals,
    WholeSentence,
    testing::Values(
        Said{"en", "Anna Smith denied that in a letter.", Signal::denial, "denied"},
        Said{"en",
             "The club called the claims of its members unfounded.",
             Signal::denial,
             "unfounded"},
        Said{"en", "Anna Smith was charged in the spring.", Signal::accusation, "charged"},
        Said{"en", "The firm had paid bribes to win the deal.", Signal::accusation, "bribes"},
        Said{"en", "The hall cost the town 4,500 euros.", Signal::figure, "4,500"},
        Said{"en", "The hall was shut, according to the town.", Signal::source, "according"},
        Said{"fr", "Anne Garnier a démenti ces accusations lundi.", Signal::denial, "démenti"},
        Said{"fr",
             "Anne Garnier est mise en examen depuis lundi.",
             Signal::accusation,
             "mise en examen"},
        Said{"de", "Anna Kern bestreitet das in einem Brief.", Signal::denial, "bestreitet"},
        Said{"de",
             "Gegen Anna Kern gibt es den Vorwurf der Untreue.",
             Signal::accusation,
             "Vorwurf"},
        Said{"es", "Ana Vega negó los hechos en una carta.", Signal::denial, "negó"},
        Said{"es", "Ana Vega fue condenada por los jueces.", Signal::accusation, "condenada"},
        Said{"pt", "Ana Prado negou tudo em uma carta.", Signal::denial, "negou"},
        Said{"pt", "Ana Prado foi condenada pelos juízes.", Signal::accusation, "condenada"}));

TEST(Classify, a_denial_or_an_accusation_that_comes_is_an_update_to_look_at) {
  const std::string a = document("en", "It rained.");
  for (const std::string_view said : {"Anna Smith denied that in a letter.",
                                      "Anna Smith was charged with theft in the spring."}) {
    const Classification found = classify(a, document("en", "It rained. " + std::string{said}));
    EXPECT_TRUE(found.verdict.substantive.contains(passage_added)) << said;
    EXPECT_TRUE(found.verdict.update_like) << said;
  }
  const Classification plain =
      classify(a, document("en", "It rained. The hall of Anna Smith was shut."));
  EXPECT_TRUE(plain.verdict.substantive.empty());
}

TEST(Classify, what_was_denied_before_is_no_news) {
  const std::string a = document("en", "It rained. Anna Smith denied that in a letter.");
  const std::string b = document(
      "en",
      "It rained. Anna Smith denied that in a letter. Her brother had denied it in the spring.");
  const Segment added = only(classify(a, b));
  EXPECT_EQ(fired(added, Signal::denial).strength, Strength::weak);
  EXPECT_FALSE(is_substantive(added));
}

TEST(Classify, what_someone_is_accused_of_is_substantive_in_the_lead_among_more_words_too) {
  for (const Change& change :
       {Change{legal,
               "The former mayor of Vernoux, Paul Garnier, was sentenced on Monday to two years in "
               "prison for embezzling.",
               "The former mayor of Vernoux, Paul Garnier, was charged on Monday with embezzling."},
        Change{legal,
               "A polícia deteve o empresário Carlos Mendes por suspeita de corrupção em Lisboa.",
               "A polícia ouviu o empresário Carlos Mendes como testemunha em Lisboa.",
               "pt"}}) {
    const auto lead = [&](std::string_view sentence) {
      return "headline: Council meets\nlanguage: " + std::string{change.language} + "\n\n" +
             std::string{sentence} + "\n\nThe meeting ended late.\n";
    };
    const Classification found = classify(lead(change.before), lead(change.after));
    EXPECT_TRUE(found.verdict.substantive.contains(legal)) << change.before;
  }
}

TEST(Classify, a_denial_that_goes_is_substantive_and_so_is_an_accusation_of_nobody_named) {
  const std::string b = document("en", "It rained.");
  for (const std::string_view said :
       {"The club denied that in a letter.", "The owner was charged with theft in the spring."}) {
    const Segment cut = only(classify(document("en", "It rained. " + std::string{said}), b));
    EXPECT_TRUE(is_substantive(cut)) << said;
  }
  EXPECT_FALSE(is_substantive(
      only(classify(document("en", "It rained. The road to the hall was shut."), b))));
}

TEST(Classify, a_long_update_weighs_as_much_as_its_heaviest_sentence) {
  const std::string a = document("en", "It rained.");
  std::string text = "It rained.";
  for (int i = 0; i < 20; ++i) {
    text += " The hall of Anna Smith cost " + std::to_string(i + 2) + ",500 euros, the town said.";
  }
  const Classification grown = classify(a, document("en", text));
  const Classification changed = classify(document("en", "They had two dogs at home."),
                                          document("en", "They had three dogs at home."));
  EXPECT_GE(grown.segments.size(), 20U);
  EXPECT_LT(grown.verdict.weight, changed.verdict.weight);
}

TEST(Classify, words_of_hostile_sentences_are_looked_for_in_bounds) {
  std::string a = "headline: x\nlanguage: en\n\n" + std::string(200'000, 'a') + "\n";
  std::string b = a;
  for (int i = 0; i < 3000; ++i) {
    b += "\nAnna Smith was accused of fraud" + std::to_string(i) + " in the old hall.\n";
  }
  EXPECT_GT(classify(a, b).segments.size(), 0U);
}

TEST(Classify, what_moved_is_moved) {
  const std::string one = "The first paragraph talks of the road and of the rain on it.";
  const std::string two = "The second paragraph talks of the hall, and who was there.";
  const std::string three = "The third paragraph talks of what there was to eat at night.";
  const Classification found =
      classify("headline: A\n\n" + one + "\n\n" + two + "\n\n" + three + "\n",
               "headline: A\n\n" + three + "\n\n" + one + "\n\n" + two + "\n");
  EXPECT_EQ(*found.verdict.classes.top(), moved);
}

TEST(Classify, watch_words_raise_a_change) {
  const std::string a = document("en", "The Acme plant is big.");
  const std::string b = document("en", "The Acme plant is huge.");
  const std::vector<std::string> words{"acme"};
  EXPECT_GT(weight(only(classify(a, b, {.watch_words = words}))), weight(only(classify(a, b))));
}

TEST(Classify, takes_any_bytes) {
  classify("\xff\xfe", "\x80 \"");
  classify(std::string(3000, '"'), std::string(3000, '\''));
}

TEST(Verdict, is_read_back_from_its_bytes) {
  const Verdict verdict =
      classify_in({number, "The crash left 12 dead.", "The crash left 15 dead."}).verdict;
  const Bytes packed = pack(verdict);
  EXPECT_LE(packed.size(), 16U);
  EXPECT_EQ(find_verdict(packed), verdict);
  EXPECT_EQ(find_verdict(ByteView{packed}.first(packed.size() - 1)), std::nullopt);
  EXPECT_EQ(find_verdict({}), std::nullopt);
}

TEST(ChangeClass, names_are_read_back) {
  for (const ChangeClass which : all_classes()) {
    EXPECT_EQ(parse_class(class_name(which)), which);
  }
  EXPECT_EQ(parse_class("numbers"), std::nullopt);
  EXPECT_THAT(all_classes(), SizeIs(class_count));
}

TEST(Classify, a_link_that_went_is_no_passage_that_went) {
  const auto strength = [](std::string_view passage) {
    const std::string kept = "headline: Hall\nlanguage: en\n\nThe hall was full.\n";
    const Classification found = classify(kept + "\n" + std::string{passage} + "\n", kept);
    return found.segments.at(0).signals.at(0).strength;
  };
  EXPECT_EQ(strength("The mayor Anna Voss was in the hall that evening."), Strength::strong);
  EXPECT_EQ(strength("[Join Parler Today And More](https://app.example.com/a)"), Strength::weak);
  EXPECT_EQ(strength("- [Join Parler Today And More](https://app.example.com/a)"), Strength::weak);
  EXPECT_EQ(strength("{% include image.html img=\"A B Chart\" alt=\"A Chart\" %}"), Strength::weak);
  EXPECT_EQ(
      strength("[Anna Voss](https://a.example) was there, said [Otto Braun](https://b.example)"),
      Strength::strong);
}

}  // namespace
}  // namespace arch::corrections
