#pragma once

#include "corrections/classify.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace arch::corrections {

/// One sentence of an article that becomes another, and what that is to be called.
struct Change {
  ChangeClass expected;
  std::string_view before;
  std::string_view after;
  std::string_view language = "en";
};

// NOLINTNEXTLINE(readability-identifier-naming): the name is GoogleTest's.
inline void PrintTo(const Change& change, std::ostream* out) {
  *out << class_name(change.expected) << ": " << change.before << " -> " << change.after;
}

/// An article of three paragraphs, the second of which is `sentence`.
inline std::string document(std::string_view language, std::string_view sentence) {
  return "headline: Council meets\nlanguage: " + std::string{language} +
         "\n\nThe hall was full.\n\n" + std::string{sentence} + "\n\nThe meeting ended late.\n";
}

inline Classification classify_in(const Change& change) {
  return classify(document(change.language, change.before),
                  document(change.language, change.after));
}

}  // namespace arch::corrections
