#include "capture/host_gate.hpp"

#include <algorithm>
#include <cmath>

namespace arch::capture {

namespace {

constexpr double hour = 3600;
constexpr double saved_up = hour / 8;

}  // namespace

double HostGate::ready_at() const {
  return std::max({next_start_, closed_until_, paid_until_ - saved_up});
}

bool HostGate::may_start(double now) const {
  return in_flight_ < limits_.concurrency && now >= ready_at();
}

void HostGate::started(double now) {
  ++in_flight_;
  next_start_ = now + limits_.delay;
  paid_until_ = std::max(paid_until_, now) + hour / limits_.per_hour;
}

void HostGate::ended(double now, Ended how, double retry_after) {
  --in_flight_;
  if (how == Ended::answered) {
    failures_ = 0;
  } else {
    const double wait =
        std::min(first_back_off * std::exp2(std::min(failures_, 16U)), longest_back_off);
    closed_until_ = std::max(closed_until_, now + wait);
    ++failures_;
  }
  closed_until_ = std::max(closed_until_, now + retry_after);
}

}  // namespace arch::capture
