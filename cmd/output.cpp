#include "cmd/output.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstddef>

#include <unistd.h>

namespace arch::cmd {
namespace {

/// A pipe's capacity on Linux: more at once gains nothing.
constexpr std::size_t buffer_size = std::size_t{64} * 1024;

}  // namespace

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= buffer_size) {
    flush();
  }
}

void Output::line(std::string_view text) {
  buffer_ += text;
  write("\n");
}

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !closed_) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      closed_ = true;
    } else if (errno != EINTR) {
      const Error error = make_io_error("writing the output");
      buffer_.clear();
      throw error;
    }
  }
  buffer_.clear();
  if (closed_ && when_closed_ == WhenClosed::stop) {
    throw OutputClosed{};
  }
}

void Output::redirect(int descriptor) {
  flush();
  descriptor_ = descriptor;
  closed_ = false;
}

}  // namespace arch::cmd
