#pragma once

#include <cstdint>

namespace arch::test {

/// SQLite's file system, failing on command. While one exists, databases opened by this process go
/// through it. At most one at a time; databases must be closed before it goes.
class FailingVfs {
public:
  FailingVfs();
  ~FailingVfs();
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;

  /// Lets `calls` more calls that change a file (write, flush, cut, make) succeed; the one after
  /// fails with `code`, such as SQLITE_FULL, and so do all that follow until heal().
  void fail_after(std::uint64_t calls, int code);
  void heal();

  /// Calls that changed a file or failed to, so far.
  std::uint64_t calls() const;
};

}  // namespace arch::test
