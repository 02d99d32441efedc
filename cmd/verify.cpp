#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/progress.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace arch::cmd {
namespace {

constexpr std::array options{
    Option{.name = "fix", .help = "Make again what can be made from what is whole"},
    Option{.name = "json", .help = "Print one JSON record per damage"},
};

constexpr std::array fields{
    Field{"article", "key of the damaged article; null if not even that is known"},
    Field{"subject", "what is damaged, such as a revision"},
    Field{"problem", "what is wrong with it"},
    Field{"rebuildable", "true if --fix can make it again"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch verify",
    "arch verify --fix",
    "arch verify --json",
};

struct Checked {
  std::uint64_t damages = 0;
  std::uint64_t rebuildable = 0;
  bool finished = false;
};

void print_damage(const store::Damage& damage, bool as_json, Context& context) {
  if (as_json) {
    context.out().line(
        JsonRecord{}
            .text("article",
                  damage.key.empty() ? std::nullopt : std::optional<std::string_view>{damage.key})
            .text("subject", damage.subject)
            .text("problem", damage.problem)
            .boolean("rebuildable", damage.rebuildable)
            .str());
    return;
  }
  context.out().line(fmt::format("{} {}{}: {}{}",
                                 context.style().paint(Role::error, "damaged:"),
                                 damage.key.empty() ? "" : one_line(damage.key) + ": ",
                                 one_line(damage.subject),
                                 one_line(damage.problem),
                                 damage.rebuildable ? " (--fix can make it again)" : ""));
}

Checked check(const history::Archive& archive, bool as_json, Context& context) {
  Checked checked;
  ProgressLine progress;
  checked.finished = archive.store().verify(
      [&](const store::Damage& damage) {
        progress.clear();
        print_damage(damage, as_json, context);
        context.out().flush();
        ++checked.damages;
        checked.rebuildable += damage.rebuildable ? 1 : 0;
      },
      [&](const store::Progress& step) {
        return progress.update("checking", step.done, step.total);
      });
  return checked;
}

Exit stopped(Context& context) {
  context.say("stopped before everything was checked");
  return Exit::interrupted;
}

Exit verify(const Arguments& given, Context& context) {
  const bool fix = given.has("fix");
  const bool as_json = given.has("json");
  context.out().when_closed(Output::WhenClosed::go_on);
  history::Archive archive = context.open_archive(fix ? store::OpenOptions::Access::write
                                                      : store::OpenOptions::Access::read);
  Checked checked = check(archive, as_json, context);
  if (!checked.finished) {
    return stopped(context);
  }
  if (fix && checked.rebuildable > 0) {
    context.say(fmt::format("making {} again, then checking once more",
                            counted(checked.rebuildable, "damaged part")));
    archive.rebuild();
    checked = check(archive, as_json, context);
    if (!checked.finished) {
      return stopped(context);
    }
  }
  if (checked.damages > 0) {
    context.say(fmt::format("{} found", counted(checked.damages, "damage")));
    return Exit::corrupt;
  }
  const store::Usage usage = archive.store().usage();
  context.say(fmt::format("whole: {}, {}, {}, {}",
                          counted(usage.articles, "article"),
                          counted(usage.captures, "capture"),
                          counted(usage.checks, "check"),
                          counted(usage.objects, "object")));
  return Exit::ok;
}

Exit run(const Arguments& given, Context& context) {
  try {
    return verify(given, context);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    throw Error{error.kind(),
                error.what(),
                "the database cannot be read from here on, so no more can be named: go on with a "
                "copy of the archive; sqlite3's `.recover` saves what is left"};
  }
}

}  // namespace

extern const Command verify_command{
    .name = "verify",
    .summary = "Check every byte of the archive against its id",
    .details =
        "Names each damaged article and revision, and goes on past damage. Exits with 4 if "
        "there is any.\nWith --fix, indexes and lists are made again; pages, documents and "
        "records are evidence and\nare never changed.",
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
