// A byline is a list of names with other things around it. What the other things are can be listed
// (words that introduce, roles, addresses, dates); what a name is cannot, so what is left is a name
// if it is short, has a letter that is not a small one, and no sign of a sentence.
#include "article/byline.hpp"

#include "article/date_tokens.hpp"
#include "article/month_names.hpp"
#include "article/page_date.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace arch::article {

namespace {

constexpr std::size_t longest_byline = 400;  // bytes
constexpr std::size_t most_names = 20;
constexpr std::size_t longest_name = 80;  // bytes; scripts beyond Latin need two or three a letter
constexpr std::size_t most_words = 7;

// clang-format off: its table of one word a line says no more.

/// What bylines begin with, in small letters, longer ones before those that they begin with.
constexpr auto introductions = std::to_array<std::string_view>({
    "reporting by", "written by", "authored by", "words by", "story by", "text by", "reported by", "posted by", "published by",
    "report by", "review by", "article by", "analysis by", "opinion by", "contributed by",
    "created by", "guest post by", "by:", "by", "author:", "authors:", "author", "authors",
    "propos recueillis par", "un article de", "publié par", "écrit par", "rédigé par", "posté par",
    "par:", "par", "auteur:", "auteur :", "auteurs:", "auteurs :",
    "ein artikel von", "ein beitrag von", "ein gastbeitrag von", "eine analyse von",
    "ein kommentar von", "ein essay von", "ein interview von", "geschrieben von", "verfasst von",
    "veröffentlicht von", "text von", "interview von", "von:", "von", "autor:", "autorin:",
    "autoren:", "text:", "interview:",
    "escrito por", "publicado por", "redactado por", "redação por", "texto de", "texto:", "por:",
    "por", "autora:", "autores:", "scritto da", "pubblicato da", "a cura di", "di", "door:", "door",
    "af", "skrevet av", "skrevet af", "av", "yanditswe na", "byanditswe na", "na:", "na", "imeandikwa na",
    "автор:", "текст:", "bởi", "oleh", "yazan:",
    "بقلم:", "بقلم", "كتب:", "كتبت:", "الكاتب:", "מאת:", "מאת", "लेखक:", "作者：", "作者:", "作者",
    "文：", "文/", "记者：", "记者", "記者：", "執筆：", "文・"});

/// Parts of a byline that are what someone is, in small letters.
constexpr auto roles = std::to_array<std::string_view>({
    "staff", "staff writer", "staff reporter", "senior writer", "senior reporter", "writer",
    "reporter", "editor", "senior editor", "managing editor", "news editor", "deputy editor",
    "editor-in-chief", "editor in chief", "contributing writer", "contributing editor",
    "contributor", "correspondent", "senior correspondent", "political correspondent", "columnist",
    "author", "co-author", "guest author", "guest contributor", "freelance writer", "journalist",
    "photographer", "producer", "administrator", "admin", "webmaster", "user", "unknown", "none",
    "null", "undefined", "n/a", "redakteur", "redakteurin", "autor", "autorin", "reporterin",
    "korrespondent", "korrespondentin", "freier autor", "freie autorin", "volontär", "volontärin",
    "journaliste", "rédacteur", "rédactrice", "rédacteur en chef", "auteur", "envoyé spécial",
    "correspondant", "correspondante", "redactor", "redactora", "periodista", "corresponsal",
    "redator", "redatora", "repórter", "jornalista", "colunista", "giornalista", "redattore",
    "follow", "follow us", "read more", "view profile", "see bio", "bio", "share", "more", "email",
    "twitter", "facebook", "linkedin", "instagram"});

/// What wrote with the authors, in small letters.
constexpr auto agencies = std::to_array<std::string_view>({
    "agencies", "agenturen", "agences", "agencias", "agências", "agenzie"});

/// Words after which nothing of a byline is a name, in small letters.
constexpr auto stops = std::to_array<std::string_view>({
    "photo", "photos", "photograph", "photographs", "photography", "image", "images", "picture",
    "foto", "fotos", "bild", "bilder", "video", "illustration", "illustrations", "graphic",
    "published", "updated", "posted", "modified", "last", "publié", "mis", "modifié", "stand",
    "aktualisiert", "veröffentlicht", "publicado", "actualizado", "atualizado", "aggiornato",
    "lesezeit", "reading", "read", "min", "mins", "minutes", "minuten", "comments", "kommentare",
    "translated", "reviewed", "edited", "medically", "fact-checked", "researched", "contributions",
    "additional", "on", "editing", "share", "follow", "sponsored", "uhr", "categories", "categorized"});

/// The last words of what someone is: `Senior Political Correspondent`, `Shipping Expert`.
constexpr auto role_nouns = std::to_array<std::string_view>({
    "writer", "editor", "reporter", "correspondent", "columnist", "contributor", "journalist",
    "producer", "photographer", "analyst", "expert", "specialist", "director", "manager", "officer",
    "founder", "co-founder", "ceo", "coordinator", "president", "reviewer", "consultant", "fellow",
    "redakteur", "redakteurin", "reporterin", "korrespondent", "korrespondentin", "autor", "autorin",
    "journaliste", "correspondant", "correspondante", "rédacteur", "rédactrice", "periodista",
    "redactor", "redactora", "corresponsal", "jornalista", "repórter", "colunista", "editora",
    "giornalista", "inviato", "기자"});

/// Joins two names in a list, with spaces around it.
constexpr auto joiners = std::to_array<std::string_view>({
    "and", "und", "et", "y", "e", "en", "og", "och", "i", "&", "with", "mit", "avec", "con", "com",
    "na", "और", "и", "と"});

/// What follows a name and belongs to it.
constexpr auto degrees = std::to_array<std::string_view>({
    "jr", "sr", "md", "phd", "dphil", "rn", "rd", "rdn", "ms", "msc", "ma", "mba", "mph", "ba",
    "bsc", "jd", "esq", "cfa", "cpa", "cfp", "dvm", "dds", "do", "pt", "dpt", "lcsw", "psyd",
    "edd", "ii", "iii", "iv", "m.d", "ph.d", "m.s", "m.a", "j.d", "b.a", "r.d", "ed.d"});
// clang-format on

bool is_any_of(std::span<const std::string_view> names, std::string_view text) {
  return std::ranges::any_of(
      names, [&](std::string_view name) { return equals_ignoring_case(text, name); });
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Without spaces, quotation marks and separators at its ends.
std::string_view trim(std::string_view text) {
  constexpr std::string_view cut = " \t\r\n,;:|/*\"-&";
  while (!text.empty() && cut.find(text.front()) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  while (!text.empty() && cut.find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  return text;
}

/// One space between words, no-break and thin spaces as spaces, nothing that stands in brackets.
std::string normalize(std::string_view text) {
  std::string result;
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_code_point(text, i);
    const std::string_view character = text.substr(i, point.size);
    i += point.size;
    if (point.value == '(' || point.value == '[' || point.value == '<') {
      ++depth;
    } else if (point.value == ')' || point.value == ']' || point.value == '>') {
      depth = std::max(0, depth - 1);
    } else if (depth == 0) {
      const bool space = is_space(character.front()) || point.value == 0xA0 ||
                         (point.value >= 0x2000 && point.value <= 0x200B) || point.value == 0x3000;
      if (!space) {
        result += character;
      } else if (!result.empty() && result.back() != ' ') {
        result += ' ';
      }
    }
  }
  return result;
}

/// Takes one introduction from the front; returns whether there was one.
bool take_introduction(std::string_view& text) {
  for (const std::string_view word : introductions) {
    if (text.size() <= word.size() || !equals_ignoring_case(text.substr(0, word.size()), word)) {
      continue;
    }
    // Swahili's `na` is also a name, but not before two others.
    if (word == "na" && std::ranges::count(text, ' ') < 2) {
      continue;
    }
    const char next = text[word.size()];
    const bool complete = (word.back() & 0x80) != 0 || word.back() == ':' || word.back() == '/' ||
                          next == ' ' || next == ':';
    if (complete) {
      text = trim(text.substr(word.size()));
      return true;
    }
  }
  return false;
}

std::size_t count_words(std::string_view text) {
  return text.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
}

bool is_number(std::string_view word) {
  return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

/// Whether two neighbouring words are a date without its year: `Nov. 20`, `20 November`.
bool is_day(std::string_view first, std::string_view second) {
  const auto is_month = [](std::string_view word) {
    return find_month(word.substr(0, word.find_last_not_of(".,") + 1)).has_value();
  };
  return (is_number(second) && is_month(first)) || (is_number(first) && is_month(second));
}

/// Whether a word is a day of the week, by which a date begins.
bool is_weekday(std::string_view word) {
  constexpr auto days = std::to_array<std::string_view>(
      {"monday",       "tuesday",      "wednesday",   "thursday", "friday",        "saturday",
       "sunday",       "montag",       "dienstag",    "mittwoch", "donnerstag",    "freitag",
       "samstag",      "sonntag",      "lundi",       "mardi",    "mercredi",      "jeudi",
       "vendredi",     "samedi",       "dimanche",    "lunes",    "martes",        "miércoles",
       "jueves",       "viernes",      "sábado",      "domingo",  "segunda-feira", "terça-feira",
       "quarta-feira", "quinta-feira", "sexta-feira", "lunedì",   "martedì",       "mercoledì",
       "giovedì",      "venerdì",      "sabato",      "domenica", "maandag",       "dinsdag",
       "woensdag",     "donderdag",    "vrijdag",     "zaterdag", "zondag",        "poniedziałek",
       "wtorek",       "środa",        "czwartek",    "piątek",   "sobota",        "niedziela"});
  return is_any_of(days, word.substr(0, word.find_last_not_of(".,") + 1));
}

/// Whether a word says how long ago or for how long: `5h`, `3min`.
bool is_duration(std::string_view word) {
  const std::size_t digits = word.find_first_not_of("0123456789");
  constexpr auto units = std::to_array<std::string_view>(
      {"h", "hr", "hrs", "m", "min", "mins", "d", "days", "hours", "s", "w"});
  return digits != 0 && digits != std::string_view::npos && is_any_of(units, word.substr(digits));
}

/// The words before the first that is a stop, an address, a handle or part of a date.
std::string_view before_stop(std::string_view part) {
  std::size_t begin = 0;
  std::string_view last;
  while (begin < part.size()) {
    const std::size_t end = std::min(part.find(' ', begin), part.size());
    const std::string_view word = part.substr(begin, end - begin);
    const std::string_view plain = word.substr(0, word.find(':'));
    if (is_any_of(stops, plain) || word.find('@') != std::string_view::npos ||
        word.find("://") != std::string_view::npos) {
      return trim(part.substr(0, begin));
    }
    if (is_duration(word) || (begin == 0 && is_weekday(word))) {
      return trim(part.substr(0, begin));
    }
    if (is_day(last, word)) {
      return trim(part.substr(0, begin - last.size() - 1));
    }
    last = word;
    begin = end + 1;
  }
  return part;
}

std::string_view last_word(std::string_view part) {
  return part.substr(part.rfind(' ') + 1);
}

/// A name without the role behind it: `Jane Doe Staff Writer`, `박준석 기자`.
std::string_view without_role(std::string_view part) {
  for (const std::string_view role : roles) {
    if (part.size() > role.size() + 1 && part[part.size() - role.size() - 1] == ' ' &&
        equals_ignoring_case(part.substr(part.size() - role.size()), role) &&
        count_words(part) - count_words(role) >= 2) {
      return trim(part.substr(0, part.size() - role.size()));
    }
  }
  constexpr std::string_view korean_reporter = " 기자";
  if (part.ends_with(korean_reporter)) {
    part.remove_suffix(korean_reporter.size());
  }
  return part;
}

bool has_letter(std::string_view text) {
  const DateTokens tokens{text};
  return tokens.is_word(0) || tokens.is_word(1);
}

bool is_name(std::string_view part) {
  constexpr std::size_t most_digits = 4;  // BR24, 20 Minuten
  const auto digits = static_cast<std::size_t>(
      std::ranges::count_if(part, [](char c) { return c >= '0' && c <= '9'; }));
  return part.size() > 1 && part.size() <= longest_name && has_letter(part) &&
         count_words(part) <= most_words && digits <= most_digits && !is_any_of(roles, part) &&
         !is_any_of(introductions, part) && !is_any_of(joiners, part) &&
         part.find_first_of("!?{}=<>_\\") == std::string_view::npos &&
         part.find("www.") == std::string_view::npos &&
         part.find("://") == std::string_view::npos && part.find(": ") == std::string_view::npos &&
         find_dates(part, DayOrder::day_first).empty();
}

bool is_degree(std::string_view part) {
  while (part.ends_with('.')) {
    part.remove_suffix(1);
  }
  return is_any_of(degrees, part);
}

/// `Jane Doe in Lennick`, `in Lennick`: without where the author was. A place begins with a
/// capital.
std::string_view without_place(std::string_view part) {
  constexpr std::string_view within = " in ";
  const auto is_place = [](std::string_view text) {
    return !text.empty() && text.front() >= 'A' && text.front() <= 'Z';
  };
  if (part.starts_with(within.substr(1)) && is_place(part.substr(within.size() - 1))) {
    return {};
  }
  const std::size_t at = part.find(within);
  return at != std::string_view::npos && is_place(part.substr(at + within.size()))
             ? part.substr(0, at)
             : part;
}

/// `Jane Doe and agencies`: without those.
std::string_view without_agencies(std::string_view part) {
  const std::size_t last = part.rfind(' ');
  const std::size_t before =
      last == std::string_view::npos || last == 0 ? last : part.rfind(' ', last - 1);
  return before != std::string_view::npos && is_any_of(agencies, part.substr(last + 1)) &&
                 is_any_of(joiners, part.substr(before + 1, last - before - 1))
             ? trim(part.substr(0, before))
             : part;
}

/// Without the full stop of a sentence; initials and `Jr.` keep theirs.
std::string_view without_stop(std::string_view part) {
  constexpr std::size_t shortest_word = 4;  // bytes
  const std::string_view last = part.substr(part.rfind(' ') + 1);
  return last.ends_with('.') && last.size() > shortest_word && last.find('.') == last.size() - 1
             ? part.substr(0, part.size() - 1)
             : part;
}

/// Collects names, each once, degrees with the name before.
class NameList {
public:
  void add(std::string_view part) {
    part = trim(part);
    // An introduction may stand within: `Par Jean Dupont, par Marie Martin`.
    take_introduction(part);
    part = without_stop(without_role(without_place(without_agencies(before_stop(part)))));
    // What someone is, after who it is.
    if (!names_.empty() && part.find(' ') != std::string_view::npos &&
        is_any_of(role_nouns, last_word(part))) {
      return;
    }
    if (!names_.empty() && is_degree(part)) {
      names_.back() += ", ";
      names_.back() += part;
    } else if (is_name(part) && names_.size() < most_names &&
               std::ranges::find(names_, part) == names_.end()) {
      names_.emplace_back(part);
    }
  }

  std::vector<std::string> take() { return std::move(names_); }

private:
  std::vector<std::string> names_;
};

/// Adds what a part without commas says, which may be two names with a word between. A single word
/// beside a name is more likely a part of it: `José Ortega y Gasset`.
void add_joined(std::string_view part, NameList& names) {
  constexpr std::size_t longest_joined = 4;  // words
  std::size_t space = part.find(' ');
  while (space != std::string_view::npos) {
    const std::size_t end = part.find(' ', space + 1);
    if (end == std::string_view::npos) {
      break;
    }
    if (is_any_of(joiners, part.substr(space + 1, end - space - 1))) {
      const std::size_t before = count_words(part.substr(0, space));
      const std::string_view rest = part.substr(end + 1);
      const std::size_t after = count_words(rest.substr(0, rest.find(" & ")));
      const bool two_names = before >= 2 && after >= 2 && before <= longest_joined;
      if (two_names || (before == 1 && after == 1)) {
        names.add(part.substr(0, space));
        add_joined(rest, names);
        return;
      }
    }
    space = end;
  }
  names.add(part);
}

/// Where a part ends, and how many bytes its separator has.
struct Cut {
  std::size_t at = 0;
  std::size_t size = 0;
};

Cut find_cut(std::string_view text) {
  constexpr auto separators = std::to_array<std::string_view>(
      {",", ";", "|", " / ", "\u3001", "\uFF0C", "\u060C", "\u00B7", "\u2022"});
  Cut first{text.size(), 0};
  for (const std::string_view separator : separators) {
    const std::size_t at = text.find(separator);
    if (at < first.at) {
      first = {at, separator.size()};
    }
  }
  return first;
}

/// Where what is said of the author begins: after a dash with spaces.
std::size_t find_dash(std::string_view text) {
  return std::min({text.find(" - "), text.find(" \u2013 "), text.find(" \u2014 "), text.size()});
}

bool is_sentence(std::string_view text) {
  constexpr std::size_t most_words_of_byline = 40;
  return count_words(text) > most_words_of_byline;
}

}  // namespace

std::vector<std::string> read_names(std::string_view text) {
  const std::string normal = normalize(text.substr(0, longest_byline));
  std::string_view rest = trim(normal);
  if (rest.starts_with("http") || rest.starts_with("www.") || is_sentence(rest)) {
    return {};
  }
  while (take_introduction(rest)) {
  }
  rest = trim(rest.substr(0, find_dash(rest)));
  NameList names;
  while (!rest.empty()) {
    const Cut cut = find_cut(rest);
    // `Jane Doe, John Roe and Max Moe`: the word stands before the last of a list.
    std::string_view part = trim(rest.substr(0, cut.at));
    for (const std::string_view joiner : {"and ", "und ", "et ", "y ", "e "}) {
      if (part.starts_with(joiner)) {
        part = trim(part.substr(joiner.size()));
      }
    }
    const std::string_view before = before_stop(part);
    add_joined(before, names);
    if (before.size() != part.size()) {
      break;
    }
    rest.remove_prefix(cut.at + cut.size);
  }
  return names.take();
}

namespace {

/// Whether a word begins with a capital, or with a letter that is not ASCII and may be one.
bool has_capital(std::string_view text) {
  bool begins = true;
  return std::ranges::any_of(text, [&](char c) {
    const bool counts = begins && ((c >= 'A' && c <= 'Z') || (c & 0x80) != 0);
    begins = c == ' ' || c == '-';
    return counts;
  });
}

}  // namespace

bool is_byline(std::string_view text) {
  constexpr std::size_t longest_line = 160;  // bytes
  if (text.size() > longest_line) {
    return false;
  }
  const std::string normal = normalize(text);
  std::string_view rest = trim(normal);
  if (!take_introduction(rest)) {
    return false;
  }
  const std::vector<std::string> names = read_names(rest);
  return !names.empty() && has_capital(names.front());
}

bool begins_byline(std::string_view text) {
  return is_any_of(introductions, trim(text));
}

std::string join_names(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    joined += joined.empty() ? "" : ", ";
    joined += name;
  }
  return joined;
}

}  // namespace arch::article
