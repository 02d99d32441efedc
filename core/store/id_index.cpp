#include "store/id_index.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "codec/bits.hpp"
#include "codec/varint.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace arch::store {
namespace {

using codec::BitReader;
using codec::BitWriter;
using codec::put_varint;
using codec::Reader;

/// New ids that are rows before they become a run: what a merge step of one run holds the lock for.
constexpr std::uint64_t max_recent = 16 * 1024;
/// So many ids given at once become a run by themselves.
constexpr std::size_t direct_run = 2048;
/// Runs of like size that are merged into one: the fewer, the more often each entry is rewritten.
constexpr std::size_t merge_width = 4;
constexpr std::uint64_t like_size = 8;
/// log2 of the entries of a page, on average.
constexpr unsigned page_entries_log = 10;

// Bits of the prefix that are kept beyond log2 of the number of entries: what a wrong answer in 2^n
// costs. Merging for the last time cuts to `final`; what a run has lost does not come back, so it
// is no longer merged when less than `least` would be left.
constexpr unsigned extra_bits_new = 20;
constexpr unsigned extra_bits_final = 6;
constexpr unsigned extra_bits_least = 4;

constexpr std::size_t max_page_entries = std::size_t{1} << 20;

unsigned log2_of(std::uint64_t count) {
  return static_cast<unsigned>(std::bit_width(count > 0 ? count - 1 : 0));
}

Error damaged(const char* what) {
  return Error{ErrorKind::corrupt, std::string("reading the id index: ") + what};
}

enum class RunState : std::uint8_t {
  live,      ///< asked for ids
  building,  ///< being merged from others, which still answer
  dead,      ///< merged into another; its pages are being removed
};

struct Run {
  std::uint32_t number = 0;
  RunState state = RunState::live;
  std::uint64_t entries = 0;    ///< while building: at most so many
  unsigned page_bits = 0;       ///< there are 2^page_bits pages
  unsigned prefix_bits = 0;     ///< kept of each prefix
  std::uint64_t next_page = 0;  ///< to be built or removed
  std::vector<std::uint32_t> sources = {};

  std::uint64_t pages() const { return std::uint64_t{1} << page_bits; }
  std::uint64_t page_of(std::uint64_t prefix) const {
    return page_bits == 0 ? 0 : prefix >> (64 - page_bits);
  }
  std::uint64_t cut(std::uint64_t prefix) const { return prefix >> (64 - prefix_bits); }
  std::uint64_t uncut(std::uint64_t prefix) const { return prefix << (64 - prefix_bits); }
};

std::int64_t page_key(const Run& run, std::uint64_t page) {
  return static_cast<std::int64_t>((std::uint64_t{run.number} << 32) | page);
}

Bytes pack_run(const Run& run) {
  Bytes out;
  put_varint(out, static_cast<std::uint64_t>(run.state));
  put_varint(out, run.entries);
  put_varint(out, run.page_bits);
  put_varint(out, run.prefix_bits);
  put_varint(out, run.next_page);
  put_varint(out, run.sources.size());
  for (const std::uint32_t source : run.sources) {
    put_varint(out, source);
  }
  return out;
}

Run unpack_run(std::int64_t number, ByteView bytes) {
  Reader in(bytes);
  Run run;
  run.number = static_cast<std::uint32_t>(number);
  run.state = static_cast<RunState>(in.varint_up_to(static_cast<std::uint64_t>(RunState::dead)));
  run.entries = in.varint_up_to(std::uint64_t{1} << 40);
  run.page_bits = static_cast<unsigned>(in.varint_up_to(30));
  run.prefix_bits = static_cast<unsigned>(in.varint_up_to(57));
  run.next_page = in.varint_up_to(run.pages());
  for (std::size_t n = in.count(); n > 0; --n) {
    run.sources.push_back(static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX)));
  }
  if (run.prefix_bits == 0 || run.prefix_bits < run.page_bits || !in.done()) {
    throw damaged("a run makes no sense");
  }
  return run;
}

std::uint64_t sum_of(std::int64_t key, ByteView content) {
  Bytes start;
  codec::put_zigzag(start, key);
  Sha256 hash;
  hash.update(start);
  hash.update(content);
  return hash.finish().prefix64() >> 32;
}

/// `entries` ascending, of one page. The differences of n sorted random numbers below 2^b are near
/// 2^b / n, which Rice codes (Rice and Plaunt, 1971) write in log2 of that and about 1.5 bits.
Bytes pack_page(const Run& run, std::uint64_t page, const std::vector<RecentId>& entries) {
  std::int64_t last_article = 0;
  for (const RecentId& entry : entries) {
    last_article = std::max(last_article, static_cast<std::int64_t>(entry.article));
  }
  const auto article_bits =
      static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(last_article)));
  const unsigned free_bits = run.prefix_bits - run.page_bits;
  const unsigned page_log = log2_of(entries.size());
  const unsigned rice_bits = free_bits > page_log ? free_bits - page_log : 0;

  BitWriter bits;
  std::uint64_t previous = page << free_bits;
  for (const RecentId& entry : entries) {
    const std::uint64_t difference = run.cut(entry.prefix) - previous;
    bits.put_unary(difference >> rice_bits);
    bits.put(difference & ((std::uint64_t{1} << rice_bits) - 1), rice_bits);
    bits.put(static_cast<std::uint64_t>(entry.article), article_bits);
    previous += difference;
  }
  Bytes content;
  put_varint(content, entries.size());
  put_varint(content, rice_bits);
  put_varint(content, article_bits);
  codec::put_bytes(content, bits.finish());
  Bytes out;
  put_varint(out, sum_of(page_key(run, page), content));
  codec::put_bytes(out, content);
  return out;
}

std::vector<RecentId> unpack_page(const Run& run, std::uint64_t page, ByteView bytes) {
  Reader in(bytes);
  const std::uint64_t sum = in.varint();
  const ByteView content = in.bytes(in.left());
  if (sum != sum_of(page_key(run, page), content)) {
    throw damaged("a page does not match its sum");
  }
  in = Reader(content);
  const std::uint64_t count = in.varint_up_to(max_page_entries);
  const auto rice_bits = static_cast<unsigned>(in.varint_up_to(57));
  const auto article_bits = static_cast<unsigned>(in.varint_up_to(40));
  BitReader bits(in.bytes(in.left()));
  std::vector<RecentId> entries;
  entries.reserve(static_cast<std::size_t>(count));
  std::uint64_t prefix = page << (run.prefix_bits - run.page_bits);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t high = bits.take_unary();
    prefix += (high << rice_bits) | bits.take(rice_bits);
    entries.push_back(
        {.prefix = run.uncut(prefix),
         .article = ArticleNumber{static_cast<std::int64_t>(bits.take(article_bits))}});
  }
  return entries;
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

  /// Entries of a page. Where there is no page there are none.
  std::vector<RecentId> page(const Run& run, std::uint64_t number) const {
    const auto blob = backend_.find_blob(Space::id_page, page_key(run, number));
    return blob ? unpack_page(run, number, *blob) : std::vector<RecentId>{};
  }

  void write_page(const Run& run, std::uint64_t number, const std::vector<RecentId>& entries) {
    if (!entries.empty()) {
      backend_.put_blob(Space::id_page, page_key(run, number), pack_page(run, number, entries));
    }
  }

  void write(const Run& run) { backend_.put_blob(Space::id_run, run.number, pack_run(run)); }

  Run new_run(std::uint64_t entries, unsigned prefix_bits) {
    const std::uint64_t number = backend_.counter(Counter::next_run);
    backend_.set_counter(Counter::next_run, number + 1);
    const unsigned log = log2_of(entries);
    Run run{.number = static_cast<std::uint32_t>(number),
            .entries = entries,
            .page_bits = log > page_entries_log ? log - page_entries_log : 0,
            .prefix_bits = prefix_bits};
    run.prefix_bits = std::max(run.prefix_bits, run.page_bits + 1);
    return run;
  }

  /// `entries` ascending.
  void write_whole(const std::vector<RecentId>& entries) {
    const Run run =
        new_run(entries.size(), std::min(57U, log2_of(entries.size()) + extra_bits_new));
    std::vector<RecentId> some;
    std::uint64_t page = 0;
    for (const RecentId& entry : entries) {
      if (const std::uint64_t own = run.page_of(entry.prefix); own != page) {
        write_page(run, page, some);
        some.clear();
        page = own;
      }
      some.push_back(entry);
    }
    write_page(run, page, some);
    write(run);
    runs_.push_back(run);
  }

  void flush_recent() {
    write_whole(backend_.recent_ids(0, UINT64_MAX, std::numeric_limits<std::size_t>::max()));
    backend_.clear_recent_ids();
  }

  /// False if there is nothing to remove.
  bool remove_dead(std::size_t pages) {
    const auto dead = in_state(RunState::dead);
    if (dead.empty()) {
      return false;
    }
    Run& run = *dead.front();
    const std::uint64_t end = std::min<std::uint64_t>(run.pages(), run.next_page + pages);
    for (; run.next_page < end; ++run.next_page) {
      backend_.remove_blob(Space::id_page, page_key(run, run.next_page));
    }
    if (run.next_page == run.pages()) {
      backend_.remove_blob(Space::id_run, run.number);
      std::erase_if(runs_, [number = run.number](const Run& one) { return one.number == number; });
    } else {
      write(run);
    }
    return true;
  }

  void start_merge(const std::vector<Run*>& sources, unsigned extra_bits) {
    std::uint64_t entries = 0;
    unsigned prefix_bits = 57;
    for (const Run* source : sources) {
      entries += source->entries;
      prefix_bits = std::min(prefix_bits, source->prefix_bits);
    }
    Run run = new_run(entries, std::min(prefix_bits, log2_of(entries) + extra_bits));
    run.state = RunState::building;
    for (const Run* source : sources) {
      run.sources.push_back(source->number);
    }
    write(run);
    runs_.push_back(std::move(run));
  }

  /// False if nothing is being merged.
  bool merge_some(std::size_t budget) {
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
    // A page of a source may hold what belongs on several pages of the result.
    std::map<std::int64_t, std::vector<RecentId>> open;
    const std::uint64_t page_range =
        run.page_bits == 0 ? UINT64_MAX : (std::uint64_t{1} << (64 - run.page_bits)) - 1;
    for (std::size_t done = 0; run.next_page < run.pages() && done < budget; ++run.next_page) {
      const std::uint64_t low = run.page_bits == 0 ? 0 : run.next_page << (64 - run.page_bits);
      const std::uint64_t high = low + page_range;
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
        entry.prefix = run.uncut(run.cut(entry.prefix));
      }
      std::ranges::sort(entries);
      const auto rest = std::ranges::unique(entries);
      entries.erase(rest.begin(), rest.end());
      write_page(run, run.next_page, entries);
      run.entries += entries.size();
      done += entries.size() + 1;
    }
    if (run.next_page == run.pages()) {
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

  /// The smallest runs of which there are enough that are of like size, or none.
  std::vector<Run*> like_sized() {
    std::vector<Run*> live = in_state(RunState::live);
    std::ranges::sort(live, {}, &Run::entries);
    for (std::size_t first = 0; first + merge_width <= live.size(); ++first) {
      if (live[first + merge_width - 1]->entries <= like_size * live[first]->entries) {
        return {live.begin() + static_cast<std::ptrdiff_t>(first),
                live.begin() + static_cast<std::ptrdiff_t>(first + merge_width)};
      }
    }
    return {};
  }

  /// All that can be one run with the precision that is left, or none if they are one already.
  std::vector<Run*> mergeable() {
    std::vector<Run*> live = in_state(RunState::live);
    std::ranges::sort(live, std::ranges::greater(), &Run::prefix_bits);
    std::vector<Run*> chosen;
    std::uint64_t entries = 0;
    for (Run* run : live) {
      if (run->prefix_bits >= log2_of(entries + run->entries) + extra_bits_least) {
        entries += run->entries;
        chosen.push_back(run);
      }
    }
    const bool is_final = chosen.size() == 1 && chosen.front()->prefix_bits <=
                                                    std::max(log2_of(entries) + extra_bits_final,
                                                             chosen.front()->page_bits + 1);
    return is_final ? std::vector<Run*>{} : chosen;
  }

private:
  Backend& backend_;
  std::vector<Run> runs_;
};

/// Pages that are removed in place of so many entries that are merged.
constexpr std::size_t entries_per_removal = 256;

}  // namespace

void IdIndex::put(std::vector<RecentId> ids) {
  if (ids.size() >= direct_run) {
    std::ranges::sort(ids);
    const auto rest = std::ranges::unique(ids);
    ids.erase(rest.begin(), rest.end());
    Runs(backend_).write_whole(ids);
    return;
  }
  for (const RecentId& id : ids) {
    backend_.put_recent_id(id);
  }
  if (backend_.counter(Counter::recent_ids) >= max_recent) {
    Runs(backend_).flush_recent();
  }
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
  for (const RecentId& id : backend_.recent_ids(low, high, limit)) {
    articles.push_back(id.article);
  }
  Runs runs(backend_);
  for (const Run& run : runs.all()) {
    if (run.state != RunState::live) {
      continue;
    }
    const std::uint64_t first = run.uncut(run.cut(low));
    for (std::uint64_t page = run.page_of(low);
         page <= run.page_of(high) && articles.size() < limit;
         ++page) {
      const std::vector<RecentId> entries = runs.page(run, page);
      for (auto entry = std::ranges::lower_bound(entries, first, {}, &RecentId::prefix);
           entry != entries.end() && entry->prefix <= high && articles.size() < limit;
           ++entry) {
        articles.push_back(entry->article);
      }
    }
  }
  std::ranges::sort(articles);
  const auto rest = std::ranges::unique(articles);
  articles.erase(rest.begin(), rest.end());
  return articles;
}

bool IdIndex::is_due() const {
  Runs runs(backend_);
  return !runs.in_state(RunState::building).empty() || !runs.in_state(RunState::dead).empty() ||
         !runs.like_sized().empty();
}

bool IdIndex::step(std::size_t budget) {
  Runs runs(backend_);
  if (runs.remove_dead(budget / entries_per_removal) || runs.merge_some(budget)) {
    return true;
  }
  const auto sources = runs.like_sized();
  if (sources.empty()) {
    return false;
  }
  runs.start_merge(sources, extra_bits_new);
  return true;
}

bool IdIndex::step_to_one_run(std::size_t budget) {
  Runs runs(backend_);
  if (runs.remove_dead(budget / entries_per_removal) || runs.merge_some(budget)) {
    return true;
  }
  if (backend_.counter(Counter::recent_ids) > 0) {
    runs.flush_recent();
    return true;
  }
  const auto sources = runs.mergeable();
  if (sources.empty()) {
    return false;
  }
  runs.start_merge(sources, extra_bits_final);
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
    for (std::uint64_t page = 0; page < run.pages(); ++page) {
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
