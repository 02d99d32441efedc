#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace arch::test {

/// Returns the path of a file of the project, as in "docs/format.md".
std::filesystem::path project_path(std::string_view name);

/// Returns the content of a file of the project. Throws std::runtime_error if it cannot be read.
std::string read_project_file(std::string_view name);

/// Returns the lines between the marks ```` ```name ```` and ```` ``` ```` in `markdown`, of which
/// there must be exactly one, so that a document's example can be made again by a test. Throws
/// std::runtime_error if there is not.
std::string find_example(std::string_view markdown, std::string_view name);

}  // namespace arch::test
