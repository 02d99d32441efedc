#include "http/fetcher.hpp"

#include "base/c_ptr.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "http/header_reader.hpp"
#include "http/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <utility>

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace arch::http {

namespace {

/// A file descriptor that is closed at the end.
class Descriptor {
public:
  Descriptor(int number, std::string_view action) : number_{number} {
    if (number < 0) {
      throw make_io_error(action);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(number_); }

  int number() const { return number_; }

private:
  int number_;
};

/// Once per process, and never undone: other threads may use it.
void start_curl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_ALL);
  if (code != CURLE_OK) {
    throw Error{ErrorKind::io, fmt::format("starting libcurl: {}", curl_easy_strerror(code))};
  }
}

CURLM* new_multi() {
  start_curl();
  CURLM* multi = curl_multi_init();
  if (multi == nullptr) {
    throw Error{ErrorKind::io, "starting libcurl: out of memory"};
  }
  return multi;
}

void check_header(const Header& header) {
  if (!is_valid_header(header)) {
    throw Error{ErrorKind::usage,
                fmt::format("'{}: {}' is no line of an HTTP header",
                            one_line(header.name),
                            one_line(header.value))};
  }
}

void check_headers(const Request& request) {
  check_header({.name = "If-None-Match", .value = request.etag});
  check_header({.name = "If-Modified-Since", .value = request.last_modified});
  std::ranges::for_each(request.headers, check_header);
}

}  // namespace

/// libcurl's multi interface driven by epoll: what happens costs, not what waits.
class Fetcher::Loop {
public:
  explicit Loop(FetcherOptions options);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  Id add(Request request, OnDone done);
  void cancel(Id id);
  std::size_t active() const { return transfers_.size() + done_.size(); }
  void run(std::chrono::milliseconds longest);
  void wake() const;

private:
  struct Active {
    std::unique_ptr<Transfer> transfer;
    OnDone done;
  };
  struct Done {
    Result result;
    OnDone done;
  };

  static int on_socket_change(CURL* easy, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long milliseconds, void* self);

  void watch(int descriptor) const;
  void act(const epoll_event& event);
  void gather();
  void finish(CURL* easy, CURLcode code);
  void end(std::uint64_t id, Result result);

  FetcherOptions options_;
  Descriptor epoll_;
  Descriptor timer_;
  Descriptor wake_;
  CPtr<CURLM, curl_multi_cleanup> multi_;
  std::unordered_map<std::uint64_t, Active> transfers_;
  std::unordered_map<const CURL*, std::uint64_t> ids_;
  std::vector<Done> done_;  // not called back yet
  std::uint64_t last_id_ = 0;
};

Fetcher::Loop::Loop(FetcherOptions options)
    : options_{std::move(options)},
      epoll_{epoll_create1(EPOLL_CLOEXEC), "waiting for the network"},
      timer_{timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "making a timer"},
      wake_{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "waiting for the network"},
      multi_{new_multi()} {
  check_header({.name = "User-Agent", .value = options_.user_agent});
  watch(timer_.number());
  watch(wake_.number());
  CURLM* multi = multi_.get();
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Loop::on_socket_change);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Loop::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  const auto limit = [](std::size_t value) {
    return static_cast<long>(std::min<std::size_t>(value, std::numeric_limits<int>::max()));
  };
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, limit(options_.kept_connections));
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limit(options_.connections_per_host));
  curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limit(options_.connections));
}

Fetcher::Loop::~Loop() {
  for (auto& [id, active] : transfers_) {
    curl_multi_remove_handle(multi_.get(), active.transfer->easy());
  }
}

void Fetcher::Loop::watch(int descriptor) const {
  epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
  if (epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
    throw make_io_error("waiting for the network");
  }
}

int Fetcher::Loop::on_socket_change(
    CURL*, curl_socket_t socket, int what, void* self, void* known) {
  auto& loop = *static_cast<Loop*>(self);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(loop.epoll_.number(), EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{.events = 0, .data = {.fd = socket}};
  event.events |= (what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U;
  event.events |= (what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U;
  const int operation = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  if (known == nullptr) {
    curl_multi_assign(loop.multi_.get(), socket, self);
  }
  return epoll_ctl(loop.epoll_.number(), operation, socket, &event) == 0 ? 0 : -1;
}

int Fetcher::Loop::on_timer(CURLM*, long milliseconds, void* self) {
  const auto& loop = *static_cast<Loop*>(self);
  itimerspec when{};  // zeros: never
  if (milliseconds == 0) {
    when.it_value.tv_nsec = 1;
  } else if (milliseconds > 0) {
    when.it_value.tv_sec = milliseconds / 1000;
    when.it_value.tv_nsec = milliseconds % 1000 * 1'000'000;
  }
  return timerfd_settime(loop.timer_.number(), 0, &when, nullptr) == 0 ? 0 : -1;
}

Fetcher::Id Fetcher::Loop::add(Request request, OnDone done) {
  check_headers(request);
  auto transfer = std::make_unique<Transfer>(std::move(request), options_);
  const std::uint64_t id = ++last_id_;
  if (std::optional<Failure> failure = transfer->prepare()) {
    done_.push_back({.result = *std::move(failure), .done = std::move(done)});
    return Id{id};
  }
  CURL* easy = transfer->easy();
  transfers_.emplace(id, Active{.transfer = std::move(transfer), .done = std::move(done)});
  ids_.emplace(easy, id);
  curl_multi_add_handle(multi_.get(), easy);
  return Id{id};
}

void Fetcher::Loop::cancel(Id id) {
  const auto found = transfers_.find(static_cast<std::uint64_t>(id));
  if (found != transfers_.end()) {
    end(found->first, found->second.transfer->make_failure(FailureKind::cancelled, "cancelled"));
  }
}

void Fetcher::Loop::end(std::uint64_t id, Result result) {
  const auto found = transfers_.find(id);
  CURL* easy = found->second.transfer->easy();
  curl_multi_remove_handle(multi_.get(), easy);
  ids_.erase(easy);
  done_.push_back({.result = std::move(result), .done = std::move(found->second.done)});
  transfers_.erase(found);
}

void Fetcher::Loop::finish(CURL* easy, CURLcode code) {
  const std::uint64_t id = ids_.at(easy);
  Transfer& transfer = *transfers_.at(id).transfer;
  if (std::optional<Result> result = transfer.finish(code)) {
    end(id, *std::move(result));
    return;
  }
  // A redirect: the same handle, with its cookies, asks again.
  curl_multi_remove_handle(multi_.get(), easy);
  curl_multi_add_handle(multi_.get(), easy);
}

void Fetcher::Loop::gather() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE) {
      // The message does not live on.
      CURL* easy = message->easy_handle;
      finish(easy, message->data.result);
    }
  }
}

void Fetcher::Loop::act(const epoll_event& event) {
  int running = 0;
  const int descriptor = event.data.fd;
  if (descriptor == wake_.number() || descriptor == timer_.number()) {
    std::uint64_t count = 0;
    const bool was_due = read(descriptor, &count, sizeof count) > 0;
    if (was_due && descriptor == timer_.number()) {
      curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
    }
    return;
  }
  int what = 0;
  what |= (event.events & (EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0;
  what |= (event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0;
  what |= (event.events & EPOLLERR) != 0 ? CURL_CSELECT_ERR : 0;
  curl_multi_socket_action(multi_.get(), descriptor, what, &running);
}

void Fetcher::Loop::run(std::chrono::milliseconds longest) {
  constexpr std::int64_t hour = 3'600'000;
  // What is done already is called back without waiting.
  const auto wait = done_.empty() ? std::clamp<std::int64_t>(longest.count(), 0, hour) : 0;
  std::array<epoll_event, 256> events;
  const int count = epoll_wait(
      epoll_.number(), events.data(), static_cast<int>(events.size()), static_cast<int>(wait));
  for (int i = 0; i < count; ++i) {
    act(events[static_cast<std::size_t>(i)]);
  }
  gather();
  for (Done& done : std::exchange(done_, {})) {
    done.done(std::move(done.result));
  }
}

void Fetcher::Loop::wake() const {
  const std::uint64_t one = 1;
  // It fails only when a wake-up waits already.
  [[maybe_unused]] const ssize_t written = write(wake_.number(), &one, sizeof one);
}

Fetcher::Fetcher(FetcherOptions options) : loop_{std::make_unique<Loop>(std::move(options))} {}
Fetcher::~Fetcher() = default;

Fetcher::Id Fetcher::add(Request request, OnDone done) {
  return loop_->add(std::move(request), std::move(done));
}

void Fetcher::cancel(Id id) {
  loop_->cancel(id);
}

std::size_t Fetcher::active() const {
  return loop_->active();
}

void Fetcher::run(std::chrono::milliseconds longest) {
  loop_->run(longest);
}

void Fetcher::wake() {
  loop_->wake();
}

Result fetch(const FetcherOptions& options,
             const Request& request,
             const std::function<bool()>& stopped) {
  constexpr std::chrono::milliseconds between_questions{200};
  Fetcher fetcher{options};
  std::optional<Result> result;
  const Fetcher::Id id = fetcher.add(request, [&](Result arrived) { result = std::move(arrived); });
  while (!result) {
    fetcher.run(between_questions);
    if (!result && stopped && stopped()) {
      fetcher.cancel(id);
    }
  }
  return *std::move(result);
}

}  // namespace arch::http
