#include "interop/git_import.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "interop/git_origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>

namespace arch::interop {
namespace {

/// Texts that are handed to the archive at once, in bytes: what bounds memory.
constexpr std::size_t max_chunk_bytes = std::size_t{8} << 20;

/// A transaction ends after this many bytes of texts or this many looks. At 30 to 100 MB of texts a
/// second that is about a second, which other writers wait for at most, and which a crash can cost.
constexpr std::size_t max_transaction_bytes = std::size_t{16} << 20;
constexpr std::size_t max_transaction_looks = 8'192;

/// How far into a file git looks for a NUL (buffer_is_binary in its xdiff-interface.c), in bytes.
constexpr std::size_t binary_prefix = 8'000;

bool is_binary(ByteView content) {
  const ByteView prefix = content.first(std::min(content.size(), binary_prefix));
  return std::ranges::find(prefix, std::byte{0}) != prefix.end();
}

/// When the versions of one file count as seen, oldest first: when each was committed. Looks of one
/// second have no order among them, but commits do, and scripts make many of them in a second: then
/// each is a second later than the one before. The origin has the commit's own time.
class LookTimes {
public:
  UtcTime next(UtcTime committed) {
    UtcTime observed = committed;
    if (last_ && committed >= last_->committed && committed <= last_->observed) {
      observed = {last_->observed.seconds + 1};
    }
    last_ = {.committed = committed, .observed = observed};
    return observed;
  }

private:
  struct Last {
    UtcTime committed;
    UtcTime observed;
  };
  std::optional<Last> last_ = {};
};

class Import {
public:
  Import(const GitRepository& repository,
         const GitHistory& history,
         history::Archive& archive,
         const GitImportOptions& options,
         GitImportReport& report)
      : repository_(repository),
        git_(history),
        archive_(archive),
        options_(options),
        report_(report),
        origins_(history.commits.size()) {}

  void run() {
    std::span<const FileVersion> rest{git_.versions};
    while (!rest.empty() && !report_.stopped) {
      const auto end = std::ranges::find_if(rest, [&rest](const FileVersion& version) {
        return version.article != rest.front().article;
      });
      const auto count = static_cast<std::size_t>(end - rest.begin());
      import_article(rest.first(count));
      rest = rest.subspan(count);
    }
    commit();
  }

private:
  /// The origin record of a commit, made when the first version of it is met.
  struct Origin {
    std::optional<ObjectId> id = {};
    bool is_added = false;
    bool is_looked_up = false;
    std::optional<store::SharedRecord> stored = {};  // before this import
  };

  /// What one article is given at once.
  struct Chunk {
    std::vector<GitObject> pages = {};  // what the looks view
    std::vector<history::Look> looks = {};
    std::vector<std::uint32_t> commits = {};  // of the looks
    std::size_t bytes = 0;
  };

  /// What an article has already of this repository. A commit gives it at most one look.
  struct Known {
    std::set<store::SharedRecord> origins = {};
    std::set<UtcTime> removals = {};
  };

  void import_article(std::span<const FileVersion> versions) {
    const std::string& path = git_.paths[versions.front().article];
    const std::optional<std::string> key = history::find_key(path);
    if (!key || !keys_.emplace(*key).second) {
      // A second path with the same key differs from the first only in its Unicode form.
      skip_path(path, versions.size());
      return;
    }
    const Known known = read_known(*key);
    bool is_counted = false;
    Chunk chunk;
    LookTimes times;
    for (const FileVersion& version : versions) {
      ++done_;
      if (!is_going_on()) {
        break;
      }
      const UtcTime observed = times.next(git_.commits[version.commit].time);
      if (is_known(version, observed, known)) {
        ++report_.known;
        is_counted = true;
      } else if (version.is_removal()) {
        record_removal(*key, version, observed);
        is_counted = true;
      } else if (add_look(path, version, observed, chunk)) {
        is_counted = true;
        if (chunk.bytes >= max_chunk_bytes || chunk.looks.size() >= max_transaction_looks) {
          record(*key, std::exchange(chunk, {}));
        }
      }
    }
    record(*key, chunk);
    report_.articles += is_counted ? 1 : 0;
  }

  void skip_path(const std::string& path, std::size_t versions) {
    done_ += versions;
    report_.skipped.bad_paths += versions;
    if (report_.bad_paths.size() < max_bad_paths) {
      report_.bad_paths.push_back(one_line(path));
    }
  }

  bool is_going_on() {
    report_.stopped =
        options_.on_progress &&
        !options_.on_progress(
            {.stage = GitProgress::Stage::recording, .done = done_, .total = git_.versions.size()});
    return !report_.stopped;
  }

  Known read_known(std::string_view key) const {
    Known known;
    const std::optional<history::ArticleNumber> number = archive_.store().find_article(key);
    if (!number) {
      return known;
    }
    const auto article = archive_.store().read(*number);
    for (const auto* rows : {&article.records(), &article.checks()}) {
      for (const auto& row : *rows) {
        const auto& shape = article.shapes()[row.shape];
        const auto values = article.values(row);
        if (const std::optional<std::size_t> at = shape.value_of("origin")) {
          if (const auto* origin = std::get_if<store::SharedRecord>(&values[*at])) {
            known.origins.insert(*origin);
          }
        }
        const std::optional<std::size_t> at = shape.value_of("observed");
        if (at && shape.literal_of("outcome") == "removed") {
          if (const auto* observed = std::get_if<UtcTime>(&values[*at])) {
            known.removals.insert(*observed);
          }
        }
      }
    }
    return known;
  }

  bool is_known(const FileVersion& version, UtcTime observed, const Known& known) {
    if (version.is_removal()) {
      return known.removals.contains(observed);
    }
    if (known.origins.empty()) {
      return false;
    }
    const std::optional<store::SharedRecord> origin = find_stored_origin(version.commit);
    return origin && known.origins.contains(*origin);
  }

  std::optional<store::SharedRecord> find_stored_origin(std::uint32_t commit) {
    const ObjectId& id = origin_of(commit);
    Origin& origin = origins_[commit];
    if (!origin.is_looked_up) {
      origin.is_looked_up = true;
      for (const auto& found : archive_.store().find(id.hex())) {
        if (found.article == history::ArticleNumber::none) {
          origin.stored = store::SharedRecord{found.index};
        }
      }
    }
    return origin.stored;
  }

  const ObjectId& origin_of(std::uint32_t commit) {
    std::optional<ObjectId>& id = origins_[commit].id;
    if (!id) {
      id = sha256(as_bytes(make_origin(commit)));
    }
    return *id;
  }

  std::string make_origin(std::uint32_t commit) const {
    const GitId& id = git_.commits[commit].id;
    const GitObject object = repository_.read(id, GitKind::commit);
    return make_git_origin(id, parse_commit(id, object.bytes()));
  }

  /// Reads a version into the chunk, or counts why not.
  bool add_look(const std::string& key_path,
                const FileVersion& version,
                UtcTime observed,
                Chunk& chunk) {
    if (repository_.size_of(version.blob) > history::max_page_size) {
      ++report_.skipped.too_large;
      return false;
    }
    GitObject object = repository_.read(version.blob, GitKind::blob);
    const ByteView page = object.bytes();
    if (options_.binary_files == BinaryFiles::skip && is_binary(page)) {
      ++report_.skipped.binary;
      return false;
    }
    history::Look look{.observed = observed,
                       .page = page,
                       .origin = origin_of(version.commit),
                       .cause = history::Cause::backfill};
    // Only where it says more than the key: before a rename.
    if (const std::string& path = git_.paths[version.path];
        path != key_path && history::find_key(path)) {
      look.source.emplace_back("path", path);
    }
    chunk.looks.push_back(std::move(look));
    chunk.pages.push_back(std::move(object));
    chunk.commits.push_back(version.commit);
    chunk.bytes += page.size();
    return true;
  }

  void record(std::string_view key, const Chunk& chunk) {
    if (chunk.looks.empty()) {
      return;
    }
    history::Recorder& recorder = open_transaction();
    for (const std::uint32_t commit : chunk.commits) {
      if (!origins_[commit].is_added) {
        recorder.add_origin(make_origin(commit));
        origins_[commit].is_added = true;
      }
    }
    for (const history::Recorded& recorded : recorder.record(key, chunk.looks)) {
      switch (recorded.outcome) {
        using enum history::Recorded::Outcome;
        case recorded:
          ++report_.captures;
          break;
        case unchanged:
          ++report_.checks;
          break;
        case known:
          ++report_.known;
          break;
      }
    }
    report_.bytes += chunk.bytes;
    count_towards_transaction(chunk.looks.size(), chunk.bytes);
  }

  void record_removal(std::string_view key, const FileVersion& version, UtcTime observed) {
    open_transaction().record_absence(
        key,
        observed,
        history::Absence::removed,
        fmt::format("removed by git commit {}", git_.commits[version.commit].id.hex()));
    ++report_.absences;
    count_towards_transaction(1, 0);
  }

  history::Recorder& open_transaction() {
    if (!recorder_) {
      recorder_.emplace(archive_);
    }
    return *recorder_;
  }

  void count_towards_transaction(std::size_t looks, std::size_t bytes) {
    transaction_looks_ += looks;
    transaction_bytes_ += bytes;
    if (transaction_looks_ >= max_transaction_looks ||
        transaction_bytes_ >= max_transaction_bytes) {
      commit();
    }
  }

  void commit() {
    if (recorder_) {
      recorder_->commit();
      recorder_.reset();
    }
    transaction_looks_ = 0;
    transaction_bytes_ = 0;
  }

  const GitRepository& repository_;
  const GitHistory& git_;
  history::Archive& archive_;
  const GitImportOptions& options_;
  GitImportReport& report_;

  std::vector<Origin> origins_;           // of git_.commits
  std::unordered_set<std::string> keys_;  // that articles got in this import
  std::optional<history::Recorder> recorder_;
  std::size_t transaction_looks_ = 0;
  std::size_t transaction_bytes_ = 0;
  std::uint64_t done_ = 0;  // of git_.versions
};

/// What to do when the repository has no such revision: choose among its branches.
std::string branches_hint(const GitRepository& repository) {
  constexpr std::size_t most = 8;
  const std::vector<std::string> branches = repository.branches();
  if (branches.empty()) {
    return "name a tag or commit of the repository with --ref";
  }
  std::string hint = "name a branch, tag or commit with --ref; its branches are";
  for (std::size_t i = 0; i < branches.size() && i < most; ++i) {
    hint += (i == 0 ? " " : ", ") + one_line(branches[i]);
  }
  if (branches.size() > most) {
    hint += fmt::format(" and {} more", branches.size() - most);
  }
  return hint;
}

GitId find_start(const GitRepository& repository, const std::string& revision) {
  const std::optional<GitId> commit = repository.find_commit(revision);
  if (!commit) {
    throw Error{ErrorKind::not_found,
                fmt::format("looking up git revision {}: there is none", one_line(revision)),
                branches_hint(repository)};
  }
  return *commit;
}

}  // namespace

GitImportReport import_git(const std::filesystem::path& path,
                           history::Archive& archive,
                           const GitImportOptions& options) {
  const GitRepository repository = GitRepository::open(path);
  GitImportReport report;
  if (!repository.has_references() && !repository.find_commit(options.revision)) {
    report.is_empty = true;
    return report;
  }
  const GitId start = find_start(repository, options.revision);
  const PathPatterns patterns{options.path_patterns};
  const GitHistory history =
      read_git_history(repository,
                       start,
                       patterns,
                       {.renames = options.renames, .on_progress = options.on_progress});
  report.commits = history.commits.size();
  report.is_shallow = history.is_shallow;
  report.skipped.symbolic_links = history.symbolic_links;
  report.skipped.submodules = history.submodules;
  report.skipped.bad_paths = history.long_paths;
  report.stopped = history.stopped;
  if (!report.stopped) {
    Import{repository, history, archive, options, report}.run();
  }
  return report;
}

}  // namespace arch::interop
