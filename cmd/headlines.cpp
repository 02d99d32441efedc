#include "search/headlines.hpp"

#include "base/printable.hpp"
#include "cmd/appearance.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV", .help = "An article", .kind = ValueKind::revision},
};

constexpr std::array options{
    Option{.name = "changes", .help = "Leave out what only alternated, such as tests on readers"},
    Option{.name = "json", .help = "Print one JSON record per headline"},
};

constexpr std::array fields{
    Field{"article", "the article's key"},
    Field{"headline", "null if the documents had none"},
    Field{"variant", "true if it only alternated with others"},
    Field{"first", "number of the first revision with it, from 0"},
    Field{"last", "of the last"},
    Field{"least", "seconds that it stood at least"},
    Field{"most", "seconds that it stood at most"},
    Field{"not_before", "the last look that did not see it yet; null for the first"},
    Field{"first_seen", "the first look that saw it"},
    Field{"last_seen", "the last look that saw it"},
    Field{"gone_by", "the first look that saw another; null for the last"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch headlines kagame",
    "arch headlines kagame --changes",
    "arch headlines kagame --json",
};

void print(const history::History& history,
           const search::HeadlineState& state,
           bool json,
           Context& context) {
  search::Hit spell;
  spell.appearances.push_back(state.when);
  const search::Exposure stood = search::exposure_of(spell);
  if (json) {
    context.out().line(JsonRecord{}
                           .text("article", history.key())
                           .text("headline",
                                 state.headline.empty()
                                     ? std::nullopt
                                     : std::optional<std::string_view>{state.headline})
                           .boolean("variant", state.is_variant)
                           .number("first", state.span.first)
                           .number("last", state.span.last)
                           .number("least", static_cast<std::uint64_t>(stood.least))
                           .number("most", static_cast<std::uint64_t>(stood.most))
                           .time("not_before", state.when.not_before)
                           .time("first_seen", state.when.first_seen)
                           .time("last_seen", state.when.last_seen)
                           .time("gone_by", state.when.gone_by)
                           .str());
    return;
  }
  Output& out = context.out();
  out.line(context.style().paint(
      Role::heading, state.headline.empty() ? "(no headline)" : one_line(state.headline)));
  out.line(fmt::format("  {}{} to {}{}",
                       state.is_variant ? "alternated, " : "",
                       describe_duration(stood.least),
                       describe_duration(stood.most),
                       state.when.gone_by ? "" : " so far"));
  out.line("  " + describe_appearance(state.when, context.zone()));
}

Exit run(const Arguments& given, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const history::ResolvedRevision found =
      history::resolve_revision(archive, given.positional()[0], context.times());
  context.page();
  for (const search::HeadlineState& state : search::headline_states(found.history)) {
    if (!given.has("changes") || !state.is_variant) {
      print(found.history, state, given.has("json"), context);
    }
  }
  return Exit::ok;
}

}  // namespace

extern const Command headlines_command{
    .name = "headlines",
    .summary = "Show each headline of an article with the time it stood",
    .details =
        "How long it stood is an interval, since looks are samples. A headline that alternates "
        "with\nanother within hours is a variant, as in a test on readers, and no change.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
