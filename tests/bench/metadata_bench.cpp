// metadata_bench <list>: each line of the list is `id<TAB>url<TAB>file`. Prints for each page a
// line of JSON with its fields, and at the end to standard error how long parsing and reading took
// on one core. tests/bench/support/metadata_scores.py makes the list and scores what is printed.

#include "article/metadata.hpp"
#include "base/file.hpp"
#include "bench/bench.hpp"
#include "html/parse.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace {

using arch::article::Field;
using arch::article::FieldValue;
using arch::article::Metadata;
constexpr std::size_t max_page = std::size_t{64} << 20;

nlohmann::json candidates(const Field& field) {
  nlohmann::json list = nlohmann::json::array();
  for (const FieldValue& value : field) {
    list.push_back({value.value, fmt::format("{} {}", name_of(value.source), value.place)});
  }
  return list;
}

nlohmann::json to_json(std::string_view id, const Metadata& metadata) {
  return {{"id", id},
          {"headline", candidates(metadata.headline)},
          {"standfirst", candidates(metadata.standfirst)},
          {"byline", candidates(metadata.byline)},
          {"section", candidates(metadata.section)},
          {"published", candidates(metadata.published)},
          {"modified", candidates(metadata.modified)},
          {"language", candidates(metadata.language)},
          {"canonical", candidates(metadata.canonical)},
          {"images", metadata.images.size()},
          {"corrections", metadata.corrections.size()}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: metadata_bench LIST\n");
    return 2;
  }
  std::ifstream list{argv[1]};
  double parsing = 0;
  double reading = 0;
  std::size_t pages = 0;
  for (std::string line; std::getline(list, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string url = line.substr(first + 1, second - first - 1);
    const arch::Bytes page = arch::read_file(line.substr(second + 1), max_page);
    const double begin = arch::bench::cpu_nanoseconds();
    const arch::html::ParsedPage parsed = arch::html::parse_page(page);
    const double parsed_at = arch::bench::cpu_nanoseconds();
    const Metadata metadata = arch::article::read_metadata(parsed.tree, {.url = url});
    reading += arch::bench::cpu_nanoseconds() - parsed_at;
    parsing += parsed_at - begin;
    ++pages;
    fmt::print("{}\n",
               to_json(line.substr(0, first), metadata)
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  const auto count = static_cast<double>(std::max<std::size_t>(pages, 1));
  fmt::print(stderr,
             "{} pages, {:.3f} ms a page to parse, {:.3f} ms to read the metadata\n",
             pages,
             parsing / 1e6 / count,
             reading / 1e6 / count);
  return 0;
}
