#include "cmd/hooks.hpp"

#include "cmd/json.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace arch::cmd {
namespace {

std::string_view name_of(capture::WatchReport::Kind kind) {
  switch (kind) {
    using enum capture::WatchReport::Kind;
    case found:
      return "found";
    case revision:
      return "revision";
    case removal:
      return "removal";
    case site_blind:
      return "site-blind";
    case site_back:
      return "site-back";
    case trouble:
      return "trouble";
  }
  return {};
}

}  // namespace

std::optional<capture::WatchEvent> event_of(const capture::WatchReport& report) {
  switch (report.kind) {
    using enum capture::WatchReport::Kind;
    case revision:
      return capture::WatchEvent::revision;
    case removal:
      return capture::WatchEvent::removal;
    case site_blind:
      return capture::WatchEvent::site_blind;
    case site_back:
      return capture::WatchEvent::site_back;
    case found:
    case trouble:
      break;
  }
  return std::nullopt;
}

std::string report_record(const capture::WatchReport& report) {
  return JsonRecord{}
      .text("event", name_of(report.kind))
      .time("at", report.at)
      .text("site", report.site)
      .text("article", nonempty(report.article))
      .text("url", nonempty(report.url))
      .text("headline", nonempty(report.headline))
      .text("id", nonempty(report.id))
      .text("reason", nonempty(report.reason))
      .str();
}

void Hooks::tell(const capture::WatchReport& report) {
  const auto event = event_of(report);
  if (!event) {
    return;
  }
  for (const capture::HookConfig& hook : hooks_) {
    if (std::ranges::find(hook.events, *event) == hook.events.end()) {
      continue;
    }
    waiting_.push_back({.command = hook.command, .input = report_record(report) + "\n"});
    if (waiting_.size() > most_waiting) {
      waiting_.pop_front();
    }
  }
}

std::vector<std::string> Hooks::attend() {
  std::vector<std::string> failed;
  std::erase_if(running_, [&](const std::pair<pid_t, std::string>& hook) {
    int status = 0;
    if (::waitpid(hook.first, &status, WNOHANG) == 0) {
      return false;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      failed.push_back(hook.second);
    }
    return true;
  });
  while (!waiting_.empty() && running_.size() < most_running) {
    if (!start(waiting_.front())) {
      failed.push_back(waiting_.front().command.front());
    }
    waiting_.pop_front();
  }
  return failed;
}

bool Hooks::start(const Waiting& hook) {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return false;
  }
  // An event is smaller than a pipe holds, so writing it waits for nobody; were it larger, the
  // rest would be lost and not the watcher's time.
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
  const ssize_t written = ::write(ends[1], hook.input.data(), hook.input.size());
  ::close(ends[1]);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  std::vector<std::string> words = hook.command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int result =
      ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (result != 0 || written < 0) {
    return false;
  }
  running_.emplace_back(process, hook.command.front());
  return true;
}

}  // namespace arch::cmd
