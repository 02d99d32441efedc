#include "article/page_kind.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace arch::article {
namespace {

PageKind kind_of(std::string_view page) {
  return kind_of_page(as_bytes(page));
}

std::string utf_16(std::string_view ascii) {
  std::string wide = "\xFF\xFE";
  for (const char c : ascii) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

TEST(PageKind, IsHtmlByItsDoctypeOrAnElementOfTheFrame) {
  for (const std::string_view page : {"<!doctype html><p>x",
                                      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
                                      "<html lang=en>",
                                      "<HTML>",
                                      "<head>",
                                      "<body onload=x>",
                                      "<meta charset=utf-8>",
                                      "\xEF\xBB\xBF  \r\n<html>",
                                      "<!-- saved from url --><!doctype html>",
                                      "<?xml version='1.0'?>\n<!DOCTYPE html>",
                                      "<script/>"}) {
    EXPECT_EQ(kind_of(page), PageKind::html) << page;
  }
  EXPECT_EQ(kind_of(utf_16("<!doctype html><title>x</title>")), PageKind::html);
  EXPECT_EQ(kind_of(utf_16("<!doctype html><title>x</title>").substr(2)), PageKind::html);
}

TEST(PageKind, IsHtmlWhenAFragmentIsMarkupToItsEnd) {
  EXPECT_EQ(kind_of("<article><h1>Flood</h1><p>Text.</p></article>\n"), PageKind::html);
  EXPECT_EQ(kind_of("<div class=a>Text.</div>"), PageKind::html);
  // Markdown that begins with a bit of HTML.
  EXPECT_EQ(kind_of("<div align=center>Logo</div>\n\n# Headline\n\nText.\n"), PageKind::text);
}

TEST(PageKind, IsTextOtherwise) {
  for (const std::string_view page : {"",
                                      "  ",
                                      "Flood in the valley\n\nText.",
                                      "# Headline",
                                      "headline: <html> explained\n\nText.",
                                      "<",
                                      "<html",
                                      "<htmlx>",
                                      "<!doctype svg>",
                                      "<!-- never ends",
                                      "<?xml version='1.0'?><rss></rss>",
                                      "<3 this town>",
                                      "a < b and c > d"}) {
    EXPECT_EQ(kind_of(page), PageKind::text) << page;
  }
}

TEST(PageKind, IsPdfByItsFirstBytes) {
  EXPECT_EQ(kind_of("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"), PageKind::pdf);
  EXPECT_EQ(kind_of(" %PDF-1.7"), PageKind::text);
}

TEST(PageKind, TellsBytesThatAreNoText) {
  const auto binary = [](std::string_view page) { return find_binary_kind(as_bytes(page)); };
  EXPECT_EQ(binary("\x1F\x8B\x08"), "a gzip file");
  EXPECT_EQ(binary("\x89PNG\r\n\x1A\n"), "a PNG image");
  EXPECT_EQ(binary("PK\x03\x04"), "a zip file");
  EXPECT_EQ(binary(std::string(100, '\0')), "binary data");
  EXPECT_EQ(binary(std::string{"GIF89a"} + std::string(100, '\1')), "a GIF image");
}

TEST(PageKind, TakesTextInAnyEncodingForText) {
  for (const std::string& page : {std::string{},
                                  std::string{"GIF89a is an old format of images."},
                                  std::string{"caf\xE9 \xA4\xB3\xA4\xEC"},
                                  std::string{"\x1B$BF|K\\\x1B(B"},
                                  std::string{"\x1B[31mred\x1B[0m\a"},
                                  utf_16("Flood"),
                                  std::string(200, 'x') + '\0'}) {
    EXPECT_EQ(find_binary_kind(as_bytes(page)), std::nullopt) << page;
  }
}

TEST(PageKind, LooksAtNoMoreThanTheBeginning) {
  EXPECT_EQ(kind_of(std::string(std::size_t{1} << 20, ' ') + "<html>"), PageKind::text);
}

}  // namespace
}  // namespace arch::article
