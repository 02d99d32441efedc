#include "search/same.hpp"

#include "base/printable.hpp"
#include "base/site.hpp"
#include "cmd/appearance.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/progress.hpp"
#include "history/names.hpp"
#include "search/article_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "TEXT",
             .help = "A sentence or more, or a REV: the sentences that it put an end to",
             .kind = ValueKind::revision},
};

constexpr std::array options{
    Option{.name = "all", .help = "Of a REV, every sentence that it has"},
    Option{.name = "likeness",
           .help = "How many of 100 words two sentences must share (default: 60)",
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "live", .help = "Only articles that still say it"},
    Option{.name = "gone", .help = "Only articles that no longer say it"},
    Option{.name = "limit",
           .help = "List at most so many",
           .letter = 'n',
           .value = "N",
           .kind = ValueKind::number},
    Option{.name = "json", .help = "Print one JSON record per sentence that was found"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"live", "true if its latest revision has the sentence"},
    Field{"likeness", "1 if it has the same words, in whatever order"},
    Field{"sought", "the sentence that was sought"},
    Field{"sentence", "as the article has it"},
    Field{"spans", "a list: runs of revisions that have it, oldest first"},
    Field{"spans[].not_before",
          "the last look that did not see it yet; null for the first revision"},
    Field{"spans[].first_seen", "the first look that saw it"},
    Field{"spans[].last_seen", "the last look that saw it"},
    Field{"spans[].gone_by", "the first look that saw it gone; null while it is live"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch same kagame",
    "arch same --live 'Fifteen cars of the train derailed near the border.'",
    "arch same kagame~2 --all --likeness 80 --json",
};

/// What to look for, and in which article not to.
struct Sought {
  std::vector<search::SoughtSentence> sentences;
  std::optional<store::ArticleNumber> own = {};
};

/// Whether `typed` begins with an article's key, and steps to a revision follow: `KEY~2`,
/// `KEY@{first}`.
bool is_key_with_steps(const history::Archive& archive, std::string_view typed) {
  for (std::size_t at = typed.find_first_of("~@"); at != std::string_view::npos;
       at = typed.find_first_of("~@", at + 1)) {
    const bool is_step = typed[at] == '~' || typed.substr(at).starts_with("@{");
    if (is_step && archive.store().find_article(typed.substr(0, at)).has_value()) {
      return true;
    }
  }
  return false;
}

/// A URL has words in it, and is no sentence.
bool is_url(std::string_view typed) {
  return is_web_address(typed) && typed.find_first_of(" \t\n") == std::string_view::npos;
}

/// Four different words or more are a text, unless they name a revision.
bool is_text(const history::Archive& archive, std::string_view typed) {
  return !is_url(typed) && !search::sought_sentences(typed).empty() &&
         !archive.store().find_article(typed).has_value() && !is_key_with_steps(archive, typed);
}

Sought read_sought(const history::Archive& archive, const Arguments& given, Context& context) {
  const std::string_view typed = given.positional()[0];
  Sought sought;
  if (is_text(archive, typed)) {
    sought.sentences = search::sought_sentences(typed);
    return sought;
  }
  const history::ResolvedRevision found =
      history::resolve_revision(archive, typed, context.times());
  const auto& revisions = found.history.revisions();
  const std::string text = found.history.document(revisions[found.revision]);
  sought.own = found.history.number();
  sought.sentences =
      found.revision == 0 || given.has("all")
          ? search::document_sentences(text)
          : search::replaced_sentences(found.history.document(revisions[found.revision - 1]), text);
  return sought;
}

std::vector<search::SameHit> find_all(const history::Archive& archive,
                                      const Sought& sought,
                                      double least,
                                      ProgressLine& progress,
                                      DamagedArticles& damaged) {
  const std::uint64_t articles = archive.store().articles().size();
  const search::ArticleWords words{archive, [&](const store::Progress& step) {
                                     return progress.update(
                                         "indexing articles", step.done, articles);
                                   }};
  std::set<store::ArticleNumber> candidates;
  for (const search::SoughtSentence& sentence : sought.sentences) {
    const auto some =
        words.with_most_of(sentence.words, search::least_common_words(sentence, least));
    candidates.insert(some.begin(), some.end());
  }
  if (sought.own) {
    candidates.erase(*sought.own);
  }
  std::vector<search::SameHit> hits;
  std::uint64_t done = 0;
  for (const store::ArticleNumber article : candidates) {
    if (!progress.update("reading articles", done++, candidates.size())) {
      throw Error{ErrorKind::interrupted, "searching: stopped"};
    }
    damaged.guard(archive, article, progress, [&] {
      std::ranges::move(search::find_same_in(archive.read(article), sought.sentences, least),
                        std::back_inserter(hits));
    });
  }
  std::ranges::sort(hits, {}, [](const search::SameHit& hit) {
    return std::tuple{hit.sought, !hit.hit.is_live, -hit.likeness, hit.hit.article};
  });
  return hits;
}

void print_hit(const search::SameHit& hit, Context& context) {
  Output& out = context.out();
  out.line(fmt::format("  {:.2f}  {}  {}",
                       hit.likeness,
                       context.style().paint(Role::id, one_line(hit.hit.key)),
                       hit.hit.is_live ? "still says it" : "no longer says it"));
  out.line("        " + one_line(hit.sentence));
  for (const search::Appearance& appearance : hit.hit.appearances) {
    out.line("        " + describe_appearance(appearance, context.zone()));
  }
}

void print_record(const search::SameHit& hit, const Sought& sought, Context& context) {
  std::vector<JsonRecord> spans;
  spans.reserve(hit.hit.appearances.size());
  for (const search::Appearance& appearance : hit.hit.appearances) {
    spans.push_back(appearance_record(appearance));
  }
  context.out().line(JsonRecord{}
                         .text("article", hit.hit.key)
                         .boolean("live", hit.hit.is_live)
                         .decimal("likeness", hit.likeness)
                         .text("sought", sought.sentences[hit.sought].text)
                         .text("sentence", hit.sentence)
                         .records("spans", spans)
                         .str());
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("live") && given.has("gone")) {
    throw Error{ErrorKind::usage, "--live and --gone exclude each other"};
  }
  const std::uint32_t percent = given.find_number("likeness").value_or(60);
  if (percent == 0 || percent > 100) {
    throw Error{ErrorKind::usage, "--likeness is a number from 1 to 100"};
  }
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const Sought sought = read_sought(archive, given, context);
  if (sought.sentences.empty()) {
    context.say("no sentence of four different words or more to look for");
    return Exit::ok;
  }
  ProgressLine progress;
  DamagedArticles damaged{context};
  std::vector<search::SameHit> hits =
      find_all(archive, sought, static_cast<double>(percent) / 100, progress, damaged);
  progress.clear();
  std::erase_if(hits, [&](const search::SameHit& hit) {
    return (given.has("live") && !hit.hit.is_live) || (given.has("gone") && hit.hit.is_live);
  });
  if (const auto limit = given.find_number("limit"); limit && hits.size() > *limit) {
    hits.resize(*limit);
  }
  if (hits.empty()) {
    context.say(given.has("live")   ? "no other article still says it"
                : given.has("gone") ? "no other article has ceased to say it"
                                    : "no other article ever said it");
  }
  context.page();
  std::optional<std::size_t> shown;
  for (const search::SameHit& hit : hits) {
    if (given.has("json")) {
      print_record(hit, sought, context);
      continue;
    }
    if (shown != hit.sought) {
      context.out().line(
          context.style().paint(Role::heading, one_line(sought.sentences[hit.sought].text)));
      shown = hit.sought;
    }
    print_hit(hit, context);
  }
  return damaged.exit();
}

}  // namespace

extern const Command same_command{
    .name = "same",
    .summary = "Find other articles with the same sentence, in the same or like words",
    .details =
        "Of a revision, the sentences that it put an end to are sought: where else the error "
        "stands "
        "or\nstood. Of the first revision, all. For each article the sentence that is most like it "
        "is "
        "shown,\nwith the share of different words that both have. It must have the words that the "
        "correction took\nout, or else all numbers.\n"
        "Sentences of fewer than four different words are passed over; a TEXT of more is no name "
        "of a REV,\nunless it is a URL or begins with an article's key, as KEY~2 does.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
