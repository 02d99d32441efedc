// What must hold for every view of any two texts, tried on texts made of what makes trouble.
#include "cmd/diff_view.hpp"

#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "cmd/diff_html.hpp"
#include "unit/cmd/captured.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <random>
#include <regex>
#include <string>
#include <string_view>

namespace arch::cmd {
namespace {

constexpr std::array<std::string_view, 24> parts{
    "one ",     "two ",      "The ",      "bridge ",
    "fell. ",   "“It is”, ", "1,000 ",    "\n",
    "\n\n",     "\n\n",      "<b>&\"' ",  "شلال ",
    "שלום ",    "漢字",      "ภาษาไทย",   "👩🏽‍🚀 ",
    "e\u0301 ", "\u202E",    "\u200F ",   "\x1b[31m",
    "\t",       "\r\n",      "\xff\xfe ", "]] {+[- "};

using Random = std::mt19937;

std::string random_text(Random& random) {
  std::string text = random() % 2 == 0 ? "headline: A " : "";
  for (std::size_t i = random() % 60; i > 0; --i) {
    text += parts[random() % parts.size()];
  }
  return text;
}

/// `text` with parts of it taken out, put in and moved.
std::string changed(std::string text, Random& random) {
  for (std::size_t i = random() % 5; i > 0; --i) {
    const std::size_t at = random() % (text.size() + 1);
    const std::size_t size = random() % (text.size() - at + 1) / 4;
    const std::string taken = text.substr(at, size);
    text.erase(at, size);
    text.insert(random() % (text.size() + 1),
                random() % 2 == 0 ? taken : std::string{parts[random() % parts.size()]});
  }
  return text;
}

/// Calls `check` with many pairs of texts.
template <typename Check>
void for_each_pair(const Check& check) {
  constexpr unsigned seed = 3;
  Random random{seed};
  for (int i = 0; i < 400; ++i) {
    const std::string a = random_text(random);
    const std::string b = random() % 8 == 0 ? random_text(random) : changed(a, random);
    const diff::TextDiff changes = diff::compare(a, b);
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", pair " << i);
    check(ComparedTexts{.a = a, .b = b, .diff = changes});
  }
}

TEST(DiffViews, CutABlockIntoPiecesThatAreAllOfIt) {
  for_each_pair([](const ComparedTexts& texts) {
    for (const diff::Block& block : texts.diff.blocks) {
      if (block.kind == diff::Kind::moved_from) {
        continue;
      }
      std::string a;
      std::string b;
      for (const Piece& piece : pieces_of(texts, block)) {
        a += piece.is_in_moved ? std::string_view{} : piece.a;
        b += piece.b;
      }
      EXPECT_EQ(b, diff::slice(texts.b, block.b));
      if (block.kind != diff::Kind::moved_to) {
        EXPECT_EQ(a, diff::slice(texts.a, block.a));
      }
    }
  });
}

TEST(DiffViews, KeepAParagraphTogetherWhoseEndIsGone) {
  const std::string a = "Bridge falls\n\nIt fell at noon. Nobody was hurt.\n\nThe end.\n";
  const std::string b = "Bridge falls\n\nIt fell at noon.\n\nThe end.\n";
  const diff::TextDiff changes = diff::compare(a, b);
  const ComparedTexts texts{.a = a, .b = b, .diff = changes};
  const DiffChoice choice = choose_blocks(texts, {});
  const std::string printed = captured([&](Output& out) {
    print_inline({.texts = texts, .choice = choice, .out = out, .style = Style{false}}, 80);
  });
  EXPECT_NE(printed.find("It fell at noon. [-Nobody was hurt.-]\n"), std::string::npos) << printed;
}

TEST(DiffViews, PrintNothingThatATerminalObeys) {
  for_each_pair([](const ComparedTexts& texts) {
    const DiffChoice choice = choose_blocks(texts, {});
    const Style style{false};
    for (const auto& print : {+[](const DiffView& view) { print_inline(view, 40); },
                              +[](const DiffView& view) { print_side_by_side(view, 60); },
                              +[](const DiffView& view) { print_words(view); },
                              +[](const DiffView& view) { print_sentences(view); }}) {
      EXPECT_TRUE(is_printable(captured([&](Output& out) {
        print({.texts = texts, .choice = choice, .out = out, .style = style});
      })));
    }
  });
}

TEST(DiffViews, KeepTheRuleBetweenTwoTextsStraight) {
  for_each_pair([](const ComparedTexts& texts) {
    const DiffChoice choice = choose_blocks(texts, {});
    const Style style{false};
    const std::string printed = captured([&](Output& out) {
      print_side_by_side({.texts = texts, .choice = choice, .out = out, .style = style}, 60);
    });
    std::size_t place = 0;
    for (std::size_t at = 0; at < printed.size();) {
      const std::size_t end = printed.find('\n', at);
      const std::string_view line = std::string_view{printed}.substr(at, end - at);
      EXPECT_LE(display_width(line), 60U) << line;
      if (const std::size_t rule = line.find("│"); rule != std::string_view::npos) {
        const std::size_t here = display_width(line.substr(0, rule));
        EXPECT_EQ(here, place == 0 ? here : place) << line;
        place = here;
      }
      at = end + 1;
    }
  });
}

TEST(DiffViews, MakeHtmlOfKnownElementsOnly) {
  const std::regex known{
      "</?(header|h1|h2|ul|li|dl|dt|dd|p|div|details|summary|ins|del|mark|span|a)"
      "( (class|id|href|dir|lang)=\"[a-z0-9# -]*\")*>"};
  for_each_pair([&](const ComparedTexts& texts) {
    const DiffChoice choice = choose_blocks(texts, {});
    const Html html = diff_html(texts,
                                choice,
                                {.title = std::string{texts.b}, .before = "a", .after = "b"},
                                HtmlForm::page);
    EXPECT_TRUE(is_printable(html.str()));
    const std::string rest = std::regex_replace(html.str(), known, "");
    EXPECT_EQ(rest.find_first_of("<>\"'"), std::string::npos) << rest;
  });
}

}  // namespace
}  // namespace arch::cmd
