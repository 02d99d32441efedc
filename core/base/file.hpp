#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

namespace arch {

/// Reads a whole file, or pipe. Throws Error{not_found} when there is none,
/// Error{io} when it cannot be read, and Error{unsupported} as soon as it proves
/// larger than `max_bytes`.
Bytes read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Writes `bytes` so that after any crash the file at `path` has either its old
/// content or all of the new: into a new file beside it, flushed to the disk,
/// then renamed. Throws Error{io}; the old file is then untouched.
void write_file_atomically(const std::filesystem::path& path, ByteView bytes);

/// Returns the path of `name` in `start` or in the nearest folder above it that
/// has it, or nullopt. `start` may be relative. Throws Error{io} when `start`
/// cannot be resolved.
std::optional<std::filesystem::path> find_upward(const std::filesystem::path& start,
                                                 std::string_view name);

}  // namespace arch
