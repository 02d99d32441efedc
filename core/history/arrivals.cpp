// How looks are stored so that any order of arrival shows the same history: see timeline.cpp for
// what that asks of the one who stores them.
//
// New looks change what is right for themselves, for the looks of the same second, and for those of
// the next second that has any; and to judge them one must know what was seen just before. Only of
// these are pages and documents hashed and compared; of all others the numbers that the store gave
// to their objects are enough. So a look costs about the same however long the history is. Pages
// that were read anew are the exception: they are compared wherever they were seen.

#include "history/arrivals.hpp"

#include "article/read_text.hpp"
#include "base/sha256.hpp"
#include "history/aliases.hpp"
#include "history/change_summary.hpp"
#include "history/listing.hpp"
#include "history/stored_looks.hpp"
#include "history/timeline.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace arch::history {
namespace {

using Sightings = std::vector<Sighting>;

bool is_earlier(const Sighting& a, const Sighting& b) {
  return a.observed < b.observed;
}

class Placement {
public:
  Placement(const store::Article& article,
            const std::vector<Arrival>& arrivals,
            const std::vector<AbsentArrival>& absences)
      : article_(article),
        arrivals_(arrivals),
        absences_(absences),
        stored_rows_(count_rows(article)),
        next_number_(article.objects()),
        looks_(read_looks(article)),
        outcomes_(arrivals.size(), Recorded::Outcome::known) {}

  void run() {
    compare_neighbours();
    compare_rereadings();
    number_arrivals();
    moments_ =
        order_sightings(looks_.sightings, [this](const Sighting& look) { return id_of(look); });
    choose_captures();
    fill_batch();
    add_absences();
    add_names();
  }

  const store::Batch& batch() const { return batch_; }
  const std::vector<Recorded::Outcome>& outcomes() const { return outcomes_; }

  /// `before` is the listing as it was.
  store::Listing listing(const store::Listing& before) const {
    std::vector<UtcTime> absent = new_absences_;
    for (const StoredLooks::Absent& look : looks_.absences) {
      absent.push_back(look.observed);
    }
    store::Listing listing = make_listing(moments_, absent);
    listing.title = moments_.empty() ? before.title : title(before.title);
    return listing;
  }

private:
  /// The stored looks of `time`: [begin, end) of the sightings before arrivals are among them.
  std::pair<std::size_t, std::size_t> second_of(UtcTime time) const {
    const auto [begin, end] =
        std::ranges::equal_range(looks_.sightings, time, {}, &Sighting::observed);
    return {static_cast<std::size_t>(begin - looks_.sightings.begin()),
            static_cast<std::size_t>(end - looks_.sightings.begin())};
  }

  /// Pages that are read anew are the same page wherever it was seen.
  void compare_rereadings() {
    const bool reads_anew = std::ranges::any_of(
        arrivals_, [](const Arrival& arrival) { return arrival.rereading > 0; });
    for (const Sighting& look : looks_.sightings) {
      if (reads_anew || look.rereading > 0) {
        learn_object(look.page);
        learn_object(look.document);
      }
    }
  }

  void compare_neighbours() {
    for (const Arrival& arrival : arrivals_) {
      const auto [begin, end] = second_of(arrival.observed);
      learn_ids(begin, end);
      if (begin > 0) {
        const auto [before, before_end] = second_of(looks_.sightings[begin - 1].observed);
        learn_objects(before, before_end);
      }
      if (end < looks_.sightings.size()) {
        const auto [after, after_end] = second_of(looks_.sightings[end].observed);
        learn_ids(after, after_end);
      }
    }
  }

  void learn_objects(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      learn_object(looks_.sightings[i].document);
      learn_object(looks_.sightings[i].page);
    }
  }

  void learn_object(std::uint32_t number) {
    if (number != Sighting::no_page && learned_.insert(number).second) {
      numbers_.emplace(article_.object_id(store::ObjectNumber{number}), number);
    }
  }

  void learn_ids(std::size_t begin, std::size_t end) {
    learn_objects(begin, end);
    for (std::size_t i = begin; i < end; ++i) {
      Sighting& look = looks_.sightings[i];
      if (!look.knows_id) {
        look.id_prefix = order_prefix(capture_id(article_, look.row));
        look.knows_id = true;
      }
    }
  }

  std::uint32_t number_of(const ObjectId& id) {
    const auto [found, is_new] = numbers_.emplace(id, next_number_);
    next_number_ += is_new ? 1 : 0;
    return found->second;
  }

  /// Puts the arrivals that are news among the sightings.
  void number_arrivals() {
    Sightings news;
    news.reserve(arrivals_.size());
    std::unordered_set<ObjectId> seen;
    for (std::size_t i = 0; i < arrivals_.size(); ++i) {
      const Arrival& arrival = arrivals_[i];
      const Sighting look{.observed = arrival.observed,
                          .document = number_of(arrival.document_id),
                          .page = arrival.page_id ? number_of(*arrival.page_id) : Sighting::no_page,
                          .rereading = arrival.rereading,
                          // What is read anew was not seen just before.
                          .is_capture = arrival.is_capture || arrival.rereading > 0,
                          .knows_id = true,
                          .id_prefix = order_prefix(arrival.id),
                          .row = stored_rows_ + static_cast<std::uint32_t>(i)};
      if (seen.insert(arrival.id).second && !is_stored(look)) {
        news.push_back(look);
        outcomes_[i] = Recorded::Outcome::unchanged;
      }
    }
    std::ranges::stable_sort(news, {}, &Sighting::observed);
    const auto stored = static_cast<Sightings::difference_type>(looks_.sightings.size());
    looks_.sightings.insert(looks_.sightings.end(), news.begin(), news.end());
    std::inplace_merge(looks_.sightings.begin(),
                       looks_.sightings.begin() + stored,
                       looks_.sightings.end(),
                       is_earlier);
  }

  /// Whether this very look is stored; a capture counts as stored only as a capture.
  bool is_stored(const Sighting& look) const {
    const auto [begin, end] = second_of(look.observed);
    return std::any_of(looks_.sightings.begin() + static_cast<Sightings::difference_type>(begin),
                       looks_.sightings.begin() + static_cast<Sightings::difference_type>(end),
                       [&look](const Sighting& stored) {
                         return stored.id_prefix == look.id_prefix &&
                                stored.document == look.document && stored.page == look.page &&
                                (stored.is_capture || !look.is_capture);
                       });
  }

  ObjectId id_of(const Sighting& look) const {
    return look.row < stored_rows_ ? capture_id(article_, look.row)
                                   : arrivals_[look.row - stored_rows_].id;
  }

  void choose_captures() {
    // A check keeps no document, so what it says must be at hand: it may not be where the page is
    // read otherwise now.
    for (Sighting& look : looks_.sightings) {
      look.is_capture =
          look.is_capture || (look.row >= stored_rows_ && look.document != look.reading);
    }
    for (const Moment& moment : moments_) {
      Sighting& first = looks_.sightings[moment.first];
      // A check whose id was not needed is not next to a new look, so it is still right.
      if (!moment.needs_capture() || first.is_capture || !first.knows_id) {
        continue;
      }
      first.is_capture = true;
      if (first.row < stored_rows_) {
        promoted_.push_back(capture_text(article_, first.row));
      }
    }
  }

  // In order of observation, so that neighbours are alike.
  void fill_batch() {
    for (const std::string& capture : promoted_) {
      batch_.records.push_back({capture, sha256(as_bytes(capture))});
    }
    std::unordered_set<ObjectId> objects;
    for (const Sighting& look : looks_.sightings) {
      if (look.row < stored_rows_) {
        continue;
      }
      const std::size_t index = look.row - stored_rows_;
      const Arrival& arrival = arrivals_[index];
      if (!look.is_capture) {
        // What it saw was seen just before, so it is there.
        checks_.push_back(make_check(arrival.capture));
        continue;
      }
      outcomes_[index] = Recorded::Outcome::recorded;
      batch_.records.push_back({arrival.capture, arrival.id});
      if (arrival.page_id && objects.insert(*arrival.page_id).second) {
        batch_.objects.push_back({arrival.page, *arrival.page_id});
      }
      for (const store::NewObject& attached : arrival.attached) {
        if (objects.insert(attached.id).second) {
          batch_.objects.push_back(attached);
        }
      }
      if (!objects.insert(arrival.document_id).second) {
        continue;
      }
      if (arrival.is_made_from_page && arrival.page_id) {
        batch_.derived.push_back({arrival.document_id, *arrival.page_id, article::text_reader});
      } else {
        batch_.objects.push_back({as_bytes(arrival.document), arrival.document_id});
      }
    }
    batch_.checks.assign(checks_.begin(), checks_.end());
  }

  void add_absences() {
    std::unordered_set<std::string> known;
    for (const AbsentArrival& arrival : absences_) {
      for (const StoredLooks::Absent& stored : std::ranges::equal_range(
               looks_.absences, arrival.observed, {}, &StoredLooks::Absent::observed)) {
        known.insert(article_.record_text(row_of(article_, stored.row)));
      }
      if (known.insert(arrival.check).second) {
        batch_.checks.emplace_back(arrival.check);
        new_absences_.push_back(arrival.observed);
      }
    }
  }

  /// The aliases that no record of the article has yet.
  void add_names() {
    std::vector<std::string> aliases;
    const auto gather = [&](std::string_view text) {
      std::ranges::move(aliases_of_record(text, article_.key()), std::back_inserter(aliases));
    };
    for (const store::NewRecord& record : batch_.records) {
      gather(record.text);
    }
    std::ranges::for_each(batch_.checks, gather);
    if (aliases.empty()) {
      return;
    }
    std::vector<std::string> known = aliases_of(article_);
    for (std::string& alias : aliases) {
      const auto place = std::ranges::lower_bound(known, alias);
      if (place == known.end() || *place != alias) {
        batch_.names.push_back(alias_name(alias));
        known.insert(place, std::move(alias));
      }
    }
  }

  bool is_new(const Sighting& look) const { return look.row >= stored_rows_; }

  /// The first new look of [begin, end) whose record says `document`, or null.
  const Arrival* find_arrival(std::size_t begin, std::size_t end, std::uint32_t document) const {
    for (std::size_t i = begin; i < end; ++i) {
      const Sighting& look = looks_.sightings[i];
      if (is_new(look) && look.document == document) {
        return &arrivals_[look.row - stored_rows_];
      }
    }
    return nullptr;
  }

  std::string title(const std::string& before) const {
    const Moment& last = moments_.back();
    if (const Arrival* arrival = find_arrival(last.begin, last.end, last.document)) {
      return make_title(arrival->document);
    }
    // Where nothing new is latest it is what it was; except that a new look may have changed the
    // order of the others of its second, or have read the page anew.
    const bool is_latest = std::any_of(looks_.sightings.begin() + last.begin,
                                       looks_.sightings.begin() + last.end,
                                       [this](const Sighting& look) { return is_new(look); });
    const bool reads_anew = std::ranges::any_of(
        arrivals_, [](const Arrival& arrival) { return arrival.rereading > 0; });
    if (!is_latest && !last.shares_second && !reads_anew && !before.empty()) {
      return before;
    }
    if (last.document >= article_.objects()) {
      const Arrival* arrival = find_arrival(0, looks_.sightings.size(), last.document);
      return make_title(arrival->document);
    }
    return make_title(as_text(article_.object(store::ObjectNumber{last.document})));
  }

  const store::Article& article_;
  const std::vector<Arrival>& arrivals_;
  const std::vector<AbsentArrival>& absences_;
  std::uint32_t stored_rows_;  // a sighting's row from here on is an arrival
  std::uint32_t next_number_;  // an object's number from article_.objects() on is ours for now
  StoredLooks looks_;
  std::vector<Recorded::Outcome> outcomes_;
  std::unordered_map<ObjectId, std::uint32_t> numbers_;
  std::unordered_set<std::uint32_t> learned_;
  std::vector<Moment> moments_;
  std::vector<std::string> promoted_;
  std::vector<std::string> checks_;
  std::vector<UtcTime> new_absences_;
  store::Batch batch_;
};

}  // namespace

Placed place(store::Transaction& transaction,
             const store::Store& store,
             std::string_view key,
             const std::vector<Arrival>& arrivals,
             const std::vector<AbsentArrival>& absences) {
  const ArticleNumber number = transaction.open_article(key);
  const store::Article article = transaction.read(number);
  Placement placement{article, arrivals, absences};
  placement.run();
  const store::Batch& batch = placement.batch();
  Placed placed{.outcomes = placement.outcomes(), .appended = {}};
  if (!batch.records.empty() || !batch.checks.empty()) {
    placed.appended = transaction.append(number, batch);
    if (std::ranges::any_of(arrivals,
                            [](const Arrival& arrival) { return arrival.rereading > 0; })) {
      // The revisions may be those that they were, and yet say something else.
      transaction.set_cache(number, summaries_version, {});
    }
    const store::Listing before = store.row(number).listing;
    if (const store::Listing after = placement.listing(before); after != before) {
      transaction.set_listing(number, after);
    }
  }
  return placed;
}

}  // namespace arch::history
