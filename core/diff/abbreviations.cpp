// Words with a full stop that may not end a sentence.
//
// What a list does not hold costs one sentence that is cut in two in both texts alike; what it
// holds wrongly joins two sentences, so words that are also common at the end of a sentence ("art",
// "no", "sun") count only before a number, or only with a capital. Lists after those of the
// Associated Press (English), Duden (German), the Real Academia Española, the Académie française's
// and the Imprimerie nationale's rules (French), and the Manual de Redação da Presidência
// (Portuguese), each as far as news uses them.

#include "diff/abbreviations.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace arch::diff {
namespace {

template <std::size_t n>
consteval std::array<std::string_view, n> sorted(std::array<std::string_view, n> list) {
  std::ranges::sort(list);
  return list;
}

/// Titles and ranks, in any letter case.
constexpr auto titles = sorted(std::to_array<std::string_view>({
    // English
    "adm",
    "amb",
    "asst",
    "atty",
    "capt",
    "cdr",
    "cllr",
    "cmdr",
    "cmdt",
    "col",
    "cols",
    "comdr",
    "cpl",
    "cpt",
    "det",
    "dr",
    "drs",
    "ens",
    "fr",
    "gen",
    "gens",
    "gov",
    "govs",
    "hon",
    "insp",
    "lt",
    "lts",
    "maj",
    "messrs",
    "mr",
    "mrs",
    "ms",
    "msgr",
    "msgt",
    "mx",
    "ofc",
    "pfc",
    "pres",
    "prof",
    "profs",
    "pte",
    "pvt",
    "rep",
    "reps",
    "rev",
    "sen",
    "sens",
    "sfc",
    "sgt",
    "spc",
    "ssgt",
    "supt",
    "viz",
    "vs",
    "eg",
    "ie",
    "cf",
    // French
    "mm",
    "mme",
    "mmes",
    "mlle",
    "mlles",
    "mgr",
    "cdt",
    "g\u00E9n",
    "adj",
    // German
    "hr",
    "frl",
    "dipl",
    "ing",
    "hptm",
    "oblt",
    "obstlt",
    "uffz",
    "gefr",
    "stv",
    "vors",
    "bzw",
    "bspw",
    "ca",
    "ehem",
    "einschl",
    "evtl",
    "exkl",
    "geb",
    "gegr",
    "gest",
    "ggf",
    "inkl",
    "insb",
    "insbes",
    "lt",
    "r\u00F6m",
    "schweiz",
    "sog",
    "urspr",
    "verh",
    "vgl",
    "vorm",
    "zit",
    "zzgl",
    "zzt",
    "\u00F6sterr",
    // Spanish
    "sr",
    "sra",
    "sres",
    "sras",
    "srta",
    "srtas",
    "dra",
    "dras",
    "dres",
    "d\u00F1a",
    "lic",
    "arq",
    "profa",
    "gral",
    "cnel",
    "tte",
    "sgto",
    "alm",
    "mons",
    "pbro",
    "hno",
    "hna",
    "sto",
    "sta",
    "uds",
    "vds",
    "excmo",
    "excma",
    "ilmo",
    "ilma",
    "rvdo",
    "aprox",
    // Portuguese
    "srs",
    "sras",
    "dep",
    "des",
    "eng",
    "enga",
    "cel",
    "exmo",
    "exma",
    "revmo",
    "exa",
}));

/// The same, that are words or ends of sentences when they are written small.
constexpr auto capital_titles = sorted(std::to_array<std::string_view>({
    "AA", "Br", "Brig", "CC", "Cap", "D",   "Da", "Dist", "EE", "FF",  "Fw", "Gob", "Ir",
    "JJ", "M",  "Mag",  "Me", "Min", "Off", "Pe", "Pr",   "RR", "Ten", "Ud", "Vd",
}));

/// What numbers follow, in any letter case: parts of texts, months, addresses.
constexpr auto counted = sorted(std::to_array<std::string_view>({
    // English
    "art",
    "arts",
    "ch",
    "chap",
    "chaps",
    "ed",
    "eq",
    "eqs",
    "fig",
    "figs",
    "no",
    "nos",
    "op",
    "p",
    "para",
    "paras",
    "pg",
    "pp",
    "ref",
    "refs",
    "sec",
    "secs",
    "sect",
    "tel",
    "vol",
    "vols",
    "apr",
    "aug",
    "dec",
    "feb",
    "jan",
    "jul",
    "jun",
    "mar",
    "nov",
    "oct",
    "sep",
    "sept",
    // French
    "fasc",
    "par",
    "t\u00E9l",
    "avr",
    "d\u00E9c",
    "f\u00E9v",
    "f\u00E9vr",
    "janv",
    "juil",
    // German
    "abb",
    "abs",
    "anh",
    "anm",
    "bde",
    "kap",
    "lfd",
    "nr",
    "rn",
    "tab",
    "ziff",
    "dez",
    "febr",
    "j\u00E4n",
    "mrz",
    "okt",
    // Spanish
    "cap",
    "caps",
    "n\u00FAm",
    "n\u00FAms",
    "p\u00E1g",
    "p\u00E1gs",
    "p\u00E1rr",
    "sig",
    "sigs",
    "tel\u00E9f",
    "t\u00EDt",
    "abr",
    "ago",
    "dic",
    "ene",
    "set",
    // Portuguese
    "fev",
    "inc",
    "mai",
    "num",
    "out",
    "s\u00E9c",
}));

/// States before a ZIP code, or the agency of a dateline: "RICHMOND, Va. (AP)".
constexpr auto capital_counted = sorted(std::to_array<std::string_view>({
    "Ala",  "Alta", "Ariz", "Ark",  "Calif", "Colo", "Conn", "Del",  "Fla", "Ga",
    "Ill",  "Ind",  "Kan",  "Kans", "Ky",    "La",   "Man",  "Mass", "Md",  "Mich",
    "Minn", "Miss", "Mo",   "Mont", "Neb",   "Nev",  "Okla", "Ont",  "Ore", "Pa",
    "Penn", "Que",  "Sask", "Tenn", "Tex",   "Va",   "Vt",   "Wash", "Wis", "Wyo",
}));

/// What stands inside a sentence and at its end, in any letter case. ("etc." and "usw." close a
/// list, and hardly ever stand before a capital that begins no sentence.)
constexpr auto ambiguous = sorted(std::to_array<std::string_view>({
    // English
    "al",
    "approx",
    "apt",
    "assn",
    "assoc",
    "ave",
    "bldg",
    "blvd",
    "bros",
    "co",
    "corp",
    "dept",
    "depts",
    "est",
    "ft",
    "govt",
    "hwy",
    "inst",
    "intl",
    "jr",
    "lb",
    "lbs",
    "ltd",
    "mt",
    "natl",
    "oz",
    "pkwy",
    "rd",
    "sq",
    "st",
    "ste",
    "univ",
    // French
    "av",
    "bd",
    "boul",
    "cie",
    "env",
    "hab",
    "suppl",
    // German
    "allg",
    "bes",
    "chr",
    "dgl",
    "gebr",
    "hbf",
    "hrsg",
    "jh",
    "kath",
    "ev",
    "mio",
    "mrd",
    "std",
    "str",
    // Spanish
    "avda",
    "c\u00EDa",
    "ctra",
    "dcha",
    "depto",
    "dpto",
    "ej",
    "izq",
    "m\u00E1x",
    "m\u00EDn",
    "prov",
    "ptas",
    "pza",
    // Portuguese
    "cia",
    "ltda",
    "obs",
    "p\u00E7a",
}));

/// The same, that are words when they are written small, and the second halves of doubled initials
/// ("EE. UU.").
constexpr auto capital_ambiguous = sorted(std::to_array<std::string_view>({
    "Fri",
    "HH",
    "Inc",
    "Mon",
    "OO",
    "Sat",
    "Sun",
    "Thu",
    "Thur",
    "Thurs",
    "Tue",
    "Tues",
    "UU",
    "Wed",
}));

constexpr auto after_german_ordinals = sorted(std::to_array<std::string_view>({
    "januar",       "jan",
    "j\u00E4nner",  "j\u00E4n",
    "februar",      "feb",
    "febr",         "m\u00E4rz",
    "mrz",          "april",
    "apr",          "mai",
    "juni",         "juli",
    "august",       "aug",
    "september",    "sept",
    "sep",          "oktober",
    "okt",          "november",
    "nov",          "dezember",
    "dez",          "auflage",
    "bezirk",       "bundesliga",
    "etage",        "geburtstag",
    "jahrestag",    "jahrhundert",
    "jahrhunderts", "jahrtausend",
    "kapitel",      "klasse",
    "lebensjahr",   "legislaturperiode",
    "liga",         "minute",
    "obergeschoss", "spieltag",
    "stock",        "todestag",
    "weltkrieg",    "weltkriegs",
}));

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& list, std::string_view word) {
  return std::ranges::binary_search(list, word);
}

/// A word with its ASCII capitals made small, if it is short enough to be in a list.
class Lower {
public:
  explicit Lower(std::string_view word) {
    if (word.size() <= text_.size()) {
      size_ = word.size();
      std::ranges::transform(word, text_.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      });
    }
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

private:
  std::array<char, 20> text_{};
  std::size_t size_ = 0;
};

}  // namespace

FullStop full_stop_after(std::string_view word) {
  const Lower lower(word);
  if (holds(titles, lower.text()) || holds(capital_titles, word)) {
    return FullStop::never_ends;
  }
  if (holds(ambiguous, lower.text()) || holds(capital_ambiguous, word)) {
    return FullStop::before_word;
  }
  if (holds(counted, lower.text()) || holds(capital_counted, word)) {
    return FullStop::before_number;
  }
  return FullStop::ends;
}

bool follows_german_ordinal(std::string_view word) {
  return holds(after_german_ordinals, Lower(word).text());
}

}  // namespace arch::diff
