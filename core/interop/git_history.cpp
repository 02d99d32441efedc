#include "interop/git_history.hpp"

#include "base/error.hpp"
#include "interop/tree_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <queue>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace arch::interop {
namespace {

/// Git's own limit (diff.renameLimit, 1000 each way): in a commit that adds and removes more than
/// this many pairs of files, only equal ones are paired.
constexpr std::size_t max_rename_candidates = 1'000'000;

/// Commits between two calls of progress while listing, when a commit costs some microseconds.
constexpr std::size_t listing_step = 1024;

/// Git's name of the empty file. Empty files are equal without one being the other's successor.
const GitId& empty_blob() {
  static const GitId id = git_id(GitKind::blob, {});
  return id;
}

/// The commits that `head` descends from, with their edges.
///
/// libgit2's own walk cannot be used: 1.5 does not know shallow repositories and stops at the first
/// commit whose parents were left out.
class CommitGraph {
public:
  struct Node {
    WalkedCommit commit;
    std::uint32_t first_parent_edge = 0;  ///< into edges_
    std::uint32_t parents = 0;
    std::uint32_t unwalked_children = 0;
  };

  /// Returns false if progress stopped it.
  bool load(const GitRepository& repository, const GitId& head, const OnGitProgress& on_progress) {
    const std::vector<GitId> boundary = repository.shallow_commits();
    const std::unordered_set<GitId> shallow(boundary.begin(), boundary.end());
    number_of(head);
    for (std::size_t next = 0; next < nodes_.size(); ++next) {
      if (next % listing_step == 0 && on_progress &&
          !on_progress({.stage = GitProgress::Stage::listing, .done = next})) {
        return false;
      }
      const GitId id = nodes_[next].commit.id;
      const GitObject object = repository.read(id, GitKind::commit);
      const GitCommit commit = parse_commit(id, object.bytes());
      nodes_[next].commit = {.id = id, .tree = commit.tree, .time = commit.committer.time};
      nodes_[next].first_parent_edge = static_cast<std::uint32_t>(edges_.size());
      if (shallow.contains(id)) {
        is_shallow_ = true;
        continue;
      }
      for (const GitId& parent : commit.parents) {
        edges_.push_back(number_of(parent));
        ++nodes_[edges_.back()].unwalked_children;
      }
      nodes_[next].parents = static_cast<std::uint32_t>(commit.parents.size());
    }
    numbers_ = {};
    return true;
  }

  /// Calls `visit` for every commit, children before parents and else newest first (equal times: by
  /// id, so that every machine walks alike). `visit` returns false to stop.
  bool walk(const std::function<bool(const Node&)>& visit) {
    const auto is_later = [this](std::uint32_t a, std::uint32_t b) {
      const WalkedCommit& x = nodes_[a].commit;
      const WalkedCommit& y = nodes_[b].commit;
      return std::tie(x.time, x.id) < std::tie(y.time, y.id);
    };
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(is_later)> ready{
        is_later};
    ready.push(0);
    while (!ready.empty()) {
      const Node& node = nodes_[ready.top()];
      ready.pop();
      if (!visit(node)) {
        return false;
      }
      for (const std::uint32_t parent : parents_of(node)) {
        if (--nodes_[parent].unwalked_children == 0) {
          ready.push(parent);
        }
      }
    }
    return true;
  }

  std::span<const std::uint32_t> parents_of(const Node& node) const {
    return std::span{edges_}.subspan(node.first_parent_edge, node.parents);
  }
  const Node& node(std::uint32_t number) const { return nodes_[number]; }
  std::size_t size() const { return nodes_.size(); }
  bool is_shallow() const { return is_shallow_; }

private:
  std::uint32_t number_of(const GitId& id) {
    const auto [at, is_new] = numbers_.try_emplace(id, static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) {
      nodes_.push_back({.commit = {.id = id, .tree = {}, .time = {}}});
    }
    return at->second;
  }

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> edges_;
  std::unordered_map<GitId, std::uint32_t> numbers_;  // only while loading
  bool is_shallow_ = false;
};

/// Numbers the paths, and says which article a path belongs to while the walk goes back in time.
class Paths {
public:
  explicit Paths(const PathPatterns& patterns) : patterns_(patterns) {}

  std::uint32_t number_of(const std::string& path) {
    const auto [at, is_new] =
        numbers_.try_emplace(path, static_cast<std::uint32_t>(matches_.size()));
    if (is_new) {
      matches_.push_back(patterns_.matches(path) ? 1 : 0);
    }
    return at->second;
  }

  /// The article that `path` belongs to in `commit` and the older ones that are walked next.
  std::uint32_t article_of(std::uint32_t path, const std::string& name, const GitId& commit) {
    if (const auto at = article_.find(path); at != article_.end()) {
      return at->second;
    }
    if (!claimed_.contains(path)) {
      return path;
    }
    // Another file got this path later and brings its own history: this one is another article.
    const std::uint32_t article =
        number_of(fmt::format("{} (until {})", name, commit.hex().substr(0, 12)));
    matches_[article] = matches_[path];
    article_.emplace(path, article);
    return article;
  }

  bool matches(std::uint32_t article) const { return matches_[article]; }

  /// From here on back, `path` is the earlier path of `article`.
  void claim(std::uint32_t path, std::uint32_t article) {
    release(path);
    if (path != article) {
      article_.emplace(path, article);
      ++claimed_[article];
    }
  }

  /// From here on back, `path` is another file: this one was added here.
  void release(std::uint32_t path) {
    const auto at = article_.find(path);
    if (at == article_.end()) {
      return;
    }
    if (const auto claim = claimed_.find(at->second);
        claim != claimed_.end() && --claim->second == 0) {
      claimed_.erase(claim);
    }
    article_.erase(at);
  }

  std::vector<std::string> take_names() {
    std::vector<std::string> names(matches_.size());
    while (!numbers_.empty()) {
      auto node = numbers_.extract(numbers_.begin());
      names[node.mapped()] = std::move(node.key());
    }
    return names;
  }

private:
  const PathPatterns& patterns_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<char> matches_;                                 // of each number
  std::unordered_map<std::uint32_t, std::uint32_t> article_;  // of paths that are not their own
  std::unordered_map<std::uint32_t, std::uint32_t> claimed_;  // articles: by how many other paths
};

/// A path that one commit changed.
struct Change {
  std::string path;
  GitId before;                     ///< zero: it was no file
  GitId after;                      ///< zero: it is no file
  std::size_t parents_without = 0;  ///< parents in which it is no file
};

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// Old and new place of a rename, as indexes into a commit's changes.
using Rename = std::pair<std::size_t, std::size_t>;

/// Pairs files that were removed with files that were added with equal content, those that kept
/// their name in another folder first. Takes what it paired out of both lists.
std::vector<Rename> pair_equal(const std::vector<Change>& changes,
                               std::vector<std::size_t>& removed,
                               std::vector<std::size_t>& added) {
  std::unordered_multimap<GitId, std::size_t> by_content;
  for (const std::size_t index : removed) {
    by_content.emplace(changes[index].before, index);
  }
  std::vector<Rename> renames;
  std::unordered_set<std::size_t> paired;
  const auto pair_up = [&](const auto& fits) {
    std::erase_if(added, [&](std::size_t to) {
      std::optional<std::size_t> from;
      const auto [begin, end] = by_content.equal_range(changes[to].after);
      for (auto at = begin; at != end; ++at) {
        // The smallest index, because the order within a multimap is the library's own.
        if (!paired.contains(at->second) && fits(at->second, to) && (!from || at->second < *from)) {
          from = at->second;
        }
      }
      if (!from) {
        return false;
      }
      paired.insert(*from);
      renames.emplace_back(*from, to);
      return true;
    });
  };
  pair_up([&](std::size_t from, std::size_t to) {
    return file_name(changes[from].path) == file_name(changes[to].path);
  });
  pair_up([](std::size_t, std::size_t) { return true; });
  std::erase_if(removed, [&](std::size_t index) { return paired.contains(index); });
  return renames;
}

class Walk {
public:
  Walk(const GitRepository& repository, const PathPatterns& patterns, const HistoryOptions& options)
      : repository_(repository), options_(options), paths_(patterns) {}

  GitHistory run(const GitId& head) {
    history_.stopped = !graph_.load(repository_, head, options_.on_progress) ||
                       !graph_.walk([this](const CommitGraph::Node& node) { return visit(node); });
    history_.is_shallow = graph_.is_shallow();
    history_.paths = paths_.take_names();
    sort_versions();
    return std::move(history_);
  }

private:
  bool visit(const CommitGraph::Node& node) {
    if (options_.on_progress && !options_.on_progress({.stage = GitProgress::Stage::comparing,
                                                       .done = history_.commits.size(),
                                                       .total = graph_.size()})) {
      return false;
    }
    std::vector<GitId> parent_trees;
    for (const std::uint32_t parent : graph_.parents_of(node)) {
      parent_trees.push_back(graph_.node(parent).commit.tree);
    }
    collect_changes(node.commit, parent_trees);
    const std::vector<Rename> renames = find_renames(node.commit, parent_trees);
    add_versions(node.commit, parent_trees.size(), renames);
    history_.commits.push_back(node.commit);
    return true;
  }

  void collect_changes(const WalkedCommit& commit, const std::vector<GitId>& parent_trees) {
    changes_.clear();
    if (parent_trees.empty()) {
      collect_changes_since(std::nullopt, commit);
    }
    for (const GitId& parent : parent_trees) {
      collect_changes_since(parent, commit);
    }
    if (parent_trees.size() > 1) {
      join_changes_of_parents();
    }
  }

  void collect_changes_since(const std::optional<GitId>& parent, const WalkedCommit& commit) {
    compare_trees(repository_, parent, commit.tree, [this](const TreeChange& change) {
      const auto file = [](const std::optional<TreeEntry>& entry) {
        return entry && entry->kind == EntryKind::file ? entry->id : GitId{};
      };
      count_left_out(change);
      const GitId before = file(change.before);
      const GitId after = file(change.after);
      // Equal: only the mode changed, or neither is a file.
      if (before == after) {
        return;
      }
      if (changes_.size() == max_file_versions) {
        throw too_many_versions();
      }
      changes_.push_back({.path = change.path,
                          .before = before,
                          .after = after,
                          .parents_without = before.is_zero() ? 1U : 0U});
    });
  }

  /// Makes one change of those that a merge has against several parents.
  void join_changes_of_parents() {
    std::ranges::stable_sort(changes_, {}, &Change::path);
    std::vector<Change> joined;
    for (Change& change : changes_) {
      if (joined.empty() || joined.back().path != change.path) {
        joined.push_back(std::move(change));
      } else {
        joined.back().parents_without += change.parents_without;
      }
    }
    changes_ = std::move(joined);
  }

  static Error too_many_versions() {
    return Error{ErrorKind::unsupported,
                 fmt::format("reading a git history: it has more than {} versions of files",
                             max_file_versions),
                 "import it in parts, with --path-glob"};
  }

  void count_left_out(const TreeChange& change) {
    if (!change.after) {
      return;
    }
    switch (change.after->kind) {
      case EntryKind::file:
        break;
      case EntryKind::folder:
        ++history_.long_paths;
        break;
      case EntryKind::symbolic_link:
        ++history_.symbolic_links;
        break;
      case EntryKind::submodule:
        ++history_.submodules;
        break;
    }
  }

  std::vector<Rename> find_renames(const WalkedCommit& commit,
                                   const std::vector<GitId>& parent_trees) {
    if (options_.renames == Renames::ignore || parent_trees.size() != 1) {
      return {};
    }
    std::vector<std::size_t> removed;
    std::vector<std::size_t> added;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const Change& change = changes_[i];
      if (change.before == empty_blob() || change.after == empty_blob()) {
        continue;
      }
      if (change.after.is_zero()) {
        removed.push_back(i);
      } else if (change.before.is_zero() && paths_.matches(article_of(change.path, commit))) {
        added.push_back(i);
      }
    }
    if (removed.empty() || added.empty()) {
      return {};
    }
    std::vector<Rename> renames = pair_equal(changes_, removed, added);
    if (!removed.empty() && !added.empty()) {
      pair_similar(commit, parent_trees.front(), removed, added, renames);
    }
    return renames;
  }

  void pair_similar(const WalkedCommit& commit,
                    const GitId& parent_tree,
                    const std::vector<std::size_t>& removed,
                    const std::vector<std::size_t>& added,
                    std::vector<Rename>& renames) const {
    if (removed.size() * added.size() > max_rename_candidates) {
      return;
    }
    std::vector<std::string> paths;
    std::unordered_map<std::string_view, std::size_t> index_of;
    for (const std::vector<std::size_t>* side : {&removed, &added}) {
      for (const std::size_t index : *side) {
        paths.push_back(changes_[index].path);
        index_of.emplace(changes_[index].path, index);
      }
    }
    for (const auto& [from, to] : repository_.find_renames(parent_tree, commit.tree, paths)) {
      const auto old_index = index_of.find(from);
      const auto new_index = index_of.find(to);
      // A path is also a pattern for all below it, so others may come along.
      if (old_index != index_of.end() && new_index != index_of.end()) {
        renames.emplace_back(old_index->second, new_index->second);
      }
    }
  }

  std::uint32_t article_of(const std::string& path, const WalkedCommit& commit) {
    return paths_.article_of(paths_.number_of(path), path, commit.id);
  }

  void add_versions(const WalkedCommit& commit,
                    std::size_t parents,
                    const std::vector<Rename>& renames) {
    // What the new paths are now, before the commit's renames change what paths mean.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> claims;
    std::unordered_set<std::size_t> renamed_away;
    for (const auto& [from, to] : renames) {
      claims.emplace_back(paths_.number_of(changes_[from].path),
                          article_of(changes_[to].path, commit));
      renamed_away.insert(from);
    }
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const Change& change = changes_[i];
      if (renamed_away.contains(i)) {
        continue;
      }
      const std::uint32_t path = paths_.number_of(change.path);
      const std::uint32_t article = article_of(change.path, commit);
      if (paths_.matches(article)) {
        if (history_.versions.size() == max_file_versions) {
          throw too_many_versions();
        }
        history_.versions.push_back({.article = article,
                                     .path = path,
                                     .commit = static_cast<std::uint32_t>(history_.commits.size()),
                                     .blob = change.after});
      }
    }
    for (const Change& change : changes_) {
      // In a merge the path may be new to one parent only.
      if (change.before.is_zero() && change.parents_without >= parents) {
        paths_.release(paths_.number_of(change.path));
      }
    }
    for (const auto& [path, article] : claims) {
      paths_.claim(path, article);
    }
  }

  void sort_versions() {
    std::vector<FileVersion>& versions = history_.versions;
    std::ranges::sort(versions, [](const FileVersion& a, const FileVersion& b) {
      return std::tie(a.article, b.commit, a.path) < std::tie(b.article, a.commit, b.path);
    });
    std::size_t kept = 0;
    for (const FileVersion& version : versions) {
      const bool is_first = kept == 0 || versions[kept - 1].article != version.article;
      // The first may be a removal: seen from one parent, a merge removes what a branch renamed.
      if (is_first ? !version.is_removal() : versions[kept - 1].blob != version.blob) {
        versions[kept++] = version;
      }
    }
    versions.resize(kept);
  }

  const GitRepository& repository_;
  const HistoryOptions& options_;
  CommitGraph graph_;
  Paths paths_;
  std::vector<Change> changes_;
  GitHistory history_;
};

}  // namespace

GitHistory read_git_history(const GitRepository& repository,
                            const GitId& head,
                            const PathPatterns& patterns,
                            const HistoryOptions& options) {
  return Walk{repository, patterns, options}.run(head);
}

}  // namespace arch::interop
