#include "base/printable.hpp"
#include "base/search_terms.hpp"
#include "cmd/appearance.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "corrections/candidates.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"
#include "search/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV", .help = "An article", .kind = ValueKind::revision},
    Argument{.name = "TEXT",
             .help = "The words, exactly; without them as said above",
             .count = Argument::Count::optional},
};

constexpr std::array options{
    Option{.name = "any-case", .help = "Whatever the letter case, accents and punctuation"},
    Option{.name = "json", .help = "Print one JSON record per text"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"text", "what was looked for"},
    Field{"live", "true if the latest revision has it"},
    Field{"least", "seconds that it was live at least, all spells together"},
    Field{"most", "seconds that it was live at most"},
    Field{"spans", "a list: its spells, oldest first; empty if it was never there"},
    Field{"spans[].not_before",
          "the last look that did not see it yet; null for the first revision"},
    Field{"spans[].first_seen", "the first look that saw it"},
    Field{"spans[].last_seen", "the last look that saw it"},
    Field{"spans[].gone_by", "the first look that saw it gone; null while it is live"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch exposure kagame '1,000 security personnel'",
    "arch exposure kagame",
    "arch exposure kagame '15 cars' --json",
};

/// A text, and where it stood; nowhere if there is no hit.
struct Stood {
  std::string text;
  std::optional<search::Hit> hit;
};

Stood find_words(const history::History& history, std::string_view text, bool any_case) {
  const auto exact = any_case ? search::QueryOptions::Exact::no : search::QueryOptions::Exact::yes;
  return {.text = std::string{text},
          .hit = search::find_in(history, search::parse_query(text, {.exact = exact}))};
}

/// What the article's annotations call wrong.
std::vector<Stood> find_wrong(const history::Archive& archive,
                              const history::History& history,
                              bool any_case) {
  std::vector<Stood> wrong;
  for (const history::Annotation& annotation :
       history::read_annotations(archive.store(), history.number())) {
    // Older annotations may call wrong what has no word.
    if (const auto text = annotation.find("wrong"); text && has_search_term(*text)) {
      wrong.push_back(find_words(history, *text, any_case));
    }
  }
  return wrong;
}

/// What changes of substance replaced or took out, as it stood there; each text once.
std::vector<std::string> replaced_texts(const history::History& history, UtcTime now) {
  std::vector<std::string> texts;
  const corrections::JudgedArticle judged = corrections::judge(history, {}, now);
  for (const corrections::JudgedRevision& revision : judged.revisions) {
    if (revision.passages.empty()) {
      continue;
    }
    const std::string before = history.document(history.revisions()[revision.number - 1]);
    for (const corrections::Segment& segment : revision.passages) {
      const std::string_view old_text = corrections::passage(before, segment.a);
      if (!old_text.empty() && segment.change != corrections::ChangeClass::rewrite &&
          std::ranges::find(texts, old_text) == texts.end()) {
        texts.emplace_back(old_text);
      }
    }
  }
  return texts;
}

/// The same, and where each stood. Every document is read once.
std::vector<Stood> find_replaced(const history::History& history, UtcTime now) {
  const std::vector<std::string> texts = replaced_texts(history, now);
  std::map<store::ObjectNumber, std::vector<bool>> has_by_document;  // of each text
  std::vector<std::vector<bool>> has(texts.size());                  // of each revision
  for (const history::Revision& revision : history.revisions()) {
    const auto [known, is_new] = has_by_document.try_emplace(revision.document);
    if (is_new) {
      const std::string document = history.document(revision);
      for (const std::string& text : texts) {
        known->second.push_back(document.find(text) != std::string::npos);
      }
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      has[i].push_back(known->second[i]);
    }
  }
  std::vector<Stood> replaced;
  replaced.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    replaced.push_back({.text = texts[i], .hit = search::find_where(history, has[i])});
  }
  return replaced;
}

void print(const history::History& history, const Stood& stood, bool json, Context& context) {
  const auto& [text, hit] = stood;
  const search::Exposure exposure = hit ? search::exposure_of(*hit) : search::Exposure{};
  if (json) {
    std::vector<JsonRecord> spans;
    for (std::size_t i = 0; hit && i < hit->appearances.size(); ++i) {
      spans.push_back(appearance_record(hit->appearances[i]));
    }
    context.out().line(JsonRecord{}
                           .text("article", history.key())
                           .text("text", text)
                           .boolean("live", hit && hit->is_live)
                           .number("least", static_cast<std::uint64_t>(exposure.least))
                           .number("most", static_cast<std::uint64_t>(exposure.most))
                           .records("spans", spans)
                           .str());
    return;
  }
  Output& out = context.out();
  out.line(context.style().paint(Role::heading, one_line(text)));
  if (!hit) {
    out.line("  in no revision");
    return;
  }
  out.line(fmt::format("  live between {} and {}{}",
                       describe_duration(exposure.least),
                       describe_duration(exposure.most),
                       hit->is_live ? ", and still" : ""));
  for (const search::Appearance& spell : hit->appearances) {
    out.line("  " + describe_appearance(spell, context.zone()));
  }
}

Exit run(const Arguments& given, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::ResolvedRevision found =
      history::resolve_revision(archive, given.positional()[0], context.times());
  const bool any_case = given.has("any-case");
  std::vector<Stood> all;
  if (given.positional().size() > 1) {
    all.push_back(find_words(found.history, given.positional()[1], any_case));
  } else {
    all = find_wrong(archive, found.history, any_case);
    if (all.empty()) {
      all = find_replaced(found.history, context.now());
    }
    if (all.empty()) {
      context.say(
          "nothing of substance was replaced or removed, and no annotation calls a text wrong");
    }
  }
  context.page();
  for (const Stood& stood : all) {
    print(found.history, stood, given.has("json"), context);
  }
  return Exit::ok;
}

}  // namespace

extern const Command exposure_command{
    .name = "exposure",
    .summary = "Show how long a text was live, as an interval",
    .details =
        "Looks are samples: the text was there at least from the first look that saw it to the "
        "last, and\nat most from the last look before to the first after. If it came back, its "
        "spells are added up.\nWithout a text: what annotations call wrong or, if there are none, "
        "what changes of substance\nreplaced or took out.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
