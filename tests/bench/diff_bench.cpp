// How fast texts are compared.
//
//   diff_bench                   on made texts: a line for each case, as bench.hpp prints it
//   diff_bench pairs FOLDER N    in process, on FOLDER/1.a and FOLDER/1.b to FOLDER/N.a, FOLDER/N.b
//   diff_bench files A B         once, as a command would: prints the patch
//   diff_bench bars              on made texts, only the cases that have a bar
//   diff_bench trees             reads pairs from standard input, each as `size_a size_b LF` and
//   the
//                                bytes of both, and prints of each the tree in one line: what
//                                `arch diff --json` says, without the texts, for the scorers

#include "bench/bench.hpp"
#include "diff/myers.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"
#include "diff/unified.hpp"
#include "diff/word_align.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace arch::diff;  // NOLINT(google-build-using-namespace): of nothing else this speaks

using Pair = std::pair<std::string, std::string>;

/// Returns a word of a vocabulary of some 20,000 whose ranks follow Zipf's law, as words do.
std::string word(std::mt19937& random) {
  const double place = static_cast<double>(random()) / 4294967296.0;
  const auto rank = static_cast<unsigned>(std::pow(20000.0, place));
  std::string result;
  for (unsigned left = rank * 2654435761U, size = 2 + rank % 7; size > 0; --size, left >>= 4U) {
    result += static_cast<char>('a' + left % 16);
  }
  return result;
}

/// Returns about `bytes` bytes of sentences of 8 to 24 words in paragraphs of 1 to 5 sentences.
std::string prose(std::mt19937& random, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    for (std::size_t sentences = 1 + random() % 5; sentences > 0; --sentences) {
      for (std::size_t words = 8 + random() % 17; words > 0; --words) {
        text += word(random);
        text += words > 1 ? " " : ". ";
      }
    }
    text.back() = '\n';
    text += '\n';
  }
  return text;
}

/// Replaces some 40 bytes of words by others.
std::string edited(std::string text, std::mt19937& random) {
  const std::size_t at = text.find(' ', random() % (text.size() - 200)) + 1;
  const std::size_t end = text.find(' ', at + 40);
  std::string words;
  while (words.size() < 40) {
    words += (words.empty() ? "" : " ") + word(random);
  }
  text.replace(at, end - at, words);
  return text;
}

/// Compares each of many pairs in turn, so that no text is still in the cache from the last time.
void measure_pairs(const std::string& name, const std::vector<Pair>& pairs) {
  std::size_t next = 0;
  arch::bench::measure(name, pairs[0].first.size() + pairs[0].second.size(), [&] {
    const auto& [a, b] = pairs[next++ % pairs.size()];
    if (summarise(compare(a, b)).words_added == 0) {
      std::abort();
    }
  });
}

/// Replaces every third word or so, and moves, drops and adds some paragraphs.
std::string rewritten(const std::string& text, std::mt19937& random) {
  std::vector<std::string> paragraphs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    std::string paragraph;
    for (std::size_t from = at; from < end;) {
      const std::size_t space = std::min(text.find(' ', from), end);
      paragraph += random() % 3 == 0 ? word(random) : text.substr(from, space - from);
      paragraph += space < end ? " " : "";
      from = space + 1;
    }
    at = end + 2;
    const auto place = static_cast<std::ptrdiff_t>(random() % (paragraphs.size() + 1));
    switch (random() % 10) {
      case 0:
        break;
      case 1:
        paragraphs.insert(paragraphs.begin() + place, paragraph);
        break;
      case 2:
        paragraphs.push_back(prose(random, 200));
        [[fallthrough]];
      default:
        paragraphs.push_back(paragraph);
    }
  }
  std::string result;
  for (const std::string& paragraph : paragraphs) {
    result += paragraph + "\n\n";
  }
  return result;
}

std::string in_one_line(std::string text) {
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  return text;
}

/// The cases that have a bar. Light edits replace some 40 bytes of words in several places.
void measure_bars() {
  struct Light {
    std::size_t bytes;
    int edits;
  };
  std::mt19937 random(5);
  for (const auto& [bytes, edits] : {Light{5000, 2}, Light{50000, 8}, Light{500000, 32}}) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < 5'000'000 / bytes; ++i) {
      std::string old = prose(random, bytes);
      std::string changed = old;
      for (int edit = 0; edit < edits; ++edit) {
        changed = edited(changed, random);
      }
      pairs.emplace_back(std::move(old), std::move(changed));
    }
    measure_pairs(fmt::format("light/{} KB", bytes / 1000), pairs);
  }
  std::vector<Pair> heavy;
  std::vector<Pair> unlike;
  std::vector<Pair> line;
  for (int i = 0; i < 20; ++i) {
    const std::string old = prose(random, 50000);
    heavy.emplace_back(old, rewritten(old, random));
    unlike.emplace_back(prose(random, 100000), prose(random, 100000));
    line.emplace_back(in_one_line(unlike.back().first), in_one_line(unlike.back().second));
  }
  measure_pairs("heavy rewrite/50 KB", heavy);
  measure_pairs("unlike/100 KB", unlike);
  measure_pairs("one paragraph/100 KB", line);
}

void measure_summaries() {
  std::mt19937 random(1);
  for (const std::size_t bytes : {5000U, 50000U, 500000U}) {
    std::vector<Pair> small;
    std::vector<Pair> unlike;
    for (std::size_t i = 0; i < 5'000'000 / bytes; ++i) {
      const std::string text = prose(random, bytes);
      small.emplace_back(text, edited(text, random));
      unlike.emplace_back(text, prose(random, bytes));
    }
    measure_pairs(fmt::format("summary/{} KB, 40 bytes edited", bytes / 1000), small);
    measure_pairs(fmt::format("summary/{} KB, unlike", bytes / 1000), unlike);
  }
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    text += piece;
  }
  return text;
}

/// Inputs that are slow for their size, two texts of `size` bytes.
void measure_worst(std::size_t size) {
  std::mt19937 random(2);
  const auto one_line = [&] {
    std::string text = in_one_line(prose(random, size));
    std::ranges::replace(text, '.', ' ');
    return text;
  };
  const auto many_blocks = [&] {
    std::string text;
    for (std::size_t i = 0; i < size / 100; ++i) {
      text += word(random) + "\n\n";
    }
    return text;
  };
  std::string short_ones;
  std::string one_long;
  for (std::size_t i = 0; i < size / 50; ++i) {
    const std::string words = fmt::format("x{0} y{0} z{0} ", i);
    short_ones += words + "\n\n";
    one_long += words;
  }
  const std::vector<std::pair<std::string, Pair>> cases = {
      {"prose, unlike", {prose(random, size), prose(random, size)}},
      {"one line, unlike", {one_line(), one_line()}},
      {"blocks of one word", {many_blocks(), many_blocks()}},
      {"short blocks against a long one", {short_ones, one_long}},
      {"one word repeated", {repeated("ab ", size), "q " + repeated("ab ", size / 2) + "x"}},
      {"one line repeated", {repeated("ab\n", size / 4), "q\n" + repeated("ab\n", size / 8)}},
      {"marks only", {repeated(".!", size) + "x", repeated("!.", size) + "y"}},
      {"fields only", {repeated("a: b\n", size), repeated("b: b\n", size)}},
      {"scripts that alternate",
       {repeated("\u0E01"
                 "1",
                 size) +
            "x",
        repeated("\u0E01"
                 "2",
                 size)}},
  };
  for (const auto& [name, texts] : cases) {
    const auto& [a, b] = texts;
    arch::bench::measure(fmt::format("worst/{} MB, {}", size / 1'000'000, name),
                         a.size() + b.size(),
                         [&, &a = a, &b = b] {
                           if (compare(a, b).blocks.empty()) {
                             std::abort();
                           }
                         });
  }
}

/// What a cell of the table of diff/word_align.hpp takes: here there are a million.
void measure_table() {
  std::mt19937 random(4);
  const auto words = [&random] {
    std::string text;
    for (int i = 0; i < 999; ++i) {
      text += word(random) + ' ';
    }
    return text;
  };
  const std::string a = "old " + words();
  const std::string b = "new " + words();
  std::vector<Word> words_a;
  std::vector<Word> words_b;
  append_words(a, {0, static_cast<std::uint32_t>(a.size())}, words_a);
  append_words(b, {0, static_cast<std::uint32_t>(b.size())}, words_b);
  arch::bench::measure("words/table of a million cells", 0, [&] {
    WordBudget budget;
    (void)align_words({a, words_a}, {b, words_b}, budget);
  });
}

/// What the budget of diff/myers.hpp takes: two sequences that share every item, nowhere in order.
void measure_myers() {
  std::mt19937 random(3);
  std::vector<std::uint32_t> a(1'000'000);
  std::vector<std::uint32_t> b(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = static_cast<std::uint32_t>(random() % 1000);
    b[i] = static_cast<std::uint32_t>(random() % 1000);
  }
  arch::bench::measure("myers/unlike", 0, [&] { (void)diff_sequences(a, b); });
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    fmt::print(stderr, "error: cannot read {}\n", path);
    std::exit(3);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

void compare_pairs(const std::string& folder, int count) {
  std::vector<Pair> pairs;
  std::size_t bytes = 0;
  for (int i = 1; i <= count; ++i) {
    pairs.emplace_back(read_file(fmt::format("{}/{}.a", folder, i)),
                       read_file(fmt::format("{}/{}.b", folder, i)));
    bytes += pairs.back().first.size() + pairs.back().second.size();
  }
  arch::bench::measure("in process", bytes, [&] {
    for (const auto& [a, b] : pairs) {
      (void)summarise(compare(a, b));
    }
  });
}

constexpr std::array kind_names = {
    "kept", "inserted", "deleted", "replaced", "moved_from", "moved_to", "split", "joined"};
constexpr std::array touch_names = {"none", "spacing", "form", "words"};

/// Appends the members that blocks, sentences and runs have in common.
template <typename Node>
void append_node(std::string& out, const Node& node) {
  fmt::format_to(std::back_inserter(out),
                 R"("kind":"{}","touch":"{}","old":[{},{}],"new":[{},{}])",
                 kind_names.at(static_cast<std::size_t>(node.kind)),
                 touch_names.at(static_cast<std::size_t>(node.touch)),
                 node.a.begin,
                 node.a.end,
                 node.b.begin,
                 node.b.end);
}

std::string tree(const TextDiff& diff) {
  std::string out = fmt::format(R"({{"degraded":{},"blocks":[)", diff.degraded);
  const auto separate = [&out](bool first) { out += first ? "" : ","; };
  for (std::size_t i = 0; i < diff.blocks.size(); ++i) {
    separate(i == 0);
    out += '{';
    append_node(out, diff.blocks[i]);
    out += R"(,"sentences":[)";
    const auto sentences = diff.sentences_of(diff.blocks[i]);
    for (std::size_t j = 0; j < sentences.size(); ++j) {
      separate(j == 0);
      out += '{';
      append_node(out, sentences[j]);
      out += R"(,"runs":[)";
      const auto runs = diff.runs_of(sentences[j]);
      for (std::size_t k = 0; k < runs.size(); ++k) {
        separate(k == 0);
        out += '{';
        append_node(out, runs[k]);
        out += '}';
      }
      out += "]}";
    }
    out += "]}";
  }
  return out + "]}";
}

void print_trees() {
  std::size_t size_a = 0;
  std::size_t size_b = 0;
  while (std::cin >> size_a >> size_b) {
    std::string a(size_a, '\0');
    std::string b(size_b, '\0');
    std::cin.get();
    std::cin.read(a.data(), static_cast<std::streamsize>(size_a));
    std::cin.read(b.data(), static_cast<std::streamsize>(size_b));
    fmt::print("{}\n", tree(compare(a, b)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 3 && arguments[0] == "pairs") {
    compare_pairs(arguments[1], std::stoi(arguments[2]));
  } else if (arguments.size() == 3 && arguments[0] == "files") {
    const std::string a = read_file(arguments[1]);
    const std::string b = read_file(arguments[2]);
    const Summary summary = summarise(compare(a, b));
    fmt::print("{}{} {}\n", unified_patch(a, b), summary.words_added, summary.words_removed);
  } else if (arguments.size() == 1 && arguments[0] == "trees") {
    print_trees();
  } else if (arguments.size() == 1 && arguments[0] == "bars") {
    measure_bars();
    measure_worst(1'000'000);
    measure_worst(10'000'000);
  } else if (arguments.empty()) {
    measure_summaries();
    measure_bars();
    measure_worst(1'000'000);
    measure_worst(10'000'000);
    measure_table();
    measure_myers();
  } else {
    fmt::print(stderr, "usage: diff_bench [pairs FOLDER N | files A B | trees | bars]\n");
    return 2;
  }
  return 0;
}
