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

/// The first of the checks since `after` that the server answered 404 or 410.
std::optional<UtcTime> find_missing_since(const history::History& history, UtcTime after) {
  const store::Article& article = history.stored();
  for (const auto& absence : history::read_looks(article).absences) {
    if (absence.observed < after) {
      continue;
    }
    const std::string record = article.record_text(history::row_of(article, absence.row));
    const std::string_view reason = history::find_line(record, "reason").value_or("");
    if (reason.starts_with("missing: ") || reason.starts_with("removed: ")) {
      return absence.observed;
    }
  }
  return std::nullopt;
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
  const std::optional<http::Url> url = http::Url::parse(latest.look.line("url"));
  return article::says_the_same(read_again(page,
                                           url ? article_url(*url).text() : "",
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
  if (!key.empty()) {
    seen.key = history::make_key(key);
  } else {
    const bool has_page = response != nullptr && response->status >= 200 && response->status < 300;
    seen.key = has_page ? key_of(seen.facts, response->url) : likely_key(archive, asked);
  }
  const std::optional<history::History> before = find_history(archive, seen.key);
  KnownArticle known;
  std::optional<StoredLook> latest;
  if (before) {
    seen.is_known = true;
    latest = find_latest(*before);
    known.missing_since =
        find_missing_since(*before, latest ? latest->look.observed : earliest_time);
  }
  if (before && latest) {
    // As Timing::clock has it, and here already, because absences have their order, too.
    seen.observed = history::time_after(latest->look.observed, seen.observed);
    seen.document_before = before->document(before->revisions().back());
    known.document = seen.document_before;
    known.url = http::Url::parse(latest->look.line("url"));
    known.key = seen.key;
    known.had_end =
        !seen.facts.has_end && latest->page && has_html_end(before->stored().object(*latest->page));
  }
  seen.verdict = judge_seen(seen, known, before, latest, options, rules);
  if (before && latest) {
    seen.latest = std::move(latest->look);
    if (seen.verdict.outcome == Outcome::unchanged && latest->page) {
      seen.latest->page = before->stored().object(*latest->page);
    }
  }
  return seen;
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
