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
#include "unit/diff/edited_history.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
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

void measure_made() {
  struct Made {
    const char* name;
    std::size_t size;
    std::size_t revisions;
  };
  for (const Made& made : {Made{"made/25 revisions of 5 KB", 5000, 25},
                           Made{"made/2000 revisions of 50 KB", 50000, 2000}}) {
    const History history = arch::diff::HistoryWriter(1).write(made.size, made.revisions).texts;
    std::size_t bytes = 0;
    for (const std::string& text : history) {
      bytes += text.size();
    }
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
