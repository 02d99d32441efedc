#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <time.h>

namespace arch::bench {

/// Returns the CPU time of this process in nanoseconds. Of wall time, a busy machine would measure
/// mostly what else runs on it.
inline double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Calls `run` for about a second and prints one line of tab-separated values: name, median
/// nanoseconds of CPU time, megabytes (10^6) a second when `bytes` are worked on, runs.
template <typename Run>
void measure(const std::string& name, std::size_t bytes, const Run& run) {
  std::vector<double> times;
  const double start = cpu_nanoseconds();
  do {
    const double before = cpu_nanoseconds();
    run();
    times.push_back(cpu_nanoseconds() - before);
  } while (cpu_nanoseconds() - start < 1e9);
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  std::printf("%s\t%.0f\t%.1f\t%zu\n",
              name.c_str(),
              *middle,
              static_cast<double>(bytes) * 1000 / *middle,
              times.size());
  std::fflush(stdout);
}

}  // namespace arch::bench
