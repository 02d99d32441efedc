// ICU is linked statically and reads its tables where they are mapped, but building a normalizer or
// a break iterator takes from microseconds to a millisecond: nothing is built before it is needed,
// and ASCII text never needs it.
#include "base/unicode.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/utext.h>

#include <cstdint>
#include <limits>
#include <memory>

namespace arch {

namespace {

/// ICU's functions fail here only for want of memory or of data that we link: bugs of the build.
void check(UErrorCode status) {
  if (U_FAILURE(status)) {
    throw Error{ErrorKind::io, fmt::format("using ICU: {}", u_errorName(status))};
  }
}

icu::StringPiece piece(std::string_view text) {
  ARCH_ASSERT(text.size() <= std::numeric_limits<std::int32_t>::max());
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

const icu::Normalizer2& newest_nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  check(status);
  return *nfc;
}

/// Form C of Unicode 15.0: characters that are newer are left alone.
class FixedNfc {
public:
  FixedNfc() : nfc_{newest_nfc(), characters()} {}

  std::string normalize(std::string_view text) const {
    UErrorCode status = U_ZERO_ERROR;
    std::string result;
    icu::StringByteSink<std::string> sink{&result, static_cast<std::int32_t>(text.size())};
    nfc_.normalizeUTF8(0, piece(text), sink, nullptr, status);
    check(status);
    return result;
  }

private:
  const icu::UnicodeSet& characters() {
    UErrorCode status = U_ZERO_ERROR;
    characters_.applyPattern(UNICODE_STRING_SIMPLE("[:age=15.0:]"), status).freeze();
    check(status);
    return characters_;
  }

  icu::UnicodeSet characters_;
  icu::FilteredNormalizer2 nfc_;
};

/// Returns where in `text`, valid UTF-8, begins what must be looked at to tell whether it is in
/// form C: the character before the first that form C may change or compose with another. There is
/// none below U+0300 (DerivedNormalizationProps.txt, NFC_Quick_Check) nor among dashes and
/// quotation marks, so that most news in Latin letters has none at all.
std::size_t doubtful_nfc(std::string_view text) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      i += ascii_prefix(text.substr(i));
      before = i - 1;
      continue;
    }
    const CodePoint point = decode_code_point(text, i);
    const bool is_mark = point.value >= 0x2010 && point.value <= 0x2027;
    if (point.value >= 0x300 && !is_mark) {
      return before;
    }
    before = i;
    i += point.size;
  }
  return text.size();
}

/// Whether `text`, valid UTF-8, is in form C of ICU's Unicode. Then it is in that of 15.0 too: to
/// that, newer characters are only bases that nothing composes with.
bool is_newest_nfc(std::string_view text) {
  text.remove_prefix(doubtful_nfc(text));
  if (text.empty()) {
    return true;
  }
  UErrorCode status = U_ZERO_ERROR;
  const bool normalized = newest_nfc().isNormalizedUTF8(piece(text), status) != 0;
  check(status);
  return normalized;
}

/// A break iterator; making one costs more than using it on a paragraph.
using MakeIterator = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);

std::unique_ptr<icu::BreakIterator> make_iterator(MakeIterator make) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> iterator{make(icu::Locale::getRoot(), status)};
  check(status);
  return iterator;
}

std::vector<std::size_t> boundaries(icu::BreakIterator& iterator, std::string_view text) {
  std::vector<std::size_t> result;
  if (text.empty()) {
    return result;
  }
  const icu::StringPiece utf8 = piece(text);
  UErrorCode status = U_ZERO_ERROR;
  UText opened = UTEXT_INITIALIZER;
  utext_openUTF8(&opened, utf8.data(), utf8.size(), &status);
  check(status);
  iterator.setText(&opened, status);
  utext_close(&opened);  // the iterator has its own, shallow, copy
  check(status);
  for (std::int32_t at = iterator.first(); at != icu::BreakIterator::DONE; at = iterator.next()) {
    result.push_back(static_cast<std::size_t>(at));
  }
  return result;
}

/// Columns of one code point; see display_width().
std::size_t width_of(char32_t character) {
  const auto code = static_cast<UChar32>(character);
  switch (u_charType(code)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return 0;
    default:
      break;
  }
  // Two regional indicators make one flag, two columns wide.
  const bool flag_half = character >= 0x1F1E6 && character <= 0x1F1FF;
  const int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  const bool wide = width == U_EA_WIDE || width == U_EA_FULLWIDTH ||
                    (u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION) != 0 && !flag_half);
  return wide ? 2 : 1;
}

}  // namespace

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) {
    return std::string{text};
  }
  if (!is_valid_utf8(text)) {
    return to_nfc(replace_invalid_utf8(text));
  }
  if (is_newest_nfc(text)) {
    return std::string{text};
  }
  static const FixedNfc nfc;
  return nfc.normalize(text);
}

bool is_nfc(std::string_view text) {
  if (is_ascii(text)) {
    return true;
  }
  return is_valid_utf8(text) && (is_newest_nfc(text) || to_nfc(text) == text);
}

std::string fold_case(std::string_view text) {
  std::string folded;
  if (is_ascii(text)) {
    folded = text;
    for (char& c : folded) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return folded;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink{&folded, static_cast<std::int32_t>(text.size())};
  icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, piece(text), sink, nullptr, status);
  check(status);
  return folded;
}

std::vector<std::size_t> word_boundaries(std::string_view text) {
  thread_local const auto iterator = make_iterator(icu::BreakIterator::createWordInstance);
  return boundaries(*iterator, text);
}

std::vector<std::size_t> grapheme_boundaries(std::string_view text) {
  thread_local const auto iterator = make_iterator(icu::BreakIterator::createCharacterInstance);
  return boundaries(*iterator, text);
}

std::optional<int> digit_value(char32_t character) {
  if (character < 0x80) {
    return character >= U'0' && character <= U'9'
               ? std::optional{static_cast<int>(character - U'0')}
               : std::nullopt;
  }
  const std::int32_t value = u_charDigitValue(static_cast<UChar32>(character));
  return value < 0 ? std::nullopt : std::optional{value};
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t ascii = printable_ascii_prefix(text.substr(i)); ascii > 0) {
      width += ascii;
      i += ascii;
      continue;
    }
    const CodePoint point = decode_code_point(text, i);
    width += width_of(point.value);
    i += point.size;
  }
  return width;
}

}  // namespace arch
