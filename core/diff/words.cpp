// Cutting a text into words.
//
// A scanner of our own for what most news is written in, because ICU's rule engine costs ten times
// as much as the rest of a small diff; ICU, through base, for every other script. The scanner
// classes each code point once (`Kind`) and joins by UAX #29's rules WB3c to WB13 plus the
// tailorings that the header lists.

#include "diff/words.hpp"

#include "base/unicode.hpp"
#include "diff/hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string>

namespace arch::diff {
namespace {

enum class Kind : std::uint8_t {
  space,
  letter,
  digit,
  low_line,  ///< Joins letters and digits, as UAX #29's ExtendNumLet.
  mark,
  extend,   ///< Combines with what stands before it.
  format,   ///< Not seen: soft hyphen, joiners, directions, byte order mark.
  complex,  ///< For ICU.
  invalid,  ///< A byte that is not UTF-8.
  end,      ///< Behind the last byte.
};

struct Unit {
  char32_t code = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Kind kind = Kind::end;
};

constexpr std::array<Kind, 128> ascii_kinds = [] {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    kinds[c] = letter     ? Kind::letter
               : digit    ? Kind::digit
               : space    ? Kind::space
               : c == '_' ? Kind::low_line
                          : Kind::mark;
  }
  return kinds;
}();

/// Whether a byte is an ASCII letter.
constexpr std::array<bool, 256> letter_bytes = [] {
  std::array<bool, 256> letters{};
  for (std::size_t c = 0; c < ascii_kinds.size(); ++c) {
    letters[c] = ascii_kinds[c] == Kind::letter;
  }
  return letters;
}();

/// Whether a byte ends the word of ASCII letters before it, whatever stands behind.
constexpr std::array<bool, 256> ending_bytes = [] {
  std::array<bool, 256> ends{};
  for (const char c : std::string_view(" ,;!?)]\"\n\r\t")) {
    ends[static_cast<unsigned char>(c)] = true;
  }
  return ends;
}();

struct Span {
  char32_t first;
  char32_t last;
  Kind kind;
};

// The code points that the scanner knows itself, in order; what is in none of these is `complex`.
// From UnicodeData.txt and WordBreakProperty.txt 15.0. Whatever has Extended_Pictographic is left
// out (U+00A9, U+2122, ...), since emoji sequences must stay whole.
constexpr Span spans[] = {
    {0x0085, 0x0085, Kind::space},  {0x00A0, 0x00A0, Kind::space},  {0x00A1, 0x00A8, Kind::mark},
    {0x00AA, 0x00AA, Kind::letter}, {0x00AB, 0x00AC, Kind::mark},   {0x00AD, 0x00AD, Kind::format},
    {0x00AF, 0x00B4, Kind::mark},   {0x00B5, 0x00B5, Kind::letter}, {0x00B6, 0x00B9, Kind::mark},
    {0x00BA, 0x00BA, Kind::letter}, {0x00BB, 0x00BF, Kind::mark},   {0x00C0, 0x00D6, Kind::letter},
    {0x00D7, 0x00D7, Kind::mark},   {0x00D8, 0x00F6, Kind::letter}, {0x00F7, 0x00F7, Kind::mark},
    {0x00F8, 0x02C1, Kind::letter}, {0x0300, 0x036F, Kind::extend}, {0x0370, 0x0373, Kind::letter},
    {0x0376, 0x0377, Kind::letter}, {0x037B, 0x037D, Kind::letter}, {0x037E, 0x037E, Kind::mark},
    {0x0386, 0x0386, Kind::letter}, {0x0388, 0x03F5, Kind::letter}, {0x03F7, 0x0481, Kind::letter},
    {0x0483, 0x0489, Kind::extend}, {0x048A, 0x052F, Kind::letter}, {0x0531, 0x0556, Kind::letter},
    {0x0560, 0x0588, Kind::letter}, {0x1E00, 0x1F15, Kind::letter}, {0x2000, 0x200A, Kind::space},
    {0x200B, 0x200F, Kind::format}, {0x2010, 0x2027, Kind::mark},   {0x2028, 0x2029, Kind::space},
    {0x202A, 0x202E, Kind::format}, {0x202F, 0x202F, Kind::space},  {0x2030, 0x203B, Kind::mark},
    {0x205F, 0x205F, Kind::space},  {0x2060, 0x2064, Kind::format}, {0x20A0, 0x20C0, Kind::mark},
    {0x20D0, 0x20F0, Kind::extend}, {0x2212, 0x2212, Kind::mark},   {0x3000, 0x3000, Kind::space},
    {0x3001, 0x3003, Kind::mark},   {0x3008, 0x3011, Kind::mark},   {0xFE00, 0xFE0F, Kind::extend},
    {0xFEFF, 0xFEFF, Kind::format}, {0xFF01, 0xFF0F, Kind::mark},
};

Kind kind_of(char32_t code) {
  const Span* span = std::ranges::lower_bound(spans, code, {}, &Span::last);
  return span != std::end(spans) && span->first <= code ? span->kind : Kind::complex;
}

/// Returns the character of `text` at byte `at`, looking no further than `end`.
Unit unit_at(std::string_view text, std::uint32_t at, std::uint32_t end) {
  if (at >= end) {
    return {.code = 0, .begin = at, .end = at, .kind = Kind::end};
  }
  const auto byte = [&](std::uint32_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) {
    return {.code = lead, .begin = at, .end = at + 1, .kind = ascii_kinds[lead]};
  }
  const std::uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const Unit invalid{.code = lead, .begin = at, .end = at + 1, .kind = Kind::invalid};
  if (lead < 0xC2 || lead > 0xF4 || size > end - at) {
    return invalid;
  }
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::uint32_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) {
      return invalid;
    }
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    return invalid;
  }
  return {.code = code, .begin = at, .end = at + size, .kind = kind_of(code)};
}

bool is_alnum(Kind kind) {
  return kind == Kind::letter || kind == Kind::digit || kind == Kind::low_line;
}

bool is_control(char32_t code) {
  return code < 0x20 || code == 0x7F || code == 0x85 || code == 0x2028 || code == 0x2029;
}

/// Whether `code`, of kind complex, surely starts a grapheme cluster. Only saves asking ICU for the
/// commonest letters: Hebrew, Arabic, kana, ideographs, Hangul syllables.
bool starts_cluster(char32_t code) {
  return (code >= 0x5D0 && code <= 0x5EA) || (code >= 0x621 && code <= 0x64A) ||
         (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA) ||
         (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xAC00 && code <= 0xD7A3);
}

/// Whether `code` may have Grapheme_Cluster_Break=Prepend, and so combine with what comes after it:
/// such signs, and in the last range their neighbours, to be certain with versions of Unicode to
/// come.
bool may_prepend(char32_t code) {
  return (code >= 0x600 && code <= 0x605) || code == 0x6DD || code == 0x70F ||
         (code >= 0x890 && code <= 0x891) || code == 0x8E2 || code == 0xD4E ||
         (code >= 0x11000 && code <= 0x11FFF);
}

/// Whether `next` belongs to the grapheme cluster of `unit`, which stands before it.
bool is_joined(std::string_view text, const Unit& unit, const Unit& next) {
  if (is_control(unit.code) || unit.kind == Kind::invalid) {
    return false;
  }
  // The zero-width joiner and non-joiner extend a cluster, unlike other characters not seen.
  if (next.kind == Kind::extend || next.code == 0x200C || next.code == 0x200D) {
    return true;
  }
  const bool may_join = may_prepend(unit.code)
                            ? next.kind != Kind::end && next.kind != Kind::invalid
                            : next.kind == Kind::complex && !starts_cluster(next.code);
  if (!may_join || is_control(next.code)) {
    return false;
  }
  return grapheme_boundaries(text.substr(unit.begin, next.end - unit.begin)).size() == 2;
}

char32_t folded(char32_t code) {
  if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) {
    return '-';
  }
  if ((code >= 0x2018 && code <= 0x201B) || code == 0x02BC) {
    return '\'';
  }
  if ((code >= 0x201C && code <= 0x201F) || code == 0xAB || code == 0xBB) {
    return '"';
  }
  return code;
}

std::uint64_t ascii_key(std::string_view word) {
  std::array<char, 64> lower{};
  if (word.size() > lower.size()) {
    return hash_bytes(word);  // A URL, whose letter case matters.
  }
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return hash_bytes({lower.data(), word.size()});
}

/// Eight bytes of text as they lie in memory, the first one lowest.
using Chunk = std::uint64_t;

/// Returns the eight bytes at `from`, or the `left` that are there and zeros.
Chunk chunk_at(const char* from, std::size_t left) {
  Chunk chunk = 0;
  if (left >= sizeof chunk) {
    std::memcpy(&chunk, from, sizeof chunk);
  } else {
    std::memcpy(&chunk, from, left);
  }
  if constexpr (std::endian::native == std::endian::big) {
    chunk = __builtin_bswap64(chunk);
  }
  return chunk;
}

/// Returns how many bytes at the start of `chunk` are ASCII letters: none carries into the next, as
/// all sums stay below 256.
std::size_t letters_at_start(Chunk chunk) {
  constexpr Chunk ones = 0x0101'0101'0101'0101U;
  constexpr Chunk high = 0x80 * ones;
  const Chunk small = (chunk | 0x20 * ones) & ~high;
  const Chunk from_a = small + (0x80 - 'a') * ones;
  const Chunk past_z = small + (0x7F - 'z') * ones;
  const Chunk letters = from_a & ~past_z & ~chunk & high;
  return static_cast<std::size_t>(std::countr_zero(~letters & high)) / 8;
}

/// The ascii_key() of a word of `size` ASCII letters, at most 16, that `first` and `second` begin
/// with.
std::uint64_t letters_key(Chunk first, Chunk second, std::size_t size) {
  // A bit that makes each capital a small letter; what hash_bytes() does with 16 bytes or less.
  constexpr Chunk lower = 0x2020'2020'2020'2020U;
  const auto begin_of = [](Chunk chunk, std::size_t count) {
    const Chunk mask = count < 8 ? (Chunk{1} << (8 * count)) - 1 : ~Chunk{0};
    const Chunk value = (chunk | lower) & mask;
    if constexpr (std::endian::native == std::endian::big) {
      return __builtin_bswap64(value);
    }
    return value;
  };
  std::uint64_t hash = mix(size, begin_of(first, std::min<std::size_t>(size, 8)));
  if (size > 8) {
    hash = mix(hash, begin_of(second, size - 8));
  }
  return mix(hash, 0);
}

/// The key of a word that is not all ASCII, or holds a byte that is not UTF-8.
std::uint64_t unicode_key(std::string_view word) {
  bool valid = true;
  std::string plain;
  const auto end = static_cast<std::uint32_t>(word.size());
  for (Unit unit = unit_at(word, 0, end); unit.kind != Kind::end;
       unit = unit_at(word, unit.end, end)) {
    valid = valid && unit.kind != Kind::invalid;
    if (const char32_t fold = folded(unit.code); fold < 0x80) {
      plain += static_cast<char>(fold);
    } else if (unit.code == 0x2026) {
      plain += "...";
    } else if (unit.kind != Kind::format) {
      plain += word.substr(unit.begin, unit.end - unit.begin);
    }
  }
  const bool ascii = std::ranges::all_of(plain, [](char c) { return (c & 0x80) == 0; });
  if (ascii) {
    return ascii_key(plain);
  }
  return hash_bytes(valid ? fold_case(plain) : plain);
}

std::uint64_t word_key(std::string_view word) {
  const bool ascii = std::ranges::all_of(word, [](char c) { return (c & 0x80) == 0; });
  return ascii ? ascii_key(word) : unicode_key(word);
}

/// The commonest words that carry little meaning by themselves, of the five languages together:
/// the heads of Snowball's stop lists (https://snowballstem.org), without those that are content in
/// another of the five (`die`, `war`, `son`, `sin`, `main`, `plus`).
constexpr std::string_view function_words[] = {
    // English
    "a",
    "about",
    "after",
    "all",
    "also",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "him",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "it's",
    "its",
    "just",
    "me",
    "more",
    "my",
    "no",
    "not",
    "of",
    "on",
    "or",
    "our",
    "out",
    "over",
    "she",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "up",
    "us",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "you",
    "your",
    // French
    "au",
    "aux",
    "avec",
    "ce",
    "ces",
    "cette",
    "dans",
    "de",
    "des",
    "du",
    "elle",
    "en",
    "est",
    "et",
    "il",
    "ils",
    "je",
    "la",
    "le",
    "les",
    "leur",
    "lui",
    "mais",
    "ne",
    "nous",
    "ont",
    "ou",
    "par",
    "pas",
    "pour",
    "qu",
    "que",
    "qui",
    "sa",
    "se",
    "ses",
    "sont",
    "sur",
    "un",
    "une",
    "vous",
    "\u00E0",
    // German
    "als",
    "am",
    "auch",
    "auf",
    "aus",
    "bei",
    "bis",
    "das",
    "dass",
    "dem",
    "den",
    "der",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "eines",
    "er",
    "es",
    "f\u00FCr",
    "ich",
    "im",
    "ist",
    "mit",
    "nach",
    "nicht",
    "noch",
    "oder",
    "sich",
    "sie",
    "sind",
    "und",
    "von",
    "vor",
    "wie",
    "wir",
    "wird",
    "zu",
    "zum",
    "zur",
    "\u00FCber",
    // Spanish and Portuguese
    "al",
    "ao",
    "aos",
    "as",
    "com",
    "como",
    "con",
    "da",
    "das",
    "del",
    "do",
    "dos",
    "e",
    "el",
    "ella",
    "em",
    "esta",
    "este",
    "lo",
    "los",
    "las",
    "mas",
    "na",
    "nas",
    "no",
    "nos",
    "o",
    "os",
    "para",
    "pela",
    "pelo",
    "pero",
    "por",
    "que",
    "sem",
    "ser",
    "seu",
    "su",
    "sua",
    "sus",
    "um",
    "uma",
    "una",
    "y",
    "\u00E9"};

/// The keys of function_words, in a hash table with open addressing.
class FunctionWords {
public:
  FunctionWords() {
    for (const std::string_view word : function_words) {
      std::size_t slot = first_slot(word_key(word));
      while (keys_[slot] != 0) {
        slot = (slot + 1) % keys_.size();
      }
      keys_[slot] = word_key(word);
    }
  }

  [[nodiscard]] bool has(std::uint64_t key) const {
    for (std::size_t slot = first_slot(key); keys_[slot] != 0; slot = (slot + 1) % keys_.size()) {
      if (keys_[slot] == key) {
        return true;
      }
    }
    return false;
  }

private:
  // Four times the words, so that a word that is not there is mostly known after one look.
  std::array<std::uint64_t, 1024> keys_{};

  [[nodiscard]] std::size_t first_slot(std::uint64_t key) const { return key % keys_.size(); }
};

class Scanner {
public:
  Scanner(std::string_view text, Range range, std::vector<Word>& words)
      : text_(text), end_(range.end), words_(words), unit_(unit_at(text, range.begin, range.end)) {}

  void run() {
    while (unit_.kind != Kind::end) {
      switch (unit_.kind) {
        case Kind::space:
        case Kind::format:
          scan_space();
          break;
        case Kind::complex:
          scan_complex();
          break;
        case Kind::letter:
          if (!scan_letters()) {
            scan_word();
          }
          break;
        case Kind::digit:
        case Kind::low_line:
          scan_word();
          break;
        case Kind::mark:
        case Kind::extend:
        case Kind::invalid:
          scan_mark();
          break;
        case Kind::end:
          break;
      }
    }
  }

private:
  static const FunctionWords& functions() {
    static const FunctionWords words;
    return words;
  }

  [[nodiscard]] Unit after(const Unit& unit) const { return unit_at(text_, unit.end, end_); }

  void add(std::uint32_t begin, std::uint32_t end, bool mark) {
    add(begin, end, mark, word_key(text_.substr(begin, end - begin)));
  }

  void add(std::uint32_t begin, std::uint32_t end, bool mark, std::uint64_t key) {
    // No function word is longer than six letters; "für" and the like take a byte more.
    const bool function = !mark && end - begin <= 7 && functions().has(key);
    words_.push_back({.begin = begin,
                      .end = end,
                      .key = key,
                      .kind = mark       ? WordClass::mark
                              : function ? WordClass::function
                                         : WordClass::content});
  }

  /// Steps over `unit_` and all that combines with it.
  void take_cluster() {
    Unit last = unit_;
    unit_ = after(last);
    if (unit_.code < 0x80 && last.code < 0x80) {
      return;  // Most text is ASCII, which never combines.
    }
    while (is_joined(text_, last, unit_)) {
      last = unit_;
      unit_ = after(last);
    }
  }

  /// Scans a word of a few ASCII letters that nothing can prolong, as most words are, and the space
  /// behind it. If the word is of another kind, returns false and scans nothing.
  bool scan_letters() {
    const std::uint32_t begin = unit_.begin;
    const auto byte = [&](std::uint32_t i) { return static_cast<unsigned char>(text_[i]); };
    const auto chunk = [&](std::uint32_t from) {
      return chunk_at(text_.data() + from, text_.size() - from);
    };
    const Chunk first = chunk(begin);
    std::size_t size = letters_at_start(first);
    Chunk second = 0;
    if (size == 8) {
      second = chunk(begin + 8);
      size += letters_at_start(second);
    }
    const auto at = begin + static_cast<std::uint32_t>(std::min<std::size_t>(size, end_ - begin));
    size = at - begin;
    if (size == 0 || (size == 16 && at < end_ && letter_bytes[byte(at)])) {
      return false;
    }
    if (at < end_ && !ending_bytes[byte(at)] &&
        !(byte(at) == '.' && (at + 1 == end_ || ending_bytes[byte(at + 1)]))) {
      return false;
    }
    add(begin, at, false, letters_key(first, second, size));
    const bool skips = at + 1 < end_ && byte(at) == ' ' && byte(at + 1) < 0x80;
    unit_ = unit_at(text_, at + (skips ? 1 : 0), end_);
    return true;
  }

  void scan_space() {
    const Unit space = unit_;
    unit_ = after(space);
    if (unit_.code < 0x80) {
      return;  // Most text is ASCII, which never combines.
    }
    if (is_joined(text_, space, unit_)) {
      unit_ = space;
      take_cluster();
      add(space.begin, unit_.begin, true);
    }
  }

  void scan_mark() {
    const Unit mark = unit_;
    const Unit next = after(mark);
    const bool handle = (mark.code == '@' || mark.code == '#') && is_alnum(next.kind);
    const bool money = (mark.code == '$' || mark.code == 0xA3 || mark.code == 0xA5 ||
                        (mark.code >= 0x20A0 && mark.code <= 0x20C0)) &&
                       next.kind == Kind::digit;
    if (handle || money) {
      scan_word();
      return;
    }
    take_cluster();
    while (unit_.kind == Kind::mark && unit_.code == mark.code) {
      take_cluster();
    }
    add(mark.begin, unit_.begin, true);
  }

  /// Whether `mark` holds together what stands before it, of kind `before`, and `next`.
  [[nodiscard]] static bool is_inner(char32_t mark, Kind before, Kind next) {
    const bool digits = before == Kind::digit && next == Kind::digit;
    switch (mark) {
      case '.':
        return digits || (before == Kind::letter && next == Kind::letter);
      case ',':
      case ':':
      case '/':
        return digits;
      case '\'':
      case '-':
      case '@':
      case 0x2010:
      case 0x2011:
      case 0x2019:
        return is_alnum(before) && is_alnum(next);
      default:
        return false;
    }
  }

  void scan_word() {
    const std::uint32_t begin = unit_.begin;
    Kind before = unit_.kind;
    take_cluster();
    while (true) {
      if (is_alnum(unit_.kind)) {
        before = unit_.kind;
      } else if (unit_.kind != Kind::format && !is_inner(unit_.code, before, after(unit_).kind)) {
        break;
      }
      take_cluster();
    }
    if (before == Kind::digit && (unit_.code == '%' || unit_.code == 0x2030)) {
      take_cluster();
    }
    const std::string_view word = text_.substr(begin, unit_.begin - begin);
    if (is_url(word)) {
      scan_url(begin);
    } else if (unit_.code == '.' && is_initials(word)) {
      take_cluster();
    }
    add(begin, unit_.begin, false);
  }

  [[nodiscard]] bool is_url(std::string_view word) const {
    return text_.substr(unit_.begin, std::min<std::size_t>(3, end_ - unit_.begin)) == "://" ||
           word.starts_with("www.");
  }

  /// "U.S", "a.m", "D.R.C".
  [[nodiscard]] static bool is_initials(std::string_view word) {
    if (word.size() < 3 || word.size() % 2 == 0) {
      return false;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
      const char c = word[i];
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (i % 2 == 0 ? !letter : c != '.') {
        return false;
      }
    }
    return true;
  }

  /// Goes on to the end of the URL that starts at `begin`: white space, a quotation mark or an
  /// angle bracket ends it, and marks that close the sentence around it are not its own.
  void scan_url(std::uint32_t begin) {
    constexpr std::string_view closing = ".,;:!?'*_)]}";
    Unit last = unit_;
    std::uint32_t kept_to = unit_.begin;
    int open = 0;
    while (unit_.kind != Kind::end && unit_.kind != Kind::space && unit_.code != '"' &&
           unit_.code != '<' && unit_.code != '>' && unit_.kind != Kind::invalid) {
      open += unit_.code == '(' ? 1 : unit_.code == ')' ? -1 : 0;
      if (open < 0) {
        break;
      }
      last = unit_;
      take_cluster();
      const bool closes = last.code < 0x80 &&
                          closing.find(static_cast<char>(last.code)) != std::string_view::npos &&
                          last.code != ')';
      if (!closes) {
        kept_to = unit_.begin;
      }
    }
    unit_ = unit_at(text_, std::max(kept_to, begin + 1), end_);
  }

  /// A stretch of scripts that the scanner does not know, with the spaces and combining marks
  /// inside it, cut by ICU.
  void scan_complex() {
    const std::uint32_t begin = unit_.begin;
    Unit last = unit_;
    std::uint32_t end = begin;  // Behind the last that is no space.
    while (unit_.kind == Kind::complex || unit_.kind == Kind::extend || unit_.kind == Kind::space ||
           unit_.kind == Kind::format || (end == unit_.begin && is_joined(text_, last, unit_))) {
      if (unit_.kind != Kind::space || (end == unit_.begin && is_joined(text_, last, unit_))) {
        end = unit_.end;
      }
      last = unit_;
      unit_ = after(unit_);
    }
    unit_ = unit_at(text_, end, end_);
    if (end == unit_at(text_, begin, end_).end) {
      add_complex(begin, end);  // ICU is slow to set up, and a lone character needs no cutting.
      return;
    }
    const std::string_view stretch = text_.substr(begin, end - begin);
    const auto clusters = grapheme_boundaries(stretch);
    auto cluster = clusters.begin();
    std::uint32_t from = 0;
    for (const auto boundary : word_boundaries(stretch)) {
      const auto at = static_cast<std::uint32_t>(boundary);
      cluster = std::find_if(cluster, clusters.end(), [&](auto c) { return c >= boundary; });
      if (at == from || cluster == clusters.end() || *cluster != boundary) {
        continue;  // Word breaks of a few scripts fall inside a cluster (UAX #29, 6.3).
      }
      add_complex(begin + from, begin + at);
      from = at;
    }
  }

  void add_complex(std::uint32_t begin, std::uint32_t end) {
    const Unit first = unit_at(text_, begin, end);
    Unit last = first;
    while (last.kind == Kind::space) {
      last = unit_at(text_, last.end, end);
    }
    if (last.kind != Kind::end) {
      add(begin, end, !is_wordlike(first.code));
    }
  }

  /// Whether a stretch that begins with `code` says something. Punctuation of the scripts with the
  /// most readers is told apart; a mark that is not known counts as a word.
  [[nodiscard]] static bool is_wordlike(char32_t code) {
    static constexpr char32_t marks[] = {
        0x0589, 0x05BE, 0x05F3, 0x05F4, 0x060C, 0x061B, 0x061F, 0x066A, 0x066B, 0x066C, 0x06D4,
        0x0964, 0x0965, 0x0E2F, 0x0E5A, 0x0E5B, 0x104A, 0x104B, 0x1362, 0x17D4, 0x17D5, 0x3014,
        0x3015, 0x301C, 0x30FB, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E, 0xFF61, 0xFF62, 0xFF63, 0xFF64};
    return !std::ranges::binary_search(marks, code) && !ascii_space_or_mark(code);
  }

  [[nodiscard]] static bool ascii_space_or_mark(char32_t code) {
    return code < 0x80 && !is_alnum(ascii_kinds[code]);
  }

  std::string_view text_;
  std::uint32_t end_;
  std::vector<Word>& words_;
  Unit unit_;  ///< What is looked at.
};

}  // namespace

void append_words(std::string_view text, Range range, std::vector<Word>& words) {
  Scanner(text, range, words).run();
}

}  // namespace arch::diff
