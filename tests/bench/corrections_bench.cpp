// What the judging of changes says of texts that are given, and what it costs.
//
// usage: corrections_bench notices FILE...   each notice found: file, kind, position, label, text
//        corrections_bench speed FILE        the search for notices, and the scan before it
//        corrections_bench classify FILE     of each pair its class, then each passage's class,
//                                            likeness, signals, old and new words
//        corrections_bench time FILE         CPU time to compare and classify all pairs
//        corrections_bench match|match-all FILE   how notices are matched: see
//        corrections_match.hpp
//
// FILE holds pairs of texts, one after the other: a line with the sizes of both in bytes, then so
// many bytes.

#include "bench/bench.hpp"
#include "bench/corrections_match.hpp"
#include "corrections/classify.hpp"
#include "corrections/notices.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace arch::corrections;  // NOLINT(google-build-using-namespace): it measures that

std::string read_file(const char* path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_notices(const char* path) {
  for (const Notice& notice : find_notices(read_file(path))) {
    print(path);
    print("\t");
    print(notice_kind_name(notice.kind));
    print("\t");
    print(notice_position_name(notice.position));
    print("\t");
    print(notice.label);
    print("\t");
    print(notice.date);
    std::printf("\t%u\t", notice.phrase);
    print(notice.text);
    print("\n");
  }
}

void measure_speed(const std::string& text) {
  arch::bench::measure("scan", text.size(), [&] {
    if (may_hold_notice(text) && text.empty()) {
      std::abort();
    }
  });
  arch::bench::measure("notices", text.size(), [&] {
    if (find_notices(text).size() > text.size()) {
      std::abort();
    }
  });
}

struct Pair {
  std::string a;
  std::string b;
};

std::vector<Pair> read_pairs(const char* path) {
  std::ifstream file{path, std::ios::binary};
  std::vector<Pair> pairs;
  std::size_t size_a = 0;
  std::size_t size_b = 0;
  while (file >> size_a >> size_b && file.get() == '\n') {
    Pair& pair = pairs.emplace_back();
    pair.a.resize(size_a);
    pair.b.resize(size_b);
    file.read(pair.a.data(), static_cast<std::streamsize>(size_a));
    file.read(pair.b.data(), static_cast<std::streamsize>(size_b));
  }
  return pairs;
}

void print_on_one_line(std::string_view text) {
  for (const char c : text) {
    std::putchar(c == '\n' || c == '\t' ? ' ' : c);
  }
}

void print_classes(const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) {
    const Classification found = classify(pair.a, pair.b);
    const auto top = found.verdict.classes.top();
    print(top ? class_name(*top) : "none");
    std::printf("\t%u\t%s\t%zu\n",
                unsigned{found.verdict.weight},
                found.verdict.substantive.empty() ? "form"
                : found.verdict.update_like       ? "update"
                                                  : "substantive",
                found.segments.size());
    for (const Segment& segment : found.segments) {
      print("\t");
      print(class_name(segment.change));
      print("\t");
      print(likeness_name(segment.likeness));
      print(segment.local ? "\tlocal\t" : "\t\t");
      for (const FiredSignal& fired : segment.signals) {
        print(signal_name(fired.signal));
        print(":");
        print(strength_name(fired.strength));
        print(" ");
      }
      print("\t");
      print_on_one_line(arch::diff::slice(pair.a, segment.words_a));
      print("\t");
      print_on_one_line(arch::diff::slice(pair.b, segment.words_b));
      print("\n");
    }
  }
}

void measure_time(const std::vector<Pair>& pairs) {
  std::size_t bytes = 0;
  for (const Pair& pair : pairs) {
    bytes += pair.a.size() + pair.b.size();
  }
  std::size_t passages = 0;
  arch::bench::measure("compare", bytes, [&] {
    for (const Pair& pair : pairs) {
      passages += arch::diff::compare(pair.a, pair.b).blocks.size();
    }
  });
  arch::bench::measure("compare and classify", bytes, [&] {
    for (const Pair& pair : pairs) {
      passages += classify(pair.a, pair.b).segments.size();
    }
  });
  if (passages == 0) {
    std::abort();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[1] : "";
  if (what == "notices") {
    for (int i = 2; i < argc; ++i) {
      print_notices(argv[i]);
    }
  } else if (what == "speed" && argc == 3) {
    measure_speed(read_file(argv[2]));
  } else if (what == "classify" && argc == 3) {
    print_classes(read_pairs(argv[2]));
  } else if ((what == "match" || what == "match-all") && argc == 3) {
    arch::bench::print_matching(argv[2], what == "match-all");
  } else if (what == "time" && argc == 3) {
    measure_time(read_pairs(argv[2]));
  } else {
    std::fprintf(stderr,
                 "usage: corrections_bench notices FILE... | speed|classify|match|time FILE\n");
    return 2;
  }
  return 0;
}
