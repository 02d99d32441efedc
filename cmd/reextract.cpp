#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/progress.hpp"
#include "cmd/watch_file.hpp"
#include "history/names.hpp"
#include "history/reread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

/// Pages of one article that are shown as examples, unless --limit says otherwise.
constexpr std::uint32_t default_examples = 3;

constexpr std::array arguments{
    Argument{.name = "KEY",
             .help = "Articles; without one, all",
             .kind = ValueKind::article,
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{.name = "dry-run", .help = "Show what would read otherwise, and record nothing"},
    Option{.name = "limit",
           .help = "Show at most so many pages of each article (default: 3)",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "json", .help = "Print one JSON record per page that reads otherwise"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"observed", "time of the first capture of the page"},
    Field{"page", "id of the page"},
    Field{"document_before", "id of the document that was read of it before"},
    Field{"document", "id of the document that is read of it now"},
    Field{"words_added", "compared with what was read before"},
    Field{"words_removed", "likewise"},
    Field{"headline_changed", "true or false"},
    Field{"fields_changed", "names of other header lines that changed, a list"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch reextract",
    "arch reextract kagame --dry-run",
    "arch reextract --json | jq .article",
};

class Summary {
public:
  Summary(const Arguments& given, Context& context)
      : as_json_(given.has("json")),
        most_examples_(given.find_number("limit").value_or(default_examples)),
        context_(context) {}

  void add(std::string_view key, const history::Reread& reread) {
    pages_ += reread.pages;
    changed_ += reread.changed.size();
    changed_articles_ += reread.changed.empty() ? 0U : 1U;
    if (reread.changed.empty()) {
      return;
    }
    if (!as_json_) {
      context_.out().line(fmt::format("{}: {} of {} read otherwise",
                                      one_line(key),
                                      grouped(reread.changed.size()),
                                      counted(reread.pages, "page")));
    }
    for (std::size_t i = 0; i < reread.changed.size(); ++i) {
      if (as_json_) {
        print_record(key, reread.changed[i]);
      } else if (i < most_examples_) {
        print_example(reread.changed[i]);
      }
    }
  }

  void finish(std::uint64_t articles, bool is_recorded) {
    if (!as_json_) {
      context_.out().line(
          fmt::format("{} of {} read again, {} of {} read otherwise{}",
                      counted(pages_, "page"),
                      counted(articles, "article"),
                      grouped(changed_),
                      counted(changed_articles_, "article"),
                      is_recorded || changed_ == 0 ? "" : "; nothing was recorded"));
    }
  }

private:
  void print_example(const history::ReadOtherwise& page) {
    const history::ChangeSummary change = history::summarise_change(page.before, page.after);
    context_.out().line(fmt::format(
        "  {}  {}", format_local(page.observed, context_.zone()), describe_change(change)));
  }

  void print_record(std::string_view key, const history::ReadOtherwise& page) {
    const history::ChangeSummary change = history::summarise_change(page.before, page.after);
    context_.out().line(JsonRecord{}
                            .text("article", key)
                            .time("observed", page.observed)
                            .id("page", page.page)
                            .id("document_before", sha256(as_bytes(page.before)))
                            .id("document", sha256(as_bytes(page.after)))
                            .number("words_added", change.words_added)
                            .number("words_removed", change.words_removed)
                            .boolean("headline_changed", change.headline_changed)
                            .texts("fields_changed", change.fields_changed)
                            .str());
  }

  bool as_json_;
  std::size_t most_examples_;
  Context& context_;
  std::uint64_t pages_ = 0;
  std::uint64_t changed_ = 0;
  std::uint64_t changed_articles_ = 0;
};

std::vector<history::ArticleNumber> articles_asked(const history::Archive& archive,
                                                   const Arguments& given) {
  if (given.positional().empty()) {
    return archive.store().articles();
  }
  std::vector<history::ArticleNumber> articles;
  articles.reserve(given.positional().size());
  for (const std::string& name : given.positional()) {
    articles.push_back(history::resolve_article(archive, name));
  }
  std::ranges::sort(articles);
  const auto repeated = std::ranges::unique(articles);
  articles.erase(repeated.begin(), repeated.end());
  return articles;
}

Exit run(const Arguments& given, Context& context) {
  const bool is_dry = given.has("dry-run");
  history::Archive archive = context.open_archive(is_dry ? store::OpenOptions::Access::read
                                                         : store::OpenOptions::Access::write);
  const article::SharedRules rules = read_site_rules(context);
  const std::vector<history::ArticleNumber> articles = articles_asked(archive, given);
  context.out().when_closed(is_dry ? Output::WhenClosed::stop : Output::WhenClosed::go_on);

  Summary summary{given, context};
  ProgressLine progress;
  DamagedArticles damaged{context};
  std::uint64_t done = 0;
  for (const history::ArticleNumber article : articles) {
    if (!progress.update("reading articles again", done, articles.size())) {
      context.say("stopped; what was recorded stays, and the same command goes on with the rest");
      return Exit::interrupted;
    }
    ++done;
    damaged.guard(archive, article, progress, [&] {
      const std::string key = archive.store().row(article).key;
      const history::Reread reread =
          history::reread(archive,
                          article,
                          is_dry ? history::RereadMode::only_look : history::RereadMode::record,
                          article::rules_in(rules));
      if (!reread.changed.empty()) {
        progress.clear();
      }
      summary.add(key, reread);
    });
  }
  progress.clear();
  summary.finish(articles.size(), !is_dry);
  return damaged.exit();
}

}  // namespace

extern const Command reextract_command{
    .name = "reextract",
    .summary = "Read kept pages again with today's extractor",
    .details =
        "Pages that a newer reader reads otherwise get a technical capture, and from then on every "
        "look at\nsuch a page shows the better text. Nothing is lost: what was read before is "
        "found "
        "by its id.\nIt is no change by the publisher and is not counted as one.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
