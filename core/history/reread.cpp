#include "history/reread.hpp"

#include "article/reader.hpp"
#include "base/sha256.hpp"
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
    if (*revision < kept.revision) {
      kept.capture = row;
      kept.revision = *revision;
    }
  }
  return pages;
}

/// The value of a line of a record; empty if it has none.
std::string_view value_of(std::string_view record, std::string_view name) {
  for (std::size_t at = 0; at < record.size();) {
    const std::size_t end = std::min(record.find('\n', at), record.size());
    const std::string_view line = record.substr(at, end - at);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      return line.substr(name.size() + 2);
    }
    at = end + 1;
  }
  return {};
}

/// The pages of one chunk that read otherwise.
class Chunk {
public:
  Chunk(Archive& archive, const std::string& key) : archive_(archive), key_(key) {}

  void add(UtcTime observed, Bytes page, std::string url, article::ReadDocument document) {
    bytes_ += page.size() + document.text.size();
    pages_.push_back({observed, std::move(page), std::move(url), std::move(document)});
    if (bytes_ >= max_chunk_bytes) {
      record();
    }
  }

  void record() {
    if (pages_.empty()) {
      return;
    }
    std::vector<Rereading> rereadings;
    rereadings.reserve(pages_.size());
    for (const Page& page : pages_) {
      rereadings.push_back({.observed = page.observed,
                            .page = page.bytes,
                            .document = page.document.text,
                            .extractor = page.document.reader,
                            .url = page.url});
    }
    Recorder recorder{archive_};
    recorder.reread(key_, rereadings);
    recorder.commit();
    pages_.clear();
    bytes_ = 0;
  }

private:
  struct Page {
    UtcTime observed;
    Bytes bytes;
    std::string url;
    article::ReadDocument document;
  };

  Archive& archive_;
  const std::string& key_;
  std::vector<Page> pages_;
  std::size_t bytes_ = 0;
};

}  // namespace

Reread reread(Archive& archive, ArticleNumber article, RereadMode mode) {
  const History history = archive.read(article);
  const store::Article& stored = history.stored();
  Reread reread;
  Chunk chunk{archive, history.key()};
  for (const KeptPage& kept : kept_pages(history)) {
    const store::RecordRow& row = stored.records()[kept.capture];
    const LookShape shape = read_shape(stored.shapes()[row.shape]);
    const std::string record = stored.record_text(row);
    const std::string_view url = value_of(record, "url");
    Bytes page = stored.object(store::ObjectNumber{kept.page});
    article::ReadDocument document = article::read_document(page, url);
    if (kept.readers.contains(document.reader)) {
      continue;
    }
    ++reread.pages;
    std::string before = history.document(history.revisions()[kept.revision]);
    if (before == document.text) {
      continue;
    }
    const UtcTime observed = std::get<UtcTime>(stored.values(row)[shape.observed]);
    reread.changed.push_back({.observed = observed,
                              .page = sha256(page),
                              .before = std::move(before),
                              .after = document.text});
    if (mode == RereadMode::record) {
      chunk.add(observed, std::move(page), std::string{url}, std::move(document));
    }
  }
  chunk.record();
  if (!reread.changed.empty() && mode == RereadMode::record) {
    archive.store().compact_if_due(article);
  }
  return reread;
}

}  // namespace arch::history
