#include "corrections/whole_passage.hpp"

#include "corrections/amounts.hpp"
#include "corrections/judge_statement.hpp"
#include "corrections/quotation.hpp"
#include "corrections/statement.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>

namespace arch::corrections {
namespace {

using diff::Range;

/// Fewer words and marks are no sentence that says something of someone.
constexpr std::size_t least_said = 6;

/// Of one kind so many are enough to show.
constexpr std::size_t most_found = 8;

/// So many different words are looked for in one text.
constexpr std::size_t most_words = 256;

Range find_name(Words words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].capital && words[i - 1].capital && !words[i - 1].is_mark()) {
      return {words[i - 1].bytes.begin, words[i].bytes.end};
    }
  }
  return {};
}

Range find_figure(const std::vector<StatementWord>& words) {
  for (const Amount& amount : find_amounts(words)) {
    const StatementWord& word = words[amount.word];
    const auto names_day = [](const StatementWord* beside) {
      return beside != nullptr && beside->is(Topic::month);
    };
    const Words here{&word, 1};
    if (word.has_digit && !amount.is_year && !amount.is_time &&
        !names_day(neighbour(words, here, -1)) && !names_day(neighbour(words, here, 1))) {
      return word.bytes;
    }
  }
  return {};
}

/// Words of accusing and of crimes; or two of prosecution close together, as in `mis en examen`,
/// where each may mean something else.
std::vector<Range> find_accusations(Words words) {
  constexpr std::size_t close = 3;
  std::vector<Range> found;
  const StatementWord* last_legal = nullptr;
  for (const StatementWord& word : words) {
    const bool is_pair = word.is(Topic::legal) && last_legal != nullptr &&
                         static_cast<std::size_t>(&word - last_legal) < close;
    if (word.is(Topic::accusation)) {
      found.push_back(word.bytes);
    } else if (is_pair) {
      found.push_back({last_legal->bytes.begin, word.bytes.end});
    }
    last_legal = word.is(Topic::legal) ? &word : last_legal;
    if (found.size() == most_found) {
      break;
    }
  }
  return found;
}

std::vector<Range> find_words(Words words, std::uint32_t topics) {
  std::vector<Range> found;
  for (const StatementWord& word : words) {
    if (word.entry.is_any(topics) && found.size() < most_found) {
      found.push_back(word.bytes);
    }
  }
  return found;
}

}  // namespace

PassageContent read_passage(std::string_view text, Range sentence, const Lexicon& lexicon) {
  PassageContent content;
  const std::vector<Range> quotations = find_quotations(text, sentence);
  if (!quotations.empty()) {
    content.quotation = quotations.front();
  }
  const std::string_view inner = diff::slice(text, sentence);
  const std::size_t begin = std::min(inner.find_first_not_of(" \n\r\t"), inner.size());
  if (sentence.size() > longest_sentence || inner.substr(begin).starts_with("## ")) {
    return content;  // of a heading or a menu every word has a capital
  }
  const std::vector<StatementWord> words = cut_statement(text, sentence, {}, lexicon);
  if (words.size() < least_said) {
    return content;
  }
  content.name = find_name(words);
  if (lexicon.is_empty()) {
    return content;
  }
  content.figure = find_figure(words);
  const auto sources = find_words(words, topic_mask(Topic::report, Topic::per));
  content.source = sources.empty() ? Range{} : sources.front();
  content.denials = find_words(words, topic_mask(Topic::denial));
  content.accusations = find_accusations(words);
  return content;
}

bool WordsOfText::has(std::string_view words) {
  const auto known = known_.find(words);
  if (known != known_.end()) {
    return known->second;
  }
  if (known_.size() == most_words) {
    return true;
  }
  const bool found = text_.find(words) != std::string_view::npos;
  known_.emplace(words, found);
  return found;
}

void fire_content(Segment& segment,
                  const PassageContent& content,
                  std::string_view text,
                  WholeChange change,
                  WordsOfText& other) {
  const auto fire_words = [&](Signal signal, Strength strength, Range words) {
    if (!words.empty()) {
      fire(segment,
           signal,
           strength,
           change.is_added ? Range{} : words,
           change.is_added ? words : Range{});
    }
  };
  const auto fire_news = [&](Signal signal, Strength strength, const std::vector<Range>& found) {
    const auto news = std::ranges::find_if(
        found, [&](Range words) { return !other.has(diff::slice(text, words)); });
    if (news != found.end()) {
      fire_words(signal, change.is_replaced ? Strength::weak : strength, *news);
    } else if (!found.empty()) {
      fire_words(signal, Strength::weak, found.front());
    }
  };
  fire_news(Signal::denial, Strength::strong, content.denials);
  const bool accuses_someone = change.is_added && !content.name.empty();
  fire_news(Signal::accusation,
            accuses_someone ? Strength::strong : Strength::medium,
            content.accusations);
  fire_words(Signal::figure, Strength::weak, content.figure);
  fire_words(Signal::source, Strength::weak, content.source);
}

}  // namespace arch::corrections
