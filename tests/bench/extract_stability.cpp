// extract_stability LIST [VARIANTS]: reads each page of the list (a file name a line) and variants
// of it in which everything but the article has changed, 20 unless said. Prints for each kind of
// change how many documents are byte-equal to that of the page itself, and to standard error the
// pages of the others.

#include "article/document.hpp"
#include "article/read_page.hpp"
#include "base/file.hpp"
#include "bench/perturb.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

using arch::as_bytes;
using arch::bench::Change;
using arch::bench::change_names;

std::string document_of(std::string_view page) {
  return to_text(arch::article::read_page(as_bytes(page)).document);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: extract_stability LIST [VARIANTS]\n");
    return 2;
  }
  const unsigned variants = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 20;
  constexpr std::size_t largest_page = std::size_t{64} << 20;
  std::array<std::size_t, change_names.size()> tried = {};
  std::array<std::size_t, change_names.size()> equal = {};
  std::ifstream list{argv[1]};
  for (std::string path; std::getline(list, path);) {
    const arch::Bytes bytes = arch::read_file(path, largest_page);
    const std::string_view page = arch::as_text(bytes);
    const std::string document = document_of(page);
    for (unsigned variant = 0; variant < variants; ++variant) {
      const std::size_t change = variant % change_names.size();
      const std::string changed = perturb(page, document, static_cast<Change>(change), variant + 1);
      const bool same = document_of(changed) == document;
      ++tried[change];
      equal[change] += same ? 1 : 0;
      if (!same) {
        fmt::print(stderr, "{}\t{}\t{}\n", change_names[change], variant + 1, path);
      }
    }
  }
  std::size_t all_tried = 0;
  std::size_t all_equal = 0;
  for (std::size_t change = 0; change < change_names.size(); ++change) {
    all_tried += tried[change];
    all_equal += equal[change];
    if (tried[change] > 0) {
      fmt::print("{}\t{}\t{}\n", change_names[change], equal[change], tried[change]);
    }
  }
  fmt::print("all\t{}\t{}\n", all_equal, all_tried);
  return 0;
}
