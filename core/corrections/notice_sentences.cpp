#include "corrections/notice_sentences.hpp"

#include "corrections/plain_words.hpp"
#include "corrections/word_questions.hpp"
#include "diff/sentences.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace arch::corrections {
namespace {

using diff::Range;

/// Beginnings of words by which a sentence speaks of a correction, in five languages.
constexpr std::array<std::string_view, 55> correcting{// en
                                                      "earlier",
                                                      "previous",
                                                      "original",
                                                      "incorrect",
                                                      "correct",
                                                      "wrong",
                                                      "erroneous",
                                                      "error",
                                                      "mistake",
                                                      "mistaken",
                                                      "misstat",
                                                      "misspel",
                                                      "misidentif",
                                                      "misquot",
                                                      "amend",
                                                      "updat",
                                                      "clarif",
                                                      "regret",
                                                      "apolog",
                                                      "sorry",
                                                      "retract",
                                                      "actually",
                                                      "inaccura",
                                                      "omitted",
                                                      // fr
                                                      "erreur",
                                                      "errone",
                                                      "inexact",
                                                      "precedent",
                                                      "anterieur",
                                                      "initial",
                                                      "corrig",
                                                      "rectifi",
                                                      "excus",
                                                      // de
                                                      "fehler",
                                                      "falsch",
                                                      "irrtum",
                                                      "fruher",
                                                      "ursprunglich",
                                                      "korrigi",
                                                      "bericht",
                                                      "entschuldig",
                                                      "tatsachlich",
                                                      "richtig",
                                                      "aktualisi",
                                                      // es, pt
                                                      "equivoc",
                                                      "anterior",
                                                      "incorrec",
                                                      "incorret",
                                                      "correc",
                                                      "correto",
                                                      "lament",
                                                      "disculp",
                                                      "desculp",
                                                      "atualiz",
                                                      "errad"};

/// A sentence that begins so speaks of what the one before it spoke of.
constexpr std::array<std::string_view, 45> pronouns{
    "it",  "he",    "she",  "they", "this", "that", "these", "those", "we",  "our",  "its",  "his",
    "her", "their", "also", "both", "il",   "elle", "ils",   "elles", "ce",  "cela", "nous", "er",
    "sie", "es",    "dies", "das",  "wir",  "este", "esta",  "esto",  "eso", "ese",  "son",  "se",
    "ele", "ela",   "eles", "elas", "isso", "isto", "esse",  "essa",  "sao"};

/// So few words are a value or a remark: `It was 15.`, `Son 15.`, `Nos excuses a nos lecteurs.`
constexpr std::size_t most_words_of_remark = 5;

/// Words that link two sentences have so many letters at least.
constexpr std::size_t least_linking_letters = 5;

bool is_word(const PlainWord& word) {
  return word.kind != PlainWord::Kind::mark;
}

bool has_correcting_word(const PlainWords& words) {
  for (std::size_t at = 0; at < words.words.size(); ++at) {
    if (std::ranges::any_of(correcting, [word = words.text(at)](std::string_view start) {
          return word.starts_with(start);
        })) {
      return true;
    }
  }
  return false;
}

/// `It was 15, not 12`, `15 et non 12`, `15 und nicht 12`: one value, and the one that was wrong.
bool gives_both_values(const PlainWords& words) {
  constexpr std::array<std::string_view, 6> denials{"not", "non", "nicht", "no", "nao", "rather"};
  for (std::size_t at = 0; at + 1 < words.words.size(); ++at) {
    const bool denies = std::ranges::find(denials, words.text(at)) != denials.end();
    const bool is_after_break =
        at > 0 &&
        (words.is_mark(at - 1, ',') || words.text(at - 1) == "et" || words.text(at - 1) == "und" ||
         words.text(at - 1) == "y" || words.text(at - 1) == "e" || words.text(at - 1) == "and");
    if (denies && is_after_break) {
      return true;
    }
  }
  return false;
}

bool share_a_word(const PlainWords& notice, const PlainWords& sentence) {
  for (std::size_t i = 0; i < sentence.words.size(); ++i) {
    const std::string_view word = sentence.text(i);
    if (word.size() < least_linking_letters) {
      continue;
    }
    for (std::size_t k = 0; k < notice.words.size(); ++k) {
      if (common_start(word, notice.text(k)) >= least_linking_letters) {
        return true;
      }
    }
  }
  return false;
}

/// Begins with a pronoun, and adds nothing to the list of what was wrong.
bool goes_on(const PlainWords& words) {
  constexpr std::array<std::string_view, 7> adding{
      "also", "aussi", "egalement", "auch", "tambien", "tambem", "ebenfalls"};
  bool begins = true;
  bool is_pronoun = false;
  for (std::size_t at = 0; at < words.words.size(); ++at) {
    if (std::ranges::find(adding, words.text(at)) != adding.end()) {
      return false;
    }
    if (begins && is_word(words.words[at])) {
      is_pronoun = std::ranges::find(pronouns, words.text(at)) != pronouns.end();
      begins = false;
    }
  }
  return is_pronoun;
}

}  // namespace

std::vector<Range> sentences_from(std::string_view text, Range range) {
  std::vector<diff::Word> words;
  diff::append_words(text, range, words);
  std::vector<Range> sentences;
  for (const Range sentence : diff::split_sentences(text, words)) {
    sentences.push_back({words[sentence.begin].begin, words[sentence.end - 1].end});
  }
  return sentences;
}

std::vector<Range> subjects_from(std::string_view text, Range range) {
  std::vector<Range> subjects;
  for (const Range sentence : sentences_from(text, range)) {
    if (!subjects.empty() && goes_on(cut_plain(diff::slice(text, sentence)))) {
      subjects.back().end = sentence.end;
    } else {
      subjects.push_back(sentence);
    }
  }
  return subjects;
}

bool continues_notice(const NoticeSoFar& notice, std::string_view sentence) {
  const PlainWords words = cut_plain(sentence);
  const auto first = std::ranges::find_if(words.words, is_word);
  if (first == words.words.end() || gives_both_values(words) || has_correcting_word(words) ||
      share_a_word(cut_plain(notice.text), words)) {
    return true;
  }
  // Behind an update stands the article, which has short sentences and pronouns too.
  if (notice.kind == NoticeKind::update || notice.kind == NoticeKind::developing ||
      notice.kind == NoticeKind::technical || notice.kind == NoticeKind::editors_note) {
    return false;
  }
  const std::string_view begins = words.text(static_cast<std::size_t>(first - words.words.begin()));
  const auto count = static_cast<std::size_t>(std::ranges::count_if(words.words, is_word));
  return notice.is_dated || count <= most_words_of_remark ||
         std::ranges::find(pronouns, begins) != pronouns.end();
}

}  // namespace arch::corrections
