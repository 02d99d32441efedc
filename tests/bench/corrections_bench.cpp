// What the judging of changes says of texts that are given, and what it costs.
//
// usage: corrections_bench notices FILE...   each notice found: file, kind, position, label, text
//        corrections_bench speed FILE        the search for notices, and the scan before it

#include "bench/bench.hpp"
#include "corrections/notices.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

using namespace arch::corrections;

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

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[1] : "";
  if (what == "notices") {
    for (int i = 2; i < argc; ++i) {
      print_notices(argv[i]);
    }
  } else if (what == "speed" && argc == 3) {
    measure_speed(read_file(argv[2]));
  } else {
    std::fprintf(stderr, "usage: corrections_bench notices FILE... | speed FILE\n");
    return 2;
  }
  return 0;
}
