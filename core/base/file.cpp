#include "base/file.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace arch {

namespace {

/// An open file, closed when it goes.
class Descriptor {
public:
  explicit Descriptor(int number) : number_{number} {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

  /// Closes now, for a file whose writing must be known to have worked.
  int close() { return ::close(std::exchange(number_, -1)); }

private:
  int number_;
};

/// Removes a file that was not finished.
class Unfinished {
public:
  explicit Unfinished(std::string path) : path_{std::move(path)} {}
  ~Unfinished() {
    if (!path_.empty()) {
      ::unlink(path_.c_str());
    }
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  void keep() { path_.clear(); }

private:
  std::string path_;
};

Error path_error(std::string_view action, const std::filesystem::path& path) {
  return make_io_error(fmt::format("{} {}", action, one_line(path.native())));
}

void write_all(int file, ByteView bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      throw path_error("writing", path);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

/// Makes the rename itself survive a power cut.
void flush_folder(const std::filesystem::path& folder) {
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  // Some file systems cannot flush a folder and say EINVAL; there is nothing more to do then.
  if (opened.number() < 0 || (::fsync(opened.number()) != 0 && errno != EINVAL)) {
    throw path_error("flushing", folder);
  }
}

}  // namespace

Bytes read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number() < 0) {
    Error error = path_error("opening", path);
    throw errno == ENOENT ? Error{ErrorKind::not_found, error.what()} : error;
  }
  // The size is a first guess only: a pipe has none, and a file may grow while it is read. One byte
  // more than the guess shows the end without a second growth, and one more than allowed, excess.
  struct stat status = {};
  const std::size_t limit = max_bytes + 1 == 0 ? max_bytes : max_bytes + 1;
  std::size_t guess = 64UL * 1024;
  if (::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    guess = static_cast<std::size_t>(status.st_size) + 1;
  }
  Bytes bytes(std::min(guess, limit));
  std::size_t used = 0;
  while (true) {
    const ssize_t got = ::read(file.number(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw path_error("reading", path);
    }
    used += static_cast<std::size_t>(got);
    if (used > max_bytes) {
      throw Error{
          ErrorKind::unsupported,
          fmt::format("reading {}: larger than {} bytes", one_line(path.native()), max_bytes)};
    }
    if (got == 0) {
      bytes.resize(used);
      return bytes;
    }
    if (used == bytes.size()) {
      bytes.resize(std::min(2 * bytes.size(), limit));
    }
  }
}

void write_file_atomically(const std::filesystem::path& path, ByteView bytes) {
  // Beside the target, because a rename does not cross file systems.
  std::string name = path.native() + ".XXXXXX";
  Descriptor file{::mkostemp(name.data(), O_CLOEXEC)};
  if (file.number() < 0) {
    throw path_error("creating a file beside", path);
  }
  Unfinished unfinished{name};
  write_all(file.number(), bytes, path);
  // mkostemp makes a private file; 0644 is what an ordinary one would get, umask aside.
  struct stat status = {};
  const mode_t mode = ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0644U;
  if (::fchmod(file.number(), mode) != 0 || ::fsync(file.number()) != 0 || file.close() != 0) {
    throw path_error("writing", path);
  }
  if (::rename(name.c_str(), path.c_str()) != 0) {
    throw path_error("renaming to", path);
  }
  unfinished.keep();
  flush_folder(path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."});
}

std::optional<std::filesystem::path> find_upward(const std::filesystem::path& start,
                                                 std::string_view name) {
  std::error_code code;
  std::filesystem::path folder = std::filesystem::absolute(start, code).lexically_normal();
  if (code) {
    throw Error{ErrorKind::io,
                fmt::format("resolving {}: {}", one_line(start.native()), code.message())};
  }
  while (true) {
    std::filesystem::path candidate = folder / name;
    if (std::filesystem::exists(std::filesystem::symlink_status(candidate, code))) {
      return candidate;
    }
    const std::filesystem::path above = folder.parent_path();
    if (above == folder) {
      return std::nullopt;
    }
    folder = above;
  }
}

}  // namespace arch
