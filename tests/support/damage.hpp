#pragma once

#include <cstdint>
#include <filesystem>

namespace arch::test {

/// Inverts one bit of a file, `bit` counted from the lowest bit of its first byte.
/// Throws std::runtime_error when the file is shorter.
void flip_bit(const std::filesystem::path& path, std::uint64_t bit);

/// Cuts a file to its first `bytes` bytes.
void truncate(const std::filesystem::path& path, std::uint64_t bytes);

}  // namespace arch::test
