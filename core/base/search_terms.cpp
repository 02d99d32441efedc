#include "base/search_terms.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <limits>

namespace arch {
namespace {

enum class Place { outside, inside, alone, mark };

void check(UErrorCode status) {
  if (U_FAILURE(status)) {
    throw Error{ErrorKind::io, fmt::format("using ICU: {}", u_errorName(status))};
  }
}

UScriptCode script_of(char32_t character) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(character), &status);
  check(status);
  return script;
}

bool is_written_without_spaces(char32_t character) {
  switch (script_of(character)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

Place place_of(char32_t character) {
  if (character < 0x80) {
    const bool is_word = (character >= 'a' && character <= 'z') ||
                         (character >= 'A' && character <= 'Z') ||
                         (character >= '0' && character <= '9');
    return is_word ? Place::inside : Place::outside;
  }
  constexpr char32_t zero_width_non_joiner = 0x200C;
  constexpr char32_t zero_width_joiner = 0x200D;
  if (character == zero_width_non_joiner || character == zero_width_joiner) {
    return Place::mark;  // within words of Persian and Indic scripts
  }
  const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(character));
  if ((category & U_GC_M_MASK) != 0) {
    return Place::mark;
  }
  if ((category & (U_GC_L_MASK | U_GC_N_MASK)) == 0) {
    return Place::outside;
  }
  return is_written_without_spaces(character) ? Place::alone : Place::inside;
}

std::string normalized(const icu::Normalizer2& form, std::string_view text) {
  ARCH_ASSERT(text.size() <= std::numeric_limits<std::int32_t>::max());
  UErrorCode status = U_ZERO_ERROR;
  std::string result;
  icu::StringByteSink<std::string> sink{&result, static_cast<std::int32_t>(text.size())};
  form.normalizeUTF8(
      0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, status);
  check(status);
  return result;
}

/// Folds a word that is not ASCII.
std::string fold(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const case_folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* const decomposition = icu::Normalizer2::getNFDInstance(status);
  check(status);
  const std::string parts = normalized(*decomposition, normalized(*case_folding, word));
  std::string folded;
  bool drops_marks = false;
  for (std::size_t at = 0; at < parts.size();) {
    const CodePoint point = decode_code_point(parts, at);
    const std::string_view bytes = std::string_view{parts}.substr(at, point.size);
    at += point.size;
    const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(point.value));
    if ((category & U_GC_M_MASK) != 0) {
      folded += drops_marks ? std::string_view{} : bytes;
    } else if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0) {
      const UScriptCode script = script_of(point.value);
      drops_marks =
          script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
      folded += bytes;
    }
  }
  return folded;
}

class Cutter {
public:
  explicit Cutter(std::string_view text) : text_(text) {}

  SearchTerms cut() {
    std::size_t start = 0;
    bool is_open = false;
    bool is_alone = false;  // the open word takes nothing more but marks
    for (std::size_t at = 0; at < text_.size();) {
      const CodePoint point = decode_code_point(text_, at);
      const Place place = point.valid ? place_of(point.value) : Place::outside;
      const bool ends =
          place == Place::outside || place == Place::alone || (place == Place::inside && is_alone);
      if (is_open && ends) {
        add(start, at);
        is_open = false;
      }
      if (!is_open && (place == Place::inside || place == Place::alone)) {
        start = at;
        is_open = true;
        is_alone = place == Place::alone;
      }
      at += point.size;
    }
    if (is_open) {
      add(start, text_.size());
    }
    return std::move(terms_);
  }

private:
  void add(std::size_t begin, std::size_t end) {
    const std::string_view word = text_.substr(begin, end - begin);
    const std::size_t folded_begin = terms_.folded.size();
    if (is_ascii(word)) {
      for (const char c : word.substr(0, max_search_term)) {
        terms_.folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      }
    } else {
      // A character has at most 18 times its bytes in form KC, so this is enough and bounded.
      const std::string folded = fold(word.substr(0, cut_between(word, 4 * max_search_term)));
      terms_.folded += std::string_view{folded}.substr(0, cut_between(folded, max_search_term));
    }
    if (terms_.folded.size() > folded_begin) {
      terms_.terms.push_back({.begin = static_cast<std::uint32_t>(begin),
                              .end = static_cast<std::uint32_t>(end),
                              .folded_begin = static_cast<std::uint32_t>(folded_begin),
                              .folded_end = static_cast<std::uint32_t>(terms_.folded.size())});
    }
  }

  /// At most `size`, and between two characters of `text`.
  static std::size_t cut_between(std::string_view text, std::size_t size) {
    if (size >= text.size()) {
      return text.size();
    }
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
      --size;
    }
    return size;
  }

  std::string_view text_;
  SearchTerms terms_;
};

}  // namespace

SearchTerms cut_search_terms(std::string_view text) {
  ARCH_ASSERT(text.size() <= std::numeric_limits<std::uint32_t>::max());
  return Cutter{text}.cut();
}

bool has_search_term(std::string_view text) {
  return cut_search_terms(text).size() > 0;
}

}  // namespace arch
