#pragma once

#include "base/time.hpp"
#include "history/archive.hpp"
#include "support/temp_folder.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::test {

/// Reads `2026-11-20T14:32:00Z`.
UtcTime at(std::string_view time);

/// The same on 2026-11-20, from its hour and minute: `14:32`.
UtcTime today(std::string_view time);

/// A page of text with this headline and paragraph, which is also its document's.
std::string page_of(std::string_view headline, std::string_view paragraph);

/// An archive in a folder of its own.
class Sandbox {
public:
  Sandbox();

  history::Archive& archive() { return *archive_; }
  const std::filesystem::path& folder() const { return folder_; }

  /// Closes the archive and opens it again.
  void reopen();

  /// Records one look in a transaction of its own.
  history::Recorded look(std::string_view key, UtcTime observed, std::string_view page);
  history::Recorded look(std::string_view key, const history::Look& look);
  void absence(std::string_view key, UtcTime observed, history::Absence what);

  history::History read(std::string_view key) const;
  store::Listing listing(std::string_view key) const;

private:
  TempFolder temp_;
  std::filesystem::path folder_;
  std::optional<history::Archive> archive_;
};

/// Everything that an archive shows, as text: equal texts, equal archives.
std::string show_all(const history::Archive& archive);

/// The checks of an article that got no page, as their records, in order of time.
std::vector<std::string> absences_of(const history::History& history);

}  // namespace arch::test
