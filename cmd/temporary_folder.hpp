#pragma once

#include <filesystem>
#include <string_view>

namespace arch::cmd {

/// A folder of its own under the system's folder for such, removed with all that is in it.
class TemporaryFolder {
public:
  /// `purpose` is a part of its name. Throws Error{io}.
  explicit TemporaryFolder(std::string_view purpose);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const& { return path_; }

private:
  std::filesystem::path path_;
};

}  // namespace arch::cmd
