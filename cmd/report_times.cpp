// When things happened: how old articles were when they were edited, and on which days the
// publisher corrected itself; and what became of changes, from the page to a decision.

#include "cmd/chart.hpp"
#include "cmd/describe.hpp"
#include "cmd/report_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace arch::cmd {
namespace {

using report::Report;

constexpr std::int64_t day = std::int64_t{24} * 3600;

std::string share_text(std::uint64_t count, std::uint64_t of) {
  return of == 0
             ? "–"
             : fmt::format("{:.1f} %", 100 * static_cast<double>(count) / static_cast<double>(of));
}

/// Days since 1970; of a time before, too.
std::int64_t day_of(UtcTime time) {
  return time.seconds >= 0 ? time.seconds / day : -((-time.seconds + day - 1) / day);
}

std::string date_of(std::int64_t number) {
  return format_rfc3339(UtcTime{number * day}).substr(0, 10);
}

/// A year and a bit: more weeks are too narrow to be seen on a phone, and months say it better.
constexpr std::int64_t most_days = 372;

/// How strong the colour of a day is, from 0 to 3: thirds of the highest count.
std::size_t heat_of(std::uint64_t count, std::uint64_t highest) {
  return count == 0 ? 0 : 1 + (3 * count > highest ? 1U : 0U) + (3 * count > 2 * highest ? 1U : 0U);
}

/// Which counts have each of these colours: `0`, `1 to 2`, `3`; empty where none has.
std::array<std::string, 4> heat_names(std::uint64_t highest) {
  std::array<std::string, 4> names;
  for (std::uint64_t count = 0, begin = 0; count <= highest; ++count) {
    const std::size_t heat = heat_of(count, highest);
    begin = count == 0 || heat != heat_of(count - 1, highest) ? count : begin;
    names.at(heat) =
        begin == count ? grouped(count) : fmt::format("{} to {}", grouped(begin), grouped(count));
  }
  return names;
}

/// What a part of the flow is, and how much of the whole.
struct Part {
  Markup kind;
  std::string name;
  std::uint64_t count = 0;
};

/// One step of the flow: a bar cut into its parts, with their names below.
void draw_flow(Chart& chart, std::string_view title, const std::vector<Part>& parts) {
  std::uint64_t all = 0;
  for (const Part& part : parts) {
    all += part.count;
  }
  chart.label("start", 0, 12, fmt::format("{}: {}", title, grouped(all)));
  double x = 0;
  for (const Part& part : parts) {
    const double width = all == 0 ? 0 : static_cast<double>(part.count) / static_cast<double>(all);
    if (width > 0) {
      chart.bar(part.kind, x, width, 19, 18);
    }
    x += width;
  }
}

/// What the colours of a bar are, with their numbers.
void draw_names(Chart& chart, const std::vector<Part>& parts) {
  std::vector<std::string> names;
  names.reserve(parts.size());
  std::vector<Chart::Key> keys;
  keys.reserve(parts.size());
  for (const Part& part : parts) {
    names.push_back(fmt::format("{}: {}", part.name, grouped(part.count)));
    keys.push_back({part.kind, names.back()});
  }
  chart.legend(keys);
}

}  // namespace

Html age_chart(const Report& report) {
  std::uint64_t all = 0;
  std::array<std::uint64_t, report::age_groups> totals{};
  for (const report::AgeRow& row : report.ages) {
    for (std::size_t group = 0; group < totals.size(); ++group) {
      totals.at(group) += row.edits.at(group);
      all += row.edits.at(group);
    }
  }
  if (all == 0) {
    return {};
  }
  Chart chart{"chart-ages",
              "How old articles were when they were edited",
              "Share of all edits of a kind that were seen by an age of the article, counted from "
              "the first look at it to the first look that saw the edit. Each step to the right is "
              "a longer time; the scale is not even."};
  constexpr std::array keys{Chart::Key{"k4", "Changes of fact"},
                            Chart::Key{"k1", "Headlines"},
                            Chart::Key{"k2", "Other wording, and what came or went"},
                            Chart::Key{"k3", "Form only"}};
  constexpr std::array<Markup, report::age_groups> curves{"curve4", "curve1", "curve2", "curve3"};
  chart.legend(keys);
  constexpr int height = 224;
  constexpr int floor = 190;
  constexpr int top = 14;
  constexpr double left = 0.1;
  chart.open(height);
  for (const double share : {0.0, 0.5, 1.0}) {
    const int y = floor - static_cast<int>((floor - top) * share);
    chart.line(share == 0 ? Markup("axis") : Markup("grid"), left, y, 1, y);
    chart.label("start", 0, y + 4, fmt::format("{:.0f} %", 100 * share));
  }
  const double step = (1 - left) / static_cast<double>(report.ages.size());
  for (std::size_t group = 0; group < totals.size(); ++group) {
    if (totals.at(group) == 0) {
      continue;
    }
    std::uint64_t sum = 0;
    int y = floor;
    for (std::size_t i = 0; i < report.ages.size(); ++i) {
      sum += report.ages[i].edits.at(group);
      const int next = floor - static_cast<int>((floor - top) * static_cast<double>(sum) /
                                                static_cast<double>(totals.at(group)));
      const double x = left + step * static_cast<double>(i);
      chart.line(curves.at(group), x, y, x + step, next);
      y = next;
    }
  }
  std::vector<std::vector<std::string>> rows;
  std::array<std::uint64_t, report::age_groups> sums{};
  for (std::size_t i = 0; i < report.ages.size(); ++i) {
    const report::AgeRow& row = report.ages[i];
    const std::string name = row.below ? describe_duration(*row.below) : std::string{"longer"};
    // Every third label finds room on a phone.
    if (i % 3 == 1) {
      const bool is_last = i + 1 == report.ages.size();
      chart.label(is_last ? Markup("end") : Markup("middle"),
                  left + step * static_cast<double>(i + 1),
                  height - 14,
                  name);
      chart.line("grid",
                 left + step * static_cast<double>(i + 1),
                 floor,
                 left + step * static_cast<double>(i + 1),
                 floor + 5);
    }
    std::vector<std::string> cells{row.below ? "under " + name : name};
    for (std::size_t group = 0; group < sums.size(); ++group) {
      sums.at(group) += row.edits.at(group);
      cells.push_back(fmt::format(
          "{} ({})", grouped(row.edits.at(group)), share_text(sums.at(group), totals.at(group))));
    }
    rows.push_back(std::move(cells));
  }
  chart.close();
  constexpr std::array<Markup, 5> heads{
      "Age (and share so far)", "Facts", "Headlines", "Wording", "Form"};
  chart.table(heads, rows);
  return chart.take();
}

Html calendar_chart(const Report& report) {
  const std::int64_t first = day_of(report.scope.from);
  std::int64_t last = day_of(UtcTime{report.scope.to.seconds - 1});
  // What a cohort was followed for goes on after the period.
  if (!report.disclosed.empty()) {
    last = std::max(last, day_of(report.disclosed.back().first_seen));
  }
  if (last < first || last - first >= most_days || report.disclosed.empty()) {
    return {};
  }
  std::map<std::int64_t, std::uint64_t> counts;
  std::uint64_t highest = 1;
  for (const report::NoticeCase& notice : report.disclosed) {
    highest = std::max(highest, ++counts[day_of(notice.first_seen)]);
  }
  Chart chart{
      "chart-calendar",
      "On which days corrections came",
      "A square is a day (UTC), a column a week from Monday to Sunday; the stronger its colour, "
      "the "
      "more corrections and retractions were first seen that day. A day without a look has none."};
  constexpr std::array<Markup, 4> kinds{"heat0", "heat1", "heat2", "heat3"};
  const std::array<std::string, 4> counts_of = heat_names(highest);
  std::vector<Chart::Key> keys;
  for (std::size_t heat = 0; heat < kinds.size(); ++heat) {
    if (!counts_of.at(heat).empty()) {
      keys.push_back({kinds.at(heat), counts_of.at(heat)});
    }
  }
  chart.legend(keys);
  constexpr int row_height = 15;
  constexpr double left = 0.1;  // the names of days find room on a phone
  // 1970-01-01 was a Thursday: 3 days after a Monday.
  const auto weekday = [](std::int64_t number) { return ((number + 3) % 7 + 7) % 7; };
  const std::int64_t monday = first - weekday(first);
  const auto week_of = [monday](std::int64_t number) { return (number - monday) / 7; };
  const std::int64_t weeks = week_of(last) + 1;
  const double step = std::min((1 - left) / static_cast<double>(weeks), 0.04);
  chart.open(7 * row_height + 24);
  for (const auto& [row, name] : {std::pair{0, "Mon"}, {2, "Wed"}, {4, "Fri"}, {6, "Sun"}}) {
    chart.label("start", 0, row * row_height + 12, name);
  }
  std::vector<std::vector<std::string>> rows;
  for (std::int64_t number = first; number <= last; ++number) {
    const auto found = counts.find(number);
    const std::uint64_t count = found == counts.end() ? 0 : found->second;
    const std::size_t heat = heat_of(count, highest);
    const std::int64_t week = week_of(number);
    const double x = left + step * static_cast<double>(week);
    chart.bar(kinds.at(heat),
              x,
              step * 0.9,
              static_cast<int>(weekday(number)) * row_height,
              row_height - 2);
    const std::string date = date_of(number);
    // Four months of a year find room on a phone.
    const int month = (date[5] - '0') * 10 + (date[6] - '0');
    const bool begins_quarter = month % 3 == 1;
    if (date.ends_with("-01") && (begins_quarter || last - first < 100)) {
      chart.label("start",
                  x,
                  7 * row_height + 16,
                  fmt::format("{} {}", month_name(date), date.substr(0, 4)));
    }
    if (count > 0) {
      rows.push_back({date, grouped(count)});
    }
  }
  chart.close();
  constexpr std::array<Markup, 2> heads{"Day", "Corrections"};
  chart.table(heads, rows);
  return chart.take();
}

Html flow_chart(const Report& report) {
  const auto at = [&](std::size_t level) { return report.ladder.at(level); };
  const std::uint64_t untold = at(0) + at(1);
  const std::uint64_t told = at(3) + at(4) + at(5);
  if (untold + at(2) + told == 0) {
    return {};
  }
  const report::ReviewCounts& reviews = report.reviews;
  const std::uint64_t unread =
      reviews.candidates - std::min(reviews.candidates, reviews.reviewed());
  Chart chart{
      "chart-flow",
      "From a change to a decision",
      "What became of the changes that the rules take for substantive, of the candidates "
      "among them, and of those that a person reviewed. Each bar is the whole of its step."};
  const std::vector<Part> changes{{.kind = "k1", .name = "Disclosed by a notice", .count = told},
                                  {.kind = "k2", .name = "Under a vague notice", .count = at(2)},
                                  {.kind = "k4", .name = "Without a notice", .count = untold}};
  const std::vector<Part> candidates{
      {.kind = "k1", .name = "Reviewed by a person", .count = reviews.reviewed()},
      {.kind = "k3", .name = "Not reviewed", .count = unread}};
  const std::vector<Part> decisions{{.kind = "k4", .name = "Confirmed", .count = reviews.confirmed},
                                    {.kind = "k2", .name = "Disputed", .count = reviews.disputed},
                                    {.kind = "k3", .name = "Rejected", .count = reviews.rejected}};
  struct Step {
    std::string_view title;
    const std::vector<Part>* parts;
  };
  const std::array steps{Step{"Changes of substance", &changes},
                         Step{"Candidates", &candidates},
                         Step{"Reviewed", &decisions}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [title, parts] : steps) {
    chart.open(38);
    draw_flow(chart, title, *parts);
    chart.close();
    draw_names(chart, *parts);
    std::uint64_t all = 0;
    for (const Part& part : *parts) {
      all += part.count;
    }
    for (const Part& part : *parts) {
      rows.push_back(
          {std::string{title}, part.name, grouped(part.count), share_text(part.count, all)});
    }
  }
  constexpr std::array<Markup, 4> heads{"Step", "What became of them", "Count", "Share"};
  chart.table(heads, rows);
  return chart.take();
}

}  // namespace arch::cmd
