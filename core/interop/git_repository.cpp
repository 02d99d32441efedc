#include "interop/git_repository.hpp"

#include "base/c_ptr.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace arch::interop {
namespace {

using Repository = CPtr<git_repository, git_repository_free>;
using Odb = CPtr<git_odb, git_odb_free>;
using Object = CPtr<git_object, git_object_free>;
using Tree = CPtr<git_tree, git_tree_free>;
using Diff = CPtr<git_diff, git_diff_free>;
using Reference = CPtr<git_reference, git_reference_free>;
using ReferenceIterator = CPtr<git_reference_iterator, git_reference_iterator_free>;
using Remote = CPtr<git_remote, git_remote_free>;
using Pathspec = CPtr<git_pathspec, git_pathspec_free>;
using Commit = CPtr<git_commit, git_commit_free>;
using Index = CPtr<git_index, git_index_free>;

/// A pack is mapped in pieces of this many bytes, and this many bytes of it at most: mapped pages
/// count as our memory, and libgit2 would map gigabytes.
constexpr std::size_t pack_window = std::size_t{4} << 20;
constexpr std::size_t pack_mapped = std::size_t{32} << 20;

std::string last_message() {
  const git_error* error = git_error_last();
  return error == nullptr ? "unknown cause" : one_line(error->message);
}

ErrorKind kind_of_last_error(ErrorKind otherwise) {
  const git_error* error = git_error_last();
  if (error == nullptr) {
    return otherwise;
  }
  switch (error->klass) {
    case GIT_ERROR_OS:
      return ErrorKind::io;
    case GIT_ERROR_NET:
    case GIT_ERROR_HTTP:
    case GIT_ERROR_SSH:
    case GIT_ERROR_SSL:
      return ErrorKind::network;
    default:
      return otherwise;
  }
}

// Every libgit2 function that can fail returns a negative number.
void check(int result, ErrorKind otherwise, std::string_view doing) {
  if (result < 0) {
    throw Error{kind_of_last_error(otherwise), fmt::format("{}: {}", doing, last_message())};
  }
}

// Of a conversation with a remote: also what the system says (no route to the host) is the
// network's.
void check_remote(int result, const std::string& doing) {
  if (result < 0) {
    throw Error{ErrorKind::network, fmt::format("{}: {}", doing, last_message())};
  }
}

/// libgit2 from its first use to the end of the process, with the settings that all uses share.
struct Library {
  Library() {
    check(git_libgit2_init(), ErrorKind::io, "starting libgit2");
    // Whose repository it is does not matter here: nothing that a repository configures (hooks,
    // filters, external programs) is ever run, so git's reason for safe.directory does not hold,
    // and archives of other users' repositories are the ordinary case.
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    // read() hashes what it gets itself, with OpenSSL: four times as fast as libgit2's
    // collision-detecting SHA-1, and on 270 MB of texts the difference is half of all reading.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    // Each commit, tree and blob is read about once, so keeping them costs memory for nothing. The
    // cache of delta bases (16 MB a pack) is another one and stays.
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, pack_window);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, pack_mapped);
    // A ref must not reach the disk before the objects that it names.
    git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
    // These say how a repository is kept up, not how its objects are to be read.
    // Where Debian and most others keep whom to trust for https; where it is missing, https fails.
    git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, "/etc/ssl/certs/ca-certificates.crt", nullptr);
    std::array<const char*, 3> extensions = {"partialclone", "preciousobjects", "worktreeconfig"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
  }
  ~Library() { git_libgit2_shutdown(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

void start_library() {
  static const Library library;
}

/// Options as libgit2 has them by default. Its macros for this leave members out, which clang warns
/// of.
template <typename Options>
Options make_options(int (*initialise)(Options*, unsigned int), unsigned int version) {
  Options options = {};
  initialise(&options, version);
  return options;
}

git_oid to_oid(const GitId& id) {
  git_oid oid;
  static_assert(sizeof oid.id == sizeof id.bytes);
  std::memcpy(oid.id, id.bytes.data(), sizeof oid.id);
  return oid;
}

GitId to_id(const git_oid& oid) {
  GitId id;
  std::memcpy(id.bytes.data(), oid.id, sizeof oid.id);
  return id;
}

git_object_t to_type(GitKind kind) {
  switch (kind) {
    case GitKind::commit:
      return GIT_OBJECT_COMMIT;
    case GitKind::tree:
      return GIT_OBJECT_TREE;
    case GitKind::blob:
      return GIT_OBJECT_BLOB;
  }
  return GIT_OBJECT_INVALID;
}

/// Views strings as libgit2 takes them, for the length of one call.
class StringArray {
public:
  explicit StringArray(std::span<const std::string> strings) {
    for (const std::string& string : strings) {
      // libgit2 promises not to write to them (git_strarray is one type for in and out).
      pointers_.push_back(const_cast<char*>(string.c_str()));
    }
    array_ = {.strings = pointers_.data(), .count = pointers_.size()};
  }
  StringArray(StringArray&&) = delete;
  StringArray& operator=(StringArray&&) = delete;
  StringArray(const StringArray&) = delete;
  StringArray& operator=(const StringArray&) = delete;
  ~StringArray() = default;

  git_strarray* get() { return &array_; }

private:
  std::vector<char*> pointers_;
  git_strarray array_ = {};
};

Error open_error(const std::filesystem::path& path, int result) {
  const std::string doing = fmt::format("opening git repository {}", one_line(path.string()));
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return Error{ErrorKind::not_found, doing + ": there is no such folder"};
  }
  const std::string cause = last_message();
  if (cause.find("objectformat") != std::string::npos) {
    return Error{ErrorKind::unsupported,
                 doing + ": its objects are named by SHA-256, which cannot be read yet",
                 "make a SHA-1 copy: git fast-export --all | git -C COPY fast-import"};
  }
  if (result == GIT_ENOTFOUND && git_error_last()->klass != GIT_ERROR_OS) {
    return Error{ErrorKind::usage,
                 doing + ": this is not a git repository",
                 "give the folder that has .git or is a bare repository; for a bundle or a URL, "
                 "run git clone --bare first"};
  }
  return Error{kind_of_last_error(ErrorKind::corrupt), doing + ": " + cause};
}

Error missing_error(const std::string& doing) {
  return Error{ErrorKind::corrupt,
               doing + ": it is missing from the repository",
               "run git fsck there; a partial clone must be completed with git fetch --refetch"};
}

/// What one conversation with a remote knows and learns in its callbacks.
struct RemoteTalk {
  const std::function<bool()>* is_going_on = nullptr;
  bool login_tried = false;
  bool stopped = false;
  std::string refusal = {};  ///< the remote's words when it does not take the branch
};

int give_login(git_credential** login,
               const char* /*url*/,
               const char* user,
               unsigned int allowed,
               void* payload) {
  auto& talk = *static_cast<RemoteTalk*>(payload);
  const char* name = user == nullptr ? "git" : user;
  if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) {
    return git_credential_username_new(login, name);
  }
  // Asked again, the answer would be the same, and libgit2 would go on asking.
  if (!talk.login_tried && (allowed & GIT_CREDENTIAL_SSH_KEY) != 0) {
    talk.login_tried = true;
    return git_credential_ssh_key_from_agent(login, name);
  }
  git_error_set_str(GIT_ERROR_NET, "it did not accept the login");
  return GIT_EAUTH;
}

int note_update(const char* /*reference*/, const char* refusal, void* payload) {
  if (refusal != nullptr) {
    static_cast<RemoteTalk*>(payload)->refusal = one_line(refusal);
  }
  return 0;
}

int note_packing(int /*stage*/, std::uint32_t /*done*/, std::uint32_t /*total*/, void* payload) {
  auto& talk = *static_cast<RemoteTalk*>(payload);
  talk.stopped = talk.stopped || !(*talk.is_going_on)();
  return talk.stopped ? GIT_EUSER : 0;
}

/// A URL as messages show it: without the password that it may have.
std::string show_url(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = url.substr(0, url.find('/', host)).rfind('@');
  const std::size_t colon = url.find(':', host);
  if (scheme == std::string::npos || at == std::string::npos || colon > at) {
    return one_line(url);
  }
  return one_line(url.substr(0, colon) + url.substr(at));
}

Remote make_remote(git_repository* repository, const std::string& url, const std::string& doing) {
  git_remote* made = nullptr;
  check(git_remote_create_anonymous(&made, repository, url.c_str()), ErrorKind::usage, doing);
  return Remote{made};
}

git_remote_callbacks make_callbacks(RemoteTalk& talk) {
  auto callbacks = make_options(git_remote_init_callbacks, GIT_REMOTE_CALLBACKS_VERSION);
  callbacks.credentials = give_login;
  callbacks.push_update_reference = note_update;
  callbacks.payload = &talk;
  return callbacks;
}

int count_conflict(git_checkout_notify_t /*why*/,
                   const char* /*path*/,
                   const git_diff_file* /*baseline*/,
                   const git_diff_file* /*target*/,
                   const git_diff_file* /*workdir*/,
                   void* payload) {
  ++*static_cast<std::uint64_t*>(payload);
  return 0;
}

std::string branch_reference(std::string_view branch) {
  return fmt::format("refs/heads/{}", branch);
}

}  // namespace

ByteView GitObject::bytes() const {
  return {static_cast<const std::byte*>(git_odb_object_data(object_.get())),
          git_odb_object_size(object_.get())};
}

void GitObject::Free::operator()(git_odb_object* object) const noexcept {
  git_odb_object_free(object);
}

struct GitRepository::State {
  Repository repository;
  Odb odb;

  explicit State(git_repository* opened) : repository(opened) {
    git_odb* database = nullptr;
    check(git_repository_odb(&database, opened), ErrorKind::corrupt, "opening a git repository");
    odb.reset(database);
  }
};

GitRepository::GitRepository(std::unique_ptr<State> state) : state_(std::move(state)) {}
GitRepository::~GitRepository() = default;
GitRepository::GitRepository(GitRepository&&) noexcept = default;
GitRepository& GitRepository::operator=(GitRepository&&) noexcept = default;

GitRepository GitRepository::open(const std::filesystem::path& path) {
  start_library();
  git_repository* repository = nullptr;
  const int result =
      git_repository_open_ext(&repository, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (result < 0) {
    throw open_error(path, result);
  }
  return GitRepository{std::make_unique<State>(repository)};
}

GitRepository GitRepository::create(const std::filesystem::path& path,
                                    std::string_view branch,
                                    Kind kind) {
  start_library();
  const std::string doing = fmt::format("making git repository {}", one_line(path.string()));
  const std::string head = branch_reference(branch);
  int is_name = 0;
  check(git_reference_name_is_valid(&is_name, head.c_str()), ErrorKind::usage, doing);
  if (is_name == 0) {
    throw Error{ErrorKind::usage,
                fmt::format("{}: {} is no name for a branch", doing, one_line(branch))};
  }
  auto options =
      make_options(git_repository_init_options_init, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  options.flags = GIT_REPOSITORY_INIT_MKPATH;
  if (kind == Kind::bare) {
    options.flags |= GIT_REPOSITORY_INIT_BARE;
  }
  options.initial_head = head.c_str();
  git_repository* repository = nullptr;
  check(git_repository_init_ext(&repository, path.c_str(), &options), ErrorKind::io, doing);
  return GitRepository{std::make_unique<State>(repository)};
}

bool GitRepository::is_bare() const {
  return git_repository_is_bare(state_->repository.get()) != 0;
}

bool GitRepository::has_head(std::string_view branch) const {
  git_reference* made = nullptr;
  check(git_reference_lookup(&made, state_->repository.get(), "HEAD"),
        ErrorKind::corrupt,
        "reading HEAD of a git repository");
  const Reference head{made};
  const char* target = git_reference_symbolic_target(head.get());
  return target != nullptr && target == branch_reference(branch);
}

std::optional<GitId> GitRepository::find_branch(std::string_view branch) const {
  const std::string name = branch_reference(branch);
  git_oid id;
  const int result = git_reference_name_to_id(&id, state_->repository.get(), name.c_str());
  if (result == GIT_ENOTFOUND) {
    return std::nullopt;
  }
  check(result,
        result == GIT_EINVALIDSPEC ? ErrorKind::usage : ErrorKind::corrupt,
        "reading git branch " + one_line(branch));
  return to_id(id);
}

std::optional<GitId> GitRepository::find_commit(std::string_view revision) const {
  const std::string name{revision};
  const std::string doing = fmt::format("looking up git revision {}", one_line(name));
  git_object* found = nullptr;
  // A name of a reference is looked up as one: git_revparse_single of libgit2 1.5 loses the memory
  // of a reference whose object cannot be read. What can be a full id is one, as in git.
  git_reference* named = nullptr;
  if (name.size() != GIT_OID_HEXSZ &&
      git_reference_dwim(&named, state_->repository.get(), name.c_str()) == 0) {
    const Reference reference{named};
    check(git_reference_peel(&found, reference.get(), GIT_OBJECT_ANY), ErrorKind::corrupt, doing);
  } else {
    const int result = git_revparse_single(&found, state_->repository.get(), name.c_str());
    if (result == GIT_ENOTFOUND || result == GIT_EINVALIDSPEC) {
      return std::nullopt;
    }
    check(result, result == GIT_EAMBIGUOUS ? ErrorKind::usage : ErrorKind::corrupt, doing);
  }
  const Object object{found};
  git_object* peeled = nullptr;
  if (git_object_peel(&peeled, object.get(), GIT_OBJECT_COMMIT) < 0) {
    throw Error{ErrorKind::usage, doing + ": it is no commit"};
  }
  const Object commit{peeled};
  return to_id(*git_object_id(commit.get()));
}

bool GitRepository::has_references() const {
  git_reference_iterator* made = nullptr;
  check(git_reference_iterator_new(&made, state_->repository.get()),
        ErrorKind::corrupt,
        "listing git references");
  const ReferenceIterator iterator{made};
  const char* name = nullptr;
  return git_reference_next_name(&name, iterator.get()) == 0;
}

std::vector<std::string> GitRepository::branches() const {
  const std::string doing = "listing git branches";
  git_reference_iterator* made = nullptr;
  check(git_reference_iterator_glob_new(
            &made, state_->repository.get(), branch_reference("*").c_str()),
        ErrorKind::corrupt,
        doing);
  const ReferenceIterator iterator{made};
  std::vector<std::string> names;
  const char* name = nullptr;
  while (git_reference_next_name(&name, iterator.get()) == 0) {
    names.emplace_back(std::string_view{name}.substr(branch_reference("").size()));
  }
  std::ranges::sort(names);
  return names;
}

std::vector<GitId> GitRepository::shallow_commits() const {
  const std::filesystem::path file =
      std::filesystem::path{git_repository_commondir(state_->repository.get())} / "shallow";
  std::vector<GitId> commits;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return commits;
  }
  constexpr std::size_t max_bytes = std::size_t{16} << 20;  // 400,000 boundary commits
  const Bytes content = read_file(file, max_bytes);
  std::string_view rest = as_text(content);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::optional<GitId> id = GitId::parse(rest.substr(0, end));
    if (!id) {
      throw Error{ErrorKind::corrupt,
                  fmt::format("reading {}: a line is no commit id", one_line(file.string()))};
    }
    commits.push_back(*id);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return commits;
}

GitObject GitRepository::read(const GitId& id, GitKind kind) const {
  const auto doing = [&] { return fmt::format("reading git {} {}", name_of(kind), id.hex()); };
  const git_oid oid = to_oid(id);
  git_odb_object* found = nullptr;
  const int result = git_odb_read(&found, state_->odb.get(), &oid);
  if (result == GIT_ENOTFOUND) {
    throw missing_error(doing());
  }
  check(result, ErrorKind::corrupt, doing());
  GitObject object{found};
  if (git_odb_object_type(found) != to_type(kind)) {
    throw Error{ErrorKind::corrupt, doing() + ": it is an object of another kind"};
  }
  if (git_id(kind, object.bytes()) != id) {
    throw Error{
        ErrorKind::corrupt, doing() + ": its content does not match its id", "run git fsck there"};
  }
  return object;
}

std::size_t GitRepository::size_of(const GitId& id) const {
  const git_oid oid = to_oid(id);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int result = git_odb_read_header(&size, &type, state_->odb.get(), &oid);
  if (result == GIT_ENOTFOUND) {
    throw missing_error("reading git object " + id.hex());
  }
  if (result < 0) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading git object {}: {}", id.hex(), last_message()),
                "run git fsck there"};
  }
  return size;
}

bool GitRepository::contains(const GitId& id) const {
  const git_oid oid = to_oid(id);
  return git_odb_exists_ext(state_->odb.get(), &oid, GIT_ODB_LOOKUP_NO_REFRESH) != 0;
}

std::vector<std::pair<std::string, std::string>> GitRepository::find_renames(
    const GitId& before, const GitId& after, std::span<const std::string> paths) const {
  constexpr std::string_view doing = "looking for renamed files";
  const auto read_tree = [&](const GitId& id) {
    const git_oid oid = to_oid(id);
    git_tree* tree = nullptr;
    check(git_tree_lookup(&tree, state_->repository.get(), &oid), ErrorKind::corrupt, doing);
    return Tree{tree};
  };
  const Tree old_tree = read_tree(before);
  const Tree new_tree = read_tree(after);

  StringArray pathspec{paths};
  auto options = make_options(git_diff_options_init, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH;
  options.pathspec = *pathspec.get();
  git_diff* made = nullptr;
  check(git_diff_tree_to_tree(
            &made, state_->repository.get(), old_tree.get(), new_tree.get(), &options),
        ErrorKind::corrupt,
        doing);
  const Diff diff{made};

  auto find = make_options(git_diff_find_options_init, GIT_DIFF_FIND_OPTIONS_VERSION);
  find.flags = GIT_DIFF_FIND_RENAMES;
  check(git_diff_find_similar(diff.get(), &find), ErrorKind::corrupt, doing);

  std::vector<std::pair<std::string, std::string>> renames;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
    if (delta->status == GIT_DELTA_RENAMED) {
      renames.emplace_back(delta->old_file.path, delta->new_file.path);
    }
  }
  return renames;
}

std::filesystem::path GitRepository::pack_folder() const {
  return std::filesystem::path{git_repository_commondir(state_->repository.get())} / "objects" /
         "pack";
}

void GitRepository::reload_packs() {
  check(git_odb_refresh(state_->odb.get()), ErrorKind::io, "reading new git packs");
}

void GitRepository::move_branch(std::string_view branch,
                                const std::optional<GitId>& from,
                                const GitId& to) {
  const std::string name = branch_reference(branch);
  const git_oid target = to_oid(to);
  constexpr const char* log_message = "arch export git";
  git_reference* made = nullptr;
  int result = 0;
  if (from) {
    const git_oid current = to_oid(*from);
    result = git_reference_create_matching(
        &made, state_->repository.get(), name.c_str(), &target, 1, &current, log_message);
  } else {
    result = git_reference_create(
        &made, state_->repository.get(), name.c_str(), &target, 0, log_message);
  }
  const Reference reference{made};
  check(result,
        result == GIT_EMODIFIED || result == GIT_EEXISTS ? ErrorKind::busy : ErrorKind::io,
        "moving " + name);
}

void GitRepository::set_reference(const std::string& name, const GitId& to) {
  const git_oid target = to_oid(to);
  git_reference* made = nullptr;
  check(git_reference_create(&made, state_->repository.get(), name.c_str(), &target, 1, nullptr),
        ErrorKind::io,
        "setting " + name);
  const Reference reference{made};
}

void GitRepository::remove_reference(const std::string& name) {
  check(git_reference_remove(state_->repository.get(), name.c_str()),
        ErrorKind::io,
        "removing " + name);
}

std::uint64_t GitRepository::check_out(const GitId& commit) {
  constexpr std::string_view doing = "updating the working tree";
  git_repository* repository = state_->repository.get();
  const git_oid id = to_oid(commit);
  git_commit* found = nullptr;
  check(git_commit_lookup(&found, repository, &id), ErrorKind::corrupt, doing);
  const Commit target{found};

  // The index says what the last check_out() put there, whatever HEAD was then. A copy, because
  // libgit2 changes the repository's own while it compares.
  const std::filesystem::path index_file =
      std::filesystem::path{git_repository_path(repository)} / "index";
  git_index* opened = nullptr;
  check(git_index_open(&opened, index_file.c_str()), ErrorKind::corrupt, doing);
  const Index index{opened};

  std::uint64_t conflicts = 0;
  auto options = make_options(git_checkout_options_init, GIT_CHECKOUT_OPTIONS_VERSION);
  options.checkout_strategy = GIT_CHECKOUT_SAFE | GIT_CHECKOUT_ALLOW_CONFLICTS;
  options.baseline_index = index.get();
  options.disable_filters = 1;
  options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT;
  options.notify_cb = count_conflict;
  options.notify_payload = &conflicts;
  const git_object* tree = reinterpret_cast<const git_object*>(target.get());
  check(git_checkout_tree(repository, tree, &options), ErrorKind::io, doing);
  return conflicts;
}

std::optional<GitId> GitRepository::find_remote_branch(const std::string& url,
                                                       std::string_view branch) const {
  const std::string doing = "asking " + show_url(url) + " for its branches";
  const Remote remote = make_remote(state_->repository.get(), url, doing);
  RemoteTalk talk;
  const git_remote_callbacks callbacks = make_callbacks(talk);
  auto proxy = make_options(git_proxy_options_init, GIT_PROXY_OPTIONS_VERSION);
  proxy.type = GIT_PROXY_AUTO;
  check_remote(git_remote_connect(remote.get(), GIT_DIRECTION_PUSH, &callbacks, &proxy, nullptr),
               doing);
  const git_remote_head** heads = nullptr;
  std::size_t count = 0;
  check_remote(git_remote_ls(&heads, &count, remote.get()), doing);
  const std::string name = branch_reference(branch);
  for (const git_remote_head* head : std::span{heads, count}) {
    if (name == head->name) {
      return to_id(head->oid);
    }
  }
  return std::nullopt;
}

bool GitRepository::push(const std::string& url,
                         const GitId& commit,
                         std::string_view branch,
                         Overwrite overwrite,
                         const std::function<bool()>& is_going_on) {
  const std::string doing = "pushing to " + show_url(url);
  const Remote remote = make_remote(state_->repository.get(), url, doing);
  RemoteTalk talk{.is_going_on = &is_going_on};
  auto options = make_options(git_push_options_init, GIT_PUSH_OPTIONS_VERSION);
  options.proxy_opts.type = GIT_PROXY_AUTO;
  options.callbacks = make_callbacks(talk);
  options.callbacks.pack_progress = note_packing;

  // libgit2 pushes references only.
  const std::string source = "refs/arch/push";
  set_reference(source, commit);
  const std::array<std::string, 1> refspecs = {fmt::format(
      "{}{}:{}", overwrite == Overwrite::yes ? "+" : "", source, branch_reference(branch))};
  StringArray refspec_array{refspecs};
  const int result = git_remote_push(remote.get(), refspec_array.get(), &options);
  const std::string cause = result < 0 ? last_message() : "";
  remove_reference(source);
  if (talk.stopped) {
    return false;
  }
  if (result < 0) {
    throw Error{ErrorKind::network, doing + ": " + cause};
  }
  if (!talk.refusal.empty()) {
    throw Error{ErrorKind::network,
                fmt::format("{}: it refuses branch {}: {}", doing, branch, talk.refusal)};
  }
  return true;
}

struct PathPatterns::State {
  Pathspec pathspec;
};

PathPatterns::PathPatterns(std::span<const std::string> patterns)
    : state_(std::make_unique<State>()) {
  start_library();
  if (!patterns.empty()) {
    StringArray array{patterns};
    git_pathspec* made = nullptr;
    check(git_pathspec_new(&made, array.get()), ErrorKind::usage, "reading path patterns");
    state_->pathspec.reset(made);
  }
}

PathPatterns::~PathPatterns() = default;
PathPatterns::PathPatterns(PathPatterns&&) noexcept = default;
PathPatterns& PathPatterns::operator=(PathPatterns&&) noexcept = default;

bool PathPatterns::matches(const std::string& path) const {
  return state_->pathspec == nullptr ||
         git_pathspec_matches_path(state_->pathspec.get(), GIT_PATHSPEC_DEFAULT, path.c_str()) == 1;
}

}  // namespace arch::interop
