#include "base/charset.hpp"

#include "base/ascii.hpp"
#include "base/c_ptr.hpp"
#include "base/error.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace arch {

namespace {

struct CharsetEntry {
  Charset charset;
  std::string_view name;    ///< of the standard
  const char* icu;          ///< ICU's name of the same table; null: decoded here
  std::string_view labels;  ///< in lower case, between spaces
};

constexpr std::array entries = std::to_array<CharsetEntry>({
    {Charset::utf_8,
     "UTF-8",
     nullptr,
     " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 "},
    {Charset::ibm866, "IBM866", "ibm-866", " 866 cp866 csibm866 ibm866 "},
    {Charset::iso_8859_2,
     "ISO-8859-2",
     "ISO-8859-2",
     " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    {Charset::iso_8859_3,
     "ISO-8859-3",
     "ISO-8859-3",
     " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    {Charset::iso_8859_4,
     "ISO-8859-4",
     "ISO-8859-4",
     " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    {Charset::iso_8859_5,
     "ISO-8859-5",
     "ISO-8859-5",
     " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988 "},
    {Charset::iso_8859_6,
     "ISO-8859-6",
     "ISO-8859-6",
     " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
     "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    {Charset::iso_8859_7,
     "ISO-8859-7",
     "ISO-8859-7",
     " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
     "iso_8859-7 iso_8859-7:1987 sun_eu_greek "},
    {Charset::iso_8859_8,
     "ISO-8859-8",
     "ISO-8859-8",
     " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
     "iso_8859-8 iso_8859-8:1988 visual "},
    {Charset::iso_8859_8_i, "ISO-8859-8-I", "ISO-8859-8", " csiso88598i iso-8859-8-i logical "},
    {Charset::iso_8859_10,
     "ISO-8859-10",
     "ISO-8859-10",
     " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {Charset::iso_8859_13, "ISO-8859-13", "ISO-8859-13", " iso-8859-13 iso8859-13 iso885913 "},
    {Charset::iso_8859_14, "ISO-8859-14", "ISO-8859-14", " iso-8859-14 iso8859-14 iso885914 "},
    {Charset::iso_8859_15,
     "ISO-8859-15",
     "ISO-8859-15",
     " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 "},
    {Charset::koi8_r, "KOI8-R", "KOI8-R", " cskoi8r koi koi8 koi8-r koi8_r "},
    {Charset::koi8_u, "KOI8-U", "KOI8-U", " koi8-ru koi8-u "},
    {Charset::macintosh, "macintosh", "macintosh", " csmacintosh mac macintosh x-mac-roman "},
    {Charset::windows_874,
     "windows-874",
     "windows-874",
     " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "},
    {Charset::windows_1250, "windows-1250", "windows-1250", " cp1250 windows-1250 x-cp1250 "},
    {Charset::windows_1251, "windows-1251", "windows-1251", " cp1251 windows-1251 x-cp1251 "},
    {Charset::windows_1252,
     "windows-1252",
     "windows-1252",
     " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 "},
    {Charset::windows_1253, "windows-1253", "windows-1253", " cp1253 windows-1253 x-cp1253 "},
    {Charset::windows_1254,
     "windows-1254",
     "windows-1254",
     " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 windows-1254 x-cp1254 "},
    {Charset::windows_1255, "windows-1255", "windows-1255", " cp1255 windows-1255 x-cp1255 "},
    {Charset::windows_1256, "windows-1256", "windows-1256", " cp1256 windows-1256 x-cp1256 "},
    {Charset::windows_1257, "windows-1257", "windows-1257", " cp1257 windows-1257 x-cp1257 "},
    {Charset::windows_1258, "windows-1258", "windows-1258", " cp1258 windows-1258 x-cp1258 "},
    {Charset::x_mac_cyrillic,
     "x-mac-cyrillic",
     "x-mac-cyrillic",
     " x-mac-cyrillic x-mac-ukrainian "},
    {Charset::gbk,
     "GBK",
     "gb18030",
     " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk "},
    {Charset::gb18030, "gb18030", "gb18030", " gb18030 "},
    {Charset::big5, "Big5", "Big5-HKSCS", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    {Charset::euc_jp, "EUC-JP", "EUC-JP", " cseucpkdfmtjapanese euc-jp x-euc-jp "},
    {Charset::iso_2022_jp, "ISO-2022-JP", "ISO-2022-JP", " csiso2022jp iso-2022-jp "},
    {Charset::shift_jis,
     "Shift_JIS",
     "windows-31j",
     " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis "},
    {Charset::euc_kr,
     "EUC-KR",
     "windows-949",
     " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949 "},
    {Charset::utf_16be, "UTF-16BE", "UTF-16BE", " unicodefffe utf-16be "},
    {Charset::utf_16le,
     "UTF-16LE",
     "UTF-16LE",
     " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
});

const CharsetEntry& entry_of(Charset charset) {
  return *std::ranges::find(entries, charset, &CharsetEntry::charset);
}

[[noreturn]] void fail(UErrorCode status) {
  throw Error{ErrorKind::io, fmt::format("using ICU: {}", u_errorName(status))};
}

/// ICU's own substitution writes a control character for single bytes of some encodings.
void write_replacement(const void* /*context*/,
                       UConverterToUnicodeArgs* arguments,
                       const char* /*bytes*/,
                       std::int32_t /*size*/,
                       UConverterCallbackReason reason,
                       UErrorCode* status) {
  if (reason <= UCNV_IRREGULAR) {
    *status = U_ZERO_ERROR;
    const UChar replacement = static_cast<UChar>(replacement_character);
    ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
  }
}

/// Every encoding of the web has at least one byte for each UTF-16 unit, or two bytes for each.
std::u16string to_utf16(std::string_view bytes, const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const CPtr<UConverter, ucnv_close> converter{ucnv_open(name, &status)};
  if (U_FAILURE(status)) {
    fail(status);
  }
  ucnv_setToUCallBack(converter.get(), write_replacement, nullptr, nullptr, nullptr, &status);
  std::u16string text(bytes.size() + 16, u'\0');
  const std::int32_t size = ucnv_toUChars(converter.get(),
                                          text.data(),
                                          static_cast<std::int32_t>(text.size()),
                                          bytes.data(),
                                          static_cast<std::int32_t>(bytes.size()),
                                          &status);
  if (U_FAILURE(status)) {
    fail(status);
  }
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string to_utf8(std::u16string_view text) {
  std::string result(text.size() * 3, '\0');
  std::int32_t size = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8WithSub(result.data(),
                     static_cast<std::int32_t>(result.size()),
                     &size,
                     text.data(),
                     static_cast<std::int32_t>(text.size()),
                     static_cast<UChar32>(replacement_character),
                     nullptr,
                     &status);
  if (U_FAILURE(status)) {
    fail(status);
  }
  result.resize(static_cast<std::size_t>(size));
  return result;
}

}  // namespace

std::string_view charset_name(Charset charset) {
  return entry_of(charset).name;
}

std::optional<Charset> find_charset(std::string_view label) {
  while (!label.empty() && is_html_space(label.front())) {
    label.remove_prefix(1);
  }
  while (!label.empty() && is_html_space(label.back())) {
    label.remove_suffix(1);
  }
  constexpr std::size_t longest_label = 24;
  if (label.empty() || label.size() > longest_label || label.find(' ') != label.npos) {
    return std::nullopt;
  }
  std::string wanted = " ";
  for (const char c : label) {
    wanted += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  wanted += ' ';
  for (const CharsetEntry& entry : entries) {
    if (entry.labels.find(wanted) != std::string_view::npos) {
      return entry.charset;
    }
  }
  return std::nullopt;
}

std::string decode(ByteView bytes, Charset charset) {
  std::string_view text = as_text(bytes);
  if (charset == Charset::utf_8) {
    text = without_byte_order_mark(text);
    return is_valid_utf8(text) ? std::string{text} : replace_invalid_utf8(text);
  }
  ARCH_ASSERT(text.size() < std::numeric_limits<std::int32_t>::max() / 3 - 16);
  const std::u16string units = to_utf16(text, entry_of(charset).icu);
  const std::u16string_view view = units;
  return to_utf8(view.starts_with(u'\uFEFF') ? view.substr(1) : view);
}

}  // namespace arch
