#include "store/store.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"
#include "store/derived_file.hpp"
#include "store/id_index.hpp"
#include "store/state.hpp"
#include "store/word_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace arch::store {
namespace {

/// Largest dictionary that is believed, in bytes.
constexpr std::size_t max_dictionary = std::size_t{16} * 1024 * 1024;
/// Articles that are looked into for one beginning of an id.
constexpr std::size_t max_candidates = 256;

}  // namespace

const codec::Dictionary* Dictionaries::find(std::uint32_t number) {
  if (number == 0) {
    return nullptr;
  }
  auto found = loaded_.find(number);
  if (found == loaded_.end()) {
    const auto packed = backend_.find_blob(Space::dictionary, number);
    if (!packed) {
      throw Error{ErrorKind::corrupt, fmt::format("reading dictionary {}: it is missing", number)};
    }
    found = loaded_.emplace(number, codec::decompress(*packed, max_dictionary)).first;
  }
  return &found->second;
}

std::uint32_t Dictionaries::add(ByteView content) {
  const auto number = static_cast<std::uint32_t>(backend_.counter(Counter::next_dictionary)) + 1;
  backend_.put_blob(Space::dictionary, number, codec::compress(content, codec::small_level));
  backend_.set_counter(Counter::next_dictionary, number);
  return number;
}

std::uint32_t Dictionaries::newest() {
  return static_cast<std::uint32_t>(backend_.counter(Counter::next_dictionary));
}

StoreState::StoreState(const std::filesystem::path& where, OpenOptions how)
    : folder(where),
      options(std::move(how)),
      backend(open_sqlite_backend(where, options.access)),
      dictionaries(*backend),
      shared(*backend) {}

const Recipe& StoreState::recipe(std::string_view name) const {
  const auto found = std::ranges::find(options.recipes, name, &Recipe::name);
  if (found == options.recipes.end()) {
    throw Error{ErrorKind::unsupported,
                fmt::format("reading an object made by {}: this arch cannot", name),
                "a later version of arch wrote it; use that one"};
  }
  return *found;
}

void StoreState::set_cache(ArticleNumber article, std::uint64_t fingerprint, ByteView bytes) const {
  Bytes blob;
  codec::put_varint(blob, fingerprint);
  codec::put_varint(blob, sha256(bytes).prefix64());
  codec::put_bytes(blob, bytes);
  backend->put_blob(Space::cache, static_cast<std::int64_t>(article), blob);
}

std::optional<Bytes> StoreState::find_cache(ArticleNumber article,
                                            std::uint64_t fingerprint) const {
  const auto blob = backend->find_blob(Space::cache, static_cast<std::int64_t>(article));
  if (!blob) {
    return std::nullopt;
  }
  codec::Reader in(*blob);
  if (in.varint() != fingerprint) {
    return std::nullopt;
  }
  const std::uint64_t sum = in.varint();
  const ByteView rest = in.bytes(in.left());
  if (sha256(rest).prefix64() != sum) {
    return std::nullopt;
  }
  return Bytes(rest.begin(), rest.end());
}

Snapshot::Snapshot(StoreState& state) : state_(state) {
  state_.backend->begin_read();
}

Snapshot::~Snapshot() {
  state_.backend->end_read();
}

void Store::create(const std::filesystem::path& folder) {
  create_sqlite_backend(folder);
}

Store::Store(const std::filesystem::path& folder, OpenOptions options)
    : state_(std::make_unique<StoreState>(folder, std::move(options))) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;

Snapshot Store::hold() const {
  return Snapshot{*state_};
}

std::optional<ArticleNumber> Store::find_article(std::string_view key) const {
  const Reading reading(*state_->backend);
  return state_->backend->find_article(key);
}

Article Store::read(ArticleNumber article) const {
  const Reading reading(*state_->backend);
  return Article(std::make_unique<ArticleState>(*state_, article));
}

Article Store::read_as_of(ArticleNumber article, std::uint64_t arrival) const {
  const Reading reading(*state_->backend);
  auto state = std::make_unique<ArticleState>(*state_, article);
  const auto is_later = [arrival](const RecordRow& row) { return row.arrival > arrival; };
  std::erase_if(state->records, is_later);
  std::erase_if(state->checks, is_later);
  return Article(std::move(state));
}

ArticleRow Store::row(ArticleNumber article) const {
  const Reading reading(*state_->backend);
  ArticleEntry entry = state_->backend->read_article(article);
  if (!entry.listing_whole) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading {}: what is listed of it is damaged", one_line(entry.key)),
                "`arch verify --fix` works it out again"};
  }
  return {.number = entry.number, .key = std::move(entry.key), .listing = std::move(entry.listing)};
}

std::vector<ArticleRow> Store::list(const ListFilter& filter) const {
  const Reading reading(*state_->backend);
  return state_->backend->list(filter);
}

std::vector<ArticleNumber> Store::articles() const {
  const Reading reading(*state_->backend);
  std::vector<ArticleNumber> numbers(static_cast<std::size_t>(state_->backend->article_count()));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = ArticleNumber{static_cast<std::int64_t>(i) + 1};
  }
  return numbers;
}

Store::Changes Store::changes_after(std::int64_t mark, std::size_t limit) const {
  const Reading reading(*state_->backend);
  Changes changes{.mark = mark};
  for (const auto& [segment, article] : state_->backend->segments_after(SegmentId{mark}, limit)) {
    changes.mark = static_cast<std::int64_t>(segment);
    if (article != ArticleNumber::none) {
      changes.articles.push_back(article);
    }
  }
  if (!state_->backend->segments_after(SegmentId{changes.mark}, 1).empty()) {
    changes.more = Changes::More::yes;
  }
  std::ranges::sort(changes.articles);
  const auto repeated = std::ranges::unique(changes.articles);
  changes.articles.erase(repeated.begin(), repeated.end());
  return changes;
}

std::uint64_t Store::arrivals() const {
  const Reading reading(*state_->backend);
  return state_->backend->counter(Counter::arrivals);
}

const std::filesystem::path& Store::folder() const {
  return state_->folder;
}

std::vector<Found> Store::find(std::string_view hex_digits, std::size_t limit) const {
  constexpr std::size_t prefix_digits = 2 * id_prefix_bytes;
  StoreState& state = *state_;
  const Reading reading(*state.backend);
  std::vector<Found> found;
  for (const ArticleNumber number : IdIndex(*state.backend).find(hex_digits, max_candidates)) {
    if (found.size() >= limit) {
      break;
    }
    const ArticleState article(state, number);
    const std::size_t before = found.size();
    for (std::uint32_t i = 0; i < article.records.size() && found.size() < limit; ++i) {
      const std::string prefix =
          fmt::format("{:016x}", article.records[i].id_prefix).substr(0, prefix_digits);
      if (!prefix.starts_with(hex_digits.substr(0, prefix_digits))) {
        continue;
      }
      const ObjectId id = sha256(as_bytes(article.text_of(article.records[i])));
      if (id.hex().starts_with(hex_digits)) {
        found.push_back({.id = id, .article = number, .kind = Found::Kind::record, .index = i});
      }
    }
    for (const Annotation& annotation : state.backend->annotations(number)) {
      if (found.size() < limit && annotation.id.hex().starts_with(hex_digits)) {
        found.push_back(
            {.id = annotation.id, .article = number, .kind = Found::Kind::annotation, .index = 0});
      }
    }
    if (found.size() > before) {
      continue;
    }
    // The index knows that the article has it, or comes near; only hashing its objects can tell.
    article.each_object([&](std::uint32_t object, const Bytes& bytes) {
      const ObjectId id = sha256(bytes);
      if (found.size() < limit && id.hex().starts_with(hex_digits)) {
        found.push_back(
            {.id = id, .article = number, .kind = Found::Kind::object, .index = object});
      }
    });
  }
  if (!found.empty()) {
    return found;
  }
  for (const SharedRecord record : state.shared.find_beginning(hex_digits, limit)) {
    found.push_back({.id = state.shared.id(record),
                     .article = ArticleNumber::none,
                     .kind = Found::Kind::record,
                     .index = static_cast<std::uint32_t>(record)});
  }
  return found;
}

std::vector<ArticleNumber> Store::find_named(const ObjectId& name) const {
  const Reading reading(*state_->backend);
  return IdIndex(*state_->backend).find(name.hex(), max_candidates);
}

std::string Store::shared_text(std::uint32_t index) const {
  const Reading reading(*state_->backend);
  return state_->shared.text(SharedRecord{index});
}

std::vector<Annotation> Store::annotations(std::optional<ArticleNumber> article) const {
  const Reading reading(*state_->backend);
  return state_->backend->annotations(article);
}

std::optional<Bytes> Store::find_cache(ArticleNumber article, std::uint64_t fingerprint) const {
  const Reading reading(*state_->backend);
  return state_->find_cache(article, fingerprint);
}

Usage Store::usage() const {
  const Reading reading(*state_->backend);
  Backend& backend = *state_->backend;
  const BackendUsage rows = backend.usage();
  Usage usage{.articles = rows.articles,
              .captures = rows.captures,
              .checks = rows.checks,
              .annotations = rows.annotations,
              .objects = backend.counter(Counter::objects),
              .raw = backend.counter(Counter::raw_bytes),
              .texts = rows.texts,
              .records = rows.records,
              .check_runs = rows.check_runs,
              .names = rows.names,
              .index = rows.index,
              .dictionaries = rows.dictionaries,
              .cache = rows.cache,
              .free = rows.free};
  for (const auto& file : std::filesystem::recursive_directory_iterator(state_->folder)) {
    std::error_code gone;  // a file of SQLite's may vanish while we look
    if (file.path().native().ends_with("-shm")) {
      continue;  // SQLite's index of its log, there only while somebody has the archive open
    }
    if (const auto size = file.is_regular_file(gone) ? file.file_size(gone) : 0; !gone) {
      usage.files += size;
      if (file.path().filename() == word_index_name) {
        usage.words += size;
      }
      if (file.path().filename() == judgements_name || file.path().filename() == rates_name) {
        usage.cache += size;
      }
    }
  }
  return usage;
}

}  // namespace arch::store
