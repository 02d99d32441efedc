#include "base/printable.hpp"
#include "base/site.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/help.hpp"
#include "cmd/judgement.hpp"
#include "cmd/progress.hpp"
#include "cmd/report_site.hpp"
#include "cmd/report_view.hpp"
#include "corrections/policy.hpp"
#include "report/collect.hpp"
#include "report/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array options{
    Option{.name = "from",
           .help = "Beginning of the period",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "to",
           .help = "Its end, which is no longer in it (default: now)",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "site", .help = "Only articles of this host", .value = "HOST"},
    Option{.name = "section", .help = "Only articles of this section", .value = "NAME"},
    Option{.name = "calendar",
           .help = "Count what happened in the period, to articles of any age (the default)"},
    Option{.name = "cohort",
           .help = "Count articles first seen in the period, each followed as long"},
    Option{.name = "follow-up",
           .help = "With --cohort: for so many days (default: 30)",
           .value = "DAYS",
           .kind = ValueKind::number},
    Option{.name = "format",
           .help = "What to write (default: html)",
           .letter = 'f',
           .value = "FORM",
           .kind = ValueKind::choice,
           .choices = "html|json|csv|md|atom|rss"},
    Option{.name = "write-site",
           .help = "Write a small site with articles, feeds and data instead",
           .value = "DIR",
           .kind = ValueKind::folder},
    Option{.name = "title", .help = "Of the report", .value = "TEXT"},
    Option{.name = "address",
           .help = "URL of the folder where it will be published, for feeds",
           .value = "URL"},
    policy_option,
    Option{.name = "at",
           .help = "As of this record of the archive (default: the latest)",
           .value = "RECORD-NUMBER"},
    Option{.name = "as-of",
           .help = "The moment as of which disclosure is judged (default: see below)",
           .value = "TIME",
           .kind = ValueKind::time},
};

constexpr std::array<std::string_view, 3> examples{
    "arch report --from 2026-10-01 --to 2026-11-01 >october.html",
    "arch report --from 2026-01-01 --to 2027-01-01 --cohort --site example.org --format json",
    "arch report --from 2026-10-01 --write-site public --address https://example.org/corrections/",
};

constexpr std::int64_t seconds_of_day = std::int64_t{24} * 3600;

std::uint64_t read_record_number(std::string_view typed, std::uint64_t newest) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error != std::errc{} || end != typed.data() + typed.size() || number == 0 ||
      number > newest) {
    throw Error{ErrorKind::usage,
                fmt::format("--at {}: the archive has records 1 to {}", one_line(typed), newest),
                "a report ends with the number of the record that it was made as of"};
  }
  return number;
}

std::int64_t read_follow_up(const Arguments& given, std::int64_t otherwise) {
  const auto days = given.find_number("follow-up");
  if (!days) {
    return otherwise;
  }
  if (!given.has("cohort")) {
    throw Error{ErrorKind::usage,
                "--follow-up is of a cohort",
                "give --cohort too; by calendar nothing is followed"};
  }
  if (*days == 0) {
    throw Error{ErrorKind::usage, "--follow-up is 1 day at least", "such as --follow-up 30"};
  }
  return static_cast<std::int64_t>(*days) * seconds_of_day;
}

void check_period(const report::Scope& scope, UtcTime now) {
  if (scope.to > scope.from) {
    return;
  }
  throw Error{ErrorKind::usage,
              scope.to == scope.from ? "the period is empty: it ends where it begins"
                                     : "the period ends before it begins",
              scope.from > now ? "--from is later than now"
                               : "--to is the first moment behind the period, as 2026-11-01 of a "
                                 "period that is October"};
}

report::Scope read_scope(const Arguments& given,
                         const history::Archive& archive,
                         const corrections::Policy& policy,
                         Context& context) {
  const auto from = given.find("from");
  if (!from) {
    throw Error{ErrorKind::usage, "a report needs its --from", "such as --from 2026-10-01"};
  }
  if (given.has("cohort") && given.has("calendar")) {
    throw Error{ErrorKind::usage,
                "--cohort and --calendar exclude each other",
                "--calendar, what happened in the period, is the default"};
  }
  report::Scope scope;
  scope.from = context.read_time(*from, Edge::start, "--from");
  const auto to = given.find("to");
  scope.to = to ? context.read_time(*to, Edge::start, "--to") : context.now();
  check_period(scope, context.now());
  scope.site = given.find("site").value_or("");
  scope.section = given.find("section").value_or("");
  scope.form = given.has("cohort") ? report::Form::cohort : report::Form::calendar;
  scope.follow_up = read_follow_up(given, scope.follow_up);
  const std::uint64_t newest = archive.store().arrivals();
  scope.arrival = newest;
  if (const auto at = given.find("at")) {
    scope.arrival = read_record_number(*at, newest);
  }
  // By then every change of the period has had its time to be disclosed.
  const std::int64_t patience =
      std::max(policy.grace, scope.form == report::Form::cohort ? scope.follow_up : 0);
  const auto as_of = given.find("as-of");
  scope.as_of = as_of ? context.read_time(*as_of, Edge::end, "--as-of")
                      : std::min(context.now(), UtcTime{scope.to.seconds + patience});
  return scope;
}

/// A word as the shell takes it for one.
std::string shell_word(std::string_view text) {
  const bool is_plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == ':';
  });
  if (is_plain) {
    return std::string{text};
  }
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted + "'";
}

/// The command that makes this report again, with everything that it depends on. Its times are UTC;
/// the zone is for how the page names the period.
std::string command_of(const Arguments& given,
                       const report::Scope& scope,
                       std::string_view title,
                       std::string_view zone_name) {
  std::string command = fmt::format("TZ={} arch report --from {} --to {}",
                                    zone_name.empty() ? "UTC" : shell_word(zone_name),
                                    format_rfc3339(scope.from),
                                    format_rfc3339(scope.to));
  if (scope.form == report::Form::cohort) {
    command += fmt::format(" --cohort --follow-up {}", scope.follow_up / seconds_of_day);
  }
  for (const std::string_view option : {"site", "section", "policy", "address"}) {
    if (const auto value = given.find(option)) {
      command += fmt::format(" --{} {}", option, shell_word(*value));
    }
  }
  command += fmt::format(" --title {} --at {} --as-of {}",
                         shell_word(title),
                         scope.arrival,
                         format_rfc3339(scope.as_of));
  const auto folder = given.find("write-site");
  return command + (folder ? " --write-site DIR"
                           : fmt::format(" --format {}", given.find("format").value_or("html")));
}

std::string text_of(const ReportView& view, std::string_view format) {
  if (format == "json") {
    return report_json(view);
  }
  if (format == "csv") {
    return report_csv(view);
  }
  if (format == "md") {
    return report_markdown(view);
  }
  if (format == "atom") {
    return report_atom(view);
  }
  return format == "rss" ? report_rss(view) : report_page(view).str();
}

std::string address_of(const Arguments& given) {
  std::string address{given.find("address").value_or("")};
  if (!address.empty() && !is_web_address(address)) {
    throw Error{ErrorKind::usage,
                fmt::format("--address {} is no address of the web", one_line(address)),
                "it begins with https:// or http://"};
  }
  if (!address.empty() && !address.ends_with('/')) {
    address += '/';
  }
  return address;
}

/// The zone that the user named; empty where it is the machine's own.
std::string zone_name_of(const Context& context) {
  const std::string name = context.environment().time_zone.value_or("");
  return name.starts_with(':') ? name.substr(1) : name;
}

/// What tells the archive from others, for ever; empty for one that is empty.
std::string name_of(const history::Archive& archive) {
  const std::vector<store::ArticleNumber> articles = archive.store().articles();
  return articles.empty() ? std::string{} : archive.store().row(articles.front()).key;
}

/// At most so many names in a hint: more do not help who mistyped one.
constexpr std::size_t most_hinted = 12;

std::string listed(const std::set<std::string>& names) {
  std::string all;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (++count > most_hinted) {
      return all + ", …";
    }
    all += (all.empty() ? "" : ", ") + one_line(name);
  }
  return all;
}

/// A report of nothing where a name is mistyped would be taken for good news. Throws Error{usage}
/// if the archive has no article of the site or section.
void check_names(const history::Archive& archive, const report::Scope& scope) {
  const std::set<std::string> sites = report::known_sites(archive);
  const bool has_site = std::ranges::any_of(sites, [&](const std::string& host) {
    return report::is_of_site("https://" + host, scope.site);
  });
  if (!scope.site.empty() && !has_site) {
    throw Error{ErrorKind::usage,
                fmt::format("no article is of the site {}", one_line(scope.site)),
                sites.empty() ? "no key of the archive is a URL" : "there are: " + listed(sites)};
  }
  if (scope.section.empty()) {
    return;
  }
  const std::set<std::string> sections = report::known_sections(archive, scope.site);
  if (std::ranges::none_of(sections, [&](const std::string& section) {
        return report::is_of_section(section, scope.section, {});
      })) {
    throw Error{
        ErrorKind::usage,
        fmt::format("no article is of the section {}", one_line(scope.section)),
        sections.empty() ? "no article names its section" : "there are: " + listed(sections)};
  }
}

report::Report collect(const history::Archive& archive,
                       const report::Scope& scope,
                       const corrections::Policy& policy,
                       DamagedArticles& damaged,
                       Context& context) {
  ProgressLine progress;
  report::CollectOptions how;
  how.threads = std::max(std::thread::hardware_concurrency(), 1U);
  how.progress = [&](const store::Progress& step) {
    return progress.update("reading articles", step.done, step.total);
  };
  how.damaged = [&](std::string_view key, std::string_view problem) {
    progress.clear();
    damaged.add(key, problem);
  };
  how.judged_anew = [&] {
    progress.clear();
    context.say(judged_anew);
  };
  return report::collect(archive, scope, policy, how);
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("write-site") && given.has("format")) {
    throw Error{ErrorKind::usage,
                "--write-site writes all forms, so it takes no --format",
                "leave one of them out"};
  }
  const corrections::Policy policy = read_policy(given);
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read_unmapped);
  const report::Scope scope = read_scope(given, archive, policy, context);
  const std::string address = address_of(given);
  DamagedArticles damaged{context};
  const report::Report report = collect(archive, scope, policy, damaged, context);
  if (report.coverage.articles == 0 && report.coverage.damaged == 0) {
    check_names(archive, scope);
  }
  std::string title{given.find("title").value_or("")};
  if (title.empty()) {
    title = scope.site.empty() ? "Corrections" : fmt::format("Corrections at {}", scope.site);
  }
  const ReportView view{.report = report,
                        .archive = archive,
                        .title = title,
                        .command = command_of(given, scope, title, zone_name_of(context)),
                        .version = std::string{version},
                        .address = address,
                        .setting = given.has("write-site") ? Setting::site : Setting::alone,
                        .period = period_text(scope, context.zone(), zone_name_of(context)),
                        .archive_name = name_of(archive)};
  if (const auto folder = given.find("write-site")) {
    write_site(view, std::string{*folder});
    return damaged.exit();
  }
  context.out().write(text_of(view, given.find("format").value_or("html")));
  return damaged.exit();
}

}  // namespace

extern const Command report_command{
    .name = "report",
    .summary = "Make a transparency report: what was corrected, how, how fast",
    .details =
        "A page that needs nothing else, or data. It says what was watched and what may have been "
        "missed,\nthen figures with their formulas and intervals, then every case with both texts. "
        "An edit is called\nsilent only where a person confirmed it with `arch review`; what is "
        "only "
        "a candidate is counted\nand not shown.\n"
        "The page has the command that makes it again, byte for byte. Disclosure is judged as of "
        "the "
        "end of\nthe period and of the grace that the policy gives after it, or now if that is "
        "earlier.",
    .options = options,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
