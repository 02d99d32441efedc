#include "support/program.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace arch::test {
namespace {

/// No test takes so long: what does hangs.
constexpr std::chrono::minutes longest{2};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> environment = command.environment;
  for (const char* name : {"PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) {
      environment.push_back(std::string{name} + "=" + value);
    }
  }
  return environment;
}

}  // namespace

RunningProgram::RunningProgram(const Command& command)
    : deadline_{std::chrono::steady_clock::now() + longest} {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error{"no pipe"};
  }
  out_ = out[0];
  err_ = err[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = environment_of(command);
  const int result = posix_spawnp(&process_,
                                  words.at(0).c_str(),
                                  &actions,
                                  nullptr,
                                  pointers_to(words).data(),
                                  pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  if (result != 0) {
    process_ = -1;
    throw std::runtime_error{"cannot start " + words[0]};
  }
}

RunningProgram::~RunningProgram() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(out_);
  close(err_);
}

bool RunningProgram::read_some() {
  std::array<pollfd, 2> ends{pollfd{.fd = out_, .events = POLLIN, .revents = 0},
                             pollfd{.fd = err_, .events = POLLIN, .revents = 0}};
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline_ - std::chrono::steady_clock::now());
  if (left.count() <= 0 || poll(ends.data(), ends.size(), static_cast<int>(left.count())) <= 0) {
    throw std::runtime_error{"the program hangs; it said: " + ended_.out + ended_.err};
  }
  bool is_open = false;
  for (const pollfd& end : ends) {
    if (end.revents == 0) {
      is_open = true;
      continue;
    }
    std::array<char, 65'536> piece{};
    const ssize_t size = read(end.fd, piece.data(), piece.size());
    if (size > 0) {
      is_open = true;
      (end.fd == out_ ? ended_.out : ended_.err)
          .append(piece.data(), static_cast<std::size_t>(size));
    }
  }
  return is_open;
}

bool RunningProgram::wait_for(const std::function<bool(const Ended& so_far)>& is_enough) {
  while (!is_enough(ended_)) {
    if (!read_some()) {
      return is_enough(ended_);
    }
  }
  return true;
}

void RunningProgram::signal(int number) const {
  kill(process_, number);
}

Ended RunningProgram::wait() {
  while (read_some()) {
  }
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  ended_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended_;
}

Ended run_program(const Command& command) {
  return RunningProgram{command}.wait();
}

}  // namespace arch::test
