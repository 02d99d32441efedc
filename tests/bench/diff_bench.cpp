// How fast texts are compared.
//
//   diff_bench                   on made texts: a line for each case, as bench.hpp prints it
//   diff_bench pairs FOLDER N    in process, on FOLDER/1.a and FOLDER/1.b to FOLDER/N.a, FOLDER/N.b
//   diff_bench files A B         once, as a command would: prints the patch
//   diff_bench bars [NAME]       on made texts, only the cases that have a bar, or those of them
//                                whose name holds NAME
//   diff_bench apply             reads pairs as `trees` does, makes each text of a pair out of the
//   other
//                                and the diff, and says how many were made as they should
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

/// What the names of the cases to measure hold; all cases when empty.
std::string& chosen() {
  static std::string name;
  return name;
}

bool is_chosen(std::string_view name) {
  return name.find(chosen()) != std::string_view::npos;
}

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

/// Compares each of `count` pairs in turn, so that no text is still in the cache from the last
/// time. The pairs are made by `make`, and only if the case is chosen.
template <typename Make>
void measure_pairs(const std::string& name, std::size_t count, const Make& make) {
  if (!is_chosen(name)) {
    return;
  }
  std::vector<Pair> pairs;
  pairs.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    pairs.push_back(make());
  }
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
    measure_pairs(fmt::format("light/{} KB", bytes / 1000), 5'000'000 / bytes, [&] {
      std::string old = prose(random, bytes);
      std::string changed = old;
      for (int edit = 0; edit < edits; ++edit) {
        changed = edited(changed, random);
      }
      return Pair{std::move(old), std::move(changed)};
    });
  }
  measure_pairs("heavy rewrite/50 KB", 20, [&] {
    std::string old = prose(random, 50000);
    std::string changed = rewritten(old, random);
    return Pair{std::move(old), std::move(changed)};
  });
  measure_pairs(
      "unlike/100 KB", 20, [&] { return Pair{prose(random, 100000), prose(random, 100000)}; });
  measure_pairs("one paragraph/100 KB", 20, [&] {
    return Pair{in_one_line(prose(random, 100000)), in_one_line(prose(random, 100000))};
  });
}

void measure_summaries() {
  std::mt19937 random(1);
  for (const std::size_t bytes : {5000U, 50000U, 500000U}) {
    const std::size_t count = 5'000'000 / bytes;
    measure_pairs(fmt::format("summary/{} KB, 40 bytes edited", bytes / 1000), count, [&] {
      std::string text = prose(random, bytes);
      std::string changed = edited(text, random);
      return Pair{std::move(text), std::move(changed)};
    });
    measure_pairs(fmt::format("summary/{} KB, unlike", bytes / 1000), count, [&] {
      return Pair{prose(random, bytes), prose(random, bytes)};
    });
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
  const auto numbered = [&](std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < size / 50; ++i) {
      text += fmt::format("x{0} y{0} z{0} {1}", i, separator);
    }
    return text;
  };
  const auto measure_case = [&](std::string_view kind, const auto& make) {
    const std::string name = fmt::format("worst/{} MB, {}", size / 1'000'000, kind);
    if (!is_chosen(name)) {
      return;
    }
    const Pair texts = make();
    arch::bench::measure(name, texts.first.size() + texts.second.size(), [&] {
      if (compare(texts.first, texts.second).blocks.empty()) {
        std::abort();
      }
    });
  };
  measure_case("prose, unlike", [&] { return Pair{prose(random, size), prose(random, size)}; });
  measure_case("one line, unlike", [&] { return Pair{one_line(), one_line()}; });
  measure_case("blocks of one word", [&] { return Pair{many_blocks(), many_blocks()}; });
  measure_case("short blocks against a long one",
               [&] { return Pair{numbered("\n\n"), numbered("")}; });
  measure_case("one word repeated",
               [&] { return Pair{repeated("ab ", size), "q " + repeated("ab ", size / 2) + "x"}; });
  measure_case("one line repeated", [&] {
    return Pair{repeated("ab\n", size / 4), "q\n" + repeated("ab\n", size / 8)};
  });
  measure_case("marks only",
               [&] { return Pair{repeated(".!", size) + "x", repeated("!.", size) + "y"}; });
  measure_case("fields only",
               [&] { return Pair{repeated("a: b\n", size), repeated("b: b\n", size)}; });
  measure_case("scripts that alternate", [&] {
    return Pair{repeated("\u0E01"
                         "1",
                         size) +
                    "x",
                repeated("\u0E01"
                         "2",
                         size)};
  });
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

/// Calls `take` with each pair of texts on standard input.
template <typename Take>
void read_pairs(const Take& take) {
  std::size_t size_a = 0;
  std::size_t size_b = 0;
  while (std::cin >> size_a >> size_b) {
    std::string a(size_a, '\0');
    std::string b(size_b, '\0');
    std::cin.get();
    std::cin.read(a.data(), static_cast<std::streamsize>(size_a));
    std::cin.read(b.data(), static_cast<std::streamsize>(size_b));
    take(a, b);
  }
}

/// Returns the new text, made from the old one and what `diff` says that is not in it.
std::string applied(const TextDiff& diff, std::string_view a, std::string_view b) {
  std::string text;
  for (const Run& run : leaves(diff)) {
    text += run.kind == Kind::kept ? slice(a, run.a) : slice(b, run.b);
  }
  return text;
}

/// Returns the old text, made from the new one.
std::string taken_back(const TextDiff& diff, std::string_view a, std::string_view b) {
  std::vector<Run> runs = leaves(diff);
  std::ranges::stable_sort(runs, {}, [](const Run& run) { return run.a.begin; });
  std::string text;
  for (const Run& run : runs) {
    text += run.kind == Kind::kept ? slice(b, run.b) : slice(a, run.a);
  }
  return text;
}

/// Returns whether every pair was made as it should.
bool apply_all() {
  std::size_t pairs = 0;
  std::size_t wrong = 0;
  std::size_t degraded = 0;
  read_pairs([&](const std::string& a, const std::string& b) {
    const TextDiff diff = compare(a, b);
    ++pairs;
    degraded += diff.degraded ? 1 : 0;
    wrong += applied(diff, a, b) == b && taken_back(diff, a, b) == a ? 0 : 1;
  });
  fmt::print("{} pairs, {} wrong, {} degraded\n", pairs, wrong, degraded);
  return wrong == 0;
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
    read_pairs([](const std::string& a, const std::string& b) {
      fmt::print("{}\n", tree(compare(a, b)));
    });
  } else if (arguments.size() == 1 && arguments[0] == "apply") {
    return apply_all() ? 0 : 1;
  } else if (!arguments.empty() && arguments.size() <= 2 && arguments[0] == "bars") {
    chosen() = arguments.size() == 2 ? arguments[1] : "";
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
    fmt::print(stderr,
               "usage: diff_bench [pairs FOLDER N | files A B | trees | apply | bars [NAME]]\n");
    return 2;
  }
  return 0;
}
