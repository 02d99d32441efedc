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

TEST(PageKind, LooksAtNoMoreThanTheBeginning) {
  EXPECT_EQ(kind_of(std::string(std::size_t{1} << 20, ' ') + "<html>"), PageKind::text);
}

}  // namespace
}  // namespace arch::article
