// extract_bench LIST: reads pages as `arch add` does. Each line of the list is
// `id<TAB>url<TAB>file`. Prints for each page a line of JSON: its text, title, author and date,
// where its body comes from and how sure it is. To standard error: the CPU time of parsing,
// metadata and body together.

#include "article/read_page.hpp"
#include "base/file.hpp"
#include "bench/bench.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using arch::article::Block;
using arch::article::Document;
using arch::article::PageReading;

constexpr std::size_t largest_page = std::size_t{64} << 20;

std::string text_of(const Document& document) {
  std::string text;
  for (const Block& block : document.blocks) {
    if (block.kind != Block::Kind::image) {
      text += (text.empty() ? "" : "\n\n") + block.text;
    }
  }
  return text;
}

nlohmann::json to_json(const std::string& id, const PageReading& reading) {
  const Document& document = reading.document;
  return {{"id", id},
          {"text", text_of(document)},
          {"title", document.headline.value_or("")},
          {"author", document.byline.value_or("")},
          {"date", document.published.value_or("")},
          {"source", static_cast<int>(reading.body.source)},
          {"confidence", reading.body.confidence}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: extract_bench LIST\n");
    return 2;
  }
  std::ifstream list{argv[1]};
  double time = 0;
  double slowest = 0;
  std::size_t pages = 0;
  for (std::string line; std::getline(list, line); ++pages) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string url = line.substr(first + 1, second - first - 1);
    const arch::Bytes page = arch::read_file(line.substr(second + 1), largest_page);
    const double before = arch::bench::cpu_nanoseconds();
    const PageReading reading = arch::article::read_page(page, {.url = url});
    const double taken = arch::bench::cpu_nanoseconds() - before;
    time += taken;
    slowest = std::max(slowest, taken);
    fmt::print("{}\n",
               to_json(line.substr(0, first), reading)
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  fmt::print(stderr, "{} {:.4f} {:.4f}\n", pages, time / 1e9, slowest / 1e9);
  return 0;
}
