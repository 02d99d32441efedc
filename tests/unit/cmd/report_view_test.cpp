#include "cmd/report_view.hpp"

#include "report/report.hpp"
#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace arch::cmd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string hostile =
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> [a](javascript:alert(3)) `x` "
    "\x1b[31m "
    "\u202Etxt.exe";

/// A report whose every text is hostile, over an archive in which the texts are, too.
class HostileReport : public ::testing::Test {
protected:
  HostileReport() {
    sandbox_.look(
        "k", test::today("10:00"), test::page_of("A " + hostile, "Twelve died. " + hostile));
    sandbox_.look(
        "k", test::today("11:00"), test::page_of("A " + hostile, "Fifteen died. " + hostile));
    report::ChangeCase change{.article = store::ArticleNumber{1},
                              .key = "=cmd|' /C calc'!A0 " + hostile,
                              .headline = hostile,
                              .section = "+1+1",
                              .language = "en\" onclick=\"x",
                              .revision = 1,
                              .before_id = "111111111111",
                              .after_id = "222222222222",
                              .old_words = "@SUM(1)",
                              .new_words = hostile,
                              .notice = hostile,
                              .replies = {hostile}};
    change.decision = report::Decision{
        .status = "confirmed", .severity = "S3", .role = hostile, .reason = "-2+3" + hostile};
    report_.confirmed.push_back(change);
    change.after_id = "333333333333";
    report_.disclosed.push_back({.article = store::ArticleNumber{1},
                                 .key = "https://example.org/\"><script>alert(4)</script>",
                                 .headline = hostile,
                                 .language = "x\"y",
                                 .label = hostile,
                                 .text = hostile});
    report_.linked.emplace_back(change);
    report_.removed.push_back(report_.disclosed.back());
    report_.removed.back().gone_by = test::today("12:00");
    report_.removed_linked.emplace_back(change);
    report_.sections.push_back({.section = hostile, .articles = 30, .corrected = 1});
    report_.months.push_back({.month = "2026-11", .corrections = 1});
    report_.ladder = {1, 2, 3, 4, 5, 6};
    report_.scope.arrival = sandbox_.archive().store().arrivals();
    for (const char* const id :
         {"articles", "articles-changed", "corrections-per-1000", "silent-edits"}) {
      report_.figures.push_back({.id = id, .name = "name", .count = 1, .of = 3});
    }
  }

  ReportView view() {
    return {.report = report_,
            .archive = sandbox_.archive(),
            .title = hostile,
            .command = "arch report '" + hostile + "'",
            .version = "0",
            .address = "https://example.org/"};
  }

  test::Sandbox sandbox_;
  report::Report report_;
};

/// No tag that we do not write, no attribute that runs, nothing that a terminal obeys.
void expect_tame(const std::string& text) {
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("<img")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
}

TEST_F(HostileReport, IsTameAsHtmlAtomAndRss) {
  for (const std::string& text :
       {report_page(view()).str(), report_atom(view()), report_rss(view())}) {
    expect_tame(text);
    EXPECT_THAT(text, Not(HasSubstr("\" onclick")));
    EXPECT_THAT(text, Not(HasSubstr("href=\"javascript")));
    EXPECT_THAT(text, HasSubstr("&lt;script&gt;alert(1)"));
  }
}

TEST_F(HostileReport, NeverStartsACellLikeAFormula) {
  const std::string csv = report_csv(view());
  // Reads it back by RFC 4180.
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    std::string& cell = rows.back().back();
    if (quoted) {
      if (csv[i] != '"') {
        cell += csv[i];
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        cell += csv[++i];
      } else {
        quoted = false;
      }
    } else if (csv[i] == '"') {
      EXPECT_EQ(cell, "");
      quoted = true;
    } else if (csv[i] == ',') {
      rows.back().emplace_back();
    } else if (csv[i] == '\r') {
      ASSERT_LT(i + 1, csv.size());
      EXPECT_EQ(csv[++i], '\n');
      rows.emplace_back(1);
    } else {
      cell += csv[i];
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_EQ(rows.back(), std::vector<std::string>{""});
  rows.pop_back();
  ASSERT_EQ(rows.size(), 1U + 4 + 1 + 1 + 1);
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), rows[0].size());
    for (const std::string& cell : row) {
      EXPECT_TRUE(cell.empty() || std::string_view{"=+-@\t"}.find(cell[0]) == std::string::npos)
          << cell;
      EXPECT_THAT(cell, Not(HasSubstr("\x1b")));
    }
  }
  EXPECT_THAT(csv, HasSubstr("\"'=cmd|' /C calc'!A0"));
}

TEST_F(HostileReport, IsTextInMarkdown) {
  ReportView without_command = view();
  without_command.command = "arch report";
  const std::string text = report_markdown(without_command);
  expect_tame(text);
  EXPECT_THAT(text, Not(HasSubstr("[a](")));
  EXPECT_THAT(text, Not(HasSubstr("`x`")));
  EXPECT_THAT(text, HasSubstr("&lt;script&gt;alert(1)"));
}

TEST_F(HostileReport, ShowsItsCommandInMarkdownToBeCopied) {
  ReportView hostile_command = view();
  hostile_command.command = "arch report --title 'a ```` b'";
  EXPECT_THAT(report_markdown(hostile_command),
              HasSubstr("\n`````\narch report --title 'a ```` b'\n`````\n"));
}

TEST_F(HostileReport, IsJsonThatSaysTheSame) {
  for (const std::string& text :
       {report_json(view()), report_json_feed(view()), report_json_ld(view())}) {
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\u202E")));
    EXPECT_TRUE(nlohmann::json::accept(text));
  }
  const auto record = nlohmann::json::parse(report_json(view()));
  EXPECT_EQ(record["confirmed"][0]["headline"], hostile);
  EXPECT_EQ(record["disclosed"][0]["change"]["after"], "333333333333");
  const auto feed = nlohmann::json::parse(report_json_feed(view()));
  EXPECT_THAT(feed["items"][0]["id"].get<std::string>(), StartsWith("tag:example.org,2026:arch/"));
}

TEST_F(HostileReport, LinksTheArticlesOfASiteAndOnlyOfASite) {
  ReportView site = view();
  site.setting = Setting::site;
  const std::string page = article_page(report_.disclosed[0].key);
  for (const std::string& text : {report_page(site).str(),
                                  report_atom(site),
                                  report_rss(site),
                                  report_json_feed(site),
                                  report_json_ld(site)}) {
    EXPECT_THAT(text, HasSubstr(page));
  }
  EXPECT_THAT(report_page(site).str(), HasSubstr("articles/index.html"));
  EXPECT_THAT(report_page(view()).str(), Not(HasSubstr("articles/")));
  EXPECT_THAT(report_atom(view()), Not(HasSubstr("articles/")));
}

TEST_F(HostileReport, NamesAnEntryByItsFirstWording) {
  report_.disclosed[0].first_text = "It is 140.";
  const std::string before = nlohmann::json::parse(report_json_feed(view()))["items"][0]["id"];
  report_.disclosed[0].text = "It is 140, not 120.";
  EXPECT_EQ(nlohmann::json::parse(report_json_feed(view()))["items"][0]["id"], before);
  report_.disclosed[0].first_text = "Another.";
  EXPECT_NE(nlohmann::json::parse(report_json_feed(view()))["items"][0]["id"], before);
}

TEST_F(HostileReport, NamesAFeedByItsArchiveWhereItHasNoAddress) {
  const auto feed_id = [this](std::string_view archive, std::string_view title) {
    ReportView one = view();
    one.address = "";
    one.archive_name = archive;
    one.title = title;
    const std::string atom = report_atom(one);
    return atom.substr(atom.find("<id>"), atom.find("</id>") - atom.find("<id>"));
  };
  EXPECT_NE(feed_id("https://a.example/1", "x"), feed_id("https://b.example/1", "x"));
  EXPECT_EQ(feed_id("https://a.example/1", "x"), feed_id("https://a.example/1", "another title"));
}

TEST_F(HostileReport, SaysOfANoticeThatWentWhichChangeItWasAbout) {
  const std::string page = report_page(view()).str();
  EXPECT_THAT(page, Not(HasSubstr("none seen that it speaks of")));
  EXPECT_THAT(page, HasSubstr("<a href=\"#case-333333333333\">Both texts are shown"));
  EXPECT_EQ(nlohmann::json::parse(report_json(view()))["removed"][0]["change"]["after"],
            "333333333333");
}

TEST_F(HostileReport, KeepsARoleFromTurningTheDateAround) {
  report_.confirmed[0].decision->role = "محرر المعايير";
  EXPECT_THAT(report_page(view()).str(), HasSubstr("by: <bdi>محرر المعايير</bdi>, "));
}

TEST_F(HostileReport, HasNullForWhatIsAbsentAndAllDigits) {
  report_.disclosed[0].label = "";
  report_.linked[0]->old_words = "";
  report_.figures[0].unit = report::Figure::Unit::share;
  const auto record = nlohmann::json::parse(report_json(view()));
  EXPECT_TRUE(record["disclosed"][0]["label"].is_null());
  EXPECT_TRUE(record["disclosed"][0]["change"]["old"].is_null());
  EXPECT_TRUE(record["site"].is_null());
  EXPECT_EQ(record["figures"][0]["value"], 1.0 / 3);
}

TEST_F(HostileReport, HasBothTextsOfADisclosedCaseInEveryForm) {
  report_.linked[0]->old_words = "OLD WORDS";
  report_.linked[0]->new_words = "NEW WORDS";
  for (const std::string& text :
       {report_json(view()), report_csv(view()), report_markdown(view())}) {
    EXPECT_THAT(text, HasSubstr("OLD WORDS"));
    EXPECT_THAT(text, HasSubstr("NEW WORDS"));
  }
}

TEST_F(HostileReport, SaysWhatWasCountedTrulyInBothForms) {
  EXPECT_THAT(report_page(view()).str(), HasSubstr("in articles of any age"));
  report_.scope.form = report::Form::cohort;
  report_.left_out = 4;
  const std::string page = report_page(view()).str();
  EXPECT_THAT(page, Not(HasSubstr("in articles of any age")));
  EXPECT_THAT(page, HasSubstr("4 more of the period were not followed so long"));
  EXPECT_THAT(report_markdown(view()), HasSubstr("by cohort"));
}

TEST(ReportView, SaysBeforeAndAfter) {
  EXPECT_EQ(before_after_text(-5.0 * 3600, 0), "up to 5 h before");
  EXPECT_EQ(before_after_text(-5.0 * 3600, 3600), "between 5 h before and 1 h after");
  EXPECT_EQ(before_after_text(-5.0 * 3600, -3600), "1 h to 5 h before");
  EXPECT_EQ(before_after_text(0, 3600), "0 s to 1 h after");
  EXPECT_EQ(before_after_text(0, 0), "at once");
}

TEST(ReportView, NamesThePeriodInTheZoneOfItsDays) {
  const report::Scope october{.from = test::at("2026-09-30T22:00:00Z"),
                              .to = test::at("2026-10-31T22:00:00Z")};
  const Zone kigali = *Zone::parse_posix("CAT-2");
  EXPECT_EQ(period_text(october, kigali, "Africa/Kigali"),
            "2026-10-01 to 2026-10-31 (Africa/Kigali)");
  EXPECT_EQ(period_text(october, Zone::utc(), "UTC"), "2026-09-30 22:00 to 2026-10-31 22:00 UTC");
  const report::Scope day{.from = test::at("2026-10-01T00:00:00Z"),
                          .to = test::at("2026-10-02T00:00:00Z")};
  EXPECT_EQ(period_text(day, Zone::utc(), ""), "2026-10-01 to 2026-10-01 (UTC)");
}

TEST(ReportView, SaysWhatItCounts) {
  report::Figure figure{.unit = report::Figure::Unit::ratio,
                        .count = 48,
                        .of = 46,
                        .what = "revision",
                        .of_what = "article"};
  EXPECT_EQ(count_text(figure), "48 revisions of 46 articles");
  figure.what = "article";
  EXPECT_EQ(count_text(figure), "48 of 46 articles");
}

TEST(ReportView, SaysIntervalsAndBounds) {
  EXPECT_EQ(interval_text(3600, 5400), "1 h to 1 h 30 min");
  EXPECT_EQ(interval_text(90, 90), "1 min");
  EXPECT_EQ(between_text(test::today("14:17"), test::today("14:32")),
            "between 2026-11-20 14:17 and 14:32 UTC");
  EXPECT_EQ(between_text(std::nullopt, test::today("14:32")), "by 2026-11-20 14:32 UTC");
  const report::Figure share{
      .unit = report::Figure::Unit::share, .count = 1, .of = 4, .bounds = report::wilson(1, 4)};
  EXPECT_EQ(figure_value(share), "25.0 %");
  EXPECT_EQ(figure_bounds(share), "4.6 to 69.9 %");
  EXPECT_EQ(figure_value({.unit = report::Figure::Unit::share}), "–");
}

}  // namespace
}  // namespace arch::cmd
