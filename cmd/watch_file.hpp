#pragma once

#include "article/site_rules.hpp"
#include "capture/site_config.hpp"
#include "cmd/context.hpp"

#include <filesystem>
#include <vector>

namespace arch::cmd {

/// Where the archive's arch.toml is: beside its folder. Throws Error{not_found} without an archive.
std::filesystem::path watch_file();

/// Reads it. Problems are told on stderr, each as an error with its line and a hint, and end in
/// Error{usage}. Throws Error{not_found} with a hint when there is no such file.
capture::WatchConfig read_watch_file(const std::filesystem::path& path, Context& context);

/// Returns the rules for pages of single sites in the archive's arch.toml; none without such a
/// file. Throws as read_watch_file() does when it has problems.
article::SharedRules read_site_rules(Context& context);

}  // namespace arch::cmd
