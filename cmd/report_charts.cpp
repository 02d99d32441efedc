// What a report says of kinds, sections and levels. Its charts of time are in report_times.cpp.

#include "cmd/chart.hpp"
#include "cmd/describe.hpp"
#include "cmd/report_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace arch::cmd {
namespace {

using report::Report;

std::string text_of(std::uint64_t count) {
  return grouped(count);
}

/// Places on an axis of times whose steps are factors: from a minute on, below which all is one.
class TimeScale {
public:
  TimeScale(double left, double longest) : left_(left), longest_(std::max(longest, 3600.0)) {}

  double place(double seconds) const {
    return left_ + (1 - left_) * std::log(std::max(seconds, shortest) / shortest) /
                       std::log(longest_ / shortest);
  }

  /// Times that people think in, far enough from each other for their names on a phone.
  std::vector<std::int64_t> ticks() const {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t day = 24 * hour;
    std::vector<std::int64_t> ticks;
    for (const std::int64_t tick : {std::int64_t{60},
                                    10 * std::int64_t{60},
                                    hour,
                                    6 * hour,
                                    day,
                                    7 * day,
                                    30 * day,
                                    365 * day}) {
      const bool has_room =
          ticks.empty() ||
          place(static_cast<double>(tick)) - place(static_cast<double>(ticks.back())) > 0.09;
      if (static_cast<double>(tick) <= longest_ && has_room) {
        ticks.push_back(tick);
      }
    }
    return ticks;
  }

private:
  static constexpr double shortest = 60;
  double left_;
  double longest_;
};

void add_steps(std::vector<std::vector<std::string>>& rows,
               std::string_view end,
               const std::vector<report::SurvivalStep>& steps) {
  for (const report::SurvivalStep& step : steps) {
    rows.push_back({fmt::format("{} {}", end, describe_duration(std::llround(step.time))),
                    text_of(step.at_risk),
                    text_of(step.ended),
                    fmt::format("{:.1f} %", 100 * step.survival),
                    fmt::format("{:.1f}", 100 * step.error)});
  }
}

}  // namespace

Html month_chart(const Report& report) {
  if (report.months.empty()) {
    return {};
  }
  constexpr std::array keys{Chart::Key{"k1", "Corrections"},
                            Chart::Key{"k2", "Clarifications and other notes"},
                            Chart::Key{"k3", "Updates"},
                            Chart::Key{"k4", "Silent edits, confirmed"}};
  std::uint64_t highest = 1;
  for (const report::MonthRow& row : report.months) {
    highest = std::max(highest, row.corrections + row.clarifications + row.updates + row.silent);
  }
  Chart chart{"chart-months",
              "What was said, month by month",
              "Notices by the month in which they were first seen, and changes that a person "
              "confirmed as silent edits by the month in which they were made."};
  chart.legend(keys);
  constexpr int height = 200;
  constexpr int floor = 170;
  constexpr int top = 22;
  const double scale = round_up(static_cast<double>(highest));
  chart.open(height);
  for (const double share : {0.5, 1.0}) {
    const int y = floor - static_cast<int>((floor - top) * share);
    chart.line("grid", 0, y, 1, y);
    chart.label("start", 0, y - 4, fmt::format("{:g}", scale * share));
  }
  const double step = 0.94 / static_cast<double>(report.months.size());
  const double width = std::min(step * 0.7, 0.08);
  const std::size_t every = (report.months.size() + 11) / 12;
  std::string_view named_year;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    const report::MonthRow& row = report.months[i];
    const double middle = 0.06 + step * (static_cast<double>(i) + 0.5);
    int y = floor;
    const std::array<std::uint64_t, 4> parts{
        row.corrections, row.clarifications, row.updates, row.silent};
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const int tall =
          static_cast<int>(std::lround((floor - top) * static_cast<double>(parts[part]) / scale));
      if (tall > 0) {
        chart.bar(keys.at(part).kind, middle - width / 2, width, y - tall, tall);
        y -= tall;
      }
    }
    // On a phone twelve labels find room when a year is named only where it begins.
    if (i % every == 0) {
      chart.label("middle", middle, height - 14, month_name(row.month));
      const std::string_view year = std::string_view{row.month}.substr(0, 4);
      if (year != named_year) {
        chart.label("middle", middle, height, year);
        named_year = year;
      }
    }
    rows.push_back({row.month,
                    text_of(row.corrections),
                    text_of(row.clarifications),
                    text_of(row.updates),
                    text_of(row.silent)});
  }
  chart.line("axis", 0, floor, 1, floor);
  chart.close();
  constexpr std::array<Markup, 5> heads{
      "Month", "Corrections", "Other notes", "Updates", "Silent edits"};
  chart.table(heads, rows);
  return chart.take();
}

Html section_chart(const Report& report) {
  std::vector<const report::SectionRow*> shown;
  std::vector<std::vector<std::string>> rows;
  double highest = 0;
  for (const report::SectionRow& row : report.sections) {
    const bool is_large = row.articles >= report::least_articles_for_rates;
    const report::Bounds bounds =
        report::wilson(std::min(row.corrected, row.articles), row.articles);
    if (is_large) {
      shown.push_back(&row);
      highest = std::max(highest, bounds.high);
    }
    rows.push_back({row.section.empty() ? "(none named)" : row.section,
                    text_of(row.articles),
                    text_of(row.changed),
                    text_of(row.corrections),
                    text_of(row.silent),
                    is_large ? fmt::format("{:.1f} ({:.1f} to {:.1f})",
                                           1000.0 * static_cast<double>(row.corrected) /
                                               static_cast<double>(row.articles),
                                           1000 * bounds.low,
                                           1000 * bounds.high)
                             : "too few"});
  }
  if (rows.empty()) {
    return {};
  }
  constexpr std::array<Markup, 6> heads{
      "Section", "Articles", "Changed", "Corrections", "Silent edits", "Corrected per 1,000"};
  if (shown.empty()) {
    return scrolling_table("sections", heads, rows);
  }
  Chart chart{
      "chart-sections",
      "Corrected articles per 1,000, by section",
      "The dot is the share that was seen, the line its 95 % interval (Wilson). Where lines "
      "overlap, the order of two sections may be chance. Sections with fewer than 20 "
      "articles are in the table only."};
  constexpr int row_height = 40;
  const double scale = round_up(1000 * highest) / 1000;
  const int height = row_height * static_cast<int>(shown.size()) + 24;
  chart.open(height);
  for (const double share : {0.0, 0.5, 1.0}) {
    chart.line("grid", 0.01 + 0.97 * share, 0, 0.01 + 0.97 * share, height - 18);
    chart.label(share == 0     ? Markup("start")
                : share == 1.0 ? Markup("end")
                               : Markup("middle"),
                0.01 + 0.97 * share,
                height - 4,
                fmt::format("{:g}", 1000 * scale * share));
  }
  int y = 14;
  for (const report::SectionRow* const row : shown) {
    const std::uint64_t corrected = std::min(row->corrected, row->articles);
    const report::Bounds bounds = report::wilson(corrected, row->articles);
    const auto place = [scale](double share) { return 0.01 + 0.97 * share / scale; };
    chart.label("start", 0.01, y, row->section.empty() ? "(none named)" : row->section);
    chart.line("whisker", place(bounds.low), y + 12, place(bounds.high), y + 12);
    chart.dot(place(static_cast<double>(corrected) / static_cast<double>(row->articles)), y + 12);
    y += row_height;
  }
  chart.close();
  chart.table(heads, rows);
  return chart.take();
}

Html survival_chart(const Report& report) {
  const report::DurationFigure& figure = report.to_correction;
  if (figure.most.empty()) {
    return {};
  }
  Chart chart{
      "chart-survival",
      "How long errors stayed up",
      "Share of errors still live after a time (Kaplan and Meier). Every time is known as an "
      "interval only: the two curves are of its ends. Errors that were still live when last "
      "looked at count for as long as they were seen. The scale is logarithmic, so that minutes "
      "and months are both seen."};
  constexpr std::array keys{Chart::Key{"k1", "at least"}, Chart::Key{"k4", "at most"}};
  chart.legend(keys);
  constexpr int height = 210;
  constexpr int floor = 180;
  constexpr int top = 14;
  constexpr double left = 0.1;
  const TimeScale scale{left, std::max(figure.least.back().time, figure.most.back().time)};
  chart.open(height);
  for (const double share : {0.0, 0.5, 1.0}) {
    const int y = floor - static_cast<int>((floor - top) * share);
    chart.line(share == 0 ? Markup("axis") : Markup("grid"), left, y, 1, y);
    chart.label("start", 0, y + 4, fmt::format("{:.0f} %", 100 * share));
  }
  for (const std::int64_t tick : scale.ticks()) {
    const double x = scale.place(static_cast<double>(tick));
    chart.line("grid", x, floor, x, floor + 5);
    chart.label(
        x > 0.97 ? Markup("end") : Markup("middle"), x, height - 8, describe_duration(tick));
  }
  const auto draw = [&](Markup kind, const std::vector<report::SurvivalStep>& steps) {
    double x = left;
    int y = top;
    for (const report::SurvivalStep& step : steps) {
      const double to = scale.place(step.time);
      const int down = floor - static_cast<int>(std::lround((floor - top) * step.survival));
      chart.line(kind, x, y, to, y);
      chart.line(kind, to, y, to, down);
      x = to;
      y = down;
    }
    chart.line(kind, x, y, 1, y);
  };
  draw("curve1", figure.least);
  draw("curve4", figure.most);
  chart.close();
  std::vector<std::vector<std::string>> rows;
  rows.reserve(figure.least.size() + figure.most.size());
  add_steps(rows, "at least", figure.least);
  add_steps(rows, "at most", figure.most);
  constexpr std::array<Markup, 5> heads{
      "Live", "At risk", "Corrected", "Still live", "Standard error"};
  chart.table(heads, rows);
  return chart.take();
}

Html ladder_chart(const Report& report) {
  std::uint64_t all = 0;
  std::uint64_t highest = 1;
  for (const std::uint64_t count : report.ladder) {
    all += count;
    highest = std::max(highest, count);
  }
  if (all == 0) {
    return {};
  }
  Chart chart{
      "chart-ladder",
      "How well changes were disclosed",
      "Changes that the rules take for substantive, by the level of disclosure they reached. "
      "The rules are right in part only: this is context, and no list of silent edits."};
  constexpr int row_height = 40;
  chart.open(row_height * 6);
  std::vector<std::vector<std::string>> rows;
  for (int level = 0; level < 6; ++level) {
    const std::uint64_t count = report.ladder.at(static_cast<std::size_t>(level));
    const std::string name = level_text(static_cast<corrections::Level>(level));
    const int y = row_height * level;
    const double width = 0.86 * static_cast<double>(count) / static_cast<double>(highest);
    chart.label("start", 0, y + 14, name);
    chart.bar(level <= 1   ? Markup("k4")
              : level == 2 ? Markup("k2")
                           : Markup("k1"),
              0,
              std::max(width, 0.003),
              y + 19,
              13);
    chart.label("start", std::max(width, 0.003) + 0.01, y + 30, text_of(count));
    rows.push_back(
        {name,
         text_of(count),
         fmt::format("{:.1f} %", 100 * static_cast<double>(count) / static_cast<double>(all))});
  }
  chart.close();
  constexpr std::array<Markup, 3> heads{"Level", "Changes", "Share"};
  chart.table(heads, rows);
  return chart.take();
}

}  // namespace arch::cmd
