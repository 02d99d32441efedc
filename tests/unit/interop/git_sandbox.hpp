#pragma once

#include "support/temp_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace arch::test {

/// A folder in which a test runs git and the shell, with nobody's configuration.
class GitSandbox {
public:
  GitSandbox();

  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path operator/(std::string_view name) const { return folder_ / name; }

  /// Runs lines of sh, which stop at the first that fails, and returns what they print, the last
  /// newline left out. Throws std::runtime_error with their errors when one fails.
  std::string run(const std::string& script) const;

  /// Like run(), for lines that are to fail: returns their exit status.
  int status_of(const std::string& script) const;

  /// Makes a repository in the folder `name`, with a working tree, and works in it from now on.
  void init(const std::string& name = "repository", const std::string& options = "");

  std::filesystem::path repository() const { return folder_ / repository_; }

  /// Writes a file of the working tree.
  void write(const std::string& file, std::string_view content) const;

  /// Commits all of the working tree, at this many seconds after 2020-01-01T00:00:00Z, and returns
  /// the commit's id.
  std::string commit(std::int64_t seconds, const std::string& message = "change") const;

  /// Runs git in the repository.
  std::string git(const std::string& arguments) const;

private:
  TempFolder folder_;
  std::string repository_;
};

/// What commit() counts from.
inline constexpr std::int64_t sandbox_epoch = 1577836800;

}  // namespace arch::test
