#include "capture/judge.hpp"

#include "article/body.hpp"
#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace arch::capture {

namespace {

// docs/decisions/0014-judging-pages.md has the measurements.

/// Walls have few words; of real articles three in a hundred have fewer.
constexpr std::size_t short_text = 150;
/// A page with fewer is an article only if it says what it is.
constexpr std::size_t least_words = 25;
/// An article of which more is still there is there.
constexpr double kept_enough = 0.5;
/// An article of which less is there has been replaced.
constexpr double kept_nothing = 0.1;
/// A text that has lost so much of its length has collapsed.
constexpr double collapsed_to = 0.35;
/// A text that is so much made of the known one has nothing new.
constexpr double nothing_new = 0.9;

/// Of two texts, in bytes, that are compared.
constexpr std::size_t compared_bytes = std::size_t{128} * 1024;

/// Letters and digits alone, folded: what two typographies share.
std::string letters_of(std::string_view text) {
  std::string letters = fold_case(text.substr(0, compared_bytes));
  std::erase_if(letters, [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && !is_ascii_letter(c) && !is_ascii_digit(c);
  });
  return letters;
}

std::vector<std::uint64_t> pieces_of(std::string_view text) {
  constexpr std::size_t piece = 16;
  constexpr std::uint64_t base = 0x9E37'79B9'7F4A'7C15;
  const std::string letters = letters_of(text);
  std::uint64_t outgoing = 1;  // base to the power of piece
  for (std::size_t i = 0; i < piece; ++i) {
    outgoing *= base;
  }
  std::vector<std::uint64_t> pieces;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    hash = hash * base + static_cast<unsigned char>(letters[i]);
    if (i >= piece) {
      hash -= outgoing * static_cast<unsigned char>(letters[i - piece]);
    }
    if (i + 1 >= piece) {
      pieces.push_back(hash);
    }
  }
  if (pieces.empty() && !letters.empty()) {
    pieces.push_back(hash);
  }
  return pieces;
}

Outcome outcome_of(Wall wall) {
  switch (wall) {
    case Wall::soft_404:
      return Outcome::soft_404;
    case Wall::fault:
      return Outcome::unreachable;
    case Wall::challenge:
    case Wall::login:
    case Wall::consent:
    case Wall::paywall:
      break;
  }
  return Outcome::blocked;
}

Verdict wall_verdict(const BlockSign& sign) {
  return {.outcome = outcome_of(sign.wall),
          .reason = fmt::format("{}: \"{}\"", name_of(sign.wall), sign.phrase)};
}

/// The wall that a page is, if it is one: asked only of pages that are not clearly the article.
std::optional<Verdict> find_wall(const PageFacts& facts) {
  if (facts.sign) {
    return wall_verdict(*facts.sign);
  }
  if (facts.has_password_field) {
    return Verdict{.outcome = Outcome::blocked, .reason = "login: the page asks for a password"};
  }
  if (facts.markup_sign) {
    return wall_verdict(*facts.markup_sign);
  }
  if (facts.is_declared_paid) {
    return Verdict{.outcome = Outcome::blocked,
                   .reason = "paywall: the page says that it is not free to read"};
  }
  return std::nullopt;
}

Verdict not_an_article(std::string reason) {
  return {.outcome = Outcome::not_an_article, .reason = "not an article: " + std::move(reason)};
}

/// Of short articles the reader is never sure, so what the page says of itself counts as well.
bool looks_like_article(const PageFacts& facts) {
  return facts.read.confidence >= article::doubtful ||
         (facts.is_declared_article && facts.document.headline);
}

std::optional<Verdict> judge_unknown(const PageFacts& facts) {
  if (facts.words < short_text) {
    if (std::optional<Verdict> wall = find_wall(facts)) {
      return wall;
    }
  }
  if (!looks_like_article(facts)) {
    return not_an_article("no article stands out on the page");
  }
  if (facts.words < least_words) {
    return not_an_article(fmt::format("it has {} words", facts.words));
  }
  return std::nullopt;
}

/// What is left of an article that is known.
struct Remains {
  double kept = 0;              ///< share of the known text that the page has
  double familiar = 0;          ///< share of the page's text that is known
  bool keeps_headline = false;  ///< perhaps with a word before or after it: `Retracted: …`
  bool names_itself = false;    ///< the page says by a URL that it is this article
  bool has_collapsed = false;

  bool is_gone() const { return kept < kept_nothing && !keeps_headline; }
  bool is_claimed() const { return keeps_headline || names_itself; }
};

bool keeps_headline(const article::Document& before, const article::Document& now) {
  const std::string headline = letters_of(before.headline.value_or(""));
  const std::string found = letters_of(now.headline.value_or(""));
  constexpr std::size_t least_contained = 16;  // bytes; less is in headlines of other articles
  return !headline.empty() &&
         (headline == found || (headline.size() >= least_contained &&
                                (found.starts_with(headline) || found.ends_with(headline))));
}

bool is_named(const http::Url& named, const KnownArticle& known) {
  const std::string key = key_of(named);
  return key == known.key || (known.url && key == key_of(*known.url));
}

/// Whether the article was ever found at this URL.
bool was_at(const http::Url& url, const KnownArticle& known) {
  return is_named(url, known) ||
         std::ranges::find(known.aliases, article_url(url).text()) != known.aliases.end();
}

Remains compare(const http::Response& response,
                const http::Url& asked,
                const PageFacts& facts,
                const KnownArticle& known) {
  const article::Document before = article::parse_document(known.document);
  const std::string text = comparable_text(before);
  const std::size_t words = count_words(text);
  const std::optional<http::Url> named = named_url(facts, response.url);
  // A page at a URL of which nothing is known may name the article by mistake: some sites give all
  // of their pages the same canonical link.
  const bool is_believed = was_at(response.url, known) || was_at(asked, known);
  return {.kept = share_within(text, facts.text),
          .familiar = share_within(facts.text, text),
          .keeps_headline = keeps_headline(before, facts.document),
          .names_itself = named && is_named(*named, known) && is_believed,
          .has_collapsed =
              static_cast<double>(facts.words) < collapsed_to * static_cast<double>(words)};
}

/// Whether the page has an article, and says other things than the known one did.
bool has_own_text(const PageFacts& facts, const Remains& remains) {
  return looks_like_article(facts) && facts.words >= least_words && remains.familiar < nothing_new;
}

/// The wall that a page is which says that it is the article and has a text of its own: banners
/// stand around every article of a site, and a withdrawal says that the article is gone.
std::optional<Verdict> find_wall_of_claimed(PageFacts facts) {
  const auto counts = [&](Wall wall, const std::optional<BlockSign>& needed) {
    return facts.sign->wall != wall || (needed && needed->wall == wall);
  };
  if (facts.sign &&
      !(counts(Wall::soft_404, facts.heading_sign) && counts(Wall::consent, facts.article_sign) &&
        counts(Wall::fault, facts.heading_sign))) {
    facts.sign.reset();
  }
  return find_wall(facts);
}

/// The wall that stands in the place of an article that is known, of which less than a half is
/// left.
std::optional<Verdict> find_wall_instead(const PageFacts& facts, const Remains& remains) {
  if (facts.words < short_text || remains.has_collapsed) {
    return remains.is_claimed() && has_own_text(facts, remains) ? find_wall_of_claimed(facts)
                                                                : find_wall(facts);
  }
  if (remains.is_gone() && facts.heading_sign) {
    return wall_verdict(*facts.heading_sign);
  }
  return std::nullopt;
}

/// Of a page that has next to nothing of what the article said.
std::optional<Verdict> judge_replaced(const http::Response& response,
                                      const PageFacts& facts,
                                      const KnownArticle& known,
                                      const Remains& remains) {
  if (known.url && !is_same_site(*known.url, response.url)) {
    return Verdict{.outcome = Outcome::blocked,
                   .reason = fmt::format("another site: redirected to {}", response.url.host())};
  }
  const std::optional<http::Url> named = named_url(facts, response.url);
  if (named && !is_named(*named, known)) {
    return not_an_article(fmt::format("the page is that of {}", one_line(key_of(*named))));
  }
  if (remains.names_itself) {
    return looks_like_article(facts) && facts.words >= least_words
               ? std::nullopt
               : std::optional{not_an_article("nothing is left of what the article said")};
  }
  // Walls of many words, which say nothing of the article and are at its URL.
  if (std::optional<Verdict> wall = find_wall(facts)) {
    return wall;
  }
  if (!was_at(response.url, known)) {
    return not_an_article(fmt::format("the page is that of {}", one_line(key_of(response.url))));
  }
  return not_an_article("nothing is left of what the article said");
}

std::optional<Verdict> judge_known(const http::Response& response,
                                   const http::Url& asked,
                                   const PageFacts& facts,
                                   const KnownArticle& known) {
  const Remains remains = compare(response, asked, facts, known);
  const bool is_familiar = remains.has_collapsed && remains.familiar >= nothing_new;
  const bool has_lost_its_end = !facts.has_end && known.had_end && remains.kept < 1;
  if (!facts.has_end && (is_familiar || (has_lost_its_end && remains.familiar >= nothing_new))) {
    return Verdict{.outcome = Outcome::truncated,
                   .reason = "truncated: the page ends within the article"};
  }
  if (remains.kept >= kept_enough) {
    return std::nullopt;
  }
  if (std::optional<Verdict> wall = find_wall_instead(facts, remains)) {
    return wall;
  }
  if (is_familiar) {
    return Verdict{.outcome = Outcome::blocked,
                   .reason = "paywall: only a part of the article, and nothing new"};
  }
  return remains.is_gone() ? judge_replaced(response, facts, known, remains) : std::nullopt;
}

bool is_front_page(const http::Url& url) {
  return url.path() == "/" && url.query().empty();
}

/// Types that an article may come as; empty when the server does not say.
bool is_readable(std::string_view content_type) {
  std::string type = ascii_lowered(content_type.substr(0, content_type.find(';')));
  std::erase_if(type, is_html_space);
  return type.empty() || type.starts_with("text/") || type == "application/xhtml+xml" ||
         type == "application/octet-stream";
}

std::string status_reason(std::string_view word, int status) {
  return fmt::format("{}: the server answered {}", word, status);
}

Verdict judge_missing(int status,
                      const KnownArticle& known,
                      UtcTime now,
                      const JudgeOptions& options) {
  if (known.missing_since &&
      now.seconds - known.missing_since->seconds >= options.removed_after.count()) {
    return {.outcome = Outcome::removed,
            .reason = fmt::format("removed: the server answered {} since {}",
                                  status,
                                  format_rfc3339(*known.missing_since))};
  }
  return {.outcome = Outcome::missing, .reason = status_reason("missing", status)};
}

/// Whether a sign says no more than the status that came with it.
bool restates_status(const BlockSign& sign) {
  return sign.phrase == "403 forbidden" || sign.phrase == "too many requests";
}

Verdict judge_refusal(int status, const PageFacts* facts) {
  Verdict verdict{.outcome = Outcome::blocked, .reason = status_reason("status", status)};
  if (facts != nullptr && facts->sign && facts->sign->wall != Wall::soft_404 &&
      !restates_status(*facts->sign)) {
    verdict.reason += fmt::format(", {}: \"{}\"", name_of(facts->sign->wall), facts->sign->phrase);
  }
  return verdict;
}

}  // namespace

double share_within(std::string_view text, std::string_view other) {
  const std::vector<std::uint64_t> pieces = pieces_of(text);
  const std::vector<std::uint64_t> others = pieces_of(other);
  const std::unordered_set<std::uint64_t> known{others.begin(), others.end()};
  const auto shared =
      std::ranges::count_if(pieces, [&](std::uint64_t piece) { return known.contains(piece); });
  return pieces.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(pieces.size());
}

std::optional<Verdict> judge_answer(const http::Result& answer,
                                    const PageFacts* facts,
                                    const KnownArticle& known,
                                    UtcTime now,
                                    const JudgeOptions& options) {
  if (const auto* failure = std::get_if<http::Failure>(&answer)) {
    const bool is_truncated = failure->kind == http::FailureKind::truncated;
    return Verdict{.outcome = is_truncated ? Outcome::truncated : Outcome::unreachable,
                   .reason = fmt::format("{}: {}", http::name_of(failure->kind), failure->reason)};
  }
  const int status = std::get<http::Response>(answer).status;
  switch (status) {
    case 304:
      return Verdict{.outcome = Outcome::unchanged};
    case 404:
    case 410:
      return judge_missing(status, known, now, options);
    case 401:
    case 402:
    case 403:
    case 429:
      return judge_refusal(status, facts);
    case 206:  // to a request for a range, which only the user's own headers can ask for
      return Verdict{.outcome = Outcome::truncated,
                     .reason = status_reason("truncated", status) + ", a part of the page"};
    case 451:
      return Verdict{.outcome = Outcome::withheld, .reason = status_reason("withheld", status)};
    default:
      break;
  }
  if (status >= 200 && status < 300) {
    return std::nullopt;
  }
  // Some walls answer with an error of the server.
  if (facts != nullptr && facts->sign && facts->sign->wall == Wall::challenge) {
    return judge_refusal(status, facts);
  }
  return Verdict{.outcome = Outcome::unreachable, .reason = status_reason("status", status)};
}

Verdict judge_page(const http::Response& response,
                   const http::Url& asked,
                   const PageFacts& facts,
                   const KnownArticle& known) {
  const std::string_view type = response.find_header("content-type").value_or("");
  if (!is_readable(type)) {
    return not_an_article(fmt::format("it is of the type {}", one_line(type)));
  }
  if (!facts.binary.empty()) {
    return not_an_article(fmt::format("it is {}", facts.binary));
  }
  constexpr std::size_t least_bytes = 10;  // a word or two
  if (facts.visible_bytes < least_bytes && facts.text.size() < least_bytes) {
    if (std::optional<Verdict> wall = find_wall(facts)) {
      return *wall;
    }
    return {.outcome = Outcome::empty, .reason = "empty: the page shows no text"};
  }
  if (!response.hops.empty() && is_front_page(response.url) && !is_front_page(asked)) {
    return {.outcome = Outcome::front_page,
            .reason = fmt::format("front page: redirected to {}", response.url.text())};
  }
  const std::optional<Verdict> verdict =
      known.document.empty() ? judge_unknown(facts) : judge_known(response, asked, facts, known);
  return verdict.value_or(Verdict{.outcome = Outcome::recorded});
}

}  // namespace arch::capture
