// How long reading takes inside a process that has the archive open.
//
//   store_bench read FOLDER     random revisions of the archive in FOLDER
//
// Prints `name<tab>p50<tab>p99`, in microseconds of CPU time, a line for each way of asking: of an
// article that was not open, so that its records and a group of its texts are unpacked first; and
// of one that is.

#include "base/error.hpp"
#include "bench/bench.hpp"
#include "history/archive.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using arch::history::Archive;
using arch::history::ArticleNumber;
using arch::history::History;

constexpr std::size_t most_readings = 2'000;

void print(const char* name, std::vector<double> nanoseconds) {
  std::ranges::sort(nanoseconds);
  const auto percentile = [&](std::size_t of_100) {
    return nanoseconds[(nanoseconds.size() - 1) * of_100 / 100] / 1000;
  };
  std::printf("%s\t%.1f\t%.1f\n", name, percentile(50), percentile(99));
}

/// Every revision of the archive, as (article, number of the revision).
std::vector<std::pair<ArticleNumber, std::uint32_t>> all_revisions(const Archive& archive) {
  std::vector<std::pair<ArticleNumber, std::uint32_t>> all;
  for (const ArticleNumber number : archive.store().articles()) {
    const std::uint32_t revisions = archive.store().row(number).listing.revisions;
    for (std::uint32_t revision = 0; revision < revisions; ++revision) {
      all.emplace_back(number, revision);
    }
  }
  return all;
}

template <typename Read>
double time_of(const Read& read) {
  const double before = arch::bench::cpu_nanoseconds();
  read();
  return arch::bench::cpu_nanoseconds() - before;
}

void measure_reading(const char* folder) {
  const auto where = Archive::find_folder(folder);
  if (!where) {
    throw arch::Error{arch::ErrorKind::not_found, "no archive here"};
  }
  const Archive archive{*where, arch::store::OpenOptions::Access::read};
  auto revisions = all_revisions(archive);
  std::shuffle(revisions.begin(), revisions.end(), std::mt19937_64{7});
  revisions.resize(std::min(revisions.size(), most_readings));

  std::vector<double> unopened;
  std::vector<double> open;
  for (const auto& [article, revision] : revisions) {
    unopened.push_back(time_of([&] {
      const History history = archive.read(article);
      (void)history.document(history.revisions().at(revision));
    }));
    const History history = archive.read(article);
    const auto& all = history.revisions();
    (void)history.document(all[(revision + all.size() / 2) % all.size()]);
    open.push_back(time_of([&] { (void)history.document(all.at(revision)); }));
  }
  print("read a random revision", std::move(unopened));
  print("  of an article that is open", std::move(open));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3 || std::string_view{argv[1]} != "read") {
    std::fprintf(stderr, "usage: store_bench read FOLDER\n");
    return 2;
  }
  measure_reading(argv[2]);
  return 0;
} catch (const arch::Error& error) {
  std::fprintf(stderr, "error: %s\n", error.what());
  return 3;
}
