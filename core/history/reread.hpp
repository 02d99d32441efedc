#pragma once

#include "article/site_rules.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/archive.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace arch::history {

/// A page that today's reader reads otherwise than the archive does.
struct ReadOtherwise {
  UtcTime observed;    ///< of the earliest capture of the page
  ObjectId page;       ///< its id
  std::string before;  ///< the document text that counts now
  std::string after;   ///< what article::read_document() makes of the page
};

/// What reread() did with one article.
struct Reread {
  std::uint64_t pages = 0;  ///< that were read: kept, and not read by today's reader alone
  std::vector<ReadOtherwise> changed;
};

enum class RereadMode { record, only_look };

/// Reads the pages of an article again with article::read_document(), those that another reader
/// read last or that looks read in two ways, and records those that read otherwise now (see
/// Recorder::record()). Pages are read and recorded in chunks of some megabytes, each in a
/// transaction of its own, so that what was recorded stays when something throws. Throws
/// Error{corrupt} when a page or its record is damaged. `rules` are those of arch.toml: one that
/// has changed is another reader.
Reread reread(Archive& archive,
              ArticleNumber article,
              RereadMode mode,
              const article::SiteRules& rules = {});

}  // namespace arch::history
