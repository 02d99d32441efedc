#pragma once

#include "article/document.hpp"

#include <cstddef>
#include <iterator>
#include <optional>
#include <random>
#include <string>

namespace arch::article {

/// Returns a clean text of up to eight pieces, many of which mean something at the beginning of a
/// line of a document.
inline std::string random_clean_text(std::mt19937& random) {
  static const std::string stock[] = {"word",      "Mayor",  "##",        "## ",      "#",
                                      "> ",        ">",      "- ",        "-",        "![",
                                      "]",         "![]",    "\\",        "\\\\",     "\\> ",
                                      "headline:", ": ",     "caption: ", "credit:",  "---",
                                      "***",       "1. ",    "é",         "“quoted”", "👩‍🚒",
                                      "中文",      "\u0301", "\u00A0",    "\t\b",     " "};
  std::string text;
  for (std::size_t pieces = 1 + random() % 8; pieces > 0; --pieces) {
    text += stock[random() % std::size(stock)];
  }
  // Made clean by hand, so that not the code under test says what is clean.
  std::erase_if(text, [](char c) { return c >= 0 && c < ' '; });
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) {
    return "x";
  }
  text = text.substr(first, text.find_last_not_of(' ') + 1 - first);
  // The only pieces that compose.
  for (std::size_t at = 0; (at = text.find("\u0301", at)) != std::string::npos;) {
    text.insert(at, ".");
    at += 3;
  }
  return text;
}

inline Document random_document(std::mt19937& random) {
  Document document;
  for (auto field : {&Document::headline,
                     &Document::standfirst,
                     &Document::byline,
                     &Document::section,
                     &Document::published,
                     &Document::modified,
                     &Document::language,
                     &Document::canonical}) {
    if (random() % 3 == 0) {
      document.*field = random() % 8 == 0 ? "" : random_clean_text(random);
    }
  }
  for (std::size_t corrections = random() % 4; corrections > 1; --corrections) {
    document.corrections.push_back(random_clean_text(random));
  }
  const auto maybe = [&] { return random() % 2 == 0 ? "" : random_clean_text(random); };
  for (std::size_t blocks = random() % 8; blocks > 0; --blocks) {
    Block block{.kind = static_cast<Block::Kind>(random() % 5)};
    if (block.kind == Block::Kind::image) {
      block = {.kind = block.kind, .text = maybe(), .caption = maybe(), .credit = maybe()};
    } else {
      block.text = random_clean_text(random);
    }
    document.blocks.push_back(block);
  }
  return document;
}

}  // namespace arch::article
