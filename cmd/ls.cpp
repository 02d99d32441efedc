#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "TEXT",
             .help = "Only articles with this in their key or headline (case of A to Z ignored)",
             .count = Argument::Count::optional},
};

constexpr std::array options{
    Option{.name = "since",
           .help = "Only what last changed at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "until",
           .help = "Only what last changed at or before this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "min-revisions",
           .help = "Only articles with at least so many revisions",
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "max-revisions",
           .help = "Only articles with at most so many revisions",
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "sort",
           .help = "By last change, newest first (changed, the default), or by key",
           .value = "ORDER",
           .kind = ValueKind::choice,
           .choices = "changed|key"},
    Option{.name = "limit",
           .help = "List at most so many articles",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "keys", .help = "Print nothing but keys, one per line"},
    Option{.name = "json", .help = "Print one JSON record per article"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"headline",
          "of the latest revision, or the first words of one without; null if it is empty"},
    Field{"revisions", "how many"},
    Field{"captures", "how many looks kept a page or a document"},
    Field{"checks", "how many looks found nothing new, or no page"},
    Field{"first_seen", "time of the first capture; null if there is none yet"},
    Field{"last_changed", "time of the first capture of the latest revision; null likewise"},
    Field{"last_seen", "time of the latest look of any kind"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch ls -n 20",
    "arch ls mozambique --since 'last monday'",
    "arch ls --min-revisions 5 --json",
};

/// A key may have 4,000 characters; beyond this many columns it no longer aligns the others.
constexpr std::size_t widest_key = 60;

std::string shortened(const std::string& text, std::size_t columns) {
  if (display_width(text) <= columns) {
    return text;
  }
  std::string kept;
  std::size_t used = 1;  // the ellipsis
  std::size_t from = 0;
  for (const std::size_t to : grapheme_boundaries(text)) {
    const std::string_view grapheme = std::string_view{text}.substr(from, to - from);
    used += display_width(grapheme);
    if (used > columns) {
      break;
    }
    kept += grapheme;
    from = to;
  }
  return kept + "…";
}

void print_table(const std::vector<store::ArticleRow>& rows, Context& context) {
  std::size_t key_width = 0;
  std::size_t count_width = 0;
  for (const store::ArticleRow& row : rows) {
    key_width = std::max(key_width, display_width(one_line(row.key)));
    count_width = std::max(count_width, grouped(row.listing.revisions).size());
  }
  key_width = std::min(key_width, widest_key);

  const Zone& zone = context.zone();
  for (const store::ArticleRow& row : rows) {
    const std::string when = row.listing.last_changed
                                 ? format_local(*row.listing.last_changed, zone)
                                 : std::string(format_local(UtcTime{}, zone).size(), ' ');
    const std::string key = one_line(row.key);
    const std::size_t columns = display_width(key);
    std::string title = one_line(row.listing.title);
    const std::string start = fmt::format("{}  {:>{}} {:<9}  ",
                                          when,
                                          grouped(row.listing.revisions),
                                          count_width,
                                          row.listing.revisions == 1 ? "revision" : "revisions");
    context.out().write(start);
    context.out().write(context.style().paint(Role::id, key));
    if (title.empty()) {
      context.out().write("\n");
      continue;
    }
    const std::string gap(columns < key_width ? key_width - columns + 2 : 2, ' ');
    if (const auto width = context.wrap_width()) {
      const std::size_t used = start.size() + std::max(columns, key_width) + 2;
      title = shortened(title, *width > used + 20 ? *width - used : 20);
    }
    context.out().line(gap + title);
  }
}

JsonRecord record_of(const store::ArticleRow& row) {
  const store::Listing& listing = row.listing;
  return JsonRecord{}
      .text("article", row.key)
      .text("headline",
            listing.title.empty() ? std::nullopt : std::optional<std::string_view>{listing.title})
      .number("revisions", listing.revisions)
      .number("captures", listing.captures)
      .number("checks", listing.checks)
      .time("first_seen", listing.first_seen)
      .time("last_changed", listing.last_changed)
      .time("last_seen", listing.last_seen);
}

Exit run(const Arguments& given, Context& context) {
  store::ListFilter filter;
  if (!given.positional().empty()) {
    filter.contains = given.positional()[0];
  }
  if (const auto since = given.find("since")) {
    filter.changed_from = context.read_time(*since, Edge::start, "--since");
  }
  if (const auto until = given.find("until")) {
    filter.changed_until = context.read_time(*until, Edge::end, "--until");
  }
  filter.min_revisions = given.find_number("min-revisions").value_or(filter.min_revisions);
  filter.max_revisions = given.find_number("max-revisions").value_or(filter.max_revisions);
  if (given.find("sort") == "key") {
    filter.order = store::ListOrder::key;
  }
  if (const auto limit = given.find_number("limit")) {
    filter.limit = *limit;
  }

  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const std::vector<store::ArticleRow> rows = archive.store().list(filter);
  if (given.has("json")) {
    for (const store::ArticleRow& row : rows) {
      context.out().line(record_of(row).str());
    }
  } else if (given.has("keys")) {
    for (const store::ArticleRow& row : rows) {
      context.out().line(one_line(row.key));
    }
  } else {
    print_table(rows, context);
  }
  return Exit::ok;
}

}  // namespace

extern const Command ls_command{
    .name = "ls",
    .summary = "List the articles, the last changed first",
    .details =
        "Each line has the time of the last change, the number of revisions, the key and "
        "the\nheadline.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
