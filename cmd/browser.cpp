#include "cmd/browser.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "cmd/temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace arch::cmd {
namespace {

constexpr std::array<std::string_view, 4> programs = {
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"};

/// Bytes of a page's DOM; what core/http takes of a page.
constexpr std::size_t max_dom = std::size_t{32} << 20;
/// Bytes of memory that one of the browser's processes may write to. Pages of news take 200 MB.
constexpr rlim_t max_memory = rlim_t{4} << 30;
/// Milliseconds of a page's own time, which passes as fast as its scripts allow.
constexpr int page_time = 10'000;

const std::string screenshot_name = "arch-screenshot.png";

std::vector<std::string> arguments_of(const BrowserRun& run, const std::string& folder) {
  std::vector<std::string> arguments{
      run.program,
      "--headless",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-extensions",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--no-default-browser-check",
      "--mute-audio",
      "--window-size=1280,2000",
      "--user-data-dir=" + folder,
      "--user-agent=" + run.user_agent,
      run.proxy.empty() ? "--no-proxy-server" : "--proxy-server=" + run.proxy,
      fmt::format("--virtual-time-budget={}", page_time),
      "--dump-dom"};
  if (run.takes_screenshot) {
    arguments.push_back("--screenshot=" + folder + "/" + screenshot_name);
  }
  if (geteuid() == 0) {
    arguments.emplace_back("--no-sandbox");  // which root cannot have
  }
  arguments.push_back(run.url);  // begins with http, so it is no option
  return arguments;
}

/// The browser's processes and the end of what it prints.
class Running {
public:
  Running(const std::vector<std::string>& arguments, const std::string& folder) {
    std::vector<char*> list;
    list.reserve(arguments.size() + 1);
    for (const std::string& argument : arguments) {
      list.push_back(const_cast<char*>(argument.c_str()));  // execve() changes none
    }
    list.push_back(nullptr);
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
      throw make_io_error("starting the browser");
    }
    output_ = pipe_ends[0];
    process_ = fork();
    if (process_ == 0) {
      become(list, pipe_ends[1], folder.c_str());
    }
    close(pipe_ends[1]);
    if (process_ < 0) {
      close(output_);
      throw make_io_error("starting the browser");
    }
    setpgid(process_, process_);  // also here: whichever of the two comes first
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    kill(-process_, SIGKILL);
    while (process_ > 0 && !has_ended_ && waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    close(output_);
  }

  /// Waits for output; false when none came in time.
  bool wait(int milliseconds) const {
    pollfd waited{.fd = output_, .events = POLLIN, .revents = 0};
    return poll(&waited, 1, milliseconds) > 0;
  }

  /// Whether the browser itself has ended.
  bool has_ended() {
    has_ended_ = has_ended_ || waitpid(process_, nullptr, WNOHANG) == process_;
    return has_ended_;
  }

  /// Appends what there is; false at the end.
  bool read_into(std::string& text) const {
    std::array<char, 65'536> piece{};
    const ssize_t size = ::read(output_, piece.data(), piece.size());
    if (size > 0) {
      text.append(piece.data(), static_cast<std::size_t>(size));
    }
    return size > 0 || (size < 0 && errno == EINTR);
  }

private:
  /// In the child: only what is safe after fork().
  [[noreturn]] static void become(const std::vector<char*>& list, int output, const char* folder) {
    setpgid(0, 0);
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(nothing, STDERR_FILENO) < 0) {
      _exit(127);
    }
    const rlimit memory{.rlim_cur = max_memory, .rlim_max = max_memory};
    setrlimit(RLIMIT_DATA, &memory);
    if (chdir(folder) == 0) {
      execv(list[0], list.data());
    }
    _exit(127);
  }

  pid_t process_ = -1;
  bool has_ended_ = false;
  int output_ = -1;
};

}  // namespace

std::optional<std::string> find_browser(std::string_view path_variable) {
  while (!path_variable.empty()) {
    const std::size_t end = std::min(path_variable.find(':'), path_variable.size());
    const std::string_view folder = path_variable.substr(0, end);
    for (const std::string_view program : programs) {
      std::string path = fmt::format("{}/{}", folder, program);
      if (folder.starts_with('/') && access(path.c_str(), X_OK) == 0) {
        return path;
      }
    }
    path_variable.remove_prefix(std::min(end + 1, path_variable.size()));
  }
  return std::nullopt;
}

namespace {

/// Calls `work` until it returns false. Throws Error{interrupted}, Error{network} when it takes too
/// long.
template <typename Work>
void go_on(const BrowserRun& run, const std::function<bool()>& stopped, const Work& work) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point deadline = Clock::now() + run.longest;
  while (work()) {
    if (stopped()) {
      throw Error{ErrorKind::interrupted, "interrupted"};
    }
    if (Clock::now() >= deadline) {
      throw Error{ErrorKind::network,
                  fmt::format("rendering {}: the browser took too long", one_line(run.url))};
    }
  }
}

Error too_large(const BrowserRun& run) {
  return Error{
      ErrorKind::network,
      fmt::format("rendering {}: the page is larger than {} bytes", one_line(run.url), max_dom)};
}

Bytes read_screenshot(const BrowserRun& run, const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size == 0) {
    throw Error{ErrorKind::network,
                fmt::format("rendering {}: the browser made no picture", one_line(run.url))};
  }
  if (size > max_dom) {
    throw too_large(run);
  }
  return read_file(path, max_dom);
}

}  // namespace

Rendered render(const BrowserRun& run, const std::function<bool()>& stopped) {
  constexpr int between_questions = 200;  // milliseconds
  const TemporaryFolder folder{"browser"};
  Running browser{arguments_of(run, folder.path().string()), folder.path().string()};
  Rendered rendered;
  go_on(run, stopped, [&] {
    const bool goes_on = !browser.wait(between_questions) || browser.read_into(rendered.dom);
    if (rendered.dom.size() > max_dom) {
      throw too_large(run);
    }
    return goes_on;
  });
  if (rendered.dom.empty()) {
    throw Error{ErrorKind::network,
                fmt::format("rendering {}: the browser gave no page", one_line(run.url)),
                fmt::format("try `{} --headless --dump-dom URL`", run.program)};
  }
  if (run.takes_screenshot) {
    // It may be written after the page was printed.
    constexpr int between_looks = 20;  // milliseconds
    go_on(
        run, stopped, [&] { return !browser.has_ended() && poll(nullptr, 0, between_looks) == 0; });
    rendered.screenshot = read_screenshot(run, folder.path() / screenshot_name);
  }
  return rendered;
}

}  // namespace arch::cmd
