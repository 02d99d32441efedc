// The report as data: JSON, CSV, Markdown. All three have every figure and every case.

#include "base/printable.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/report_view.hpp"
#include "corrections/change_class.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

using report::Figure;

std::string_view unit_name(Figure::Unit unit) {
  switch (unit) {
    using enum Figure::Unit;
    case count:
      return "count";
    case share:
      return "share";
    case per_thousand:
      return "per-thousand";
    case per_100000:
      return "per-100000";
    case ratio:
      return "ratio";
  }
  return {};
}

JsonRecord figure_record(const Figure& figure) {
  return JsonRecord{}
      .text("id", figure.id)
      .text("name", figure.name)
      .text("formula", figure.formula)
      .text("unit", unit_name(figure.unit))
      .exact("value", report::value_of(figure))
      .exact("low", figure.bounds ? std::optional{figure.bounds->low} : std::nullopt)
      .exact("high", figure.bounds ? std::optional{figure.bounds->high} : std::nullopt)
      .number("count", figure.count)
      .number("of", figure.unit == Figure::Unit::count ? std::nullopt : std::optional{figure.of});
}

JsonRecord duration_record(const report::DurationFigure& figure) {
  const auto ends = [&](double q) {
    return JsonRecord{}
        .decimal("least", report::quantile(figure.least, q))
        .decimal("most", report::quantile(figure.most, q));
  };
  return JsonRecord{}
      .number("closed", figure.closed)
      .number("open", figure.open)
      .record("quartile_seconds", ends(0.25))
      .record("median_seconds", ends(0.5))
      .record("upper_quartile_seconds", ends(0.75))
      .decimal("median_width_seconds", figure.median_width);
}

JsonRecord notice_record(const report::NoticeCase& notice) {
  return JsonRecord{}
      .text("article", notice.key)
      .text("headline", nonempty(notice.headline))
      .text("section", nonempty(notice.section))
      .text("kind", corrections::notice_kind_name(notice.kind))
      .text("position", corrections::notice_position_name(notice.position))
      .text("label", nonempty(notice.label))
      .text("text", notice.text)
      .number("wordings", notice.wordings)
      .time("not_before", notice.not_before)
      .time("first_seen", notice.first_seen)
      .time("last_seen", notice.last_seen)
      .time("gone_by", notice.gone_by)
      .boolean("removed_by_rewrite", notice.removed_by_rewrite);
}

std::optional<std::uint64_t> seconds(const std::optional<corrections::Seconds>& span,
                                     bool is_least) {
  if (!span) {
    return std::nullopt;
  }
  const std::int64_t value = is_least ? span->least : span->most;
  return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

JsonRecord change_record(const report::ChangeCase& one) {
  JsonRecord record;
  record.text("article", one.key)
      .text("headline", nonempty(one.headline))
      .text("section", nonempty(one.section))
      .text("before", one.before_id)
      .text("after", one.after_id)
      .time("changed_after", one.changed_after)
      .time("first_seen", one.first_seen)
      .text("class", corrections::class_name(one.change))
      .text("old", nonempty(one.old_words))
      .text("new", nonempty(one.new_words))
      .number("level", static_cast<std::uint64_t>(one.level))
      .text("status", corrections::status_name(one.status))
      .text("notice", nonempty(one.notice))
      .number("live_least_seconds", seconds(one.exposure, true))
      .number("live_most_seconds", seconds(one.exposure, false));
  if (one.decision) {
    record.text("review", nonempty(one.decision->status))
        .text("severity", nonempty(one.decision->severity))
        .text("role", nonempty(one.decision->role))
        .text("reason", nonempty(one.decision->reason))
        .time("reviewed", one.decision->at);
  }
  return record.texts("replies", one.replies);
}

std::vector<JsonRecord> notice_records(
    const std::vector<report::NoticeCase>& notices,
    const std::vector<std::optional<report::ChangeCase>>& linked) {
  std::vector<JsonRecord> records;
  records.reserve(notices.size());
  for (std::size_t i = 0; i < notices.size(); ++i) {
    JsonRecord record = notice_record(notices[i]);
    const auto& change = linked.at(i);
    records.push_back(change ? record.record("change", change_record(*change))
                             : record.absent("change"));
  }
  return records;
}

/// A cell of RFC 4180. One that a spreadsheet would take for a formula gets an apostrophe before
/// it.
std::string cell(std::string_view text) {
  static constexpr std::array<std::string_view, 10> starts = {
      "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  std::string_view rest = text;
  while (rest.starts_with(' ')) {
    rest.remove_prefix(1);
  }
  std::string quoted = "\"";
  for (const std::string_view start : starts) {
    if (rest.starts_with(start)) {
      quoted += '\'';
      break;
    }
  }
  for (const char c : escape_controls(text)) {
    quoted += c;
    if (c == '"') {
      quoted += c;
    }
  }
  return quoted + "\"";
}

void add_row(std::string& csv, const std::vector<std::string>& cells) {
  csv += fmt::format("{}\r\n", fmt::join(cells, ","));
}

std::string number_cell(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string{};
}

/// Text for CommonMark on one line: every mark of ASCII escaped that can begin anything, so that
/// nothing is emphasis, a link or the start of a list; what HTML begins with as an entity.
std::string plain(std::string_view text) {
  constexpr std::string_view always_plain = ",;'\"%/()?";
  std::string escaped;
  for (const char c : one_line(text)) {
    if (c == '<' || c == '>' || c == '&') {
      escaped += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    const bool is_mark = (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') ||
                         (c > 'z' && c <= '~');
    if (is_mark && always_plain.find(c) == std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

/// A fenced block of code for CommonMark, whose fence is longer than any row of backticks in it.
std::string code_block(std::string_view text) {
  const std::string line = one_line(text);
  std::size_t longest = 2;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find_first_not_of('`', at), line.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}\n{}\n{}\n", fence, line, fence);
}

void add_change(std::string& text, const report::ChangeCase& one) {
  text += fmt::format("- Changed {}; kind {}; disclosure {}, {}\n",
                      between_text(one.changed_after, one.first_seen),
                      corrections::class_name(one.change),
                      level_text(one.level),
                      corrections::status_name(one.status));
  if (one.exposure) {
    text += fmt::format("- The old text was live {}\n",
                        interval_text(static_cast<double>(one.exposure->least),
                                      static_cast<double>(one.exposure->most)));
  }
  if (!one.old_words.empty()) {
    text += fmt::format("- Old: {}\n", plain(one.old_words));
  }
  if (!one.new_words.empty()) {
    text += fmt::format("- New: {}\n", plain(one.new_words));
  }
  if (one.decision) {
    text += fmt::format("- Review: {}{}{}{}\n",
                        plain(one.decision->status),
                        one.decision->severity.empty() ? "" : ", " + plain(one.decision->severity),
                        one.decision->role.empty() ? "" : ", by: " + plain(one.decision->role),
                        one.decision->reason.empty() ? "" : ". " + plain(one.decision->reason));
  }
  for (const std::string& reply : one.replies) {
    text += fmt::format("- The outlet replied: {}\n", plain(reply));
  }
}

void add_notices(std::string& text,
                 const std::vector<report::NoticeCase>& notices,
                 const std::vector<std::optional<report::ChangeCase>>& linked) {
  if (notices.empty()) {
    text += "None.\n\n";
  }
  for (std::size_t i = 0; i < notices.size(); ++i) {
    const report::NoticeCase& notice = notices[i];
    text += fmt::format("### {}\n\n{}\n\n> {}\n\n- First seen {}; {}, {}\n",
                        plain(notice.headline.empty() ? notice.key : notice.headline),
                        plain(notice.key),
                        plain(notice.text),
                        between_text(notice.not_before, notice.first_seen),
                        corrections::notice_kind_name(notice.kind),
                        position_text(notice.position));
    if (notice.gone_by) {
      text += fmt::format("- Gone {}\n", between_text(notice.last_seen, *notice.gone_by));
    }
    if (const auto& change = linked.at(i)) {
      add_change(text, *change);
    }
    text += "\n";
  }
}

}  // namespace

std::string report_json(const ReportView& view) {
  const report::Report& report = view.report;
  const report::Coverage& seen = report.coverage;
  std::vector<JsonRecord> figures;
  figures.reserve(report.figures.size());
  for (const Figure& figure : report.figures) {
    figures.push_back(figure_record(figure));
  }
  std::vector<JsonRecord> confirmed;
  confirmed.reserve(report.confirmed.size());
  for (const report::ChangeCase& one : report.confirmed) {
    confirmed.push_back(change_record(one));
  }
  std::vector<JsonRecord> sections;
  sections.reserve(report.sections.size());
  for (const report::SectionRow& row : report.sections) {
    sections.push_back(JsonRecord{}
                           .text("section", nonempty(row.section))
                           .number("articles", row.articles)
                           .number("changed", row.changed)
                           .number("corrected", row.corrected)
                           .number("corrections", row.corrections)
                           .number("silent", row.silent));
  }
  std::vector<JsonRecord> months;
  months.reserve(report.months.size());
  for (const report::MonthRow& row : report.months) {
    months.push_back(JsonRecord{}
                         .text("month", row.month)
                         .number("corrections", row.corrections)
                         .number("clarifications", row.clarifications)
                         .number("updates", row.updates)
                         .number("silent", row.silent));
  }
  std::vector<JsonRecord> ages;
  ages.reserve(report.ages.size());
  for (const report::AgeRow& row : report.ages) {
    ages.push_back(JsonRecord{}
                       .number("below_seconds",
                               row.below ? std::optional{static_cast<std::uint64_t>(*row.below)}
                                         : std::nullopt)
                       .number("facts", row.edits[0])
                       .number("headlines", row.edits[1])
                       .number("wording", row.edits[2])
                       .number("form", row.edits[3]));
  }
  std::vector<JsonRecord> classes;
  classes.reserve(report.classes.size());
  for (const report::ClassRow& row : report.classes) {
    classes.push_back(JsonRecord{}
                          .text("class", corrections::class_name(row.change))
                          .number("revisions", row.changes));
  }
  std::vector<JsonRecord> ladder;
  ladder.reserve(report.ladder.size());
  for (std::size_t level = 0; level < report.ladder.size(); ++level) {
    ladder.push_back(
        JsonRecord{}.number("level", level).number("changes", report.ladder.at(level)));
  }
  const auto gaps = [](const report::Coverage::Gaps& of) {
    return JsonRecord{}
        .number("count", of.count)
        .decimal("median_seconds", of.count == 0 ? std::nullopt : std::optional{of.median})
        .decimal("longest_seconds", of.count == 0 ? std::nullopt : std::optional{of.longest});
  };
  return JsonRecord{}
             .text("title", view.title)
             .time("from", report.scope.from)
             .time("to", report.scope.to)
             .text("form", report.scope.form == report::Form::cohort ? "cohort" : "calendar")
             .text("site", nonempty(report.scope.site))
             .text("section", nonempty(report.scope.section))
             .number("left_out", report.left_out)
             .number("grace_seconds", static_cast<std::uint64_t>(report.grace))
             .record("coverage",
                     JsonRecord{}
                         .number("articles", seen.articles)
                         .number("attempts", seen.attempts())
                         .number("looks", seen.looks)
                         .number("blocked", seen.blocked)
                         .number("unreachable", seen.unreachable)
                         .number("removed", seen.removed)
                         .number("not_articles", seen.not_articles)
                         .number("damaged", seen.damaged)
                         .record("gaps_first_day", gaps(seen.first_day))
                         .record("gaps_first_week", gaps(seen.first_week))
                         .record("gaps_later", gaps(seen.later)))
             .records("figures", figures)
             .record("time_to_correction", duration_record(report.to_correction))
             .record("time_to_notice", duration_record(report.to_notice))
             .record("reviews",
                     JsonRecord{}
                         .number("candidates", report.reviews.candidates)
                         .number("reviewed", report.reviews.reviewed())
                         .number("confirmed", report.reviews.confirmed)
                         .number("rejected", report.reviews.rejected)
                         .number("disputed", report.reviews.disputed))
             .records("disclosed", notice_records(report.disclosed, report.linked))
             .records("confirmed", confirmed)
             .records("removed", notice_records(report.removed, report.removed_linked))
             .records("ladder", ladder)
             .records("sections", sections)
             .records("months", months)
             .records("classes", classes)
             .records("ages", ages)
             .number("records", report.scope.arrival)
             .time("as_of", report.scope.as_of)
             .id("rules", report.rules)
             .id("phrases", report.phrases)
             .id("policy", policy_of(report))
             .text("command", view.command)
             .text("version", view.version)
             .str() +
         "\n";
}

std::string report_csv(const ReportView& view) {
  std::string csv;
  add_row(csv,
          {"type",
           "id",
           "name",
           "value",
           "low",
           "high",
           "count",
           "of",
           "article",
           "headline",
           "section",
           "kind",
           "level",
           "status",
           "not_before",
           "first_seen",
           "gone_by",
           "live_least_seconds",
           "live_most_seconds",
           "old",
           "new",
           "notice",
           "review",
           "severity",
           "role",
           "reason"});
  const auto time = [](const std::optional<UtcTime>& at) {
    return at ? format_rfc3339(*at) : std::string{};
  };
  for (const Figure& figure : view.report.figures) {
    std::vector<std::string> cells{
        "figure",
        figure.id,
        cell(figure.name),
        number_cell(report::value_of(figure)),
        figure.bounds ? number_cell(figure.bounds->low) : std::string{},
        figure.bounds ? number_cell(figure.bounds->high) : std::string{},
        std::to_string(figure.count),
        figure.unit == Figure::Unit::count ? std::string{} : std::to_string(figure.of)};
    cells.resize(26);
    add_row(csv, cells);
  }
  const auto live = [](const report::ChangeCase& one, bool is_least) {
    const auto value = seconds(one.exposure, is_least);
    return value ? std::to_string(*value) : std::string{};
  };
  const auto add_notice = [&](const char* type,
                              const report::NoticeCase& notice,
                              const std::optional<report::ChangeCase>& change) {
    std::vector<std::string> cells(26);
    cells[0] = type;
    cells[8] = cell(notice.key);
    cells[9] = cell(notice.headline);
    cells[10] = cell(notice.section);
    cells[11] = corrections::notice_kind_name(notice.kind);
    cells[14] = time(notice.not_before);
    cells[15] = time(notice.first_seen);
    cells[16] = time(notice.gone_by);
    if (change) {
      cells[12] = std::to_string(static_cast<int>(change->level));
      cells[13] = corrections::status_name(change->status);
      cells[17] = live(*change, true);
      cells[18] = live(*change, false);
      cells[19] = cell(change->old_words);
      cells[20] = cell(change->new_words);
    }
    cells[21] = cell(notice.text);
    add_row(csv, cells);
  };
  for (std::size_t i = 0; i < view.report.disclosed.size(); ++i) {
    add_notice("disclosed", view.report.disclosed[i], view.report.linked.at(i));
  }
  for (std::size_t i = 0; i < view.report.removed.size(); ++i) {
    add_notice("removed", view.report.removed[i], view.report.removed_linked.at(i));
  }
  for (const report::ChangeCase& one : view.report.confirmed) {
    const report::Decision decision = one.decision.value_or(report::Decision{});
    add_row(csv,
            {"confirmed",
             one.candidate.hex(),
             "",
             "",
             "",
             "",
             "",
             "",
             cell(one.key),
             cell(one.headline),
             cell(one.section),
             std::string{corrections::class_name(one.change)},
             std::to_string(static_cast<int>(one.level)),
             std::string{corrections::status_name(one.status)},
             time(one.changed_after),
             time(one.first_seen),
             "",
             live(one, true),
             live(one, false),
             cell(one.old_words),
             cell(one.new_words),
             cell(one.notice),
             cell(decision.status),
             cell(decision.severity),
             cell(decision.role),
             cell(decision.reason)});
  }
  return csv;
}

std::string report_markdown(const ReportView& view) {
  const report::Report& report = view.report;
  const report::Coverage& seen = report.coverage;
  std::string text = fmt::format("# {}\n\n{} to {}\n\nCounted {}.\n",
                                 plain(view.title),
                                 format_rfc3339(report.scope.from),
                                 format_rfc3339(report.scope.to),
                                 form_text(report.scope));
  if (!report.scope.site.empty()) {
    text += fmt::format("Site: {}.\n", plain(report.scope.site));
  }
  if (!report.scope.section.empty()) {
    text += fmt::format("Section: {}.\n", plain(report.scope.section));
  }
  if (report.left_out > 0) {
    text += fmt::format("Not followed long enough, and left out: {}.\n",
                        counted(report.left_out, "article"));
  }
  text += "\n## What was watched\n\n";
  text += fmt::format("{}; {} of {} looks got the article, {} were blocked, {} unreachable.\n",
                      counted(seen.articles, "article"),
                      seen.looks,
                      seen.attempts(),
                      seen.blocked,
                      seen.unreachable);
  text +=
      "\n## Figures\n\n| figure | value | 95 % | count | formula |\n| --- | --: | --: | --: | --- "
      "|\n";
  for (const Figure& figure : report.figures) {
    text += fmt::format("| {} | {} | {} | {} | `{}` |\n",
                        figure.name,
                        figure_value(figure),
                        figure_bounds(figure),
                        count_text(figure),
                        figure.formula);
  }
  text += fmt::format(
      "\nTime to correction, median: {} ({} closed, {} open). Time to notice, median: {}.\n",
      median_text(report.to_correction),
      report.to_correction.closed,
      report.to_correction.open,
      median_text(report.to_notice));
  text += "\n## Disclosed corrections\n\n";
  add_notices(text, report.disclosed, report.linked);
  text += "## Changes that a person confirmed\n\n";
  if (report.confirmed.empty()) {
    text += "None.\n\n";
  }
  for (const report::ChangeCase& one : report.confirmed) {
    text += fmt::format(
        "### {}\n\n{}\n\n", plain(one.headline.empty() ? one.key : one.headline), plain(one.key));
    add_change(text, one);
    text += "\n";
  }
  text += fmt::format(
      "## Candidates and review\n\n{} proposed, {} reviewed: {} confirmed, {} rejected, {} "
      "disputed. "
      "A candidate that nobody has reviewed is no finding.\n\n## Notices that were removed\n\n",
      report.reviews.candidates,
      report.reviews.reviewed(),
      report.reviews.confirmed,
      report.reviews.rejected,
      report.reviews.disputed);
  add_notices(text, report.removed, report.removed_linked);
  text += fmt::format(
      "## Make it again\n\n{}\nJudged as of {}. Rules {}, phrases {}, policy {}, arch {}.\n",
      code_block(view.command),
      format_rfc3339(report.scope.as_of),
      report.rules.hex(),
      report.phrases.hex(),
      policy_of(report) ? report.policy.hex() : "none",
      view.version);
  return text;
}

}  // namespace arch::cmd
