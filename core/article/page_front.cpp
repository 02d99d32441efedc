// Text that is copied from a page, or kept by hand, begins with short lines that nothing marks: the
// site's slogan, a section, the headline, who wrote it and when. What they are can be seen from
// their order, their length and a few words. The rules are made to err on one side: a line that is
// not recognised stays a paragraph, so nothing is lost and nothing seems changed that was not.
#include "article/page_front.hpp"

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace arch::article {

namespace {

// Lengths in characters.
constexpr std::size_t longest_headline = 150;  // newspapers' longest have about 120
constexpr std::size_t longest_slogan = 60;
constexpr std::size_t longest_byline = 80;
constexpr std::size_t longest_date = 60;
constexpr std::size_t longest_section = 30;

// clang-format off: its table of one word a line says no more.

/// Names of sections, folded, in the order of bytes.
constexpr auto section_names = std::to_array<std::string_view>({
    "africa", "afrique", "agriculture", "america", "americas", "américa latina", "analysis",
    "arts", "asia", "asia pacific", "ausland", "australia", "auto", "basketball", "binnenland",
    "books", "brasil", "breaking news", "buitenland", "business", "canada", "china", "ciencia",
    "climate", "columnists", "commentary", "companies", "court", "courts", "covid-19", "cricket",
    "crime", "cronaca", "cultura", "culture", "cultuur", "cycling", "deportes", "deutschland",
    "diaspora", "digital", "débats", "earth", "east africa", "economia", "economie", "economy",
    "economía", "editorial", "education", "educação", "election", "elections", "energy",
    "england", "entertainment", "environment", "environnement", "españa", "esportes", "esteri",
    "europa", "europe", "explainer", "fact check", "family", "fashion", "featured", "features",
    "feuilleton", "film", "finance", "finances", "food", "football", "france", "front page",
    "gaming", "geld", "gender", "germany", "gesellschaft", "gesundheit", "golf", "great lakes",
    "health", "home", "housing", "idées", "immigration", "in depth", "india", "inland",
    "innovation", "internacional", "international", "investigations", "ireland", "jobs",
    "justice", "karriere", "kenya", "klima", "kommentar", "kultur", "latest news",
    "latin america", "law", "leben", "letters", "life", "lifestyle", "local", "lokales", "london",
    "long read", "magazine", "markets", "media", "medien", "meinung", "middle east", "mining",
    "monde", "mondo", "money", "movies", "mundo", "music", "médias", "nacional", "national",
    "nature", "netzwelt", "new york", "news", "nigeria", "north america", "northern ireland",
    "obituaries", "oceania", "opinion", "opinions", "opinión", "panorama", "parliament",
    "personal finance", "planète", "podcasts", "politica", "politics", "politiek", "politik",
    "politique", "política", "property", "real estate", "regional", "reise", "religion", "rugby",
    "russia", "rwanda", "salud", "salute", "santé", "saúde", "schweiz", "science", "sciences",
    "scotland", "security", "soccer", "sociedad", "society", "société", "south africa",
    "south america", "space", "special report", "sport", "sports", "style", "tanzania", "tech",
    "technik", "technology", "tecnología", "tennis", "theater", "theatre", "top stories",
    "tourism", "transport", "travel", "tribune", "u.s.", "uganda", "uk", "ukraine", "umwelt",
    "united kingdom", "united states", "us", "us news", "usa", "video", "wales", "washington",
    "weather", "west africa", "wetenschap", "wildlife", "wirtschaft", "wissen", "wissenschaft",
    "women", "world", "world news", "youth", "économie", "éducation", "österreich"});
static_assert(std::ranges::is_sorted(section_names));

/// What a line with a date and nothing else may say besides numbers, folded, in the order of bytes.
constexpr auto date_words = std::to_array<std::string_view>({
    "a.m.", "am", "apr", "april", "at", "aug", "august", "cet", "dec", "december", "edt", "est",
    "et", "feb", "february", "fri", "friday", "gmt", "jan", "january", "jul", "july", "jun",
    "june", "last", "mar", "march", "may", "modified", "mon", "monday", "nov", "november", "oct",
    "october", "on", "p.m.", "pm", "posted", "published", "sat", "saturday", "sep", "sept",
    "september", "sun", "sunday", "thu", "thursday", "tue", "tuesday", "updated", "utc", "wed",
    "wednesday"});
static_assert(std::ranges::is_sorted(date_words));

// clang-format on

bool is_upper_or_foreign(char c) {
  return (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || is_upper_or_foreign(c);
}

bool fits(std::string_view text, std::size_t characters) {
  return text.size() <= characters || count_characters(text) <= characters;
}

std::size_t count_words(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
}

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
  return std::ranges::binary_search(words, text);
}

bool is_section(const Line& line) {
  return line.kind == LineKind::text && fits(line.text, longest_section) &&
         is_one_of(section_names, fold_case(line.text));
}

/// `Published 20 Nov 2026 at 14:32 GMT`: a year, and nothing that is not part of a date.
bool is_date(std::string_view text) {
  if (!fits(text, longest_date)) {
    return false;
  }
  if (parse_rfc3339(text)) {
    return true;
  }
  const std::string folded = fold_case(text);
  std::string_view rest = folded;
  bool has_year = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" ,:/|()-"), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool number = std::ranges::all_of(word, is_ascii_digit);
    if (number) {
      has_year =
          has_year || (word.size() == 4 && (word.starts_with("19") || word.starts_with("20")));
    } else if (!is_one_of(date_words, word)) {
      return false;
    }
  }
  return has_year;
}

bool is_byline(std::string_view text) {
  constexpr std::string_view by = "By ";
  return text.size() > by.size() && (text.starts_with(by) || text.starts_with("BY ")) &&
         is_upper_or_foreign(text[by.size()]) && fits(text, longest_byline) && !text.ends_with('.');
}

/// Whether `line` may be a headline: short, and not ended as a sentence or a list's head is.
bool is_titular(const Line& line) {
  std::string_view text = line.text;
  constexpr std::string_view opening = "\"'([";
  if (line.kind != LineKind::text || !fits(text, longest_headline) ||
      std::ranges::none_of(text, is_letter) || is_byline(text) || is_date(text)) {
    return false;
  }
  const char first = text.front();
  if (!is_letter(first) && !is_ascii_digit(first) &&
      opening.find(first) == std::string_view::npos) {
    return false;
  }
  for (const std::string_view quote : {"\"", "'", "\u2019", "\u201D", "\u00BB"}) {
    if (text.ends_with(quote)) {
      text.remove_suffix(quote.size());
    }
  }
  constexpr std::string_view stops = ".,;:";
  return !text.empty() && stops.find(text.back()) == std::string_view::npos;
}

bool is_long_text(const Line& line) {
  return line.kind == LineKind::text && !fits(line.text, longest_headline);
}

bool is_heading(const Line& line) {
  return line.kind == LineKind::title || line.kind == LineKind::subheading;
}

/// Whether something follows lines[at] that it can be the headline of.
bool heads_text(std::span<const Line> lines, std::size_t at) {
  if (at + 1 == lines.size()) {
    return false;
  }
  const Line& next = lines[at + 1];
  return is_heading(lines[at]) || next.after_blank || next.kind != LineKind::text ||
         std::ranges::any_of(lines.subspan(at + 1), is_long_text);
}

std::optional<std::size_t> find_headline(std::span<const Line> lines) {
  const auto first =
      std::ranges::find_if(lines, [](const Line& line) { return line.kind != LineKind::image; });
  if (first == lines.end()) {
    return std::nullopt;
  }
  const auto index = [&](auto line) { return static_cast<std::size_t>(line - lines.begin()); };
  if (is_heading(*first)) {
    return index(first);
  }
  // Only lines that could all be headlines may stand before one.
  const auto body = std::find_if(first, lines.end(), [](const Line& line) {
    return line.kind != LineKind::image && !is_titular(line);
  });
  if (body != lines.end() && body->kind == LineKind::title) {
    return index(body);
  }
  const auto section = std::find_if(first, body, is_section);
  for (auto line = section; line != body; ++line) {
    if (line->kind == LineKind::text && !is_section(*line) && heads_text(lines, index(line))) {
      return index(line);
    }
  }
  return first != body && heads_text(lines, index(first)) ? std::optional{index(first)}
                                                          : std::nullopt;
}

/// Whether a page begins with what the site says of itself on every page: a phrase that is not
/// longer than the headline, with the section between the two, and an article below.
bool is_slogan(std::span<const Line> lines) {
  constexpr std::size_t least_words = 3;
  const std::string_view phrase = lines[0].text;
  return is_titular(lines[0]) && !is_section(lines[0]) && fits(phrase, longest_slogan) &&
         count_words(phrase) >= least_words &&
         count_characters(phrase) <= count_characters(lines[2].text) &&
         std::ranges::any_of(lines.subspan(3), is_long_text);
}

}  // namespace

PageFront read_page_front(std::span<const Line> lines) {
  lines = lines.first(std::min(lines.size(), front_size));
  PageFront front;
  front.headline = find_headline(lines);
  if (!front.headline) {
    return front;
  }
  const std::size_t headline = *front.headline;
  if (headline > 0 && is_section(lines[headline - 1])) {
    front.section = headline - 1;
    if (headline == 2 && is_slogan(lines)) {
      front.slogan = 0;
    }
  }
  for (std::size_t i = headline + 1; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.kind == LineKind::text && !front.byline && is_byline(line.text)) {
      front.byline = i;
    } else if (line.kind == LineKind::text && is_date(line.text)) {
      const std::string folded = fold_case(line.text);
      const bool changed = folded.find("updated") != std::string::npos ||
                           folded.find("modified") != std::string::npos;
      std::optional<std::size_t>& field = changed ? front.modified : front.published;
      if (field) {
        break;
      }
      field = i;
    } else if (line.kind != LineKind::image) {
      break;
    }
  }
  return front;
}

bool is_comments_label(std::string_view line) {
  constexpr auto labels = std::to_array<std::string_view>(
      {"comentarios", "commentaires", "comment", "comments", "kommentare"});
  constexpr std::size_t longest = 30;  // bytes
  if (line.size() > longest) {
    return false;
  }
  constexpr std::string_view count = "0123456789() ";
  const std::size_t begin = std::min(line.find_first_not_of(count), line.size());
  const std::size_t end = line.find_last_not_of(count) + 1;
  return begin < end && is_one_of(labels, fold_case(line.substr(begin, end - begin)));
}

}  // namespace arch::article
