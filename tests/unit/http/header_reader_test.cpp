#include "http/header_reader.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Header> read(std::initializer_list<const char*> lines) {
  HeaderReader reader;
  for (const char* line : lines) {
    EXPECT_TRUE(reader.add(line, 10'000));
  }
  return reader.take();
}

TEST(HeaderReader, LowersNamesAndTrimsValues) {
  EXPECT_THAT(read({"HTTP/1.1 200 OK\r\n", "ETag:  \"a B\" \r\n", "X:\r\n", "\r\n"}),
              ElementsAre(Header{"etag", "\"a B\""}, Header{"x", ""}));
}

TEST(HeaderReader, TakesTheLastAnswersOnly) {
  EXPECT_THAT(read({"HTTP/1.1 103 Early Hints\r\n",
                    "Link: a\r\n",
                    "\r\n",
                    "HTTP/1.1 200 OK\r\n",
                    "B: b\r\n",
                    "\r\n",
                    "Trailer: c\r\n"}),
              ElementsAre(Header{"b", "b"}));
}

TEST(HeaderReader, JoinsFoldedLines) {
  EXPECT_THAT(read({"HTTP/1.1 200 OK\r\n", " lost\r\n", "A: b\r\n", "\tc\r\n"}),
              ElementsAre(Header{"a", "b c"}));
}

TEST(HeaderReader, SkipsLinesWithoutAColon) {
  EXPECT_THAT(read({"HTTP/2 200\r\n", "nonsense\r\n", "\r\n"}), IsEmpty());
}

TEST(HeaderReader, CountsAllBytes) {
  HeaderReader reader;
  EXPECT_TRUE(reader.add("HTTP/1.1 100 \r\n", 20));
  EXPECT_FALSE(reader.add("HTTP/1.1 200 \r\n", 20));
}

TEST(HeaderReader, HeadersToSendHaveNoControls) {
  EXPECT_TRUE(is_valid_header({"X-A", "b c \xC3\xBC"}));
  EXPECT_FALSE(is_valid_header({"X-A", "b\r\nHost: evil"}));
  EXPECT_FALSE(is_valid_header({"X A", "b"}));
  EXPECT_FALSE(is_valid_header({"", "b"}));
}

}  // namespace
}  // namespace arch::http
