#include "codec/zstd.hpp"

#include "base/c_ptr.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

#include <map>
#include <new>
#include <numeric>
#include <optional>
#include <utility>

// The advanced parameters (magicless frames, size estimates, fastcover) are in the part of the
// interface that zstd calls experimental; Debian's library exports them, and we link it statically.
#define ZSTD_STATIC_LINKING_ONLY
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>

namespace arch::codec {
namespace {

using CCtx = CPtr<ZSTD_CCtx, ZSTD_freeCCtx>;
using DCtx = CPtr<ZSTD_DCtx, ZSTD_freeDCtx>;
using CDict = CPtr<ZSTD_CDict, ZSTD_freeCDict>;
using DDict = CPtr<ZSTD_DDict, ZSTD_freeDDict>;

enum class Method : std::uint8_t { raw = 0, zstd = 1 };

/// Tables above this many slots (log2) cost more memory than they save bytes: level 19 on an 8 MB
/// input would take 80 MB of chains, this takes 16.
constexpr int max_chain_log = 22;

/// From this size on, in bytes, tables of the input's size pay for themselves (0.4 % smaller on
/// pages of 60 KB and their histories); below, those of the dictionary's are taken as they are.
constexpr std::size_t min_loaded = std::size_t{64} * 1024;

/// Every zstd function that can fail returns a size_t that is a size or an error.
std::size_t check(std::size_t result, ErrorKind kind, const char* doing) {
  if (ZSTD_isError(result) != 0) {
    throw Error{kind, fmt::format("{}: {}", doing, ZSTD_getErrorName(result))};
  }
  return result;
}

/// Returns what a zstd function made, which is null when memory is short.
template <typename Pointer>
Pointer not_null(Pointer pointer) {
  return pointer != nullptr ? std::move(pointer) : throw std::bad_alloc{};
}

// Contexts are megabytes to set up, so each thread keeps one of either kind.
ZSTD_CCtx* compressor() {
  thread_local const CCtx context = not_null(CCtx{ZSTD_createCCtx()});
  return context.get();
}

ZSTD_DCtx* decompressor() {
  thread_local const DCtx context = not_null(DCtx{ZSTD_createDCtx()});
  return context.get();
}

/// The size of the content that a frame announces, or nullopt when `frame` is not exactly one frame
/// such as compress() makes, or its blocks are too few for that content.
///
/// zstd 1.5.4 would take some magicless frames for skippable ones or for those of zstd 0.x, and
/// hand them to decoders that nobody looks after any more (doc/decompressor_errata.md there,
/// "Magicless format"). All of these need one of the header's flags that compress() never sets.
std::optional<std::uint64_t> find_content_size(ByteView frame) {
  constexpr auto never_set = std::byte{0x1F};  // RFC 8878, 3.1.1.1.1: all but the sizes' flags
  ZSTD_frameHeader header{};
  if (frame.empty() || (frame[0] & never_set) != std::byte{0} ||
      ZSTD_getFrameHeader_advanced(&header, frame.data(), frame.size(), ZSTD_f_zstd1_magicless) !=
          0 ||
      header.frameType != ZSTD_frame || header.frameContentSize == ZSTD_CONTENTSIZE_UNKNOWN) {
    return std::nullopt;
  }
  // Blocks, RFC 8878, 3.1.1.2: three bytes of header, little-endian, then the content.
  constexpr std::size_t block_header = 3;
  constexpr std::uint32_t one_repeated_byte = 1;
  ByteView rest = frame.subspan(header.headerSize);
  std::uint64_t blocks = 0;
  for (bool last = false; !last; ++blocks) {
    if (rest.size() < block_header) {
      return std::nullopt;
    }
    const auto byte = [&rest](std::size_t i) { return static_cast<std::uint32_t>(rest[i]); };
    const std::uint32_t bits = byte(0) | (byte(1) << 8U) | (byte(2) << 16U);
    last = (bits & 1U) != 0;
    const std::size_t size = ((bits >> 1U) & 3U) == one_repeated_byte ? 1 : bits >> 3U;
    if (rest.size() - block_header < size) {
      return std::nullopt;
    }
    rest = rest.subspan(block_header + size);
  }
  if (!rest.empty() || header.frameContentSize > blocks * ZSTD_BLOCKSIZE_MAX) {
    return std::nullopt;
  }
  return header.frameContentSize;
}

}  // namespace

struct Dictionary::State {
  Bytes content;
  DDict reading;
  std::map<int, CDict> writing;  // by level
};

Dictionary::Dictionary(Bytes content) : state_(std::make_unique<State>()) {
  state_->content = std::move(content);
  state_->reading.reset(
      ZSTD_createDDict_byReference(state_->content.data(), state_->content.size()));
  if (!state_->reading) {
    throw Error{ErrorKind::corrupt, "reading a dictionary: not as zstd makes them"};
  }
}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

const Bytes& Dictionary::content() const {
  return state_->content;
}

Bytes compress(ByteView bytes, int level, const Dictionary* dictionary) {
  ZSTD_CCtx* context = compressor();
  const auto set = [&](ZSTD_cParameter parameter, int value) {
    check(ZSTD_CCtx_setParameter(context, parameter, value), ErrorKind::io, "setting up zstd");
  };
  check(ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters),
        ErrorKind::io,
        "setting up zstd");
  set(ZSTD_c_compressionLevel, level);
  set(ZSTD_c_format, ZSTD_f_zstd1_magicless);
  set(ZSTD_c_dictIDFlag, 0);
  const ZSTD_compressionParameters chosen = ZSTD_getCParams(level, bytes.size(), 0);
  if (dictionary == nullptr) {
    // The window must cover the input, or far repetitions are lost (measured on 20 MB).
    int window = ZSTD_WINDOWLOG_MIN;
    while (window < 27 && (std::size_t{1} << window) < bytes.size()) {
      ++window;
    }
    set(ZSTD_c_windowLog, window);
    if (static_cast<int>(chosen.chainLog) > max_chain_log) {
      set(ZSTD_c_chainLog, max_chain_log);
    }
  } else {
    auto& slot = dictionary->state_->writing[level];
    if (!slot) {
      slot = not_null(CDict{
          ZSTD_createCDict(dictionary->content().data(), dictionary->content().size(), level)});
    }
    check(ZSTD_CCtx_refCDict(context, slot.get()), ErrorKind::io, "using a dictionary");
    if (bytes.size() >= min_loaded) {
      set(ZSTD_c_forceAttachDict, ZSTD_dictForceLoad);
    }
  }
  check(ZSTD_CCtx_setPledgedSrcSize(context, bytes.size()), ErrorKind::io, "setting up zstd");

  Bytes out(1 + ZSTD_compressBound(bytes.size()));
  const std::size_t size =
      check(ZSTD_compress2(context, out.data() + 1, out.size() - 1, bytes.data(), bytes.size()),
            ErrorKind::io,
            "compressing");
  if (size >= bytes.size()) {
    out.resize(1);
    out[0] = static_cast<std::byte>(Method::raw);
    out.insert(out.end(), bytes.begin(), bytes.end());
    return out;
  }
  out[0] = static_cast<std::byte>(Method::zstd);
  out.resize(1 + size);
  out.shrink_to_fit();
  return out;
}

Bytes decompress(ByteView bytes, std::size_t max_size, const Dictionary* dictionary) {
  const auto damaged = [](const char* why) {
    return Error{ErrorKind::corrupt, fmt::format("decompressing: {}", why)};
  };
  if (bytes.empty()) {
    throw damaged("nothing there");
  }
  const ByteView frame = bytes.subspan(1);
  if (bytes[0] == static_cast<std::byte>(Method::raw)) {
    if (frame.size() > max_size) {
      throw damaged("larger than any allowed");
    }
    return {frame.begin(), frame.end()};
  }
  if (bytes[0] != static_cast<std::byte>(Method::zstd)) {
    throw damaged("unknown method");
  }
  const std::optional<std::uint64_t> content_size = find_content_size(frame);
  if (!content_size) {
    throw damaged("no zstd frame");
  }
  if (*content_size > max_size) {
    throw damaged("larger than any allowed");
  }
  ZSTD_DCtx* context = decompressor();
  check(ZSTD_DCtx_reset(context, ZSTD_reset_session_and_parameters),
        ErrorKind::io,
        "setting up zstd");
  check(ZSTD_DCtx_setParameter(context, ZSTD_d_format, ZSTD_f_zstd1_magicless),
        ErrorKind::io,
        "setting up zstd");
  if (dictionary != nullptr) {
    check(ZSTD_DCtx_refDDict(context, dictionary->state_->reading.get()),
          ErrorKind::io,
          "using a dictionary");
  }
  Bytes out(static_cast<std::size_t>(*content_size));
  const std::size_t size =
      check(ZSTD_decompressDCtx(context, out.data(), out.size(), frame.data(), frame.size()),
            ErrorKind::corrupt,
            "decompressing");
  if (size != out.size()) {
    throw damaged("shorter than it says");
  }
  return out;
}

Bytes train_dictionary(ByteView samples,
                       std::span<const std::size_t> sample_sizes,
                       std::size_t size) {
  ARCH_ASSERT(std::accumulate(sample_sizes.begin(), sample_sizes.end(), std::size_t{0}) ==
              samples.size());
  Bytes out(size);
  // k = 512, d = 8: of 256 to 2048 the best or within 0.3 % of it on four corpora of articles.
  ZDICT_fastCover_params_t parameters{};
  parameters.k = 512;
  parameters.d = 8;
  parameters.f = 20;
  parameters.accel = 1;
  parameters.steps = 1;
  parameters.zParams.compressionLevel = small_level;
  const std::size_t made =
      ZDICT_trainFromBuffer_fastCover(out.data(),
                                      out.size(),
                                      samples.data(),
                                      sample_sizes.data(),
                                      static_cast<unsigned>(sample_sizes.size()),
                                      parameters);
  if (ZDICT_isError(made) != 0) {
    return {};
  }
  out.resize(made);
  return out;
}

}  // namespace arch::codec
