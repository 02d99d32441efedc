#include "support/failing_vfs.hpp"

#include <sqlite3.h>

#include <limits>
#include <stdexcept>

// A shim as https://sqlite.org/vfs.html describes it: every call goes on to the VFS that was the
// default before.

namespace arch::test {
namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

/// SQLite's interface is made of plain functions, so what they share cannot be in the class.
struct {
  sqlite3_vfs* real = nullptr;
  std::uint64_t calls = 0;
  std::uint64_t fails_from = never;
  int code = SQLITE_OK;
} state;

/// Counts a call that changes a file. Returns SQLITE_OK when it may go on.
int change() {
  return state.calls++ < state.fails_from ? SQLITE_OK : state.code;
}

struct ShimFile {
  sqlite3_file base;
  sqlite3_file* real;  ///< in the same allocation, behind this
};

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<ShimFile*>(file)->real;
}

int close(sqlite3_file* file) {
  return real(file)->pMethods != nullptr ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
}
int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), bytes, size, offset);
}
int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int refused = change();
  return refused != SQLITE_OK ? refused
                              : real(file)->pMethods->xWrite(real(file), bytes, size, offset);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int refused = change();
  return refused != SQLITE_OK ? refused : real(file)->pMethods->xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags) {
  const int refused = change();
  return refused != SQLITE_OK ? refused : real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* result) {
  return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int device_characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = close,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = file_size,
                                     .xLock = lock,
                                     .xUnlock = unlock,
                                     .xCheckReservedLock = check_reserved_lock,
                                     .xFileControl = file_control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = device_characteristics,
                                     .xShmMap = shm_map,
                                     .xShmLock = shm_lock,
                                     .xShmBarrier = shm_barrier,
                                     .xShmUnmap = shm_unmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* shim = reinterpret_cast<ShimFile*>(file);
  shim->base.pMethods = nullptr;
  shim->real = reinterpret_cast<sqlite3_file*>(shim + 1);
  if ((flags & SQLITE_OPEN_CREATE) != 0 && (flags & SQLITE_OPEN_MAIN_DB) == 0) {
    if (change() != SQLITE_OK) {
      return SQLITE_CANTOPEN;
    }
  }
  const int code = state.real->xOpen(state.real, name, shim->real, flags, out_flags);
  if (code == SQLITE_OK) {
    shim->base.pMethods = &methods;
  }
  return code;
}

sqlite3_vfs shim_vfs;

}  // namespace

FailingVfs::FailingVfs() {
  state = {.real = sqlite3_vfs_find(nullptr)};
  shim_vfs = *state.real;
  shim_vfs.zName = "failing";
  shim_vfs.pNext = nullptr;
  shim_vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + state.real->szOsFile;
  shim_vfs.xOpen = open;
  if (sqlite3_vfs_register(&shim_vfs, 1) != SQLITE_OK) {
    throw std::runtime_error{"registering a VFS"};
  }
}

FailingVfs::~FailingVfs() {
  sqlite3_vfs_unregister(&shim_vfs);
  sqlite3_vfs_register(state.real, 1);
}

void FailingVfs::fail_after(std::uint64_t calls, int code) {
  state.fails_from = state.calls + calls;
  state.code = code;
}

void FailingVfs::heal() {
  state.fails_from = never;
}

std::uint64_t FailingVfs::calls() const {
  return state.calls;
}

}  // namespace arch::test
