#include "cmd/passage.hpp"

#include "base/error.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <cstdint>

namespace arch::cmd {
namespace {

std::vector<diff::Word> words_of(std::string_view text) {
  std::vector<diff::Word> words;
  diff::append_words(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  return words;
}

}  // namespace

std::vector<diff::Range> find_places(std::string_view text, std::string_view passage) {
  const std::vector<diff::Word> wanted = words_of(passage);
  const std::vector<diff::Word> words = words_of(text);
  std::vector<diff::Range> places;
  for (auto rest = words.begin(); !wanted.empty();) {
    const auto found = std::ranges::search(
        rest, words.end(), wanted.begin(), wanted.end(), {}, &diff::Word::key, &diff::Word::key);
    if (found.empty()) {
      break;
    }
    places.push_back({found.begin()->begin, (found.end() - 1)->end});
    rest = found.end();
  }
  return places;
}

bool any_touches(const std::vector<diff::Range>& places, diff::Range range) {
  const auto first = std::ranges::upper_bound(places, range.begin, {}, &diff::Range::end);
  return first != places.end() && first->begin < range.end;
}

void check_passage(std::string_view passage) {
  if (words_of(passage).empty()) {
    throw Error{ErrorKind::usage,
                "--passage needs words to look for",
                "copy a few words that follow one another in the text"};
  }
}

}  // namespace arch::cmd
