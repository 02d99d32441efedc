#pragma once

#include "base/bytes.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace arch::cmd {

/// Returns the path of Chromium or a browser that is run like it, from a list of folders as in the
/// variable PATH; nullopt when none has one.
std::optional<std::string> find_browser(std::string_view path_variable);

/// What a browser is run with.
struct BrowserRun {
  std::string program = {};
  std::string url = {};
  std::string user_agent = {};
  std::string proxy = {};  ///< empty: none
  bool takes_screenshot = false;
  std::chrono::milliseconds longest{60'000};
};

/// What a browser made of a page.
struct Rendered {
  std::string dom = {};   ///< HTML in UTF-8
  Bytes screenshot = {};  ///< PNG, of 1280 by 2000 pixels; empty unless it was asked for
};

/// Loads a page in a headless browser without a profile, runs its scripts for at most ten seconds
/// of its own time. The browser is run with a list of
/// arguments, not by a shell, in a folder of its own that is removed, and killed with all its
/// processes at the end. Throws Error{network} when it takes longer or gives more than 32 MiB
/// or nothing, Error{interrupted} when `stopped` (asked several times a second) returns true,
/// Error{io}.
Rendered render(const BrowserRun& run, const std::function<bool()>& stopped);

}  // namespace arch::cmd
