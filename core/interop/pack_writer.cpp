#include "interop/pack_writer.hpp"

#include "base/error.hpp"
#include "base/sha1.hpp"
#include "codec/zlib.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace arch::interop {
namespace {

constexpr std::uint32_t pack_version = 2;
constexpr std::uint32_t index_version = 2;

/// Bytes gathered before they are written.
constexpr std::size_t write_buffer = std::size_t{256} << 10;

/// The type of an object that is kept as its difference from one before in the pack.
constexpr std::uint8_t offset_delta = 6;

/// Longest piece that one instruction can insert and copy; more is git's since 2.0 only.
constexpr std::size_t max_insertion = 127;
constexpr std::size_t max_copied = 0xFFFF;

void append_byte(Bytes& bytes, std::uint64_t value) {
  bytes.push_back(static_cast<std::byte>(value & 0xFFU));
}

void append_big_endian(Bytes& bytes, std::uint64_t value, unsigned size) {
  for (unsigned shift = 8 * size; shift > 0; shift -= 8) {
    append_byte(bytes, value >> (shift - 8));
  }
}

void append(Bytes& bytes, ByteView more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Seven bits a byte, lowest first.
void append_size(Bytes& bytes, std::uint64_t size) {
  for (; size >= 0x80; size >>= 7U) {
    append_byte(bytes, size | 0x80U);
  }
  append_byte(bytes, size);
}

/// The type and size that an entry of a pack begins with.
void append_entry_header(Bytes& bytes, std::uint8_t type, std::uint64_t size) {
  const std::uint64_t first = (std::uint64_t{type} << 4U) | (size & 0x0FU);
  size >>= 4U;
  append_byte(bytes, size == 0 ? first : first | 0x80U);
  if (size != 0) {
    append_size(bytes, size);
  }
}

/// How far back the base begins: seven bits a byte, highest first, where each but the last byte
/// counts one more, so that no number has two forms.
void append_distance(Bytes& bytes, std::uint64_t distance) {
  std::array<std::uint8_t, 10> digits;
  std::size_t at = digits.size();
  digits[--at] = static_cast<std::uint8_t>(distance & 0x7FU);
  while ((distance >>= 7U) != 0) {
    digits[--at] = static_cast<std::uint8_t>(0x80U | (--distance & 0x7FU));
  }
  append(bytes, std::as_bytes(std::span{digits}.subspan(at)));
}

void append_copy(Bytes& delta, std::uint64_t source, std::uint64_t size) {
  const std::size_t instruction = delta.size();
  append_byte(delta, 0);
  unsigned flags = 0x80;
  for (unsigned i = 0; i < 4; ++i) {
    if (const std::uint64_t digit = (source >> (8 * i)) & 0xFFU; digit != 0) {
      append_byte(delta, digit);
      flags |= 1U << i;
    }
  }
  for (unsigned i = 0; i < 2; ++i) {
    if (const std::uint64_t digit = (size >> (8 * i)) & 0xFFU; digit != 0) {
      append_byte(delta, digit);
      flags |= 0x10U << i;
    }
  }
  delta[instruction] = static_cast<std::byte>(flags);
}

void append_insertion(Bytes& delta, ByteView text) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.size(), max_insertion);
    append_byte(delta, size);
    append(delta, text.first(size));
    text = text.subspan(size);
  }
}

Bytes make_delta(ByteView content, std::size_t base_size, std::span<const codec::Copy> copies) {
  Bytes delta;
  append_size(delta, base_size);
  append_size(delta, content.size());
  std::size_t done = 0;
  for (const codec::Copy& copy : copies) {
    append_insertion(delta, content.subspan(done, copy.target - done));
    for (std::size_t copied = 0; copied < copy.size; copied += max_copied) {
      append_copy(delta,
                  std::uint64_t{copy.source} + copied,
                  std::min<std::size_t>(max_copied, copy.size - copied));
    }
    done = std::size_t{copy.target} + copy.size;
  }
  append_insertion(delta, content.subspan(done));
  return delta;
}

/// A new file that is removed again unless it is kept.
class NewFile {
public:
  explicit NewFile(const std::filesystem::path& folder)
      : path_((folder / "tmp_arch_XXXXXX").string()) {
    // Git removes files called tmp_* that a killed process has left behind (git-prune-packed(1)).
    file_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (file_ < 0) {
      throw make_io_error("making a git pack in " + folder.string());
    }
  }
  ~NewFile() {
    if (file_ >= 0) {
      ::close(file_);
      ::unlink(path_.c_str());
    }
  }
  NewFile(NewFile&& other) noexcept
      : path_(std::move(other.path_)),
        file_(std::exchange(other.file_, -1)),
        buffer_(std::move(other.buffer_)) {}
  NewFile& operator=(NewFile&&) = delete;

  /// What is to be written next. Call flush_if_full() after adding to it.
  Bytes& buffer() { return buffer_; }

  /// Bytes written and gathered so far.
  std::uint64_t size() const { return written_ + buffer_.size(); }

  void flush_if_full() {
    if (buffer_.size() >= write_buffer) {
      flush();
    }
  }

  void flush() {
    write_at(written_, buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  void write_at(std::uint64_t offset, ByteView bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (count < 0) {
        if (errno == EINTR) {
          continue;
        }
        throw make_io_error("writing " + path_);
      }
      offset += static_cast<std::uint64_t>(count);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }

  /// SHA-1 of what was flushed.
  Sha1Digest checksum() const {
    Sha1 hasher;
    Bytes piece(write_buffer);
    for (std::uint64_t offset = 0; offset < written_;) {
      const ssize_t count = ::pread(file_, piece.data(), piece.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0) {
        throw make_io_error("reading " + path_);
      }
      hasher.update(ByteView{piece}.first(static_cast<std::size_t>(count)));
      offset += static_cast<std::uint64_t>(count);
    }
    return hasher.finish();
  }

  /// Gives the file its name, durably but for the folder's entry. Git's own files are read-only.
  void keep_as(const std::filesystem::path& path) {
    flush();
    if (::fchmod(file_, 0444) != 0 || ::fsync(file_) != 0 ||
        ::rename(path_.c_str(), path.c_str()) != 0) {
      throw make_io_error("writing " + path.string());
    }
    ::close(std::exchange(file_, -1));
  }

private:
  std::string path_;
  int file_ = -1;
  Bytes buffer_;
  std::uint64_t written_ = 0;
};

void sync_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) {
    throw make_io_error("opening " + folder.string());
  }
  const int result = ::fsync(file);
  ::close(file);
  if (result != 0) {
    throw make_io_error("flushing " + folder.string());
  }
}

/// One object of a pack, for its index.
struct Packed {
  std::uint64_t offset = 0;
  std::uint32_t checksum = 0;  // CRC-32 of its bytes in the pack
  std::uint32_t chain = 0;     // bases below it
};

using Objects = std::unordered_map<GitId, Packed>;

/// The index of a pack, version 2, without its own checksum.
Bytes make_index(const Objects& objects, const Sha1Digest& pack_checksum) {
  std::vector<const Objects::value_type*> sorted;
  sorted.reserve(objects.size());
  for (const Objects::value_type& object : objects) {
    sorted.push_back(&object);
  }
  std::ranges::sort(sorted, {}, [](const Objects::value_type* object) { return object->first; });

  Bytes index;
  append_big_endian(index, 0xFF744F63, 4);  // not the start of a version 1 index
  append_big_endian(index, index_version, 4);
  auto next = sorted.begin();
  for (unsigned first_byte = 0; first_byte < 256; ++first_byte) {
    next = std::find_if(next, sorted.end(), [first_byte](const Objects::value_type* object) {
      return std::to_integer<unsigned>(object->first.bytes[0]) > first_byte;
    });
    append_big_endian(index, static_cast<std::uint64_t>(next - sorted.begin()), 4);
  }
  for (const Objects::value_type* object : sorted) {
    append(index, object->first.bytes);
  }
  for (const Objects::value_type* object : sorted) {
    append_big_endian(index, object->second.checksum, 4);
  }
  // Offsets of 31 bits, or the place of a longer one in a table that follows.
  std::vector<std::uint64_t> long_offsets;
  for (const Objects::value_type* object : sorted) {
    if (object->second.offset <= std::numeric_limits<std::int32_t>::max()) {
      append_big_endian(index, object->second.offset, 4);
    } else {
      append_big_endian(index, 0x80000000U | long_offsets.size(), 4);
      long_offsets.push_back(object->second.offset);
    }
  }
  for (const std::uint64_t offset : long_offsets) {
    append_big_endian(index, offset, 8);
  }
  append(index, pack_checksum);
  return index;
}

Bytes make_pack_header(std::size_t objects) {
  Bytes header = to_bytes("PACK");
  append_big_endian(header, pack_version, 4);
  append_big_endian(header, objects, 4);
  return header;
}

}  // namespace

struct PackWriter::State {
  explicit State(std::filesystem::path where) : folder(std::move(where)), file(folder) {
    append(file.buffer(), make_pack_header(0));
  }

  /// Writes an object that is not there yet; `base` is its base's place, or nullptr.
  void write(const GitId& id, std::uint8_t type, ByteView content, const Packed* base) {
    Packed packed{.offset = file.size(), .chain = base == nullptr ? 0 : base->chain + 1};
    const std::size_t begin = file.buffer().size();
    append_entry_header(file.buffer(), type, content.size());
    if (base != nullptr) {
      append_distance(file.buffer(), packed.offset - base->offset);
    }
    deflater.append(file.buffer(), content);
    const ByteView written = ByteView{file.buffer()}.subspan(begin);
    packed.checksum = codec::crc32(written);
    objects.emplace(id, packed);
    file.flush_if_full();
  }

  std::filesystem::path folder;
  NewFile file;
  codec::ZlibWriter deflater = {};
  Objects objects = {};
};

PackWriter::PackWriter(std::filesystem::path folder)
    : state_(std::make_unique<State>(std::move(folder))) {}
PackWriter::~PackWriter() = default;
PackWriter::PackWriter(PackWriter&&) noexcept = default;
PackWriter& PackWriter::operator=(PackWriter&&) noexcept = default;

GitId PackWriter::add(GitKind kind, ByteView content) {
  const GitId id = git_id(kind, content);
  if (!state_->objects.contains(id)) {
    state_->write(id, static_cast<std::uint8_t>(kind), content, nullptr);
  }
  return id;
}

GitId PackWriter::add(GitKind kind,
                      ByteView content,
                      const Base& base,
                      std::span<const codec::Copy> copies) {
  const auto found = state_->objects.find(base.id);
  if (found == state_->objects.end() || found->second.chain >= max_chain) {
    return add(kind, content);
  }
  const GitId id = git_id(kind, content);
  if (state_->objects.contains(id)) {
    return id;
  }
  const Bytes delta = make_delta(content, base.size, copies);
  if (delta.size() >= content.size()) {
    return add(kind, content);
  }
  const Packed place = found->second;  // a copy: writing moves the table
  state_->write(id, offset_delta, delta, &place);
  return id;
}

std::size_t PackWriter::objects() const {
  return state_->objects.size();
}

void PackWriter::finish() {
  State& state = *state_;
  if (state.objects.empty()) {
    state_.reset();
    return;
  }
  state.file.flush();
  state.file.write_at(0, make_pack_header(state.objects.size()));
  const Sha1Digest checksum = state.file.checksum();
  append(state.file.buffer(), checksum);

  NewFile index{state.folder};
  index.buffer() = make_index(state.objects, checksum);
  Sha1 hasher;
  hasher.update(index.buffer());
  append(index.buffer(), hasher.finish());

  const std::string name = "pack-" + GitId{checksum}.hex();
  // The pack first: git finds packs by their indexes.
  state.file.keep_as(state.folder / (name + ".pack"));
  index.keep_as(state.folder / (name + ".idx"));
  sync_folder(state.folder);
  state_.reset();
}

}  // namespace arch::interop
