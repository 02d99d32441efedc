// Paths of exports: any keys, one a line, get paths that every file system and git can hold, each
// another one.

#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "interop/export_paths.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace arch {
namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

/// What git's is_hfs_dotgit() and is_ntfs_dotgit() and Windows compare without.
std::string as_others_see(std::string_view name) {
  std::string seen;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = decode_code_point(name, at);
    const bool is_ignored = (point.value >= 0x200C && point.value <= 0x200F) ||
                            (point.value >= 0x202A && point.value <= 0x202E) ||
                            (point.value >= 0x206A && point.value <= 0x206F) ||
                            point.value == 0xFEFF;
    if (!is_ignored) {
      seen += name.substr(at, point.size);
    }
    at += point.size;
  }
  while (seen.ends_with('.') || seen.ends_with(' ')) {
    seen.pop_back();
  }
  return fold_case(seen);
}

void check_name(const std::string& name) {
  require(!name.empty() && name.size() <= 255);
  require(is_valid_utf8(name));
  require(name.find_first_of(std::string_view{"\0/\\:*?\"<>|\x7F", 11}) == std::string::npos);
  require(std::ranges::none_of(name, [](char c) { return c >= 0 && c < 0x20; }));
  require(name.front() != '.' && name.front() != '-' && name.front() != ' ');
  require(name.back() != '.' && name.back() != ' ');
  const std::string seen = as_others_see(name);
  require(seen != ".git" && !seen.starts_with("git~1") && !seen.starts_with("gitmod~1"));
  require(seen != "con" && seen != "nul" && !seen.starts_with("aux."));
}

}  // namespace
}  // namespace arch

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  arch::interop::ExportPaths paths;
  std::set<std::string> given;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view key = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const arch::interop::ExportPaths::Place place = paths.add(key);
    const std::string file = place.file + std::string{arch::interop::text_suffix};
    arch::check_name(file);
    std::string path = file;
    for (auto folder = place.folder; folder != 0; folder = paths.folders()[folder].parent) {
      const std::string& name = paths.folders()[folder].name;
      arch::check_name(name);
      arch::require(!arch::fold_case(name).ends_with(".txt") &&
                    !arch::fold_case(name).ends_with(".html"));
      path.insert(0, "/").insert(0, name);
    }
    // The same key twice is two articles here, which the archive never has.
    arch::require(given.insert(arch::fold_case(arch::to_nfc(path))).second);
    arch::require(path.size() < 512);
  }
  return 0;
}
