#include "html/encoding.hpp"

#include "base/charset.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace {

using arch::as_bytes;
using arch::Charset;
using arch::decode;
using arch::find_charset;
using arch::html::decide_encoding;
using arch::html::EncodingDecision;
using arch::html::EncodingSource;

EncodingDecision decide(std::string_view page, std::string_view content_type = {}) {
  return decide_encoding(as_bytes(page), content_type);
}

std::string decoded(std::string_view page, std::string_view content_type = {}) {
  return decode(as_bytes(page), decide(page, content_type).charset);
}

// From the table of https://encoding.spec.whatwg.org/#names-and-labels.
TEST(find_charset, reads_labels_as_the_web_means_them) {
  EXPECT_EQ(find_charset("latin1"), Charset::windows_1252);
  EXPECT_EQ(find_charset(" ISO-8859-1\n"), Charset::windows_1252);
  EXPECT_EQ(find_charset("iso-8859-9"), Charset::windows_1254);
  EXPECT_EQ(find_charset("gb2312"), Charset::gbk);
  EXPECT_EQ(find_charset("ks_c_5601-1987"), Charset::euc_kr);
  EXPECT_EQ(find_charset("x-sjis"), Charset::shift_jis);
  EXPECT_EQ(find_charset("utf-16"), Charset::utf_16le);
  EXPECT_EQ(find_charset("utf8 x"), std::nullopt);
  EXPECT_EQ(find_charset("none"), std::nullopt);
  EXPECT_EQ(find_charset(""), std::nullopt);
}

TEST(decode, reads_every_encoding_of_the_web) {
  EXPECT_EQ(decode(as_bytes("\x93\xFA\x96\x7B"), Charset::shift_jis), "日本");
  EXPECT_EQ(decode(as_bytes("\xC6\xFC\xCB\xDC"), Charset::euc_jp), "日本");
  EXPECT_EQ(decode(as_bytes("\x1B$BF|K\\\x1B(B"), Charset::iso_2022_jp), "日本");
  EXPECT_EQ(decode(as_bytes("\xC4\xE3\xBA\xC3"), Charset::gbk), "你好");
  EXPECT_EQ(decode(as_bytes("\x94\x39\xDA\x33"), Charset::gb18030), "💩");
  EXPECT_EQ(decode(as_bytes("\xA7\x41\xA6\x6E"), Charset::big5), "你好");
  EXPECT_EQ(decode(as_bytes("\xBE\xC8\xB3\xE7"), Charset::euc_kr), "안녕");
  EXPECT_EQ(decode(as_bytes("\xCF\xF0\xE8"), Charset::windows_1251), "При");
  EXPECT_EQ(decode(as_bytes("\xF0\xD2\xC9"), Charset::koi8_r), "При");
  EXPECT_EQ(decode(as_bytes("\x93quote\x94 \x80"), Charset::windows_1252), "“quote” €");
  for (int charset = 0; charset <= static_cast<int>(Charset::utf_16le); ++charset) {
    const std::string text = decode(as_bytes("a b "), static_cast<Charset>(charset));
    EXPECT_FALSE(text.empty()) << arch::charset_name(static_cast<Charset>(charset));
  }
}

TEST(decode, makes_bytes_that_are_no_character_a_replacement) {
  EXPECT_EQ(decode(as_bytes("a\xFFz"), Charset::utf_8), "a\uFFFDz");
  EXPECT_EQ(decode(as_bytes("a\x81\x20z"), Charset::shift_jis), "a\uFFFD z");
  EXPECT_EQ(decode(as_bytes(std::string_view{"\x00\xD8z\x00", 4}), Charset::utf_16le), "\uFFFDz");
}

TEST(decide_encoding, takes_the_byte_order_mark_before_all) {
  const EncodingDecision found =
      decide("\xEF\xBB\xBF<meta charset=koi8-r>", "text/html; charset=big5");
  EXPECT_EQ(found.charset, Charset::utf_8);
  EXPECT_EQ(found.source, EncodingSource::byte_order_mark);
  EXPECT_EQ(decoded(std::string_view{"\xFF\xFEx\0", 4}), "x");
  EXPECT_EQ(decoded(std::string_view{"\xFE\xFF\0x", 4}), "x");
}

TEST(decide_encoding, takes_the_header_before_the_meta) {
  const std::string_view page = "<meta charset=koi8-r>\xCF\xF0\xE8";
  EXPECT_EQ(decide(page, "text/html;charset=\"windows-1251\"").charset, Charset::windows_1251);
  EXPECT_EQ(decide(page, "text/html; charset = windows-1251 ; x").source, EncodingSource::header);
  EXPECT_EQ(decide(page, "text/html").charset, Charset::koi8_r);
  EXPECT_EQ(decide(page, "text/html; charset=nonsense").source, EncodingSource::meta);
}

TEST(decide_encoding, reads_metas_as_the_prescan_does) {
  const auto charset = [](std::string_view head) {
    return decide(std::string{head} + "<p>\xE9 \xE8").charset;
  };
  EXPECT_EQ(charset("<META CHARSET='Windows-1250'>"), Charset::windows_1250);
  EXPECT_EQ(charset("<meta http-equiv=content-type content='text/html; charset=iso-8859-2'>"),
            Charset::iso_8859_2);
  EXPECT_EQ(charset("<meta content='text/html; charset=iso-8859-2'>"), Charset::windows_1252);
  EXPECT_EQ(charset("<!-- <meta charset=koi8-r> --><meta charset=iso-8859-2>"),
            Charset::iso_8859_2);
  EXPECT_EQ(charset("<script>'<meta charset=koi8-r>'</script>"), Charset::windows_1252);
  EXPECT_EQ(decide("<meta charset=utf-16>é").charset, Charset::utf_8);
  EXPECT_EQ(charset("<meta charset=\"koi8-r"), Charset::windows_1252);
  EXPECT_EQ(charset("<metal charset=koi8-r>"), Charset::windows_1252);
}

TEST(decide_encoding, does_not_believe_what_the_bytes_disprove) {
  EXPECT_EQ(decoded("<meta charset=utf-8>caf\xE9 cr\xE8me"), "<meta charset=utf-8>café crème");
  EXPECT_EQ(decoded("<meta charset=iso-8859-1>café crème"), "<meta charset=iso-8859-1>café crème");
  EXPECT_EQ(decoded("Zürich caf\xE9 à", "text/html; charset=utf-8"), "Zürich caf\uFFFD à");
}

TEST(decide_encoding, guesses_when_nothing_is_said) {
  EXPECT_EQ(decoded("plain"), "plain");
  EXPECT_EQ(decoded("caf\xE9"), "café");
  EXPECT_EQ(decoded("café"), "café");
  EXPECT_EQ(decoded(std::string_view{"<\0p\0>\0x\0", 8}), "<p>x");
  EXPECT_EQ(decoded(std::string_view{"\0<\0p\0>\0x", 8}), "<p>x");
}

// Written by `iconv`; the texts are of the Universal Declaration of Human Rights.
TEST(decide_encoding, guesses_the_encoding_that_makes_a_language_of_the_bytes) {
  const std::string russian_1251 =
      "\xC2\xF1\xE5 \xEB\xFE\xE4\xE8 \xF0\xEE\xE6\xE4\xE0\xFE\xF2\xF1\xFF "
      "\xF1\xE2\xEE\xE1\xEE\xE4\xED\xFB\xEC\xE8 \xE8 \xF0\xE0\xE2\xED\xFB\xEC\xE8";
  const std::string russian = "Все люди рождаются свободными и равными";
  EXPECT_EQ(decoded("<p>" + russian_1251), "<p>" + russian);
  EXPECT_EQ(decoded("<meta charset=utf-8><p>" + russian_1251), "<meta charset=utf-8><p>" + russian);
  // Texts of `lang` are told apart where bytes alone would not do.
  EXPECT_EQ(decoded("<html lang=cs>P\xF8\xEDli\xB9 \xBElu\xBBou\xE8k\xFD k\xF9\xF2"),
            "<html lang=cs>Příliš žluťoučký kůň");
  EXPECT_EQ(decoded("<html lang='ja-JP'>\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x82\xCC"),
            "<html lang='ja-JP'>これは日本の");
}

TEST(decide_encoding, takes_windows_1252_when_in_doubt) {
  EXPECT_EQ(decoded("\xE9t\xE9 \xE0 la mer, d\xE9j\xE0 vu"), "été à la mer, déjà vu");
  EXPECT_EQ(decoded("<html lang=fr>D\xE8s l\x92\xE9t\xE9"), "<html lang=fr>Dès l’été");
  EXPECT_EQ(decoded("Citt\xE0 \xE8 pi\xF9 per\xF2"), "Città è più però");
  EXPECT_EQ(decoded("S\xE3o cora\xE7\xF5"
                    "es"),
            "São corações");
}

}  // namespace
