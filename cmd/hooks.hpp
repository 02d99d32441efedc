#pragma once

#include "capture/site_config.hpp"
#include "capture/watcher.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace arch::cmd {

/// The event that a report is to hooks; nullopt if it is none.
std::optional<capture::WatchEvent> event_of(const capture::WatchReport& report);

/// A report as one JSON record.
std::string report_record(const capture::WatchReport& report);

/// Runs commands on events: by their argument vectors, never through a shell, with the event as
/// JSON on their standard input. Few at a time; others wait their turn, and the watcher for none.
class Hooks {
public:
  /// Hooks that run at the same time.
  static constexpr std::size_t most_running = 8;
  /// That wait; of a flood beyond this the oldest are dropped.
  static constexpr std::size_t most_waiting = 10'000;

  void configure(std::vector<capture::HookConfig> hooks) { hooks_ = std::move(hooks); }
  void tell(const capture::WatchReport& report);
  /// Starts what waits and gathers what has ended; returns the names of commands that failed.
  std::vector<std::string> attend();
  bool is_idle() const { return running_.empty() && waiting_.empty(); }

private:
  struct Waiting {
    std::vector<std::string> command;
    std::string input;
  };
  /// False if there is no such program.
  bool start(const Waiting& hook);

  std::vector<capture::HookConfig> hooks_;
  std::deque<Waiting> waiting_;
  std::vector<std::pair<pid_t, std::string>> running_;
};

}  // namespace arch::cmd
