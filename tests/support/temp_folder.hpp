#pragma once

#include <filesystem>
#include <string_view>

namespace arch::test {

/// A new empty folder, removed with everything in it when this goes.
class TempFolder {
public:
  /// Throws std::system_error when the folder cannot be made.
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Returns the path of `name` in this folder, which need not exist.
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

}  // namespace arch::test
