#include "cmd/pager.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

// The environment as this process got it: what the pager gets, too.
extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX declares it nowhere

namespace arch::cmd {
namespace {

std::vector<char*> pager_environment(std::string& less) {
  std::vector<char*> variables;
  bool has_less = false;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    has_less = has_less || std::string_view{*variable}.starts_with("LESS=");
    variables.push_back(*variable);
  }
  if (!has_less) {
    variables.push_back(less.data());
  }
  variables.push_back(nullptr);
  return variables;
}

/// What the shell runs: the pager or, where there is none of that name, as without less on a small
/// system, what shows the text as it is.
std::string or_cat(const std::string& command) {
  const std::string program = command.substr(0, command.find_first_of(" \t\n"));
  const bool is_plain = program.find_first_not_of(
                            "abcdefghijklmnopqrstuvwxyz"
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                            "0123456789_./+-") == std::string::npos;
  if (program.empty() || !is_plain) {
    return command;  // The shell's own affair: a quoted path, a variable.
  }
  return "command -v " + program + " >/dev/null || exec cat\n" + command;
}

}  // namespace

std::unique_ptr<Pager> Pager::start(const std::string& command) {
  std::array<int, 2> pipe = {};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return nullptr;
  }

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
  // We ignore SIGPIPE, and SIGINT while a pager runs; the pager must not inherit that.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGPIPE);
  ::sigaddset(&signals, SIGINT);
  ::posix_spawnattr_setsigdefault(&attributes, &signals);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  std::string shell = "sh";
  std::string option = "-c";
  std::string text = or_cat(command);
  std::string less = "LESS=FRX";
  std::array<char*, 4> words{shell.data(), option.data(), text.data(), nullptr};
  std::vector<char*> variables = pager_environment(less);
  pid_t process = 0;
  const int failure =
      ::posix_spawn(&process, "/bin/sh", &actions, &attributes, words.data(), variables.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[0]);
  if (failure != 0) {
    ::close(pipe[1]);
    return nullptr;
  }
  // Ctrl-C is then for the pager: less stops a search with it, and is left by `q`.
  std::signal(SIGINT, SIG_IGN);
  return std::unique_ptr<Pager>{new Pager{process, pipe[1]}};
}

Pager::~Pager() {
  finish();
}

void Pager::finish() {
  if (process_ == 0) {
    return;
  }
  ::close(descriptor_);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_ = 0;
}

}  // namespace arch::cmd
