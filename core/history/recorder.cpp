#include "history/recorder.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "history/archive.hpp"
#include "history/arrivals.hpp"
#include "history/stored_looks.hpp"
#include "history/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace arch::history {
namespace {

void check_time(std::string_view key, UtcTime observed) {
  if (observed < earliest_time || observed > latest_time) {
    throw Error{
        ErrorKind::usage,
        fmt::format("recording {}: its time is outside the years 1 to 9999", one_line(key))};
  }
}

void check_size(std::string_view key, ByteView page) {
  if (page.size() > max_page_size) {
    throw Error{ErrorKind::usage,
                fmt::format("recording {}: the page has {} bytes", one_line(key), page.size()),
                fmt::format("a page may have at most {} MiB", max_page_size >> 20)};
  }
}

/// Reads the documents out of the pages of one call, each page once.
class PageReader {
public:
  /// Fills in page and document of the arrival, which may be used as long as this and the look
  /// live. Returns the name of the reader.
  const std::string& read(const Look& look, Arrival& arrival) {
    const bool keeps_page = look.keeping == Look::Keeping::page;
    const ObjectId page_id = sha256(look.page);
    if (keeps_page) {
      arrival.page = look.page;
      arrival.page_id = page_id;
    }
    if (look.document) {
      fill(arrival, *look.document, sha256(as_bytes(look.document->text)));
      return look.document->reader;
    }
    const auto [found, is_new] = documents_.try_emplace({page_id, look.url});
    Document& document = found->second;
    if (is_new) {
      document.read = article::read_document(look.page, look.url);
      document.id = sha256(as_bytes(document.read.text));
    }
    fill(arrival, document.read, document.id);
    return document.read.reader;
  }

private:
  struct Document {
    article::ReadDocument read;
    ObjectId id;
  };

  static void fill(Arrival& arrival, const article::ReadDocument& read, const ObjectId& id) {
    arrival.document = read.text;
    arrival.document_id = id;
    arrival.is_made_from_page = read.is_derived() && arrival.page_id;
  }

  std::map<std::pair<ObjectId, std::string_view>, Document> documents_;  // by page and URL
};

/// Puts looks at one article that the clock timed in the order in which they were made.
class ClockTimes {
public:
  explicit ClockTimes(const store::Article& article) {
    const StoredLooks looks = read_looks(article);
    for (const Sighting& look : looks.sightings) {
      if (look.observed == looks.sightings.back().observed) {
        newest_ = look.observed;
        saw_.push_back(
            {.document = article.object_id(store::ObjectNumber{look.document}),
             .page = look.page == Sighting::no_page
                         ? std::nullopt
                         : std::optional{article.object_id(store::ObjectNumber{look.page})}});
      }
    }
  }

  /// The time of a look that was made now, see Look::Timing.
  UtcTime next(UtcTime now, const ObjectId& document, const std::optional<ObjectId>& page) {
    const Saw saw{.document = document, .page = page};
    if (newest_ && *newest_ >= now) {
      const UtcTime next = time_after(*newest_, now);
      if (next == now) {
        return now;  // the newest is far ahead
      }
      if (std::ranges::find(saw_, saw) != saw_.end()) {
        return *newest_;
      }
      now = next;
    }
    newest_ = now;
    saw_ = {saw};
    return now;
  }

private:
  struct Saw {
    ObjectId document;
    std::optional<ObjectId> page;

    friend bool operator==(const Saw&, const Saw&) = default;
  };

  std::optional<UtcTime> newest_ = {};
  std::vector<Saw> saw_ = {};  ///< in that second
};

}  // namespace

Recorder::Recorder(Archive& archive) : archive_(archive), transaction_(archive.store_.begin()) {}

ObjectId Recorder::add_origin(std::string_view text) {
  if (!text.starts_with(origin_heading) || !text.substr(origin_heading.size()).starts_with('\n')) {
    throw Error{ErrorKind::usage,
                fmt::format("recording an origin: its heading is not {}", origin_heading)};
  }
  const ObjectId id = sha256(as_bytes(text));
  transaction_.append(ArticleNumber::none, {.records = {{text, id}}});
  return id;
}

std::vector<Recorded> Recorder::record(std::string_view key, std::span<const Look> looks) {
  if (looks.empty()) {
    return {};
  }
  std::vector<Arrival> arrivals;
  arrivals.reserve(looks.size());
  PageReader reader;
  std::optional<ClockTimes> clock_times;
  for (const Look& look : looks) {
    check_time(key, look.observed);
    check_size(key, look.page);
    Arrival& arrival = arrivals.emplace_back();
    const std::string& extractor = reader.read(look, arrival);
    arrival.observed = look.observed;
    if (look.timing == Look::Timing::clock) {
      if (!clock_times) {
        clock_times.emplace(transaction_.read(transaction_.open_article(key)));
      }
      arrival.observed = clock_times->next(look.observed, arrival.document_id, arrival.page_id);
    }
    SourceLines source = look.source;
    if (!look.screenshot.empty()) {
      check_size(key, look.screenshot);
      const ObjectId id = sha256(look.screenshot);
      arrival.attached.push_back({look.screenshot, id});
      source.emplace_back("screenshot", id.hex());
    }
    arrival.capture = make_capture({.key = key,
                                    .observed = arrival.observed,
                                    .document = arrival.document_id,
                                    .page = arrival.page_id,
                                    .url = look.url,
                                    .origin = look.origin,
                                    .extractor = extractor,
                                    .cause = look.cause,
                                    .salt = look.salt},
                                   source);
    arrival.rereading = look.cause == Cause::technical ? version_of_reader(extractor) : 0;
    arrival.id = sha256(as_bytes(arrival.capture));
  }
  const Placed placed = place(transaction_, archive_.store_, key, arrivals, {});
  std::vector<Recorded> recorded;
  recorded.reserve(arrivals.size());
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    recorded.push_back({.outcome = placed.outcomes[i],
                        .capture = arrivals[i].id,
                        .document = arrivals[i].document_id,
                        .page = arrivals[i].page_id.value_or(ObjectId{}),
                        .observed = arrivals[i].observed});
  }
  return recorded;
}

void Recorder::record_absence(std::string_view key,
                              UtcTime observed,
                              Absence what,
                              std::string_view reason) {
  check_time(key, observed);
  place(transaction_,
        archive_.store_,
        key,
        {},
        {{.observed = observed, .check = make_absence(key, observed, what, reason)}});
}

ObjectId Recorder::annotate(ArticleNumber article,
                            const ObjectId& capture,
                            std::string_view kind,
                            std::string_view text,
                            UtcTime at,
                            const SourceLines& fields) {
  const store::Article stored = transaction_.read(article);
  const bool is_known = std::ranges::any_of(stored.records(), [&](const store::RecordRow& row) {
    return row.id_prefix == order_prefix(capture) && stored.record_id(row) == capture;
  });
  if (!is_known) {
    throw Error{
        ErrorKind::not_found,
        fmt::format(
            "annotating {}: it has no capture {}", one_line(stored.key()), capture.short_hex())};
  }
  const std::string record = make_annotation({.key = stored.key(),
                                              .observed = at,
                                              .capture = capture,
                                              .kind = kind,
                                              .text = text,
                                              .fields = fields});
  const ObjectId id = sha256(as_bytes(record));
  transaction_.annotate(article, record, id, at);
  return id;
}

void Recorder::commit() {
  transaction_.commit();
}

}  // namespace arch::history
