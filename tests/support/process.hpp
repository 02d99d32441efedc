#pragma once

#include <functional>

#include <sys/types.h>

namespace arch::test {

/// A child of this process that runs `work` and ends with status 0, or 1 when it throws (and says
/// what on stderr). Killed, if it still runs, when this goes.
class ChildProcess {
public:
  explicit ChildProcess(const std::function<void()>& work);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Sends SIGKILL and waits for the end.
  void kill();
  /// Waits for the end. True: the status is 0.
  bool succeeds();

private:
  int wait();

  pid_t id_;
};

/// Numbers that a child tells its parent, in order.
class Pipe {
public:
  Pipe();
  ~Pipe();
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void send(int number) const;
  /// Waits for the next number. False: every sender is gone. Call close_sending() before.
  bool receive(int& number) const;
  /// In the parent, so that the end of the children is noticed.
  void close_sending();

private:
  int ends_[2] = {-1, -1};
};

/// Gives up root's power to ignore modes of files, for the rest of this process. Call it in a
/// child.
void become_nobody();

}  // namespace arch::test
