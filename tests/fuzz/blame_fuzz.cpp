// Any texts may be the revisions of an article: the work ends, every word gets an origin, and the
// revision that it names has that word. A line `~~~~` separates two texts.

#include "diff/blame.hpp"
#include "unit/diff/blame_promises.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view separator = "\n~~~~\n";
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> texts;
  arch::diff::Blame blame;
  while (true) {
    const std::size_t end = rest.find(separator);
    texts.emplace_back(rest.substr(0, end));
    blame.add(texts.back());
    const std::string broken = arch::diff::broken_promise(blame.latest(), texts);
    if (!broken.empty()) {
      std::fprintf(stderr, "%s\n", broken.c_str());
      __builtin_trap();
    }
    if (end == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(end + separator.size());
  }
  // Looking once more finds nothing new.
  const arch::diff::BlamedText before = blame.latest();
  blame.add(texts.back());
  const arch::diff::BlamedText after = blame.latest();
  for (std::size_t i = 0; i < before.words.size(); ++i) {
    if (before.words[i].origin != after.words[i].origin) {
      __builtin_trap();
    }
  }
  return 0;
}
