// How many checks a second one core makes of a server on loopback that answers 304, with
// connections kept: the server runs in a process of its own.
//   fetch_bench [CHECKS] [AT ONCE]

#include "bench/bench.hpp"
#include "http/fetcher.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <netinet/in.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench = arch::bench;
namespace http = arch::http;

namespace {

/// Answers every request on every connection with 304. Requests come whole on loopback.
[[noreturn]] void serve(int listener) {
  const int epoll = epoll_create1(0);
  epoll_event event{.events = EPOLLIN, .data = {.fd = listener}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  constexpr std::string_view answer = "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n";
  while (true) {
    epoll_wait(epoll, &event, 1, -1);
    const int ready = event.data.fd;
    if (ready == listener) {
      epoll_event added{.events = EPOLLIN, .data = {.fd = accept(listener, nullptr, nullptr)}};
      epoll_ctl(epoll, EPOLL_CTL_ADD, added.data.fd, &added);
      continue;
    }
    char request[4096];
    if (read(ready, request, sizeof request) <= 0 ||
        write(ready, answer.data(), answer.size()) < 0) {
      close(ready);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int checks = argc > 1 ? std::atoi(argv[1]) : 20'000;
  const int at_once = argc > 2 ? std::atoi(argv[2]) : 64;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 4096) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return 1;
  }
  const pid_t server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(listener);
  }
  const std::string base = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";

  http::Fetcher fetcher{{.user_agent = "arch/bench",
                         .allow_private = true,
                         .kept_connections = static_cast<std::size_t>(at_once)}};
  int begun = 0;
  int answered = 0;
  const auto begin = [&] {
    http::Request request{.url = http::Url::parse(base + std::to_string(begun)).value(),
                          .etag = "\"a\""};
    ++begun;
    fetcher.add(std::move(request), [&](const http::Result& result) {
      const auto* response = std::get_if<http::Response>(&result);
      answered += response != nullptr && response->status == 304 ? 1 : 0;
    });
  };
  const double start = bench::cpu_nanoseconds();
  while (begun < checks || fetcher.active() > 0) {
    while (begun < checks && fetcher.active() < static_cast<std::size_t>(at_once)) {
      begin();
    }
    fetcher.run(std::chrono::seconds{1});
  }
  const double seconds = (bench::cpu_nanoseconds() - start) / 1e9;
  kill(server, SIGKILL);
  std::printf(
      "%d of %d checks answered 304, %d at once: %.1f us of CPU each, %.0f a second of CPU\n",
      answered,
      checks,
      at_once,
      seconds / checks * 1e6,
      checks / seconds);
  return answered == checks ? 0 : 1;
}
