#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch {

/// The encodings of the web, https://encoding.spec.whatwg.org/#names-and-labels, but for those that
/// no article is written in: ISO-8859-16 (ICU has no table of it), replacement and x-user-defined.
enum class Charset : std::uint8_t {
  utf_8,
  ibm866,
  iso_8859_2,
  iso_8859_3,
  iso_8859_4,
  iso_8859_5,
  iso_8859_6,
  iso_8859_7,
  iso_8859_8,
  iso_8859_8_i,
  iso_8859_10,
  iso_8859_13,
  iso_8859_14,
  iso_8859_15,
  koi8_r,
  koi8_u,
  macintosh,
  windows_874,
  windows_1250,
  windows_1251,
  windows_1252,
  windows_1253,
  windows_1254,
  windows_1255,
  windows_1256,
  windows_1257,
  windows_1258,
  x_mac_cyrillic,
  gbk,
  gb18030,
  big5,
  euc_jp,
  iso_2022_jp,
  shift_jis,
  euc_kr,
  utf_16be,
  utf_16le,
};

/// Returns the name of the standard: `UTF-8`, `windows-1252`.
std::string_view charset_name(Charset charset);

/// Returns the encoding that the standard means by a label, in any letter case and with white space
/// around it: `latin1` is windows-1252. Nullopt for a label that it does not know.
std::optional<Charset> find_charset(std::string_view label);

/// Returns `bytes` as UTF-8, by ICU. Bytes that are no character become U+FFFD. A byte order mark
/// of the encoding is left out. At most three times as long as `bytes`, which must be fewer than
/// 700 million. UTF-8 that is valid costs a copy. Throws Error{io} when ICU lacks a table.
std::string decode(ByteView bytes, Charset charset);

}  // namespace arch
