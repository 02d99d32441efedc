#include "base/error.hpp"
#include "base/file.hpp"
#include "base/time.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace arch {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

UtcTime utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

std::int64_t civil(std::string_view text) {
  return parse_rfc3339(std::string{text} + "Z").value().seconds;
}

struct TzifTransition {
  std::int64_t at = 0;
  int type = 0;
};

std::string big_endian(std::int64_t number, std::size_t size) {
  std::string bytes;
  for (std::size_t i = size; i-- > 0;) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i));
  }
  return bytes;
}

/// The block of a TZif file (RFC 8536, 3.1 and 3.2) with one name for all types.
std::string tzif_block(char version,
                       std::size_t time_size,
                       const std::vector<TzifTransition>& transitions,
                       const std::vector<int>& offsets) {
  std::string bytes = "TZif";
  bytes += version;
  bytes += std::string(15, '\0');
  for (const std::size_t count : {std::size_t{0},      // UTC or local
                                  std::size_t{0},      // standard or wall
                                  std::size_t{0},      // leap seconds
                                  transitions.size(),  //
                                  offsets.size(),      //
                                  std::size_t{4}}) {   // characters of names
    bytes += big_endian(static_cast<std::int64_t>(count), 4);
  }
  for (const TzifTransition& transition : transitions) {
    bytes += big_endian(transition.at, time_size);
  }
  for (const TzifTransition& transition : transitions) {
    bytes += static_cast<char>(transition.type);
  }
  for (const int offset : offsets) {
    bytes += big_endian(offset, 4) + std::string(2, '\0');
  }
  return bytes + std::string{"LMT\0", 4};
}

std::string tzif2(const std::vector<TzifTransition>& transitions,
                  const std::vector<int>& offsets,
                  std::string_view rule) {
  return tzif_block('2', 4, {}, {0}) + tzif_block('2', 8, transitions, offsets) + '\n' +
         std::string{rule} + '\n';
}

/// RFC 8536, B.2: Pacific/Honolulu.
std::string honolulu() {
  return tzif2({{-2334101314, 1},
                {-1157283000, 2},
                {-1155436200, 1},
                {-880198200, 3},
                {-769395600, 4},
                {-765376200, 1},
                {-712150200, 5}},
               {-37886, -37800, -34200, -34200, -34200, -36000},
               "HST10");
}

ErrorKind kind_of_parsing(std::string_view bytes) {
  try {
    Zone::parse_tzif(bytes);
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "it was read";
  return ErrorKind::io;
}

TEST(Tzif, GivesTheOffsetsOfTheStandardsExample) {
  const Zone zone = Zone::parse_tzif(honolulu());
  EXPECT_EQ(zone.offset_at(utc("1890-01-01T00:00:00Z")), -37886);  // local mean time
  EXPECT_EQ(zone.offset_at({-2334101315}), -37886);
  EXPECT_EQ(zone.offset_at({-2334101314}), -37800);
  EXPECT_EQ(zone.offset_at(utc("1933-05-01T00:00:00Z")), -34200);
  EXPECT_EQ(zone.offset_at(utc("1943-01-01T00:00:00Z")), -34200);
  EXPECT_EQ(zone.offset_at({-712150201}), -37800);
  EXPECT_EQ(zone.offset_at({-712150200}), -36000);
  EXPECT_EQ(zone.offset_at(utc("2026-07-01T00:00:00Z")), -36000);
}

TEST(Tzif, ReadsVersion1) {
  const Zone zone = Zone::parse_tzif(tzif_block('\0', 4, {{1000, 1}, {2000, 0}}, {3600, 7200}));
  EXPECT_EQ(zone.offset_at({999}), 3600);
  EXPECT_EQ(zone.offset_at({1000}), 7200);
  EXPECT_EQ(zone.offset_at({2000}), 3600);
  EXPECT_EQ(zone.offset_at(latest_time), 3600);
}

TEST(Tzif, FollowsItsRuleAfterTheLastChange) {
  // RFC 8536, B.3: Asia/Jerusalem, with hours beyond a day.
  const Zone zone =
      Zone::parse_tzif(tzif2({{2145916800, 1}}, {8440, 7200}, "IST-2IDT,M3.4.4/26,M10.5.0"));
  EXPECT_EQ(zone.offset_at({2145916799}), 8440);
  EXPECT_EQ(zone.offset_at(utc("2038-03-26T00:00:00Z")), 10800);  // Friday after the 4th Thursday
  EXPECT_EQ(zone.offset_at(utc("2038-03-25T23:59:59Z")), 7200);
  EXPECT_EQ(zone.offset_at(utc("2038-10-30T22:59:59Z")), 10800);
  EXPECT_EQ(zone.offset_at(utc("2038-10-30T23:00:00Z")), 7200);
}

TEST(Tzif, IsRefusedWhenItIsCutAnywhere) {
  const std::string whole = honolulu();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_EQ(kind_of_parsing(std::string_view{whole}.substr(0, size)), ErrorKind::corrupt) << size;
  }
}

TEST(Tzif, IsRefusedWhenItMakesNoSense) {
  EXPECT_EQ(kind_of_parsing("no zone at all"), ErrorKind::corrupt);
  EXPECT_EQ(kind_of_parsing(tzif2({{1, 1}}, {0}, "UTC0")), ErrorKind::corrupt);  // no such type
  EXPECT_EQ(kind_of_parsing(tzif2({}, {}, "UTC0")), ErrorKind::corrupt);         // no type at all
  EXPECT_EQ(kind_of_parsing(tzif2({{2, 0}, {1, 0}}, {0}, "")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of_parsing(tzif2({}, {200'000}, "")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of_parsing(tzif2({}, {0}, "no rule")), ErrorKind::corrupt);
  std::string forged = honolulu();
  forged.replace(32, 4, "\xFF\xFF\xFF\xFF");  // four thousand million changes
  EXPECT_EQ(kind_of_parsing(forged), ErrorKind::corrupt);
}

TEST(PosixRule, ChangesWhenTheEuropeanUnionDoes) {
  const Zone zone = Zone::parse_posix("CET-1CEST,M3.5.0,M10.5.0/3").value();
  EXPECT_EQ(zone.offset_at(utc("2026-03-29T00:59:59Z")), 1 * hour);
  EXPECT_EQ(zone.offset_at(utc("2026-03-29T01:00:00Z")), 2 * hour);
  EXPECT_EQ(zone.offset_at(utc("2026-10-25T00:59:59Z")), 2 * hour);
  EXPECT_EQ(zone.offset_at(utc("2026-10-25T01:00:00Z")), 1 * hour);
}

TEST(PosixRule, ChangesWhenNewYorkDoes) {
  for (const std::string_view rule : {"EST5EDT,M3.2.0,M11.1.0", "EST5EDT"}) {
    const Zone zone = Zone::parse_posix(rule).value();
    EXPECT_EQ(zone.offset_at(utc("2026-03-08T06:59:59Z")), -5 * hour);
    EXPECT_EQ(zone.offset_at(utc("2026-03-08T07:00:00Z")), -4 * hour);
    EXPECT_EQ(zone.offset_at(utc("2026-11-01T05:59:59Z")), -4 * hour);
    EXPECT_EQ(zone.offset_at(utc("2026-11-01T06:00:00Z")), -5 * hour);
  }
}

// RFC 8536, 3.3.1 and RFC 9636, 3.3.2.
TEST(PosixRule, MayHaveSummerTimeAllYear) {
  const Zone zone = Zone::parse_posix("EST5EDT,0/0,J365/25").value();
  for (const std::string_view time : {"2026-01-01T04:59:59Z",
                                      "2026-01-01T05:00:00Z",
                                      "2026-07-01T00:00:00Z",
                                      "2026-12-31T23:59:59Z"}) {
    EXPECT_EQ(zone.offset_at(utc(time)), -4 * hour) << time;
  }
}

TEST(PosixRule, MayHaveNegativeSummerTime) {
  const Zone dublin = Zone::parse_posix("IST-1GMT0,M10.5.0,M3.5.0/1").value();
  EXPECT_EQ(dublin.offset_at(utc("2026-07-01T00:00:00Z")), 1 * hour);
  EXPECT_EQ(dublin.offset_at(utc("2026-12-01T00:00:00Z")), 0);
}

TEST(PosixRule, IsRefusedWhenItIsNone) {
  for (const std::string_view rule : {"",
                                      "CET",
                                      "Europe/Berlin",
                                      "CE-1",
                                      "CET-1CEST,",
                                      "CET-1CEST,M3.5.0",
                                      "CET-1CEST,M3.5.0,",
                                      "CET-1CEST,M3.5.0,M10.5.0/3x",
                                      "CET-1CEST,M13.5.0,M10.5.0",
                                      "CET-1CEST,M0.5.0,M10.5.0",
                                      "CET-1CEST,M3.6.0,M10.5.0",
                                      "CET-1CEST,M3.0.0,M10.5.0",
                                      "CET-1CEST,M3.5.7,M10.5.0",
                                      "CET-1CEST,J0,M10.5.0",
                                      "CET-1CEST,J366,M10.5.0",
                                      "CET-1CEST,366,M10.5.0",
                                      "CET-1CEST,M3.5.0/168,M10.5.0",
                                      "CET-25",
                                      "CET-1:60",
                                      "CET--1",
                                      "<CET-1",
                                      "<+0 1>-1",
                                      "CET-999999999999999999999"}) {
    EXPECT_FALSE(Zone::parse_posix(rule)) << rule;
  }
  EXPECT_TRUE(Zone::parse_posix("<+0330>-3:30<+0430>,J79/24,J263/24"));
}

/// Sets TZ for the C library, which is asked what it knows.
class CLibraryZone {
public:
  explicit CLibraryZone(const std::string& name) {
    ::setenv("TZ", name.c_str(), 1);
    ::tzset();
  }
  ~CLibraryZone() {
    ::unsetenv("TZ");
    ::tzset();
  }
  CLibraryZone(const CLibraryZone&) = delete;
  CLibraryZone& operator=(const CLibraryZone&) = delete;

  std::int64_t offset_at(UtcTime time) const {
    const std::time_t seconds = time.seconds;
    std::tm broken_down = {};
    ::localtime_r(&seconds, &broken_down);
    return broken_down.tm_gmtoff;
  }
};

TEST(PosixRule, AgreesWithTheCLibrary) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  const auto number = [&](int low, int high) {
    return std::uniform_int_distribution{low, high}(random);
  };
  const auto change = [&](int first_month, int last_month) {
    // In the given half of the year, so that summer time has some length.
    const int first_day = 30 * (first_month - 1) + 5;
    const int last_day = 30 * (last_month - 1) + 5;
    const std::string days[] = {
        fmt::format("M{}.{}.{}", number(first_month, last_month), number(1, 5), number(0, 6)),
        fmt::format("J{}", number(first_day, last_day)),
        fmt::format("{}", number(first_day, last_day))};
    const std::string times[] = {"", fmt::format("/{}:{:02}", number(0, 24), number(0, 59))};
    return days[random() % 3] + times[random() % 2];
  };
  for (int round = 0; round < 300; ++round) {
    const std::string first = change(2, 5);
    const std::string second = change(8, 11);
    const bool southern = random() % 2 == 0;
    const std::string rule = fmt::format(
        "AAA{}BBB,{},{}", number(-12, 11), southern ? second : first, southern ? first : second);
    SCOPED_TRACE(rule);
    const std::optional<Zone> ours = Zone::parse_posix(rule);
    ASSERT_TRUE(ours);
    const CLibraryZone theirs{rule};
    for (int i = 0; i < 200; ++i) {
      const UtcTime time{std::uniform_int_distribution<std::int64_t>{0, 8'000'000'000}(random)};
      ASSERT_EQ(ours->offset_at(time), theirs.offset_at(time)) << time.seconds;
    }
  }
}

TEST(Zone, AgreesWithTheCLibraryOnTheSystemsZones) {
  const std::filesystem::path folder = "/usr/share/zoneinfo";
  if (!std::filesystem::exists(folder / "Europe/Berlin")) {
    GTEST_SKIP() << "no time zones are installed here";
  }
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  for (const std::string name : {"Europe/Berlin",
                                 "America/New_York",
                                 "Africa/Kigali",
                                 "Europe/Dublin",
                                 "Asia/Kathmandu",
                                 "Australia/Lord_Howe",
                                 "Africa/Casablanca",
                                 "America/Sao_Paulo",
                                 "Pacific/Apia",
                                 "Asia/Jerusalem",
                                 "America/St_Johns",
                                 "Africa/Monrovia",
                                 "Antarctica/Troll"}) {
    SCOPED_TRACE(name);
    const Zone ours = Zone::load(name);
    const CLibraryZone theirs{name};
    for (int i = 0; i < 3000; ++i) {
      const UtcTime time{
          std::uniform_int_distribution<std::int64_t>{-4'000'000'000, 6'000'000'000}(random)};
      ASSERT_EQ(ours.offset_at(time), theirs.offset_at(time)) << time.seconds;
    }
  }
}

TEST(Zone, IsLoadedByNameByPathOrByRule) {
  const test::TempFolder folder;
  std::filesystem::create_directory(folder / "Pacific");
  write_file_atomically(folder / "Pacific/Honolulu", as_bytes(honolulu()));
  const UtcTime time = utc("2026-01-01T00:00:00Z");
  EXPECT_EQ(Zone::load("Pacific/Honolulu", folder.path()).offset_at(time), -36000);
  EXPECT_EQ(Zone::load(":Pacific/Honolulu", folder.path()).offset_at(time), -36000);
  EXPECT_EQ(Zone::load((folder / "Pacific/Honolulu").native(), "/none").offset_at(time), -36000);
  EXPECT_EQ(Zone::load("HST10", folder.path()).offset_at(time), -36000);
  EXPECT_EQ(Zone::load("", "/none").offset_at(time), 0);
  EXPECT_EQ(Zone::load("UTC", "/none").offset_at(time), 0);
}

TEST(Zone, SaysThatThereIsNone) {
  const test::TempFolder folder;
  std::filesystem::create_directory(folder / "Pacific");
  write_file_atomically(folder / "zone", as_bytes(honolulu()));
  for (const std::string_view name : {"Pacific/Atlantis",
                                      "Pacific",
                                      "/",
                                      "/dev/zero",
                                      "../zone",
                                      "Pacific/../zone",
                                      "no\nzone"}) {
    try {
      Zone::load(name, name.starts_with("..") ? folder / "Pacific" : folder.path());
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << name;
      EXPECT_NE(error.hint(), "");
    }
  }
}

TEST(Zone, RefusesAFileThatIsNoZone) {
  const test::TempFolder folder;
  write_file_atomically(folder / "zone", as_bytes("no zone"));
  try {
    Zone::load("zone", folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt);
  }
}

TEST(ToUtc, TakesTheFirstOfTwo) {
  const Zone berlin = Zone::parse_posix("CET-1CEST,M3.5.0,M10.5.0/3").value();
  EXPECT_EQ(berlin.to_utc(civil("2026-10-25T02:30:00")), utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(berlin.to_utc(civil("2026-10-25T03:00:00")), utc("2026-10-25T02:00:00Z"));
  EXPECT_EQ(berlin.to_utc(civil("2026-10-25T01:59:59")), utc("2026-10-24T23:59:59Z"));
}

TEST(ToUtc, MovesOnOverAGap) {
  const Zone berlin = Zone::parse_posix("CET-1CEST,M3.5.0,M10.5.0/3").value();
  EXPECT_EQ(berlin.to_utc(civil("2026-03-29T02:00:00")), utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(berlin.to_utc(civil("2026-03-29T02:59:59")), utc("2026-03-29T01:59:59Z"));
  EXPECT_EQ(berlin.to_utc(civil("2026-03-29T03:00:00")), utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(berlin.to_utc(civil("2026-03-29T01:59:59")), utc("2026-03-29T00:59:59Z"));
}

TEST(ToUtc, MovesOnOverADayThatWasLeftOut) {
  // Samoa had no 30 December 2011: from UTC-10 to UTC+14 at 10:00 UTC.
  const std::int64_t change = utc("2011-12-30T10:00:00Z").seconds;
  const Zone apia = Zone::parse_tzif(tzif2({{change, 1}}, {-36000, 50400}, "<+14>-14"));
  EXPECT_EQ(apia.to_utc(civil("2011-12-29T23:59:59")).seconds, change - 1);
  EXPECT_EQ(apia.to_utc(civil("2011-12-30T12:00:00")).seconds, change + 12 * hour);
  EXPECT_EQ(apia.to_utc(civil("2011-12-31T00:00:00")).seconds, change);
  for (const Edge edge : {Edge::start, Edge::end}) {
    EXPECT_EQ(parse_time("2011-12-30", {change}, apia, edge), UtcTime{change});
  }
}

TEST(ToUtc, IsTheEarliestInstantThatShowsTheTime) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 random{seed};
  for (const std::string_view rule : {"CET-1CEST,M3.5.0,M10.5.0/3",
                                      "EST5EDT",
                                      "AAA3BBB,10/0,20/0",
                                      "IST-1GMT0,M10.5.0,M3.5.0/1",
                                      "EST5EDT,0/0,J365/25",
                                      "<-12>12<+12>-12,J100,J101"}) {
    SCOPED_TRACE(rule);
    const Zone zone = Zone::parse_posix(rule).value();
    for (int i = 0; i < 100; ++i) {
      // Around the changes of a year, to the minute.
      const std::int64_t wanted =
          civil("2026-01-01T00:00:00") +
          60 * std::uniform_int_distribution<std::int64_t>{0, 366 * day / 60}(random);
      std::optional<std::int64_t> earliest;
      for (std::int64_t at = wanted - 36 * hour; at <= wanted + 36 * hour && !earliest; at += 60) {
        if (at + zone.offset_at({at}) == wanted) {
          earliest = at;
        }
      }
      const UtcTime found = zone.to_utc(wanted);
      if (earliest) {
        ASSERT_EQ(found.seconds, *earliest) << wanted;
      } else {
        ASSERT_GT(found.seconds + zone.offset_at(found), wanted) << wanted;
      }
    }
  }
}

TEST(Zone, KnowsAnOffsetAtEveryInstant) {
  const Zone zone = Zone::parse_posix("CET-1CEST,M3.5.0,M10.5.0/3").value();
  for (const std::int64_t seconds : {std::numeric_limits<std::int64_t>::min(),
                                     earliest_time.seconds,
                                     latest_time.seconds,
                                     std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_GE(zone.offset_at({seconds}), 1 * hour);
    EXPECT_LE(zone.offset_at({seconds}), 2 * hour);
    EXPECT_LE(zone.to_utc(seconds).seconds, latest_time.seconds + 3 * day);
  }
}

}  // namespace
}  // namespace arch
