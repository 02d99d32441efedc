#include "cmd/line_reader.hpp"

#include "base/error.hpp"
#include "cmd/interrupt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace arch::cmd {
namespace {

/// Milliseconds until then, for poll(): at least 0; -1 without a time is for ever. An interrupt
/// that comes just before poll() must not wait for input that never comes, so no single wait is
/// longer than this.
constexpr int longest_wait = 500;

int wait_for(std::optional<std::chrono::steady_clock::time_point> until) {
  if (!until) {
    return longest_wait;
  }
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now());
  return static_cast<int>(
      std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, longest_wait));
}

}  // namespace

LineReader::Got LineReader::read(std::string& line,
                                 std::optional<std::chrono::steady_clock::time_point> until) {
  while (true) {
    if (InterruptGuard::requested()) {
      return Got::interrupted;
    }
    const std::size_t end = buffer_.find('\n', used_);
    if (end != std::string::npos || (ended_ && used_ < buffer_.size())) {
      line.assign(buffer_, used_, end - used_);
      used_ = end == std::string::npos ? buffer_.size() : end + 1;
      return Got::line;
    }
    if (ended_) {
      return Got::end;
    }
    buffer_.erase(0, used_);
    used_ = 0;
    if (buffer_.size() > max_line) {
      throw Error{ErrorKind::usage,
                  fmt::format("standard input has a line of more than {} bytes", max_line)};
    }

    pollfd input{.fd = descriptor_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&input, 1, wait_for(until));
    if (ready < 0 && errno != EINTR) {
      throw make_io_error("waiting for standard input");
    }
    if (ready <= 0) {
      if (until && std::chrono::steady_clock::now() >= *until) {
        return Got::nothing;
      }
      continue;
    }
    std::array<char, 16384> block = {};
    const ssize_t got = ::read(descriptor_, block.data(), block.size());
    if (got < 0 && errno != EINTR) {
      throw make_io_error("reading standard input");
    }
    ended_ = got == 0;
    if (got > 0) {
      buffer_.append(block.data(), static_cast<std::size_t>(got));
    }
  }
}

}  // namespace arch::cmd
