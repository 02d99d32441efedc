// Taking in another archive.
//
// An archive is a set of looks and other records, so merging is adding what is missing, through the
// same door as everything else (see arrivals.cpp): which looks are captures can change when the
// looks of two archives come together. Records are taken over byte for byte, those too that only a
// later arch understands. Pages and documents of one article come in chunks, so memory stays small.

#include "article/read_text.hpp"
#include "base/sha256.hpp"
#include "history/archive.hpp"
#include "history/arrivals.hpp"
#include "history/record_text.hpp"
#include "history/stored_looks.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace arch::history {
namespace {

/// Bytes of pages and documents, and looks, that are handed to the store at once.
constexpr std::size_t max_chunk_bytes = std::size_t{8} << 20;
constexpr std::size_t max_chunk_looks = 4096;

/// A transaction ends after so many bytes or records: about a second, which other writers wait for.
constexpr std::size_t max_transaction_bytes = std::size_t{64} << 20;
constexpr std::size_t max_transaction_records = 16'384;

/// Texts of one article of the other archive, each read once for a chunk.
class Texts {
public:
  explicit Texts(const store::Article& article) : article_(article) {}

  struct Text {
    Bytes bytes;
    ObjectId id;
  };

  const Text& read(std::uint32_t number) {
    const auto [found, is_new] = texts_.try_emplace(number);
    if (is_new) {
      found->second.bytes = article_.object(store::ObjectNumber{number});
      found->second.id = sha256(found->second.bytes);
      size_ += found->second.bytes.size();
    }
    return found->second;
  }

  /// Whether the document is what the recipe makes of the page.
  bool is_made(std::uint32_t document, std::uint32_t page) {
    const auto [found, is_new] = made_.try_emplace({document, page});
    if (is_new) {
      const std::string text = article::document_of_text(read(page).bytes);
      found->second = sha256(as_bytes(text)) == read(document).id;
    }
    return found->second;
  }

  std::size_t size() const { return size_; }

  void clear() {
    texts_.clear();
    made_.clear();
    size_ = 0;
  }

private:
  const store::Article& article_;
  std::unordered_map<std::uint32_t, Text> texts_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> made_;
  std::size_t size_ = 0;
};

/// Whether the document is said to be made by the recipe.
bool is_text(const store::Article& article, const Sighting& look) {
  const store::RecordRow& row = row_of(article, look.row);
  return read_shape(article.shapes()[row.shape]).extractor == article::text_reader;
}

/// In an optional, which a transaction alone cannot be: it does not move.
struct Writing {
  explicit Writing(store::Store& store) : transaction(store.begin()) {}
  store::Transaction transaction;
};

class Merge {
public:
  Merge(store::Store& ours, const store::Store& theirs) : ours_(ours), theirs_(theirs) {}

  Archive::Merged run(const store::OnProgress& progress, const store::OnDamagedArticle& damaged) {
    merge_origins();
    const std::vector<ArticleNumber> articles = theirs_.articles();
    std::uint64_t done = 0;
    for (const ArticleNumber number : articles) {
      if (progress && !progress({.done = done++, .total = articles.size()})) {
        commit();
        return merged_;
      }
      store::read_or_leave_out(number, damaged, [&] { merge_article(theirs_.read(number)); });
    }
    merge_annotations();
    commit();
    return merged_;
  }

private:
  // Before the records that name them, so that the store can keep their numbers instead.
  void merge_origins() {
    const store::Article origins = theirs_.read(ArticleNumber::none);
    for (const store::RecordRow& row : origins.records()) {
      const std::string text = origins.record_text(row);
      const ObjectId id = sha256(as_bytes(text));
      transaction().append(ArticleNumber::none, {.records = {{text, id}}});
      spend(text.size(), 1);
    }
  }

  void merge_article(const store::Article& article) {
    const bool is_new = !ours_.find_article(article.key());
    const Archive::Merged before = merged_;
    const StoredLooks looks = read_looks(article);
    merge_looks(article, looks.sightings);
    merge_absences(article, looks.absences);
    merge_others(article, looks.others);
    const bool is_changed = merged_.captures + merged_.checks > before.captures + before.checks;
    merged_.articles += is_new && is_changed ? 1U : 0U;
  }

  /// Beginnings of the ids of the records that we have of an article.
  std::unordered_set<std::uint64_t> known_records(const std::string& key) {
    std::unordered_set<std::uint64_t> known;
    if (const std::optional<ArticleNumber> number = ours_.find_article(key)) {
      const store::Article article = ours_.read(*number);
      for (const store::RecordRow& row : article.records()) {
        known.insert(row.id_prefix);
      }
    }
    return known;
  }

  void merge_looks(const store::Article& article, const std::vector<Sighting>& looks) {
    const std::unordered_set<std::uint64_t> known = known_records(article.key());
    Texts texts{article};
    std::vector<Arrival> chunk;
    const auto flush = [&] {
      if (!chunk.empty()) {
        count(place(transaction(), ours_, article.key(), chunk, {}).appended);
        spend(texts.size(), chunk.size());
      }
      chunk.clear();
      texts.clear();
    };
    for (const Sighting& look : looks) {
      if (look.is_capture && known.contains(look.id_prefix)) {
        continue;
      }
      Arrival& arrival = chunk.emplace_back();
      arrival.observed = look.observed;
      arrival.capture = capture_text(article, look.row);
      arrival.id = sha256(as_bytes(arrival.capture));
      arrival.is_capture = look.is_capture;
      if (look.page != Sighting::no_page) {
        const Texts::Text& page = texts.read(look.page);
        arrival.page = page.bytes;
        arrival.page_id = page.id;
        arrival.is_made_from_page =
            is_text(article, look) && texts.is_made(look.document, look.page);
        arrival.rereading = look.rereading;
      }
      if (look.is_capture) {
        for (const std::uint32_t number : attached_to(article, look)) {
          const Texts::Text& attached = texts.read(number);
          arrival.attached.push_back({attached.bytes, attached.id});
        }
      }
      const Texts::Text& document = texts.read(look.document);
      arrival.document = as_text(document.bytes);
      arrival.document_id = document.id;
      if (chunk.size() >= max_chunk_looks || texts.size() >= max_chunk_bytes) {
        flush();
      }
    }
    flush();
  }

  /// The objects that a look names besides its page and its document.
  static std::vector<std::uint32_t> attached_to(const store::Article& article,
                                                const Sighting& look) {
    std::vector<std::uint32_t> attached;
    for (const store::Value& value : article.values(row_of(article, look.row))) {
      const auto* const object = std::get_if<store::ObjectNumber>(&value);
      const auto number = object == nullptr ? look.page : static_cast<std::uint32_t>(*object);
      if (number != look.page && number != look.document) {
        attached.push_back(number);
      }
    }
    return attached;
  }

  void merge_absences(const store::Article& article,
                      const std::vector<StoredLooks::Absent>& absences) {
    std::vector<AbsentArrival> arrivals;
    arrivals.reserve(absences.size());
    for (const StoredLooks::Absent& absent : absences) {
      arrivals.push_back(
          {.observed = absent.observed, .check = article.record_text(row_of(article, absent.row))});
    }
    if (!arrivals.empty()) {
      count(place(transaction(), ours_, article.key(), {}, arrivals).appended);
      spend(0, arrivals.size());
    }
  }

  /// Records that this version does not understand, with the objects that they name.
  void merge_others(const store::Article& article, const std::vector<std::uint32_t>& rows) {
    Texts texts{article};
    for (const std::uint32_t number : rows) {
      const store::RecordRow& row = row_of(article, number);
      const std::string text = article.record_text(row);
      store::Batch batch;
      for (const store::Value& value : article.values(row)) {
        if (const auto* object = std::get_if<store::ObjectNumber>(&value)) {
          const Texts::Text& named = texts.read(static_cast<std::uint32_t>(*object));
          batch.objects.push_back({named.bytes, named.id});
        }
      }
      if (number < article.records().size()) {
        batch.records.push_back({text, sha256(as_bytes(text))});
      } else {
        batch.checks.emplace_back(text);
      }
      store::Transaction& to = transaction();
      count(to.append(to.open_article(article.key()), batch));
      spend(texts.size(), 1);
      texts.clear();
    }
  }

  void merge_annotations() {
    for (const store::Annotation& annotation : theirs_.annotations(std::nullopt)) {
      store::Transaction& to = transaction();
      const ArticleNumber number = to.open_article(theirs_.row(annotation.article).key);
      merged_.annotations +=
          to.annotate(number, annotation.text, annotation.id, annotation.at) ? 1U : 0U;
      spend(annotation.text.size(), 1);
    }
  }

  void count(const store::Appended& appended) {
    merged_.captures += appended.records;
    merged_.checks += appended.checks;
  }

  store::Transaction& transaction() {
    if (!writing_) {
      writing_.emplace(ours_);
    }
    return writing_->transaction;
  }

  /// Counts what went into the transaction, and ends it when that is enough.
  void spend(std::size_t bytes, std::size_t records) {
    bytes_ += bytes;
    records_ += records;
    if (bytes_ >= max_transaction_bytes || records_ >= max_transaction_records) {
      commit();
    }
  }

  void commit() {
    if (writing_) {
      writing_->transaction.commit();
      writing_.reset();
    }
    bytes_ = 0;
    records_ = 0;
  }

  store::Store& ours_;
  const store::Store& theirs_;
  std::optional<Writing> writing_;
  std::size_t bytes_ = 0;
  std::size_t records_ = 0;
  Archive::Merged merged_;
};

}  // namespace

Archive::Merged Archive::merge(const Archive& other,
                               const store::OnProgress& progress,
                               const store::OnDamagedArticle& damaged) {
  if (&other == this) {
    return {};
  }
  return Merge{store_, other.store_}.run(progress, damaged);
}

}  // namespace arch::history
