#pragma once

#include "cmd/report_view.hpp"

#include <filesystem>

namespace arch::cmd {

/// Writes a small site into `folder`, which is made if it is missing: the report as index.html, a
/// page for each article that has a case, with its headlines and all its changes, a list of these,
/// the feeds, and the report as data. Every file is replaced at once or not at all.
///
/// Pages that an earlier call wrote of articles that have no case any more are removed, since a
/// charge that was rejected must not stay published. Each page says in its head that arch made it;
/// a file that does not is left alone. Throws Error{io}.
void write_site(const ReportView& view, const std::filesystem::path& folder);

}  // namespace arch::cmd
