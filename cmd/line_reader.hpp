#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace arch::cmd {

/// Reads lines from a file descriptor, for no longer than it is told to wait.
class LineReader {
public:
  explicit LineReader(int descriptor) : descriptor_(descriptor) {}

  enum class Got {
    line,
    nothing,      ///< the time is over
    end,          ///< there is no more
    interrupted,  ///< by a signal
  };

  /// Waits for a line and puts it into `line`, without its line end; for ever without `until`.
  /// Throws Error{io}, and Error{usage} on a line longer than max_line.
  Got read(std::string& line, std::optional<std::chrono::steady_clock::time_point> until);

  /// Longest line, in bytes: a file's name, a key, a URL and a time, each as long as it may be.
  static constexpr std::size_t max_line = std::size_t{64} * 1024;

private:
  int descriptor_;
  std::string buffer_;
  std::size_t used_ = 0;  // of buffer_, handed out already
  bool ended_ = false;
};

}  // namespace arch::cmd
