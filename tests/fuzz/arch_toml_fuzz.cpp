// Whatever stands in an arch.toml: it is read, or what is wrong has its line; and a site that was
// read is written so that it reads back.

#include "base/error.hpp"
#include "capture/site_config.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const arch::capture::ParsedConfig parsed = arch::capture::parse_watch_config(text);
  for (const arch::capture::ConfigProblem& problem : parsed.problems) {
    ARCH_ASSERT(problem.line >= 1);
    ARCH_ASSERT(!problem.what.empty());
  }
  if (!parsed.problems.empty()) {
    return 0;
  }
  std::string again = "contact = 'x'\n";
  for (const arch::capture::SiteConfig& site : parsed.config.sites) {
    again += to_toml(site);
  }
  const arch::capture::ParsedConfig reread = arch::capture::parse_watch_config(again);
  ARCH_ASSERT(reread.config.sites.size() == parsed.config.sites.size());
  for (std::size_t i = 0; i < reread.config.sites.size(); ++i) {
    ARCH_ASSERT(reread.config.sites[i].feeds == parsed.config.sites[i].feeds);
    ARCH_ASSERT(reread.config.sites[i].urls == parsed.config.sites[i].urls);
  }
  return 0;
}
