#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace arch::test {

/// What a program printed, and how it ended.
struct Ended {
  int status = -1;  ///< 128 and the signal, if one ended it
  std::string out = {};
  std::string err = {};
};

/// What a program is started with.
struct Command {
  std::vector<std::string> words = {};  ///< program and arguments
  std::filesystem::path folder = {};    ///< where it runs
  /// `NAME=value`: its whole environment, but for PATH and what sanitizers read.
  std::vector<std::string> environment = {};
};

/// A program that runs beside the test, with its output in pipes. Killed at the end, if it still
/// runs.
class RunningProgram {
public:
  /// Throws std::runtime_error when it cannot be started.
  explicit RunningProgram(const Command& command);
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  ~RunningProgram();

  /// Waits until `is_enough` says so of what was printed so far (it is asked after each piece), or
  /// the end of the output. Returns what `is_enough` said last. Throws after two minutes.
  bool wait_for(const std::function<bool(const Ended& so_far)>& is_enough);
  void signal(int number) const;
  pid_t id() const { return process_; }
  /// Waits for its end. Throws after two minutes.
  Ended wait();

private:
  /// False at the end of both pipes.
  bool read_some();

  pid_t process_ = -1;
  int out_ = -1;
  int err_ = -1;
  Ended ended_ = {};
  std::chrono::steady_clock::time_point deadline_;
};

/// Runs a program to its end.
Ended run_program(const Command& command);

}  // namespace arch::test
