#include "cmd/temporary_folder.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace arch::cmd {

TemporaryFolder::TemporaryFolder(std::string_view purpose) {
  std::string name =
      (std::filesystem::temp_directory_path() / fmt::format("arch-{}-XXXXXX", purpose)).string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw make_io_error("making a temporary folder " + one_line(name));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace arch::cmd
