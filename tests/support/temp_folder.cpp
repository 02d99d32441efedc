#include "support/temp_folder.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace arch::test {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "arch-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error{errno, std::generic_category(), "making " + name};
  }
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;  // What is left in the folder for temporary files does no harm.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace arch::test
