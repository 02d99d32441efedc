#include "base/printable.hpp"

#include "base/utf8.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace arch {
namespace {

TEST(EscapeControls, KeepsWhatAReaderReads) {
  for (const std::string_view text : {"plain text\nwith\ttabs",
                                      "“quotes” – é 中文 🇷🇼 👩‍🚒",
                                      "back\\slash \\x1b"}) {
    EXPECT_EQ(escape_controls(text), text);
    EXPECT_TRUE(is_printable(text));
  }
}

TEST(EscapeControls, ShowsWhatATerminalActsOn) {
  EXPECT_EQ(escape_controls("\x1b[31mred\x07\r\x7f"), "\\x1b[31mred\\x07\\x0d\\x7f");
  EXPECT_EQ(escape_controls("\u009b31m \u0085"), "\\u009b31m \\u0085");
  EXPECT_EQ(escape_controls(std::string_view{"\0", 1}), "\\x00");
}

// The Trojan Source attack: Boucher and Anderson 2021, https://trojansource.codes
TEST(EscapeControls, ShowsWhatReordersText) {
  EXPECT_EQ(escape_controls("user\u202E \u2066// admin\u2069"),
            "user\\u202e \\u2066// admin\\u2069");
  EXPECT_EQ(escape_controls("\u061C\u200E\u200F\u202A\u2028\u2029"),
            "\\u061c\\u200e\\u200f\\u202a\\u2028\\u2029");
}

TEST(EscapeControls, ShowsBytesThatAreNoText) {
  EXPECT_EQ(escape_controls("a\xFFz\xE2\x80"), "a\\xffz\\xe2\\x80");
  EXPECT_EQ(escape_controls("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // a surrogate
}

// Extensible Markup Language 1.0, production 2: characters, but for surrogates, U+FFFE and U+FFFF.
TEST(EscapeControls, ShowsNoncharactersWhichXmlForbids) {
  EXPECT_EQ(escape_controls("a\xEF\xBF\xBE \xEF\xBF\xBF"), "a\\ufffe \\uffff");
  EXPECT_EQ(escape_controls("\xEF\xB7\x90 \xF4\x8F\xBF\xBF"), "\\ufdd0 \\u10ffff");
  EXPECT_EQ(escape_controls("\uFFFD \uFDCF \uFDF0"), "\uFFFD \uFDCF \uFDF0");
}

TEST(OneLine, ShowsLineEndsAndTabsToo) {
  EXPECT_EQ(one_line("two\nlines\tand\rmore"), "two\\nlines\\tand\\x0dmore");
}

TEST(EscapeControls, LeavesNothingToEscapeInAnyBytes) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (std::size_t size = random() % 40; size > 0; --size) {
      // Half of it hostile, half of it text, so that both meet at every offset.
      bytes += static_cast<char>(random() % 2 == 0 ? random() % 256 : 'a' + random() % 26);
    }
    const std::string shown = escape_controls(bytes);
    EXPECT_TRUE(is_printable(shown)) << shown;
    EXPECT_TRUE(is_valid_utf8(shown));
    EXPECT_EQ(is_printable(bytes), shown == bytes);
    EXPECT_EQ(one_line(bytes).find_first_of("\n\t"), std::string::npos);
  }
}

}  // namespace
}  // namespace arch
