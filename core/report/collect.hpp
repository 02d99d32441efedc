#pragma once

#include "corrections/policy.hpp"
#include "history/archive.hpp"
#include "report/report.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace arch::report {

struct CollectOptions {
  /// How many threads read articles, each with a connection of its own.
  std::size_t threads = 1;
  /// Counts articles, all of the archive's; false stops it.
  store::OnProgress progress = {};
  /// Called for each article that is damaged, which is left out; `key` is empty where not even that
  /// can be read.
  std::function<void(std::string_view key, std::string_view problem)> damaged = {};
  /// Called when what was judged before turned out damaged: it is worked out again.
  std::function<void()> judged_anew = {};
};

/// Reads the articles in scope and counts. The same records up to scope.arrival, scope and policy
/// give the same report, whatever arrived later, however many threads there are, and whether or not
/// anything was judged before. Throws Error{interrupted} when stopped.
///
/// Keeps what it judged beside the archive where it may, see corrections/judgements.hpp.
Report collect(const history::Archive& archive,
               const Scope& scope,
               const corrections::Policy& policy,
               const CollectOptions& options = {});

}  // namespace arch::report
