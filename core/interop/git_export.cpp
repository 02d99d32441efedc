#include "interop/git_export.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "base/site.hpp"
#include "codec/delta.hpp"
#include "history/listing.hpp"
#include "interop/export_message.hpp"
#include "interop/export_paths.hpp"
#include "interop/git_trees.hpp"
#include "interop/pack_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

// An export is a walk over all revisions in order of time, but texts are read and written an
// article at a time: neighbouring revisions of one article are what the store reads fast and what
// a pack keeps as small differences. So it goes in batches. Of each, the texts are written to a
// pack first, by article; then trees and commits, in order of time; then the branch moves. A batch
// is small enough to be held in memory (ids and messages), and to be lost when the export is
// stopped while its texts are written.

namespace arch::interop {
namespace {

/// Revisions of a batch, some kilobyte of memory each.
constexpr std::size_t batch_size = 16'384;

/// Commits between two calls of progress while comparing a branch with the archive.
constexpr std::size_t comparing_step = 1'024;

/// A revision in the archive's order of time. 4.6 million of these are 180 MB.
struct Entry {
  UtcTime observed;
  std::uint64_t id_prefix = 0;
  std::optional<UtcTime> changed_after;
  std::uint32_t article = 0;  // index into Sequence::articles
  std::uint32_t revision = 0;
  bool has_new_page = false;  // it has one, and the article's page before was another
};

/// Every revision of the archive, in order of observation, then by id.
struct Sequence {
  std::vector<history::ArticleNumber> articles = {};
  std::vector<Entry> entries = {};
};

/// nullopt: progress stopped it.
std::optional<Sequence> read_sequence(const history::Archive& archive,
                                      const GitExportOptions& options) {
  const OnGitProgress& on_progress = options.on_progress;
  Sequence sequence;
  sequence.articles = archive.store().articles();
  for (std::size_t i = 0; i < sequence.articles.size(); ++i) {
    if (on_progress &&
        !on_progress(
            {.stage = GitProgress::Stage::listing, .done = i, .total = sequence.articles.size()})) {
      return std::nullopt;
    }
    std::vector<history::Revision> revisions;
    store::read_or_leave_out(sequence.articles[i], options.damaged, [&] {
      const history::History history = archive.read(sequence.articles[i]);
      revisions = history.revisions();
    });
    std::optional<store::ObjectNumber> page;
    for (const history::Revision& revision : revisions) {
      const bool has_new_page = revision.page && revision.page != page;
      page = revision.page ? revision.page : page;
      sequence.entries.push_back({.observed = revision.first_seen,
                                  .id_prefix = revision.id_prefix,
                                  .changed_after = revision.changed_after,
                                  .article = static_cast<std::uint32_t>(i),
                                  .revision = revision.number,
                                  .has_new_page = has_new_page});
    }
  }
  const auto full_id = [&](const Entry& entry) {
    const history::History history = archive.read(sequence.articles[entry.article]);
    return history.id(history.revisions()[entry.revision]);
  };
  std::ranges::sort(sequence.entries, [&](const Entry& a, const Entry& b) {
    const auto order = std::tie(a.observed, a.id_prefix) <=> std::tie(b.observed, b.id_prefix);
    // The same prefix in the same second: nearly always the same revision.
    const bool is_same = a.article == b.article && a.revision == b.revision;
    return order != 0 || is_same ? order < 0 : full_id(a) < full_id(b);
  });
  return sequence;
}

/// Returns the id in the line of a record that begins so.
std::optional<ObjectId> find_id(std::string_view record, std::string_view beginning) {
  const std::size_t line = record.find(fmt::format("\n{}", beginning));
  return line == std::string_view::npos
             ? std::nullopt
             : ObjectId::parse(record.substr(line + 1 + beginning.size(), ObjectId::hex_digits));
}

/// What is written of a revision.
enum class Content { document, page };

/// What a commit of a batch needs, once the texts are written.
struct Prepared {
  GitId blob = {};
  std::string_view suffix = {};  // of the file's name
  std::string message = {};
};

/// Writes one branch.
class BranchExport {
public:
  BranchExport(const history::Archive& archive,
               const Sequence& sequence,
               GitRepository& repository,
               Content content,
               std::string branch,
               const OnGitProgress& on_progress)
      : archive_(archive),
        sequence_(sequence),
        repository_(repository),
        content_(content),
        on_progress_(on_progress),
        places_(sequence.articles.size()) {
    report_.branch = std::move(branch);
    for (std::uint32_t i = 0; i < sequence.entries.size(); ++i) {
      if (content == Content::document || sequence.entries[i].has_new_page) {
        commits_.push_back(i);
      }
    }
  }

  /// Returns false if progress stopped it.
  bool run() {
    report_.head = repository_.find_branch(report_.branch);
    if (!find_common()) {
      return false;
    }
    restore();
    while (report_.commits < commits_.size()) {
      if (!write_batch()) {
        return false;
      }
    }
    if (tip_ && tip_ != report_.head) {
      move_to(*tip_);
    }
    return true;
  }

  const GitBranchReport& report() const { return report_; }

private:
  /// How the archive and the branch compare: how many commits from the first on are the same, the
  /// last of them, and whether the branch has others after it.
  bool find_common() {
    std::vector<ExportMark> marks;
    std::optional<GitId> next = report_.head;
    while (next) {
      if (marks.size() % comparing_step == 0 &&
          !is_going_on(GitProgress::Stage::comparing, marks.size(), 0)) {
        return false;
      }
      const GitCommit commit = read_commit(*next);
      const std::optional<ExportMark> mark = find_export_mark(commit);
      if (!mark) {
        throw Error{
            ErrorKind::usage,
            fmt::format("exporting to branch {}: it has commit {}, which arch did not write",
                        one_line(report_.branch),
                        next->hex().substr(0, 12)),
            "name another branch with --branch, or another folder"};
      }
      marks.push_back(*mark);
      next = commit.parents.empty() ? std::nullopt : std::optional{commit.parents.front()};
    }
    std::ranges::reverse(marks);
    const auto [mine, theirs] =
        std::ranges::mismatch(commits_, marks, [this](std::uint32_t entry, const ExportMark& mark) {
          return mark_of(sequence_.entries[entry]) == mark;
        });
    check_known({theirs, marks.end()});
    report_.commits = static_cast<std::uint64_t>(mine - commits_.begin());
    tip_ = report_.head;
    for (auto surplus = marks.end() - theirs; surplus > 0; --surplus) {
      ARCH_ASSERT(tip_.has_value());
      const GitCommit commit = read_commit(*tip_);
      tip_ = commit.parents.empty() ? std::nullopt : std::optional{commit.parents.front()};
    }
    return true;
  }

  /// Older looks may have put captures elsewhere, but an archive loses none: what it does not have
  /// is another archive's.
  void check_known(std::span<const ExportMark> marks) const {
    for (const ExportMark& mark : marks) {
      const std::string prefix =
          fmt::format("{:016x}", mark.capture).substr(0, 2 * store::id_prefix_bytes);
      if (archive_.store().find(prefix, 1).empty()) {
        throw Error{
            ErrorKind::usage,
            fmt::format("exporting to branch {}: it has capture {}, which this archive does "
                        "not have",
                        one_line(report_.branch),
                        prefix),
            "import the archive that was exported there before, or name another branch "
            "with --branch, or another folder"};
      }
    }
  }

  GitCommit read_commit(const GitId& id) const {
    const GitObject object = repository_.read(id, GitKind::commit);
    return parse_commit(id, object.bytes());
  }

  static ExportMark mark_of(const Entry& entry) {
    return {.capture = entry.id_prefix,
            .observed = entry.observed,
            .changed_after = entry.changed_after};
  }

  /// Makes paths and trees what they were at the tip.
  void restore() {
    if (tip_) {
      // Pages have their documents' paths, so documents without one count.
      const std::uint32_t last = commits_[report_.commits - 1];
      for (std::uint32_t i = 0; i <= last; ++i) {
        place_article(sequence_.entries[i].article);
      }
      placed_ = last + 1;
      trees_.load(repository_, read_commit(*tip_).tree);
    }
  }

  void place_article(std::uint32_t article) {
    if (places_[article].file.empty()) {
      places_[article] = paths_.add(archive_.store().row(sequence_.articles[article]).key);
    }
  }

  bool write_batch() {
    const std::size_t begin = report_.commits;
    const std::span<const std::uint32_t> batch =
        std::span{commits_}.subspan(begin, std::min(batch_size, commits_.size() - begin));
    PackWriter pack{repository_.pack_folder()};
    std::vector<Prepared> prepared(batch.size());
    if (!write_texts(batch, pack, prepared)) {
      return false;
    }
    std::optional<GitId> tip = tip_;
    std::size_t done = 0;
    while (done < batch.size() && is_going_on_recording(2 * begin + batch.size() + done)) {
      const Entry& entry = sequence_.entries[batch[done]];
      for (; placed_ <= batch[done]; ++placed_) {
        place_article(sequence_.entries[placed_].article);
      }
      const GitId tree =
          trees_.put(places_[entry.article], prepared[done].suffix, prepared[done].blob, pack);
      const std::string commit =
          make_export_commit(tree, tip, entry.observed, prepared[done].message);
      tip = pack.add(GitKind::commit, as_bytes(commit));
      ++done;
    }
    if (done > 0) {
      pack.finish();
      repository_.reload_packs();
      ARCH_ASSERT(tip.has_value());
      move_to(*tip);
      report_.commits += done;
      report_.added += done;
    }
    return done == batch.size();
  }

  /// Writes the texts of a batch, and names the article of one that is damaged.
  bool write_texts(std::span<const std::uint32_t> batch,
                   PackWriter& pack,
                   std::vector<Prepared>& prepared) {
    std::optional<history::History> history;
    try {
      return write_texts(batch, pack, prepared, history);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt || !history) {
        throw;
      }
      throw store::name_damage("exporting " + one_line(history->key()), error);
    }
  }

  /// Writes them an article at a time, oldest first. `history` is the one that is read.
  bool write_texts(std::span<const std::uint32_t> batch,
                   PackWriter& pack,
                   std::vector<Prepared>& prepared,
                   std::optional<history::History>& history) {
    std::vector<std::size_t> order(batch.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    // The batch is in order of time, so a stable sort leaves each article's revisions in it.
    std::ranges::stable_sort(
        order, {}, [&](std::size_t i) { return sequence_.entries[batch[i]].article; });
    std::string last_document;
    std::optional<std::uint32_t> last_revision;  // that it is of
    Bytes base;
    std::optional<GitId> base_id;
    std::uint32_t article = 0;
    for (std::size_t done = 0; done < order.size(); ++done) {
      if (!is_going_on_recording(2 * report_.commits + done)) {
        return false;
      }
      const Entry& entry = sequence_.entries[batch[order[done]]];
      if (!history || entry.article != article) {
        article = entry.article;
        history.emplace(archive_.read(sequence_.articles[article]));
        last_revision.reset();
        base_id.reset();
      }
      const history::Revision& revision = history->revisions().at(entry.revision);
      if (entry.revision > 0 && last_revision != entry.revision - 1) {
        last_document = history->document(history->revisions().at(entry.revision - 1));
      }
      std::string document = history->document(revision);
      Bytes text = content_ == Content::document ? to_bytes(document) : history->page(revision);
      Prepared& item = prepared[order[done]];
      item.blob = base_id ? pack.add(GitKind::blob,
                                     text,
                                     {.id = *base_id, .size = base.size()},
                                     codec::find_copies(text, base))
                          : pack.add(GitKind::blob, text);
      item.suffix = suffix_of(history->key());
      item.message = make_message(*history, revision, last_document, document);
      last_document = std::move(document);
      last_revision = entry.revision;
      base = std::move(text);
      base_id = item.blob;
    }
    return true;
  }

  std::string_view suffix_of(std::string_view key) const {
    return content_ == Content::page && is_web_address(key) ? web_suffix : text_suffix;
  }

  std::string make_message(const history::History& history,
                           const history::Revision& revision,
                           std::string_view before,
                           std::string_view document) const {
    // Its record names everything, and was checked when it was read.
    const std::string record = history.record(revision);
    ExportedRevision exported{.key = history.key(),
                              .title = history::make_title(document),
                              .changed = revision.number == 0 ? std::vector<std::string>{}
                                                              : what_changed(before, document),
                              .is_first = revision.number == 0,
                              .is_technical = revision.technical,
                              .capture = sha256(as_bytes(record)),
                              .document = find_id(record, "document: ").value_or(ObjectId{}),
                              .page = find_id(record, "page: "),
                              .observed = revision.first_seen,
                              .changed_after = revision.changed_after};
    if (revision.reverted_to) {
      exported.reverted_to = history.id(history.revisions()[*revision.reverted_to]);
    }
    return make_export_message(exported);
  }

  void move_to(const GitId& tip) {
    if (report_.head && tip_ != report_.head && !report_.replaced) {
      report_.replaced = report_.head;
      repository_.set_reference("refs/arch/replaced/" + report_.head->hex(), *report_.head);
    }
    repository_.move_branch(report_.branch, report_.head, tip);
    report_.head = tip;
    tip_ = tip;
  }

  bool is_going_on(GitProgress::Stage stage, std::uint64_t done, std::uint64_t total) const {
    return !on_progress_ || on_progress_({.stage = stage, .done = done, .total = total});
  }

  bool is_going_on_recording(std::uint64_t steps) const {
    return is_going_on(GitProgress::Stage::recording, steps, 2 * commits_.size());
  }

  const history::Archive& archive_;
  const Sequence& sequence_;
  GitRepository& repository_;
  Content content_;
  const OnGitProgress& on_progress_;
  std::vector<std::uint32_t> commits_;      // indexes into sequence_.entries
  std::vector<ExportPaths::Place> places_;  // by article; no name: none yet
  std::uint32_t placed_ = 0;                // entries whose articles have places
  ExportPaths paths_;
  GitTrees trees_{paths_};
  std::optional<GitId> tip_;  // what is common to branch and archive
  GitBranchReport report_;
};

/// Opens the repository to export to, or makes it.
GitRepository open_target(const std::filesystem::path& path,
                          const GitExportOptions& options,
                          GitExportReport& report) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  if (!exists ||
      (std::filesystem::is_directory(path, error) && std::filesystem::is_empty(path, error))) {
    report.is_new = true;
    return GitRepository::create(path, options.branch, options.kind);
  }
  if (!std::filesystem::exists(path / ".git", error) &&
      !std::filesystem::exists(path / "HEAD", error)) {
    throw Error{
        ErrorKind::usage,
        fmt::format("exporting to {}: it is there and no git repository", one_line(path.string())),
        "give a new or empty folder, or the repository of an earlier export"};
  }
  return GitRepository::open(path);
}

}  // namespace

std::string pages_branch(const std::string& branch) {
  return branch + "-pages";
}

GitExportReport export_git(const history::Archive& archive,
                           const std::filesystem::path& path,
                           const GitExportOptions& options) {
  GitExportReport report;
  GitRepository repository = open_target(path, options, report);
  report.documents.branch = options.branch;
  const std::optional<Sequence> sequence = read_sequence(archive, options);
  if (!sequence) {
    report.stopped = true;
    return report;
  }
  const auto export_branch = [&](Content content, const std::string& branch) {
    BranchExport writing{archive, *sequence, repository, content, branch, options.on_progress};
    report.stopped = !writing.run();
    return writing.report();
  };
  report.documents = export_branch(Content::document, options.branch);
  if (options.pages == GitPages::take && !report.stopped) {
    report.pages = export_branch(Content::page, pages_branch(options.branch));
  }
  if (report.documents.head && !repository.is_bare() && repository.has_head(options.branch)) {
    report.kept_files = repository.check_out(*report.documents.head);
  }
  return report;
}

}  // namespace arch::interop
