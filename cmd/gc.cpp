#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/progress.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace arch::cmd {
namespace {

constexpr std::array options{
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr std::array fields{
    Field{"bytes_before", "of all files of the archive"},
    Field{"bytes_after", "likewise, when it was done"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch gc",
    "arch gc --json",
    "arch -C ~/elections-2026 gc",
};

/// Bytes of all files of the archive, as seen by one that opens it anew: closing a database gives
/// back what writing had set aside.
std::uint64_t size_now(const Context& context) {
  return context.open_archive(store::OpenOptions::Access::read).store().usage().files;
}

/// Returns false if it was stopped.
bool compact(const Context& context, DamagedArticles& damaged) {
  history::Archive archive = context.open_archive(store::OpenOptions::Access::write);
  ProgressLine progress;
  return archive.compact({.progress =
                              [&](const store::Progress& step) {
                                return progress.update("compacting", step.done, step.total);
                              },
                          .damaged = damaged.teller(archive, &progress)});
}

Exit run(const Arguments& given, Context& context) {
  context.out().when_closed(Output::WhenClosed::go_on);
  const std::uint64_t before = size_now(context);
  DamagedArticles damaged{context};
  const bool is_done = compact(context, damaged);
  if (!is_done) {
    context.say("stopped; what was compacted stays so, and `arch gc` goes on with the rest");
    return Exit::interrupted;
  }
  const std::uint64_t after = size_now(context);
  if (given.has("json")) {
    context.out().line(
        JsonRecord{}.number("bytes_before", before).number("bytes_after", after).str());
  } else {
    context.out().line(fmt::format("{} before, {} now", byte_size(before), byte_size(after)));
  }
  return damaged.exit();
}

}  // namespace

extern const Command gc_command{
    .name = "gc",
    .summary = "Compact the archive now; nothing is removed",
    .details =
        "Compacting also goes on by itself, in small steps, as articles are added. Others "
        "may read and\nwrite meanwhile, and stopping it at any moment loses nothing.",
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
