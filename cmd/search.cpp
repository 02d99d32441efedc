#include "base/printable.hpp"
#include "cmd/appearance.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/progress.hpp"
#include "search/article_words.hpp"
#include "search/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "TEXT",
             .help = "The words, in this order; a word that ends with * is the beginning of one",
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{.name = "near",
           .help = "The words in one paragraph and any order, with at most N others among them",
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "anywhere", .help = "The words anywhere in one revision"},
    Option{.name = "exact", .help = "The same letter case, accents and punctuation, too"},
    Option{.name = "live", .help = "Only articles that still say it"},
    Option{.name = "gone", .help = "Only articles that no longer say it"},
    Option{.name = "limit",
           .help = "List at most so many articles",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "rebuild", .help = "Make the index anew; with no TEXT, only that"},
    Option{.name = "json", .help = "Print one JSON record per article"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"live", "true if the latest revision says it"},
    Field{"spans", "a list: runs of revisions that say it, oldest first"},
    Field{"spans[].first", "number of the first revision, from 0"},
    Field{"spans[].last", "of the last"},
    Field{"spans[].not_before",
          "the last look that did not see it yet; null for the first revision"},
    Field{"spans[].first_seen", "the first look that saw it"},
    Field{"spans[].last_seen", "the last look that saw it"},
    Field{"spans[].gone_by", "the first look that saw it gone; null while it is live"},
    Field{"text", "a paragraph that says it, of the newest revision that does"},
    Field{"match", "where in the paragraph: its bytes, begin and end"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch search 'fifteen cars derailed'",
    "arch search --live --near 5 'derail* cars'",
    "arch search --exact 'the Supreme Court' --json",
};

search::Query read_query(const Arguments& given) {
  const auto near = given.find_number("near");
  if ((near ? 1 : 0) + (given.has("anywhere") ? 1 : 0) + (given.has("exact") ? 1 : 0) > 1) {
    throw Error{ErrorKind::usage, "--near, --anywhere and --exact exclude each other"};
  }
  search::QueryOptions how;
  if (near) {
    how.relation = search::Relation::near;
    how.distance = *near;
  } else if (given.has("anywhere")) {
    how.relation = search::Relation::anywhere;
  } else if (given.has("exact")) {
    how.exact = search::QueryOptions::Exact::yes;
  }
  std::string text;
  for (const std::string& word : given.positional()) {
    text += (text.empty() ? "" : " ") + word;
  }
  return search::parse_query(text, how);
}

void print_hit(const search::Hit& hit, Context& context) {
  Output& out = context.out();
  out.line(fmt::format("{}  {}",
                       context.style().paint(Role::id, one_line(hit.key)),
                       hit.is_live ? "still says it" : "no longer says it"));
  for (const search::Appearance& appearance : hit.appearances) {
    out.line("  " + describe_appearance(appearance, context.zone()));
  }
  out.line("  " + excerpt(hit, context.style()));
}

void print_record(const search::Hit& hit, Context& context) {
  std::vector<JsonRecord> spans;
  spans.reserve(hit.spans.size());
  for (std::size_t i = 0; i < hit.spans.size(); ++i) {
    spans.push_back(JsonRecord{}
                        .number("first", hit.spans[i].first)
                        .number("last", hit.spans[i].last)
                        .time("not_before", hit.appearances[i].not_before)
                        .time("first_seen", hit.appearances[i].first_seen)
                        .time("last_seen", hit.appearances[i].last_seen)
                        .time("gone_by", hit.appearances[i].gone_by));
  }
  context.out().line(JsonRecord{}
                         .text("article", hit.key)
                         .boolean("live", hit.is_live)
                         .records("spans", spans)
                         .text("text", hit.line)
                         .extent("match", std::pair{hit.match.begin, hit.match.end})
                         .str());
}

/// All hits, the earliest first: the first line says when it was said first.
std::vector<search::Hit> find_all(const history::Archive& archive,
                                  const search::Query& query,
                                  const Arguments& given,
                                  ProgressLine& progress,
                                  DamagedArticles& damaged) {
  const std::uint64_t articles = archive.store().articles().size();
  const search::ArticleWords words{archive, [&](const store::Progress& step) {
                                     return progress.update(
                                         "indexing articles", step.done, articles);
                                   }};
  std::vector<search::Hit> hits;
  const std::vector<store::ArticleNumber> candidates = words.candidates(query);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!progress.update("reading articles", i, candidates.size())) {
      throw Error{ErrorKind::interrupted, "searching: stopped"};
    }
    std::optional<search::Hit> hit;
    damaged.guard(archive, candidates[i], progress, [&] {
      hit = search::find_in(archive.read(candidates[i]), query);
    });
    if (hit && !(given.has("live") && !hit->is_live) && !(given.has("gone") && hit->is_live)) {
      hits.push_back(std::move(*hit));
    }
  }
  std::ranges::sort(hits, {}, [](const search::Hit& hit) {
    return std::pair{hit.appearances.front().first_seen, hit.article};
  });
  return hits;
}

void rebuild(const history::Archive& archive, ProgressLine& progress, Context& context) {
  const std::uint64_t articles = archive.store().articles().size();
  const std::uint64_t made = search::rebuild_words(archive, [&](const store::Progress& step) {
    return progress.update("indexing articles", step.done, articles);
  });
  progress.clear();
  context.say(fmt::format("indexed {}", counted(made, "article")));
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("live") && given.has("gone")) {
    throw Error{ErrorKind::usage, "--live and --gone exclude each other"};
  }
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  ProgressLine progress;
  if (given.has("rebuild")) {
    rebuild(archive, progress, context);
    if (given.positional().empty()) {
      return Exit::ok;
    }
  }
  const search::Query query = read_query(given);
  DamagedArticles damaged{context};
  std::vector<search::Hit> hits = find_all(archive, query, given, progress, damaged);
  progress.clear();
  if (const auto limit = given.find_number("limit"); limit && hits.size() > *limit) {
    hits.resize(*limit);
  }
  if (hits.empty()) {
    context.say(given.has("live")   ? "no article still says it"
                : given.has("gone") ? "no article has ceased to say it"
                                    : "no article ever said it");
  }
  context.page();
  for (const search::Hit& hit : hits) {
    if (given.has("json")) {
      print_record(hit, context);
    } else {
      print_hit(hit, context);
    }
  }
  return damaged.exit();
}

}  // namespace

extern const Command search_command{
    .name = "search",
    .summary = "Find which articles said something, when first, and which still do",
    .details =
        "Every revision of every article is searched, headlines and notices too; who said it first "
        "is\nlisted first. Letter case, accents and punctuation do not matter; in Chinese, "
        "Japanese, "
        "Thai, Lao,\nKhmer and Burmese each character counts as a word.\n"
        "The first search makes an index of words beside the archive's database, each later one "
        "brings\nit up to date; removing it loses nothing.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
