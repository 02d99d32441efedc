#include "store/check_run.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace arch::store {
namespace {

const std::string unchanged =
    "arch-check 1\narticle: \x05\nobserved: \x01\noutcome: unchanged\ndocument: \x02\npage: \x02\n"
    "extractor: text/1\ncause: published\n";

CheckRun make_run(std::vector<UtcTime> times) {
  CheckRun run{.pattern = unchanged,
               .values = {ObjectNumber{0}, ObjectNumber{1}},
               .times = std::move(times)};
  for (std::size_t i = 0; i < run.times.size(); ++i) {
    run.arrivals.push_back(1 + i * 7);
  }
  return run;
}

CheckRun round_trip(const CheckRun& run) {
  const PackedCheckRun packed = pack(run);
  return unpack_check_run(packed.head, packed.body);
}

std::size_t size_of(const CheckRun& run) {
  const PackedCheckRun packed = pack(run);
  return packed.head.size() + packed.body.size();
}

/// A year of checks every 15 minutes by the clock, each late by up to `jitter` seconds.
std::vector<UtcTime> year_of_checks(unsigned jitter, std::mt19937& random) {
  std::vector<UtcTime> times;
  times.reserve(35'040);
  for (std::int64_t i = 0; i < 35'040; ++i) {
    times.push_back({1'767'225'600 + i * 900 + static_cast<std::int64_t>(random() % (jitter + 1))});
  }
  return times;
}

/// Packs `times` in as few runs as hold them. Returns bytes in all.
std::size_t size_in_runs(const std::vector<UtcTime>& times) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < times.size(); i += max_checks_in_run) {
    const std::size_t end = std::min(i + max_checks_in_run, times.size());
    const CheckRun run = make_run({times.begin() + static_cast<std::ptrdiff_t>(i),
                                   times.begin() + static_cast<std::ptrdiff_t>(end)});
    EXPECT_EQ(round_trip(run), run);
    size += size_of(run);
  }
  return size;
}

TEST(CheckRun, KeepsAYearOf15MinuteChecksInLessThanAByteEach) {
  std::mt19937 random{1};
  EXPECT_LE(size_in_runs(year_of_checks(10, random)), 35'040U * 3 / 4);
  EXPECT_LE(size_in_runs(year_of_checks(60, random)), 35'040U);
}

TEST(CheckRun, KeepsExactTimesInNearlyNothing) {
  std::mt19937 random{1};
  EXPECT_LE(size_in_runs(year_of_checks(0, random)), 2'000U);
}

TEST(CheckRun, PaysForAnOutageOnce) {
  std::mt19937 random{1};
  std::vector<UtcTime> times = year_of_checks(5, random);
  times.resize(max_checks_in_run);
  const std::size_t without = size_of(make_run(times));
  std::for_each(times.begin() + 2'000, times.end(), [](UtcTime& time) { time.seconds += 86'400; });
  EXPECT_LE(size_of(make_run(times)), without + 12);
}

TEST(CheckRun, PaysForACheckByHandOnce) {
  std::mt19937 random{1};
  std::vector<UtcTime> times = year_of_checks(5, random);
  times.resize(max_checks_in_run - 1);
  const std::size_t without = size_of(make_run(times));
  times.insert(times.begin() + 100, {times[99].seconds + 30});
  EXPECT_LE(size_of(make_run(times)), without + 20);
}

TEST(CheckRun, OfOneCheckIsSmall) {
  EXPECT_LE(size_of(make_run({UtcTime{0}})), 35U + unchanged.size());
}

TEST(CheckRun, GivesBackTheEdgesOfTime) {
  const CheckRun run = make_run({earliest_time, {earliest_time.seconds + 1}, latest_time});
  EXPECT_EQ(round_trip(run), run);
}

TEST(CheckRun, KeepsEveryKindOfValue) {
  CheckRun run = make_run({UtcTime{100}, UtcTime{200}});
  run.pattern =
      "arch-check 1\nobserved: \x01\na: \x01\nb: \x02\nc: \x03\nd: \x04\ne: \x05\nf: \x06\n";
  ObjectId id;
  id.bytes.fill(std::byte{7});
  run.values = {UtcTime{-5},
                ObjectNumber{UINT32_MAX},
                id,
                std::string("\0\xff", 2),
                SharedRecord{UINT32_MAX}};
  EXPECT_EQ(round_trip(run), run);
}

TEST(CheckRun, KeepsArrivalsInAnyOrder) {
  CheckRun run = make_run({UtcTime{1}, UtcTime{2}, UtcTime{3}, UtcTime{4}});
  run.arrivals = {UINT64_MAX, 1, 0, UINT64_MAX / 2};
  EXPECT_EQ(round_trip(run), run);
}

TEST(CheckRun, HasItsOutcomeInTheHead) {
  const PackedCheckRun packed = pack(make_run({UtcTime{0}}));
  EXPECT_NE(as_text(packed.head).find("unchanged"), std::string_view::npos);
}

TEST(CheckRun, HasTheLayoutOfItsContract) {
  const PackedCheckRun packed = pack(make_run({{earliest_time.seconds + 1},
                                               {earliest_time.seconds + 901},
                                               {earliest_time.seconds + 1'803},
                                               {earliest_time.seconds + 2'704}}));
  // 900, 902 and 901 seconds apart: 0, 2, 1 in two bits each.
  const std::string expected = "[4,-62135596799,900,2,\"unchanged\",[]]\n\x24";
  EXPECT_EQ(as_text(packed.head), expected);
}

TEST(CheckRun, GivesBackAnyTimes) {
  constexpr unsigned seed = 20261125;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random{seed};
  for (int round = 0; round < 300; ++round) {
    std::vector<UtcTime> times{{static_cast<std::int64_t>(random() % 2'000'000'000)}};
    CheckRun run;
    for (std::uint64_t n = random() % 50; n > 0; --n) {
      times.push_back({times.back().seconds + 1 +
                       static_cast<std::int64_t>(random() % (1U << (random() % 32)))});
    }
    run = make_run(times);
    for (std::uint64_t& arrival : run.arrivals) {
      arrival = random() >> (random() % 64);
    }
    ASSERT_EQ(round_trip(run), run) << "round " << round;
  }
}

TEST(CheckRun, OfDamagedBytesIsRefusedOrReadable) {
  CheckRun run = make_run({UtcTime{0}, UtcTime{900}, UtcTime{100'000}, UtcTime{100'907}});
  const PackedCheckRun packed = pack(run);
  const auto try_to_read = [](ByteView head, ByteView body) {
    try {
      const CheckRun read = unpack_check_run(head, body);
      EXPECT_EQ(round_trip(read), read);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    }
  };
  for (std::size_t bit = 0; bit < packed.head.size() * 8; ++bit) {
    Bytes head = packed.head;
    head[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    try_to_read(head, packed.body);
  }
  for (std::size_t bit = 0; bit < packed.body.size() * 8; ++bit) {
    Bytes body = packed.body;
    body[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    try_to_read(packed.head, body);
  }
  for (std::size_t size = 0; size < packed.head.size(); ++size) {
    EXPECT_THROW(unpack_check_run(ByteView{packed.head}.first(size), packed.body), Error);
  }
  for (std::size_t size = 0; size < packed.body.size(); ++size) {
    EXPECT_THROW(unpack_check_run(packed.head, ByteView{packed.body}.first(size)), Error);
  }
}

}  // namespace
}  // namespace arch::store
