// What blame costs, and what it says of histories that are given.
//
// usage: blame_bench                 made histories: what each costs
//        blame_bench words FILE      the words of the last revision of each history, a line each:
//                                    number of the history, bytes [begin, end), origin, returned
//        blame_bench time FILE       CPU time for all histories together
//
// FILE holds histories, one after the other: a line with the number of revisions, then for each a
// line with its size in bytes, and so many bytes.

#include "bench/bench.hpp"
#include "diff/blame.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using History = std::vector<std::string>;

std::vector<History> read_histories(const char* path) {
  std::ifstream file{path, std::ios::binary};
  std::vector<History> histories;
  std::string line;
  while (std::getline(file, line)) {
    History& history = histories.emplace_back(std::stoul(line));
    for (std::string& text : history) {
      std::getline(file, line);
      text.resize(std::stoul(line));
      file.read(text.data(), static_cast<std::streamsize>(text.size()));
    }
  }
  return histories;
}

arch::diff::BlamedText blame(const History& history) {
  arch::diff::Blame all;
  for (const std::string& text : history) {
    all.add(text);
  }
  return all.latest();
}

void print_words(const std::vector<History>& histories) {
  for (std::size_t i = 0; i < histories.size(); ++i) {
    for (const arch::diff::BlamedWord& word : blame(histories[i]).words) {
      std::printf("%zu\t%u\t%u\t%u\t%u\n",
                  i,
                  word.bytes.begin,
                  word.bytes.end,
                  word.origin.first,
                  word.origin.returned);
    }
  }
}

/// An article that is edited again and again: a few words in most revisions, now and then a
/// paragraph that is new, gone, moved or split, or the text of three revisions before.
class Newsroom {
public:
  explicit Newsroom(std::uint32_t seed) : random_(seed) {}

  History write(std::size_t size, std::size_t revisions) {
    for (std::size_t written = 0; written < size;) {
      paragraphs_.push_back(paragraph());
      written += length(paragraphs_.back());
    }
    History history{text()};
    std::vector<std::vector<Paragraph>> drafts{paragraphs_};
    while (history.size() < revisions) {
      if (below(20) == 0 && drafts.size() > 3) {
        paragraphs_ = drafts[drafts.size() - 3];
      } else {
        edit();
      }
      history.push_back(text());
      drafts.push_back(paragraphs_);
      if (drafts.size() > 4) {
        drafts.erase(drafts.begin());
      }
    }
    return history;
  }

private:
  using Paragraph = std::vector<std::string>;

  std::size_t below(std::size_t n) { return random_() % n; }

  std::string word() {
    // Some words are said all the time and most of them seldom, as in prose.
    std::size_t number = below(10) < 4 ? below(40) : below(8000);
    std::string letters;
    for (number += 3; number > 0; number /= 17) {
      letters += "etaoinshrdlucmfwy"[number % 17];
      letters += "aeiou"[number % 5];
    }
    return letters;
  }

  Paragraph paragraph() {
    Paragraph words;
    for (std::size_t sentences = 2 + below(3); sentences > 0; --sentences) {
      for (std::size_t count = 8 + below(20); count > 0; --count) {
        words.push_back(word());
      }
      words.back() += '.';
    }
    return words;
  }

  static std::size_t length(const Paragraph& words) {
    std::size_t size = 2;
    for (const std::string& word : words) {
      size += word.size() + 1;
    }
    return size;
  }

  void edit() {
    for (std::size_t edits = 1 + below(3); edits > 0; --edits) {
      Paragraph& one = paragraphs_[below(paragraphs_.size())];
      one[below(one.size())] = word();
    }
    const auto place = [&] {
      return paragraphs_.begin() + static_cast<std::ptrdiff_t>(below(paragraphs_.size()));
    };
    switch (below(12)) {
      case 0:
        paragraphs_.insert(place(), paragraph());
        break;
      case 1:
        if (paragraphs_.size() > 2) {
          paragraphs_.erase(place());
        }
        break;
      case 2: {
        const auto from = place();
        Paragraph moved = *from;
        paragraphs_.erase(from);
        paragraphs_.insert(place(), std::move(moved));
        break;
      }
      default:
        break;
    }
  }

  std::string text() const {
    std::string all = "headline: A council decides\n\n";
    for (const Paragraph& words : paragraphs_) {
      bool starts = true;
      for (const std::string& word : words) {
        all += word;
        if (starts) {
          auto& letter = all[all.size() - word.size()];
          letter = static_cast<char>(letter - 'a' + 'A');
        }
        starts = word.back() == '.';
        all += ' ';
      }
      all.back() = '\n';
      all += '\n';
    }
    return all;
  }

  std::mt19937 random_;
  std::vector<Paragraph> paragraphs_;
};

void measure_made() {
  struct Made {
    const char* name;
    std::size_t size;
    std::size_t revisions;
  };
  for (const Made& made : {Made{"made/25 revisions of 5 KB", 5000, 25},
                           Made{"made/2000 revisions of 50 KB", 50000, 2000}}) {
    const History history = Newsroom(1).write(made.size, made.revisions);
    std::size_t bytes = 0;
    for (const std::string& text : history) {
      bytes += text.size();
    }
    if (std::getenv("ONLY25") && made.revisions > 25)
      continue;
    arch::bench::measure(made.name, bytes, [&] {
      if (blame(history).words.empty()) {
        std::abort();
      }
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (argc == 1) {
    measure_made();
  } else if (argc == 3 && what == "words") {
    print_words(read_histories(argv[2]));
  } else if (argc == 3 && what == "time") {
    const std::vector<History> histories = read_histories(argv[2]);
    std::size_t bytes = 0;
    for (const History& history : histories) {
      for (const std::string& text : history) {
        bytes += text.size();
      }
    }
    arch::bench::measure("histories", bytes, [&] {
      for (const History& history : histories) {
        blame(history);
      }
    });
  } else {
    std::fprintf(stderr, "usage: blame_bench [words FILE | time FILE]\n");
    return 2;
  }
  return 0;
}
