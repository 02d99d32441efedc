#include "random_history.hpp"

#include "article/read_text.hpp"
#include "base/bytes.hpp"
#include "base/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

namespace arch::test {
namespace {

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

bool one_in(std::mt19937_64& random, std::size_t n) {
  return below(random, n) == 0;
}

/// Text number `text`, in one of two forms that differ in line ends only.
std::string make_page(std::size_t text, std::size_t form) {
  const std::string end = form == 0 ? "\n" : "\r\n";
  return fmt::format(
      "# Headline {}{}{}Paragraph number {} says it.{}", text / 2, end, end, text, end);
}

std::string document_of(const Event& event) {
  return event.rereading ? event.rereading->first : article::document_of_text(as_bytes(event.page));
}

unsigned version_of(const Event& event) {
  if (event.rereading) {
    return event.rereading->second;
  }
  return event.cause == history::Cause::technical ? 1 : 0;
}

std::optional<article::ReadDocument> given_document(const Event& event) {
  if (!event.rereading) {
    return std::nullopt;
  }
  return article::ReadDocument{.text = event.rereading->first,
                               .reader = fmt::format("text/{}", event.rereading->second)};
}

std::string capture_record(const Event& event) {
  const std::string document = document_of(event);
  std::string record =
      fmt::format("arch-capture 1\narticle: {}\nobserved: {}\ndocument: {}\npage: {}\n",
                  event.key,
                  format_rfc3339(event.observed),
                  sha256(as_bytes(document)).hex(),
                  sha256(as_bytes(event.page)).hex());
  if (!event.url.empty()) {
    record += fmt::format("url: {}\n", event.url);
  }
  if (event.origin) {
    record += fmt::format("origin: {}\n", sha256(as_bytes(origins()[*event.origin])).hex());
  }
  record += event.rereading ? fmt::format("extractor: text/{}\n", event.rereading->second)
                            : "extractor: text/1\n";
  record += event.cause == history::Cause::technical ? "cause: technical\n" : "cause: published\n";
  return record;
}

std::string show(const std::string& id,
                 UtcTime first,
                 UtcTime last,
                 const std::optional<UtcTime>& after,
                 std::size_t captures,
                 std::size_t checks,
                 const std::optional<std::size_t>& reverted,
                 bool technical) {
  return fmt::format("{} {} {} {} {} {} {} {}",
                     id,
                     first.seconds,
                     last.seconds,
                     after ? after->seconds : -1,
                     captures,
                     checks,
                     reverted ? fmt::format("{}", *reverted) : "-",
                     technical);
}

}  // namespace

const std::vector<std::string>& origins() {
  static const std::vector<std::string> texts = {"arch-origin 1\nkind: git\ncommit: 01\n",
                                                 "arch-origin 1\nkind: git\ncommit: 02\n"};
  return texts;
}

std::vector<Event> random_history(std::mt19937_64& random) {
  const std::size_t articles = 1 + below(random, 2);
  const std::size_t looks = 1 + below(random, 30);
  const std::size_t seconds = 1 + below(random, one_in(random, 2) ? 6 : 60);
  const std::size_t texts = 1 + below(random, 4);
  const bool read_anew = one_in(random, 2);
  std::vector<Event> events;
  for (std::size_t i = 0; i < looks; ++i) {
    if (!events.empty() && one_in(random, 10)) {
      events.push_back(events[below(random, events.size())]);
      continue;
    }
    Event event{.key = fmt::format("article {}", below(random, articles)),
                .observed = {1'700'000'000 + static_cast<std::int64_t>(below(random, seconds))}};
    if (one_in(random, 10)) {
      event.absence = one_in(random, 2) ? history::Absence::blocked : history::Absence::removed;
      events.push_back(std::move(event));
      continue;
    }
    event.page = make_page(below(random, texts), one_in(random, 4) ? 1 : 0);
    if (one_in(random, 5)) {
      event.url = one_in(random, 2) ? "https://example.org/a" : "https://example.org/b";
    }
    if (one_in(random, 5)) {
      event.origin = below(random, origins().size());
    }
    if (one_in(random, 8)) {
      event.cause = history::Cause::technical;
    }
    if (read_anew && one_in(random, 4)) {
      // What a page reads like then is often what another page reads like.
      const auto version = 2 + static_cast<unsigned>(below(random, 2));
      const std::string page = make_page(std::hash<std::string>{}(event.page) % texts, version % 2);
      event.rereading = {article::document_of_text(as_bytes(page)), version};
      event.cause = history::Cause::technical;
      event.origin.reset();
    }
    events.push_back(std::move(event));
  }
  std::ranges::stable_sort(events, {}, &Event::observed);
  return events;
}

void arrive(history::Archive& archive, const std::vector<Event>& order, std::mt19937_64& random) {
  for (std::size_t i = 0; i < order.size();) {
    history::Recorder recorder{archive};
    for (const std::string& origin : origins()) {
      recorder.add_origin(origin);
    }
    const std::size_t transaction_end = std::min(order.size(), i + 1 + below(random, 8));
    while (i < transaction_end) {
      const std::string& key = order[i].key;
      if (order[i].absence) {
        recorder.record_absence(key, order[i].observed, *order[i].absence, {});
        ++i;
        continue;
      }
      std::vector<history::Look> looks;
      const std::size_t most = 1 + below(random, 5);
      while (i < transaction_end && order[i].key == key && !order[i].absence &&
             looks.size() < most) {
        const Event& event = order[i];
        looks.push_back({.observed = event.observed,
                         .page = as_bytes(event.page),
                         .url = event.url,
                         .origin = event.origin
                                       ? std::optional{sha256(as_bytes(origins()[*event.origin]))}
                                       : std::nullopt,
                         .cause = event.cause,
                         .document = given_document(event)});
        ++i;
      }
      recorder.record(key, looks);
    }
    recorder.commit();
  }
}

std::vector<std::string> expected_log(const std::vector<Event>& events, const std::string& key) {
  // What each page reads like by the newest reader.
  struct Reading {
    std::tuple<unsigned, std::int64_t, ObjectId> rank;  // the least counts
    std::string document;
  };
  std::map<std::string, Reading> readings;
  for (const Event& event : events) {
    if (event.key != key || event.absence || version_of(event) == 0) {
      continue;
    }
    Reading reading{.rank = {~version_of(event),
                             event.observed.seconds,
                             sha256(as_bytes(capture_record(event)))},
                    .document = document_of(event)};
    const auto [at, is_new] = readings.emplace(event.page, reading);
    if (!is_new && reading.rank < at->second.rank) {
      at->second = reading;
    }
  }
  // What was seen at a time, with the least id of the looks that saw it, those first that say what
  // the page reads like, and whether that look is technical and no look says otherwise.
  using Seen = std::tuple<UtcTime, std::string, std::string>;  // time, document, page
  struct Named {
    bool differs = false;
    ObjectId id;
    bool is_technical = false;
    bool was_read_before = false;
  };
  std::map<Seen, Named> seen;
  for (const Event& event : events) {
    if (event.key != key || event.absence) {
      continue;
    }
    const auto reading = readings.find(event.page);
    const std::string own = document_of(event);
    const std::string& document = reading == readings.end() ? own : reading->second.document;
    const Named look{.differs = document != own,
                     .id = sha256(as_bytes(capture_record(event))),
                     .is_technical = event.cause == history::Cause::technical,
                     .was_read_before = document != own};
    const auto [at, is_new] = seen.emplace(Seen{event.observed, document, event.page}, look);
    if (!is_new) {
      Named& named = at->second;
      const bool was_read_before = named.was_read_before || look.was_read_before;
      if (std::pair{look.differs, look.id} < std::pair{named.differs, named.id}) {
        named = look;
      }
      named.was_read_before = was_read_before;
    }
  }
  struct Step {
    UtcTime observed;
    ObjectId id;
    std::string document;
    std::string page;
    bool technical;
  };
  std::vector<Step> steps;
  steps.reserve(seen.size());
  for (const auto& [what, look] : seen) {
    steps.push_back({std::get<0>(what),
                     look.id,
                     std::get<1>(what),
                     std::get<2>(what),
                     look.is_technical && !look.was_read_before});
  }
  std::ranges::sort(steps, {}, [](const Step& step) { return std::pair{step.observed, step.id}; });

  std::vector<std::string> log;
  std::vector<std::string> documents;
  std::optional<UtcTime> before;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t end = i;
    std::size_t captures = 0;
    while (end < steps.size() && steps[end].document == steps[i].document) {
      captures += end == i || steps[end].page != steps[end - 1].page ? 1U : 0U;
      ++end;
    }
    const auto earlier = std::ranges::find(documents, steps[i].document);
    const std::optional<std::size_t> reverted =
        earlier == documents.end()
            ? std::nullopt
            : std::optional{static_cast<std::size_t>(earlier - documents.begin())};
    documents.push_back(steps[i].document);
    log.push_back(show(steps[i].id.hex(),
                       steps[i].observed,
                       steps[end - 1].observed,
                       before,
                       captures,
                       end - i - captures,
                       reverted,
                       steps[i].technical));
    before = steps[end - 1].observed;
    i = end;
  }
  return log;
}

std::vector<std::string> shown_log(const history::Archive& archive, const std::string& key) {
  const std::optional<history::ArticleNumber> number = archive.store().find_article(key);
  if (!number) {
    return {};
  }
  const history::History history = archive.read(*number);
  std::vector<std::string> log;
  for (const history::Revision& revision : history.revisions()) {
    log.push_back(show(history.id(revision).hex(),
                       revision.first_seen,
                       revision.last_seen,
                       revision.changed_after,
                       revision.captures,
                       revision.checks,
                       revision.reverted_to,
                       revision.technical));
  }
  return log;
}

}  // namespace arch::test
