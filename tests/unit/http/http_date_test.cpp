#include "http/http_date.hpp"

#include <gmock/gmock.h>

namespace arch::http {
namespace {

using std::chrono::seconds;

constexpr UtcTime now{1'795'000'000};  // in 2026
constexpr UtcTime of_the_rfc{784'111'777};

TEST(HttpDate, HasThreeForms) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now), of_the_rfc);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now), of_the_rfc);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", now), of_the_rfc);
}

TEST(HttpDate, YearsOfTwoDigitsAreAtMostFiftyYearsAhead) {
  const auto at = [](const char* text) { return parse_http_date(text, now).value().seconds; };
  EXPECT_GT(at("Monday, 06-Nov-76 08:49:37 GMT"), now.seconds);
  EXPECT_LT(at("Monday, 06-Nov-77 08:49:37 GMT"), now.seconds);
}

TEST(HttpDate, RefusesAllElse) {
  for (const char* text : {"",
                           "Sun",
                           "Sun, ",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMT ",
                           "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 anF 1994 08:49:37 GMT",
                           "1994-11-06T08:49:37Z",
                           "Sun, 6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 0000 08:49:37 GMT"}) {
    EXPECT_EQ(parse_http_date(text, now), std::nullopt) << text;
  }
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(parse_retry_after("120", now), seconds{120});
  EXPECT_EQ(parse_retry_after("0", now), seconds{0});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", UtcTime{of_the_rfc.seconds - 90}),
            seconds{90});
}

TEST(RetryAfter, IsNeverNegativeAndAtMostAMonth) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), seconds{0});
  EXPECT_EQ(parse_retry_after("99999999999999999999999999", now), std::chrono::hours{720});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 2094 08:49:37 GMT", now), std::chrono::hours{720});
}

TEST(RetryAfter, RefusesAllElse) {
  for (const char* text : {"", "-1", "1.5", "soon", " 1"}) {
    EXPECT_EQ(parse_retry_after(text, now), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace arch::http
