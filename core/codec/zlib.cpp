#include "codec/zlib.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstdint>

#include <zlib.h>

namespace arch::codec {

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
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(file.size(), UINT32_MAX));
  Bytes unpacked;
  std::size_t size = 0;
  int result = Z_OK;
  while (result == Z_OK && size < max_bytes) {
    if (size == unpacked.size()) {
      unpacked.resize(std::min(size + piece, max_bytes));
    }
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + size);
    stream.avail_out = static_cast<uInt>(unpacked.size() - size);
    result = inflate(&stream, Z_NO_FLUSH);
    size = unpacked.size() - stream.avail_out;
    // What comes after a member is the next one, or filling that nobody reads.
    if (result == Z_STREAM_END && stream.avail_in > 0) {
      result = inflateReset(&stream);
    }
  }
  inflateEnd(&stream);
  unpacked.resize(size);
  return unpacked.empty() ? std::nullopt : std::optional{std::move(unpacked)};
}

std::uint32_t crc32(ByteView bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

struct ZlibWriter::State {
  State() {
    if (deflateInit(&stream, Z_DEFAULT_COMPRESSION) != Z_OK) {
      throw Error{ErrorKind::io, "compressing: zlib has no memory"};
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { deflateEnd(&stream); }

  z_stream stream{};  // zlib points back to it
};

ZlibWriter::ZlibWriter() : state_{std::make_unique<State>()} {}
ZlibWriter::~ZlibWriter() = default;
ZlibWriter::ZlibWriter(ZlibWriter&&) noexcept = default;

void ZlibWriter::append(Bytes& bytes, ByteView content) {
  z_stream& stream = state_->stream;
  deflateReset(&stream);
  const std::size_t begin = bytes.size();
  bytes.resize(begin + deflateBound(&stream, content.size()));
  // zlib takes sizes of 32 bits and promises not to write to its input.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + begin);
  stream.avail_out = static_cast<uInt>(bytes.size() - begin);
  const int result = deflate(&stream, Z_FINISH);
  ARCH_ASSERT(result == Z_STREAM_END);
  bytes.resize(bytes.size() - stream.avail_out);
}

}  // namespace arch::codec
