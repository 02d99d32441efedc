#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace arch::cmd {
namespace {

constexpr std::array options{
    Option{.name = "json", .help = "Print one JSON record, sizes in bytes"},
};

constexpr std::array fields{
    Field{"articles", "how many"},
    Field{"captures", "how many looks kept a page or a document"},
    Field{"checks", "how many looks found nothing new, or no page"},
    Field{"annotations", "how many"},
    Field{"objects", "how many different pages and documents are kept"},
    Field{"bytes_in", "of these pages, and of documents that are not made from pages again"},
    Field{"bytes_kept", "of all files of the archive"},
    Field{"ratio", "bytes kept for each byte in; null for an empty archive"},
    Field{"texts", "bytes kept for pages and documents"},
    Field{"records", "bytes kept for captures: times, ids, sources"},
    Field{"check_runs", "bytes kept for checks"},
    Field{"names", "bytes kept for keys, headlines and lists"},
    Field{"index", "bytes kept to find ids"},
    Field{"dictionaries", "bytes kept for what the texts of an archive have in common"},
    Field{"cache", "bytes kept of what can be worked out again"},
    Field{"words", "bytes kept for searching; 0 until something was searched for"},
    Field{"free", "bytes of the files that are free"},
    Field{"other", "the rest: the database's own pages and tables"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch stats",
    "arch stats --json",
    "arch -C ~/elections-2026 stats",
};

Exit run(const Arguments& given, Context& context) {
  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  const store::Usage usage = archive.store().usage();
  const std::uint64_t named = usage.texts + usage.records + usage.check_runs + usage.names +
                              usage.index + usage.dictionaries + usage.cache + usage.words +
                              usage.free;
  const std::uint64_t other = usage.files > named ? usage.files - named : 0;
  std::optional<double> ratio;
  if (usage.raw > 0) {
    ratio = static_cast<double>(usage.files) / static_cast<double>(usage.raw);
  }
  if (given.has("json")) {
    context.out().line(JsonRecord{}
                           .number("articles", usage.articles)
                           .number("captures", usage.captures)
                           .number("checks", usage.checks)
                           .number("annotations", usage.annotations)
                           .number("objects", usage.objects)
                           .number("bytes_in", usage.raw)
                           .number("bytes_kept", usage.files)
                           .decimal("ratio", ratio)
                           .number("texts", usage.texts)
                           .number("records", usage.records)
                           .number("check_runs", usage.check_runs)
                           .number("names", usage.names)
                           .number("index", usage.index)
                           .number("dictionaries", usage.dictionaries)
                           .number("cache", usage.cache)
                           .number("words", usage.words)
                           .number("free", usage.free)
                           .number("other", other)
                           .str());
    return Exit::ok;
  }

  const auto count = [&](std::string_view name, std::uint64_t number) {
    context.out().line(fmt::format("{:<14}{:>14}", name, grouped(number)));
  };
  const auto size = [&](std::string_view name, std::uint64_t bytes) {
    const std::uint64_t permille = usage.files == 0 ? 0 : bytes * 1000 / usage.files;
    context.out().line(fmt::format(
        "  {:<12}{:>14}{:>5}.{} %", name, byte_size(bytes), permille / 10, permille % 10));
  };
  count("articles", usage.articles);
  count("captures", usage.captures);
  count("checks", usage.checks);
  count("annotations", usage.annotations);
  count("objects", usage.objects);
  context.out().line(fmt::format("{:<14}{:>14}", "bytes in", byte_size(usage.raw)));
  context.out().line(fmt::format("{:<14}{:>14}", "bytes kept", byte_size(usage.files)));
  if (ratio) {
    context.out().line(fmt::format("{:<14}{:>14.3f}", "ratio", *ratio));
  }
  context.out().line("where the bytes kept are:");
  size("texts", usage.texts);
  size("records", usage.records);
  size("check runs", usage.check_runs);
  size("names", usage.names);
  size("index", usage.index);
  size("dictionaries", usage.dictionaries);
  size("cache", usage.cache);
  if (usage.words > 0) {
    size("words", usage.words);
  }
  size("free", usage.free);
  size("other", other);
  return Exit::ok;
}

}  // namespace

extern const Command stats_command{
    .name = "stats",
    .summary = "Show how much the archive keeps and where its bytes are",
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
