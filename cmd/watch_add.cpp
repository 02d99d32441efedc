#include "base/file.hpp"
#include "base/printable.hpp"
#include "capture/discover.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/help.hpp"
#include "cmd/interrupt.hpp"
#include "cmd/watch_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "URL", .help = "A site's front page, a page of it, a feed or a sitemap"},
};

constexpr std::array options{
    Option{.name = "name", .help = "What the site is called", .value = "NAME"},
    Option{.name = "contact",
           .help = "Where the owners of sites find you: a URL or an address; kept in arch.toml",
           .value = "WHO"},
    Option{.name = "allow-private", .help = "Also visit addresses that are not public"},
    Option{.name = "dry-run", .help = "Print the entry and write nothing"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch watch add https://news.example/ --contact https://archive.example/about",
    "arch watch add https://news.example/feed.xml --name 'Example News'",
    "arch watch add https://news.example/ --dry-run",
};

/// The file's text so far; for a new one, the contact that it must have.
std::string read_or_begin(const std::filesystem::path& path, const Arguments& given) {
  try {
    return std::string{as_text(read_file(path, capture::max_config_size))};
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) {
      throw;
    }
  }
  const auto contact = given.find("contact");
  if (!contact) {
    throw Error{ErrorKind::usage,
                "arch.toml is not there yet, and needs a contact for the owners of sites",
                "--contact with a page about your archive, or an address"};
  }
  const bool is_plain = std::ranges::none_of(*contact, [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
  if (!is_plain) {
    throw Error{ErrorKind::usage, "the contact has characters that no User-Agent may have"};
  }
  return fmt::format("contact = \"{}\"\n", *contact);
}

Exit run(const Arguments& given, Context& context) {
  const std::filesystem::path path = watch_file();
  const std::string before = read_or_begin(path, given);
  const auto url = http::Url::parse(given.positional()[0]);
  if (!url) {
    throw Error{ErrorKind::usage,
                fmt::format("{} is no URL of http or https", one_line(given.positional()[0]))};
  }
  const capture::WatchConfig config = capture::parse_watch_config(before).config;
  const http::FetcherOptions network{
      .user_agent = http::make_user_agent(version, config.contact),
      .allow_private = given.has("allow-private") || config.allow_private};
  const InterruptGuard interrupt;
  capture::DiscoveredSite found = capture::discover_site(*url, [&](const http::Url& wanted) {
    return http::fetch(network, {.url = wanted}, InterruptGuard::requested);
  });
  if (const auto name = given.find("name")) {
    found.site.name = *name;
  }
  for (const capture::Finding& finding : found.findings) {
    context.say(fmt::format("found {}: {}", one_line(finding.url), finding.what));
  }
  const std::string entry = capture::to_toml(found.site);
  const std::string after = before + (before.ends_with("\n\n") ? "" : "\n") + entry;
  for (const capture::ConfigProblem& problem : capture::parse_watch_config(after).problems) {
    throw Error{ErrorKind::usage,
                fmt::format("arch.toml, line {}: {}", problem.line, problem.what),
                problem.hint};
  }
  context.out().write(entry);
  if (!given.has("dry-run")) {
    write_file_atomically(path, as_bytes(after));
    context.say(fmt::format("written to {}", path.filename().string()));
  }
  return Exit::ok;
}

}  // namespace

extern const Command watch_add_command{
    .name = "watch add",
    .summary = "Find out how a site can be watched, and write it to arch.toml",
    .details =
        "Looks for the feeds that the page names, for news sitemaps in robots.txt, and for what "
        "the "
        "URLs of\narticles have in common; without feeds the page itself is read for links. Prints "
        "the entry.",
    .arguments = arguments,
    .options = options,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
