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

}  // namespace
}  // namespace arch::corrections
