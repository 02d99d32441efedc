#include "base/utf8.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace arch {
namespace {

std::string decode(std::string_view bytes) {
  return decode_text(as_bytes(bytes)).text;
}

Encoding encoding_of(std::string_view bytes) {
  return decode_text(as_bytes(bytes)).encoding;
}

std::string bytes_of(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) {
    bytes += static_cast<char>(value);
  }
  return bytes;
}

TEST(Utf8, AcceptsTheEndsOfEveryRowOfTable37) {
  for (const std::string_view text : {"\x7F",
                                      "\xC2\x80",
                                      "\xDF\xBF",
                                      "\xE0\xA0\x80",
                                      "\xE0\xBF\xBF",
                                      "\xE1\x80\x80",
                                      "\xEC\xBF\xBF",
                                      "\xED\x80\x80",
                                      "\xED\x9F\xBF",
                                      "\xEE\x80\x80",
                                      "\xEF\xBF\xBF",
                                      "\xF0\x90\x80\x80",
                                      "\xF3\xBF\xBF\xBF",
                                      "\xF4\x80\x80\x80",
                                      "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(text));
    const CodePoint point = decode_code_point(text, 0);
    EXPECT_TRUE(point.valid);
    EXPECT_EQ(point.size, text.size());
    std::string again;
    append_utf8(again, point.value);
    EXPECT_EQ(again, text);
  }
}

TEST(Utf8, RefusesWhatTable37DoesNotList) {
  for (const std::string_view text : {"\x80",
                                      "\xBF",
                                      "\xC0\x80",          // overlong
                                      "\xC1\xBF",          // overlong
                                      "\xC2",              // cut short
                                      "\xC2\x7F",          //
                                      "\xE0\x9F\xBF",      // overlong
                                      "\xED\xA0\x80",      // surrogate
                                      "\xED\xBF\xBF",      // surrogate
                                      "\xE1\x80",          // cut short
                                      "\xF0\x8F\xBF\xBF",  // overlong
                                      "\xF4\x90\x80\x80",  // above U+10FFFF
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xF0\x90\x80"}) {
    EXPECT_EQ(valid_utf8_prefix(text), 0U);
    const CodePoint point = decode_code_point(text, 0);
    EXPECT_FALSE(point.valid);
    EXPECT_EQ(point.size, 1U);
    EXPECT_EQ(point.value, replacement_character);
  }
}

TEST(Utf8, RoundTripsEveryCodePoint) {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    std::string text;
    append_utf8(text, value);
    const CodePoint point = decode_code_point(text, 0);
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    ASSERT_EQ(point.value, surrogate ? replacement_character : value);
    ASSERT_TRUE(point.valid);
    ASSERT_EQ(point.size, text.size());
  }
  std::string text;
  append_utf8(text, 0x110000);
  EXPECT_EQ(text, "\uFFFD");
}

TEST(Utf8, FindsTheFirstWrongByteAtEveryOffset) {
  for (std::size_t size = 1; size < 80; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '\xFF';
      ASSERT_EQ(valid_utf8_prefix(text), at);
      ASSERT_EQ(ascii_prefix(text), at);
      for (const char stop : {'\x1F', '\x7F', '\0', '\x80', '\n'}) {
        text[at] = stop;
        ASSERT_EQ(printable_ascii_prefix(text), at);
      }
      text[at] = ' ';
      ASSERT_EQ(printable_ascii_prefix(text), size);
      text[at] = '~';
      ASSERT_EQ(printable_ascii_prefix(text), size);
    }
  }
}

TEST(ReplaceInvalidUtf8, PutsOneMarkForEachWrongByte) {
  EXPECT_EQ(replace_invalid_utf8("a\xE2\x80z\xFF"), "a\uFFFD\uFFFDz\uFFFD");
  EXPECT_EQ(replace_invalid_utf8("caf\u00E9"), "caf\u00E9");
}

TEST(WithoutByteOrderMark, TakesOneMarkFromTheBeginning) {
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBFtext"), "text");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF\xEF\xBB\xBF"), "\xEF\xBB\xBF");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB"), "\xEF\xBB");
  EXPECT_EQ(without_byte_order_mark(""), "");
}

TEST(DecodeText, ReadsUtf8AndDropsItsMark) {
  EXPECT_EQ(decode("\xEF\xBB\xBF\u00E9"), "\u00E9");
  EXPECT_EQ(decode("\u00E9"), "\u00E9");
  EXPECT_EQ(decode(""), "");
}

// Each is "Aé€𝄞": U+0041 U+00E9 U+20AC U+1D11E.
TEST(DecodeText, ReadsUtf16OfBothByteOrders) {
  EXPECT_EQ(decode(bytes_of({0xFF, 0xFE, 0x41, 0, 0xE9, 0, 0xAC, 0x20, 0x34, 0xD8, 0x1E, 0xDD})),
            "A\u00E9\u20AC\U0001D11E");
  EXPECT_EQ(decode(bytes_of({0xFE, 0xFF, 0, 0x41, 0, 0xE9, 0x20, 0xAC, 0xD8, 0x34, 0xDD, 0x1E})),
            "A\u00E9\u20AC\U0001D11E");
}

TEST(DecodeText, ReplacesWhatIsNoUtf16) {
  EXPECT_EQ(decode(bytes_of({0xFF, 0xFE, 0x34, 0xD8, 0x41, 0})),
            "\uFFFD"
            "A");  // half a pair
  EXPECT_EQ(decode(bytes_of({0xFF, 0xFE, 0x1E, 0xDD})), "\uFFFD");
  EXPECT_EQ(decode(bytes_of({0xFF, 0xFE, 0x41, 0, 0x42})), "A\uFFFD");  // half a unit
}

TEST(DecodeText, TellsUtf16ByItsZeros) {
  std::string little;
  std::string big;
  for (const char c : std::string_view{"News of the day\n"}) {
    little += c;
    little += '\0';
    big += '\0';
    big += c;
  }
  EXPECT_EQ(decode(little), "News of the day\n");
  EXPECT_EQ(encoding_of(little), Encoding::utf16le);
  EXPECT_EQ(decode(big), "News of the day\n");
  EXPECT_EQ(encoding_of(big), Encoding::utf16be);
}

TEST(DecodeText, DoesNotTakeAStrayZeroForUtf16) {
  EXPECT_EQ(decode(std::string_view{"abc\0def", 7}),
            "abc\uFFFD"
            "def");
  EXPECT_EQ(encoding_of(std::string_view{"abc\0def", 7}), Encoding::utf8);
}

// https://encoding.spec.whatwg.org/index-windows-1252.txt
TEST(DecodeText, ReadsWindows1252AsTheWebDoes) {
  EXPECT_EQ(decode("\x80 \x93quoted\x94 \x96 caf\xE9 \x85"),
            "\u20AC \u201Cquoted\u201D \u2013 caf\u00E9 \u2026");
  EXPECT_EQ(decode("\x81\x8D\x9F\xFF"), "\u0081\u008D\u0178\u00FF");
  EXPECT_EQ(encoding_of("caf\xE9"), Encoding::windows_1252);
}

TEST(DecodeText, KeepsTheEncodingOfADamagedText) {
  EXPECT_EQ(decode("\u201Cdamaged\u201D by\xFFone byte"), "\u201Cdamaged\u201D by\uFFFDone byte");
  EXPECT_EQ(decode("\u201Ccut\u201D sh\xE2\x80"), "\u201Ccut\u201D sh\uFFFD\uFFFD");
}

TEST(DecodeText, MakesTextOfAnyBytes) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 5000; ++round) {
    std::string bytes;
    const unsigned range = 2U << random() % 8;
    for (std::size_t size = random() % 64; size > 0; --size) {
      bytes += static_cast<char>(random() % range);
    }
    const std::string text = decode(bytes);
    ASSERT_TRUE(is_valid_utf8(text));
    ASSERT_EQ(text.find('\0'), std::string::npos);
    ASSERT_LE(text.size(), 3 * bytes.size());
  }
}

}  // namespace
}  // namespace arch
