#pragma once

#include "cmd/report_view.hpp"

#include <filesystem>

namespace arch::cmd {

/// Writes a small site into `folder`, which is made if it is missing: the report as index.html, a
/// page for each article that has a case, with its headlines and all its changes, the feeds, and
/// the report as data. Every file is replaced at once or not at all. Throws Error{io}.
void write_site(const ReportView& view, const std::filesystem::path& folder);

/// The name of an article's page in the site.
std::string article_page_name(std::string_view key);

}  // namespace arch::cmd
