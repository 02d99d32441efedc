#pragma once

namespace arch::cmd {

/// While it lives, the first Ctrl-C (SIGINT) or SIGTERM only sets a flag, so that long work can
/// stop between two steps; the second one ends the process at once, which loses nothing either.
/// At most one at a time.
class InterruptGuard {
public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Whether the user has asked to stop.
  static bool requested();
};

}  // namespace arch::cmd
