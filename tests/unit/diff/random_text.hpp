#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace arch::diff {

/// Returns a text of up to `words` words in sentences and paragraphs, from a small stock in several
/// scripts, so that two texts share many words, repeat some, and hold what is awkward to cut:
/// clusters of several code points, white space of all kinds, bytes that are not UTF-8.
inline std::string random_text(std::mt19937& random, std::size_t words) {
  static const std::string stock[] = {"the",
                                      "of",
                                      "and",
                                      "minister",
                                      "Minister",
                                      "said",
                                      "police",
                                      "1,200.50",
                                      "U.S.",
                                      "it's",
                                      "it\u2019s",
                                      "co-operate",
                                      "\u201Cquoted\u201D",
                                      "(aside)",
                                      "Dr.",
                                      "3.5%",
                                      "\u00E9t\u00E9",
                                      "e\u0301",
                                      "\u0415\u0432\u0440\u043E\u043F\u0430",
                                      "\u4E2D\u56FD\u4EBA\u6C11",
                                      "\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22",
                                      "\u0915\u094D\u0937\u093F",
                                      "\U0001F469\u200D\U0001F692",
                                      "\U0001F1F7\U0001F1FC",
                                      "\U0001F44D\U0001F3FD",
                                      "\u0600\u0661",
                                      "https://example.org/a?b=(c)",
                                      "@handle",
                                      "\xFF",
                                      "\xE4\xB8",
                                      "\u200F\u0645\u0631\u062D\u0628\u0627",
                                      "soft\u00ADhyphen",
                                      "***",
                                      "...",
                                      "- item",
                                      "## head",
                                      "name:",
                                      "\u0301"};
  static const std::string ends[] = {
      ". ", "! ", "?\n", ".\n\n", ".\r\n\r\n", "\u3002", ".\n- ", " \u00A0\n"};
  std::string text;
  const std::size_t count = random() % (words + 1);
  for (std::size_t i = 0; i < count; ++i) {
    text += stock[random() % std::size(stock)];
    text += random() % 8 == 0 ? ends[random() % std::size(ends)] : " ";
  }
  return text;
}

/// Returns `text` after up to four edits: pieces replaced, deleted, doubled or moved.
inline std::string edited(std::string text, std::mt19937& random) {
  for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
    const std::size_t at = random() % (text.size() + 1);
    const std::string piece = text.substr(at, random() % 40);
    switch (random() % 4) {
      case 0:
        text.replace(at, piece.size(), random_text(random, 6));
        break;
      case 1:
        text.erase(at, piece.size());
        break;
      case 2:
        text.insert(random() % (text.size() + 1), piece);
        break;
      default:
        text.erase(at, piece.size());
        text.insert(random() % (text.size() + 1), piece);
        break;
    }
  }
  return text;
}

}  // namespace arch::diff
