#include "history/key.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::history {
namespace {

TEST(Key, IsTrimmed) {
  EXPECT_EQ(make_key("  https://example.org/a \n"), "https://example.org/a");
}

TEST(Key, IsInFormC) {
  // Unicode 15, UAX #15: e and a combining acute accent compose.
  EXPECT_EQ(make_key("caf\x65\xcc\x81"), "caf\xc3\xa9");
}

TEST(Key, KeepsLettersSpacesAndDots) {
  EXPECT_EQ(make_key("../a b/Ж~2@{x}..c"), "../a b/Ж~2@{x}..c");
}

TEST(Key, MayBeAsLongAsTheLimit) {
  EXPECT_EQ(make_key(std::string(max_key_size, 'k')).size(), max_key_size);
}

TEST(Key, IsRefusedWithAHintWhenItCannotBeALineOfARecord) {
  for (const std::string& typed : {std::string{},
                                   std::string{" \t\n"},
                                   std::string(max_key_size + 1, 'k'),
                                   std::string{"a\nb"},
                                   std::string{"a\0b", 3},
                                   std::string{"a\x7f"},
                                   std::string{"a\x1b[31mb"},
                                   std::string{"a\xc2\x85"},      // U+0085, next line
                                   std::string{"a\xe2\x80\xa8"},  // U+2028, line separator
                                   std::string{"a\xff"},
                                   std::string{"\xed\xa0\x80"}}) {  // a surrogate
    try {
      make_key(typed);
      ADD_FAILURE() << testing::PrintToString(typed);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_NE(error.hint(), "");
      EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("\x1b")));
    }
  }
}

TEST(Key, IsFoundWhereOneCanBeMade) {
  EXPECT_EQ(find_key(" articles/a.md "), "articles/a.md");
  EXPECT_EQ(find_key("articles/\n"), "articles/") << "white space at the ends is none of it";
  EXPECT_EQ(find_key("articles/\na"), std::nullopt);
  EXPECT_EQ(find_key(" "), std::nullopt);
}

TEST(Key, IsRefusedWhenFormCMakesItTooLong) {
  // U+FB2C has no composed form: two bytes for each of its three characters.
  std::string typed;
  while (typed.size() + 3 <= max_key_size) {
    typed += "\xef\xac\xac";
  }
  EXPECT_THROW(make_key(typed), Error);
}

}  // namespace
}  // namespace arch::history
