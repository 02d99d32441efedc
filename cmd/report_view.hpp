#pragma once

#include "cmd/html.hpp"
#include "history/archive.hpp"
#include "report/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// What the report is written into.
enum class Setting {
  alone,  ///< one file
  site,   ///< with the pages of its articles, which it links
};

/// A report, and what is said around it. All times but `period` are UTC, so that it is the same
/// wherever it is made.
struct ReportView {
  const report::Report& report;
  const history::Archive& archive;
  std::string title = {};
  std::string command = {};  ///< that makes this report again
  std::string version = {};  ///< of arch
  std::string address = {};  ///< where it will be published, ending in a slash; empty: not known
  Setting setting = Setting::alone;
  std::string period = {};  ///< as people read it: see period_text()
  /// What tells this archive from others: the key of its first article.
  std::string archive_name = {};
};

/// `2026-10-01 to 2026-10-31 (Africa/Kigali)` for whole days of the zone, else both ends in UTC,
/// the second of which is no longer in the period. `zone_name` may be empty: then it is not known,
/// and only days of UTC are shown as days.
std::string period_text(const report::Scope& scope, const Zone& zone, std::string_view zone_name);

/// `by calendar: …` or `by cohort: …`, in words.
std::string form_text(const report::Scope& scope);

/// `12 of 46 articles`, `48 revisions of 46 articles`, `12`.
std::string count_text(const report::Figure& figure);

/// The digest of the policy; nullopt where it is the empty one.
std::optional<ObjectId> policy_of(const report::Report& report);

/// Where a site has the page of an article: `articles/3f0c2a9b1d4e5f60.html`.
std::string article_page(std::string_view key);

/// `4.2 %`, `12.3`, `1,204`; `–` where there are no cases.
std::string figure_value(const report::Figure& figure);
/// `1.3 to 9.8 %`; empty without bounds.
std::string figure_bounds(const report::Figure& figure);

/// `3 h 05 min to 3 h 20 min`, or `3 h 05 min` when both are the same.
std::string interval_text(double least, double most);

/// The same of times that may lie before something: `up to 5 h before`, `1 h to 2 h after`,
/// `between 5 h before and 2 h after`, `at once`.
std::string before_after_text(double least, double most);

/// `2026-11-20 14:32 UTC`
std::string utc_text(UtcTime time);
/// `between 2026-11-20 14:17 and 14:32 UTC`, or `by …` where only the later end is known.
std::string between_text(const std::optional<UtcTime>& not_before, UtcTime first_seen);

/// The words that a person reads for a level, a status, a class: `3 specific`.
std::string level_text(corrections::Level level);

/// `at the top`, `within the text`.
std::string_view position_text(corrections::NoticePosition position);

/// The median, by least and by most ends, as one interval; `not reached` when too many go on.
std::string median_text(const report::DurationFigure& figure);

/// `case-3f0c2a9b1d4e`: where a change stands on the page.
std::string case_anchor(const report::ChangeCase& one);

/// The report as one HTML page that needs nothing else.
Html report_page(const ReportView& view);

/// What every page about reports looks like, besides html_style().
Html report_style();
/// A page with this style; `links` go into its head.
Html report_shell(std::string_view title, const Html& links, const Html& body);

/// Whether the page has painted the change already, beside its notice.
enum class ShownBefore { no, yes };

/// A change: its facts, and both texts painted, or a link to where they are.
Html change_case_html(const report::ChangeCase& one, const ReportView& view, ShownBefore shown);
/// A notice, and the change that it is about, with both texts or a link to where they are.
Html notice_case_html(const report::NoticeCase& notice,
                      const std::optional<report::ChangeCase>& linked,
                      const ReportView& view,
                      ShownBefore shown);

/// Charts, each with the table of its numbers: see report_charts.cpp and, for the last three,
/// report_times.cpp. Empty where there is nothing to draw.
Html month_chart(const report::Report& report);
Html section_chart(const report::Report& report);
Html survival_chart(const report::Report& report);
Html ladder_chart(const report::Report& report);
Html age_chart(const report::Report& report);
Html calendar_chart(const report::Report& report);
Html flow_chart(const report::Report& report);

/// The same report in other forms.
std::string report_json(const ReportView& view);       ///< one record, RFC 8259
std::string report_csv(const ReportView& view);        ///< one row per figure and case, RFC 4180
std::string report_markdown(const ReportView& view);   ///< CommonMark
std::string report_atom(const ReportView& view);       ///< RFC 4287: an entry for each correction
std::string report_rss(const ReportView& view);        ///< RSS 2.0
std::string report_json_feed(const ReportView& view);  ///< JSON Feed 1.1
/// schema.org CorrectionComment, as JSON-LD.
std::string report_json_ld(const ReportView& view);

}  // namespace arch::cmd
