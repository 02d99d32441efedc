#pragma once

#include "cmd/progress.hpp"
#include "interop/git_history.hpp"

#include <string_view>

namespace arch::cmd {

inline std::string_view name_of(interop::GitProgress::Stage stage) {
  switch (stage) {
    using enum interop::GitProgress::Stage;
    case listing:
      return "finding commits";
    case comparing:
      return "comparing commits";
    case recording:
      return "recording versions";
  }
  return {};
}

/// Runs `work`, which takes what to call with its progress, under a line on the terminal. The line
/// is wiped out before it returns or throws.
template <typename Work>
auto with_git_progress(const Work& work) {
  ProgressLine progress;
  return work([&progress](const interop::GitProgress& step) {
    return progress.update(name_of(step.stage), step.done, step.total);
  });
}

}  // namespace arch::cmd
