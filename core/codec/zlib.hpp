#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace arch::codec {

/// Whether a file begins as one of gzip (RFC 1952).
bool is_gzip(ByteView file);

/// Unpacks a gzip file, which sitemaps are served as (what HTTP compresses by itself, the fetcher
/// unpacks), all of its members. Stops at `max_bytes`: what is beyond is not made, so a few
/// kilobytes cannot ask for gigabytes. Of a damaged file gives what is before the damage; nullopt
/// if that is nothing.
std::optional<Bytes> gunzip(ByteView file, std::size_t max_bytes);

/// The checksum of gzip (RFC 1952, 8), which others use too.
std::uint32_t crc32(ByteView bytes);

/// Packs in zlib's format (RFC 1950), at its usual level. One for many texts, because making one
/// costs 256 KB.
class ZlibWriter {
public:
  /// Throws Error{io} when there is no memory.
  ZlibWriter();
  ~ZlibWriter();
  ZlibWriter(ZlibWriter&&) noexcept;
  ZlibWriter& operator=(ZlibWriter&&) = delete;

  /// Appends the packed form of `content`, of less than 4 GiB.
  void append(Bytes& bytes, ByteView content);

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arch::codec
