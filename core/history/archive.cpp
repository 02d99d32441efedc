#include "history/archive.hpp"

#include "article/read_text.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "history/aliases.hpp"
#include "history/listing.hpp"
#include "history/stored_looks.hpp"
#include "history/timeline.hpp"

#include <fmt/format.h>

#include <bit>
#include <span>
#include <system_error>
#include <utility>

namespace arch::history {
namespace {

/// Articles whose derived facts are written in one transaction: milliseconds under the write lock.
constexpr std::size_t articles_in_transaction = 64;

/// Summaries are cached where working them out again takes more than comparing this many bytes of
/// documents, some milliseconds. Caching all would make an archive of short articles visibly
/// larger.
constexpr std::size_t max_uncached_bytes = std::size_t{256} << 10;

/// Articles with fewer revisions are not even looked at: nearly all are, and have small documents.
constexpr std::uint32_t min_cached_revisions = 4;

store::OpenOptions make_options(store::OpenOptions::Access access) {
  return {
      .access = access,
      .recipes = {{.name = std::string{article::text_reader}, .make = article::document_of_text}}};
}

/// Mixes a number into a fingerprint: a multiplication by 2^64 over the golden ratio (Knuth, The
/// Art of Computer Programming, vol. 3, 6.4) and a rotation, so that order counts.
std::uint64_t mix(std::uint64_t state, std::uint64_t number) {
  return std::rotl((state ^ number) * 0x9E37'79B9'7F4A'7C15, 29);
}

/// Stands for the documents of `revisions` in their order: their ids do.
std::uint64_t state_of(std::span<const Revision> revisions) {
  std::uint64_t state = revisions.size();
  for (const Revision& revision : revisions) {
    state = mix(state, revision.id_prefix);
  }
  return state;
}

/// Stands for a listing: while it is the same, so most likely are the revisions.
std::uint32_t stamp(const store::Listing& listing) {
  const auto number = [](const std::optional<UtcTime>& time) {
    return time ? static_cast<std::uint64_t>(time->seconds) : 0;
  };
  std::uint64_t state = 0;
  state = mix(state, listing.revisions);
  state = mix(state, listing.captures);
  state = mix(state, listing.checks);
  state = mix(state, number(listing.first_seen));
  state = mix(state, number(listing.last_changed));
  return static_cast<std::uint32_t>(state >> 32);
}

/// The text of a revision's document for counting: not compared with its id, which would double
/// the cost, and nobody is shown it.
std::string read_document(const History& history, const Revision& revision) {
  const Bytes text = history.stored().object(revision.document);
  return std::string{as_text(text)};
}

/// `summaries` is of the first revisions, and becomes of all.
void add_summaries(std::vector<ChangeSummary>& summaries, const History& history) {
  const std::vector<Revision>& revisions = history.revisions();
  std::string before;
  for (std::size_t i = summaries.size(); i < revisions.size(); ++i) {
    if (i > 0 && before.empty()) {
      before = read_document(history, revisions[i - 1]);
    }
    std::string after = read_document(history, revisions[i]);
    summaries.push_back(summarise_change(before, after));
    before = std::move(after);
  }
}

/// Those of the cached summaries that are still right: all or none.
std::vector<ChangeSummary> take_valid(std::optional<CachedSummaries> cached,
                                      const History& history) {
  const std::vector<Revision>& revisions = history.revisions();
  if (!cached || cached->summaries.size() > revisions.size() ||
      cached->state != state_of(std::span{revisions}.first(cached->summaries.size()))) {
    return {};
  }
  return std::move(cached->summaries);
}

bool is_worth_caching(const History& history) {
  const std::vector<Revision>& revisions = history.revisions();
  return !revisions.empty() &&
         revisions.size() * read_document(history, revisions.back()).size() > max_uncached_bytes;
}

std::optional<CachedSummaries> read_cache(const store::Store& store, ArticleNumber article) {
  const std::optional<Bytes> packed = store.find_cache(article, summaries_version);
  return packed ? find_cached(*packed) : std::nullopt;
}

store::Listing listing_of(const store::Article& article) {
  StoredLooks looks = read_looks(article);
  const std::vector<Moment> moments = order_sightings(
      looks.sightings, [&article](const Sighting& look) { return capture_id(article, look.row); });
  std::vector<UtcTime> absences;
  absences.reserve(looks.absences.size());
  for (const StoredLooks::Absent& absent : looks.absences) {
    absences.push_back(absent.observed);
  }
  store::Listing listing = make_listing(moments, absences);
  if (!moments.empty()) {
    const Bytes text = article.object(store::ObjectNumber{moments.back().document});
    listing.title = make_title(as_text(text));
  }
  return listing;
}

}  // namespace

std::filesystem::path Archive::create(const std::filesystem::path& where) {
  const std::filesystem::path folder = where / folder_name;
  std::error_code error;
  if (std::filesystem::exists(where / "archive.db", error)) {
    throw Error{ErrorKind::usage,
                fmt::format("creating {}: the folder that it would be in is an archive's own",
                            one_line(folder.native())),
                "make it beside the pages that it is of"};
  }
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw Error{ErrorKind::io,
                fmt::format("creating {}: {}", folder.string(), error.message()),
                "choose a folder that you may write to"};
  }
  store::Store::create(folder);
  return folder;
}

std::optional<std::filesystem::path> Archive::find_folder(const std::filesystem::path& start) {
  return find_upward(start, folder_name);
}

Archive::Archive(const std::filesystem::path& folder, store::OpenOptions::Access access)
    : store_(folder, make_options(access)) {}

History Archive::read(ArticleNumber article) const {
  return History{store_.read(article)};
}

History Archive::read_as_of(ArticleNumber article, std::uint64_t arrival) const {
  return History{store_.read_as_of(article, arrival)};
}

std::vector<ChangeSummary> Archive::summaries(const History& history) const {
  std::vector<ChangeSummary> summaries = take_valid(read_cache(store_, history.number()), history);
  add_summaries(summaries, history);
  return summaries;
}

bool Archive::compact(const store::CompactOptions& options) {
  if (!store_.compact(options)) {
    return false;
  }
  if (!options.everything) {
    return true;
  }
  std::vector<std::pair<ArticleNumber, Bytes>> ready;
  const auto write = [this, &ready] {
    store::Transaction transaction = store_.begin();
    for (const auto& [number, bytes] : ready) {
      transaction.set_cache(number, summaries_version, bytes);
    }
    transaction.commit();
    ready.clear();
  };
  const std::vector<ArticleNumber> articles = store_.articles();
  std::uint64_t done = 0;
  for (const ArticleNumber number : articles) {
    if (options.progress && !options.progress({.done = done++, .total = articles.size()})) {
      return false;
    }
    // Damage is verify's to tell; it must not keep the others from their cache.
    try {
      const store::Listing listing = store_.row(number).listing;
      if (listing.revisions < min_cached_revisions) {
        continue;
      }
      std::optional<CachedSummaries> cached = read_cache(store_, number);
      if (cached && cached->listing == stamp(listing)) {
        continue;
      }
      const History history = read(number);
      if (!is_worth_caching(history)) {
        continue;
      }
      CachedSummaries fresh{.listing = stamp(listing), .state = state_of(history.revisions())};
      fresh.summaries = take_valid(std::move(cached), history);
      add_summaries(fresh.summaries, history);
      ready.emplace_back(number, pack(fresh));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt) {
        throw;
      }
    }
    if (ready.size() == articles_in_transaction) {
      write();
    }
  }
  if (!ready.empty()) {
    write();
  }
  return true;
}

void Archive::rebuild() {
  store_.rebuild();
  const std::vector<ArticleNumber> articles = store_.articles();
  for (std::size_t begin = 0; begin < articles.size(); begin += articles_in_transaction) {
    const std::span<const ArticleNumber> rest = std::span{articles}.subspan(begin);
    store::Transaction transaction = store_.begin();
    for (const ArticleNumber number : rest.first(std::min(rest.size(), articles_in_transaction))) {
      try {
        const store::Article article = transaction.read(number);
        transaction.set_listing(number, listing_of(article));
        store::Batch names;
        for (const std::string& alias : aliases_of(article)) {
          names.names.push_back(alias_name(alias));
        }
        transaction.append(number, names);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::corrupt) {
          throw;
        }
      }
    }
    transaction.commit();
  }
}

}  // namespace arch::history
