#include "store/record.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace arch::store {
namespace {

using testing::ElementsAre;

const std::string key = "https://example.org/news/flood";
const std::string digits(64, 'a');

/// The worked example of a capture.
std::string capture_text() {
  return "arch-capture 1\narticle: " + key +
         "\nobserved: 2026-11-20T14:32:00Z\ndocument: " + digits +
         "\npage: " + std::string(64, '0') + "\nurl: " + key +
         "\nextractor: text/1\ncause: published\nsalt: 00112233445566778899aabbccddeeff\n";
}

std::string join(const SplitRecord& split, std::string_view with_key) {
  return join_record(split.pattern, split.values, with_key);
}

void expect_refused(std::string_view text) {
  try {
    split_record(text, key);
    ADD_FAILURE() << "took " << text;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
  }
}

TEST(Record, PutsAHoleWhereCapturesDiffer) {
  const SplitRecord split = split_record(capture_text(), key);
  EXPECT_EQ(split.pattern,
            "arch-capture 1\narticle: \x05\nobserved: \x01\ndocument: \x03\npage: \x03\nurl: \x05\n"
            "extractor: text/1\ncause: published\nsalt: \x04\n");
  ASSERT_EQ(split.values.size(), 4U);
  // `date -u -d 2026-11-20T14:32:00Z +%s`
  EXPECT_EQ(split.values[0], Value{UtcTime{1'795'185'120}});
  EXPECT_EQ(split.values[1], Value{*ObjectId::parse(digits)});
  EXPECT_EQ(split.values[2], Value{ObjectId{}});
  EXPECT_EQ(std::get<std::string>(split.values[3]),
            std::string("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16));
  EXPECT_EQ(join(split, key), capture_text());
}

TEST(Record, LeavesWhatOnlyLooksLikeAValue) {
  const std::vector<std::string> values{
      "2026-11-20T14:32:60Z",       // a leap second, which reads as the one after it
      "2026-11-20t14:32:00Z",       //
      "2026-11-20T14:32:00.5Z",     //
      "2026-11-20T15:32:00+01:00",  //
      "2026-02-30T00:00:00Z",       //
      std::string(64, 'A'),         // an id in capitals
      std::string(63, 'a') + "g",   //
      std::string(33, 'a'),         // half a byte
      std::string(30, 'a'),         // shorter than a salt
      std::string(130, 'a'),        //
      digits + " ",                 //
      "",                           //
  };
  for (const std::string& value : values) {
    const std::string text = "arch-x 1\nline: " + value + "\n";
    const SplitRecord split = split_record(text, key);
    EXPECT_EQ(split.pattern, text);
    EXPECT_TRUE(split.values.empty()) << value;
  }
}

TEST(Record, HasTheKeyInUrlsAndInTheLineArticleOnly) {
  const auto pattern = [](std::string_view line, std::string_view with_key) {
    const std::string text = "arch-x 1\n" + std::string(line) + "\n";
    const SplitRecord split = split_record(text, with_key);
    EXPECT_EQ(join(split, with_key), text);
    return split.pattern.substr(9);
  };
  EXPECT_EQ(pattern("article: flood", "flood"), "article: \x05\n");
  EXPECT_EQ(pattern("article: a flood", "flood"), "article: a flood\n");
  EXPECT_EQ(pattern("url: https://www.example.org/a", "example.org/a"), "url: https://www.\x05\n");
  EXPECT_EQ(pattern("url: https://www.example.org/a", "org/a"), "url: https://www.example.org/a\n");
  EXPECT_EQ(pattern("outcome: unchanged", "unchanged"), "outcome: unchanged\n");
  EXPECT_EQ(pattern("article: ", ""), "article: \n");
}

TEST(Record, RefusesWhatIsNoRecord) {
  expect_refused("");
  expect_refused("\n");
  expect_refused("arch-capture 1");
  expect_refused("\nname: value\n");
  expect_refused("arch-capture 1\n\n");
  expect_refused("arch-capture 1\nname\n");
  expect_refused("arch-capture 1\nname:\n");
  expect_refused("arch-capture 1\nname:value\n");
  expect_refused("arch-capture 1\nName: value\n");
  expect_refused("arch-capture 1\n: value\n");
  expect_refused("arch-capture 1\nna me: value\n");
  expect_refused("arch-capture 1\nname: value\r\n");
  expect_refused("arch-capture 1\nname: \x01\n");
  expect_refused("arch-capture 1\nname: \x7f\n");
  expect_refused("arch-capture 1\nname: \xc2\x9b\n");  // U+009B, a terminal's CSI
  expect_refused("arch-capture 1\nname: \xff\n");
  expect_refused(std::string_view("arch-capture 1\nname: \0\n", 23));
  expect_refused("arch-capture 1\nname: " + std::string(max_record_size, 'x') + "\n");
}

TEST(Record, TakesTheLargestAndTheSmallest) {
  const std::string start = "h\nname: ";
  const std::string largest = start + std::string(max_record_size - start.size() - 1, 'x') + "\n";
  EXPECT_EQ(join(split_record(largest, key), key), largest);
  EXPECT_EQ(join(split_record("h\n", key), key), "h\n");
  EXPECT_EQ(split_record("h\nname: \xc2\xa0\n", key).pattern, "h\nname: \xc2\xa0\n");
}

TEST(Record, LeavesValuesAfterTheFirst256) {
  std::string text = "h\n";
  for (int i = 0; i < 300; ++i) {
    text += "at: 2026-11-20T14:32:00Z\n";
  }
  const SplitRecord split = split_record(text, key);
  EXPECT_EQ(split.values.size(), max_values_in_record);
  EXPECT_EQ(Shape{split.pattern}.values(), max_values_in_record);
  EXPECT_EQ(join(split, key), text);
}

TEST(Record, GivesBackEveryRecordByteForByte) {
  constexpr unsigned seed = 20261125;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  const auto below = [&random](std::size_t n) { return random() % n; };
  const std::vector<std::string> pieces{"2026-11-20T14:32:00Z",
                                        "0001-01-01T00:00:00Z",
                                        "9999-12-31T23:59:59Z",
                                        digits,
                                        std::string(40, '7'),
                                        "",
                                        "x",
                                        " ",
                                        ": ",
                                        "ü",
                                        key,
                                        "https://"};
  for (int round = 0; round < 2'000; ++round) {
    std::string text = "arch-check 1\n";
    for (std::size_t lines = below(9); lines > 0; --lines) {
      text += std::string(below(2) == 0 ? "article" : "x-9") + ": ";
      for (std::size_t n = below(3); n > 0; --n) {
        text += pieces[below(pieces.size())];
      }
      text += "\n";
    }
    const SplitRecord split = split_record(text, key);
    ASSERT_EQ(join(split, key), text);
    ASSERT_EQ(Shape{split.pattern}.values(), split.values.size());
  }
}

TEST(Record, OfOtherTimesAndIdsHasTheSameShape) {
  std::string other = capture_text();
  other.replace(other.find("2026"), 4, "1999");
  other.replace(other.find(digits), 1, "b");
  EXPECT_EQ(split_record(other, key).pattern, split_record(capture_text(), key).pattern);
}

TEST(Record, RefusesToJoinWhatDoesNotBelongTogether) {
  const SplitRecord split = split_record(capture_text(), key);
  const auto expect_damaged = [&](const std::vector<Value>& values) {
    try {
      join_record(split.pattern, values, key);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    }
  };
  auto values = split.values;
  values.pop_back();
  expect_damaged(values);
  values = split.values;
  values.emplace_back(UtcTime{0});
  expect_damaged(values);
  values = split.values;
  std::swap(values[0], values[1]);
  expect_damaged(values);
  values = split.values;
  values[1] = ObjectNumber{0};
  expect_damaged(values);
  values = split.values;
  values[0] = UtcTime{latest_time.seconds + 1};
  expect_damaged(values);
}

TEST(Shape, FindsValuesByTheNameOfTheirLine) {
  const Shape shape{split_record(capture_text(), key).pattern};
  EXPECT_EQ(shape.heading(), "arch-capture 1");
  EXPECT_EQ(shape.values(), 4U);
  EXPECT_EQ(shape.value_of("observed"), 0U);
  EXPECT_EQ(shape.value_of("document"), 1U);
  EXPECT_EQ(shape.value_of("page"), 2U);
  EXPECT_EQ(shape.value_of("salt"), 3U);
  EXPECT_EQ(shape.value_of("article"), std::nullopt);
  EXPECT_EQ(shape.value_of("cause"), std::nullopt);
  EXPECT_EQ(shape.value_of("arch-capture 1"), std::nullopt);
  EXPECT_EQ(shape.literal_of("cause"), "published");
  EXPECT_EQ(shape.literal_of("observed"), std::nullopt);
  EXPECT_EQ(shape.literal_of("url"), std::nullopt);
  EXPECT_EQ(shape.literal_of("absent"), std::nullopt);
}

TEST(Shape, OfDamagedBytesHasNoLines) {
  for (const std::string pattern :
       {"", "\n", "\n\n\n", "\x01", "x: \x01", "a\nb", "a\n: ", "a\nb: "}) {
    const Shape shape{pattern};
    EXPECT_EQ(shape.value_of("x"), std::nullopt);
    EXPECT_EQ(shape.literal_of("x"), std::nullopt);
  }
}

}  // namespace
}  // namespace arch::store
