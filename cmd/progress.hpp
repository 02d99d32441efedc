#pragma once

#include "cmd/interrupt.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace arch::cmd {

/// A line on stderr that says how far a long piece of work is: how much of how much, how fast,
/// how long it will take. Shown when stderr is a terminal and the work takes more than a second,
/// and wiped out at the end. Ctrl-C stops the work, see update().
class ProgressLine {
public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// What is being done, such as `checking articles`; the counts begin anew when it changes.
  /// Returns false when the user has asked to stop.
  bool update(std::string_view what, std::uint64_t done, std::uint64_t total);

  /// Wipes the line out, before something else is printed.
  void clear();

private:
  using Clock = std::chrono::steady_clock;

  InterruptGuard interrupt_;
  bool is_terminal_;
  std::string what_;
  Clock::time_point started_;        ///< the whole work
  Clock::time_point stage_started_;  ///< the work called what_
  Clock::time_point shown_;
  std::uint64_t stage_from_ = 0;
  bool visible_ = false;
};

/// `12.345 of 45.678 …` for tests: what the line says after `seconds` of this stage.
std::string progress_text(std::string_view what,
                          std::uint64_t done,
                          std::uint64_t total,
                          double rate);

}  // namespace arch::cmd
