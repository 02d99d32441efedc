#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace arch::interop {

/// Longest path that is given to a file, in bytes, its suffix, names of continuations and what
/// tells it from others not counted. Windows takes 260 characters of a whole path.
inline constexpr std::size_t max_export_path = 200;

/// Most files and folders that are put into one folder; more go to `~2`, `~3` … below it. Hosts
/// list about so many, and every commit writes each folder above its file again.
inline constexpr std::size_t max_folder_entries = 1000;

/// How a folder is called in which the names of others go on.
std::string continuation_name(std::size_t number);

/// What the names of files end with, so that none is a folder's: documents, and pages that are
/// texts; pages that came from the web.
inline constexpr std::string_view text_suffix = ".txt";
inline constexpr std::string_view web_suffix = ".html";

/// Where a file would go if it were the only one.
struct ExportName {
  std::vector<std::string> folders = {};  ///< outermost first
  std::string file = {};                  ///< without suffix
};

/// Returns the place that an article's key stands for: a URL without its scheme, or the key itself,
/// as folders and a name.
///
/// Any key gives names that every file system can hold and that git takes (git-fsck(1)): what
/// Windows, macOS or git treat in a special way is written as `%2E` and the like, and what is too
/// long is cut and marked with a hash of the key. So two keys may give the same name; ExportPaths
/// keeps them apart.
ExportName make_export_name(std::string_view key);

/// Gives each article a path of its own. The same articles in the same order get the same paths.
class ExportPaths {
public:
  /// Names a folder; 0 is the outermost.
  using FolderNumber = std::uint32_t;

  struct Folder {
    FolderNumber parent = 0;
    std::string name = {};
  };

  /// Where an article's file is.
  struct Place {
    FolderNumber folder = 0;
    std::string file = {};  ///< without suffix
  };

  ExportPaths();

  /// Returns the place of an article that has none yet. No other place has the same path, nor one
  /// that differs in letter case only, which Windows and macOS take to be the same.
  Place add(std::string_view key);

  /// All folders so far, parents before what is in them.
  const std::vector<Folder>& folders() const { return folders_; }

private:
  FolderNumber open_folder(FolderNumber parent, const std::string& name);
  FolderNumber make_room(FolderNumber folder);
  FolderNumber add_folder(FolderNumber parent, std::string name);

  /// How full a folder is that keys name.
  struct Filling {
    FolderNumber last = 0;    ///< the folder itself, or the last of those in which it goes on
    std::size_t entries = 0;  ///< of `last`, continuations not counted
    std::size_t parts = 1;    ///< the folder itself and those in which it goes on
  };

  std::vector<Folder> folders_;
  std::unordered_map<FolderNumber, Filling> fillings_;
  std::unordered_map<std::uint64_t, FolderNumber> folder_of_;  // by a hash of parent and name
  std::unordered_set<std::uint64_t> files_;                    // the same hash
};

}  // namespace arch::interop
