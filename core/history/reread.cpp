#include "history/reread.hpp"

#include "article/page_kind.hpp"
#include "base/sha256.hpp"
#include "history/record_text.hpp"
#include "history/stored_looks.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>

namespace arch::history {
namespace {

/// Bytes of pages and documents that are recorded at once.
constexpr std::size_t max_chunk_bytes = std::size_t{16} << 20;

/// A page that was kept, and the captures of it.
struct KeptPage {
  std::uint32_t page = 0;
  std::uint32_t capture = 0;                          ///< the earliest, in stored().records()
  std::uint32_t revision = 0;                         ///< of the earliest
  std::unordered_set<std::string_view> readers = {};  ///< of all of them
  bool agrees = true;                                 ///< all count as having seen one document
};

/// The pages of an article's captures, in order of the revisions that saw them first.
std::vector<KeptPage> kept_pages(const History& history) {
  const store::Article& article = history.stored();
  std::vector<KeptPage> pages;
  std::unordered_map<std::uint32_t, std::size_t> index;
  for (std::uint32_t row = 0; row < article.records().size(); ++row) {
    const std::optional<std::uint32_t> revision = history.find_revision_of(row);
    const store::RecordRow& record = article.records()[row];
    const LookShape shape = read_shape(article.shapes()[record.shape]);
    if (!revision || !shape.page) {
      continue;
    }
    const auto page = std::get<store::ObjectNumber>(article.values(record)[*shape.page]);
    const auto number = static_cast<std::uint32_t>(page);
    const auto [found, is_new] = index.try_emplace(number, pages.size());
    if (is_new) {
      pages.push_back({.page = number, .capture = row, .revision = *revision});
    }
    KeptPage& kept = pages[found->second];
    kept.readers.insert(shape.extractor);
    kept.agrees = kept.agrees && history.revisions()[*revision].document ==
                                     history.revisions()[kept.revision].document;
    if (*revision < kept.revision) {
      kept.capture = row;
      kept.revision = *revision;
    }
  }
  return pages;
}

/// The pages of one chunk that read otherwise.
class Chunk {
public:
  Chunk(Archive& archive, const std::string& key) : archive_(archive), key_(key) {}

  void add(UtcTime observed, Bytes page, std::string_view url, article::ReadDocument document) {
    bytes_ += page.size() + document.text.size();
    // Moving a vector of bytes leaves them where they are.
    pages_.push_back(std::move(page));
    looks_.push_back({.observed = observed,
                      .page = pages_.back(),
                      .url = std::string{url},
                      .cause = Cause::technical,
                      .document = std::move(document)});
    if (bytes_ >= max_chunk_bytes) {
      record();
    }
  }

  void record() {
    if (looks_.empty()) {
      return;
    }
    Recorder recorder{archive_};
    recorder.record(key_, looks_);
    recorder.commit();
    looks_.clear();
    pages_.clear();
    bytes_ = 0;
  }

private:
  Archive& archive_;
  const std::string& key_;
  std::vector<Bytes> pages_;
  std::vector<Look> looks_;  // of pages_
  std::size_t bytes_ = 0;
};

}  // namespace

Reread reread(Archive& archive,
              ArticleNumber article,
              RereadMode mode,
              const article::SiteRules& rules) {
  const History history = archive.read(article);
  const store::Article& stored = history.stored();
  Reread reread;
  Chunk chunk{archive, history.key()};
  for (const KeptPage& kept : kept_pages(history)) {
    const store::RecordRow& row = stored.records()[kept.capture];
    const LookShape shape = read_shape(stored.shapes()[row.shape]);
    Bytes page = stored.object(store::ObjectNumber{kept.page});
    if (article::kind_of_page(page) == article::PageKind::pdf) {
      continue;  // a program outside of arch reads those, when they are added
    }
    const UtcTime observed = std::get<UtcTime>(stored.values(row)[shape.observed]);
    const std::string record = stored.record_text(row);
    const std::string_view url = find_line(record, "url").value_or(std::string_view{});
    if (kept.agrees && kept.readers.contains(article::reader_of(page, url, observed, rules))) {
      continue;
    }
    ++reread.pages;
    const std::string_view type = find_line(record, "content-type").value_or(std::string_view{});
    article::ReadDocument document = article::read_document(page, url, type, observed, rules);
    std::string before = history.document(history.revisions()[kept.revision]);
    if (before == document.text) {
      continue;
    }
    reread.changed.push_back({.observed = observed,
                              .page = sha256(page),
                              .before = std::move(before),
                              .after = document.text});
    if (mode == RereadMode::record) {
      chunk.add(observed, std::move(page), url, std::move(document));
    }
  }
  chunk.record();
  if (!reread.changed.empty() && mode == RereadMode::record) {
    archive.store().compact_if_due(article);
  }
  return reread;
}

}  // namespace arch::history
