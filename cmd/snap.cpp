#include "base/printable.hpp"
#include "capture/visit.hpp"
#include "cmd/browser.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/diff_view.hpp"
#include "cmd/help.hpp"
#include "cmd/interrupt.hpp"
#include "cmd/json.hpp"
#include "cmd/watch_file.hpp"
#include "diff/text_diff.hpp"
#include "history/record_text.hpp"
#include "http/http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <poll.h>
#include <sys/random.h>

namespace arch::cmd {
namespace {

using capture::Outcome;

constexpr std::array arguments{
    Argument{.name = "URL", .help = "A page of http or https", .count = Argument::Count::some},
};

constexpr std::array options{
    Option{.name = "key",
           .help = "The article's name in the archive (default: the URL that the page names)",
           .letter = 'k',
           .value = "NAME",
           .kind = ValueKind::article},
    Option{.name = "dry-run",
           .help = "Record nothing; show what would be recorded, and what changed",
           .letter = 'n'},
    Option{.name = "wait",
           .help = "Wait at most so long where the server names a time (Retry-After)",
           .value = "SECONDS",
           .kind = ValueKind::number},
    Option{.name = "keep-pages",
           .help = "Which pages to keep beside the documents (default: changed)",
           .value = "WHICH",
           .kind = ValueKind::choice,
           .choices = "changed|all|none"},
    Option{.name = "browser",
           .help = "When to load the page in Chromium and run its scripts (default: never)",
           .value = "WHEN",
           .kind = ValueKind::choice,
           .choices = "never|auto|always"},
    Option{.name = "screenshot",
           .help = "Keep a picture of each new revision, as Chromium shows the page"},
    Option{.name = "header", .help = "Send this line, `Name: value`", .value = "LINE"},
    Option{.name = "contact",
           .help = "Where the site's owner finds you: a URL or an address of e-mail",
           .value = "URL"},
    Option{.name = "user-agent", .help = "Say this in place of arch's own name", .value = "TEXT"},
    Option{.name = "timeout",
           .help = "Give up after so long (default: 60)",
           .value = "SECONDS",
           .kind = ValueKind::number},
    Option{.name = "allow-private",
           .help = "Also fetch from loopback, private and other addresses that are not public"},
    Option{.name = "json", .help = "Print one JSON record per page"},
};

constexpr std::array fields{
    Field{"outcome",
          "recorded, reverted, unchanged, blocked, missing, ...: docs/cli.md has them all"},
    Field{"reason", "why the article was not seen; null if it was"},
    Field{"article", "the article's key"},
    Field{"written", "whether the archive has a record of it now"},
    Field{"id", "of the capture; null unless one was recorded"},
    Field{"document", "id of the document; null unless the article was seen"},
    Field{"headline", "null if the page has none"},
    Field{"url", "that was asked for"},
    Field{"final_url", "that answered, after redirects; null if none did"},
    Field{"status", "of the answer; null if there was none"},
    Field{"rendered_by", "the browser, if one was used; else null"},
};

constexpr std::array<std::string_view, 4> examples{
    "arch snap https://example.org/a",
    "arch snap --dry-run https://example.org/a",
    "arch snap --browser auto --contact https://example.org/bot https://example.org/a",
    "arch snap --header 'Accept-Language: de' --json https://example.org/a https://example.org/b",
};

/// 128 bits of the system's randomness, as a record has them.
std::string make_salt() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw make_io_error("getting random bytes");
  }
  std::string salt;
  for (const unsigned char byte : bytes) {
    salt += fmt::format("{:02x}", byte);
  }
  return salt;
}

http::Header read_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    throw Error{ErrorKind::usage,
                fmt::format("'{}' is no line of a header", one_line(line)),
                "a line is like 'Accept-Language: de'"};
  }
  return {.name = std::string{line.substr(0, colon)},
          .value = std::string{history::trim(line.substr(colon + 1))}};
}

/// What the options ask for, the same for all pages.
struct SnapOptions {
  enum class Browser { never, automatic, always } browser = Browser::never;
  std::string key = {};
  bool dry_run = false;
  bool as_json = false;
  bool screenshot = false;
  std::chrono::seconds longest_wait{0};
  http::FetcherOptions network = {};
  std::vector<http::Header> headers = {};
  http::Limits limits = {};
  capture::KeepPages keep_pages = capture::KeepPages::changed;
  std::string browser_program = {};
  article::SharedRules rules = {};
};

SnapOptions::Browser read_browser(const Arguments& given) {
  const std::string_view when = given.find("browser").value_or("never");
  return when == "auto"     ? SnapOptions::Browser::automatic
         : when == "always" ? SnapOptions::Browser::always
                            : SnapOptions::Browser::never;
}

capture::KeepPages read_keep_pages(const Arguments& given) {
  const std::string_view which = given.find("keep-pages").value_or("changed");
  return which == "all"    ? capture::KeepPages::all
         : which == "none" ? capture::KeepPages::none
                           : capture::KeepPages::changed;
}

std::string require_browser(Context& context) {
  if (std::optional<std::string> found = find_browser(context.environment().path.value_or(""))) {
    return *found;
  }
  throw Error{ErrorKind::not_found,
              "there is no Chromium on PATH",
              "on Debian, `apt install chromium` installs it"};
}

SnapOptions read_options(const Arguments& given, Context& context) {
  SnapOptions asked{.browser = read_browser(given),
                    .key = std::string{given.find("key").value_or("")},
                    .dry_run = given.has("dry-run"),
                    .as_json = given.has("json"),
                    .screenshot = given.has("screenshot"),
                    .longest_wait = std::chrono::seconds{given.find_number("wait").value_or(0)},
                    .keep_pages = read_keep_pages(given)};
  if (given.has("key")) {
    history::make_key(asked.key);
    if (given.positional().size() > 1) {
      throw Error{ErrorKind::usage, "--key names one article, but there are several URLs"};
    }
  }
  if (given.has("user-agent") && given.has("contact")) {
    throw Error{ErrorKind::usage,
                "--user-agent and --contact exclude each other",
                "the contact is a part of arch's own User-Agent"};
  }
  asked.network.user_agent =
      given.has("user-agent") ? std::string{given.find("user-agent").value_or("")}
                              : http::make_user_agent(version, given.find("contact").value_or(""));
  asked.network.allow_private = given.has("allow-private");
  asked.network.ca_file = context.environment().ssl_cert_file.value_or("");
  for (const std::string_view line : given.all("header")) {
    asked.headers.push_back(read_header(line));
  }
  if (const auto seconds = given.find_number("timeout")) {
    asked.limits.total_time = std::chrono::seconds{std::max(*seconds, 1U)};
    asked.limits.connect_time = std::min(asked.limits.connect_time, asked.limits.total_time);
  }
  if (asked.browser != SnapOptions::Browser::never || asked.screenshot) {
    asked.browser_program = require_browser(context);
  }
  return asked;
}

http::Url read_url(std::string_view typed) {
  const std::optional<http::Url> url = http::Url::parse(typed);
  if (!url) {
    throw Error{ErrorKind::usage,
                fmt::format("'{}' is no URL of http or https", one_line(typed)),
                "an URL is like https://example.org/a"};
  }
  return *url;
}

/// The proxy of the environment for a URL, as curl reads it.
void set_proxy(http::FetcherOptions& network,
               const http::Url& url,
               const Environment& environment) {
  const auto& own = url.scheme() == "https" ? environment.https_proxy : environment.http_proxy;
  network.proxy = own.value_or(environment.all_proxy.value_or(""));
  network.no_proxy = environment.no_proxy.value_or("");
}

/// Visits pages one after the other.
class Snapper {
public:
  Snapper(SnapOptions asked, history::Archive& archive, Context& context)
      : options_{std::move(asked)}, archive_{archive}, context_{context} {}

  /// Whether the article was seen. Throws Error.
  bool snap(const http::Url& url) {
    set_proxy(options_.network, url, context_.environment());
    capture::Seen seen = visit(url);
    rendered_by_.clear();
    screenshot_.clear();
    if (wants_browser(seen)) {
      seen = visit_with_browser(std::move(seen));
    }
    if (needs_screenshot(seen)) {
      screenshot_ = run_browser(std::get<http::Response>(seen.answer)).screenshot;
    }
    capture::Written written{.is_nothing = true};
    if (!options_.dry_run) {
      history::Recorder recorder{archive_};
      written = capture::record(recorder,
                                seen,
                                {.keep_pages = options_.keep_pages,
                                 .salt = make_salt(),
                                 .screenshot = screenshot_,
                                 .rendered_by = rendered_by_});
      recorder.commit();
    }
    print(seen, written);
    if (const auto article = archive_.store().find_article(seen.key); article && written.look) {
      archive_.store().compact_if_due(*article);
    }
    return capture::saw_article(seen.verdict.outcome);
  }

private:
  const article::SiteRules& rules() const { return article::rules_in(options_.rules); }

  static void stop_if_asked() {
    if (InterruptGuard::requested()) {
      throw Error{ErrorKind::interrupted, "interrupted"};
    }
  }

  capture::Seen visit(const http::Url& url) {
    http::Request request{.url = url, .headers = options_.headers, .limits = options_.limits};
    if (options_.browser != SnapOptions::Browser::always) {
      capture::add_validators(
          request,
          archive_,
          options_.key.empty() ? capture::likely_key(archive_, url) : options_.key);
    }
    std::chrono::seconds waited{0};
    while (true) {
      http::Result answer = http::fetch(options_.network, request, InterruptGuard::requested);
      stop_if_asked();
      const std::optional<std::chrono::seconds> later = find_retry(answer);
      if (!later || waited + *later > options_.longest_wait) {
        return capture::see(
            archive_, url, options_.key, std::move(answer), context_.now(), {}, rules());
      }
      context_.say(
          fmt::format("{} asks to come back in {} seconds", one_line(url.host()), later->count()));
      wait(*later);
      waited += std::max(*later, std::chrono::seconds{1});  // so that it ends
    }
  }

  std::optional<std::chrono::seconds> find_retry(const http::Result& answer) const {
    const auto* response = std::get_if<http::Response>(&answer);
    if (response == nullptr || (response->status != 429 && response->status != 503)) {
      return std::nullopt;
    }
    const std::optional<std::string_view> value = response->find_header("retry-after");
    return value ? http::parse_retry_after(*value, context_.now()) : std::nullopt;
  }

  static void wait(std::chrono::seconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
      constexpr int between_questions = 200;  // milliseconds
      poll(nullptr, 0, between_questions);
      stop_if_asked();
    }
  }

  bool wants_browser(const capture::Seen& seen) const {
    const auto* response = std::get_if<http::Response>(&seen.answer);
    if (options_.browser == SnapOptions::Browser::never || response == nullptr) {
      return false;
    }
    switch (seen.verdict.outcome) {
      case Outcome::blocked:
      case Outcome::empty:
      case Outcome::not_an_article:
        return true;
      case Outcome::recorded:
      case Outcome::reverted:
      case Outcome::unchanged:
        return options_.browser == SnapOptions::Browser::always;
      default:
        return false;
    }
  }

  /// What the browser makes of the page; what the plain fetch saw, if that is no article either.
  capture::Seen visit_with_browser(capture::Seen plain) {
    const auto& response = std::get<http::Response>(plain.answer);
    Rendered made = run_browser(response);
    http::Response rendered{.url = response.url,
                            .status = 200,
                            .headers = {{"content-type", "text/html; charset=utf-8"}},
                            .body = to_bytes(made.dom),
                            .hops = response.hops};
    capture::Seen seen = capture::see(
        archive_, plain.asked, options_.key, std::move(rendered), context_.now(), {}, rules());
    if (!capture::saw_article(seen.verdict.outcome)) {
      return plain;
    }
    rendered_by_ = "chromium";
    screenshot_ = std::move(made.screenshot);
    return seen;
  }

  Rendered run_browser(const http::Response& response) const {
    return render({.program = options_.browser_program,
                   .url = response.url.text(),
                   .user_agent = options_.network.user_agent,
                   .proxy = options_.network.proxy,
                   .takes_screenshot = options_.screenshot,
                   .longest = options_.limits.total_time},
                  InterruptGuard::requested);
  }

  /// Of a new revision whose page did not come from the browser.
  bool needs_screenshot(const capture::Seen& seen) const {
    return options_.screenshot && !options_.dry_run && rendered_by_.empty() &&
           (seen.verdict.outcome == Outcome::recorded || seen.verdict.outcome == Outcome::reverted);
  }

  void print(const capture::Seen& seen, const capture::Written& written) {
    const bool saw = capture::saw_article(seen.verdict.outcome);
    const bool is_new =
        written.look && written.look->outcome == history::Recorded::Outcome::recorded;
    const auto* response = std::get_if<http::Response>(&seen.answer);
    if (options_.as_json) {
      const auto optional_text = [](std::string_view text) {
        return text.empty() ? std::nullopt : std::optional{text};
      };
      const std::string headline = seen.facts.document.headline.value_or("");
      context_.out().line(
          JsonRecord{}
              .text("outcome", name_of(seen.verdict.outcome))
              .text("reason", optional_text(seen.verdict.reason))
              .text("article", seen.key)
              .boolean("written", !written.is_nothing)
              .id("id", is_new ? std::optional{written.look->capture} : std::nullopt)
              .id("document", written.look ? std::optional{written.look->document} : std::nullopt)
              .text("headline", saw ? optional_text(headline) : std::nullopt)
              .text("url", seen.asked.text())
              .text("final_url",
                    response == nullptr ? std::nullopt
                                        : std::optional<std::string_view>{response->url.text()})
              .number("status",
                      response == nullptr
                          ? std::nullopt
                          : std::optional{static_cast<std::uint64_t>(response->status)})
              .text("rendered_by", optional_text(rendered_by_))
              .str());
    } else {
      print_line(seen, is_new ? written.look : std::nullopt);
    }
    if (options_.dry_run && saw && !options_.as_json) {
      print_changes(seen);
    }
    context_.out().flush();
    if (!options_.as_json) {
      explain(seen, !saw && written.is_nothing && !options_.dry_run);
    }
  }

  void explain(const capture::Seen& seen, bool is_lost) const {
    if (is_lost) {
      context_.say("no article is known there, so nothing was recorded");
    }
    const auto* failure = std::get_if<http::Failure>(&seen.answer);
    if (failure != nullptr && failure->kind == http::FailureKind::private_address) {
      context_.say("hint: --allow-private visits addresses that are not public");
    }
  }

  void print_line(const capture::Seen& seen, const std::optional<history::Recorded>& capture) {
    std::string line{options_.dry_run ? "would be " : ""};
    line += name_of(seen.verdict.outcome);
    if (capture) {
      line += " " + context_.style().paint(Role::id, capture->capture.short_hex());
    }
    line += " " + one_line(seen.key);
    if (!seen.verdict.reason.empty()) {
      line += " (" + seen.verdict.reason + ")";
    } else if (const std::optional<std::string>& headline = seen.facts.document.headline) {
      line += fmt::format(" \"{}\"", one_line(*headline));
    }
    context_.out().line(line);
  }

  void print_changes(const capture::Seen& seen) {
    if (seen.verdict.outcome == Outcome::unchanged || seen.document_before.empty()) {
      return;
    }
    const diff::TextDiff changes = diff::compare(seen.document_before, seen.facts.read.text);
    const ComparedTexts texts{
        .a = seen.document_before, .b = seen.facts.read.text, .diff = changes};
    const DiffChoice choice = choose_blocks(texts, {});
    print_inline(
        {.texts = texts, .choice = choice, .out = context_.out(), .style = context_.style()},
        context_.wrap_width());
  }

  SnapOptions options_;
  history::Archive& archive_;
  Context& context_;
  std::string rendered_by_;
  Bytes screenshot_;
};

Exit run(const Arguments& given, Context& context) {
  std::vector<http::Url> urls;
  for (const std::string_view typed : given.positional()) {
    urls.push_back(read_url(typed));  // Wrong for one is wrong for all.
  }
  SnapOptions asked = read_options(given, context);
  history::Archive archive = context.open_archive(
      asked.dry_run ? store::OpenOptions::Access::read : store::OpenOptions::Access::write);
  asked.rules = read_site_rules(context);
  context.out().when_closed(Output::WhenClosed::go_on);
  const InterruptGuard interrupt;
  Snapper snapper{std::move(asked), archive, context};
  bool all_seen = true;
  for (const http::Url& url : urls) {
    try {
      all_seen = snapper.snap(url) && all_seen;
    } catch (const Error& error) {
      if (urls.size() == 1 || error.kind() == ErrorKind::interrupted) {
        throw;
      }
      context.report(error);  // One page must not stop the others.
      all_seen = false;
    }
  }
  return all_seen ? Exit::ok : Exit::failed;
}

}  // namespace

extern const Command snap_command{
    .name = "snap",
    .summary = "Fetch pages of articles, and record what they say now",
    .details =
        "Each page is fetched once, by the validators of the last look if there are any, and\n"
        "judged before anything is recorded: a wall, an error or another page never becomes a\n"
        "revision. What is found is recorded all the same, with its reason, so that a gap is\n"
        "explained. The article's key is --key, or the URL that the page names if it is of the\n"
        "same site, else its own without what only tracks readers. The exit status is 3 when an\n"
        "article was not seen. Addresses that are not public are refused; the proxy is that of\n"
        "the environment.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
