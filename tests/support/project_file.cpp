#include "support/project_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace arch::test {

std::filesystem::path project_path(std::string_view name) {
  return std::filesystem::path{ARCH_PROJECT_FOLDER} / name;
}

std::string read_project_file(std::string_view name) {
  std::ifstream file{project_path(name), std::ios::binary};
  if (!file) {
    throw std::runtime_error{"there is no " + std::string{name}};
  }
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string find_example(std::string_view markdown, std::string_view name) {
  const std::string opening = "\n```" + std::string{name} + "\n";
  const std::size_t before = markdown.find(opening);
  if (before == std::string_view::npos ||
      markdown.find(opening, before + 1) != std::string_view::npos) {
    throw std::runtime_error{"not exactly one example named " + std::string{name}};
  }
  const std::size_t begin = before + opening.size();
  const std::size_t end = markdown.find("\n```\n", begin - 1);
  if (end == std::string_view::npos) {
    throw std::runtime_error{"no end of the example named " + std::string{name}};
  }
  return std::string{markdown.substr(begin, end + 1 - begin)};
}

}  // namespace arch::test
