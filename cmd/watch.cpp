#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "capture/watcher.hpp"
#include "cmd/browser.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/help.hpp"
#include "cmd/hooks.hpp"
#include "cmd/interrupt.hpp"
#include "cmd/json.hpp"
#include "cmd/one_line_diff.hpp"
#include "cmd/watch_file.hpp"
#include "corrections/judgements.hpp"
#include "report/read_article.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

namespace arch::cmd {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::array options{
    Option{.name = "once", .help = "Do what is due now, then end: for cron"},
    Option{.name = "until", .help = "End at this time", .value = "TIME", .kind = ValueKind::time},
    Option{.name = "check", .help = "Only check arch.toml"},
    Option{.name = "allow-private",
           .help = "Also visit addresses that are not public, as allow-private does in arch.toml"},
    Option{.name = "json", .help = "Print one JSON record per event"},
};

constexpr std::array fields{
    Field{"event", "found, revision, removal, site-blind, site-back or trouble"},
    Field{"at", "when"},
    Field{"site", "the site's name in arch.toml"},
    Field{"article", "the article's key; null if it is not about one"},
    Field{"url", "that was fetched; null likewise"},
    Field{"headline", "of the revision; null if it has none"},
    Field{"id", "of the capture; null if there is none"},
    Field{"reason", "of what went wrong; null if nothing did"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch watch",
    "arch watch --once",
    "arch watch --check",
};

/// What is in flight when the end is asked for may take so long.
constexpr seconds farewell{10};

volatile std::sig_atomic_t reload_requested = 0;

extern "C" void request_reload(int /*signal*/) {
  reload_requested = 1;
}

/// 128 random bits, from the system.
std::string make_salt() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

/// Notices when a file was written.
class FileWatch {
public:
  explicit FileWatch(std::filesystem::path path) : path_(std::move(path)), last_(read()) {}

  bool has_changed() {
    const auto now = read();
    return std::exchange(last_, now) != now;
  }

private:
  std::filesystem::file_time_type read() const {
    std::error_code none;
    return std::filesystem::last_write_time(path_, none);
  }

  std::filesystem::path path_;
  std::filesystem::file_time_type last_;
};

/// Lines of events on stdout, and below them on a terminal a line with what goes on.
class WatchLog {
public:
  WatchLog(const history::Archive& archive, bool as_json, Context& context)
      : archive_(archive),
        as_json_(as_json),
        has_view_(context.out_is_terminal() && ::isatty(STDERR_FILENO) != 0 &&
                  context.environment().terminal.value_or("dumb") != "dumb"),
        context_(context) {}

  void print(const capture::WatchReport& report) {
    clear();
    context_.out().line(as_json_ ? report_record(report) : line_of(report));
    context_.out().flush();
  }

  void show(const capture::WatchTotals& totals) {
    const auto now = steady_clock::now();
    if (!has_view_ || now - shown_ < milliseconds{500}) {
      return;
    }
    const double passed = std::chrono::duration<double>(now - shown_).count();
    const double rate = static_cast<double>(totals.requests - requests_) / passed;
    shown_ = now;
    requests_ = totals.requests;
    // Short enough that the URL begins within the 80 columns that a terminal has at first.
    std::string line = fmt::format("{}, {}, {}; {:.1f}/s",
                                   counted(totals.articles, "article"),
                                   counted(totals.checks, "check"),
                                   counted(totals.revisions, "revision"),
                                   rate);
    if (totals.in_flight > 0) {
      const std::string latest = one_line(totals.latest);
      const std::size_t scheme = latest.find("://");
      line += fmt::format("; {} in flight: {}",
                          totals.in_flight,
                          scheme == std::string::npos ? latest : latest.substr(scheme + 3));
    }
    // A line that wraps could not be taken back.
    line.resize(valid_utf8_prefix(std::string_view{line}.substr(0, context_.columns() - 1)));
    fmt::print(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
    is_shown_ = true;
  }

  void clear() {
    if (std::exchange(is_shown_, false)) {
      fmt::print(stderr, "\r\x1b[K");
      std::fflush(stderr);
    }
  }

private:
  std::string line_of(const capture::WatchReport& report) {
    using Kind = capture::WatchReport::Kind;
    const std::string time = format_local(report.at, context_.zone());
    const std::string article = context_.style().paint(Role::id, one_line(report.article));
    const std::string headline =
        report.headline.empty() ? "" : fmt::format(" \"{}\"", one_line(report.headline));
    switch (report.kind) {
      case Kind::found:
        return fmt::format("{} new {}{}", time, article, headline);
      case Kind::revision:
        return fmt::format("{} changed {}{}: {}", time, article, headline, describe(report));
      case Kind::removal:
        return fmt::format("{} removed {}: {}", time, article, report.reason);
      case Kind::site_blind:
        return fmt::format("{} {} went blind: {}", time, one_line(report.site), report.reason);
      case Kind::site_back:
        return fmt::format("{} {} is back{}",
                           time,
                           one_line(report.site),
                           report.reason.empty() ? "" : ": " + report.reason);
      case Kind::trouble:
        return fmt::format("{} not seen {}: {}", time, one_line(report.url), report.reason);
    }
    return {};
  }

  /// The first words that changed, and the change in a few words, as `arch log` has it.
  std::string describe(const capture::WatchReport& report) {
    const auto number = archive_.store().find_article(report.article);
    if (!number) {
      return report.reason;
    }
    const history::History history = archive_.read(*number);
    const std::vector<history::Revision>& revisions = history.revisions();
    if (revisions.empty()) {
      return report.reason;
    }
    // Not always the last: of two looks that are recorded together, each is told.
    const auto told = std::ranges::find_if(revisions, [&](const history::Revision& revision) {
      return history.id(revision).hex() == report.id;
    });
    const auto number_of =
        static_cast<std::size_t>(std::min(told, revisions.end() - 1) - revisions.begin());
    const std::string counts =
        describe_change(history, revisions[number_of], archive_.summaries(history)[number_of]);
    const std::string words = number_of == 0
                                  ? std::string{}
                                  : one_line_diff(history.document(revisions[number_of - 1]),
                                                  history.document(revisions[number_of]));
    return words.empty() ? counts : fmt::format("{} ({})", words, counts);
  }

  const history::Archive& archive_;
  bool as_json_;
  bool has_view_;
  bool is_shown_ = false;
  steady_clock::time_point shown_ = {};
  std::uint64_t requests_ = 0;
  Context& context_;
};

/// `left`: what was due and left undone after errors.
std::string summary_of(const capture::WatchTotals& totals, std::size_t left) {
  return fmt::format(
      "{}: {} new, {}, {}, {} not seen; {} read{}",
      counted(totals.checks, "check"),
      grouped(totals.found),
      counted(totals.revisions, "revision"),
      counted(totals.removals, "removal"),
      grouped(totals.failed),
      counted(totals.lists, "list"),
      left == 0 ? "" : fmt::format("; {} left undone after errors of their hosts", grouped(left)));
}

/// One run of the command.
class Watch {
public:
  Watch(const Arguments& given, Context& context)
      : context_(context),
        path_(watch_file()),
        file_(path_),
        once_(given.has("once")),
        allow_private_(given.has("allow-private")),
        browser_(find_browser(context.environment().path.value_or(""))),
        archive_(context.open_archive(store::OpenOptions::Access::write)),
        judgements_(archive_.store().folder()),
        log_(archive_, given.has("json"), context) {
    if (const auto until = given.find("until")) {
      until_ = context.read_time(*until, Edge::end, "--until");
    }
  }

  Exit run() {
    const capture::WatchConfig config = read_watch_file(path_, context_);
    require_browser(config);
    hooks_.configure(config.hooks);
    capture::Watcher watcher{archive_, config, options_for(config)};
    const InterruptGuard interrupt;
    reload_requested = 0;
    std::signal(SIGHUP, request_reload);
    while (!InterruptGuard::requested() && !is_over(watcher)) {
      watcher.step(milliseconds{200});
      reload_if_asked(watcher);
      attend_hooks();
      log_.show(watcher.totals());
    }
    const bool is_interrupted = InterruptGuard::requested() && once_;
    const std::size_t left = once_ ? watcher.left_undone() : 0;
    say_farewell(watcher);
    log_.clear();
    context_.out().flush();
    context_.say(summary_of(watcher.totals(), left));
    return is_interrupted ? Exit::interrupted : left > 0 ? Exit::failed : Exit::ok;
  }

private:
  capture::WatchOptions options_for(const capture::WatchConfig& config) {
    return {
        .folder = path_.parent_path() / history::Archive::folder_name,
        .now = [this] { return context_.now(); },
        .ticks =
            [] {
              return std::chrono::duration<double>(steady_clock::now().time_since_epoch()).count();
            },
        .make_salt = make_salt,
        .fetcher = {.user_agent = http::make_user_agent(version, config.contact),
                    .proxy = proxy(),
                    .no_proxy = context_.environment().no_proxy.value_or(""),
                    .allow_private = allow_private_ || config.allow_private,
                    .ca_file = context_.environment().ssl_cert_file.value_or("")},
        .readers = std::max(std::thread::hardware_concurrency(), 2U) - 1,
        .render = make_renderer(config),
        .report =
            [this](const capture::WatchReport& report) {
              log_.print(report);
              hooks_.tell(report);
              judge(report);
            }};
  }

  /// Judges what was recorded, so that a report of a year need not begin with that.
  void judge(const capture::WatchReport& report) {
    if (report.id.empty()) {
      return;  // of a site, or an article that is gone
    }
    const auto number = archive_.store().find_article(report.article);
    if (!number) {
      return;
    }
    try {
      report::judge_ahead(archive_.read(*number), judgements_);
    } catch (const Error& error) {
      context_.report(error);  // damage, which must not end a watch
    }
  }

  /// One for all sites: nearly all are https, and who sets one proxy sets both.
  std::string proxy() const {
    const Environment& environment = context_.environment();
    return environment.https_proxy.value_or(
        environment.http_proxy.value_or(environment.all_proxy.value_or("")));
  }

  /// Throws Error{not_found} when a site wants a browser and there is none.
  void require_browser(const capture::WatchConfig& config) const {
    const bool is_wanted = std::ranges::any_of(config.sites, [](const capture::SiteConfig& site) {
      return site.browser != capture::BrowserUse::never;
    });
    if (is_wanted && !browser_) {
      throw Error{
          ErrorKind::not_found,
          "arch.toml asks for a browser, and there is no Chromium here",
          "on Debian, `apt install chromium` installs it; browser = \"never\" does without"};
    }
  }

  /// Also where no site wants one: arch.toml may be read again.
  capture::RenderPage make_renderer(const capture::WatchConfig& config) {
    if (!browser_) {
      return {};
    }
    browser_run_ = {.program = *browser_,
                    .user_agent = http::make_user_agent(version, config.contact),
                    .proxy = proxy()};
    return [this](const std::string& url) {
      BrowserRun page = browser_run_;
      page.url = url;
      return render(page, [this] { return has_ended_.load(); }).dom;
    };
  }

  bool is_over(const capture::Watcher& watcher) {
    if (until_ && context_.now() >= *until_) {
      return true;
    }
    return once_ && std::exchange(has_begun_, true) && watcher.has_nothing_due() &&
           hooks_.is_idle();
  }

  void reload_if_asked(capture::Watcher& watcher) {
    const bool has_changed = file_.has_changed();
    if (reload_requested == 0 && !has_changed) {
      return;
    }
    reload_requested = 0;
    // A mistake in the file must not end a watch: the configuration of before stays.
    try {
      const capture::WatchConfig config = read_watch_file(path_, context_);
      require_browser(config);
      hooks_.configure(config.hooks);
      watcher.reload(config);
      context_.say("arch.toml was read again");
    } catch (const Error& error) {
      context_.report(error);
    }
  }

  void attend_hooks() {
    for (const std::string& command : hooks_.attend()) {
      context_.warn(fmt::format("the hook {} failed", one_line(command)));
    }
  }

  void say_farewell(capture::Watcher& watcher) {
    watcher.stop();
    const auto end = steady_clock::now() + farewell;
    while ((!watcher.is_idle() || !hooks_.is_idle()) && steady_clock::now() < end) {
      watcher.step(milliseconds{50});
      attend_hooks();
    }
    has_ended_ = true;
  }

  Context& context_;
  std::filesystem::path path_;
  FileWatch file_;
  bool once_;
  bool allow_private_;
  bool has_begun_ = false;
  /// That nothing is waited for any more: tells the thread that runs the browser.
  std::atomic<bool> has_ended_{false};
  std::optional<UtcTime> until_ = {};
  std::optional<std::string> browser_;  ///< its path
  BrowserRun browser_run_ = {};         ///< but for the URL
  history::Archive archive_;
  corrections::Judgements judgements_;
  WatchLog log_;
  Hooks hooks_;
};

Exit run(const Arguments& given, Context& context) {
  if (given.has("check")) {
    const capture::WatchConfig config = read_watch_file(watch_file(), context);
    http::make_user_agent(version, config.contact);  // throws where it cannot be sent
    context.say(fmt::format("arch.toml is right: {}", counted(config.sites.size(), "site")));
    return Exit::ok;
  }
  context.out().when_closed(Output::WhenClosed::go_on);
  return Watch{given, context}.run();
}

}  // namespace

extern const Command watch_command{
    .name = "watch",
    .summary = "Watch the sites of arch.toml and record every change",
    .details =
        "arch.toml beside the archive names sites with their feeds, sitemaps, front pages and "
        "single "
        "URLs\n(docs/watch.md). Articles are found, visited when a change is likeliest, and "
        "recorded; "
        "what could\nnot be seen is on record too. Each event is a line. The file is read again "
        "when "
        "it changes and on\nSIGHUP; SIGTERM and Ctrl-C finish what is in flight within 10 s.",
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
