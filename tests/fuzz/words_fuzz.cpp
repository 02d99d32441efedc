// Any bytes can be cut into words and sentences: words ascend, are not empty and begin and end
// between grapheme clusters; sentences cover all words in order.

#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "diff/sentences.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<arch::diff::Word> words;
  arch::diff::append_words(text, {0, static_cast<std::uint32_t>(size)}, words);
  const bool valid = arch::valid_utf8_prefix(text) == size;
  const std::vector<std::size_t> clusters =
      valid ? arch::grapheme_boundaries(text) : std::vector<std::size_t>{};
  std::uint32_t at = 0;
  for (const arch::diff::Word& word : words) {
    if (word.begin < at || word.end <= word.begin || word.end > size) {
      __builtin_trap();
    }
    at = word.end;
    if (valid && !(std::ranges::binary_search(clusters, std::size_t{word.begin}) &&
                   std::ranges::binary_search(clusters, std::size_t{word.end}))) {
      __builtin_trap();
    }
  }
  std::uint32_t next = 0;
  for (const arch::diff::Range& sentence : arch::diff::split_sentences(text, words)) {
    if (sentence.begin != next || sentence.empty()) {
      __builtin_trap();
    }
    next = sentence.end;
  }
  if (next != words.size()) {
    __builtin_trap();
  }
  return 0;
}
