#include "cmd/interrupt.hpp"

#include <csignal>

namespace arch::cmd {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

extern "C" void request_stop(int /*signal*/) {
  stop_requested = 1;
}

void handle(int signal, void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  stop_requested = 0;
  // No SA_RESTART: a read that waits for input must return.
  const int once = static_cast<int>(SA_RESETHAND);
  handle(SIGINT, request_stop, once);
  handle(SIGTERM, request_stop, once);
}

InterruptGuard::~InterruptGuard() {
  handle(SIGINT, SIG_DFL, 0);
  handle(SIGTERM, SIG_DFL, 0);
}

bool InterruptGuard::requested() {
  return stop_requested != 0;
}

}  // namespace arch::cmd
