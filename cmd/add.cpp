#include "article/body.hpp"
#include "base/printable.hpp"
#include "cmd/add_input.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/interrupt.hpp"
#include "cmd/json.hpp"
#include "cmd/line_reader.hpp"
#include "cmd/watch_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "FILE",
             .help = "A page: plain text, Markdown, HTML or PDF; - is standard input",
             .kind = ValueKind::file,
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{.name = "key",
           .help = "The article's name in the archive",
           .letter = 'k',
           .value = "NAME",
           .kind = ValueKind::article},
    Option{.name = "at",
           .help = "When the page was seen (default: now)",
           .value = "TIME",
           .kind = ValueKind::time},
    Option{.name = "url", .help = "Where the page came from", .value = "URL"},
    Option{.name = "batch", .help = "Read what to add from standard input, a JSON record per line"},
    Option{.name = "json", .help = "Print one JSON record per page"},
};

constexpr std::array fields{
    Field{"outcome", "recorded, unchanged or known"},
    Field{"article", "the article's key"},
    Field{"id", "of the capture; null unless the outcome is recorded"},
    Field{"document", "id of the document"},
    Field{"page", "id of the page"},
    Field{"headline", "null if the page has none"},
    Field{"file", "the page's file as it was named"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch add article.txt --key kagame",
    "arch add saved.html --url https://example.org/a --at '2021-09-20 10:00 +02:00'",
    "curl -s https://example.org/a | arch add - --url https://example.org/a",
};

/// In --batch, how long a page may wait for others before it is committed.
constexpr std::chrono::seconds longest_wait{1};
/// And how much may gather meanwhile.
constexpr std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
constexpr std::size_t most_pages = 1000;

std::string_view name_of(history::Recorded::Outcome outcome) {
  switch (outcome) {
    using enum history::Recorded::Outcome;
    case recorded:
      return "recorded";
    case unchanged:
      return "unchanged";
    case known:
      return "known";
  }
  return {};
}

/// Pages that were read, on their way into the archive.
class Additions {
public:
  Additions(history::Archive& archive, bool as_json, Context& context)
      : archive_(archive), as_json_(as_json), context_(context) {}

  void put(TakenPage page) {
    bytes_ += page.page.size();
    pages_.push_back(std::move(page));
  }

  bool empty() const { return pages_.empty(); }
  bool is_full() const { return bytes_ >= most_bytes || pages_.size() >= most_pages; }

  /// Records all pages in one transaction, and says so once it is durable.
  void commit() {
    if (pages_.empty()) {
      return;
    }
    // An article's pages together: it is read once, and its texts are packed side by side.
    std::vector<std::size_t> order(pages_.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::ranges::stable_sort(
        order, {}, [&](std::size_t i) -> const std::string& { return pages_[i].key; });

    std::vector<history::Recorded> results(pages_.size());
    history::Recorder recorder{archive_};
    for (std::size_t from = 0; from < order.size();) {
      const std::string& key = pages_[order[from]].key;
      std::size_t to = from;
      std::vector<history::Look> looks;
      for (; to < order.size() && pages_[order[to]].key == key; ++to) {
        const TakenPage& page = pages_[order[to]];
        using Timing = history::Look::Timing;
        looks.push_back({.observed = page.observed,
                         .page = page.page,
                         .url = page.input.url,
                         .document = page.read,
                         .timing = page.input.at.empty() ? Timing::clock : Timing::told});
      }
      const std::vector<history::Recorded> recorded = recorder.record(key, looks);
      for (std::size_t i = from; i < to; ++i) {
        results[order[i]] = recorded[i - from];
      }
      from = to;
    }
    recorder.commit();

    for (std::size_t i = 0; i < pages_.size(); ++i) {
      print(pages_[i], results[i]);
    }
    context_.out().flush();
    compact(order);
    pages_.clear();
    bytes_ = 0;
  }

private:
  void print(const TakenPage& page, const history::Recorded& result) {
    const bool is_new = result.outcome == history::Recorded::Outcome::recorded;
    const bool has_headline = !page.headline.empty();
    if (as_json_) {
      context_.out().line(
          JsonRecord{}
              .text("outcome", name_of(result.outcome))
              .text("article", page.key)
              .id("id", is_new ? std::optional{result.capture} : std::nullopt)
              .id("document", result.document)
              .id("page", result.page)
              .text("headline",
                    has_headline ? std::optional<std::string_view>{page.headline} : std::nullopt)
              .text("file", page.input.file)
              .str());
      return;
    }
    std::string line{name_of(result.outcome)};
    if (is_new) {
      line += " " + context_.style().paint(Role::id, result.capture.short_hex());
    }
    line += " " + one_line(page.key);
    if (has_headline) {
      line += fmt::format(" \"{}\"", one_line(page.headline));
    }
    context_.out().line(line);
  }

  void compact(const std::vector<std::size_t>& order) {
    std::string_view last;
    for (const std::size_t i : order) {
      if (i == order.front() || pages_[i].key != last) {
        if (const auto article = archive_.store().find_article(pages_[i].key)) {
          archive_.store().compact_if_due(*article);
        }
      }
      last = pages_[i].key;
    }
  }

  history::Archive& archive_;
  bool as_json_;
  Context& context_;
  std::vector<TakenPage> pages_;
  std::size_t bytes_ = 0;
};

/// Reads one page for the archive. Throws Error.
void take(AddInput input,
          UtcTime now,
          const article::SiteRules& rules,
          Context& context,
          Additions& additions) {
  const UtcTime observed =
      input.at.empty() ? now : context.read_time(input.at, Edge::start, "--at");
  TakenPage page = take_page(std::move(input), observed, rules);
  if (page.read.confidence < article::doubtful) {
    const std::string file = one_line(page.input.file);
    context.warn(fmt::format("{} may be no article, or not all of one was found", file),
                 fmt::format("`arch extract --explain {}` shows what was left out", file));
  }
  additions.put(std::move(page));
}

Exit add_batch(const article::SiteRules& rules, Additions& additions, Context& context) {
  const InterruptGuard interrupt;
  LineReader lines{STDIN_FILENO};
  std::chrono::steady_clock::time_point due;
  std::uint64_t number = 0;
  bool all_taken = true;
  std::string line;
  while (true) {
    const LineReader::Got got =
        lines.read(line, additions.empty() ? std::nullopt : std::optional{due});
    if (got == LineReader::Got::line) {
      ++number;
      if (line.find_first_not_of(" \t\r") == std::string::npos) {
        continue;
      }
      if (additions.empty()) {
        due = std::chrono::steady_clock::now() + longest_wait;
      }
      try {
        take(parse_batch_line(line), context.now(), rules, context, additions);
      } catch (const Error& error) {
        context.report(
            Error{error.kind(), fmt::format("line {}: {}", number, error.what()), error.hint()});
        all_taken = false;
      }
    }
    if (got != LineReader::Got::line || additions.is_full() ||
        std::chrono::steady_clock::now() >= due) {
      additions.commit();
    }
    if (got == LineReader::Got::interrupted) {
      return Exit::interrupted;
    }
    if (got == LineReader::Got::end) {
      return all_taken ? Exit::ok : Exit::failed;
    }
  }
}

void check_usage(const Arguments& given) {
  const std::size_t files = given.positional().size();
  if (given.has("batch") &&
      (files > 0 || given.has("key") || given.has("at") || given.has("url"))) {
    throw Error{ErrorKind::usage,
                "with --batch, standard input says what to add, and nothing else does",
                R"(a line is {"file": "a.txt", "key": "a", "at": "2021-09-20T08:00:00Z"})"};
  }
  if (!given.has("batch") && files == 0) {
    throw Error{ErrorKind::usage,
                "`arch add` needs a file to add",
                "- is standard input; `arch add --help` lists what it takes"};
  }
  for (const std::string_view one : {"key", "url"}) {
    const std::optional<std::string_view> value = given.find(one);
    if (value && value->empty()) {
      throw Error{ErrorKind::usage, fmt::format("--{} is empty", one)};
    }
    if (value && files > 1) {
      throw Error{ErrorKind::usage,
                  fmt::format("--{} names one article, but there are {} files", one, files),
                  "--batch gives each file its own"};
    }
  }
  // Without --key the URL is the key.
  if (const auto key = given.has("key") ? given.find("key") : given.find("url")) {
    history::make_key(*key);  // Wrong for one is wrong for all.
  }
}

Exit run(const Arguments& given, Context& context) {
  check_usage(given);
  std::string at{given.find("at").value_or("")};
  if (given.has("at")) {
    context.read_time(at, Edge::start, "--at");  // Wrong for one is wrong for all.
  }
  // The archive is opened first: without one there is nothing to read the pages for.
  history::Archive archive = context.open_archive(store::OpenOptions::Access::write);
  const article::SharedRules shared_rules = read_site_rules(context);
  const article::SiteRules& rules = article::rules_in(shared_rules);
  context.out().when_closed(Output::WhenClosed::go_on);
  Additions additions{archive, given.has("json"), context};
  if (given.has("batch")) {
    return add_batch(rules, additions, context);
  }

  const UtcTime now = context.now();
  bool all_taken = true;
  for (const std::string_view file : given.positional()) {
    AddInput input{.file = std::string{file},
                   .key = std::string{given.find("key").value_or("")},
                   .at = at,
                   .url = std::string{given.find("url").value_or("")}};
    try {
      take(std::move(input), now, rules, context, additions);
    } catch (const Error& error) {
      if (given.positional().size() == 1) {
        throw;
      }
      context.report(error);  // One page must not stop the others.
      all_taken = false;
    }
    if (additions.is_full()) {
      additions.commit();
    }
  }
  additions.commit();
  return all_taken ? Exit::ok : Exit::failed;
}

}  // namespace

extern const Command add_command{
    .name = "add",
    .summary = "Add pages of articles, as seen at a time",
    .details =
        "The article's key is --key; without it --url, or the canonical URL that the page names, "
        "or the\nfile's name without its extension. For each page one line says what became of "
        "it: recorded with\nits id; unchanged, which is kept as a check; known, when this very "
        "look was added before.\n"
        "When that line is printed, the page is safe on the disk. A file that cannot be read is "
        "reported,\nthe others are added, and the exit status is 3.\n"
        "--batch reads lines like {\"file\": \"a.txt\", \"key\": \"a\", \"at\": "
        "\"2021-09-20T08:00:00Z\", \"url\": null}\nand commits every second.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
