#include "diff/text_diff.hpp"

#include "unit/diff/promises.hpp"
#include "unit/diff/random_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch::diff {
namespace {

/// Writes `diff` so that an expectation can be read: a line for each block that is not kept whole,
/// a sign for its kind, and its words with `[-old-]{+new+}`.
class Shown {
public:
  Shown(const TextDiff& diff, std::string_view a, std::string_view b) : a_(a), b_(b) {
    for (const Block& block : diff.blocks) {
      if (block.kind == Kind::kept && block.touch == Touch::none) {
        continue;
      }
      text_ += sign(block.kind);
      text_ += ' ';
      if (block.kind == Kind::moved_from) {
        show(slice(a, block.a));
      } else if (block.touch == Touch::none) {
        show(slice(b, block.b));
      }
      for (const Sentence& sentence : diff.sentences_of(block)) {
        show_sentence(diff, sentence);
      }
      text_ += '\n';
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  static char sign(Kind kind) {
    switch (kind) {
      case Kind::kept:
        return '=';
      case Kind::inserted:
        return '+';
      case Kind::deleted:
        return '-';
      case Kind::replaced:
        return '~';
      case Kind::moved_from:
        return '<';
      case Kind::moved_to:
        return '>';
      case Kind::split:
        return 'Y';
      case Kind::joined:
        return 'A';
    }
    return '?';
  }

  void show(std::string_view bytes) {
    for (const char c : bytes) {
      text_ += c == '\n' ? '|' : c;
    }
  }

  void show_sentence(const TextDiff& diff, const Sentence& sentence) {
    if (sentence.kind == Kind::moved_from) {
      text_ += "[<";
      show(slice(a_, sentence.a));
      text_ += "<]";
      return;
    }
    text_ += sentence.kind == Kind::moved_to ? "{>" : "";
    if (sentence.touch == Touch::none) {
      show(slice(b_, sentence.b));
    }
    for (const Run& run : diff.runs_of(sentence)) {
      if (run.kind == Kind::kept) {
        show(slice(a_, run.a));
        continue;
      }
      if (!run.a.empty()) {
        text_ += "[-";
        show(slice(a_, run.a));
        text_ += "-]";
      }
      if (!run.b.empty()) {
        text_ += "{+";
        show(slice(b_, run.b));
        text_ += "+}";
      }
    }
    text_ += sentence.kind == Kind::moved_to ? ">}" : "";
  }

  std::string_view a_;
  std::string_view b_;
  std::string text_;
};

std::string shown(std::string_view a, std::string_view b) {
  return Shown(compare(a, b), a, b).text();
}

const std::string rain =
    "Heavy rain fell over the northern province on Monday and closed two roads.";
const std::string bridge =
    "Engineers inspected the old bridge near Musanze and found cracks in three pillars.";
const std::string market =
    "Traders in the central market asked the mayor to lower fees before the season starts.";
const std::string school =
    "Pupils of the primary school planted four hundred trees along the river last week.";

std::string paragraphs(std::initializer_list<std::string> list) {
  std::string text;
  for (const std::string& paragraph : list) {
    text += text.empty() ? paragraph : "\n\n" + paragraph;
  }
  return text + "\n";
}

TEST(TextDiff, OfEqualTextsHasOnlyKeptBlocks) {
  const std::string text = paragraphs({rain, bridge});
  const TextDiff diff = compare(text, text);
  ASSERT_EQ(diff.blocks.size(), 2U);
  EXPECT_TRUE(diff.runs.empty());
  EXPECT_EQ(shown(text, text), "");
  EXPECT_TRUE(compare("", "").blocks.empty());
}

TEST(TextDiff, MarksTheWordThatChanged) {
  EXPECT_EQ(shown("At least twelve people died.\n", "At least fifteen people died.\n"),
            "~ At least [-twelve-]{+fifteen+} people died.|\n");
}

TEST(TextDiff, MarksAnInsertedParagraphAndNoOther) {
  EXPECT_EQ(shown(paragraphs({rain, bridge}), paragraphs({rain, market, bridge})),
            "+ {+" + market + "||+}\n");
}

TEST(TextDiff, FindsAParagraphThatMoved) {
  EXPECT_EQ(
      shown(paragraphs({rain, bridge, market, school}), paragraphs({bridge, market, school, rain})),
      "< " + rain + "||\n= " + school + "|{+|+}\n> " + rain + "|[-|-]\n");
}

TEST(TextDiff, ShowsTheEditInsideAParagraphThatMoved) {
  std::string edited_rain = rain;
  edited_rain.replace(edited_rain.find("two"), 3, "nine");
  const std::string text = shown(paragraphs({rain, bridge, market, school}),
                                 paragraphs({bridge, market, edited_rain, school}));
  EXPECT_EQ(text,
            "< " + rain +
                "||\n> Heavy rain fell over the northern province on Monday and closed "
                "[-two-]{+nine+} roads.||\n");
}

TEST(TextDiff, CallsTheSmallerThingMoved) {
  const TextDiff diff = compare(paragraphs({rain, bridge + " " + market + " " + school}),
                                paragraphs({bridge + " " + market + " " + school, rain}));
  ASSERT_EQ(diff.blocks.size(), 3U);
  EXPECT_EQ(diff.blocks[0].kind, Kind::moved_from);
  EXPECT_EQ(diff.blocks[0].partner, 2U);
  EXPECT_EQ(diff.blocks[1].kind, Kind::kept);
  EXPECT_EQ(diff.blocks[2].kind, Kind::moved_to);
  EXPECT_EQ(diff.blocks[2].partner, 0U);
}

TEST(TextDiff, SeesThatAParagraphWasSplit) {
  EXPECT_EQ(shown(paragraphs({rain + " " + bridge, school}), paragraphs({rain, bridge, school})),
            "Y " + rain + "[- -]{+||+}" + bridge + "||\n");
}

TEST(TextDiff, SeesThatParagraphsWereJoined) {
  EXPECT_EQ(shown(paragraphs({rain, bridge, school}), paragraphs({rain + " " + bridge, school})),
            "A " + rain + "[-||-]{+ +}" + bridge + "||\n");
}

TEST(TextDiff, FindsASentenceThatMovedToAnotherParagraph) {
  EXPECT_EQ(shown(paragraphs({rain + " " + bridge, market + " " + school}),
                  paragraphs({rain, market + " " + bridge + " " + school})),
            "~ " + rain + "[- -]{+||+}[<" + bridge + "||<]\n~ " + market + " {>" + bridge +
                "[-||-]{+ +}>}" + school + "|\n");
}

TEST(TextDiff, PairsFieldsByNameWhateverTheySay) {
  EXPECT_EQ(shown("headline: Rain closes roads\nbyline: A. Mutoni\n\n" + rain,
                  "headline: Two die as bridge falls\nbyline: A. Mutoni\n\n" + rain),
            "~ headline: [-Rain closes roads-]{+Two die as bridge falls+}|\n");
}

TEST(TextDiff, TellsTypographyFromWords) {
  const TextDiff diff =
      compare("\"It's over\" - he said\n", "\u201CIt\u2019s over\u201D \u2013 He said\n");
  ASSERT_EQ(diff.blocks.size(), 1U);
  EXPECT_EQ(diff.blocks[0].touch, Touch::form);
}

TEST(TextDiff, CallsABlockKeptWhenOnlyItsSpacingChanged) {
  const TextDiff diff = compare("one two  three\n", "one  two three");
  ASSERT_EQ(diff.blocks.size(), 1U);
  EXPECT_EQ(diff.blocks[0].kind, Kind::kept);
  EXPECT_EQ(diff.blocks[0].touch, Touch::spacing);
}

TEST(TextDiff, DoesNotKeepALoneArticleBetweenTwoChanges) {
  EXPECT_EQ(shown("Officials praised the careful work.\n", "Officials doubted the hasty plan.\n"),
            "~ Officials [-praised the careful work-]{+doubted the hasty plan+}.|\n");
}

TEST(TextDiff, KeepsItsPromisesOnRandomTexts) {
  for (unsigned seed = 0; seed < 4000; ++seed) {
    std::mt19937 random(seed);
    const std::string a = random_text(random, 100);
    const std::string b = seed % 4 == 0 ? random_text(random, 100) : edited(a, random);
    const TextDiff diff = compare(a, b);
    ASSERT_EQ(broken_promise(diff, a, b), "") << seed;
  }
}

}  // namespace
}  // namespace arch::diff
