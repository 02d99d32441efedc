#include "capture/watcher.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "capture/watch_state.hpp"
#include "history/recorder.hpp"
#include "http/http_date.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

namespace arch::capture {
namespace {

/// Visits in a row that saw nothing, until a site counts as blind: fewer happen to any site.
constexpr std::uint32_t blind_after = 5;

/// After a visit that did not see the article the next is this far away, twice as far after each
/// further one.
constexpr double first_retry = 1800;

/// Answers that wait to be read: beyond this nothing new is fetched.
constexpr std::size_t most_unread = 128;

/// What was learned is kept when it is of so many articles, or after so many seconds: a row costs
/// some ten microseconds, and little is lost by a kill.
constexpr std::size_t most_unkept = 1000;
constexpr double longest_unkept = 60;

/// Hosts whose rules one visit waits for, as each of its redirects may lead to another.
constexpr std::uint8_t most_held = 3;

bool is_answered(const http::Result& result) {
  const auto* const response = std::get_if<http::Response>(&result);
  return response != nullptr
             ? response->status != 429 && response->status < 500
             : std::get<http::Failure>(result).kind == http::FailureKind::not_followed;
}

/// Of an answer that is none, or none of success.
std::string reason_of(const http::Result& result) {
  const auto* const failure = std::get_if<http::Failure>(&result);
  return failure != nullptr ? failure->reason
                            : "status " + std::to_string(std::get<http::Response>(result).status);
}

bool is_gone(int status) {
  return status == 404 || status == 410;
}

/// Whether an outcome says that a site cannot be seen, and not only this page of it.
bool is_blinding(const Verdict& verdict) {
  return verdict.outcome == Outcome::blocked || verdict.outcome == Outcome::unreachable;
}

/// Where a redirect leads that was not followed because rules do not allow it, or not yet.
const http::Url* find_refused(const http::Result& result) {
  const auto* const failure = std::get_if<http::Failure>(&result);
  if (failure == nullptr || failure->kind != http::FailureKind::not_followed || !failure->url) {
    return nullptr;
  }
  return &*failure->url;
}

}  // namespace

class Watcher::Impl {
public:
  Impl(history::Archive& archive, WatchConfig config, WatchOptions options)
      : archive_(archive),
        options_(std::move(options)),
        learned_(options_.folder),
        state_(std::move(config)),
        fetcher_(options_.fetcher),
        visitors_(options_.folder, std::max(options_.readers, 1U), [this] { fetcher_.wake(); }),
        renderers_(options_.folder, 1, [this] { fetcher_.wake(); }, options_.render) {
    state_.load(archive_, &learned_);
    kept_at_ = options_.ticks();
  }

  void reload(WatchConfig config) {
    state_.configure(std::move(config), unix_now());
    ++generation_;
  }

  void step(std::chrono::milliseconds longest) {
    if (!stopping_) {
      state_.schedule.balance(unix_now());
      state_.release(unix_now());
      start_all();
    }
    fetcher_.run(unread() > 0 || fetcher_.active() > 0 || stopping_
                     ? longest
                     : std::min(longest, std::chrono::milliseconds{1000}));
    finish(visitors_.take());
    finish(renderers_.take());
    keep_learned();
  }

  void stop() {
    stopping_ = true;
    keep_learned();
  }
  bool is_idle() const { return fetcher_.active() == 0 && unread() == 0; }

  bool has_nothing_due() const {
    if (!is_idle()) {
      return false;
    }
    const double now = unix_now();
    return std::ranges::all_of(state_.hosts, [&](const WatchedHost& host) {
      if (host.site == no_site || host.gate.failures() > 0) {
        return true;
      }
      const auto next = state_.schedule.next_due(host.schedule);
      return host.new_pages.empty() && host.waiting.empty() && (!next || *next > now) &&
             !find_due_list(host, now);
    });
  }

  std::size_t left_undone() const {
    const double now = unix_now();
    std::size_t left = 0;
    for (const WatchedHost& host : state_.hosts) {
      if (host.site == no_site || host.gate.failures() == 0) {
        continue;
      }
      const auto due_lists = std::ranges::count_if(
          host.lists, [&](std::uint32_t number) { return state_.lists[number].due <= now; });
      left += host.new_pages.size() + host.waiting.size() +
              state_.schedule.due_count(host.schedule, now) + static_cast<std::size_t>(due_lists);
    }
    return left;
  }

  WatchTotals totals() const {
    WatchTotals totals = totals_;
    totals.articles = state_.schedule.size();
    totals.in_flight = fetcher_.active();
    return totals;
  }

private:
  std::size_t unread() const { return visitors_.pending() + renderers_.pending(); }
  double unix_now() const { return static_cast<double>(options_.now().seconds); }

  /// Now and then, and at the end; what a kill loses of it is learned again.
  void keep_learned() {
    const double now = options_.ticks();
    if (state_.schedule.touched() >= most_unkept || now - kept_at_ >= longest_unkept ||
        (stopping_ && is_idle())) {
      kept_at_ = now;
      state_.keep_learned(archive_, unix_now());
    }
  }

  // What is fetched next.

  void start_all() {
    const std::size_t hosts = state_.hosts.size();
    // Each time from another host on, so that none is always first when connections are few.
    first_host_ = hosts == 0 ? 0 : (first_host_ + 1) % hosts;
    for (std::size_t i = 0; i < hosts; ++i) {
      const auto host = static_cast<std::uint32_t>((first_host_ + i) % hosts);
      while (may_start(state_.hosts[host]) && start_one(host)) {
      }
    }
  }

  bool may_start(const WatchedHost& host) const {
    return host.site != no_site && host.gate.may_start(options_.ticks()) &&
           fetcher_.active() < state_.config.connections && unread() < most_unread;
  }

  /// False when the host has nothing to start.
  bool start_one(std::uint32_t number) {
    WatchedHost& host = state_.hosts[number];
    const double now = unix_now();
    const auto list = find_due_list(host, now);
    const auto due = state_.schedule.find_due(host.schedule, now);
    if (!list && !due && host.new_pages.empty() && host.waiting.empty()) {
      return false;
    }
    if (host.rules == WatchedHost::Rules::asked) {
      return false;
    }
    if (!host.knows_rules(now)) {
      ask_rules(number);
      return false;
    }
    if (!host.waiting.empty()) {
      go_on(number);
    } else if (list) {
      start_list(*list);
    } else if (!host.new_pages.empty()) {
      const std::uint32_t page = host.new_pages.front();
      host.new_pages.pop_front();
      // One that the archive has, or that was seen by another URL meanwhile, is due when it is due.
      if (!state_.pages[page].slot) {
        start_page(page);
      }
    } else {
      state_.schedule.take(*due);
      start_due(number, state_.page_of_slot.at(static_cast<std::uint32_t>(*due)));
    }
    return true;
  }

  std::optional<std::uint32_t> find_due_list(const WatchedHost& host, double now) const {
    const auto due = std::ranges::find_if(host.lists, [&](std::uint32_t number) {
      const WatchedList& list = state_.lists[number];
      return !list.in_flight && list.due <= now;
    });
    return due == host.lists.end() ? std::nullopt : std::optional{*due};
  }

  void set_timeout(http::Request& request, std::uint32_t site) const {
    request.limits.total_time = state_.sites[site].config.timeout;
    request.limits.connect_time = std::min(request.limits.connect_time, request.limits.total_time);
  }

  void begin(std::uint32_t host, http::Request request, http::Fetcher::OnDone done) {
    ++totals_.requests;
    totals_.latest = request.url.text();
    state_.hosts[host].gate.started(options_.ticks());
    fetcher_.add(std::move(request), [this, host, done = std::move(done)](http::Result result) {
      end(host, result);
      done(std::move(result));
    });
  }

  void end(std::uint32_t host, const http::Result& result) {
    double retry_after = 0;
    if (const auto* const response = std::get_if<http::Response>(&result)) {
      const auto value = response->find_header("retry-after");
      const auto wait = value ? http::parse_retry_after(*value, options_.now()) : std::nullopt;
      if (wait && (response->status == 429 || response->status == 503)) {
        retry_after = static_cast<double>(wait->count());
      }
    }
    state_.hosts[host].gate.ended(
        options_.ticks(),
        is_answered(result) ? HostGate::Ended::answered : HostGate::Ended::failed,
        retry_after);
  }

  void ask_rules(std::uint32_t number) {
    WatchedHost& host = state_.hosts[number];
    host.rules = WatchedHost::Rules::asked;
    const std::optional<http::Url> origin = http::Url::parse(host.origin + "/");
    ARCH_ASSERT(origin.has_value());
    http::Request request{.url = http::robots_url(*origin)};
    set_timeout(request, host.site);
    request.limits.body_bytes = http::Robots::max_size;
    request.excess = http::Excess::cut;  // what is beyond is not read (RFC 9309, 2.5)
    request.limits.redirects = http::Robots::max_redirects;
    begin(number, std::move(request), [this, number](const http::Result& answer) {
      rules_answered(number, answer);
    });
  }

  void rules_answered(std::uint32_t number, const http::Result& answer) {
    WatchedHost& host = state_.hosts[number];
    if (http::Robots::is_unreachable(answer)) {
      // Asked for again before anything else, once the host's back-off has passed.
      host.rules = WatchedHost::Rules::unknown;
      host_closed(host, reason_of(answer));
      give_up(number);
      return;
    }
    host.robots = http::Robots::of_answer(answer, http::product_token);
    host.rules = WatchedHost::Rules::known;
    host.rules_until = unix_now() + std::chrono::duration<double>(http::Robots::max_age).count();
    state_.set_limits(host);
    if (host.closed_since > 0) {
      state_.set_closed(host, 0);
      report({.kind = WatchReport::Kind::site_back,
              .site = name_of_site(host.site),
              .url = host.origin + "/robots.txt",
              .reason = "robots.txt can be read again"});
    }
    go_on(number);
  }

  /// Told at once and once: no visit will tell it, because there are none.
  void host_closed(WatchedHost& host, const std::string& reason) {
    if (host.closed_since > 0) {
      return;
    }
    state_.set_closed(host, unix_now());
    report({.kind = WatchReport::Kind::site_blind,
            .site = name_of_site(host.site),
            .url = host.origin + "/robots.txt",
            .reason = one_line("robots.txt of " + host.origin +
                               " cannot be read, so nothing is fetched: " + reason)});
  }

  /// A redirect leads to a host whose rules do not allow it, or are to be asked for first.
  void hold(std::uint64_t tag, std::uint32_t site, std::uint8_t& held, const http::Url& next) {
    const double now = unix_now();
    const std::uint32_t number = site == no_site ? 0 : state_.open_host(site, next);
    const bool is_known = site != no_site && state_.hosts[number].knows_rules(now);
    if (site == no_site || held == most_held || (is_known && !state_.allows(next, now))) {
      refuse(tag, "it redirects to " + next.text() + ", and robots.txt does not allow that");
      return;
    }
    ++held;
    state_.hosts[number].waiting.push_back(tag);
    if (is_known) {
      go_on(number);  // the rules came since the redirect was not followed
    }
  }

  /// What waited for the host's rules is fetched again from its beginning.
  void go_on(std::uint32_t number) {
    for (const std::uint64_t tag : std::exchange(state_.hosts[number].waiting, {})) {
      if ((tag & list_tag) != 0) {
        again(state_.lists[tag ^ list_tag]);
      } else {
        again(static_cast<std::uint32_t>(tag));
      }
    }
  }

  void again(WatchedList& list) {
    list.in_flight = false;
    list.due = unix_now();
  }

  void again(std::uint32_t number) {
    WatchedPage& page = state_.pages[number];
    page.in_flight = false;
    if (page.slot) {
      state_.schedule.hasten(*page.slot, unix_now());
    } else {
      state_.hosts[page.host].new_pages.push_front(number);
    }
  }

  void give_up(std::uint32_t number) {
    for (const std::uint64_t tag : std::exchange(state_.hosts[number].waiting, {})) {
      refuse(tag,
             "it redirects to " + state_.hosts[number].origin +
                 ", of which robots.txt cannot be read");
    }
  }

  void refuse(std::uint64_t tag, const std::string& reason) {
    if ((tag & list_tag) != 0) {
      const auto list = static_cast<std::uint32_t>(tag ^ list_tag);
      state_.lists[list].in_flight = false;
      list_failed(list, reason);
    } else {
      page_refused(static_cast<std::uint32_t>(tag), reason);
    }
  }

  /// A page that is due by the schedule of one host may be fetched from another.
  void start_due(std::uint32_t host, std::uint32_t page) {
    const std::uint32_t from = state_.pages[page].host;
    if (from == host || may_start(state_.hosts[from])) {
      start_page(page);
    } else {
      state_.hosts[from].waiting.push_back(page);
    }
  }

  /// An article is fetched from where its page was found, which need not be its key. False where
  /// the rules of that host are to be asked for first.
  bool find_place(std::uint32_t number) {
    WatchedPage& page = state_.pages[number];
    http::Request last{.url = page.url};
    add_validators(last, archive_, page.key);
    state_.move_page(number, last.validated.value_or(page.url));
    if (state_.hosts[page.host].knows_rules(unix_now())) {
      return true;
    }
    state_.hosts[page.host].waiting.push_back(number);
    return false;
  }

  void start_page(std::uint32_t number) {
    WatchedPage& page = state_.pages[number];
    if (page.site == no_site) {
      return;  // left out by a new configuration
    }
    if (page.is_at_key && !find_place(number)) {
      return;
    }
    if (!state_.hosts[page.host].robots.allows(page.url)) {
      page_refused(number, "robots.txt does not allow it");
      return;
    }
    http::Request request{.url = page.url};
    set_timeout(request, page.site);
    // What a browser makes of a page may change though the page itself does not.
    if (state_.sites[page.site].config.browser != BrowserUse::always) {
      add_validators(
          request, archive_, page.key.empty() ? likely_key(archive_, page.url) : page.key);
    }
    page.in_flight = true;
    request.may_follow = [this](const http::Url& next) { return state_.allows(next, unix_now()); };
    begin(page.host, std::move(request), [this, number](http::Result result) {
      WatchedPage& of = state_.pages[number];
      if (const http::Url* const next = find_refused(result)) {
        hold(number, of.site, of.held, *next);
        return;
      }
      of.held = 0;
      const SiteConfig site = of.site == no_site ? SiteConfig{} : state_.sites[of.site].config;
      const bool is_named_by_url = of.key.empty() && site.key == KeyRule::url;
      // A browser takes seconds, so it has a thread of its own.
      Visitors& readers = site.browser == BrowserUse::never ? visitors_ : renderers_;
      readers.add(PageJob{.tag = number,
                          .asked = of.url,
                          .key = is_named_by_url ? key_of(of.url) : of.key,
                          .answer = std::move(result),
                          .observed = options_.now(),
                          .judge = {.removed_after = site.removed_after},
                          .rules = site.rules,
                          .browser = site.browser});
    });
  }

  void start_list(std::uint32_t number) {
    WatchedList& list = state_.lists[number];
    list.due =
        unix_now() + static_cast<double>(state_.sites[list.site].config.discover_every.count());
    if (!state_.hosts[list.host].robots.allows(list.next)) {
      list_failed(number, "robots.txt does not allow it");
      return;
    }
    list.in_flight = true;
    http::Request request{.url = list.next};
    set_timeout(request, list.site);
    if (!list.walk) {
      request.etag = list.etag;
      request.last_modified = list.last_modified;
    }
    request.may_follow = [this](const http::Url& next) { return state_.allows(next, unix_now()); };
    begin(list.host,
          std::move(request),
          [this, number, generation = generation_](http::Result result) {
            if (generation == generation_) {
              list_answered(number, std::move(result));
            }
          });
  }

  // What became of it.

  void list_answered(std::uint32_t number, http::Result result) {
    WatchedList& list = state_.lists[number];
    if (const http::Url* const next = find_refused(result)) {
      hold(list_tag | number, list.site, list.held, *next);
      return;
    }
    list.held = 0;
    auto* const response = std::get_if<http::Response>(&result);
    if (response != nullptr && response->status == 304) {
      list.in_flight = false;
      list_succeeded(number);
      return;
    }
    if (response == nullptr || response->status != 200) {
      list.in_flight = false;
      if (response != nullptr && is_gone(response->status)) {
        list_failed(number, reason_of(result));
      } else {
        list_unseen(number, reason_of(result));
      }
      return;
    }
    if (!list.walk) {
      list.etag = response->find_header("etag").value_or("");
      list.last_modified = response->find_header("last-modified").value_or("");
    }
    visitors_.add(ListJob{.tag = list_tag | number,
                          .kind = list.kind,
                          .response = std::move(*response),
                          .include = state_.sites[list.site].config.include});
    read_generation_[number] = generation_;
  }

  void list_read(std::uint32_t number, const std::optional<ArticleList>& found) {
    if (read_generation_[number] != generation_) {
      return;
    }
    WatchedList& list = state_.lists[number];
    list.in_flight = false;
    if (!found) {
      list.etag.clear();
      list.last_modified.clear();
      list_unseen(number, "it is no feed or sitemap");
      return;
    }
    state_.take(number, *found, unix_now());
    list_succeeded(number);
    state_.walk_on(number, *found, unix_now());
  }

  void list_succeeded(std::uint32_t number) {
    ++totals_.lists;
    state_.lists[number].is_told = false;
    list_seen(state_.lists[number].site);
  }

  void list_failed(std::uint32_t number, const std::string& reason) {
    WatchedList& list = state_.lists[number];
    list.held = 0;
    state_.end_walk(number);
    if (!std::exchange(list.is_told, true)) {
      report({.kind = WatchReport::Kind::trouble,
              .site = state_.sites[list.site].config.name,
              .url = list.url.text(),
              .reason = one_line(reason)});
    }
  }

  /// A list could not be had from its server, or is something else than a list.
  void list_unseen(std::uint32_t number, const std::string& reason) {
    list_failed(number, reason);
    WatchedSite& site = state_.sites[state_.lists[number].site];
    site_failed(site, site.list_failures, reason);
  }

  void finish(std::vector<VisitDone> done) {
    std::vector<PageDone> pages;
    for (VisitDone& one : done) {
      if (auto* const list = std::get_if<ListDone>(&one)) {
        list_read(static_cast<std::uint32_t>(list->tag), list->list);
      } else {
        pages.push_back(std::move(std::get<PageDone>(one)));
      }
    }
    if (!pages.empty()) {
      record_all(pages);
    }
  }

  /// In one transaction, and each alone if one of them cannot be recorded.
  void record_all(const std::vector<PageDone>& pages) {
    std::vector<Written> written(pages.size());
    try {
      history::Recorder recorder{archive_};
      for (std::size_t i = 0; i < pages.size(); ++i) {
        written[i] = record_one(recorder, pages[i]);
      }
      recorder.commit();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::usage && error.kind() != ErrorKind::corrupt) {
        throw;
      }
      for (std::size_t i = 0; i < pages.size(); ++i) {
        record_alone(pages[i]);
      }
      return;
    }
    for (std::size_t i = 0; i < pages.size(); ++i) {
      page_done(pages[i], written[i]);
    }
  }

  void record_alone(const PageDone& page) {
    try {
      history::Recorder recorder{archive_};
      const Written written = record_one(recorder, page);
      recorder.commit();
      page_done(page, written);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::usage && error.kind() != ErrorKind::corrupt) {
        throw;
      }
      page_refused(static_cast<std::uint32_t>(page.tag), error.what());
    }
  }

  Written record_one(history::Recorder& recorder, const PageDone& page) {
    const Seen* const seen = std::get_if<Seen>(&page.seen);
    if (seen == nullptr) {
      return {.is_nothing = true};
    }
    const std::uint32_t site = state_.pages[page.tag].site;
    const KeepPages keep =
        site == no_site ? KeepPages::changed : state_.sites[site].config.keep_pages;
    return record(recorder,
                  *seen,
                  {.keep_pages = keep,
                   .salt = options_.make_salt(),
                   .rendered_by = page.is_rendered ? "chromium" : ""});
  }

  void page_done(const PageDone& done, const Written& written) {
    const auto number = static_cast<std::uint32_t>(done.tag);
    const Seen* const seen = std::get_if<Seen>(&done.seen);
    if (seen == nullptr) {
      page_refused(number, std::get<std::string>(done.seen));
      return;
    }
    totals_.checks += written.is_nothing ? 0 : 1;
    state_.pages[number].in_flight = false;
    if (saw_article(seen->verdict.outcome)) {
      page_seen(number, *seen, written);
    } else {
      page_unseen(number, *seen);
    }
  }

  void page_seen(std::uint32_t number, const Seen& seen, const Written& written) {
    WatchedPage& page = state_.pages[number];
    const double now = unix_now();
    const bool was_scheduled = page.slot.has_value();
    const bool is_own = state_.settle(number, seen.key, now);
    page.failures = 0;
    page.is_told = false;
    if (page.site != no_site) {
      site_seen(page.site);
    }
    const bool is_new =
        written.look && written.look->outcome == history::Recorded::Outcome::recorded;
    const bool has_changed =
        seen.verdict.outcome == Outcome::recorded || seen.verdict.outcome == Outcome::reverted;
    if (was_scheduled && is_own) {
      state_.schedule.checked(
          *page.slot, now, has_changed ? Schedule::Seen::changed : Schedule::Seen::unchanged);
    }
    if (!is_new || !has_changed) {
      return;
    }
    const bool is_first = !seen.is_known;
    ++(is_first ? totals_.found : totals_.revisions);
    report({.kind = is_first ? WatchReport::Kind::found : WatchReport::Kind::revision,
            .site = name_of_site(page.site),
            .article = seen.key,
            .url = page.url.text(),
            .headline = seen.facts.document.headline.value_or(""),
            .id = written.look->capture.hex(),
            .reason = seen.verdict.outcome == Outcome::reverted ? "reverted" : ""});
  }

  void page_unseen(std::uint32_t number, const Seen& seen) {
    WatchedPage& page = state_.pages[number];
    const bool is_removed = seen.verdict.outcome == Outcome::removed;
    if (is_removed && !seen.reason_before.starts_with("removed: ")) {
      ++totals_.removals;
      report({.kind = WatchReport::Kind::removal,
              .site = name_of_site(page.site),
              .article = page.key,
              .url = page.url.text(),
              .reason = seen.verdict.reason});
    }
    // Also by the run of the command before this one, as the records tell.
    page.is_told = page.is_told || is_removed || !seen.reason_before.empty();
    const std::string outcome{name_of(seen.verdict.outcome)};
    const std::string& reason = seen.verdict.reason;
    page_refused(number, reason.starts_with(outcome) ? reason : outcome + ": " + reason);
    if (is_blinding(seen.verdict) && state_.is_of_site(page)) {
      WatchedSite& site = state_.sites[page.site];
      site_failed(site, site.failures, reason);
    }
  }

  /// A visit that did not see the article: it is put off.
  void page_refused(std::uint32_t number, const std::string& reason) {
    WatchedPage& page = state_.pages[number];
    page.in_flight = false;
    page.held = 0;
    ++totals_.failed;
    page.failures = static_cast<std::uint16_t>(std::min(page.failures + 1, 1000));
    if (page.site == no_site) {
      return;
    }
    const double longest =
        static_cast<double>(state_.sites[page.site].config.longest_interval.count());
    const double wait =
        std::min(first_retry * std::exp2(std::min<int>(page.failures, 20) - 1), longest);
    if (page.slot) {
      state_.schedule.checked(*page.slot, unix_now(), Schedule::Seen::nothing);
      state_.schedule.postpone(*page.slot, unix_now() + wait);
    } else {
      state_.retry(number, unix_now() + wait);
    }
    if (!std::exchange(page.is_told, true)) {
      report({.kind = WatchReport::Kind::trouble,
              .site = name_of_site(page.site),
              .article = page.key,
              .url = page.url.text(),
              .reason = one_line(reason)});
    }
  }

  /// An article was seen, so its site is not blind whatever its lists answer.
  void site_seen(std::uint32_t number) {
    WatchedSite& site = state_.sites[number];
    site.failures = 0;
    site.list_failures = 0;
    if (std::exchange(site.is_blind, false)) {
      report({.kind = WatchReport::Kind::site_back, .site = site.config.name});
    }
  }

  /// A list was read, which says nothing of the articles.
  void list_seen(std::uint32_t number) {
    WatchedSite& site = state_.sites[number];
    site.list_failures = 0;
    if (site.failures < blind_after && std::exchange(site.is_blind, false)) {
      report({.kind = WatchReport::Kind::site_back, .site = site.config.name});
    }
  }

  /// One more failure in a row, of the pages of a site or of its lists.
  void site_failed(WatchedSite& site, std::uint32_t& failures, const std::string& reason) {
    ++failures;
    if (failures >= blind_after && !std::exchange(site.is_blind, true)) {
      report({.kind = WatchReport::Kind::site_blind,
              .site = site.config.name,
              .reason = one_line(reason)});
    }
  }

  std::string name_of_site(std::uint32_t number) const {
    return number == no_site ? std::string{} : state_.sites[number].config.name;
  }

  void report(WatchReport report) {
    report.at = options_.now();
    options_.report(report);
  }

  history::Archive& archive_;
  WatchOptions options_;
  LearnedRates learned_;
  WatchState state_;
  WatchTotals totals_;
  double kept_at_ = 0;  ///< what was learned
  bool stopping_ = false;
  std::size_t first_host_ = 0;
  std::uint64_t generation_ = 0;  ///< of the configuration
  std::unordered_map<std::uint32_t, std::uint64_t> read_generation_;
  http::Fetcher fetcher_;
  // These end before what their threads wake.
  Visitors visitors_;
  Visitors renderers_;
};

Watcher::Watcher(history::Archive& archive, WatchConfig config, WatchOptions options)
    : impl_(std::make_unique<Impl>(archive, std::move(config), std::move(options))) {}
Watcher::~Watcher() = default;

void Watcher::reload(WatchConfig config) {
  impl_->reload(std::move(config));
}
void Watcher::step(std::chrono::milliseconds longest) {
  impl_->step(longest);
}
void Watcher::stop() {
  impl_->stop();
}
bool Watcher::is_idle() const {
  return impl_->is_idle();
}
bool Watcher::has_nothing_due() const {
  return impl_->has_nothing_due();
}
std::size_t Watcher::left_undone() const {
  return impl_->left_undone();
}
WatchTotals Watcher::totals() const {
  return impl_->totals();
}

}  // namespace arch::capture
