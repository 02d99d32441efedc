// Who first wrote each word.
//
// The idea is WikiWho's (Flöck and Acosta, "WikiWho: Precise and Efficient Attribution of
// Authorship of Revisioned Content", WWW 2014): whole paragraphs and sentences are looked for in
// everything the article ever held, so that what is put back keeps its origin, and only what is
// left is compared word by word. Three things are done otherwise. What is left is aligned sentence
// with sentence first (align.cpp), instead of word by word over all of them at once. Sentences that
// come back edited are found among those that left, by the words that they share. And words that
// merely occur elsewhere are never enough.
//
// Each word of a text is a token: a number, given when the word is new and carried on while it
// stays. The tokens of each block that ever was are kept, so that a block that is known costs one
// look-up; its words are not, they are a third of the memory and quickly cut again.
//
// The alternative is `git blame -M -C` on a file with a word a line: it looks in the revision
// before only, for runs of words, and costs a second (tests/bench/blame).

#include "diff/blame.hpp"

#include "base/error.hpp"
#include "diff/align.hpp"
#include "diff/blocks.hpp"
#include "diff/hash.hpp"
#include "diff/sentences.hpp"
#include "diff/text_diff.hpp"
#include "diff/word_align.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace arch::diff {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// A sentence with fewer content words ("Police agreed.") is not the same as one that is still
/// elsewhere in the text for having the same words.
constexpr std::uint32_t least_content = 3;

/// Words and marks of the shortest sentence that is known again when it comes back.
constexpr std::uint32_t least_words = 3;

/// Things of one hash that are compared. More can only be made on purpose.
constexpr std::uint32_t most_collisions = 8;

/// Places of one word that are looked at when a passage is looked for among those that went, the
/// latest first. A sentence that was edited twenty times is there twenty times.
constexpr std::size_t most_places = 16;

/// Passages that a sentence is aligned with, the most promising first.
constexpr std::size_t most_candidates = 4;

/// Words, of both sides, that may be aligned with passages that went, for each revision. An article
/// of 50 KB has 9,000 words.
constexpr std::uint64_t recalled_words = std::uint64_t{1} << 20U;

/// Content words in a row that are the same passage, in sentences that are otherwise not alike.
/// Shorter runs are names and phrases that any sentence on the subject may have.
constexpr std::uint32_t least_run = 6;

bool is_content(const Word& word) {
  return word.kind == WordClass::content;
}

std::uint32_t count_content(std::span<const Word> words) {
  return static_cast<std::uint32_t>(std::ranges::count_if(words, is_content));
}

/// Numbers by key, the latest of a key first. Open addressing; where a key finds no place within a
/// few steps, which takes keys that were made for it, its numbers are dropped: that costs quality
/// and neither time nor correctness.
class Numbers {
public:
  void add(std::uint64_t key, std::uint32_t number) {
    if (2 * (used_ + 1) > slots_.size()) {
      grow();
    }
    const std::size_t place = find_slot(key);
    if (place == no_slot) {
      return;
    }
    Slot& slot = slots_[place];
    used_ += slot.last == none ? 1U : 0U;
    slot.key = key;
    entries_.push_back({.number = number, .before = slot.last});
    slot.last = static_cast<std::uint32_t>(entries_.size() - 1);
  }

  /// Calls `is_enough` for up to `most` numbers of `key`, the latest first, until it says so.
  template <typename IsEnough>
  void look_up(std::uint64_t key, std::size_t most, const IsEnough& is_enough) const {
    if (slots_.empty()) {
      return;
    }
    const std::size_t place = find_slot(key);
    std::uint32_t at = place == no_slot ? none : slots_[place].last;
    for (; at != none && most > 0 && !is_enough(entries_[at].number); --most) {
      at = entries_[at].before;
    }
  }

private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t last = none;  ///< In entries_; none if the slot is free.
  };
  struct Entry {
    std::uint32_t number = 0;
    std::uint32_t before = none;  ///< The entry of the same key before this one.
  };

  static constexpr std::size_t most_steps = 32;
  static constexpr std::size_t no_slot = std::numeric_limits<std::size_t>::max();

  /// Returns the slot of `key`, or the free one where it belongs, or no_slot.
  [[nodiscard]] std::size_t find_slot(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = mix(0, key) & mask;
    for (std::size_t step = 0; step < most_steps; ++step, at = (at + 1) & mask) {
      if (slots_[at].last == none || slots_[at].key == key) {
        return at;
      }
    }
    return no_slot;
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(2 * slots_.size(), 256));
    std::swap(old, slots_);
    used_ = 0;
    for (const Slot& slot : old) {
      const std::size_t place = slot.last == none ? no_slot : find_slot(slot.key);
      if (place != no_slot) {
        slots_[place] = slot;
        ++used_;
      }
    }
  }

  std::vector<Slot> slots_;  ///< A power of two of them, at least half free.
  std::size_t used_ = 0;
  std::vector<Entry> entries_;
};

/// Returns the latest number of `hash` for which `is_equal`, or none.
template <typename IsEqual>
std::uint32_t find_number(const Numbers& numbers, std::uint64_t hash, const IsEqual& is_equal) {
  std::uint32_t found = none;
  numbers.look_up(hash, most_collisions, [&](std::uint32_t number) {
    found = is_equal(number) ? number : none;
    return found != none;
  });
  return found;
}

/// A block that some revision had.
struct KnownBlock {
  std::string content;
  std::vector<Word> words;            ///< Empty while the block is not in the text.
  std::vector<std::uint32_t> tokens;  ///< One for each word.
  Range sentences = {};               ///< In State::sentences_.
  std::uint32_t seen = none;          ///< The last revision that had it.
  std::uint32_t left = none;          ///< The last that had it not when the one before had.
  bool is_field = false;
  bool has_content = false;  ///< A content word.
};

struct KnownSentence {
  std::uint32_t block = 0;
  Range words = {};           ///< In the words of the block.
  Range bytes = {};           ///< In its content.
  std::uint32_t content = 0;  ///< Content words.
  bool is_indexed = false;    ///< In State::places_.
};

bool is_telling(const KnownSentence& sentence) {
  return sentence.content > 0 && sentence.words.size() >= least_words;
}

struct Token {
  Origin origin;
  std::uint32_t seen = 0;  ///< The last revision that had it.
};

}  // namespace

class Blame::State {
public:
  void add(std::string_view text) {
    if (text.size() > max_text_size) {
      throw Error{ErrorKind::unsupported, "reading a text: more than 4 GB"};
    }
    find_blocks(text);
    find_tokens();
    for (const Placed& placed : text_) {
      see(blocks_[placed.block]);
    }
    ++revision_;
  }

  [[nodiscard]] BlamedText latest() const {
    BlamedText result;
    for (const Placed& placed : text_) {
      const KnownBlock& block = blocks_[placed.block];
      const auto size = static_cast<std::uint32_t>(block.content.size());
      BlamedBlock blamed{.bytes = {placed.begin, placed.begin + size}, .is_field = block.is_field};
      const auto first_word = static_cast<std::uint32_t>(result.words.size());
      blamed.sentences.begin = static_cast<std::uint32_t>(result.sentences.size());
      for (const KnownSentence& sentence : sentences_of(block)) {
        result.sentences.push_back(
            {.bytes = {placed.begin + sentence.bytes.begin, placed.begin + sentence.bytes.end},
             .words = {first_word + sentence.words.begin, first_word + sentence.words.end}});
      }
      blamed.sentences.end = static_cast<std::uint32_t>(result.sentences.size());
      result.blocks.push_back(blamed);
      for (std::size_t i = 0; i < block.words.size(); ++i) {
        const Word& word = block.words[i];
        result.words.push_back({.bytes = {placed.begin + word.begin, placed.begin + word.end},
                                .kind = word.kind,
                                .origin = tokens_[block.tokens[i]].origin});
      }
    }
    return result;
  }

  [[nodiscard]] bool degraded() const { return degraded_; }

private:
  /// A block of the text, and where it begins there.
  struct Placed {
    std::uint32_t block = 0;
    std::uint32_t begin = 0;
  };

  [[nodiscard]] std::span<const KnownSentence> sentences_of(const KnownBlock& block) const {
    return std::span(sentences_).subspan(block.sentences.begin, block.sentences.size());
  }

  /// Cuts `text` into blocks, known ones and new ones, and finds which of the revision before are
  /// gone.
  void find_blocks(std::string_view text) {
    std::vector<Placed> before;
    std::swap(before, text_);
    new_.clear();
    gone_.clear();
    for (const TextBlock& cut : split_blocks(text)) {
      const std::string_view content = slice(text, cut.content);
      if (content.empty()) {
        continue;
      }
      const std::uint64_t hash = mix(hash_bytes(content), cut.is_field ? 1 : 0);
      std::uint32_t number = find_number(block_index_, hash, [&](std::uint32_t known) {
        return blocks_[known].content == content && blocks_[known].is_field == cut.is_field;
      });
      if (number == none) {
        number = make_block(content, cut.is_field);
        block_index_.add(hash, number);
      }
      KnownBlock& block = blocks_[number];
      // Rows of asterisks come and go without being the same.
      if (!block.has_content && block.seen + 1 < revision_ && block.seen != none) {
        std::ranges::fill(block.tokens, none);
        new_.push_back(number);
      }
      if (block.words.empty()) {
        append_words(block.content, {0, cut.content.size()}, block.words);
      }
      block.seen = revision_;
      text_.push_back({number, cut.content.begin});
    }
    for (const Placed& placed : before) {
      KnownBlock& block = blocks_[placed.block];
      if (block.seen != revision_ && block.left != revision_) {
        block.left = revision_;
        gone_.push_back(placed.block);
      }
    }
  }

  std::uint32_t make_block(std::string_view content, bool is_field) {
    const auto number = static_cast<std::uint32_t>(blocks_.size());
    KnownBlock& block = blocks_.emplace_back();
    block.content = content;
    block.is_field = is_field;
    append_words(block.content, {0, static_cast<std::uint32_t>(content.size())}, block.words);
    block.tokens.assign(block.words.size(), none);
    block.has_content = std::ranges::any_of(block.words, is_content);
    block.sentences.begin = static_cast<std::uint32_t>(sentences_.size());
    for (const Range words : split_sentences(block.content, block.words)) {
      sentences_.push_back(
          {.block = number,
           .words = words,
           .bytes = {block.words[words.begin].begin, block.words[words.end - 1].end},
           .content = count_content(std::span(block.words).subspan(words.begin, words.size()))});
    }
    block.sentences.end = static_cast<std::uint32_t>(sentences_.size());
    new_.push_back(number);
    return number;
  }

  /// Gives each word of the new blocks its token.
  void find_tokens() {
    for (const std::uint32_t number : new_) {
      find_known_sentences(blocks_[number]);
    }
    carry_over();
    for (const std::uint32_t number : left_) {
      index_words(sentences_[number], number);
    }
    recall();
    for (const std::uint32_t number : new_) {
      finish(blocks_[number]);
    }
    for (const std::uint32_t number : gone_) {
      blocks_[number].words = {};
    }
  }

  [[nodiscard]] std::string_view bytes_of(const KnownSentence& sentence) const {
    return slice(blocks_[sentence.block].content, sentence.bytes);
  }

  /// Gives the words of sentences that were there before, anywhere, the tokens they had.
  void find_known_sentences(KnownBlock& block) {
    std::vector<Word> room;
    for (const KnownSentence& sentence : sentences_of(block)) {
      if (!is_telling(sentence)) {
        continue;
      }
      const std::string_view bytes = bytes_of(sentence);
      const std::uint32_t number =
          find_number(sentence_index_, hash_bytes(bytes), [&](std::uint32_t known) {
            return bytes_of(sentences_[known]) == bytes;
          });
      // What few words say may be said twice; but what is gone can come back.
      if (number != none && (sentence.content >= least_content ||
                             blocks_[sentences_[number].block].seen != revision_)) {
        const KnownSentence& known = sentences_[number];
        const std::span<const Word> words = recut(known, room);
        for (std::uint32_t i = 0; words.size() == sentence.words.size() && i < words.size(); ++i) {
          if (words[i].key == block.words[sentence.words.begin + i].key) {
            block.tokens[sentence.words.begin + i] =
                blocks_[known.block].tokens[known.words.begin + i];
          }
        }
      }
    }
  }

  /// Returns the words of a sentence. If its block has left the text they are cut again, into
  /// `room`; none when they cannot be cut as they were, which depends on what is near in languages
  /// whose words are found by a dictionary.
  std::span<const Word> recut(const KnownSentence& sentence, std::vector<Word>& room) const {
    if (!blocks_[sentence.block].words.empty()) {
      return words_of(sentence);
    }
    room.clear();
    append_words(blocks_[sentence.block].content, sentence.bytes, room);
    return room.size() == sentence.words.size() ? room : std::span<const Word>{};
  }

  /// Sentences of blocks, one block after the other, as align() wants to know them.
  struct Side {
    std::vector<std::uint32_t> sentences;
    Passages passages;
  };

  void add_side(const KnownBlock& block, Side& side) const {
    // Fields are only ever compared with fields of their name.
    const std::uint64_t name = block.is_field ? hash_bytes(field_name(block.content)) | 1U : 0;
    for (std::uint32_t s = block.sentences.begin; s < block.sentences.end; ++s) {
      side.sentences.push_back(s);
      side.passages.add(hash_bytes(bytes_of(sentences_[s])), sentences_[s].bytes.size(), name);
    }
  }

  [[nodiscard]] std::span<const Word> words_of(const KnownSentence& sentence) const {
    return std::span(blocks_[sentence.block].words)
        .subspan(sentence.words.begin, sentence.words.size());
  }

  [[nodiscard]] bool has_new_words(const KnownSentence& sentence) const {
    const auto first = blocks_[sentence.block].tokens.begin();
    return std::find(first + sentence.words.begin, first + sentence.words.end, none) !=
           first + sentence.words.end;
  }

  /// Gives words of sentences that became sentences of the new blocks the tokens they had.
  void carry_over() {
    left_.clear();
    Side a;
    Side b;
    std::size_t size = 0;
    for (const std::uint32_t number : gone_) {
      add_side(blocks_[number], a);
      size += blocks_[number].content.size();
    }
    for (const std::uint32_t number : new_) {
      add_side(blocks_[number], b);
      size += blocks_[number].content.size();
    }
    // A sentence that both have takes part as a landmark, without its words.
    std::vector<std::uint64_t> known;
    for (std::uint32_t j = 0; j < b.sentences.size(); ++j) {
      const KnownSentence& sentence = sentences_[b.sentences[j]];
      if (has_new_words(sentence)) {
        b.passages.set_words(j, words_of(sentence));
      } else {
        known.push_back(b.passages[j].hash);
      }
    }
    std::ranges::sort(known);
    for (std::uint32_t i = 0; i < a.sentences.size(); ++i) {
      if (!std::ranges::binary_search(known, a.passages[i].hash)) {
        left_.push_back(a.sentences[i]);
        a.passages.set_words(i, words_of(sentences_[a.sentences[i]]));
      }
    }
    if (a.sentences.empty() || b.sentences.empty()) {
      return;
    }
    if (size > max_cut_size) {
      degraded_ = true;
      return;
    }
    const Alignment alignment = align(a.passages, b.passages, Level::sentences);
    WordBudget budget;
    for (const auto* groups : {&alignment.in_order, &alignment.moved}) {
      for (const Group& group : *groups) {
        carry(stretch(a.sentences, group.a), stretch(b.sentences, group.b), budget);
      }
    }
    degraded_ = degraded_ || budget.exhausted;
  }

  /// Neighbouring sentences, mostly of one block.
  struct Stretch {
    std::uint32_t block = 0;
    Range words = {};
    std::vector<std::uint32_t> further = {};  ///< Sentences after `words`, of other blocks.
  };

  [[nodiscard]] Stretch stretch(const std::vector<std::uint32_t>& sentences, Range range) const {
    const KnownSentence& first = sentences_[sentences[range.begin]];
    Stretch result{.block = first.block, .words = first.words};
    for (std::uint32_t i = range.begin + 1; i < range.end; ++i) {
      const KnownSentence& next = sentences_[sentences[i]];
      if (next.block == result.block && result.further.empty()) {
        result.words.end = next.words.end;
      } else {
        result.further.push_back(sentences[i]);
      }
    }
    return result;
  }

  void carry(const Stretch& a, const Stretch& b, WordBudget& budget) {
    if (a.further.empty() && b.further.empty()) {
      KnownBlock& from = blocks_[a.block];
      KnownBlock& to = blocks_[b.block];
      const auto side = [](const KnownBlock& block, Range words) {
        return WordSequence{block.content,
                            std::span(block.words).subspan(words.begin, words.size())};
      };
      for (const Match& match : align_words(side(from, a.words), side(to, b.words), budget)) {
        give(to.tokens[b.words.begin + match.b], from.tokens[a.words.begin + match.a]);
      }
      return;
    }
    const Gathered from = gather(a);
    const Gathered to = gather(b);
    for (const Match& match : align_words({from.text, from.words}, {to.text, to.words}, budget)) {
      const auto& [block_a, word_a] = from.places[match.a];
      const auto& [block_b, word_b] = to.places[match.b];
      give(blocks_[block_b].tokens[word_b], blocks_[block_a].tokens[word_a]);
    }
  }

  static void give(std::uint32_t& to, std::uint32_t token) { to = to == none ? token : to; }

  /// The words of a stretch as those of one text.
  struct Gathered {
    std::string text = {};
    std::vector<Word> words = {};
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places = {};  ///< Block, and word there.
  };

  [[nodiscard]] Gathered gather(const Stretch& stretch) const {
    Gathered result;
    const auto add = [&](std::uint32_t number, Range words) {
      const KnownBlock& block = blocks_[number];
      const Range bytes{block.words[words.begin].begin, block.words[words.end - 1].end};
      const auto at = static_cast<std::uint32_t>(result.text.size());
      result.text += slice(block.content, bytes);
      for (std::uint32_t w = words.begin; w < words.end; ++w) {
        Word word = block.words[w];
        word.begin = word.begin - bytes.begin + at;
        word.end = word.end - bytes.begin + at;
        result.words.push_back(word);
        result.places.emplace_back(number, w);
      }
    };
    add(stretch.block, stretch.words);
    for (const std::uint32_t number : stretch.further) {
      add(sentences_[number].block, sentences_[number].words);
    }
    return result;
  }

  /// Makes a sentence that left the text findable by its content words.
  void index_words(KnownSentence& sentence, std::uint32_t number) {
    if (sentence.is_indexed) {
      return;
    }
    sentence.is_indexed = true;
    for (const Word& word : words_of(sentence)) {
      if (is_content(word)) {
        places_.add(word.key, number);
      }
    }
  }

  /// Looks for what is still new among the sentences that ever left the text.
  void recall() {
    std::uint64_t words_left = recalled_words;
    WordBudget budget;
    for (const std::uint32_t number : new_) {
      const Range sentences = blocks_[number].sentences;
      for (std::uint32_t s = sentences.begin; s < sentences.end; ++s) {
        for (const std::uint32_t candidate : candidates_for(sentences_[s])) {
          const std::uint64_t size =
              sentences_[s].words.size() + sentences_[candidate].words.size();
          if (size > words_left) {
            degraded_ = true;
            break;
          }
          words_left -= size;
          recall_from(sentences_[candidate], sentences_[s], budget);
        }
      }
    }
    degraded_ = degraded_ || budget.exhausted;
  }

  /// Returns the sentences that left the text and share most of the content words of `sentence`,
  /// among them one that has no token yet; of equal ones, those that left last.
  [[nodiscard]] std::vector<std::uint32_t> candidates_for(const KnownSentence& sentence) const {
    const KnownBlock& block = blocks_[sentence.block];
    struct Wanted {
      std::uint64_t key = 0;
      std::uint32_t fresh = 0;  ///< 1 if the word has no token yet.

      auto operator<=>(const Wanted&) const = default;
    };
    std::vector<Wanted> wanted;
    for (std::uint32_t i = sentence.words.begin; i < sentence.words.end; ++i) {
      if (is_content(block.words[i])) {
        wanted.push_back({block.words[i].key, block.tokens[i] == none ? 1U : 0U});
      }
    }
    std::ranges::sort(wanted, std::greater<>{});
    wanted.erase(std::ranges::unique(wanted, {}, &Wanted::key).begin(), wanted.end());
    struct Candidate {
      std::uint32_t shared = 0;
      std::uint32_t sentence = 0;
      std::uint32_t fresh = 0;

      auto operator<=>(const Candidate&) const = default;
    };
    std::vector<Candidate> found;
    // Words without a token first: what has none of them need not be found by the others.
    for (const std::uint32_t fresh : {1U, 0U}) {
      for (const Wanted& word : wanted) {
        if (word.fresh != fresh) {
          continue;
        }
        std::uint32_t last = none;
        places_.look_up(word.key, most_places, [&](std::uint32_t number) {
          if (number != last) {
            found.push_back({.shared = 1, .sentence = number, .fresh = fresh});
          }
          last = number;
          return false;
        });
      }
      if (found.empty()) {
        return {};
      }
    }
    std::ranges::sort(found, {}, &Candidate::sentence);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < found.size();) {
      Candidate sum{.sentence = found[i].sentence};
      for (; i < found.size() && found[i].sentence == sum.sentence; ++i) {
        sum.shared += 1;
        sum.fresh += found[i].fresh;
      }
      if (sum.fresh > 0 && sum.shared >= least_content) {
        candidates.push_back(sum);
      }
    }
    const std::size_t count = std::min(candidates.size(), most_candidates);
    std::ranges::partial_sort(
        candidates, candidates.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>{});
    std::vector<std::uint32_t> result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      result.push_back(candidates[i].sentence);
    }
    return result;
  }

  /// Gives words of `sentence` that are new so far the tokens that they had in `old`, if it is
  /// `old` come back, edited perhaps.
  void recall_from(const KnownSentence& old, const KnownSentence& sentence, WordBudget& budget) {
    KnownBlock& block = blocks_[sentence.block];
    const KnownBlock& from = blocks_[old.block];
    std::vector<Word> room;
    const std::span<const Word> words = recut(old, room);
    const auto new_words =
        std::span(block.words).subspan(sentence.words.begin, sentence.words.size());
    const std::vector<Match> matches =
        align_words({from.content, words}, {block.content, new_words}, budget);
    std::uint32_t shared = 0;
    for (const Match& match : matches) {
      shared += is_content(words[match.a]) ? 1U : 0U;
    }
    const bool alike = shared >= least_content && 4 * shared >= old.content + sentence.content;
    const bool contained =
        shared > least_content && 5 * shared >= 4 * std::min(old.content, sentence.content);
    for (std::size_t first = 0; first < matches.size();) {
      std::size_t end = first + 1;
      std::uint32_t content = is_content(words[matches[first].a]) ? 1U : 0U;
      while (end < matches.size() && matches[end].a == matches[end - 1].a + 1 &&
             matches[end].b == matches[end - 1].b + 1) {
        content += is_content(words[matches[end].a]) ? 1U : 0U;
        ++end;
      }
      for (; first < end; ++first) {
        std::uint32_t& token = block.tokens[sentence.words.begin + matches[first].b];
        if (token == none && (alike || contained || content >= least_run)) {
          token = from.tokens[old.words.begin + matches[first].a];
        }
      }
    }
  }

  /// Gives what is still without a token a new one, and makes the sentences known.
  void finish(KnownBlock& block) {
    for (std::uint32_t& token : block.tokens) {
      if (token == none) {
        token = static_cast<std::uint32_t>(tokens_.size());
        tokens_.push_back(
            {.origin = {.first = revision_, .returned = revision_}, .seen = revision_});
      }
    }
    for (std::uint32_t number = block.sentences.begin; number < block.sentences.end; ++number) {
      if (is_telling(sentences_[number])) {
        const std::string_view bytes = bytes_of(sentences_[number]);
        const std::uint64_t hash = hash_bytes(bytes);
        const auto is_equal = [&](std::uint32_t known) {
          return bytes_of(sentences_[known]) == bytes;
        };
        if (find_number(sentence_index_, hash, is_equal) == none) {
          sentence_index_.add(hash, number);
        }
      }
    }
  }

  /// Notes that the text has the words of `block`.
  void see(const KnownBlock& block) {
    for (const std::uint32_t number : block.tokens) {
      Token& token = tokens_[number];
      if (token.seen + 1 < revision_) {
        token.origin.returned = revision_;
      }
      token.seen = revision_;
    }
  }

  std::vector<KnownBlock> blocks_;
  std::vector<KnownSentence> sentences_;
  std::vector<Token> tokens_;
  Numbers block_index_;     ///< By hash.
  Numbers sentence_index_;  ///< By hash.
  /// For each content word, the sentences that left the text and have it, in order of leaving.
  Numbers places_;
  std::vector<Placed> text_;         ///< The latest text.
  std::vector<std::uint32_t> new_;   ///< Its blocks that were never there before.
  std::vector<std::uint32_t> gone_;  ///< Blocks of the text before that it has not.
  std::vector<std::uint32_t> left_;  ///< Their sentences, but for those that are in new blocks.
  std::uint32_t revision_ = 0;
  bool degraded_ = false;
};

Blame::Blame() : state_(std::make_unique<State>()) {}
Blame::~Blame() = default;
Blame::Blame(Blame&&) noexcept = default;
Blame& Blame::operator=(Blame&&) noexcept = default;

void Blame::add(std::string_view text) {
  state_->add(text);
}
BlamedText Blame::latest() const {
  return state_->latest();
}
bool Blame::degraded() const {
  return state_->degraded();
}

}  // namespace arch::diff
