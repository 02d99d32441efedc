#pragma once

#include "history/archive.hpp"
#include "support/temp_folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::test {

/// An archive in a folder of its own, and the verbs that tests fill it with.
class SmallArchive {
public:
  SmallArchive()
      : archive_(history::Archive::create(folder_.path()), store::OpenOptions::Access::write) {}

  history::Archive& archive() { return archive_; }

  /// Records a look at an article, which saw `page`, this many seconds after 1970.
  void see(std::string_view key, std::int64_t seconds, std::string_view page) {
    history::Recorder recorder{archive_};
    const history::Look look{.observed = UtcTime{seconds}, .page = as_bytes(page)};
    recorder.record(key, {&look, 1});
    recorder.commit();
  }

  /// Throws std::bad_optional_access if there is no such article.
  history::History history(std::string_view key) const {
    return archive_.read(archive_.store().find_article(key).value());
  }

private:
  TempFolder folder_;
  history::Archive archive_;
};

}  // namespace arch::test
