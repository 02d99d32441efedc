#include "article/body_words.hpp"

#include "article/text_shape.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::article {
namespace {

TEST(name_groups, reads_words_between_hyphens_and_at_capitals) {
  EXPECT_EQ(name_groups("related-stories"), bit(NameGroup::related));
  EXPECT_EQ(name_groups("o-Newsletter__box"), bit(NameGroup::subscription) | bit(NameGroup::box));
  EXPECT_EQ(name_groups("commentList") & bit(NameGroup::comment), bit(NameGroup::comment));
  EXPECT_EQ(name_groups("cartoon upload radar"), 0U);
  EXPECT_EQ(name_groups(""), 0U);
}

TEST(name_groups, does_not_read_hashes) {
  EXPECT_EQ(name_groups("css-1ad9x0 sc-ad7f2"), 0U);
  EXPECT_NE(name_groups("ad-slot"), 0U);
}

TEST(name_groups, knows_the_body_of_an_article_by_two_words) {
  const NameGroups strong = bit(NameGroup::strong_content);
  EXPECT_EQ(name_groups("article__body") & strong, strong);
  EXPECT_EQ(name_groups("entryContent") & strong, strong);
  EXPECT_EQ(name_groups("article sidebar-text") & strong, 0U);
}

TEST(find_phrases, reads_the_beginnings_of_labels) {
  EXPECT_EQ(find_phrases("ADVERTISEMENT"), bit(Phrase::advertisement));
  EXPECT_EQ(find_phrases("* Read more: The bridge"), bit(Phrase::read_more));
  EXPECT_EQ(find_phrases("Lesen Sie auch: Die Brücke"), bit(Phrase::read_more));
  EXPECT_EQ(find_phrases("The minister said that he would read more."), 0U);
}

TEST(find_phrases, knows_notices_of_correction_in_five_languages) {
  for (const std::string_view notice :
       {"Correction: An earlier version of this article misstated the toll.",
        "This article was amended on 3 May 2024 to correct a name.",
        "Editor’s note: This story",
        "In einer früheren Version dieses Textes hieß es",
        "Rectificatif : le nom du ministre",
        "Fe de errores: en una versión anterior",
        "Una versione precedente riportava"}) {
    EXPECT_NE(find_phrases(notice) & bit(Phrase::correction), 0U) << notice;
  }
  EXPECT_EQ(find_phrases("The Department of Corrections said on Monday"), 0U);
}

TEST(shape_of, counts_sentences_commas_and_years) {
  const TextShape shape = shape_of("In 2024, at 10:30, it ended. It was late!");
  EXPECT_EQ(shape.words, 9);
  EXPECT_EQ(shape.commas, 2);
  EXPECT_EQ(shape.sentences, 1);
  EXPECT_EQ(shape.ending, 2);
  EXPECT_EQ(shape.beginning, 2);
  EXPECT_TRUE(shape.year && shape.clock);
  EXPECT_FALSE(shape_of("12024 a:b").year);
  EXPECT_GT(shape_of("東京で、雨が降った。").wide, 5);
  EXPECT_EQ(shape_of("“So it is.”").ending, 2);
}

TEST(likeness, is_one_for_the_same_words_and_zero_for_others) {
  EXPECT_FLOAT_EQ(likeness(word_set("Bridge reopens today"), word_set("today, bridge REOPENS")), 1);
  EXPECT_FLOAT_EQ(likeness(word_set("a b"), word_set("b c")), 0.5);
  EXPECT_FLOAT_EQ(likeness(word_set("a"), word_set("b")), 0);
  EXPECT_FLOAT_EQ(likeness({}, {}), 0);
}

/// Words whose hashes end in the same ten bits, so that they belong into one place of a table.
std::string colliding_words(std::size_t count) {
  std::string words;
  for (std::size_t i = 0, found = 0; found < count; ++i) {
    const std::string word = "w" + std::to_string(i);
    if ((word_hashes(word).front() & 1023U) == 5) {
      words += word + ' ';
      ++found;
    }
  }
  return words;
}

TEST(WordComparison, SaysWhatTheLikenessOfSortedWordsIs) {
  const std::string collisions = colliding_words(40);
  std::string many;
  for (int i = 0; i < 2000; ++i) {
    many += std::to_string(i) + ' ';
  }
  const std::vector<std::string> texts = {"",
                                          "The bridge reopens today",
                                          "today the Bridge, the bridge; the BRIDGE",
                                          "1999 was the year",
                                          "By Anna Berg",
                                          collisions,
                                          "Today " + collisions,
                                          many};
  for (const std::string& one : texts) {
    for (const std::string& other : texts) {
      WordComparison comparison{std::array<std::string_view, 2>{one, other}};
      for (const std::string& text : texts) {
        const WordComparison::Likenesses found = comparison.compare(text);
        EXPECT_EQ(found[0], likeness(word_set(one), word_set(text))) << one << '|' << text;
        EXPECT_EQ(found[1], likeness(word_set(other), word_set(text))) << other << '|' << text;
        EXPECT_EQ(found[2], 0);
      }
    }
  }
}

}  // namespace
}  // namespace arch::article
