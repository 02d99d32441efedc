// An LSM tree (O'Neil et al., "The Log-Structured Merge-Tree", 1996) of sorted runs.
//
// Ids are uniformly random, so a run needs no inner nodes: the pages share the prefixes out evenly,
// and the page of a prefix is worked out from it (id_page.hpp). A merge writes its output page by
// page in the order of prefixes. Its inputs answer until it is complete; then they are dead, and
// their pages are removed. Whatever a transaction that is dropped had done is done again.

#include "store/id_index.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"
#include "store/id_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace arch::store {
namespace {

using codec::put_varint;
using codec::Reader;

/// New ids that are rows before they become a run: what a merge step of one run holds the lock for.
constexpr std::uint64_t max_recent = std::uint64_t{16} * 1024;
/// So many ids given at once become a run by themselves.
constexpr std::size_t direct_run = 2048;
/// Runs of like size that are merged into one: the fewer, the more often each entry is rewritten.
constexpr std::size_t merge_width = 4;
constexpr std::uint64_t like_size = 8;
/// Entries that put() merges for each that it brings. Merging by fours brings each entry through
/// log4(n / direct_run) merges: seven for 30 million.
constexpr std::size_t merged_per_put = 8;
/// What the removal of a page costs, in entries that are merged.
constexpr std::size_t removal_cost = 64;
/// What the content of a page takes on average, in bytes. A page of the database holds a row of
/// 984; three in a hundred pages come out larger than that.
constexpr std::uint64_t page_size = 880;

// Bits of the prefix that are kept beyond log2 of the number of entries: what a wrong answer in 2^n
// costs. Merging for the last time cuts to `final`, merging before keeps what there is. What a run
// has lost does not come back, so it is no longer merged when less than `least` would be left.
constexpr unsigned extra_bits_final = 6;
constexpr unsigned extra_bits_least = 4;
/// A small archive is precise, so that it may grow.
constexpr unsigned least_final_bits = 20;

unsigned log2_of(std::uint64_t count) {
  return static_cast<unsigned>(std::bit_width(count > 0 ? count - 1 : 0));
}

/// The least bits of prefixes that fill so many pages.
unsigned least_bits(std::uint32_t pages) {
  return log2_of(pages) + 1;
}

Error damaged(std::string_view what) {
  return Error{ErrorKind::corrupt,
               fmt::format("reading the id index: {}", what),
               "`arch verify --fix` makes it again"};
}

enum class RunState : std::uint8_t {
  live,      ///< asked for ids
  building,  ///< being merged from others, which still answer
  dead,      ///< merged into another; its pages are being removed
};

struct Run {
  std::uint32_t number = 0;
  RunState state = RunState::live;
  std::uint64_t entries = 0;  ///< while building: at most so many
  std::uint32_t pages = 1;
  unsigned prefix_bits = max_id_bits;  ///< kept of each prefix
  std::uint64_t next_page = 0;         ///< to be built or removed
  std::vector<std::uint32_t> sources = {};

  std::uint64_t page_of(std::uint64_t prefix) const {
    return id_page_of(prefix, prefix_bits, pages);
  }
  IdPageRange range_of(std::uint64_t page) const {
    return {.bits = prefix_bits, .pages = pages, .page = static_cast<std::uint32_t>(page)};
  }
  /// A prefix as this run keeps it.
  std::uint64_t cut(std::uint64_t prefix) const { return prefix & ~(UINT64_MAX >> prefix_bits); }
};

std::int64_t page_key(const Run& run, std::uint64_t page) {
  return static_cast<std::int64_t>((std::uint64_t{run.number} << 32) | page);
}

constexpr std::size_t sum_size = 4;

/// Puts a sum over key and content before the content.
Bytes with_sum(std::int64_t key, ByteView content) {
  Bytes start;
  codec::put_zigzag(start, key);
  Sha256 hash;
  hash.update(start);
  hash.update(content);
  const ObjectId sum = hash.finish();
  Bytes out(sum.bytes.begin(), sum.bytes.begin() + sum_size);
  codec::put_bytes(out, content);
  return out;
}

/// What is behind the sum, which must be right.
ByteView check_sum(std::int64_t key, ByteView bytes, std::string_view subject) {
  if (bytes.size() < sum_size ||
      !std::ranges::equal(with_sum(key, bytes.subspan(sum_size)), bytes)) {
    throw damaged(fmt::format("{} does not match its sum", subject));
  }
  return bytes.subspan(sum_size);
}

Bytes pack_run(const Run& run) {
  Bytes out;
  put_varint(out, static_cast<std::uint64_t>(run.state));
  put_varint(out, run.entries);
  put_varint(out, run.pages);
  put_varint(out, run.prefix_bits);
  put_varint(out, run.next_page);
  put_varint(out, run.sources.size());
  for (const std::uint32_t source : run.sources) {
    put_varint(out, source);
  }
  return with_sum(run.number, out);
}

Run unpack_run(std::int64_t number, ByteView bytes) {
  Reader in(check_sum(number, bytes, fmt::format("run {}", number)));
  Run run;
  run.number = static_cast<std::uint32_t>(number);
  run.state = static_cast<RunState>(in.varint_up_to(static_cast<std::uint64_t>(RunState::dead)));
  run.entries = in.varint_up_to(std::uint64_t{1} << 40);
  run.pages = static_cast<std::uint32_t>(in.varint_up_to(max_id_pages));
  run.prefix_bits = static_cast<unsigned>(in.varint_up_to(max_id_bits));
  run.next_page = in.varint_up_to(run.pages);
  for (std::size_t n = in.count(); n > 0; --n) {
    run.sources.push_back(static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX)));
  }
  if (run.pages == 0 || run.prefix_bits < least_bits(run.pages) || !in.done()) {
    throw damaged("a run makes no sense");
  }
  return run;
}

template <typename T>
void sort_and_unite(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
}

/// What IdIndex does, with the runs read.
class Runs {
public:
  explicit Runs(Backend& backend) : backend_(backend) {
    for (const std::int64_t number :
         backend.blob_keys(Space::id_run, 0, std::numeric_limits<std::uint32_t>::max())) {
      const auto blob = backend.find_blob(Space::id_run, number);
      if (blob) {
        runs_.push_back(unpack_run(number, *blob));
      }
    }
  }

  std::vector<Run>& all() { return runs_; }

  std::vector<Run*> in_state(RunState state) {
    std::vector<Run*> found;
    for (Run& run : runs_) {
      if (run.state == state) {
        found.push_back(&run);
      }
    }
    return found;
  }

  std::vector<RecentId> page(const Run& run, std::uint64_t number) const {
    const std::int64_t key = page_key(run, number);
    const std::optional<Bytes> blob = backend_.find_blob(Space::id_page, key);
    const std::string subject = fmt::format("page {} of run {}", number, run.number);
    if (!blob) {
      throw damaged(subject + " is missing");
    }
    return unpack_id_page(run.range_of(number), check_sum(key, *blob, subject));
  }

  void write_page(const Run& run, std::uint64_t number, const std::vector<RecentId>& entries) {
    const std::int64_t key = page_key(run, number);
    backend_.put_blob(
        Space::id_page, key, with_sum(key, pack_id_page(run.range_of(number), entries)));
  }

  void write(const Run& run) { backend_.put_blob(Space::id_run, run.number, pack_run(run)); }

  Run new_run(std::uint64_t entries, unsigned prefix_bits) {
    const std::uint64_t number = backend_.counter(Counter::next_run);
    backend_.set_counter(Counter::next_run, number + 1);
    // A Rice code takes the logarithm of the mean difference and about one and a half bits.
    const unsigned log = log2_of(entries);
    const std::uint64_t entry_bits =
        (prefix_bits > log ? prefix_bits - log : 0) + 2 + log2_of(backend_.article_count() + 1);
    const std::uint64_t pages =
        std::clamp<std::uint64_t>(entries * entry_bits / (8 * page_size) + 1, 1, max_id_pages);
    return {.number = static_cast<std::uint32_t>(number),
            .entries = entries,
            .pages = static_cast<std::uint32_t>(pages),
            .prefix_bits = std::clamp(
                prefix_bits, least_bits(static_cast<std::uint32_t>(pages)), max_id_bits)};
  }

  /// `ids` ascending.
  void write_whole(const std::vector<RecentId>& ids) {
    Run run = new_run(ids.size(), max_id_bits);
    run.entries = 0;
    std::vector<RecentId> entries;
    auto id = ids.begin();
    for (std::uint64_t page = 0; page < run.pages; ++page) {
      entries.clear();
      for (; id != ids.end() && run.page_of(id->prefix) == page; ++id) {
        entries.push_back({.prefix = run.cut(id->prefix), .article = id->article});
      }
      sort_and_unite(entries);
      write_page(run, page, entries);
      run.entries += entries.size();
    }
    write(run);
    runs_.push_back(run);
  }

  void flush_recent() {
    write_whole(backend_.recent_ids(0, UINT64_MAX, std::numeric_limits<std::uint32_t>::max()));
    backend_.clear_recent_ids();
  }

  /// Goes on with what was begun until `budget` is used up, which it counts down. False: it is not,
  /// and nothing is left to go on with.
  bool go_on(std::size_t& budget) {
    while (budget > 0) {
      if (!remove_some(budget) && !merge_some(budget)) {
        return false;
      }
    }
    return true;
  }

  bool has_begun() {
    return !in_state(RunState::building).empty() || !in_state(RunState::dead).empty();
  }

  static unsigned final_bits(const std::vector<Run*>& sources) {
    std::uint64_t entries = 0;
    for (const Run* source : sources) {
      entries += source->entries;
    }
    return std::max(log2_of(entries) + extra_bits_final, least_final_bits);
  }

  /// Prefixes of the result have `wanted_bits` bits, or as many as all sources have.
  void start_merge(const std::vector<Run*>& sources, unsigned wanted_bits) {
    std::uint64_t entries = 0;
    unsigned prefix_bits = max_id_bits;
    for (const Run* source : sources) {
      entries += source->entries;
      prefix_bits = std::min(prefix_bits, source->prefix_bits);
    }
    Run run = new_run(entries, std::min(prefix_bits, wanted_bits));
    run.state = RunState::building;
    for (const Run* source : sources) {
      run.sources.push_back(source->number);
    }
    write(run);
    runs_.push_back(std::move(run));
  }

  /// The smallest runs of which there are enough that are of like size, or none.
  std::vector<Run*> like_sized() {
    std::vector<Run*> live = in_state(RunState::live);
    std::ranges::sort(live, {}, &Run::entries);
    for (std::size_t first = 0; first + merge_width <= live.size(); ++first) {
      const std::vector<Run*> runs(live.begin() + static_cast<std::ptrdiff_t>(first),
                                   live.begin() + static_cast<std::ptrdiff_t>(first + merge_width));
      if (runs.back()->entries <= like_size * runs.front()->entries &&
          precise(runs).size() == runs.size()) {
        return runs;
      }
    }
    return {};
  }

  /// All that can be one run with the precision that is left, or none if they are one already.
  std::vector<Run*> mergeable() {
    const std::vector<Run*> chosen = precise(in_state(RunState::live));
    const bool is_final =
        chosen.size() == 1 && chosen.front()->prefix_bits <=
                                  std::max(final_bits(chosen), least_bits(chosen.front()->pages));
    return is_final ? std::vector<Run*>{} : chosen;
  }

  /// Leaves out those whose prefixes are too short for one run of the rest.
  static std::vector<Run*> precise(std::vector<Run*> runs) {
    std::ranges::sort(runs, std::ranges::greater(), &Run::prefix_bits);
    std::vector<Run*> chosen;
    std::uint64_t entries = 0;
    for (Run* run : runs) {
      if (run->prefix_bits >= log2_of(entries + run->entries) + extra_bits_least) {
        entries += run->entries;
        chosen.push_back(run);
      }
    }
    return chosen;
  }

private:
  /// False if there is nothing to remove.
  bool remove_some(std::size_t& budget) {
    const auto dead = in_state(RunState::dead);
    if (dead.empty()) {
      return false;
    }
    Run& run = *dead.front();
    for (; run.next_page < run.pages && budget > 0; ++run.next_page) {
      backend_.remove_blob(Space::id_page, page_key(run, run.next_page));
      budget -= std::min(budget, removal_cost);
    }
    if (run.next_page == run.pages) {
      backend_.remove_blob(Space::id_run, run.number);
      std::erase_if(runs_, [number = run.number](const Run& one) { return one.number == number; });
    } else {
      write(run);
    }
    return true;
  }

  /// False if nothing is being merged.
  bool merge_some(std::size_t& budget) {
    const auto building = in_state(RunState::building);
    if (building.empty()) {
      return false;
    }
    Run& run = *building.front();
    if (run.next_page == 0) {
      run.entries = 0;
    }
    std::vector<Run> sources;
    for (const Run& source : runs_) {
      if (std::ranges::find(run.sources, source.number) != run.sources.end()) {
        sources.push_back(source);
      }
    }
    if (sources.size() != run.sources.size()) {
      throw damaged("a run that is being merged is missing");
    }
    // A page of a source may hold what belongs on several pages of the result.
    std::map<std::int64_t, std::vector<RecentId>> open;
    for (; run.next_page < run.pages && budget > 0; ++run.next_page) {
      const std::uint64_t low = run.range_of(run.next_page).first();
      const std::uint64_t high = run.range_of(run.next_page).last();
      std::vector<RecentId> entries;
      for (const Run& source : sources) {
        for (std::uint64_t page = source.page_of(low); page <= source.page_of(high); ++page) {
          const std::int64_t key = page_key(source, page);
          auto found = open.find(key);
          if (found == open.end()) {
            if (open.size() > 4 * merge_width + sources.size()) {
              open.clear();
            }
            found = open.emplace(key, this->page(source, page)).first;
          }
          const auto begin = std::ranges::lower_bound(found->second, low, {}, &RecentId::prefix);
          const auto end = std::ranges::upper_bound(found->second, high, {}, &RecentId::prefix);
          entries.insert(entries.end(), begin, end);
        }
      }
      for (RecentId& entry : entries) {
        entry.prefix = run.cut(entry.prefix);
      }
      sort_and_unite(entries);
      write_page(run, run.next_page, entries);
      run.entries += entries.size();
      budget -= std::min(budget, entries.size() + 1);
    }
    if (run.next_page == run.pages) {
      run.state = RunState::live;
      run.next_page = 0;
      for (Run& source : runs_) {
        if (std::ranges::find(run.sources, source.number) != run.sources.end()) {
          source.state = RunState::dead;
          source.next_page = 0;
          write(source);
        }
      }
      run.sources.clear();
    }
    write(run);
    return true;
  }

  Backend& backend_;
  std::vector<Run> runs_;
};

}  // namespace

void IdIndex::put(std::vector<RecentId> ids) {
  std::size_t brought = ids.size();
  if (ids.size() >= direct_run) {
    sort_and_unite(ids);
    Runs(backend_).write_whole(ids);
  } else {
    for (const RecentId& id : ids) {
      backend_.put_recent_id(id);
    }
    brought = backend_.counter(Counter::recent_ids);
    if (brought < max_recent) {
      return;
    }
    Runs(backend_).flush_recent();
  }
  step(merged_per_put * brought);
}

std::vector<ArticleNumber> IdIndex::find(std::string_view hex_digits, std::size_t limit) const {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    const int digit = i < hex_digits.size() ? hex_value(hex_digits[i]) : -1;
    low = (low << 4) | (digit < 0 ? 0U : static_cast<unsigned>(digit));
    high = (high << 4) | (digit < 0 ? 15U : static_cast<unsigned>(digit));
  }
  std::vector<ArticleNumber> articles;
  for (const RecentId& id :
       backend_.recent_ids(low, high, std::numeric_limits<std::uint32_t>::max())) {
    articles.push_back(id.article);
  }
  Runs runs(backend_);
  for (const Run& run : runs.all()) {
    if (run.state != RunState::live) {
      continue;
    }
    for (std::uint64_t page = run.page_of(low); page <= run.page_of(high); ++page) {
      const std::vector<RecentId> entries = runs.page(run, page);
      for (auto entry = std::ranges::lower_bound(entries, run.cut(low), {}, &RecentId::prefix);
           entry != entries.end() && entry->prefix <= high;
           ++entry) {
        articles.push_back(entry->article);
      }
    }
  }
  sort_and_unite(articles);
  articles.resize(std::min(articles.size(), limit));
  return articles;
}

bool IdIndex::is_due() const {
  Runs runs(backend_);
  return runs.has_begun() || !runs.like_sized().empty();
}

bool IdIndex::step(std::size_t budget) {
  Runs runs(backend_);
  while (!runs.go_on(budget)) {
    const auto sources = runs.like_sized();
    if (sources.empty()) {
      return false;
    }
    runs.start_merge(sources, max_id_bits);
  }
  return true;
}

bool IdIndex::step_to_one_run(std::size_t budget) {
  Runs runs(backend_);
  if (backend_.counter(Counter::recent_ids) > 0) {
    runs.flush_recent();
  }
  while (!runs.go_on(budget)) {
    const auto sources = runs.mergeable();
    if (sources.empty()) {
      return false;
    }
    runs.start_merge(sources, runs.final_bits(sources));
  }
  return true;
}

void IdIndex::clear() {
  for (const Space space : {Space::id_page, Space::id_run}) {
    for (const std::int64_t key :
         backend_.blob_keys(space, 0, std::numeric_limits<std::uint32_t>::max())) {
      backend_.remove_blob(space, key);
    }
  }
  backend_.clear_recent_ids();
}

std::uint64_t IdIndex::check() const {
  Runs runs(backend_);
  std::uint64_t total = backend_.counter(Counter::recent_ids);
  for (const Run& run : runs.all()) {
    if (run.state != RunState::live) {
      continue;
    }
    std::uint64_t entries = 0;
    for (std::uint64_t page = 0; page < run.pages; ++page) {
      entries += runs.page(run, page).size();
    }
    if (entries != run.entries) {
      throw damaged("a page is missing");
    }
    total += entries;
  }
  return total;
}

}  // namespace arch::store
