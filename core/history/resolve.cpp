#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "history/aliases.hpp"
#include "history/names.hpp"
#include "history/near_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <utility>
#include <variant>

namespace arch::history {
namespace {

/// From so many on, digits are rather an id: it is what git shows, and we show more.
constexpr std::size_t sure_id_digits = 7;

/// Candidates that are looked at, and shown.
constexpr std::size_t max_candidates = 200;
constexpr std::size_t max_shown = 10;

/// Articles that a mistyped name is compared with: the latest, some ten milliseconds.
constexpr std::size_t max_near_articles = 2000;
constexpr std::size_t max_near_shown = 3;

/// How much of a headline a candidate shows, in bytes.
constexpr std::size_t max_shown_title = 80;

/// How many ".." of a range are tried as the one in the middle.
constexpr std::size_t max_splits = 64;

std::string quote(std::string_view name) {
  return fmt::format("\"{}\"", one_line(name));
}

std::string format_candidate(const store::ArticleRow& row) {
  const std::string& title = row.listing.title;
  if (title.empty()) {
    return "\n  " + one_line(row.key);
  }
  const std::string_view shown =
      std::string_view{title}.substr(0, valid_utf8_prefix(title.substr(0, max_shown_title)));
  return fmt::format(
      "\n  {}  {}{}", one_line(row.key), one_line(shown), shown.size() < title.size() ? "…" : "");
}

/// Whether `part` is all of the title, or all of what follows some slash in the key.
bool is_whole(const std::string& folded_part, const store::ArticleRow& row) {
  if (fold_case(row.listing.title) == folded_part) {
    return true;
  }
  std::string key = fold_case(row.key);
  if (key.ends_with('/') && !folded_part.ends_with('/')) {
    key.pop_back();
  }
  return key.ends_with(folded_part) &&
         (key.size() == folded_part.size() || key[key.size() - folded_part.size() - 1] == '/');
}

Error several(std::string_view part, const std::vector<store::ArticleRow>& rows) {
  std::string hint = "type more of one of these, or the whole key:";
  for (const store::ArticleRow& row : std::span{rows}.first(std::min(rows.size(), max_shown))) {
    hint += format_candidate(row);
  }
  if (rows.size() > max_shown) {
    hint += "\n  …";
  }
  return Error{ErrorKind::usage,
               fmt::format("looking up {}: {}{} articles have it in their key or headline",
                           quote(part),
                           rows.size() < max_candidates ? "" : "at least ",
                           rows.size()),
               std::move(hint)};
}

Error several_led_to(const Archive& archive,
                     std::string_view url,
                     const std::vector<ArticleNumber>& articles) {
  std::string hint = "type the key of one of these:";
  for (const ArticleNumber article : articles) {
    hint += format_candidate(archive.store().row(article));
  }
  return Error{ErrorKind::usage,
               fmt::format("looking up {}: it led to {} articles", quote(url), articles.size()),
               std::move(hint)};
}

Error unknown(const Archive& archive, std::string_view part) {
  if (part.find("..") != std::string_view::npos) {
    return Error{ErrorKind::usage,
                 fmt::format("looking up {}: one revision goes here, and this is a range or the "
                             "key of no article",
                             quote(part)),
                 "name one revision: KEY, KEY~2, 'KEY@{yesterday}', an id"};
  }
  const std::vector<std::string> near =
      find_near_names(archive.store().list({.limit = max_near_articles}), part, max_near_shown);
  std::string hint = "`arch ls` lists all articles";
  if (!near.empty()) {
    hint = "did you mean:";
    for (const std::string& key : near) {
      hint += "\n  " + one_line(key);
    }
  }
  return Error{ErrorKind::not_found,
               fmt::format("looking up {}: there is no such article", quote(part)),
               std::move(hint)};
}

/// The article with this key, if the text can be a key.
std::optional<ArticleNumber> find_key(const Archive& archive, std::string_view typed) {
  if (trim(typed).empty() || typed.size() > max_key_size) {
    return std::nullopt;
  }
  return archive.store().find_article(make_key(typed));
}

/// The only article with `part` in its key or headline, or nullopt if there is none.
std::optional<ArticleNumber> find_part(const Archive& archive, std::string_view part) {
  const std::string normal = to_nfc(part);
  const std::vector<store::ArticleRow> rows =
      archive.store().list({.contains = normal, .limit = max_candidates});
  if (rows.size() <= 1) {
    return rows.empty() ? std::nullopt : std::optional{rows.front().number};
  }
  const std::string folded = fold_case(normal);
  const auto fits = [&folded](const store::ArticleRow& row) { return is_whole(folded, row); };
  const auto whole = std::ranges::find_if(rows, fits);
  if (rows.size() == max_candidates || whole == rows.end() ||
      std::ranges::count_if(rows, fits) > 1) {
    throw several(part, rows);
  }
  return whole->number;
}

/// Captures and objects of articles whose id begins with `part`.
std::vector<store::Found> find_ids(const Archive& archive, std::string_view part) {
  const std::optional<std::string> digits = ObjectId::parse_prefix(part);
  if (!digits) {
    return {};
  }
  std::vector<store::Found> found = archive.store().find(*digits);
  std::erase_if(found, [](const store::Found& one) {
    return one.article == ArticleNumber::none || one.kind == store::Found::Kind::annotation;
  });
  return found;
}

/// What the subject of a name names: an article, or things with an id.
using Subject = std::variant<ArticleNumber, std::vector<store::Found>>;

/// `part` is no key.
Subject resolve_part(const Archive& archive, std::string_view part) {
  if (const std::vector<ArticleNumber> led_to = find_alias(archive.store(), part);
      led_to.size() == 1) {
    return led_to.front();
  } else if (led_to.size() > 1) {
    throw several_led_to(archive, part, led_to);
  }
  const bool is_id_first = part.size() >= sure_id_digits;
  if (is_id_first) {
    if (std::vector<store::Found> found = find_ids(archive, part); !found.empty()) {
      return found;
    }
  }
  if (const std::optional<ArticleNumber> article = find_part(archive, part)) {
    return *article;
  }
  if (!is_id_first) {
    if (std::vector<store::Found> found = find_ids(archive, part); !found.empty()) {
      return found;
    }
  }
  throw unknown(archive, part);
}

Error several_ids(std::string_view part,
                  std::string_view things,
                  const std::set<std::string>& all) {
  std::string hint = "type more digits of one of these:";
  std::size_t shown = 0;
  for (const std::string& one : all) {
    if (++shown > max_shown) {
      hint += "\n  …";
      break;
    }
    hint += "\n  " + one;
  }
  return Error{
      ErrorKind::usage,
      fmt::format(
          "looking up {}: {} {} have an id that begins so", quote(part), all.size(), things),
      std::move(hint)};
}

/// Reads an article and, where it is damaged, says which it is.
History read_named(const Archive& archive, ArticleNumber article) {
  try {
    return archive.read(article);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    throw store::name_damage("reading " + one_line(archive.store().row(article).key), error);
  }
}

History read_article(const Archive& archive, ArticleNumber article) {
  History history = read_named(archive, article);
  if (history.revisions().empty()) {
    throw Error{ErrorKind::not_found,
                fmt::format("reading {}: it has no revision, no look at it got a page",
                            one_line(history.key()))};
  }
  return history;
}

ResolvedRevision latest(History history) {
  const auto newest = static_cast<std::uint32_t>(history.revisions().size() - 1);
  return {std::move(history), newest};
}

std::optional<std::uint32_t> find_revision(const History& history, const store::Found& found) {
  return found.kind == store::Found::Kind::record
             ? history.find_revision_of(found.index)
             : history.find_revision_with(store::ObjectNumber{found.index});
}

ResolvedRevision resolve_ids(const Archive& archive,
                             std::string_view part,
                             const std::vector<store::Found>& found) {
  std::optional<ResolvedRevision> only;
  std::set<std::string> candidates;
  std::set<std::pair<ArticleNumber, std::uint32_t>> revisions;
  for (const store::Found& one : found) {
    History history = read_named(archive, one.article);
    if (const std::optional<std::uint32_t> revision = find_revision(history, one)) {
      const Revision& named = history.revisions()[*revision];
      revisions.emplace(one.article, *revision);
      candidates.insert(fmt::format("{}  {}, seen {}",
                                    named.short_id(),
                                    one_line(history.key()),
                                    format_rfc3339(named.first_seen)));
      only.emplace(std::move(history), *revision);
    }
  }
  if (!only) {
    throw unknown(archive, part);
  }
  if (revisions.size() > 1) {
    throw several_ids(part, "revisions", candidates);
  }
  return *std::move(only);
}

std::uint32_t go_back(const History& history, std::uint32_t revision, std::uint32_t count) {
  if (count > revision) {
    throw Error{ErrorKind::not_found,
                fmt::format("going back {} from revision {} of {}: {}",
                            count,
                            revision + 1,
                            one_line(history.key()),
                            revision == 0 ? "it is the first"
                                          : fmt::format("only {} came before it", revision)),
                fmt::format("{}@{{first}} is the oldest, seen {}",
                            one_line(history.key()),
                            format_rfc3339(history.revisions().front().first_seen))};
  }
  return revision - count;
}

std::uint32_t go_to(const History& history, const std::string& when, const TimeContext& times) {
  const std::optional<UtcTime> at = parse_time(when, times.now, times.zone, Edge::end);
  if (!at) {
    throw Error{ErrorKind::usage,
                fmt::format("reading the time {}: it is none", quote(when)),
                "write 2026-11-20 14:32, yesterday, 3 days ago, first or last"};
  }
  const std::optional<std::uint32_t> revision = history.find_at(*at);
  if (!revision) {
    throw Error{ErrorKind::not_found,
                fmt::format("looking up {} at {}: it was not known then",
                            one_line(history.key()),
                            format_local(*at, times.zone)),
                fmt::format("it was first seen {}",
                            format_local(history.revisions().front().first_seen, times.zone))};
  }
  return *revision;
}

std::uint32_t take_steps(const ResolvedRevision& from,
                         const std::vector<RevisionName::Step>& steps,
                         const TimeContext& times) {
  std::uint32_t revision = from.revision;
  for (const RevisionName::Step& step : steps) {
    switch (step.kind) {
      using enum RevisionName::Step::Kind;
      case back:
        revision = go_back(from.history, revision, step.count);
        break;
      case at:
        revision = go_to(from.history, step.when, times);
        break;
      case first:
        revision = 0;
        break;
      case last:
        revision = static_cast<std::uint32_t>(from.history.revisions().size() - 1);
        break;
    }
  }
  return revision;
}

/// A name whose subject is a key, and how many of its last steps are steps: a key may end like one.
struct KeyName {
  ArticleNumber article = ArticleNumber::none;
  std::size_t steps = 0;
};

std::optional<KeyName> find_key_name(const Archive& archive,
                                     std::string_view typed,
                                     const RevisionName& name) {
  for (std::size_t steps = 0; steps <= name.steps.size(); ++steps) {
    const std::string_view subject =
        steps == 0 ? typed : typed.substr(0, name.steps[name.steps.size() - steps].begin);
    if (const std::optional<ArticleNumber> article = find_key(archive, subject)) {
      return KeyName{*article, steps};
    }
  }
  return std::nullopt;
}

ResolvedRevision resolve_name(const Archive& archive,
                              std::string_view typed,
                              const TimeContext& times) {
  RevisionName name = parse_revision_name(typed);
  std::optional<ResolvedRevision> resolved;
  if (const std::optional<KeyName> key = find_key_name(archive, typed, name)) {
    resolved = latest(read_article(archive, key->article));
    name.steps.erase(name.steps.begin(),
                     name.steps.end() - static_cast<std::ptrdiff_t>(key->steps));
  } else {
    const Subject subject = resolve_part(archive, name.subject);
    if (const auto* article = std::get_if<ArticleNumber>(&subject)) {
      resolved = latest(read_article(archive, *article));
    } else {
      resolved = resolve_ids(archive, name.subject, std::get<std::vector<store::Found>>(subject));
    }
  }
  resolved->revision = take_steps(*resolved, name.steps, times);
  return *std::move(resolved);
}

/// The two sides of a range.
struct Sides {
  std::string_view from;
  std::string_view to;
};

/// Reads the steps of a side without a subject, or nullopt if it has more than steps.
std::optional<std::vector<RevisionName::Step>> find_steps(std::string_view side) {
  if (!side.starts_with('~') && !side.starts_with("@{")) {
    return std::nullopt;
  }
  constexpr std::string_view any_subject = ".";
  RevisionName name = parse_revision_name(fmt::format("{}{}", any_subject, side));
  return name.subject == any_subject ? std::optional{std::move(name.steps)} : std::nullopt;
}

/// Whether a side names something by its key or surely by its id.
bool is_exact(const Archive& archive, std::string_view side) {
  if (side.empty()) {
    return true;
  }
  if (find_steps(side)) {
    return false;
  }
  const RevisionName name = parse_revision_name(side);
  return find_key_name(archive, side, name).has_value() ||
         (name.subject.size() >= sure_id_digits && !find_ids(archive, name.subject).empty());
}

/// Where `typed` is cut in two: there where both sides are surely names, else at the first "..".
Sides split_range(const Archive& archive, std::string_view typed) {
  const auto cut = [typed](std::size_t dots) {
    return Sides{trim(typed.substr(0, dots)), trim(typed.substr(dots + 2))};
  };
  std::size_t dots = typed.find("..");
  const Sides first = cut(dots);
  for (std::size_t i = 0; i < max_splits && dots != std::string_view::npos; ++i) {
    const Sides sides = cut(dots);
    const bool is_empty = sides.from.empty() && sides.to.empty();
    if (!is_empty && is_exact(archive, sides.from) &&
        (is_exact(archive, sides.to) || (!sides.from.empty() && find_steps(sides.to)))) {
      return sides;
    }
    dots = typed.find("..", dots + 1);
  }
  return first;
}

}  // namespace

ArticleNumber resolve_article(const Archive& archive, std::string_view subject) {
  const RevisionName name = parse_revision_name(subject);
  if (const std::optional<ArticleNumber> article = find_key(archive, subject)) {
    return *article;
  }
  if (!name.steps.empty()) {
    throw Error{ErrorKind::usage,
                fmt::format("looking up {}: this is the name of a revision", quote(subject)),
                fmt::format("the article is {}", quote(name.subject))};
  }
  const Subject named = resolve_part(archive, name.subject);
  if (const auto* article = std::get_if<ArticleNumber>(&named)) {
    return *article;
  }
  const auto& found = std::get<std::vector<store::Found>>(named);
  std::set<std::string> keys;
  for (const store::Found& one : found) {
    keys.insert(one_line(archive.store().row(one.article).key));
  }
  if (keys.size() > 1) {
    throw several_ids(subject, "articles", keys);
  }
  return found.front().article;
}

ResolvedRevision resolve_revision(const Archive& archive,
                                  std::string_view typed,
                                  const TimeContext& times) {
  return resolve_name(archive, trim(typed), times);
}

std::optional<ResolvedRange> resolve_range(const Archive& archive,
                                           std::string_view typed,
                                           const TimeContext& times) {
  const std::string_view range = trim(typed);
  if (range.find("..") == std::string_view::npos) {
    return std::nullopt;
  }
  if (range.size() > 2 * max_name_size + 2) {
    throw Error{ErrorKind::usage, fmt::format("reading a range: it has {} bytes", range.size())};
  }
  if (range.size() <= max_name_size) {
    if (find_key_name(archive, range, parse_revision_name(range))) {
      return std::nullopt;
    }
  }
  const Sides sides = split_range(archive, range);
  if ((sides.from.empty() && sides.to.empty()) || find_steps(sides.from)) {
    throw Error{ErrorKind::usage,
                fmt::format("reading the range {}: it does not say of which article", quote(range)),
                "write KEY~1..KEY, KEY~3..~1, or KEY~2.."};
  }
  if (sides.from.empty()) {
    ResolvedRevision to = resolve_name(archive, sides.to, times);
    return ResolvedRange{std::move(to.history), 0, to.revision};
  }
  ResolvedRevision from = resolve_name(archive, sides.from, times);
  const auto newest = static_cast<std::uint32_t>(from.history.revisions().size() - 1);
  std::uint32_t to = newest;
  if (const auto steps = find_steps(sides.to)) {
    ResolvedRevision start{std::move(from.history), newest};
    to = take_steps(start, *steps, times);
    from.history = std::move(start.history);
  } else if (!sides.to.empty()) {
    const ResolvedRevision other = resolve_name(archive, sides.to, times);
    if (other.history.number() != from.history.number()) {
      throw Error{ErrorKind::usage,
                  fmt::format("reading the range {}: it is of two articles, {} and {}",
                              quote(range),
                              one_line(from.history.key()),
                              one_line(other.history.key())),
                  "a range is of one article"};
    }
    to = other.revision;
  }
  return ResolvedRange{std::move(from.history), from.revision, to};
}

}  // namespace arch::history
