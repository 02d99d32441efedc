#include "capture/host_gate.hpp"

#include <gtest/gtest.h>

namespace arch::capture {
namespace {

using Ended = HostGate::Ended;

HostGate gate(const HostGate::Limits& limits) {
  HostGate gate;
  gate.set_limits(limits);
  return gate;
}

TEST(HostGate, KeepsItsDistanceAndItsNumber) {
  HostGate host = gate({.delay = 2, .concurrency = 2, .per_hour = 3600});
  ASSERT_TRUE(host.may_start(100));
  host.started(100);
  EXPECT_FALSE(host.may_start(101.9));
  ASSERT_TRUE(host.may_start(102));
  host.started(102);
  EXPECT_FALSE(host.may_start(200));  // two are in flight
  host.ended(200, Ended::answered);
  EXPECT_TRUE(host.may_start(200));
}

TEST(HostGate, BacksOffTwiceAsLongAfterEachErrorUpToSixHours) {
  HostGate host = gate({.delay = 0, .concurrency = 1, .per_hour = 1e9});
  double now = 0;
  double wait = HostGate::first_back_off;
  for (int i = 0; i < 12; ++i) {
    host.started(now);
    host.ended(now, Ended::failed);
    EXPECT_DOUBLE_EQ(host.ready_at() - now, wait);
    now = host.ready_at();
    wait = wait * 2 > HostGate::longest_back_off ? HostGate::longest_back_off : wait * 2;
  }
  host.started(now);
  host.ended(now, Ended::answered);
  EXPECT_TRUE(host.may_start(now));
  EXPECT_EQ(host.failures(), 0U);
}

TEST(HostGate, WaitsAsLongAsItIsAskedTo) {
  HostGate host = gate({.delay = 0, .concurrency = 1, .per_hour = 1e9});
  host.started(0);
  host.ended(0, Ended::failed, 7200);
  EXPECT_FALSE(host.may_start(7199));
  EXPECT_TRUE(host.may_start(7200));
}

TEST(HostGate, SpendsNoMoreThanItsHourHas) {
  HostGate host = gate({.delay = 0, .concurrency = 1, .per_hour = 100});
  int started = 0;
  for (int second = 0; second < 10 * 3600; ++second) {
    const double now = 1e6 + second;
    if (host.may_start(now)) {
      host.started(now);
      host.ended(now, Ended::answered);
      ++started;
    }
  }
  EXPECT_GE(started, 1000);
  EXPECT_LE(started, 1000 + 100 / 8 + 1);
}

}  // namespace
}  // namespace arch::capture
