#include "store/write_lock.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "store/patience.hpp"

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace arch::store {

WriteLock::WriteLock(const std::filesystem::path& folder) : path_(folder / "lock") {}

WriteLock::~WriteLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

void WriteLock::acquire(std::uint32_t timeout_ms) {
  ARCH_ASSERT(!held_);
  if (file_ < 0) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) {
      throw make_io_error(fmt::format("opening {}", one_line(path_.native())));
    }
  }
  Patience patience{timeout_ms};
  while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) {
      continue;
    }
    if (errno != EWOULDBLOCK) {
      throw make_io_error(fmt::format("locking {}", one_line(path_.native())));
    }
    if (!patience.wait()) {
      throw Error{ErrorKind::busy,
                  fmt::format("locking {}: another process is writing", one_line(path_.native())),
                  "wait for it to finish, then try again"};
    }
  }
  held_ = true;
}

void WriteLock::release() noexcept {
  if (held_) {
    ::flock(file_, LOCK_UN);
    held_ = false;
  }
}

}  // namespace arch::store
