#include "cmd/pdf_text.hpp"

#include "article/read_text.hpp"
#include "article/wrapped_lines.hpp"
#include "base/error.hpp"
#include "history/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace arch::cmd {
namespace {

constexpr rlim_t most_seconds = 30;  // of processor time
constexpr int most_milliseconds = 60'000;
constexpr rlim_t most_memory = rlim_t{1} << 30U;
constexpr std::size_t most_text = history::max_page_size;

/// A file in memory, which no name leads to.
class MemoryFile {
public:
  MemoryFile() : fd_{::memfd_create("arch", MFD_CLOEXEC)} {
    if (fd_ < 0) {
      throw Error{ErrorKind::io, "reading a PDF file: no file in memory could be made", ""};
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(fd_); }

  int fd() const { return fd_; }

  void write(ByteView bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        throw Error{ErrorKind::io, "reading a PDF file: the memory for it is full", ""};
      }
      bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    ::lseek(fd_, 0, SEEK_SET);
  }

  Bytes read() const {
    Bytes bytes(static_cast<std::size_t>(std::max<off_t>(::lseek(fd_, 0, SEEK_END), 0)));
    std::size_t size = 0;
    while (size < bytes.size()) {
      const ssize_t count =
          ::pread(fd_, bytes.data() + size, bytes.size() - size, static_cast<off_t>(size));
      if (count <= 0 && errno != EINTR) {
        break;
      }
      size += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    bytes.resize(size);
    return bytes;
  }

private:
  int fd_;
};

void limit(pid_t process, __rlimit_resource what, rlim_t most) {
  const rlimit value{most, most};
  ::prlimit(process, what, &value, nullptr);
}

/// Waits until a process has ended, and ends it when its time is over. Returns its exit status; 128
/// and more when a signal ended it.
int wait_for(pid_t process) {
  // glibc 2.36 declares pidfd_open() without C linkage.
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  pollfd ended{.fd = watched, .events = POLLIN, .revents = 0};
  int ready = 0;
  do {
    ready = ::poll(&ended, 1, most_milliseconds);
  } while (ready < 0 && errno == EINTR);
  ::close(watched);
  if (ready == 0) {
    ::kill(process, SIGKILL);
  }
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  constexpr int by_signal = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
}

/// Runs `pdftotext` with standard input, output and error; nullopt when there is no such program.
std::optional<int> run_pdftotext(std::vector<std::string> words, int input, int output, int talk) {
  words.insert(words.begin(), "pdftotext");
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, talk, STDERR_FILENO);
  pid_t process = 0;
  const int failure =
      ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure == ENOENT) {
    return std::nullopt;
  }
  if (failure != 0) {
    throw Error{ErrorKind::io, "pdftotext could not be started", ""};
  }
  limit(process, RLIMIT_CPU, most_seconds);
  limit(process, RLIMIT_AS, most_memory);
  limit(process, RLIMIT_FSIZE, most_text);
  return wait_for(process);
}

/// The version that `pdftotext -v` says: `pdftotext version 22.12.0`; empty when it says none.
std::string version_in(std::string_view talk) {
  constexpr std::string_view label = "version ";
  const std::size_t at = talk.find(label);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = talk.substr(at + label.size());
  return std::string{rest.substr(0, rest.find_first_not_of("0123456789."))};
}

}  // namespace

article::ReadDocument read_pdf(ByteView pdf, std::string_view name) {
  const MemoryFile input;
  input.write(pdf);
  const MemoryFile text;
  const MemoryFile talk;
  const MemoryFile version;
  const std::optional<int> status = run_pdftotext(
      {"-layout", "-nopgbrk", "-enc", "UTF-8", "-", "-"}, input.fd(), text.fd(), talk.fd());
  if (!status) {
    throw Error{ErrorKind::unsupported,
                fmt::format("reading {}: it is a PDF file, and pdftotext is not installed", name),
                "install it: `apt install poppler-utils`"};
  }
  if (*status != 0) {
    throw Error{
        ErrorKind::unsupported,
        fmt::format("reading {}: pdftotext cannot read it (it ended with {})", name, *status),
        "is it damaged, or does it need a password?"};
  }
  run_pdftotext({"-v"}, input.fd(), talk.fd(), version.fd());
  const Bytes said = version.read();
  const Bytes lines = text.read();
  return {.text = article::document_of_text(as_bytes(article::join_wrapped_lines(as_text(lines)))),
          .reader = "pdf/1-" + version_in(as_text(said))};
}

}  // namespace arch::cmd
