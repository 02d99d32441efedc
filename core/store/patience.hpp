#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

namespace arch::store {

/// Waiting for another process, in growing steps and for a bounded time: what is slept is counted,
/// so no clock is read.
class Patience {
public:
  explicit Patience(std::uint32_t total_ms) : left_(std::chrono::milliseconds{total_ms}) {}

  /// Sleeps a while and returns true, or returns false when the time is used up.
  bool wait() {
    if (left_ <= std::chrono::microseconds::zero()) {
      return false;
    }
    const auto slept = std::min(next_, left_);
    std::this_thread::sleep_for(slept);
    left_ -= slept;
    next_ = std::min(next_ * 2, longest);
    return true;
  }

private:
  /// Long enough that ten processes that wait take no processor time, short enough that nobody
  /// notices it.
  static constexpr std::chrono::microseconds longest{16'000};

  std::chrono::microseconds left_;
  std::chrono::microseconds next_{250};
};

}  // namespace arch::store
