#include "diff/words.hpp"

#include "base/unicode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {
namespace {

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  append_words(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  return words;
}

/// The words of `text` with a bar between them.
std::string cut(std::string_view text) {
  std::string result;
  for (const Word& word : words_of(text)) {
    result += result.empty() ? "" : "|";
    result += text.substr(word.begin, word.end - word.begin);
  }
  return result;
}

void append_utf8(std::string& text, unsigned long code) {
  const auto add = [&text](unsigned long byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6U);
    add(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12U);
    add(0x80 | (code >> 6U & 0x3FU));
    add(0x80 | (code & 0x3FU));
  } else {
    add(0xF0 | code >> 18U);
    add(0x80 | (code >> 12U & 0x3FU));
    add(0x80 | (code >> 6U & 0x3FU));
    add(0x80 | (code & 0x3FU));
  }
}

/// A line of WordBreakTest.txt or GraphemeBreakTest.txt: a text and where it may be cut.
struct BreakCase {
  std::string line;
  std::string text;
  std::vector<unsigned long> codes;
  std::set<std::uint32_t> breaks;
};

/// Returns the cases of Unicode's test file `name`, none if Debian's package unicode-data is
/// absent.
std::vector<BreakCase> break_cases(const std::string& name) {
  std::ifstream file("/usr/share/unicode/auxiliary/" + name);
  std::vector<BreakCase> cases;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line.substr(0, line.find('#')));
    BreakCase test;
    test.line = line;
    for (std::string field; fields >> field;) {
      if (field == "\u00F7") {
        test.breaks.insert(static_cast<std::uint32_t>(test.text.size()));
      } else if (field != "\u00D7") {
        test.codes.push_back(std::stoul(field, nullptr, 16));
        append_utf8(test.text, test.codes.back());
      }
    }
    if (!test.text.empty()) {
      cases.push_back(std::move(test));
    }
  }
  return cases;
}

/// Characters at which a text is cut otherwise than by UAX #29 on purpose (see diff/words.hpp).
bool is_tailored(unsigned long code) {
  // Marks that join words or numbers, or do not, unlike in UAX #29.
  static constexpr std::string_view marks = "'\".,:;/-@_";
  // The same beyond ASCII, and what is not seen and so in no word.
  static const std::set<unsigned long> others = {
      0x2019, 0x2018, 0x2024, 0x00B7, 0x2060, 0x00AD, 0x200D};
  const bool is_control = code < 0x20 || code == 0x7F || code == 0x85;
  // A word ends where its script does: Hebrew, and signs of Arabic, beside Latin.
  const bool is_other_script = code == 0x05D0 || code == 0x0600;
  return is_control || is_other_script || others.contains(code) ||
         (code < 0x80 && marks.find(static_cast<char>(code)) != std::string_view::npos);
}

/// The places in `text` where a word begins or ends that is not white space only.
std::set<std::uint32_t> word_edges(const BreakCase& test) {
  std::set<std::uint32_t> edges;
  auto begin = test.breaks.begin();
  for (auto end = std::next(begin); end != test.breaks.end(); begin = end++) {
    const std::string_view word = std::string_view(test.text).substr(*begin, *end - *begin);
    if (!words_of(word).empty()) {
      edges.insert({*begin, *end});
    }
  }
  return edges;
}

/// Whether the character before or behind byte `at`, or one that is not seen beside it, is
/// tailored.
bool is_beside_tailored(const BreakCase& test, std::uint32_t at) {
  std::string text;
  std::vector<std::uint32_t> begins;
  for (const unsigned long code : test.codes) {
    begins.push_back(static_cast<std::uint32_t>(text.size()));
    append_utf8(text, code);
  }
  const auto next = static_cast<std::size_t>(std::ranges::lower_bound(begins, at) - begins.begin());
  const std::size_t first = next < 2 ? 0 : next - 2;
  const std::size_t last = std::min(next + 1, test.codes.size());
  return std::any_of(test.codes.begin() + static_cast<std::ptrdiff_t>(first),
                     test.codes.begin() + static_cast<std::ptrdiff_t>(last),
                     is_tailored);
}

TEST(Words, AreCutWhereUnicodeCutsThem) {
  const std::vector<BreakCase> cases = break_cases("WordBreakTest.txt");
  if (cases.empty()) {
    GTEST_SKIP() << "Debian's package unicode-data is not installed";
  }
  std::size_t otherwise = 0;
  for (const BreakCase& test : cases) {
    std::set<std::uint32_t> ours;
    for (const Word& word : words_of(test.text)) {
      ours.insert({word.begin, word.end});
    }
    const std::set<std::uint32_t> theirs = word_edges(test);
    std::vector<std::uint32_t> different;
    std::ranges::set_symmetric_difference(ours, theirs, std::back_inserter(different));
    otherwise += different.empty() ? 0U : 1U;
    for (const std::uint32_t at : different) {
      EXPECT_TRUE(is_beside_tailored(test, at)) << test.line << " at byte " << at;
    }
  }
  // Of the 1,823 cases of Unicode 15.0. More would be a tailoring that diff/words.hpp does not
  // state.
  EXPECT_LE(otherwise, 432U);
}

TEST(Words, AreNeverCutInsideAGraphemeCluster) {
  std::vector<BreakCase> cases = break_cases("GraphemeBreakTest.txt");
  const std::vector<BreakCase> more = break_cases("WordBreakTest.txt");
  if (cases.empty()) {
    GTEST_SKIP() << "Debian's package unicode-data is not installed";
  }
  cases.insert(cases.end(), more.begin(), more.end());
  for (const BreakCase& test : cases) {
    for (const std::string_view around : {"", "a", "\u4E2D", "https://a.b/"}) {
      std::string text(around);
      text += test.text;
      text += around;
      std::set<std::size_t> clusters;
      for (const std::size_t boundary : grapheme_boundaries(text)) {
        clusters.insert(boundary);
      }
      for (const Word& word : words_of(text)) {
        EXPECT_TRUE(clusters.contains(word.begin) && clusters.contains(word.end)) << test.line;
      }
    }
  }
}

TEST(Words, KeepWholeWhatAReaderTakesForOneThing) {
  EXPECT_EQ(cut("It's the mother-in-law's $1,200.50, at 10:30."),
            "It's|the|mother-in-law's|$1,200.50|,|at|10:30|.");
  EXPECT_EQ(cut("3.5% of U.S. voters"), "3.5%|of|U.S.|voters");
  EXPECT_EQ(cut("see https://example.org/a?b=(c), @handle #tag me@example.org"),
            "see|https://example.org/a?b=(c)|,|@handle|#tag|me@example.org");
  EXPECT_EQ(cut("wait... l\u2019\u00E9t\u00E9 \u00AB oui \u00BB"),
            "wait|...|l\u2019\u00E9t\u00E9|\u00AB|oui|\u00BB");
}

TEST(Words, OfScriptsWithoutSpacesAreCutByDictionary) {
  EXPECT_EQ(cut("\u4E2D\u56FD\u4EBA\u6C11"), "\u4E2D\u56FD|\u4EBA\u6C11");
  EXPECT_EQ(cut("\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22"),
            "\u0E20\u0E32\u0E29\u0E32|\u0E44\u0E17\u0E22");
}

TEST(Words, HaveOneKeyWhateverTheirLetterCaseAndTypography) {
  const auto key = [](std::string_view text) { return words_of(text).at(0).key; };
  EXPECT_EQ(key("Kigali"), key("KIGALI"));
  EXPECT_EQ(key("internationalisation"), key("InternationalisatioN"));
  EXPECT_EQ(key("it's"), key("It\u2019s"));
  EXPECT_EQ(key("\u00C9cole"), key("\u00E9cole"));
  EXPECT_NE(key("abcdefgh"), key("abcdefghi"));
  EXPECT_NE(key("abcdefghabcdefgh"), key("abcdefghabcdefgi"));
  // The quick way for ASCII letters and the general one agree.
  EXPECT_EQ(key("word"), key("word\u200B"));
  EXPECT_EQ(key("abcdefghi"), key("abcdefghi\u200B"));
}

}  // namespace
}  // namespace arch::diff
