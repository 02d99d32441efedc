#include "interop/git_object.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace arch::interop {
namespace {

Error malformed(GitKind kind, const GitId& id, std::string_view why) {
  return Error{ErrorKind::corrupt,
               fmt::format("reading git {} {}: {}", name_of(kind), id.hex(), why)};
}

/// What a mode means, or nullopt if git knows no such mode.
std::optional<EntryKind> kind_of_mode(std::string_view mode) {
  std::uint32_t bits = 0;
  const auto [end, error] = std::from_chars(mode.data(), mode.data() + mode.size(), bits, 8);
  if (error != std::errc{} || end != mode.data() + mode.size()) {
    return std::nullopt;
  }
  // The upper bits are those of stat(2); repositories of 2005 have modes such as 100664.
  switch (bits & 0170000U) {
    case 0100000U:
      return EntryKind::file;
    case 0040000U:
      return EntryKind::folder;
    case 0120000U:
      return EntryKind::symbolic_link;
    case 0160000U:
      return EntryKind::submodule;
    default:
      return std::nullopt;
  }
}

/// Reads `Name <email> 1700000000 +0100`. What a person's name contains is not our business, so the
/// time and offset are the last two words. nullopt when there are none, or arch cannot write the
/// time.
std::optional<GitSignature> parse_signature(std::string_view line) {
  const std::size_t before_offset = line.rfind(' ');
  if (before_offset == std::string_view::npos || before_offset == 0) {
    return std::nullopt;
  }
  const std::size_t before_time = line.rfind(' ', before_offset - 1);
  if (before_time == std::string_view::npos) {
    return std::nullopt;
  }
  GitSignature signature{.person = std::string{line.substr(0, before_time)},
                         .time = {},
                         .offset = std::string{line.substr(before_offset + 1)}};
  const std::string_view digits = line.substr(before_time + 1, before_offset - before_time - 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), signature.time.seconds);
  if (error != std::errc{} || end != digits.data() + digits.size() ||
      signature.time < earliest_time || signature.time > latest_time) {
    return std::nullopt;
  }
  return signature;
}

std::optional<std::size_t> find_line_end(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::nullopt : std::optional{end};
}

}  // namespace

std::string GitId::hex() const {
  return to_hex(bytes);
}

std::optional<GitId> GitId::parse(std::string_view digits) {
  GitId id;
  if (digits.size() != 2 * id.bytes.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    const int high = hex_value(digits[2 * i]);
    const int low = hex_value(digits[2 * i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    id.bytes[i] = static_cast<std::byte>(high * 16 + low);
  }
  return id;
}

std::string_view name_of(GitKind kind) {
  switch (kind) {
    using enum GitKind;
    case commit:
      return "commit";
    case tree:
      return "tree";
    case blob:
      return "blob";
  }
  return {};
}

GitId git_id(GitKind kind, ByteView content) {
  // One for the thread, because making one costs an allocation.
  thread_local Sha1 hasher;
  std::array<char, 32> header;
  const auto written =
      fmt::format_to_n(header.data(), header.size(), "{} {}", name_of(kind), content.size());
  *written.out = '\0';
  hasher.update(as_bytes({header.data(), written.size + 1}));
  hasher.update(content);
  return GitId{hasher.finish()};
}

std::strong_ordering compare_entries(const TreeEntry& a, const TreeEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  const int order = std::memcmp(a.name.data(), b.name.data(), common);
  if (order != 0) {
    return order <=> 0;
  }
  const auto next = [common](const TreeEntry& entry) {
    if (common < entry.name.size()) {
      return static_cast<unsigned char>(entry.name[common]);
    }
    return static_cast<unsigned char>(entry.kind == EntryKind::folder ? '/' : '\0');
  };
  return next(a) <=> next(b);
}

std::optional<TreeEntry> TreeReader::next() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const std::size_t space = rest_.find(' ');
  const std::size_t nul = space == std::string_view::npos ? space : rest_.find('\0', space);
  TreeEntry entry;
  if (nul == std::string_view::npos || rest_.size() - nul - 1 < entry.id.bytes.size()) {
    throw malformed(GitKind::tree, id_, "it ends within an entry");
  }
  entry.name = rest_.substr(space + 1, nul - space - 1);
  if (entry.name.empty() || entry.name.find('/') != std::string_view::npos) {
    throw malformed(GitKind::tree, id_, "a name is empty or has a slash");
  }
  const std::optional<EntryKind> kind = kind_of_mode(rest_.substr(0, space));
  if (!kind) {
    throw malformed(GitKind::tree, id_, "a mode is of no known kind");
  }
  entry.kind = *kind;
  std::memcpy(entry.id.bytes.data(), rest_.data() + nul + 1, entry.id.bytes.size());
  rest_.remove_prefix(nul + 1 + entry.id.bytes.size());
  return entry;
}

GitCommit parse_commit(const GitId& id, ByteView content) {
  const auto must = [&id](auto parsed, std::string_view why) {
    if (!parsed) {
      throw malformed(GitKind::commit, id, why);
    }
    return *std::move(parsed);
  };
  constexpr std::string_view bad_id = "an id in it is not 40 hex digits";
  constexpr std::string_view bad_time = "a time in it is missing or outside the years 1 to 9999";

  std::string_view rest = as_text(content);
  GitCommit commit;
  bool has_tree = false;
  bool has_committer = false;
  while (!rest.empty() && rest.front() != '\n') {
    const std::size_t end = must(find_line_end(rest), "a header line has no end");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.starts_with("tree ")) {
      commit.tree = must(GitId::parse(line.substr(5)), bad_id);
      has_tree = true;
    } else if (line.starts_with("parent ")) {
      commit.parents.push_back(must(GitId::parse(line.substr(7)), bad_id));
    } else if (line.starts_with("author ")) {
      commit.author = must(parse_signature(line.substr(7)), bad_time);
    } else if (line.starts_with("committer ")) {
      commit.committer = must(parse_signature(line.substr(10)), bad_time);
      has_committer = true;
    }
    // Other headers (encoding, gpgsig and its continuation lines) say nothing of the files.
  }
  if (!has_tree || !has_committer) {
    throw malformed(GitKind::commit, id, "it has no tree or no committer");
  }
  if (!rest.empty()) {
    commit.message = rest.substr(1);
  }
  return commit;
}

}  // namespace arch::interop
