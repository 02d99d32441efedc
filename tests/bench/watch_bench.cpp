// How many checks a second a watch makes, and in how much memory: articles on hosts of loopback
// whose server, in a process of its own, answers 304, and each 25th time 200 with a changed page.
//   watch_bench FOLDER [ARTICLES] [HOSTS] [CHECKS]    makes an archive in FOLDER

#include "bench/bench.hpp"
#include "capture/watcher.hpp"
#include "history/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace bench = arch::bench;
namespace capture = arch::capture;
namespace history = arch::history;

namespace {

constexpr int changed_one_in = 25;
constexpr std::int64_t begin_time = 1'767'225'600;  // 2026-01-01

struct Size {
  int articles = 100'000;
  int hosts = 500;
  std::uint64_t checks = 50'000;
};

/// Every address of 127.0.0.0/8 is this machine, so each host has its own.
std::string origin_of(int host, int port) {
  return fmt::format("http://127.0.{}.{}:{}", 1 + host / 200, 1 + host % 200, port);
}

std::string path_of(int article) {
  return fmt::format("/news/story-{}", article);
}

std::string paragraph_of(std::string_view path, int version, int number) {
  return fmt::format(
      "The council of the town decided in its session number {} that the bridge of {} is to be "
      "opened again in week {}, the mayor told reporters on Monday.",
      version,
      path,
      number);
}

/// An article of about 150 words.
constexpr int paragraphs = 6;

std::string page_of(std::string_view path, int version) {
  std::string page = fmt::format(
      "<!doctype html><html lang=en><head><title>Story</title></head><body><main><article>"
      "<h1>Story {} of the day</h1>",
      path);
  for (int i = 0; i < paragraphs; ++i) {
    page += "<p>" + paragraph_of(path, version, i) + "</p>";
  }
  return page + "</article></main></body></html>";
}

/// As it is read out of that page, so that a hundred thousand need not be read to begin with.
std::string document_of(std::string_view path, int version) {
  std::string document = fmt::format("headline: Story {} of the day\nlanguage: en\n", path);
  for (int i = 0; i < paragraphs; ++i) {
    document += "\n" + paragraph_of(path, version, i) + "\n";
  }
  return document;
}

class Server {
public:
  [[noreturn]] static void run(int listener) {
    Server server{listener};
    while (true) {
      server.step();
    }
  }

private:
  explicit Server(int listener) : listener_{listener}, epoll_{epoll_create1(0)} { add(listener); }

  void add(int descriptor) const {
    epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  void step() {
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int ready = events[static_cast<std::size_t>(i)].data.fd;
      if (ready == listener_) {
        const int peer = accept(listener_, nullptr, nullptr);
        const int on = 1;
        setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        add(peer);
      } else if (!answer(ready)) {
        close(ready);
      }
    }
  }

  /// Requests come whole on loopback.
  bool answer(int peer) {
    std::array<char, 8192> request{};
    const ssize_t size = read(peer, request.data(), request.size());
    if (size <= 0) {
      return false;
    }
    std::string_view target{request.data(), static_cast<std::size_t>(size)};
    target.remove_prefix(std::min(target.find(' ') + 1, target.size()));
    target = target.substr(0, target.find(' '));
    std::string answer;
    if (target == "/robots.txt") {
      answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    } else if (++answers_ % changed_one_in == 0) {
      const std::string page = page_of(target, answers_);
      answer = fmt::format(
          "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"{}\"\r\n"
          "Content-Length: {}\r\n\r\n{}",
          answers_,
          page.size(),
          page);
    } else {
      answer = "HTTP/1.1 304 Not Modified\r\n\r\n";
    }
    return write(peer, answer.data(), answer.size()) >= 0;
  }

  int listener_;
  int epoll_;
  int answers_ = 0;
};

/// In a process of its own, so that its memory is not counted.
template <typename Work>
pid_t in_child(const Work& work) {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    _exit(0);
  }
  return child;
}

void make_archive(const std::string& folder, const Size& size, int port) {
  history::Archive::create(folder);
  history::Archive archive{folder + "/.arch", arch::store::OpenOptions::Access::write};
  constexpr int at_once = 1000;
  for (int begin = 0; begin < size.articles; begin += at_once) {
    history::Recorder recorder{archive};
    for (int article = begin; article < std::min(begin + at_once, size.articles); ++article) {
      const std::string url = origin_of(article % size.hosts, port) + path_of(article);
      const std::string page = page_of(path_of(article), 0);
      const history::Look look{
          .observed = {begin_time},
          .page = arch::as_bytes(page),
          .url = url,
          .source = {{"status", "200"}, {"etag", "\"0\""}, {"content-type", "text/html"}},
          .document = arch::article::ReadDocument{.text = document_of(path_of(article), 0),
                                                  .reader = "html/1"}};
      recorder.record(url, std::span{&look, 1});
    }
    recorder.commit();
  }
}

capture::WatchConfig make_config(const Size& size, int port) {
  capture::WatchConfig config{.contact = "bench@localhost",
                              .requests_per_hour = 100'000'000,
                              .connections = 64,
                              .allow_private = true};
  for (int host = 0; host < size.hosts; ++host) {
    config.sites.push_back({.name = std::to_string(host),
                            .urls = {origin_of(host, port) + path_of(host)},
                            .delay = std::chrono::milliseconds{0},
                            .concurrency = 2,
                            .requests_per_hour = 100'000'000});
  }
  return config;
}

/// The largest memory of this process so far, in MB.
double peak_megabytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::strtod(line.c_str() + 6, nullptr) * 1024 / 1e6;
    }
  }
  return 0;
}

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int watch(const std::string& folder, const Size& size, int port) {
  history::Archive archive{folder + "/.arch", arch::store::OpenOptions::Access::write};
  // Days pass as fast as checks are made, so that all articles are always due.
  std::int64_t now = begin_time + 86'400;
  const auto start = [&] {
    return std::make_unique<capture::Watcher>(
        archive,
        make_config(size, port),
        capture::WatchOptions{.folder = folder + "/.arch",
                              .now = [&] { return arch::UtcTime{now}; },
                              .ticks = steady_seconds,
                              .make_salt = [] { return std::string(32, 'a'); },
                              .fetcher = {.user_agent = "arch-bench", .allow_private = true},
                              .readers = std::max(std::thread::hardware_concurrency(), 2U) - 1,
                              .report = [](const capture::WatchReport&) {}});
  };
  const double before_loading = thread_seconds();
  std::unique_ptr<capture::Watcher> watcher = start();
  const double loading = thread_seconds() - before_loading;
  std::printf("%d articles on %d hosts: %.1f s of CPU to start, %.0f MB\n",
              size.articles,
              size.hosts,
              loading,
              peak_megabytes());
  std::fflush(stdout);
  const double wall = steady_seconds();
  const double thread = thread_seconds();
  const double process = bench::cpu_nanoseconds() / 1e9;
  while (watcher->totals().checks < size.checks) {
    watcher->step(std::chrono::milliseconds{5});
    now += 3600;
  }
  const auto checks = static_cast<double>(watcher->totals().checks);
  const double watching = thread_seconds() - thread;
  const double all = bench::cpu_nanoseconds() / 1e9 - process;
  std::printf("%.0f checks, %llu of them changed, %llu not seen, in %.1f s\n",
              checks,
              static_cast<unsigned long long>(watcher->totals().revisions),
              static_cast<unsigned long long>(watcher->totals().failed),
              steady_seconds() - wall);
  std::printf("  fetching, recording and planning   %6.0f checks a second of one core   %s\n",
              checks / watching,
              checks / watching >= 1000 ? "ok, at least 1,000" : "OVER: at least 1,000");
  std::printf("  with the threads that read pages   %6.0f checks a second of CPU\n", checks / all);
  std::printf("  largest memory                     %6.0f MB   %s\n",
              peak_megabytes(),
              peak_megabytes() <= 300 ? "ok, at most 300" : "OVER: at most 300");
  watcher->stop();
  while (!watcher->is_idle()) {
    watcher->step(std::chrono::milliseconds{5});
  }
  watcher.reset();
  const double before_again = thread_seconds();
  watcher = start();
  std::printf("started again, with what was learned: %.1f s of CPU\n",
              thread_seconds() - before_again);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: watch_bench FOLDER [ARTICLES] [HOSTS] [CHECKS]\n");
    return 2;
  }
  Size size;
  size.articles = argc > 2 ? std::atoi(argv[2]) : size.articles;
  size.hosts = argc > 3 ? std::atoi(argv[3]) : size.hosts;
  size.checks = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : size.checks;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t length = sizeof address;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      listen(listener, 4096) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    std::perror("listening");
    return 1;
  }
  const int port = ntohs(address.sin_port);
  const std::string folder = argv[1];
  const pid_t maker = in_child([&] { make_archive(folder, size, port); });
  int status = 0;
  if (waitpid(maker, &status, 0) != maker || status != 0) {
    std::fprintf(stderr, "no archive could be made\n");
    return 1;
  }
  const pid_t server = in_child([&] { Server::run(listener); });
  close(listener);
  const int result = watch(folder, size, port);
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  return result;
}
