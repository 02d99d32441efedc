#include "article/page_date.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::article {
namespace {

/// The first date of a text, written by to_text(); empty when there is none.
std::string read(std::string_view text, DayOrder order = DayOrder::day_first) {
  const std::optional<PageDate> date = parse_page_date(text, order);
  return date ? to_text(*date) : "";
}

std::string read_url(std::string_view url) {
  const std::optional<PageDate> date = find_url_date(url);
  return date ? to_text(*date) : "";
}

TEST(PageDate, ReadsIso8601) {
  EXPECT_EQ(read("2026-11-20"), "2026-11-20");
  EXPECT_EQ(read("2026-11-20T14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("2026-11-20T14:32:10Z"), "2026-11-20T14:32:10Z");
  EXPECT_EQ(read("2026-11-20T14:32:10.5+01:00"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("20261120T143210Z"), "2026-11-20T14:32:10Z");
  EXPECT_EQ(read("20261120"), "2026-11-20");
}

TEST(PageDate, ReadsWhatIsMadeOfIso8601) {
  EXPECT_EQ(read("2026-11-20 14:32:10"), "2026-11-20T14:32:10");
  EXPECT_EQ(read("2026-11-20T14:32:10+0100"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("2026-11-20T14:32:10 +01:00"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("2026-11-20T14:32:10 01:00"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("2026-11-20T14:32:10-05"), "2026-11-20T14:32:10-05:00");
  EXPECT_EQ(read("2026-11-20T14:32:10GMT+0100"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("2026-11-20 14:32 CET"), "2026-11-20T14:32+01:00");
  EXPECT_EQ(read("2026-11-20, 2:32 PM EST"), "2026-11-20T14:32-05:00");
  EXPECT_EQ(read(" 2026/11/20 9:05"), "2026-11-20T09:05");
  EXPECT_EQ(read("2026-1-2"), "2026-01-02");
  EXPECT_EQ(read("20261120143210"), "2026-11-20T14:32:10");
}

TEST(PageDate, ReadsRfc822AndWhatScriptsPrint) {
  EXPECT_EQ(read("Fri, 20 Nov 2026 14:32:10 +0100"), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(read("Fri, 20 Nov 2026 14:32:10 GMT"), "2026-11-20T14:32:10Z");
  EXPECT_EQ(read("Friday, 20-Nov-26 14:32:10 EST"), "2026-11-20T14:32:10-05:00");
  EXPECT_EQ(read("Fri Nov 20 2026 14:32:10 GMT+0100 (CET)"), "2026-11-20T14:32:10+01:00");
}

TEST(PageDate, ReadsUnixTimeOnlyWhenNothingElseIsSaid) {
  EXPECT_EQ(read("1795185120"), "2026-11-20T14:32:00Z");
  EXPECT_EQ(read("1795185120000"), "2026-11-20T14:32:00Z");
  EXPECT_EQ(read("id 1795185120"), "");
}

TEST(PageDate, ReadsDatesInWordsOfManyLanguages) {
  EXPECT_EQ(read("Published November 20th, 2026 at 2:32 p.m."), "2026-11-20T14:32");
  EXPECT_EQ(read("Fri 20 Nov 2026 14.32 GMT"), "2026-11-20");  // 14.32 might be a price
  EXPECT_EQ(read("Freitag, 20. November 2026, 14.32 Uhr"), "2026-11-20T14:32");
  EXPECT_EQ(read("20. Jänner 2026 um 9:05 Uhr"), "2026-01-20T09:05");
  EXPECT_EQ(read("Publié le 1er août 2026 à 14h32"), "2026-08-01T14:32");
  EXPECT_EQ(read("mar. 7 nov. 2026"), "2026-11-07");
  EXPECT_EQ(read("20 de noviembre de 2026 a las 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("20 de março de 2026, às 14h32"), "2026-03-20T14:32");
  EXPECT_EQ(read("20 novembre 2026 alle 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("2026. november 20., péntek"), "2026-11-20");
  EXPECT_EQ(read("2026 m. lapkričio 20 d."), "2026-11-20");
  EXPECT_EQ(read("20 ноября 2026 г. в 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("Novemba 20, 2026"), "2026-11-20");
  EXPECT_EQ(read("20 Ugushyingo 2026"), "2026-11-20");
  EXPECT_EQ(read("20 tháng 11, 2026"), "2026-11-20");
}

TEST(PageDate, ReadsOtherScripts) {
  EXPECT_EQ(read("2026年11月20日 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("2026年11月20日(金) 午後2時32分"), "2026-11-20T14:32");
  EXPECT_EQ(read("令和8年11月20日"), "2026-11-20");
  EXPECT_EQ(read("发布时间：2026年1月2日星期五 下午2:32"), "2026-01-02T14:32");
  EXPECT_EQ(read("2026년 11월 20일 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(read("٢٠ نوفمبر ٢٠٢٦"), "2026-11-20");
  EXPECT_EQ(read("20 تشرين الثاني 2026"), "2026-11-20");
  EXPECT_EQ(read("20 בנובמבר 2026"), "2026-11-20");
  EXPECT_EQ(read("२० नवंबर २०२६"), "2026-11-20");
  EXPECT_EQ(read("20 พฤศจิกายน 2569"), "2026-11-20");
  EXPECT_EQ(read("二〇二六年三月四日"), "2026-03-04");
  EXPECT_EQ(read("二〇二六年十一月二十一日"), "2026-11-21");
  EXPECT_EQ(read("二〇二六年十三月四日"), "");
}

TEST(PageDate, ReadsTheTimeBeforeADate) {
  EXPECT_EQ(read("Published 07:45 BST, 4 June 2026"), "2026-06-04T07:45+01:00");
  EXPECT_EQ(read("10:02 p.m. on Wednesday 4 March 2026"), "2026-03-04T22:02");
  // What belongs to another date, or to a word, is not the date's.
  EXPECT_EQ(read("10:02 Updated 4 March 2026"), "2026-03-04");
  const std::vector<FoundDate> dates =
      find_dates("4 March 2026 10:02, 5 March 2026", DayOrder::day_first);
  ASSERT_EQ(dates.size(), 2U);
  EXPECT_EQ(to_text(dates[1].date), "2026-03-05");
}

TEST(PageDate, KnowsTheSeasonOfAmericanZones) {
  EXPECT_EQ(read("Mar 4, 2026, 12:05am PT"), "2026-03-04T00:05-08:00");
  EXPECT_EQ(read("June 4, 2026 at 9:30 a.m. ET"), "2026-06-04T09:30-04:00");
  EXPECT_EQ(read("le 4 mars 2026 à 18:05 et plus"), "2026-03-04T18:05");
}

TEST(PageDate, ReadsNumbersInTheOrderOfThePlace) {
  EXPECT_EQ(read("04.05.2026, 14:32 Uhr"), "2026-05-04T14:32");
  EXPECT_EQ(read("4.5.26"), "2026-05-04");
  EXPECT_EQ(read("04/05/2026"), "2026-05-04");
  EXPECT_EQ(read("04/05/2026", DayOrder::month_first), "2026-04-05");
  EXPECT_EQ(read("20/11/2026", DayOrder::month_first), "2026-11-20");
  EXPECT_EQ(read("11/20/2026"), "2026-11-20");
  EXPECT_EQ(read("04.05.2026", DayOrder::month_first), "2026-05-04");
}

TEST(PageDate, KnowsWhoWritesTheMonthFirst) {
  EXPECT_EQ(day_order("en-US", ""), DayOrder::month_first);
  EXPECT_EQ(day_order("en", "news.example.com"), DayOrder::month_first);
  EXPECT_EQ(day_order("", "news.example.com"), DayOrder::month_first);
  EXPECT_EQ(day_order("en-GB", ""), DayOrder::day_first);
  EXPECT_EQ(day_order("en", "www.example.co.uk"), DayOrder::day_first);
  EXPECT_EQ(day_order("en", "example.io"), DayOrder::month_first);
  EXPECT_EQ(day_order("fr", "example.com"), DayOrder::day_first);
}

TEST(PageDate, RefusesWhatIsNoDay) {
  for (const char* text : {"",
                           "2026",
                           "November 2026",
                           "30 February 2026",
                           "2026-13-01",
                           "2026-00-10",
                           "31/11/2026",
                           "3 hours ago",
                           "10.11.2026.4",
                           "192.10.11.20",
                           "3-2-10",
                           "may 6",
                           "1.2",
                           "2026-11"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(PageDate, RefusesWhatProgramsWriteForUnknown) {
  for (const char* text : {"0001-01-01T00:00:00",
                           "0000-00-00 00:00:00",
                           "-0001-11-30T00:00:00",
                           "1970-01-01T00:00:00Z",
                           "0000000000",
                           "1899-12-30",
                           "9999-12-31",
                           "2101-01-01",
                           "31.12.1989"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(PageDate, LeavesATimeThatIsNone) {
  EXPECT_EQ(read("2026-11-20T25:61"), "2026-11-20");
  EXPECT_EQ(read("20 November 2026, kick-off 20:45"), "2026-11-20");
  EXPECT_EQ(read("2026-11-20 14:32 +99:00"), "2026-11-20T14:32");
}

TEST(PageDate, FindsAllDatesOfAText) {
  const std::string text = "Published 20 Nov 2026, updated 21 Nov 2026 10:00";
  const std::vector<FoundDate> found = find_dates(text, DayOrder::day_first);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin), "20 Nov 2026");
  EXPECT_EQ(text.substr(found[1].begin, found[1].end - found[1].begin), "21 Nov 2026 10:00");
}

TEST(PageDate, GivesTheInstant) {
  // date -u -d TIME +%s
  EXPECT_EQ(to_utc(*parse_page_date("2026-11-20T15:32+01:00", DayOrder::day_first)),
            UtcTime{1795185120});
  EXPECT_EQ(to_utc(*parse_page_date("2026-11-20", DayOrder::day_first)), UtcTime{1795132800});
}

TEST(UrlDate, IsReadFromThePath) {
  EXPECT_EQ(read_url("https://news.example/2026/11/27/bridge-reopens"), "2026-11-27");
  EXPECT_EQ(read_url("https://news.example/world/2026/nov/27/bridge"), "2026-11-27");
  EXPECT_EQ(read_url("https://news.example/a/20261127/bridge"), "2026-11-27");
  EXPECT_EQ(read_url("https://news.example/bridge-2026-11-27.html"), "2026-11-27");
  EXPECT_EQ(read_url("https://news.example/4060503-20261127-pont"), "2026-11-27");
}

TEST(UrlDate, IsAbsentWhenThePathNamesNoSingleDay) {
  EXPECT_EQ(read_url("https://news.example/2026/11/bridge"), "");
  EXPECT_EQ(read_url("https://news.example/bridge?t=2026-11-27"), "");
  EXPECT_EQ(read_url("https://2026-11-27.example/bridge"), "");
  EXPECT_EQ(read_url("https://news.example/2026-11-27-to-2026-11-29"), "");
  EXPECT_EQ(read_url("https://news.example/c42-22020203"), "");
}

}  // namespace
}  // namespace arch::article
