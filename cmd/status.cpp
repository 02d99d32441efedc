#include "base/printable.hpp"
#include "capture/site_status.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/watch_file.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {
namespace {

using capture::SiteStatus;

constexpr std::array options{
    Option{.name = "prometheus", .help = "Print metrics in the text format of Prometheus"},
    Option{.name = "json", .help = "Print one JSON record per site"},
};

constexpr std::array fields{
    Field{"site", "its name in arch.toml"},
    Field{"articles", "how many the archive has of it"},
    Field{"last_success", "latest look that saw its article; null if none did in a week or ever"},
    Field{"last_look", "latest look of any kind; null likewise"},
    Field{"failures", "looks in a row that did not see their article, the latest ones"},
    Field{"causes", "their causes with how many each had: `challenge 3`"},
    Field{"looks_day", "looks in the last 24 hours"},
    Field{"seen_day", "how many of them saw their article"},
    Field{"looks_week", "likewise, in the last 7 days"},
    Field{"seen_week", "likewise"},
    Field{"due", "articles that are due for a check"},
    Field{"late", "articles that were due an hour ago"},
    Field{"gap_from", "beginning of the longest time of the week without a success; null if none"},
    Field{"gap_until", "its end; null likewise"},
    Field{"closed", "hosts of which robots.txt cannot be read, so that nothing is fetched"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch status",
    "arch status --json",
    "arch status --prometheus",
};

std::uint32_t failures_of(const SiteStatus& status) {
  return std::accumulate(status.failures.begin(),
                         status.failures.end(),
                         std::uint32_t{0},
                         [](std::uint32_t sum, const auto& cause) { return sum + cause.second; });
}

std::vector<std::string> causes_of(const SiteStatus& status) {
  std::vector<std::string> causes;
  causes.reserve(status.failures.size());
  for (const auto& [cause, times] : status.failures) {
    causes.push_back(fmt::format("{} {}", cause, times));
  }
  return causes;
}

std::vector<std::string> closed_of(const SiteStatus& status) {
  std::vector<std::string> origins;
  origins.reserve(status.closed.size());
  for (const SiteStatus::Closed& closed : status.closed) {
    origins.push_back(closed.origin);
  }
  return origins;
}

JsonRecord record_of(const SiteStatus& status) {
  return JsonRecord{}
      .text("site", status.name)
      .number("articles", status.articles)
      .time("last_success", status.last_success)
      .time("last_look", status.last_look)
      .number("failures", failures_of(status))
      .texts("causes", causes_of(status))
      .number("looks_day", status.day.looks)
      .number("seen_day", status.day.seen)
      .number("looks_week", status.week.looks)
      .number("seen_week", status.week.seen)
      .number("due", status.due)
      .number("late", status.late)
      .time("gap_from", status.gap ? std::optional{status.gap->from} : std::nullopt)
      .time("gap_until", status.gap ? std::optional{status.gap->until} : std::nullopt)
      .texts("closed", closed_of(status));
}

std::string share(const capture::LookCount& count) {
  return count.looks == 0
             ? std::string{"no look"}
             : fmt::format("{} of {}", grouped(count.seen), counted(count.looks, "look"));
}

void print_site(const SiteStatus& status, Context& context) {
  const Zone& zone = context.zone();
  Output& out = context.out();
  out.line(context.style().paint(Role::heading, one_line(status.name)));
  out.line(fmt::format("  {}; {} due, {} of them for over an hour",
                       counted(status.articles, "article"),
                       grouped(status.due),
                       grouped(status.late)));
  out.line(fmt::format("  last success {}",
                       status.last_success ? format_local(*status.last_success, zone) : "never"));
  if (const std::uint32_t failures = failures_of(status); failures > 0) {
    std::string causes;
    for (const std::string& cause : causes_of(status)) {
      causes += (causes.empty() ? "" : ", ") + one_line(cause);
    }
    out.line(fmt::format("  since then {}: {}", counted(failures, "failure"), causes));
  }
  for (const SiteStatus::Closed& closed : status.closed) {
    out.line(fmt::format("  robots.txt of {} cannot be read since {}: nothing is fetched",
                         one_line(closed.origin),
                         format_local(closed.since, zone)));
  }
  out.line(fmt::format(
      "  seen in the last day {}, in the last week {}", share(status.day), share(status.week)));
  if (status.gap) {
    out.line(fmt::format("  longest gap of the week {} to {}",
                         format_local(status.gap->from, zone),
                         format_local(status.gap->until, zone)));
  }
}

/// A label's value, by the text format's rules.
std::string label(std::string_view text) {
  std::string escaped;
  for (const char c : one_line(text)) {
    escaped += c == '"' || c == '\\' ? "\\" : "";
    escaped += c;
  }
  return escaped;
}

/// https://prometheus.io/docs/instrumenting/exposition_formats/
void print_metrics(const std::vector<SiteStatus>& statuses, Context& context) {
  struct Metric {
    std::string_view name;
    std::string_view help;
    std::function<std::int64_t(const SiteStatus&)> value;
  };
  const std::array metrics{
      Metric{"arch_site_articles",
             "Articles that the archive has of the site.",
             [](const SiteStatus& s) { return static_cast<std::int64_t>(s.articles); }},
      Metric{"arch_site_last_success_timestamp_seconds",
             "Latest look that saw its article; 0 for none.",
             [](const SiteStatus& s) { return s.last_success.value_or(UtcTime{}).seconds; }},
      Metric{"arch_site_failures",
             "Looks in a row that did not see their article.",
             [](const SiteStatus& s) { return std::int64_t{failures_of(s)}; }},
      Metric{"arch_site_looks_last_day",
             "Looks in the last 24 hours.",
             [](const SiteStatus& s) { return std::int64_t{s.day.looks}; }},
      Metric{"arch_site_seen_last_day",
             "Looks in the last 24 hours that saw their article.",
             [](const SiteStatus& s) { return std::int64_t{s.day.seen}; }},
      Metric{"arch_site_due_articles",
             "Articles that are due for a check.",
             [](const SiteStatus& s) { return static_cast<std::int64_t>(s.due); }},
      Metric{"arch_site_late_articles",
             "Articles that were due an hour ago.",
             [](const SiteStatus& s) { return static_cast<std::int64_t>(s.late); }},
  };
  for (const Metric& metric : metrics) {
    context.out().line(fmt::format("# HELP {} {}", metric.name, metric.help));
    context.out().line(fmt::format("# TYPE {} gauge", metric.name));
    for (const SiteStatus& status : statuses) {
      context.out().line(fmt::format(
          "{}{{site=\"{}\"}} {}", metric.name, label(status.name), metric.value(status)));
    }
  }
}

Exit run(const Arguments& given, Context& context) {
  const capture::WatchConfig config = read_watch_file(watch_file(), context);
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const std::vector<SiteStatus> statuses = capture::read_status(archive, config, context.now());
  if (given.has("prometheus")) {
    print_metrics(statuses, context);
    return Exit::ok;
  }
  for (const SiteStatus& status : statuses) {
    if (given.has("json")) {
      context.out().line(record_of(status).str());
    } else {
      print_site(status, context);
    }
  }
  return Exit::ok;
}

}  // namespace

extern const Command status_command{
    .name = "status",
    .summary = "Show how the sites of arch.toml fare",
    .details =
        "For each site: when an article was seen last, what went wrong since, how many looks of "
        "the "
        "last\nday and week saw their article, how many articles are due, and the longest time in "
        "which nothing\nwas seen. All of it is worked out from the records.",
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
