#pragma once

#include <cstdint>

namespace arch::capture {

/// When one host may be asked again: pure; times are seconds of a clock that only ascends.
///
/// Requests start at least `delay` apart, no more than `concurrency` at a time, and in the long run
/// no more than `per_hour`. After an error the host is left alone for a while that doubles with
/// each error in a row; a success ends that.
class HostGate {
public:
  struct Limits {
    double delay = 1;  ///< seconds
    std::uint32_t concurrency = 2;
    double per_hour = 1800;
  };
  /// Waits after errors, in seconds: from a minute, as long as a restart takes, to six hours.
  static constexpr double first_back_off = 60;
  static constexpr double longest_back_off = 6 * 3600.0;

  void set_limits(const Limits& limits) { limits_ = limits; }

  bool may_start(double now) const;
  /// The earliest time at which may_start() may hold, if no request of this host is in the way.
  double ready_at() const;
  void started(double now);

  enum class Ended : std::uint8_t { answered, failed };
  /// `retry_after`: what the host asked for, in seconds; 0 for nothing.
  void ended(double now, Ended how, double retry_after = 0);

  std::uint32_t in_flight() const { return in_flight_; }
  std::uint32_t failures() const { return failures_; }  ///< in a row

private:
  Limits limits_;
  std::uint32_t in_flight_ = 0;
  std::uint32_t failures_ = 0;
  double next_start_ = 0;
  double closed_until_ = 0;
  /// The hour's budget as a time: each request moves it on by its share, and it never lies further
  /// back than an eighth of an hour, so quiet hours allow no flood.
  double paid_until_ = 0;
};

}  // namespace arch::capture
