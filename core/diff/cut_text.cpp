#include "diff/cut_text.hpp"

#include "diff/sentences.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace arch::diff {
namespace {

template <typename List>
std::uint32_t count(const List& list) {
  return static_cast<std::uint32_t>(list.size());
}

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Returns what `text` costs to cut: the bytes that are no ASCII letters or digits. There are
/// hardly more words and marks, and what ICU cuts costs more than a byte.
std::uint64_t cutting_cost(std::string_view text) {
  return 1 + text.size() - static_cast<std::uint64_t>(std::ranges::count_if(text, is_ascii_alnum));
}

/// Whether cutting a text into words can begin anew at byte `at`, whatever stands before and
/// behind: a space ends all words, and an ASCII letter or digit begins one.
bool may_resume(std::string_view text, std::size_t at) {
  return at > 0 && at < text.size() && text[at - 1] == ' ' && is_ascii_alnum(text[at]);
}

/// Returns what `word` is when it stands `shift` bytes further on; it may be negative.
Word shifted(Word word, std::uint32_t shift) {
  word.begin += shift;  // Wraps as it should when `shift` is negative.
  word.end += shift;
  return word;
}

}  // namespace

CutText::CutText(std::string_view text)
    : bytes(text),
      blocks(split_blocks(text)),
      block_words(blocks.size()),
      block_sentences(blocks.size()),
      is_small_(text.size() + blocks.size() <= most_cuts) {}

bool CutText::pay_for(std::uint32_t index) {
  block_words[index] = {count(words), count(words)};
  if (is_small_) {
    return true;
  }
  const std::uint64_t cost = cutting_cost(slice_of(blocks[index].content));
  if (cost > cuts_left_) {
    leave_whole(index);
    return false;
  }
  cuts_left_ -= cost;
  return true;
}

void CutText::leave_whole(std::uint32_t index) {
  block_words[index] = {count(words), count(words)};
  block_sentences[index] = {count(sentences), count(sentences) + 1};
  sentences.push_back({block_words[index], blocks[index].extent, true});
}

void CutText::cut(std::uint32_t index) {
  if (!pay_for(index)) {
    return;
  }
  const TextBlock& block = blocks[index];
  append_words(bytes, {block.content.begin + label_size(block), block.content.end}, words);
  cut_sentences(index);
}

void CutText::cut_like(std::uint32_t index, const CutText& like, std::uint32_t index_like) {
  if (!pay_for(index)) {
    return;
  }
  const TextBlock& block = blocks[index];
  const TextBlock& other = like.blocks[index_like];
  const Range known = like.block_words[index_like];
  const std::uint32_t label = label_size(block);
  if (known.empty() || label != like.label_size(other)) {
    append_words(bytes, {block.content.begin + label, block.content.end}, words);
    cut_sentences(index);
    return;
  }
  const std::string_view x = like.slice_of(other.content);
  const std::string_view y = slice_of(block.content);
  const std::uint32_t same_before = common_prefix(x, y);
  const std::uint32_t same_after = common_suffix(x.substr(same_before), y.substr(same_before));
  const std::span<const Word> theirs = std::span(like.words).subspan(known.begin, known.size());

  // Words before `first` and from `last` on are the same; `at` and `end` are where they are here.
  auto first = std::ranges::partition_point(
      theirs, [&](const Word& word) { return word.begin - other.content.begin < same_before; });
  while (first != theirs.begin() && !(may_resume(x, (first - 1)->begin - other.content.begin))) {
    --first;
  }
  first -= first == theirs.begin() ? 0 : 1;
  const std::uint32_t shift = block.content.begin - other.content.begin;
  for (auto word = theirs.begin(); word != first; ++word) {
    words.push_back(shifted(*word, shift));
  }
  const std::uint32_t at =
      first == theirs.begin() ? block.content.begin + label : first->begin + shift;

  auto last = std::ranges::partition_point(theirs, [&](const Word& word) {
    return word.begin - other.content.begin <= x.size() - same_after;
  });
  last = std::find_if(std::max(first, last), theirs.end(), [&](const Word& word) {
    return may_resume(x, word.begin - other.content.begin);
  });
  const std::uint32_t end_shift = block.content.end - other.content.end;
  const std::uint32_t end = last == theirs.end() ? block.content.end : last->begin + end_shift;
  append_words(bytes, {at, end}, words);
  for (; last != theirs.end(); ++last) {
    words.push_back(shifted(*last, end_shift));
  }
  cut_sentences(index);
}

void CutText::cut_sentences(std::uint32_t index) {
  const TextBlock& block = blocks[index];
  Range& its_words = block_words[index];
  its_words.end = count(words);
  Range& its_sentences = block_sentences[index];
  its_sentences.begin = count(sentences);
  const std::span<const Word> fresh = std::span(words).subspan(its_words.begin);
  for (const Range& range : split_sentences(bytes, fresh)) {
    const std::uint32_t begin =
        sentences.size() == its_sentences.begin ? block.extent.begin : fresh[range.begin].begin;
    const std::uint32_t end = range.end == fresh.size() ? block.extent.end : fresh[range.end].begin;
    sentences.push_back(
        {{its_words.begin + range.begin, its_words.begin + range.end}, {begin, end}});
  }
  if (fresh.empty()) {
    sentences.push_back({its_words, block.extent});
  }
  its_sentences.end = count(sentences);
}

std::span<const Word> CutText::words_of(Range range) const {
  if (range.empty()) {
    return {};
  }
  const std::uint32_t begin = sentences[range.begin].words.begin;
  return std::span(words).subspan(begin, sentences[range.end - 1].words.end - begin);
}

Range CutText::sentences_of(Range of_blocks) const {
  return of_blocks.empty() ? Range{}
                           : Range{block_sentences[of_blocks.begin].begin,
                                   block_sentences[of_blocks.end - 1].end};
}

std::string_view CutText::content(const SentenceSpan& sentence) const {
  if (sentence.words.empty()) {
    return sentence.whole ? slice_of(sentence.extent) : std::string_view{};
  }
  return slice_of({words[sentence.words.begin].begin, words[sentence.words.end - 1].end});
}

bool CutText::is_whole(Range range) const {
  return std::any_of(sentences.begin() + range.begin,
                     sentences.begin() + range.end,
                     [](const SentenceSpan& sentence) { return sentence.whole; });
}

std::uint32_t CutText::label_size(const TextBlock& block) const {
  if (!block.is_field) {
    return 0;
  }
  const std::string_view content = slice_of(block.content);
  const std::size_t size = field_name(content).size() + 1;
  // What combines with the colon cannot be cut from it.
  const bool combines = size < content.size() && (content[size] & 0x80) != 0;
  return combines ? 0 : static_cast<std::uint32_t>(size);
}

std::uint32_t common_prefix(std::string_view x, std::string_view y) {
  const std::size_t most = std::min(x.size(), y.size());
  std::size_t size = 0;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  while (size + sizeof a <= most) {
    std::memcpy(&a, x.data() + size, sizeof a);
    std::memcpy(&b, y.data() + size, sizeof b);
    if (a != b) {
      break;
    }
    size += sizeof a;
  }
  while (size < most && x[size] == y[size]) {
    ++size;
  }
  return static_cast<std::uint32_t>(size);
}

std::uint32_t common_suffix(std::string_view x, std::string_view y) {
  const std::size_t most = std::min(x.size(), y.size());
  std::size_t size = 0;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  while (size + sizeof a <= most) {
    std::memcpy(&a, x.data() + x.size() - size - sizeof a, sizeof a);
    std::memcpy(&b, y.data() + y.size() - size - sizeof b, sizeof b);
    if (a != b) {
      break;
    }
    size += sizeof a;
  }
  while (size < most && x[x.size() - 1 - size] == y[y.size() - 1 - size]) {
    ++size;
  }
  return static_cast<std::uint32_t>(size);
}

}  // namespace arch::diff
