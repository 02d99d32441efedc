#include "support/process.hpp"

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace arch::test {
namespace {

std::system_error failure(const char* doing) {
  return {errno, std::generic_category(), doing};
}

}  // namespace

ChildProcess::ChildProcess(const std::function<void()>& work) : id_(::fork()) {
  if (id_ < 0) {
    throw failure("forking");
  }
  if (id_ > 0) {
    return;
  }
  // _exit: the parent's test program must not end a second time in here.
  try {
    work();
    ::_exit(0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child process: %s\n", error.what());
    ::_exit(1);
  }
}

ChildProcess::~ChildProcess() {
  if (id_ > 0) {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
}

void ChildProcess::kill() {
  ::kill(id_, SIGKILL);
  wait();
}

bool ChildProcess::succeeds() {
  const int status = wait();
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int ChildProcess::wait() {
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0) {
    if (errno != EINTR) {
      throw failure("waiting for a child");
    }
  }
  id_ = -1;
  return status;
}

Pipe::Pipe() {
  if (::pipe(ends_) != 0) {
    throw failure("making a pipe");
  }
}

Pipe::~Pipe() {
  ::close(ends_[0]);
  close_sending();
}

void Pipe::send(int number) const {
  if (::write(ends_[1], &number, sizeof number) != sizeof number) {
    throw failure("writing to a pipe");
  }
}

bool Pipe::receive(int& number) const {
  ssize_t size = 0;
  do {
    size = ::read(ends_[0], &number, sizeof number);
  } while (size < 0 && errno == EINTR);
  return size == sizeof number;
}

void Pipe::close_sending() {
  if (ends_[1] >= 0) {
    ::close(ends_[1]);
    ends_[1] = -1;
  }
}

void become_nobody() {
  constexpr uid_t nobody = 65534;
  if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
    throw failure("becoming nobody");
  }
}

}  // namespace arch::test
