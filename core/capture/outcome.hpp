#pragma once

#include "history/record_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::capture {

/// What became of a visit to an article's page.
enum class Outcome : std::uint8_t {
  recorded,        ///< the article says something new, or is new
  reverted,        ///< it says what an earlier revision said
  unchanged,       ///< it says what it said
  blocked,         ///< 401, 402, 403, 429; challenge, CAPTCHA, login, consent and pay walls
  withheld,        ///< 451: for legal reasons
  missing,         ///< 404 or 410, not for long enough yet to be removed
  removed,         ///< 404 or 410 since JudgeOptions::removed_after
  soft_404,        ///< a page that says that there is none, with another status
  empty,           ///< a page without text
  truncated,       ///< a page that ends before its end
  front_page,      ///< a redirect to the site's first page
  not_an_article,  ///< another page than that of this article, or of any
  unreachable,     ///< no answer, or one of an error of the server
};

/// `recorded`, `soft 404` …: for people and JSON.
std::string_view name_of(Outcome outcome);

/// Whether it is a look that got the article's page.
bool saw_article(Outcome outcome);

/// The outcome of the record of a look that got no page: docs/format.md#checks.
history::Absence absence_of(Outcome outcome);

/// What is made of a visit, and why: one printable line, empty when it saw the article.
struct Verdict {
  Outcome outcome = Outcome::unreachable;
  /// A word or two for programs, a colon, and what a person wants to know:
  /// `challenge: "just a moment"`. docs/format.md#checks lists the words.
  std::string reason = {};

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

}  // namespace arch::capture
