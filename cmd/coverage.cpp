#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "history/names.hpp"
#include "history/record_text.hpp"
#include "history/stored_looks.hpp"
#include "history/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{
        .name = "ARTICLE", .help = "An article's key, or a part of it", .kind = ValueKind::article},
};

constexpr std::array options{
    Option{.name = "since",
           .help = "Only looks at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "until",
           .help = "Only looks at or before this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "json", .help = "Print one JSON record per look"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"observed", "when it was looked at"},
    Field{"outcome", "recorded, unchanged, blocked, unreachable, removed or not an article"},
    Field{"revision", "id of the revision that was seen; null if none was"},
    Field{"reason", "why no article was seen; null if it was, or none is on record"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch coverage kagame",
    "arch coverage kagame --since '2021-09-20 10:00' --until '2021-09-20 14:30'",
    "arch coverage kagame --json",
};

/// One look, in order of time.
struct LookRow {
  UtcTime observed;
  std::string outcome = {};
  std::optional<std::uint32_t> revision = {};
  std::string reason = {};
};

std::vector<LookRow> read_rows(const history::History& history) {
  const store::Article& article = history.stored();
  history::StoredLooks looks = history::read_looks(article);
  const std::vector<history::Moment> moments = history::order_sightings(
      looks.sightings,
      [&article](const history::Sighting& look) { return history::capture_id(article, look.row); });
  std::vector<LookRow> rows;
  rows.reserve(moments.size() + looks.absences.size());
  std::uint32_t revisions = 0;  // begun so far
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const bool begins = i == 0 || moments[i].document != moments[i - 1].document;
    revisions += begins ? 1U : 0U;
    rows.push_back({.observed = moments[i].observed,
                    .outcome = begins ? "recorded" : "unchanged",
                    .revision = revisions - 1});
  }
  for (const history::StoredLooks::Absent& absent : looks.absences) {
    const std::string record = article.record_text(history::row_of(article, absent.row));
    rows.push_back({.observed = absent.observed,
                    .outcome = std::string{history::find_line(record, "outcome").value_or("")},
                    .reason = std::string{history::find_line(record, "reason").value_or("")}});
  }
  std::ranges::stable_sort(rows, {}, &LookRow::observed);
  return rows;
}

void print_json(const history::History& history, const LookRow& row, Context& context) {
  context.out().line(
      JsonRecord{}
          .text("article", history.key())
          .time("observed", row.observed)
          .text("outcome", row.outcome)
          .id("revision",
              row.revision ? std::optional{history.id(history.revisions()[*row.revision])}
                           : std::nullopt)
          .text("reason",
                row.reason.empty() ? std::nullopt : std::optional<std::string_view>{row.reason})
          .str());
}

void print_row(const history::History& history, const LookRow& row, Context& context) {
  // Many a reason begins with its outcome: `removed: the server answered 410 since …`.
  const bool says_outcome = row.reason.starts_with(row.outcome + ": ");
  std::string line = fmt::format(
      "{}  {}", format_local(row.observed, context.zone()), says_outcome ? "" : row.outcome);
  if (row.revision) {
    line += " " + context.style().paint(Role::id, history.revisions()[*row.revision].short_id());
  }
  if (!row.reason.empty()) {
    line += (says_outcome ? "" : ": ") + one_line(row.reason);
  }
  context.out().line(line);
}

Exit run(const Arguments& given, Context& context) {
  std::optional<UtcTime> since;
  std::optional<UtcTime> until;
  if (const auto typed = given.find("since")) {
    since = context.read_time(*typed, Edge::start, "--since");
  }
  if (const auto typed = given.find("until")) {
    until = context.read_time(*typed, Edge::end, "--until");
  }
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::History history =
      archive.read(history::resolve_article(archive, given.positional()[0]));
  context.page();
  for (const LookRow& row : read_rows(history)) {
    if ((since && row.observed < *since) || (until && row.observed > *until)) {
      continue;
    }
    if (given.has("json")) {
      print_json(history, row, context);
    } else {
      print_row(history, row, context);
    }
  }
  return Exit::ok;
}

}  // namespace

extern const Command coverage_command{
    .name = "coverage",
    .summary = "List every look at an article, and what each one saw",
    .details =
        "Oldest first. Between two looks that saw the same revision no change is known: what can "
        "be "
        "said\nof a time is said by the looks before and after it.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
