#pragma once

#include "corrections/policy.hpp"
#include "history/archive.hpp"
#include "report/report.hpp"

namespace arch::report {

/// Reads the articles in scope and counts. The same records up to scope.arrival, scope and policy
/// give the same report, whatever arrived later. `progress` counts articles, all of the archive's;
/// false stops it, which throws Error{interrupted}. Throws Error{corrupt}.
Report collect(const history::Archive& archive,
               const Scope& scope,
               const corrections::Policy& policy,
               const store::OnProgress& progress);

}  // namespace arch::report
