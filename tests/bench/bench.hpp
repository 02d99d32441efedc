#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace arch::bench {

/// Calls `run` for about a second, at least three times, and prints one line of tab-separated
/// values: name, median nanoseconds, megabytes (10^6) a second when `bytes` are worked on, runs.
template <typename Run>
void measure(const std::string& name, std::size_t bytes, const Run& run) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> nanoseconds;
  const auto start = Clock::now();
  do {
    const auto before = Clock::now();
    run();
    nanoseconds.push_back(std::chrono::duration<double, std::nano>(Clock::now() - before).count());
  } while (nanoseconds.size() < 3 || Clock::now() - start < std::chrono::seconds(1));
  const auto middle = nanoseconds.begin() + static_cast<std::ptrdiff_t>(nanoseconds.size() / 2);
  std::nth_element(nanoseconds.begin(), middle, nanoseconds.end());
  std::printf("%s\t%.0f\t%.1f\t%zu\n",
              name.c_str(),
              *middle,
              static_cast<double>(bytes) * 1000 / *middle,
              nanoseconds.size());
  std::fflush(stdout);
}

}  // namespace arch::bench
