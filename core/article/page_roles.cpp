#include "article/page_roles.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace arch::article {

namespace {

struct Word {
  std::string_view beginning;
  Roles roles;
};

/// In the order of bytes. A longer beginning stands after the shorter one and adds to it.
constexpr auto words = std::to_array<Word>({
    {"actualiz", role_modified | role_date},
    {"advert", role_elsewhere},
    {"archive", role_elsewhere},
    {"articledate", role_date},
    {"ariane", role_breadcrumb},
    {"auteur", role_byline},
    {"author", role_byline},
    {"autor", role_byline},
    {"bajada", role_standfirst},
    {"bio", role_biography},
    {"breadcrumb", role_breadcrumb},
    {"byline", role_byline},
    {"caption", role_caption},
    {"card", role_elsewhere},
    {"carousel", role_elsewhere},
    {"category", role_section},
    {"chapeau", role_standfirst},
    {"chapo", role_standfirst},
    {"comment", role_elsewhere},
    {"copyright", role_elsewhere},
    {"copete", role_standfirst},
    {"credit", role_caption},
    {"crumb", role_breadcrumb},
    {"dachzeile", role_kicker},
    {"date", role_date},
    {"datum", role_date},
    {"deck", role_standfirst},
    {"dek", role_standfirst},
    {"entradilla", role_standfirst},
    {"excerpt", role_standfirst},
    {"eyebrow", role_kicker},
    {"fecha", role_date},
    {"gepubliceerd", role_date},
    {"headline", role_headline},
    {"hora", role_date},
    {"intro", role_standfirst},
    {"kicker", role_kicker},
    {"last", role_modified},
    {"latest", role_elsewhere},
    {"lead", role_standfirst},
    {"lede", role_standfirst},
    {"menu", role_elsewhere},
    {"modif", role_modified | role_date},
    {"more", role_elsewhere},
    {"nav", role_elsewhere},
    {"newsletter", role_elsewhere},
    {"next", role_elsewhere},
    {"overline", role_kicker},
    {"popular", role_elsewhere},
    {"postdate", role_date},
    {"posted", role_date},
    {"postedon", role_date},
    {"posttitle", role_headline},
    {"prev", role_elsewhere},
    {"promo", role_elsewhere},
    {"pubdate", role_date},
    {"publicado", role_date},
    {"publie", role_date},
    {"publish", role_date},
    {"rail", role_elsewhere},
    {"recent", role_elsewhere},
    {"recommend", role_elsewhere},
    {"related", role_elsewhere},
    {"reporter", role_byline},
    {"ressort", role_section},
    {"review", role_elsewhere},
    {"rubri", role_section},
    {"sidebar", role_elsewhere},
    {"spitzmarke", role_kicker},
    {"standfirst", role_standfirst},
    {"subhead", role_standfirst},
    {"subtit", role_standfirst},
    {"summary", role_standfirst},
    {"teaser", role_elsewhere},
    {"time", role_date},
    {"topline", role_kicker},
    {"trending", role_elsewhere},
    {"updated", role_modified | role_date},
    {"vorspann", role_standfirst},
    {"widget", role_elsewhere},
    {"writer", role_byline},
});
static_assert(std::ranges::is_sorted(words, {}, [](const Word& word) {
  return word.beginning[0];
}));

/// For each letter, where its words begin.
constexpr std::array<std::size_t, 27> first_words = [] {
  std::array<std::size_t, 27> firsts{};
  for (std::size_t letter = 0; letter < firsts.size(); ++letter) {
    std::size_t at = 0;
    while (at < words.size() && words[at].beginning[0] < static_cast<char>('a' + letter)) {
      ++at;
    }
    firsts[letter] = at;
  }
  return firsts;
}();

/// For each letter, the second letters of its words, as bits.
constexpr std::array<std::uint32_t, 26> second_letters = [] {
  std::array<std::uint32_t, 26> letters{};
  for (const Word& word : words) {
    letters[static_cast<std::size_t>(word.beginning[0] - 'a')] |=
        std::uint32_t{1} << static_cast<unsigned>(word.beginning[1] - 'a');
  }
  return letters;
}();

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool begins_with(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) {
    return false;
  }
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

Roles find_roles(std::string_view names) {
  constexpr std::size_t longest = 256;
  names = names.substr(0, longest);
  Roles roles = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const char c = names[i];
    const char before = i == 0 ? ' ' : names[i - 1];
    const bool begins =
        is_lower(c) ? !is_lower(before) && !is_upper(before) : is_upper(c) && !is_upper(before);
    if (!begins) {
      continue;
    }
    const auto letter = static_cast<std::size_t>((c | 0x20) - 'a');
    const char second = static_cast<char>(i + 1 < names.size() ? names[i + 1] | 0x20 : ' ');
    if (!is_lower(second) ||
        (second_letters[letter] >> static_cast<unsigned>(second - 'a') & 1U) == 0) {
      continue;
    }
    for (std::size_t at = first_words[letter]; at < first_words[letter + 1]; ++at) {
      if (begins_with(names.substr(i), words[at].beginning)) {
        roles = static_cast<Roles>(roles | words[at].roles);
      }
    }
  }
  return roles;
}

}  // namespace arch::article
