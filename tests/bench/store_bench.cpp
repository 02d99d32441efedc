// How long reading takes inside a process that has the archive open.
//
//   store_bench read FOLDER     random revisions of the archive in FOLDER
//   store_bench spawn           whole processes: runs the commands that standard input names, words
//                               ended by NUL, commands by one more, with no output, and prints the
//                               milliseconds of wall time of each
//
// `read` prints `name<tab>p50<tab>p99`, in microseconds of CPU time, a line for each way of asking:
// of an article that was not open, so that its records and a group of its texts are unpacked first;
// and of one that is.

#include "base/error.hpp"
#include "bench/bench.hpp"
#include "history/archive.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

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
  for (const auto& pair : revisions) {
    const auto article = pair.first;
    const auto revision = pair.second;
    unopened.push_back(time_of([&] {
      const History history = archive.read(article);
      (void)history.document(history.revisions().at(revision));
    }));
    const History history = archive.read(article);
    const auto& all = history.revisions();
    (void)history.document(all.at((revision + all.size() / 2) % all.size()));
    open.push_back(time_of([&] { (void)history.document(all.at(revision)); }));
  }
  print("read a random revision", std::move(unopened));
  print("  of an article that is open", std::move(open));
}

/// From starting the process until it has ended.
double time_process(std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  const auto start = std::chrono::steady_clock::now();
  pid_t process = 0;
  int status = -1;
  if (posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ) != 0 ||
      waitpid(process, &status, 0) != process || status != 0) {
    throw arch::Error{arch::ErrorKind::io, words[0] + " did not end well"};
  }
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);
  return taken.count();
}

void measure_processes() {
  std::vector<std::string> words;
  std::string word;
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c != 0) {
      word += static_cast<char>(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    } else {
      std::printf("%.3f\n", time_process(words));
      words.clear();
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc == 3 && std::string_view{argv[1]} == "read") {
    measure_reading(argv[2]);
  } else if (argc == 2 && std::string_view{argv[1]} == "spawn") {
    measure_processes();
  } else {
    std::fprintf(stderr, "usage: store_bench read FOLDER | spawn\n");
    return 2;
  }
  return 0;
} catch (const arch::Error& error) {
  std::fprintf(stderr, "error: %s\n", error.what());
  return 3;
}
