// Any bytes may be a packed group; reading its texts may do no worse than throw Error{corrupt}, and
// text() and each_text() agree.
//
// The first byte says whether the group stands as it is, with a dictionary, or (most inputs, so
// that the numbers are not hidden from the fuzzer behind zstd) as its two streams, each with its
// size before.

#include "base/error.hpp"
#include "codec/text_group.hpp"
#include "codec/varint.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>

namespace {

using arch::Bytes;
using arch::ByteView;
using arch::codec::TextGroup;
using arch::codec::TextNumber;

/// A few bytes can be the group of a text of 256 MiB: what is read of one input, in all.
constexpr std::size_t enough = std::size_t{64} << 20U;

void read_all(ByteView packed, const arch::codec::Dictionary* dictionary) {
  const TextGroup group(packed, dictionary);
  const arch::codec::AnchorText anchor_text = [](TextNumber) { return Bytes(100); };
  std::map<TextNumber, Bytes> texts;
  std::size_t read = 0;
  for (const TextNumber number : group.numbers()) {
    const Bytes& text = texts.emplace(number, group.text(number, anchor_text)).first->second;
    read += text.size();
    if (read > enough) {
      return;
    }
  }
  group.each_text(anchor_text, [&texts](TextNumber number, const Bytes& text) {
    if (texts.at(number) != text) {
      __builtin_trap();
    }
  });
}

/// The packed group of two streams that are not compressed.
Bytes pack_raw(ByteView streams) {
  arch::codec::Reader reader(streams);
  const ByteView numbers = reader.block();
  Bytes out;
  arch::codec::put_varint(out, numbers.size() + 1);
  out.push_back(std::byte{0});
  arch::codec::put_bytes(out, numbers);
  out.push_back(std::byte{0});
  arch::codec::put_bytes(out, reader.bytes(reader.left()));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const arch::codec::Dictionary dictionary(Bytes(1000, std::byte{'a'}));
  if (size == 0) {
    return 0;
  }
  const ByteView rest = std::as_bytes(std::span{data, size}).subspan(1);
  try {
    switch (data[0]) {
      case '=':
        read_all(rest, nullptr);
        break;
      case 'd':
        read_all(rest, &dictionary);
        break;
      default:
        read_all(pack_raw(rest), nullptr);
    }
  } catch (const arch::Error& error) {
    if (error.kind() != arch::ErrorKind::corrupt) {
      __builtin_trap();
    }
  }
  return 0;
}
