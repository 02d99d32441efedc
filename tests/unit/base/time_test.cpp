#include "base/time.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace arch {
namespace {

// The expected numbers of seconds are those of `date -u -d TIME +%s` (GNU coreutils 9.1).

/// Friday, 2026-11-20 14:32:10 in Berlin.
constexpr UtcTime now{1795181530};

Zone berlin() {
  return *Zone::parse_posix("CET-1CEST,M3.5.0,M10.5.0/3");
}

/// What parse_time() reads at `now` in Berlin, in Berlin's time; empty when it reads nothing.
std::string read(std::string_view text, Edge edge = Edge::start) {
  const std::optional<UtcTime> time = parse_time(text, now, berlin(), edge);
  return time ? format_local(*time, berlin()) : "";
}

std::string read_end(std::string_view text) {
  return read(text, Edge::end);
}

TEST(FormatRfc3339, WritesUtc) {
  EXPECT_EQ(format_rfc3339({1795185120}), "2026-11-20T14:32:00Z");
  EXPECT_EQ(format_rfc3339({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339({-1}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_rfc3339(earliest_time), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(latest_time), "9999-12-31T23:59:59Z");
}

TEST(FormatLocal, ShowsTheOffset) {
  EXPECT_EQ(format_local({1795185120}, berlin()), "2026-11-20 15:32:00 +0100");
  EXPECT_EQ(format_local({1795185120}, *Zone::parse_posix("NST3:30")), "2026-11-20 11:02:00 -0330");
  EXPECT_EQ(format_local({1795185120}, Zone::utc()), "2026-11-20 14:32:00 +0000");
}

TEST(FormatLocal, CutsSecondsOffOffsets) {
  EXPECT_EQ(format_local({0}, *Zone::parse_posix("LMT-0:53:28")), "1970-01-01 00:53:00 +0053");
}

TEST(FormatLocal, ShowsTheEndsOfTimeInUtc) {
  EXPECT_EQ(format_local(latest_time, berlin()), "9999-12-31 23:59:59 +0000");
  EXPECT_EQ(format_local(earliest_time, *Zone::parse_posix("EST5")), "0001-01-01 00:00:00 +0000");
}

// RFC 3339, section 5.8.
TEST(ParseRfc3339, ReadsTheExamplesOfTheStandard) {
  EXPECT_EQ(parse_rfc3339("1985-04-12T23:20:50.52Z"), UtcTime{482196050});
  EXPECT_EQ(parse_rfc3339("1996-12-19T16:39:57-08:00"), UtcTime{851042397});
  EXPECT_EQ(parse_rfc3339("1990-12-31T23:59:60Z"), UtcTime{662688000});
  EXPECT_EQ(parse_rfc3339("1990-12-31T15:59:60-08:00"), UtcTime{662688000});
  EXPECT_EQ(parse_rfc3339("1937-01-01T12:00:27.87+00:20"), UtcTime{-1041337173});
  EXPECT_EQ(parse_rfc3339("1985-04-12t23:20:50z"), UtcTime{482196050});
}

TEST(ParseRfc3339, RefusesAllElse) {
  for (const std::string_view text : {"",
                                      "2026-11-20",
                                      "2026-11-20T14:32Z",
                                      "2026-11-20T14:32:00",
                                      "2026-11-20 14:32:00Z",
                                      "2026-11-20T14:32:00Z ",
                                      " 2026-11-20T14:32:00Z",
                                      "2026-11-20T14:32:00.Z",
                                      "2026-11-20T14:32:00+0100",
                                      "2026-11-20T14:32:00+01",
                                      "2026-11-20T14:32:00+24:00",
                                      "2026-11-20T24:00:00Z",
                                      "2026-11-20T14:60:00Z",
                                      "2026-11-20T14:32:60Z",
                                      "2026-11-20T14:32:61Z",
                                      "2026-02-29T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-00-01T00:00:00Z",
                                      "2026-01-00T00:00:00Z",
                                      "0000-01-01T00:00:00Z",
                                      "0001-01-01T00:00:00+00:01",
                                      "9999-12-31T23:59:59-00:01",
                                      "+2026-11-20T14:32:00Z",
                                      "02026-11-20T14:32:00Z",
                                      "2026-1-20T14:32:00Z",
                                      "2026-11-20T4:32:00Z\n"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

TEST(ParseRfc3339, ReadsBackWhatIsWritten) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  std::uniform_int_distribution<std::int64_t> seconds{earliest_time.seconds, latest_time.seconds};
  for (int round = 0; round < 10'000; ++round) {
    const UtcTime time{seconds(random)};
    ASSERT_EQ(parse_rfc3339(format_rfc3339(time)), time) << time.seconds;
  }
}

TEST(ParseTime, ReadsDaysInSeveralForms) {
  for (const std::string_view text : {"2026-11-20",
                                      "20 Nov 2026",
                                      "20 November 2026",
                                      "20 nov, 2026",
                                      "Nov 20, 2026",
                                      "NOVEMBER 20 2026",
                                      "nov 20,2026",
                                      "  Nov  20 ,\t2026 ",
                                      "today",
                                      "Friday",
                                      "fri"}) {
    EXPECT_EQ(read(text), "2026-11-20 00:00:00 +0100") << text;
    EXPECT_EQ(read_end(text), "2026-11-20 23:59:59 +0100") << text;
  }
  EXPECT_EQ(read("5 Sept 2026"), "2026-09-05 00:00:00 +0200");
}

TEST(ParseTime, ReadsMonthsAndYears) {
  for (const std::string_view text : {"2026-02", "Feb 2026", "february 2026"}) {
    EXPECT_EQ(read(text), "2026-02-01 00:00:00 +0100") << text;
    EXPECT_EQ(read_end(text), "2026-02-28 23:59:59 +0100") << text;
  }
  EXPECT_EQ(read_end("2024-02"), "2024-02-29 23:59:59 +0100");
  EXPECT_EQ(read("2026"), "2026-01-01 00:00:00 +0100");
  EXPECT_EQ(read_end("2026"), "2026-12-31 23:59:59 +0100");
}

TEST(ParseTime, ReadsWeekDaysBackwards) {
  EXPECT_EQ(read("thursday"), "2026-11-19 00:00:00 +0100");
  EXPECT_EQ(read("saturday"), "2026-11-14 00:00:00 +0100");
  EXPECT_EQ(read("last friday"), "2026-11-13 00:00:00 +0100");
  EXPECT_EQ(read("last thursday"), "2026-11-19 00:00:00 +0100");
  EXPECT_EQ(read("last saturday"), "2026-11-14 00:00:00 +0100");
  EXPECT_EQ(read("yesterday"), "2026-11-19 00:00:00 +0100");
}

TEST(ParseTime, ReadsTimesOfDay) {
  EXPECT_EQ(read("2026-11-20 14:32"), "2026-11-20 14:32:00 +0100");
  EXPECT_EQ(read_end("2026-11-20 14:32"), "2026-11-20 14:32:59 +0100");
  EXPECT_EQ(read_end("2026-11-20 14:32:05"), "2026-11-20 14:32:05 +0100");
  EXPECT_EQ(read("2026-11-20T14:32:05.999"), "2026-11-20 14:32:05 +0100");
  EXPECT_EQ(read("yesterday 9:05"), "2026-11-19 09:05:00 +0100");
  EXPECT_EQ(read("monday 14:32"), "2026-11-16 14:32:00 +0100");
  EXPECT_EQ(read("Nov 20, 2026, 14:32"), "2026-11-20 14:32:00 +0100");
  EXPECT_EQ(read("14:32"), "2026-11-20 14:32:00 +0100");
}

TEST(ParseTime, ReadsOffsets) {
  for (const std::string_view text : {"2026-11-20 14:32:00 +02:00",
                                      "2026-11-20 14:32:00+02:00",
                                      "2026-11-20 14:32:00 +0200",
                                      "2026-11-20 14:32:00 +02",
                                      "2026-11-20T12:32:00Z",
                                      "2026-11-20 12:32:00 UTC",
                                      "20 nov 2026 10:02:00 -0230"}) {
    EXPECT_EQ(read(text), "2026-11-20 13:32:00 +0100") << text;
  }
  EXPECT_EQ(read_end("2026-11-20 14:32 +02:00"), "2026-11-20 13:32:59 +0100");
}

TEST(ParseTime, ReadsHowLongAgo) {
  EXPECT_EQ(read("now"), "2026-11-20 14:32:10 +0100");
  EXPECT_EQ(read("90 seconds ago"), "2026-11-20 14:30:40 +0100");
  EXPECT_EQ(read("a minute ago"), "2026-11-20 14:31:10 +0100");
  EXPECT_EQ(read("An Hour Ago"), "2026-11-20 13:32:10 +0100");
  EXPECT_EQ(read("3 days ago"), "2026-11-17 14:32:10 +0100");
  EXPECT_EQ(read("2 weeks ago"), "2026-11-06 14:32:10 +0100");
  EXPECT_EQ(read("1 month ago"), "2026-10-20 14:32:10 +0200");
  EXPECT_EQ(read("a year ago"), "2025-11-20 14:32:10 +0100");
  // Day of the month: February has no 30th.
  const UtcTime march_30{1774872000};  // 2026-03-30T12:00:00Z
  EXPECT_EQ(format_rfc3339(*parse_time("a month ago", march_30, Zone::utc(), Edge::start)),
            "2026-02-28T12:00:00Z");
}

TEST(ParseTime, ReadsSecondsSince1970) {
  EXPECT_EQ(read("@1795181530"), "2026-11-20 14:32:10 +0100");
  EXPECT_EQ(read("@-1"), "1970-01-01 00:59:59 +0100");
}

TEST(ParseTime, MovesOnWhereTheClockWasSetForward) {
  EXPECT_EQ(read("2026-03-29 02:30"), "2026-03-29 03:30:00 +0200");
}

TEST(ParseTime, TakesTheFirstWhereTheClockWasSetBack) {
  EXPECT_EQ(read("2026-10-25 02:30"), "2026-10-25 02:30:00 +0200");
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const std::string_view text :
       {"",
        " ",
        "tomorrow",
        "nov",
        "32 nov 2026",
        "0 nov 2026",
        "30 feb 2026",
        "2026-02-29",
        "2026-13",
        "2026-1",
        "26",
        "20261120",
        "2026-11-20 25:00",
        "2026-11-20 14:60",
        "2026-11-20 14:32:60",
        "2026-11-20 14",
        "2026-11-20 14:32 +25:00",
        "2026-11-20 14:32 CET",
        "2026 14:32",
        "nov 2026 14:32",
        "2026-11-20x",
        "3 fortnights ago",
        "-3 days ago",
        "days ago",
        "3 days",
        "last",
        "last week",
        "now 14:32",
        "@",
        "@1.5",
        "@99999999999999999999",
        "@253402300800",
        "@-62135596801",
        "0000",
        "0000-12-31",
        "3000 years ago",
        "999999999 years ago",
        "999999999 weeks ago",
        "2026-11-20 14:32 or thereabouts, as far as anybody can remember it"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(ParseTime, StaysWithinTheTimesThatCanBeWritten) {
  const Zone east = *Zone::parse_posix("AAA-14");
  const Zone west = *Zone::parse_posix("AAA12");
  for (const Zone& zone : {east, west, berlin(), Zone::utc()}) {
    for (const std::string_view text : {"0001", "0001-01-01", "9999", "9999-12-31", "9999-12"}) {
      for (const Edge edge : {Edge::start, Edge::end}) {
        const std::optional<UtcTime> time = parse_time(text, now, zone, edge);
        ASSERT_TRUE(time) << text;
        EXPECT_GE(*time, earliest_time);
        EXPECT_LE(*time, latest_time);
      }
    }
  }
  EXPECT_EQ(parse_time("0001-01-01 00:30", now, east, Edge::start), std::nullopt);
  EXPECT_EQ(parse_time("9999-12-31 23:30", now, west, Edge::start), std::nullopt);
}

TEST(ParseTime, ReadsWhatFormatLocalWrites) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  std::uniform_int_distribution<std::int64_t> seconds{earliest_time.seconds, latest_time.seconds};
  for (int round = 0; round < 5000; ++round) {
    const UtcTime time{seconds(random)};
    ASSERT_EQ(parse_time(format_local(time, berlin()), now, Zone::utc(), Edge::start), time);
    ASSERT_EQ(parse_time(format_rfc3339(time), now, berlin(), Edge::end), time);
  }
}

}  // namespace
}  // namespace arch
