#include "diff/text_diff.hpp"

#include "diff/summary.hpp"
#include "unit/diff/promises.hpp"
#include "unit/diff/random_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

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

TEST(TextDiff, DoesNotCountTheLabelOfAField) {
  EXPECT_EQ(
      shown("byline: A. Mutoni\n\nText.\n", "headline: Title words\nbyline: A. Mutoni\n\nText.\n"),
      "+ {+headline: Title words|+}\n");
  EXPECT_EQ(
      summarise(compare("byline: A\n\nText.\n", "headline: Title words\nbyline: A\n\nText.\n")),
      (Summary{.words_added = 2, .blocks_added = 1}));
  EXPECT_EQ(summarise(compare("headline: Rain\n\nText.\n", "headline: Heavy rain\n\nText.\n")),
            (Summary{.words_added = 1, .blocks_changed = 1}));
}

TEST(TextDiff, TakesTheFullStopWithAChangeThatTouchesItOnBothSides) {
  EXPECT_EQ(shown("It rained on Monday. Nobody came.\n", "It rained on Tuesday. Everybody came.\n"),
            "~ It rained on [-Monday.-]{+Tuesday.+} [-Nobody-]{+Everybody+} came.|\n");
  EXPECT_EQ(shown("It rained on Monday. Nobody came.\n", "It rained on Tuesday. Nobody came.\n"),
            "~ It rained on [-Monday-]{+Tuesday+}. Nobody came.|\n");
}

TEST(TextDiff, SaysThatTheParagraphWhichCrossedSeveralMoved) {
  // It is longer than the three together, and still what a reader calls moved.
  const std::string long_one = rain + " " + bridge + " " + market + " " + school;
  const TextDiff diff = compare(paragraphs({long_one,
                                            "Pupils planted forty trees by the river.",
                                            "Traders asked the mayor for lower fees.",
                                            "Engineers found cracks in the old bridge."}),
                                paragraphs({"Pupils planted forty trees by the river.",
                                            "Traders asked the mayor for lower fees.",
                                            "Engineers found cracks in the old bridge.",
                                            long_one}));
  EXPECT_EQ(summarise(diff), (Summary{.blocks_moved = 1}));
  EXPECT_EQ(diff.blocks[0].kind, Kind::moved_from);
}

TEST(TextDiff, MarksTheWordThatChangedInEveryScript) {
  EXPECT_EQ(
      shown("Le maire a promis trois \u00E9coles.\n", "Le maire a promis quatre \u00E9coles.\n"),
      "~ Le maire a promis [-trois-]{+quatre+} \u00E9coles.|\n");
  EXPECT_EQ(shown("Der B\u00FCrgermeister versprach drei Schulen.\n",
                  "Der B\u00FCrgermeister versprach vier Schulen.\n"),
            "~ Der B\u00FCrgermeister versprach [-drei-]{+vier+} Schulen.|\n");
  // Arabic: the council decided on Monday / Tuesday.
  EXPECT_EQ(shown("\u0642\u0631\u0631 \u0627\u0644\u0645\u062C\u0644\u0633 "
                  "\u0627\u0644\u0627\u062B\u0646\u064A\u0646\n",
                  "\u0642\u0631\u0631 \u0627\u0644\u0645\u062C\u0644\u0633 "
                  "\u0627\u0644\u062B\u0644\u0627\u062B\u0627\u0621\n"),
            "~ \u0642\u0631\u0631 \u0627\u0644\u0645\u062C\u0644\u0633 "
            "[-\u0627\u0644\u0627\u062B\u0646\u064A\u0646-]"
            "{+\u0627\u0644\u062B\u0644\u0627\u062B\u0627\u0621+}|\n");
  // Hebrew: the rain stopped in the morning / evening.
  EXPECT_EQ(shown("\u05D4\u05D2\u05E9\u05DD \u05E4\u05E1\u05E7 \u05D1\u05D1\u05D5\u05E7\u05E8\n",
                  "\u05D4\u05D2\u05E9\u05DD \u05E4\u05E1\u05E7 \u05D1\u05E2\u05E8\u05D1\n"),
            "~ \u05D4\u05D2\u05E9\u05DD \u05E4\u05E1\u05E7 "
            "[-\u05D1\u05D1\u05D5\u05E7\u05E8-]{+\u05D1\u05E2\u05E8\u05D1+}|\n");
  // Hindi: three / four villages got water.
  EXPECT_EQ(shown("\u0924\u0940\u0928 \u0917\u093E\u0901\u0935 \u092A\u093E\u0928\u0940\u0964\n",
                  "\u091A\u093E\u0930 \u0917\u093E\u0901\u0935 \u092A\u093E\u0928\u0940\u0964\n"),
            "~ [-\u0924\u0940\u0928-]{+\u091A\u093E\u0930+} "
            "\u0917\u093E\u0901\u0935 \u092A\u093E\u0928\u0940\u0964|\n");
  // Thai: language / food of Thailand.
  EXPECT_EQ(
      shown("\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\n",
            "\u0E2D\u0E32\u0E2B\u0E32\u0E23\u0E44\u0E17\u0E22\n"),
      "~ [-\u0E20\u0E32\u0E29\u0E32-]{+\u0E2D\u0E32\u0E2B\u0E32\u0E23+}\u0E44\u0E17\u0E22|\n");
  // Chinese: China's / America's people.
  EXPECT_EQ(shown("\u4E2D\u56FD\u4EBA\u6C11\n", "\u7F8E\u56FD\u4EBA\u6C11\n"),
            "~ [-\u4E2D\u56FD-]{+\u7F8E\u56FD+}\u4EBA\u6C11|\n");
  // Japanese: it rained in Tokyo / Osaka.
  EXPECT_EQ(shown("\u6771\u4EAC\u3067\u96E8\u3002\n", "\u5927\u962A\u3067\u96E8\u3002\n"),
            "~ [-\u6771\u4EAC-]{+\u5927\u962A+}\u3067\u96E8\u3002|\n");
  // Korean: the mayor resigned yesterday / today.
  EXPECT_EQ(shown("\uC2DC\uC7A5\uC774 \uC5B4\uC81C \uC0AC\uC784\uD588\uB2E4.\n",
                  "\uC2DC\uC7A5\uC774 \uC624\uB298 \uC0AC\uC784\uD588\uB2E4.\n"),
            "~ \uC2DC\uC7A5\uC774 [-\uC5B4\uC81C-]{+\uC624\uB298+} \uC0AC\uC784\uD588\uB2E4.|\n");
  EXPECT_EQ(shown("Abantu batatu bapfiriye i Musanze.\n", "Abantu batanu bapfiriye i Musanze.\n"),
            "~ Abantu [-batatu-]{+batanu+} bapfiriye i Musanze.|\n");
}

TEST(TextDiff, KeepsEmojiCombiningMarksAndBidiControlsWhole) {
  EXPECT_EQ(shown("well done \U0001F44D\U0001F3FB all\n", "well done \U0001F44D\U0001F3FF all\n"),
            "~ well done [-\U0001F44D\U0001F3FB-]{+\U0001F44D\U0001F3FF+} all|\n");
  EXPECT_EQ(shown("the cafe\u0301 closed\n", "the cafe closed\n"),
            "~ the [-cafe\u0301-]{+cafe+} closed|\n");
  const TextDiff diff = compare("pay \u202E100\u202C now\n", "pay 100 now\n");
  EXPECT_EQ(diff.blocks[0].touch, Touch::form);
}

TEST(TextDiff, OfTextsWithNothingInCommonIsInsertedAndDeleted) {
  const Summary summary = summarise(compare(paragraphs({rain}), "\u4E2D\u56FD\u4EBA\u6C11\n"));
  EXPECT_EQ(summary.words_added, 2U);
  EXPECT_EQ(summary.words_removed, 13U);
}

TEST(TextDiff, OfTextsTooDearToCutFallsBackToWholeBlocksAndSaysSo) {
  std::string a;
  while (a.size() < 4'000'000) {
    a += "one two ";
  }
  std::string b = a;
  b.replace(b.size() / 2 / 8 * 8, 3, "six");
  const TextDiff diff = compare(a, b);
  EXPECT_TRUE(diff.degraded);
  EXPECT_EQ(summarise(diff), (Summary{.words_added = 1, .words_removed = 1, .blocks_changed = 1}));
}

TEST(TextDiff, ComparesTheEndsOfBlocksOfWhichOnlyOneIsTooLong) {
  std::string a;
  for (int i = 0; i < 100'000; ++i) {
    a += "line\n";
  }
  const TextDiff longer = compare(a, a + "more\n");
  EXPECT_EQ(summarise(longer), (Summary{.words_added = 1, .blocks_changed = 1}));
  const TextDiff shorter = compare(a + "more\n", a);
  EXPECT_EQ(summarise(shorter), (Summary{.words_removed = 1, .blocks_changed = 1}));
}

TEST(TextDiff, OfManyEqualLinesFindsTheOneThatWasDropped) {
  std::string a;
  for (int i = 0; i < 100'000; ++i) {
    a += "the same line\n\n";
  }
  EXPECT_EQ(summarise(compare(a, a.substr(15))),
            (Summary{.words_removed = 3, .blocks_removed = 1}));
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

TEST(TextDiff, KeepsWordsThatHoldASentenceTogether) {
  EXPECT_EQ(shown("It was seen by most of the voters.\n", "It was found by all of the citizens.\n"),
            "~ It was [-seen-]{+found+} by [-most-]{+all+} of the [-voters-]{+citizens+}.|\n");
}

TEST(TextDiff, FindsAnEqualSentenceInAnotherParagraphBeforeASimilarOneInItsOwn) {
  const std::string similar = "Heavy rain fell over the southern province and closed many shops.";
  const std::string text = shown(paragraphs({rain + " " + bridge + " " + market, school}),
                                 paragraphs({similar + " " + bridge + " " + market,
                                             school + " " + rain + " The mayor saw it."}));
  EXPECT_NE(text.find("[<" + rain), std::string::npos) << text;
  EXPECT_NE(text.find("{>" + rain), std::string::npos) << text;
}

TEST(TextDiff, FindsAShortSentenceThatWentToTheNextParagraphWithWhatFollowsIt) {
  const std::string text = shown(paragraphs({rain + " This is it.", bridge + " " + market}),
                                 paragraphs({rain, "This is it. " + bridge + " " + market}));
  EXPECT_NE(text.find("{>This is it."), std::string::npos) << text;
}

TEST(TextDiff, FindsASentenceOfThreeContentWordsThatMovedToAnotherParagraph) {
  const std::string police = "Police are investigating the cause.";
  const std::string text = shown(paragraphs({rain + " " + police, bridge, market}),
                                 paragraphs({rain, bridge + " " + school, market + " " + police}));
  EXPECT_NE(text.find("[<" + police), std::string::npos) << text;
  EXPECT_NE(text.find("{>" + police), std::string::npos) << text;
}

TEST(TextDiff, KeepsItsPromisesWhereASentenceOfTheBodyBecomesAField) {
  const std::string a = "headline: Rain closes roads\n\nText.\nheadline: Two die as bridge falls\n";
  const std::string b = "headline: Two die as bridge fills\nupdate";
  EXPECT_EQ(broken_promise(compare(a, b), a, b), "");
  EXPECT_EQ(broken_promise(compare(b, a), b, a), "");
}

TEST(TextDiff, OfOneParagraphOfTenMegabytesKeepsWhatIsAroundTheChange) {
  std::string a;
  while (a.size() < 10'000'000) {
    a += "This is line " + std::to_string(a.size()) + " of one paragraph. ";
  }
  std::string b = a;
  const std::size_t at = b.find("line", b.size() / 2);
  b.replace(at, 4, "part");
  const TextDiff diff = compare(a, b);
  EXPECT_EQ(summarise(diff), (Summary{.words_added = 1, .words_removed = 1, .blocks_changed = 1}));
  EXPECT_TRUE(diff.degraded);
}

TEST(TextDiff, DoesNotKeepALoneArticleBetweenTwoChanges) {
  EXPECT_EQ(shown("Officials praised the careful work.\n", "Officials doubted the hasty plan.\n"),
            "~ Officials [-praised the careful work-]{+doubted the hasty plan+}.|\n");
}

TEST(TextDiff, KeepsItsPromisesOnRandomTexts) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const std::string a = random_text(random, 100);
    const std::string b = seed % 4 == 0 ? random_text(random, 100) : edited(a, random);
    ASSERT_EQ(broken_promise(compare(a, b), a, b), "") << seed;
    ASSERT_EQ(broken_promise(compare(b, a), b, a), "") << seed;
  }
}

TEST(TextDiff, OfATextWithItselfKeepsEveryBlock) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    const std::string text = random_text(random, 100);
    const TextDiff diff = compare(text, text);
    for (const Block& block : diff.blocks) {
      ASSERT_EQ(block.kind, Kind::kept) << seed;
      ASSERT_EQ(block.touch, Touch::none) << seed;
    }
    ASSERT_EQ(summarise(diff), Summary{}) << seed;
  }
}

TEST(TextDiff, AddsAsManyWordsMoreThanItRemovesAsTheNewTextHasMore) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> words(60 + random() % 60);
    const auto any_word = [&random] {
      static const std::string ends[] = {"", "", "", "", ",", ".", ".\n\n"};
      return "w" + std::to_string(random() % 40) + ends[random() % std::size(ends)];
    };
    std::ranges::generate(words, any_word);
    const auto text = [&words] {
      std::string result;
      for (const std::string& word : words) {
        result += word + " ";
      }
      return result;
    };
    const std::string a = text();
    const std::size_t words_a = words.size();
    for (std::size_t edits = random() % 6; edits > 0; --edits) {
      const auto at = words.begin() + static_cast<std::ptrdiff_t>(random() % words.size());
      switch (random() % 4) {
        case 0:
          words.erase(at);
          break;
        case 1:
          words.insert(at, any_word());
          break;
        case 2:
          *at = any_word();
          break;
        default:
          std::rotate(words.begin(), at, words.end());
          break;
      }
    }
    const std::string b = text();
    const Summary there = summarise(compare(a, b));
    const Summary back = summarise(compare(b, a));
    ASSERT_EQ(words_a + there.words_added, words.size() + there.words_removed) << seed;
    ASSERT_EQ(words.size() + back.words_added, words_a + back.words_removed) << seed;
  }
}

TEST(TextDiff, FindsOneParagraphMovedAmongManyAndNothingElse) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> list;
    for (int i = 0; i < 8; ++i) {
      std::string paragraph;
      for (int word = 0; word < 20; ++word) {
        paragraph += (word > 0 ? " word" : "Word") + std::to_string(random() % 100000);
      }
      list.push_back(paragraph + ".");
    }
    const auto joined = [&list] {
      std::string text;
      for (const std::string& paragraph : list) {
        text += paragraph + "\n\n";
      }
      return text;
    };
    const std::string a = joined();
    const auto from = static_cast<std::ptrdiff_t>(random() % list.size());
    const std::string paragraph = list[static_cast<std::size_t>(from)];
    list.erase(list.begin() + from);
    std::ptrdiff_t to = from;
    while (to == from) {
      to = static_cast<std::ptrdiff_t>(random() % (list.size() + 1));
    }
    list.insert(list.begin() + to, paragraph);
    const Summary summary = summarise(compare(a, joined()));
    ASSERT_EQ(summary, (Summary{.blocks_moved = 1})) << seed;
  }
}

TEST(TextDiff, SeesThatOnlyLineEndsChanged) {
  std::string windows;
  for (const char c : paragraphs({rain, bridge})) {
    windows += c == '\n' ? "\r\n" : std::string(1, c);
  }
  const TextDiff diff = compare(paragraphs({rain, bridge}), windows);
  for (const Block& block : diff.blocks) {
    EXPECT_EQ(block.kind, Kind::kept);
    EXPECT_EQ(block.touch, Touch::spacing);
  }
  EXPECT_EQ(summarise(diff), (Summary{}));
}

TEST(TextDiff, KeepsBytesThatAreNotUtf8Apart) {
  EXPECT_EQ(shown("price \xFF 5 here now", "price \xFE 5 here now"),
            "~ price [-\xFF-]{+\xFE+} 5 here now\n");
}

TEST(TextDiff, DoesNotCutACombiningMarkFromTheSpaceItSitsOn) {
  EXPECT_EQ(shown("one two", "one \u0301two"), "~ one[- -]{+ \u0301+}two\n");
}

TEST(TextDiff, ToAndFromNothingIsInsertedAndDeleted) {
  EXPECT_EQ(shown("", "one\n"), "+ {+one|+}\n");
  EXPECT_EQ(shown("one\n", ""), "- [-one|-]\n");
  EXPECT_TRUE(summarise(compare("", " \n")) == (Summary{.blocks_added = 1}));
}

TEST(TextDiff, OfHugeTextsFindsTheLinesThatDiffer) {
  std::string a;
  while (a.size() <= max_cut_size) {
    a += "a line of a log that nobody should archive\n";
  }
  std::string b = a;
  b.replace(b.find("log", b.size() / 2), 3, "two words");
  const TextDiff diff = compare(a, b);
  EXPECT_TRUE(diff.degraded);
  ASSERT_EQ(diff.blocks.size(), 3U);
  EXPECT_EQ(diff.blocks[1].kind, Kind::replaced);
  EXPECT_EQ(slice(a, diff.blocks[1].a), "a line of a log that nobody should archive\n");
  EXPECT_EQ(slice(b, diff.blocks[1].b), "a line of a two words that nobody should archive\n");
  EXPECT_EQ(diff.blocks[2].a.end, a.size());
  EXPECT_EQ(summarise(diff), (Summary{.words_added = 10, .words_removed = 9, .blocks_changed = 1}));
  const std::string longer = a + "one more\n";
  EXPECT_EQ(summarise(compare(a, longer)), (Summary{.words_added = 2, .blocks_added = 1}));
  EXPECT_EQ(compare(a, a).blocks.size(), 1U);
}

// Each took minutes or more before it was bounded, and takes a second at most.
TEST(TextDiff, IsNotQuadraticInMarksThatEndSentences) {
  std::string a;
  for (int i = 0; i < 200'000; ++i) {
    a += ".!";
  }
  EXPECT_FALSE(compare(a + "x", a + "y").blocks.empty());
}

TEST(TextDiff, IsNotQuadraticInShortBlocksAgainstALongOne) {
  std::string blocks;
  std::string line;
  for (int i = 0; i < 50'000; ++i) {
    const std::string number = std::to_string(i);
    for (const char* const letter : {"x", "y", "z"}) {
      blocks.append(letter).append(number).append(" ");
      line.append(letter).append(number).append(" ");
    }
    blocks += "\n\n";
  }
  EXPECT_FALSE(compare(blocks, line).blocks.empty());
  EXPECT_FALSE(compare(line, blocks).blocks.empty());
}

}  // namespace
}  // namespace arch::diff
