#include "capture/gunzip.hpp"

#include <algorithm>

#include <zlib.h>

namespace arch::capture {

bool is_gzip(ByteView file) {
  return file.size() > 2 && file[0] == std::byte{0x1F} && file[1] == std::byte{0x8B};
}

std::optional<Bytes> gunzip(ByteView file, std::size_t max_bytes) {
  constexpr std::size_t piece = std::size_t{64} * 1024;
  constexpr int window_of_gzip = 15 + 16;
  z_stream stream{};
  if (inflateInit2(&stream, window_of_gzip) != Z_OK) {
    return std::nullopt;
  }
  // zlib's interface has no const; it does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(file.data()));
  stream.avail_in = static_cast<uInt>(file.size());
  Bytes unpacked;
  int result = Z_OK;
  while (result == Z_OK && unpacked.size() < max_bytes) {
    const std::size_t before = unpacked.size();
    unpacked.resize(std::min(before + piece, max_bytes));
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + before);
    stream.avail_out = static_cast<uInt>(unpacked.size() - before);
    result = inflate(&stream, Z_NO_FLUSH);
    unpacked.resize(unpacked.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return unpacked.empty() ? std::nullopt : std::optional{std::move(unpacked)};
}

}  // namespace arch::capture
