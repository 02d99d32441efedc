#include "capture/site_config.hpp"

#include "article/link.hpp"
#include "base/ascii.hpp"
#include "base/nearest.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <utility>

// toml++ 3.3 asserts what a file can make false, such as a key that is a string of several lines,
// and takes it for true where asserts are off. Here it is an error of the file in every build.
namespace {

struct FailedTomlAssertion : std::exception {};

[[noreturn]] void fail_toml_assertion() {
  throw FailedTomlAssertion{};
}

}  // namespace

#undef NDEBUG
#define TOML_ASSERT(condition) (static_cast<bool>(condition) ? void() : fail_toml_assertion())
#include <toml++/toml.h>

namespace arch::capture {
namespace {

/// Tables in tables that one line may open. The reader below makes a table for each, and takes them
/// apart again by recursion; ours are two deep.
constexpr std::size_t max_dots = 32;

std::string in_backquotes(std::string_view text) {
  return "`" + one_line(text) + "`";
}

/// A wrong value: what is wrong with it, as the rest of a sentence that begins with its name.
struct Refusal {
  std::string what;
  std::string hint = {};
};
using Checked = std::optional<Refusal>;

Checked read_value(const toml::node& node, std::string& to) {
  const auto value = node.value_exact<std::string>();
  if (!value) {
    return Refusal{"must be a text in quotation marks"};
  }
  if (value->empty()) {
    return Refusal{"is empty"};
  }
  to = *value;
  return std::nullopt;
}

Checked read_value(const toml::node& node, bool& to) {
  const auto value = node.value_exact<bool>();
  if (!value) {
    return Refusal{"must be true or false"};
  }
  to = *value;
  return std::nullopt;
}

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

Checked read_number(const toml::node& node, const Range& range, std::uint32_t& to) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < range.least || *value > range.most) {
    return Refusal{"must be a whole number from " + std::to_string(range.least) + " to " +
                   std::to_string(range.most)};
  }
  to = static_cast<std::uint32_t>(*value);
  return std::nullopt;
}

template <typename Duration>
Checked read_time(const toml::node& node, Duration least, Duration& to) {
  const auto text = node.value_exact<std::string>();
  const auto value = text ? parse_duration(*text) : std::nullopt;
  if (!value) {
    return Refusal{"must be a length of time", R"(such as "1500ms", "10s", "5min", "2h" or "14d")"};
  }
  if (*value < least) {
    return Refusal{"is too short: at least " +
                   std::to_string(std::chrono::duration_cast<std::chrono::seconds>(least).count()) +
                   "s"};
  }
  to = std::chrono::duration_cast<Duration>(*value);
  return std::nullopt;
}

template <typename Value>
struct Choice {
  std::string_view name;
  Value value;
};

template <typename Value, std::size_t size>
Checked read_choice(const toml::node& node,
                    const std::array<Choice<Value>, size>& choices,
                    Value& to) {
  const auto text = node.value_exact<std::string>();
  std::string all;
  std::vector<std::string_view> names;
  names.reserve(choices.size());
  for (const Choice<Value>& choice : choices) {
    if (text == choice.name) {
      to = choice.value;
      return std::nullopt;
    }
    all += (all.empty() ? "\"" : ", \"") + std::string{choice.name} + "\"";
    names.push_back(choice.name);
  }
  const std::string_view near = text ? find_nearest(*text, names) : std::string_view{};
  return Refusal{"must be one of " + all,
                 near.empty() ? "" : "did you mean \"" + std::string{near} + "\"?"};
}

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

/// Reads one table: every name in it must be asked for, or it is reported.
class Settings {
public:
  Settings(const toml::table& table, std::vector<ConfigProblem>& problems)
      : table_(table), problems_(problems) {}

  /// Reads the setting `name`, if it is there, with `read(node)`, which says what is wrong.
  template <typename Read>
  void take(std::string_view name, const Read& read) {
    names_.push_back(name);
    const toml::node* const node = table_.get(name);
    if (node == nullptr) {
      return;
    }
    if (const Checked refusal = read(*node)) {
      report(*node, in_backquotes(name) + " " + refusal->what, refusal->hint);
    }
  }

  /// Reads the setting `name`, a list, with `read(node)` for each of its values.
  template <typename Read>
  void take_list(std::string_view name, const Read& read) {
    take(name, [&](const toml::node& node) -> Checked {
      const toml::array* const values = node.as_array();
      if (values == nullptr) {
        return Refusal{"must be a list", "one thing alone stands in [ ] too"};
      }
      for (const toml::node& value : *values) {
        if (const Checked refusal = read(value)) {
          report(value, "in " + in_backquotes(name) + ", a value " + refusal->what, refusal->hint);
        }
      }
      return std::nullopt;
    });
  }

  void refuse_others() {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(names_, key.str()) != names_.end()) {
        continue;
      }
      const std::string_view near = find_nearest(key.str(), names_);
      report(key.source().begin,
             "there is no setting " + in_backquotes(key.str()) + " here",
             near.empty() ? "docs/watch.md lists all settings"
                          : "did you mean " + in_backquotes(near) + "?");
    }
  }

  void report(const toml::node& node, std::string what, std::string hint) {
    report(node.source().begin, std::move(what), std::move(hint));
  }

private:
  void report(const toml::source_position& at, std::string what, std::string hint) {
    problems_.push_back(
        {.line = at.line, .column = at.column, .what = std::move(what), .hint = std::move(hint)});
  }

  const toml::table& table_;
  std::vector<ConfigProblem>& problems_;
  std::vector<std::string_view> names_;
};

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
  settings.refuse_others();
  check_names(config.sites, problems);
  if (!table.contains("contact")) {
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

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::chrono::milliseconds length;
  };
  static constexpr std::array units{Unit{"ms", std::chrono::milliseconds{1}},
                                    Unit{"s", std::chrono::seconds{1}},
                                    Unit{"min", std::chrono::minutes{1}},
                                    Unit{"h", std::chrono::hours{1}},
                                    Unit{"d", std::chrono::days{1}}};
  constexpr std::chrono::milliseconds longest = std::chrono::days{36'525};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) {
    return std::nullopt;
  }
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto unit = std::ranges::find(units, name, &Unit::name);
  if (unit == units.end() || number > longest / unit->length) {
    return std::nullopt;
  }
  return number * unit->length;
}

namespace {

/// A text in TOML's double quotes.
std::string in_quotes(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result = "\"";
  for (const char c : replace_invalid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      result += "\\u00";
      result += digits[byte >> 4U];
      result += digits[byte & 0xFU];
    } else {
      result += c;
    }
  }
  return result + '"';
}

void append_list(std::string& entry, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    return;
  }
  entry += std::string{name} + " = [";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    entry += (i == 0 ? "" : ", ") + in_quotes(texts[i]);
  }
  entry += "]\n";
}

std::vector<std::string> texts_of(const std::vector<UrlPattern>& patterns) {
  std::vector<std::string> texts;
  texts.reserve(patterns.size());
  for (const UrlPattern& pattern : patterns) {
    texts.push_back(pattern.text());
  }
  return texts;
}

}  // namespace

std::string to_toml(const SiteConfig& site) {
  std::string entry = "[[site]]\nname = " + in_quotes(site.name) + "\n";
  append_list(entry, "feeds", site.feeds);
  append_list(entry, "sitemaps", site.sitemaps);
  append_list(entry, "fronts", site.fronts);
  append_list(entry, "urls", site.urls);
  append_list(entry, "include", texts_of(site.include));
  append_list(entry, "exclude", texts_of(site.exclude));
  return entry;
}

}  // namespace arch::capture
