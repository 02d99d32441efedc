#include "capture/visit.hpp"

#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "article/same_article.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"
#include "history/aliases.hpp"
#include "history/record_text.hpp"
#include "history/recorder.hpp"
#include "history/stored_looks.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <variant>
#include <vector>

namespace arch::capture {

namespace {

/// Of one value that a server sent, in bytes, as a line of a record. No ETag of a news site is
/// longer than a hundred; what is longer is not kept, and so not asked by.
constexpr std::size_t max_line_value = 1024;
/// Of a reason, in bytes.
constexpr std::size_t max_reason = 500;

/// The headers that records keep: the validators, and what else a page is read by.
constexpr std::array<std::string_view, 3> kept_headers = {"etag", "last-modified", "content-type"};

/// A latest look, and where its page is.
struct StoredLook {
  LatestLook look;
  std::optional<store::ObjectNumber> page = {};
};

std::optional<StoredLook> find_latest(const history::History& history) {
  const store::Article& article = history.stored();
  const history::StoredLooks looks = history::read_looks(article);
  if (looks.sightings.empty()) {
    return std::nullopt;
  }
  const history::Sighting& last = looks.sightings.back();
  StoredLook latest{.look = {.observed = last.observed,
                             .record = article.record_text(history::row_of(article, last.row))}};
  if (last.page != history::Sighting::no_page) {
    latest.page = store::ObjectNumber{last.page};
  }
  return latest;
}

/// The checks since the article was seen last.
struct MissedLooks {
  std::optional<UtcTime> missing_since = {};  ///< the first that the server answered 404 or 410
  std::string last_reason = {};
};

MissedLooks read_missed(const history::History& history, UtcTime after) {
  const store::Article& article = history.stored();
  MissedLooks missed;
  for (const auto& absence : history::read_looks(article).absences) {
    if (absence.observed < after) {
      continue;
    }
    const std::string record = article.record_text(history::row_of(article, absence.row));
    missed.last_reason = history::find_line(record, "reason").value_or("");
    if (!missed.missing_since && (missed.last_reason.starts_with("missing: ") ||
                                  missed.last_reason.starts_with("removed: "))) {
      missed.missing_since = absence.observed;
    }
  }
  return missed;
}

std::optional<history::History> find_history(const history::Archive& archive,
                                             std::string_view key) {
  const std::optional<history::ArticleNumber> number = archive.store().find_article(key);
  return number ? std::optional{archive.read(*number)} : std::nullopt;
}

bool can_be_line(std::string_view value) {
  return !value.empty() && value.size() <= max_line_value && is_valid_utf8(value) &&
         one_line(value) == value;
}

std::string_view content_type_of(const http::Response& response) {
  const std::string_view type = response.find_header("content-type").value_or("");
  return can_be_line(type) ? type : std::string_view{};  // as it will be read again
}

/// Reads a page as it was read for the archive, with what became of its blocks.
article::PageReading read_again(ByteView page,
                                const std::string& url,
                                std::string_view content_type,
                                UtcTime observed,
                                const article::SiteRules& rules) {
  return article::read_page(
      page,
      {.content_type = content_type, .url = url, .rule = article::find_rule(rules, url, observed)});
}

/// The URL as which the page of the latest look is read; empty when it had none.
std::string url_of_page(const LatestLook& latest) {
  const std::optional<http::Url> url = http::Url::parse(latest.line("url"));
  return url ? std::string{article_url(*url).text()} : std::string{};
}

/// The document that today's reader makes of a page that is kept, that of the latest look.
std::string reread(ByteView page, const LatestLook& latest, const article::SiteRules& rules) {
  return article::read_document(
             page, url_of_page(latest), latest.line("content-type"), latest.observed, rules)
      .text;
}

bool is_success(const http::Result& answer) {
  const auto* response = std::get_if<http::Response>(&answer);
  return response != nullptr && response->status >= 200 && response->status < 300;
}

/// Whether a page says what the page says that is kept, though another document was read out of it:
/// by another reader, or by one that is of two minds about it.
bool says_the_same(const history::History& history,
                   const StoredLook& latest,
                   const Seen& seen,
                   const article::SiteRules& rules) {
  if (!latest.page || !seen.facts.is_html) {
    return false;
  }
  const Bytes page = history.stored().object(*latest.page);
  if (article::kind_of_page(page) != article::PageKind::html) {
    return false;
  }
  const auto& response = std::get<http::Response>(seen.answer);
  return article::says_the_same(read_again(page,
                                           url_of_page(latest.look),
                                           latest.look.line("content-type"),
                                           latest.look.observed,
                                           rules),
                                read_again(response.body,
                                           article_url(response.url).text(),
                                           content_type_of(response),
                                           seen.observed,
                                           rules));
}

/// Tells apart what a page of the article may be.
Outcome compare(const history::History& history,
                const StoredLook& latest,
                const Seen& seen,
                const article::SiteRules& rules) {
  if (seen.facts.read.text == seen.document_before || says_the_same(history, latest, seen, rules)) {
    return Outcome::unchanged;
  }
  const auto object = history.stored().find_object(sha256(as_bytes(seen.facts.read.text)));
  return object && history.find_revision_with(*object) ? Outcome::reverted : Outcome::recorded;
}

/// Another article of the archive, by its key, whose own URL the article's now redirects to: both
/// would get each of its revisions from now on.
std::optional<std::string> find_moved_to(const history::Archive& archive,
                                         const Seen& seen,
                                         const KnownArticle& known) {
  const auto* response = std::get_if<http::Response>(&seen.answer);
  if (response == nullptr || response->hops.empty() || !known.url ||
      *known.url == article_url(response->url)) {
    return std::nullopt;
  }
  const std::optional<http::Url> named = named_url(seen.facts, response->url);
  std::string key = named ? key_of(*named) : "";
  return !key.empty() && key != seen.key && archive.store().find_article(key)
             ? std::optional{std::move(key)}
             : std::nullopt;
}

Verdict judge_seen(const Seen& seen,
                   const KnownArticle& known,
                   const std::optional<history::History>& before,
                   const std::optional<StoredLook>& latest,
                   const JudgeOptions& options,
                   const article::SiteRules& rules) {
  const auto* response = std::get_if<http::Response>(&seen.answer);
  std::optional<Verdict> verdict = judge_answer(
      seen.answer, response == nullptr ? nullptr : &seen.facts, known, seen.observed, options);
  if (verdict && verdict->outcome == Outcome::unchanged && !latest) {
    return {.outcome = Outcome::unreachable,
            .reason = "status: the server answered 304, but nothing is known that is not modified"};
  }
  if (!verdict) {
    verdict = judge_page(*response, seen.asked, seen.facts, known);
    if (verdict->outcome == Outcome::recorded && latest && before) {
      verdict->outcome = compare(*before, *latest, seen, rules);
    }
  }
  verdict->reason = one_line(verdict->reason.substr(0, max_reason));
  return *verdict;
}

/// What a record keeps of an answer. A 304 leaves out what the answer that it confirms said.
history::SourceLines make_source(const http::Response& response, const LatestLook* confirmed) {
  history::SourceLines source{{"status", std::to_string(response.status)}};
  for (const std::string_view name : kept_headers) {
    std::string value{response.find_header(name).value_or("")};
    if (value.empty() && confirmed != nullptr) {
      value = confirmed->line(name);
    }
    if (can_be_line(value)) {
      source.emplace_back(name, value);
    }
  }
  if (const http::Url fetched = response.url.without_credentials();
      fetched != article_url(response.url)) {
    source.emplace_back("fetched", fetched.text());
  }
  for (const http::Hop& hop : response.hops) {
    source.emplace_back("redirect", fmt::format("{} {}", hop.status, hop.url.text()));
  }
  return source;
}

/// The look of a page that says what the article said: it counts as one at the page that is kept.
history::Look make_check(const Seen& seen,
                         const http::Response& response,
                         const LatestLook& latest,
                         KeepPages keep) {
  const bool is_confirmed = response.status == 304;
  history::Look look{.observed = seen.observed,
                     .page = {},
                     .url = article_url(response.url).text(),
                     .source = make_source(response, is_confirmed ? &latest : nullptr),
                     .document = article::ReadDocument{.text = seen.document_before,
                                                       .reader = latest.line("extractor")}};
  if (!is_confirmed && keep == KeepPages::all) {
    look.page = response.body;
    return look;
  }
  if (latest.page) {
    look.page = *latest.page;
  } else {
    look.keeping = history::Look::Keeping::document;
  }
  const ObjectId served = sha256(response.body);
  if (!is_confirmed && (!latest.page || served != sha256(*latest.page))) {
    look.source.emplace_back("served", served.hex());
  }
  return look;
}

history::Look make_capture(const Seen& seen,
                           const http::Response& response,
                           const RecordOptions& options) {
  history::Look look{.observed = seen.observed,
                     .page = response.body,
                     .url = article_url(response.url).text(),
                     .source = make_source(response, nullptr),
                     .document = seen.facts.read,
                     .salt = options.salt,
                     .screenshot = options.screenshot};
  if (options.keep_pages == KeepPages::none) {
    look.keeping = history::Look::Keeping::document;
    look.source.emplace_back("served", sha256(response.body).hex());
  }
  return look;
}

/// Which article an answer is about, by its key.
struct Subject {
  std::string key = {};
  /// Which one it is about where it turns out to be another page than that article's; may be empty.
  std::string otherwise = {};
};

Subject find_subject(const history::Archive& archive, const Seen& seen) {
  const auto is_known = [&](std::string_view key) {
    return archive.store().find_article(key).has_value();
  };
  if (!is_success(seen.answer)) {
    return {.key = likely_key(archive, seen.asked)};
  }
  const auto& response = std::get<http::Response>(seen.answer);
  const std::string asked = key_of(seen.asked);
  if (!response.hops.empty() && is_known(asked)) {
    return {.key = asked};  // wherever its own URL leads today
  }
  const std::string at = key_of(response.url);
  const std::optional<http::Url> named = named_url(seen.facts, response.url);
  if (named && is_known(key_of(*named))) {
    return {.key = key_of(*named), .otherwise = at};
  }
  if (is_known(at)) {
    return {.key = at};
  }
  const std::string own = named ? key_of(*named) : at;
  for (const http::Url& url : {response.url, named.value_or(response.url), seen.asked}) {
    if (std::string key = likely_key(archive, url); is_known(key)) {
      return {.key = std::move(key), .otherwise = own};
    }
  }
  return {.key = own};
}

/// Judges what was seen as a look at the article called `key`.
Seen see_as(const history::Archive& archive,
            Seen seen,
            const std::string& key,
            const JudgeOptions& options,
            const article::SiteRules& rules) {
  seen.key = key;
  const std::optional<history::History> before = find_history(archive, key);
  KnownArticle known{.key = key};
  std::optional<StoredLook> latest;
  if (before) {
    seen.is_known = true;
    latest = find_latest(*before);
    MissedLooks missed = read_missed(*before, latest ? latest->look.observed : earliest_time);
    known.missing_since = missed.missing_since;
    seen.reason_before = std::move(missed.last_reason);
  }
  if (before && latest) {
    // As Timing::clock has it, and here already, because absences have their order, too.
    seen.observed = history::time_after(latest->look.observed, seen.observed);
    seen.document_before = before->document(before->revisions().back());
    known.document = seen.document_before;
    known.url = http::Url::parse(latest->look.line("url"));
    known.aliases = history::aliases_of(before->stored());
    known.had_end =
        !seen.facts.has_end && latest->page && has_html_end(before->stored().object(*latest->page));
  }
  seen.verdict = judge_seen(seen, known, before, latest, options, rules);
  if (is_success(seen.answer) && before && latest && latest->page &&
      !saw_article(seen.verdict.outcome) &&
      latest->look.line("extractor") != seen.facts.read.reader) {
    // Nothing may be left because an older reader took something else for the article.
    known.document = reread(before->stored().object(*latest->page), latest->look, rules);
    seen.verdict = judge_seen(seen, known, before, latest, options, rules);
  }
  if (const auto other = find_moved_to(archive, seen, known);
      other && saw_article(seen.verdict.outcome)) {
    seen.verdict = {.outcome = Outcome::not_an_article,
                    .reason = "not an article: the page is that of " + one_line(*other)};
  }
  if (before && latest) {
    seen.latest = std::move(latest->look);
    if (seen.verdict.outcome == Outcome::unchanged && latest->page) {
      seen.latest->page = before->stored().object(*latest->page);
    }
  }
  return seen;
}

}  // namespace

std::string LatestLook::line(std::string_view name) const {
  return std::string{history::find_line(record, name).value_or(std::string_view{})};
}

std::string likely_key(const history::Archive& archive, const http::Url& url) {
  std::string own = key_of(url);
  if (archive.store().find_article(own)) {
    return own;
  }
  std::vector<history::ArticleNumber> led_to = history::find_alias(archive.store(), url.text());
  if (led_to.empty()) {
    led_to = history::find_alias(archive.store(), own);
  }
  return led_to.size() == 1 ? archive.store().row(led_to.front()).key : own;
}

void add_validators(http::Request& request, const history::Archive& archive, std::string_view key) {
  const std::optional<history::History> history = find_history(archive, key);
  const std::optional<StoredLook> latest = history ? find_latest(*history) : std::nullopt;
  if (!latest) {
    return;
  }
  request.etag = latest->look.line("etag");
  request.last_modified = latest->look.line("last-modified");
  const std::string fetched = latest->look.line("fetched");
  request.validated = http::Url::parse(fetched.empty() ? latest->look.line("url") : fetched);
}

Seen see(const history::Archive& archive,
         const http::Url& asked,
         std::string_view key,
         http::Result answer,
         UtcTime observed,
         const JudgeOptions& options,
         const article::SiteRules& rules) {
  Seen seen{.asked = asked, .observed = observed, .answer = std::move(answer)};
  const auto* response = std::get_if<http::Response>(&seen.answer);
  if (response != nullptr && response->status != 304) {
    seen.facts =
        read_facts(response->body, content_type_of(*response), response->url, observed, rules);
  }
  const Subject subject =
      key.empty() ? find_subject(archive, seen) : Subject{.key = history::make_key(key)};
  if (subject.otherwise.empty() || subject.otherwise == subject.key) {
    return see_as(archive, std::move(seen), subject.key, options, rules);
  }
  Seen first = see_as(archive, seen, subject.key, options, rules);
  if (first.verdict.outcome != Outcome::not_an_article) {
    return first;
  }
  Seen second = see_as(archive, std::move(seen), subject.otherwise, options, rules);
  return saw_article(second.verdict.outcome) ? second : first;
}

Written record(history::Recorder& recorder, const Seen& seen, const RecordOptions& options) {
  if (!saw_article(seen.verdict.outcome)) {
    if (!seen.is_known) {
      return {.is_nothing = true};
    }
    recorder.record_absence(
        seen.key, seen.observed, absence_of(seen.verdict.outcome), seen.verdict.reason);
    return {};
  }
  const auto& response = std::get<http::Response>(seen.answer);
  history::Look look = seen.verdict.outcome == Outcome::unchanged && seen.latest
                           ? make_check(seen, response, *seen.latest, options.keep_pages)
                           : make_capture(seen, response, options);
  if (!options.rendered_by.empty()) {
    look.source.emplace_back("rendered-by", options.rendered_by);
  }
  return {.look = recorder.record(seen.key, std::span{&look, 1}).front()};
}

}  // namespace arch::capture
