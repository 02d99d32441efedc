#include "base/printable.hpp"
#include "cmd/appearance.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"
#include "search/find.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV", .help = "An article", .kind = ValueKind::revision},
    Argument{.name = "TEXT",
             .help = "The words, exactly; without them those that annotations call wrong",
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

void print(const history::History& history,
           std::string_view text,
           bool any_case,
           bool json,
           Context& context) {
  const search::Query query = search::parse_query(
      text,
      {.exact = any_case ? search::QueryOptions::Exact::no : search::QueryOptions::Exact::yes});
  const std::optional<search::Hit> hit = search::find_in(history, query);
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
  std::vector<std::string> texts;
  if (given.positional().size() > 1) {
    texts.push_back(given.positional()[1]);
  } else {
    for (const history::Annotation& annotation :
         history::read_annotations(archive.store(), found.history.number())) {
      if (const auto wrong = annotation.find("wrong")) {
        texts.emplace_back(*wrong);
      }
    }
  }
  context.page();
  for (const std::string& text : texts) {
    print(found.history, text, given.has("any-case"), given.has("json"), context);
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
        "spells are added up.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
