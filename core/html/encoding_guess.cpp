// Which encoding are bytes in that nobody says it of? Each encoding makes some text of them, but
// only the right one makes a text in which the commonest characters of a language are common: in
// Russian every second letter is one of ten, and those ten bytes mean rare letters in KOI8-R when
// the page is in windows-1251. So one number is enough: of all characters beyond ASCII, how many
// are common ones, compared with how many are in newspapers. ICU's detector, which knows pairs of
// letters instead, tells languages of one script apart, which is not asked here, and gives other
// answers in other versions of ICU; an archive needs the same answer for ever.
#include "html/encoding_guess.hpp"

#include "base/ascii.hpp"
#include "base/bytes.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace arch::html {

namespace {

/// In Latin script characters beyond ASCII stand alone among letters of ASCII, in others together.
enum class Script : std::uint8_t { latin, other };

struct Language {
  /// Of the attribute `lang`, each with a space before and behind. Empty for what needs no `lang`;
  /// in Latin script only that does not: elsewhere the common characters are those of Western
  /// Europe at other bytes.
  std::string_view codes;
  std::string_view common;  ///< its commonest characters beyond ASCII
  /// Of all characters beyond ASCII in a text of the language, about how many are those: percent.
  double usual = 0;
  std::array<Charset, 2> charsets;
  Script script = Script::other;
};

// clang-format off: its table of one word a line says no more.

/// Shares are of the front pages' texts that arch was tried on, rounded down.
constexpr auto languages = std::to_array<Language>({
    {" ja ", "のにをはがでとしたてるいなもれかさすこりあらきくけ", 35, {Charset::shift_jis, Charset::euc_jp}},
    {" ko ", "이다의는에을가고하지한도로은사기를인", 22, {Charset::euc_kr, Charset::euc_kr}},
    {" zh ", "的一是在不了有和人这中大为上个国我以要他时来用们年市", 14, {Charset::gb18030, Charset::gb18030}},
    {" zh ", "的一是在不了有和人這中大為上個國我以要他時來用們年市", 14, {Charset::big5, Charset::big5}},
    {" ru uk be bg mk sr ", "оеаинтсрвл", 60, {Charset::windows_1251, Charset::koi8_r}},
    {" uk ", "оаинтвреісї", 60, {Charset::windows_1251, Charset::koi8_u}},
    {" el ", "αοιετσνηρπςό", 60, {Charset::windows_1253, Charset::iso_8859_7}},
    {" he iw yi ", "יוהלאתרמבש", 60, {Charset::windows_1255, Charset::iso_8859_8}},
    {" ar fa ur ", "اليمونرتبة", 60, {Charset::windows_1256, Charset::iso_8859_6}},
    {" th ", "านรอกเงวมยล่", 50, {Charset::windows_874, Charset::windows_874}},
    {" pl ", "ąęłżśćńź", 75, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {"", "ąłż", 45, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {" cs sk ", "ěščřžýíůťď", 60, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {" sl hr bs sr sh ", "čšžćđ", 80, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {" hu ", "áéóöőíüúű", 80, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {" ro ", "ăâîşţ", 80, {Charset::iso_8859_2, Charset::windows_1250}, Script::latin},
    {" tr az ", "ıışğüöç", 80, {Charset::windows_1254, Charset::windows_1254}, Script::latin},
    {" lt lv et ", "ėšžįųūčąęāēīņļķģäõ", 80, {Charset::windows_1257, Charset::iso_8859_13}, Script::latin},
});
// clang-format on

/// The language that the start tag of `html` names, in small letters without region.
std::string find_language(std::string_view page) {
  constexpr std::size_t head = 4096;  // bytes
  const std::string text = ascii_lowered(page.substr(0, head));
  const std::size_t tag = text.find("<html");
  if (tag == std::string::npos) {
    return {};
  }
  const std::string_view attributes = std::string_view{text}.substr(tag, text.find('>', tag) - tag);
  constexpr std::string_view name = "lang=";
  const std::size_t at = attributes.find(name);
  if (at == std::string_view::npos) {
    return {};
  }
  std::string_view value = attributes.substr(at + name.size());
  if (value.starts_with('"') || value.starts_with('\'')) {
    value.remove_prefix(1);
  }
  const auto end = std::ranges::find_if_not(value, is_ascii_letter);
  return std::string{value.begin(), end};
}

/// Part of a page's bytes, from the first that is not ASCII on.
std::string_view sample_of(std::string_view page) {
  constexpr std::size_t enough = std::size_t{64} * 1024;
  return page.substr(std::min(ascii_prefix(page), page.size()), enough);
}

/// How common the common characters are in a text, compared with how common they should be; 0 when
/// bytes are no character more than now and then.
double likeness(std::string_view sample, Charset charset, const Language& language) {
  const std::string text = decode(as_bytes(sample), charset);
  double all = 0;
  double common = 0;
  double wrong = 0;
  double together = 0;
  std::size_t last_end = 0;
  for (std::size_t i = 0; (i += ascii_prefix(std::string_view{text}.substr(i))) < text.size();) {
    const CodePoint point = decode_code_point(text, i);
    const std::string_view character = std::string_view{text}.substr(i, point.size);
    together += i > 0 && i == last_end ? 1 : 0;
    last_end = i += point.size;
    constexpr char32_t first_beyond_controls = 0xA0;
    wrong += point.value == replacement_character || point.value < first_beyond_controls ? 1 : 0;
    common += language.common.find(character) != std::string_view::npos ? 1 : 0;
    ++all;
  }
  constexpr double most_wrong = 0.05;
  constexpr double least_together = 0.6;
  constexpr double least_characters = 4;
  constexpr double percent = 100;
  const bool is_possible = all >= least_characters && wrong <= most_wrong * all &&
                           (language.script == Script::latin || together >= least_together * all);
  return is_possible ? common / all * percent / language.usual : 0;
}

bool proves_itself(const Language& language) {
  return language.script == Script::other || language.codes.empty();
}

}  // namespace

Charset guess_legacy_charset(std::string_view page) {
  // A language that is named needs less evidence than one of all.
  constexpr double least_named = 0.3;
  constexpr double least_unnamed = 0.6;
  const std::string named = find_language(page);
  const std::string_view sample = sample_of(page);
  const auto best_of = [&](auto is_tried, double least) {
    Charset best = Charset::windows_1252;
    for (const Language& language : languages) {
      for (const Charset charset : language.charsets) {
        const double found = is_tried(language) ? likeness(sample, charset, language) : 0;
        if (found > least) {
          least = found;
          best = charset;
        }
      }
    }
    return best;
  };
  const auto is_named = [&](const Language& language) {
    return !named.empty() && language.codes.find(" " + named + " ") != std::string_view::npos;
  };
  const Charset by_language = best_of(is_named, least_named);
  // A template's `lang` may be wrong: `en` on pages in any language.
  return by_language != Charset::windows_1252 ? by_language : best_of(proves_itself, least_unnamed);
}

}  // namespace arch::html
