#pragma once

#include <cstdint>
#include <filesystem>

namespace arch::store {

/// The lock of an archive folder's writers: `flock` on its file `lock`.
///
/// SQLite has locks of its own, but up to version 3.51.2 (Debian 12 has 3.40.1) a checkpoint that
/// races a commit of another connection can corrupt a database in WAL mode. So whoever writes or
/// checkpoints holds this lock; only the last connection to close, of whoever it is, is left to
/// SQLite's own lock, which shuts out all others. The system lets go of it when a process ends,
/// however it ends.
class WriteLock {
public:
  explicit WriteLock(const std::filesystem::path& folder);
  ~WriteLock();
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

  /// Waits at most about `timeout_ms` milliseconds. Throws Error{busy} after that, Error{io} when
  /// the file cannot be made.
  void acquire(std::uint32_t timeout_ms);
  void release() noexcept;
  bool held() const { return held_; }

private:
  std::filesystem::path path_;
  int file_ = -1;  ///< open from the first acquire() on
  bool held_ = false;
};

}  // namespace arch::store
