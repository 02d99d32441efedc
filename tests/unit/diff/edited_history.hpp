#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace arch::diff {

/// The revisions of an article, and which of them first wrote each word and each full stop of the
/// last.
struct EditedHistory {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> origins;
};

/// Writes an article of made-up words and edits it as newsrooms do: words are replaced, put in and
/// taken out, sentences added, dropped, moved and put back, paragraphs moved, split and joined, and
/// now and then an earlier text is restored. Some words are said all the time and most seldom.
class HistoryWriter {
public:
  explicit HistoryWriter(std::uint32_t seed) : random_(seed) {}

  EditedHistory write(std::size_t size, std::size_t revisions) {
    for (std::size_t written = 0; written < size; written += 600) {
      paragraphs_.emplace_back();
      while (paragraphs_.back().size() < 4) {
        paragraphs_.back().push_back(sentence());
      }
    }
    EditedHistory history;
    std::deque<Text> drafts;
    while (true) {
      history.texts.push_back(shown());
      drafts.push_back(paragraphs_);
      if (drafts.size() > 6) {
        drafts.pop_front();
      }
      if (history.texts.size() >= revisions) {
        break;
      }
      ++revision_;
      if (below(20) == 0) {
        paragraphs_ = drafts[below(drafts.size())];
      } else {
        for (std::size_t edits = 1 + below(3); edits > 0; --edits) {
          edit();
        }
      }
    }
    for (const Paragraph& paragraph : paragraphs_) {
      for (const Sentence& sentence : paragraph) {
        for (const Token& token : sentence) {
          history.origins.push_back(token.origin);
        }
      }
    }
    return history;
  }

private:
  struct Token {
    std::string word;
    std::uint32_t origin = 0;
  };
  using Sentence = std::vector<Token>;  // The last token is its full stop.
  using Paragraph = std::vector<Sentence>;
  using Text = std::vector<Paragraph>;

  std::size_t below(std::size_t n) { return random_() % n; }

  Token word() {
    std::size_t number = below(10) < 4 ? below(40) : below(8000);
    std::string letters;
    for (number += 3; number > 0; number /= 17) {
      letters += "etaoinshrdlucmfwy"[number % 17];
      letters += "aeiou"[number % 5];
    }
    return {std::move(letters), revision_};
  }

  Sentence sentence() {
    Sentence words;
    for (std::size_t count = 6 + below(24); count > 0; --count) {
      words.push_back(word());
    }
    words.push_back({".", revision_});
    return words;
  }

  Paragraph& some_paragraph() { return paragraphs_[below(paragraphs_.size())]; }

  static void insert(Paragraph& paragraph, std::size_t at, Sentence sentence) {
    paragraph.insert(paragraph.begin() + static_cast<std::ptrdiff_t>(at), std::move(sentence));
  }

  Sentence take(Paragraph& paragraph) {
    const std::size_t at = below(paragraph.size());
    Sentence taken = std::move(paragraph[at]);
    paragraph.erase(paragraph.begin() + static_cast<std::ptrdiff_t>(at));
    if (paragraph.empty()) {
      paragraphs_.erase(paragraphs_.begin() + (&paragraph - paragraphs_.data()));
    }
    return taken;
  }

  bool is_short() const { return paragraphs_.size() < 3; }

  void edit() {
    Paragraph& paragraph = some_paragraph();
    Sentence& words = paragraph[below(paragraph.size())];
    const std::size_t at = below(words.size() - 1);
    const auto place = words.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(12)) {
      case 0:
        words.insert(place, word());
        break;
      case 1:
        if (words.size() > 4) {
          words.erase(place);
        }
        break;
      case 2: {
        Paragraph& into = some_paragraph();
        insert(into, below(into.size() + 1), sentence());
        break;
      }
      case 3:
        if (!is_short()) {
          dropped_.push_back(take(paragraph));
        }
        break;
      case 4:
        if (!is_short()) {
          Sentence moved = take(paragraph);
          Paragraph& into = some_paragraph();
          insert(into, below(into.size() + 1), std::move(moved));
        }
        break;
      case 5:
        if (!dropped_.empty()) {
          Sentence back = std::move(dropped_.front());
          dropped_.pop_front();
          back[below(back.size() - 1)] = word();
          insert(paragraph, below(paragraph.size() + 1), std::move(back));
        }
        break;
      case 6: {
        const auto from = paragraphs_.begin() + (&paragraph - paragraphs_.data());
        Paragraph moved = std::move(*from);
        paragraphs_.erase(from);
        const std::size_t to = below(paragraphs_.size() + 1);
        paragraphs_.insert(paragraphs_.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
        break;
      }
      case 7:
        if (paragraph.size() > 1) {
          const auto half = paragraph.begin() + static_cast<std::ptrdiff_t>(paragraph.size() / 2);
          Paragraph second(std::make_move_iterator(half), std::make_move_iterator(paragraph.end()));
          paragraph.erase(half, paragraph.end());
          paragraphs_.insert(paragraphs_.begin() + (&paragraph - paragraphs_.data()) + 1,
                             std::move(second));
        }
        break;
      case 8:
        if (!is_short() && &paragraph != &paragraphs_.back()) {
          Paragraph& next = *(&paragraph + 1);
          std::ranges::move(next, std::back_inserter(paragraph));
          paragraphs_.erase(paragraphs_.begin() + (&next - paragraphs_.data()));
        }
        break;
      default:
        *place = word();
        break;
    }
  }

  [[nodiscard]] std::string shown() const {
    std::string text;
    for (const Paragraph& paragraph : paragraphs_) {
      for (const Sentence& words : paragraph) {
        for (std::size_t i = 0; i < words.size(); ++i) {
          text += i > 0 && i + 1 < words.size() ? " " : "";
          text += words[i].word;
          if (i == 0) {
            char& letter = text[text.size() - words[i].word.size()];
            letter = static_cast<char>(letter - 'a' + 'A');
          }
        }
        text += ' ';
      }
      text.back() = '\n';
      text += '\n';
    }
    return text;
  }

  std::mt19937 random_;
  Text paragraphs_;
  std::deque<Sentence> dropped_;
  std::uint32_t revision_ = 0;
};

}  // namespace arch::diff
