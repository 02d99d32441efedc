#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/progress.hpp"
#include "corrections/candidates.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

using corrections::NoticeLife;

constexpr std::array arguments{
    Argument{.name = "KEY",
             .help = "Articles; without one, all",
             .kind = ValueKind::article,
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{
        .name = "kind", .help = "Only notices of this kind, such as correction", .value = "KIND"},
    Option{.name = "gone", .help = "Only notices that are no longer there"},
    Option{.name = "since",
           .help = "Only notices first seen at or after this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "until",
           .help = "Only notices first seen at or before this time",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "json", .help = "Print one JSON record per notice"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"kind", "correction, clarification, update, editors_note, retraction …"},
    Field{"label", "as printed; null if it has none"},
    Field{"label_kind", "what the label calls it; null if it has none"},
    Field{"text", "as first seen"},
    Field{"texts", "every wording, oldest first, a list"},
    Field{"language", "of the phrase that found it, `und` for structured data"},
    Field{"position", "top, foot, inside, headline or markup"},
    Field{"date", "that the notice gives, 2025-05-17, or 05-17 without a year; null if none"},
    Field{"first", "id of the first revision with it"},
    Field{"first_seen", "time of that revision's first capture"},
    Field{"last_seen", "time of the last look that saw it"},
    Field{"removed", "true if a later revision is without it"},
    Field{"removed_by_rewrite", "true if most of the text went with it"},
    Field{"phrase", "line of the phrase list that found it; 0 for structured data"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch notices kagame",
    "arch notices --kind correction --since 'last monday'",
    "arch notices --gone --json",
};

struct NoticeView {
  std::optional<corrections::NoticeKind> kind = {};
  bool gone = false;
  bool json = false;
  std::optional<UtcTime> since = {};
  std::optional<UtcTime> until = {};
};

class NoticePrinter {
public:
  NoticePrinter(const NoticeView& view, Context& context) : view_(view), context_(context) {}

  void print_all(const history::History& history) {
    for (const NoticeLife& life : corrections::notices_of(history)) {
      if (is_wanted(history, life)) {
        print(history, life);
      }
    }
  }

private:
  [[nodiscard]] bool is_wanted(const history::History& history, const NoticeLife& life) const {
    const UtcTime seen = history.revisions()[life.first].first_seen;
    return (!view_.kind || life.notice.kind == *view_.kind) && (!view_.gone || life.removed) &&
           (!view_.since || seen >= *view_.since) && (!view_.until || seen <= *view_.until);
  }

  void print(const history::History& history, const NoticeLife& life) {
    if (view_.json) {
      print_record(history, life);
      return;
    }
    Output& out = context_.out();
    const Style& style = context_.style();
    const history::Revision& first = history.revisions()[life.first];
    if (!is_first_) {
      out.write("\n");
    }
    is_first_ = false;
    out.line(fmt::format("{}  {}",
                         style.paint(Role::id, one_line(history.key())),
                         corrections::notice_kind_name(life.notice.kind)));
    const std::string until =
        format_local(history.revisions()[life.last].last_seen, context_.zone());
    out.line(fmt::format("  first seen {} ({}), {}",
                         format_local(first.first_seen, context_.zone()),
                         revision_name(history, life.first),
                         !life.removed             ? "still there " + until
                         : life.removed_by_rewrite ? "went with a rewrite after " + until
                                                   : "removed after " + until));
    for (const std::string& text : life.texts) {
      out.line("  " + style.paint(Role::heading, one_line(text)));
    }
  }

  void print_record(const history::History& history, const NoticeLife& life) {
    const corrections::Notice& notice = life.notice;
    const auto text = [](const std::string& value) {
      return value.empty() ? std::nullopt : std::optional<std::string_view>{value};
    };
    context_.out().line(JsonRecord{}
                            .text("article", history.key())
                            .text("kind", corrections::notice_kind_name(notice.kind))
                            .text("label", text(notice.label))
                            .text("label_kind",
                                  notice.label_kind ? std::optional{corrections::notice_kind_name(
                                                          *notice.label_kind)}
                                                    : std::nullopt)
                            .text("text", notice.text)
                            .texts("texts", life.texts)
                            .text("language", notice.language)
                            .text("position", corrections::notice_position_name(notice.position))
                            .text("date", text(notice.date))
                            .id("first", history.id(history.revisions()[life.first]))
                            .time("first_seen", history.revisions()[life.first].first_seen)
                            .time("last_seen", history.revisions()[life.last].last_seen)
                            .boolean("removed", life.removed)
                            .boolean("removed_by_rewrite", life.removed_by_rewrite)
                            .number("phrase", notice.phrase)
                            .str());
  }

  const NoticeView& view_;
  Context& context_;
  bool is_first_ = true;
};

corrections::NoticeKind read_kind(std::string_view name) {
  const auto kind = corrections::parse_notice_kind(name);
  if (!kind) {
    throw Error{
        ErrorKind::usage,
        fmt::format("there is no kind of notice `{}`", one_line(name)),
        "there are: correction, clarification, update, editors_note, apology, "
        "right_of_reply, adjudication, retraction, removal, anonymisation, wire, developing"};
  }
  return *kind;
}

Exit run(const Arguments& given, Context& context) {
  NoticeView view{.gone = given.has("gone"), .json = given.has("json")};
  if (const auto kind = given.find("kind")) {
    view.kind = read_kind(*kind);
  }
  if (const auto since = given.find("since")) {
    view.since = context.read_time(*since, Edge::start, "--since");
  }
  if (const auto until = given.find("until")) {
    view.until = context.read_time(*until, Edge::end, "--until");
  }
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  NoticePrinter printer{view, context};
  if (!given.positional().empty()) {
    for (const std::string& name : given.positional()) {
      printer.print_all(archive.read(history::resolve_article(archive, name)));
    }
    return Exit::ok;
  }
  store::ListFilter filter;
  filter.changed_from = view.since;
  filter.min_revisions = 1;
  const std::vector<store::ArticleRow> rows = archive.store().list(filter);
  ProgressLine progress;
  DamagedArticles damaged{context};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!progress.update("reading articles", i, rows.size())) {
      return Exit::interrupted;
    }
    damaged.guard(archive, rows[i].number, progress, [&] {
      printer.print_all(archive.read(rows[i].number));
    });
  }
  return damaged.exit();
}

}  // namespace

extern const Command notices_command{
    .name = "notices",
    .summary = "List the notices by which the publisher says what changed",
    .details =
        "Corrections, clarifications, editor's notes, updates, retractions: found by a list "
        "of phrases in\nnine languages, in the text and in structured data. Each is followed "
        "through its wordings, until\nit goes.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
