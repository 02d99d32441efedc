#include "capture/site_config.hpp"

#include "article/link.hpp"
#include "base/ascii.hpp"
#include "capture/toml_settings.hpp"
#include "html/selector.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace arch::capture {
namespace {

/// Tables in tables that one line may open. The reader below makes a table for each, and takes them
/// apart again by recursion; ours are two deep.
constexpr std::size_t max_dots = 32;

Checked check_url(std::string_view url) {
  if (!article::resolve_link({}, url)) {
    return Refusal{"is no URL of http or https: " + in_backquotes(url)};
  }
  return std::nullopt;
}

constexpr std::array key_rules{Choice<KeyRule>{"canonical", KeyRule::canonical},
                               Choice<KeyRule>{"url", KeyRule::url}};
constexpr std::array keep_rules{Choice<KeepPages>{"changed", KeepPages::changed},
                                Choice<KeepPages>{"all", KeepPages::all},
                                Choice<KeepPages>{"none", KeepPages::none}};
constexpr std::array browser_rules{Choice<BrowserUse>{"never", BrowserUse::never},
                                   Choice<BrowserUse>{"auto", BrowserUse::automatic},
                                   Choice<BrowserUse>{"always", BrowserUse::always}};
constexpr std::array event_names{Choice<WatchEvent>{"revision", WatchEvent::revision},
                                 Choice<WatchEvent>{"removal", WatchEvent::removal},
                                 Choice<WatchEvent>{"site-blind", WatchEvent::site_blind},
                                 Choice<WatchEvent>{"site-back", WatchEvent::site_back}};
static_assert(event_names.size() == watch_events);

void take_urls(Settings& settings, std::string_view name, std::vector<std::string>& to) {
  settings.take_list(name, [&](const toml::node& node) -> Checked {
    std::string url;
    Checked refusal = read_value(node, url);
    if (!refusal) {
      refusal = check_url(url);
    }
    if (!refusal) {
      to.push_back(std::move(url));
    }
    return refusal;
  });
}

void take_patterns(Settings& settings, std::string_view name, std::vector<UrlPattern>& to) {
  settings.take_list(name, [&](const toml::node& node) -> Checked {
    std::string text;
    if (Checked refusal = read_value(node, text)) {
      return refusal;
    }
    std::optional<UrlPattern> pattern = UrlPattern::parse(text);
    if (!pattern) {
      return Refusal{"is no pattern: " + in_backquotes(text),
                     "a pattern begins with / or https://, such as \"/news/**\""};
    }
    to.push_back(std::move(*pattern));
    return std::nullopt;
  });
}

/// What `[defaults]` may say of all sites and `[[site]]` of one.
void take_manners(Settings& settings, SiteConfig& site) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  take_patterns(settings, "exclude", site.exclude);
  settings.take("key", [&](const auto& node) { return read_choice(node, key_rules, site.key); });
  settings.take("keep-pages",
                [&](const auto& node) { return read_choice(node, keep_rules, site.keep_pages); });
  settings.take("browser",
                [&](const auto& node) { return read_choice(node, browser_rules, site.browser); });
  settings.take("delay", [&](const auto& node) {
    return read_time(node, std::chrono::milliseconds{0}, site.delay);
  });
  settings.take("concurrency",
                [&](const auto& node) { return read_number(node, {1, 64}, site.concurrency); });
  settings.take("requests-per-hour", [&](const auto& node) {
    return read_number(node, {1, 100'000'000}, site.requests_per_hour);
  });
  settings.take("discover-every",
                [&](const auto& node) { return read_time(node, seconds{1}, site.discover_every); });
  settings.take("max-age",
                [&](const auto& node) { return read_time(node, seconds{1}, site.max_age); });
  settings.take("shortest-interval", [&](const auto& node) {
    return read_time(node, seconds{1}, site.shortest_interval);
  });
  settings.take("longest-interval", [&](const auto& node) {
    return read_time(node, seconds{minutes{1}}, site.longest_interval);
  });
  settings.take("timeout",
                [&](const auto& node) { return read_time(node, seconds{1}, site.timeout); });
  settings.take("removed-after",
                [&](const auto& node) { return read_time(node, seconds{0}, site.removed_after); });
}

void check_site(const toml::table& table, const SiteConfig& site, Settings& settings) {
  if (site.feeds.empty() && site.sitemaps.empty() && site.fronts.empty() && site.urls.empty() &&
      !table.contains("feeds") && !table.contains("sitemaps") && !table.contains("fronts") &&
      !table.contains("urls")) {
    settings.report(table,
                    "this site has nothing to watch",
                    "give it `feeds`, `sitemaps`, `fronts` or `urls`; `arch watch add URL` finds "
                    "them");
  }
  if (site.shortest_interval > site.longest_interval) {
    settings.report(table, "`shortest-interval` is longer than `longest-interval`", {});
  }
}

SiteConfig read_site(const toml::table& table,
                     SiteConfig site,
                     std::vector<ConfigProblem>& problems) {
  site.line = table.source().begin.line;
  Settings settings{table, problems};
  settings.take("name", [&](const auto& node) { return read_value(node, site.name); });
  take_urls(settings, "feeds", site.feeds);
  take_urls(settings, "sitemaps", site.sitemaps);
  take_urls(settings, "fronts", site.fronts);
  take_urls(settings, "urls", site.urls);
  take_patterns(settings, "include", site.include);
  take_manners(settings, site);
  settings.refuse_others();
  check_site(table, site, settings);
  if (site.name.empty()) {
    for (const auto* urls : {&site.fronts, &site.feeds, &site.sitemaps, &site.urls}) {
      if (site.name.empty() && !urls->empty()) {
        site.name = article::host_of(urls->front());
      }
    }
  }
  return site;
}

HookConfig read_hook(const toml::table& table, std::vector<ConfigProblem>& problems) {
  HookConfig hook;
  Settings settings{table, problems};
  settings.take_list("command", [&](const toml::node& node) {
    return read_value(node, hook.command.emplace_back());
  });
  settings.take_list("events", [&](const toml::node& node) {
    return read_choice(node, event_names, hook.events.emplace_back());
  });
  settings.refuse_others();
  const toml::node* const command = table.get("command");
  if (command == nullptr || (command->is_array() && command->as_array()->empty())) {
    settings.report(
        table, "this hook has no `command`", R"(such as command = ["/usr/bin/notify"])");
  }
  if (!table.contains("events")) {
    for (const Choice<WatchEvent>& event : event_names) {
      hook.events.push_back(event.value);
    }
  }
  return hook;
}

constexpr std::array date_forms{
    Choice<article::DayOrder>{"day-month", article::DayOrder::day_first},
    Choice<article::DayOrder>{"month-day", article::DayOrder::month_first}};

Checked read_day(const toml::node& node, std::optional<UtcTime>& to) {
  const auto date = node.value_exact<toml::date>();
  if (!date) {
    return Refusal{"must be a date", "such as 2026-03-01, without quotation marks"};
  }
  const std::chrono::sys_days day = std::chrono::year_month_day{
      std::chrono::year{date->year}, std::chrono::month{date->month}, std::chrono::day{date->day}};
  to = UtcTime{std::chrono::seconds{day.time_since_epoch()}.count()};
  return std::nullopt;
}

void take_selectors(Settings& settings,
                    std::string_view name,
                    std::vector<article::RuleSelector>& to) {
  settings.take_list(name, [&](const toml::node& node) -> Checked {
    std::string text;
    if (Checked refusal = read_value(node, text)) {
      return refusal;
    }
    std::optional<html::Selector> selector = html::Selector::parse(text);
    if (!selector) {
      return Refusal{"is no selector: " + in_backquotes(text),
                     R"(such as "aside.related", "#story > p" or "[data-role=ad]")"};
    }
    to.push_back({.text = std::move(text), .selector = std::move(*selector)});
    return std::nullopt;
  });
}

/// Reads a `[[rule]]`: how the pages of a site are read.
article::SiteRule read_rule(const toml::table& table, std::vector<ConfigProblem>& problems) {
  article::SiteRule rule;
  Settings settings{table, problems};
  settings.take("host", [&](const toml::node& node) -> Checked {
    if (Checked refusal = read_value(node, rule.host)) {
      return refusal;
    }
    const std::string typed = ascii_lowered(rule.host);
    rule.host = article::host_of("https://" + typed + "/");  // without `www.`
    if (rule.host.empty() || (typed != rule.host && typed != "www." + rule.host)) {
      return Refusal{"is no name of a host: " + in_backquotes(typed),
                     R"(such as "example.org", which means its subdomains too)"};
    }
    return std::nullopt;
  });
  settings.take("from", [&](const auto& node) { return read_day(node, rule.from); });
  settings.take("until", [&](const auto& node) { return read_day(node, rule.until); });
  take_selectors(settings, "keep", rule.keep);
  take_selectors(settings, "drop", rule.drop);
  settings.take("dates", [&](const toml::node& node) {
    return read_choice(node, date_forms, rule.dates.emplace());
  });
  settings.refuse_others();
  if (!table.contains("host")) {
    settings.report(table, "this rule has no `host`", R"(such as host = "example.org")");
  }
  if (!table.contains("keep") && !table.contains("drop") && !table.contains("dates")) {
    settings.report(table, "this rule says nothing", "give it `keep`, `drop` or `dates`");
  }
  if (rule.from && rule.until && *rule.from >= *rule.until) {
    settings.report(table, "`from` is not before `until`", {});
  }
  return rule;
}

/// Calls read(table) for each table of a list of tables, `[[name]]`.
template <typename Read>
void take_tables(Settings& settings, std::string_view name, const Read& read) {
  settings.take(name, [&](const toml::node& node) -> Checked {
    const toml::array* const tables = node.as_array();
    if (tables == nullptr ||
        !std::ranges::all_of(*tables, [](const toml::node& each) { return each.is_table(); })) {
      return Refusal{"must be a table in two pairs of brackets: [[" + std::string{name} + "]]"};
    }
    for (const toml::node& each : *tables) {
      read(*each.as_table());
    }
    return std::nullopt;
  });
}

void check_names(const std::vector<SiteConfig>& sites, std::vector<ConfigProblem>& problems) {
  std::vector<const SiteConfig*> order;
  order.reserve(sites.size());
  for (const SiteConfig& site : sites) {
    order.push_back(&site);
  }
  std::ranges::stable_sort(order, {}, [](const SiteConfig* site) { return site->name; });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (!order[i]->name.empty() && order[i]->name == order[i - 1]->name) {
      problems.push_back({.line = order[i]->line,
                          .what = "there are two sites called " + in_backquotes(order[i]->name),
                          .hint = "give one of them another `name`"});
    }
  }
}

void read_top(const toml::table& table, WatchConfig& config, std::vector<ConfigProblem>& problems) {
  Settings settings{table, problems};
  settings.take("contact", [&](const auto& node) { return read_value(node, config.contact); });
  settings.take("requests-per-hour", [&](const auto& node) {
    return read_number(node, {1, 100'000'000}, config.requests_per_hour);
  });
  settings.take("connections",
                [&](const auto& node) { return read_number(node, {1, 4096}, config.connections); });
  settings.take("allow-private",
                [&](const auto& node) { return read_value(node, config.allow_private); });
  SiteConfig defaults;
  settings.take("defaults", [&](const toml::node& node) -> Checked {
    if (!node.is_table()) {
      return Refusal{"must be a table: [defaults]"};
    }
    Settings manners{*node.as_table(), problems};
    take_manners(manners, defaults);
    manners.refuse_others();
    return std::nullopt;
  });
  take_tables(settings, "hook", [&](const toml::table& hook) {
    config.hooks.push_back(read_hook(hook, problems));
  });
  take_tables(settings, "site", [&](const toml::table& site) {
    config.sites.push_back(read_site(site, defaults, problems));
  });
  article::SiteRules rules;
  take_tables(settings, "rule", [&](const toml::table& rule) {
    rules.push_back(read_rule(rule, problems));
  });
  settings.refuse_others();
  check_names(config.sites, problems);
  const bool only_rules = config.sites.empty() && !rules.empty();
  config.rules = std::make_shared<const article::SiteRules>(std::move(rules));
  for (SiteConfig& site : config.sites) {
    site.rules = config.rules;
  }
  if (!table.contains("contact") && !only_rules) {
    problems.push_back(
        {.line = 1,
         .what = "`contact` is missing: sites must be able to tell who visits them",
         .hint = R"(such as contact = "https://example.org/about-our-archive" or an address)"});
  }
}

/// The first line with more dots than any of ours has, outside of texts and comments.
std::optional<std::uint32_t> find_deep_line(std::string_view text) {
  std::uint32_t line = 1;
  std::size_t dots = 0;
  char quote = 0;
  bool in_comment = false;
  for (const char c : text) {
    if (c == '\n') {
      ++line;
      dots = 0;
      in_comment = false;
    } else if (in_comment) {
      continue;
    } else if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      in_comment = true;
    } else if (c == '.' && ++dots > max_dots) {
      return line;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(WatchEvent event) {
  return event_names[static_cast<std::size_t>(event)].name;
}

ParsedConfig parse_watch_config(std::string_view text) {
  ParsedConfig parsed;
  if (text.size() > max_config_size) {
    parsed.problems.push_back({.line = 1, .what = "the file is larger than 4 MiB"});
    return parsed;
  }
  if (const auto line = find_deep_line(text)) {
    parsed.problems.push_back({.line = *line, .what = "tables are too deep in each other"});
    return parsed;
  }
  try {
    const toml::table table = toml::parse(text);
    read_top(table, parsed.config, parsed.problems);
  } catch (const toml::parse_error& error) {
    parsed.problems.push_back({.line = error.source().begin.line,
                               .column = error.source().begin.column,
                               .what = "this is no TOML: " + one_line(error.description()),
                               .hint = "https://toml.io/en/v1.0.0 describes it"});
  } catch (const FailedTomlAssertion&) {
    parsed.problems.push_back({.line = 1,
                               .what = "this is no TOML: somewhere in it a key is malformed",
                               .hint = "https://toml.io/en/v1.0.0 describes it"});
  }
  std::ranges::stable_sort(parsed.problems, {}, [](const ConfigProblem& problem) {
    return std::pair{problem.line, problem.column};
  });
  return parsed;
}

}  // namespace arch::capture
