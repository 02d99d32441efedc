#pragma once

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "capture/judge.hpp"
#include "capture/outcome.hpp"
#include "capture/page_facts.hpp"
#include "history/archive.hpp"
#include "http/fetcher.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch::capture {

/// Which pages are kept beside the documents that were read out of them.
enum class KeepPages : std::uint8_t {
  changed,  ///< of captures: those whose document is new
  all,      ///< of every look, also where the document is what it was
  none,
};

/// Returns the key of the article that a URL is most likely about, before its page is read: its own
/// (key_of()), or that of the only article to which it led before. Throws Error{corrupt}.
std::string likely_key(const history::Archive& archive, const http::Url& url);

/// Adds to a request the validators of the page that the archive saw last of the article called
/// `key`; does nothing where it has none. Throws Error{corrupt}.
void add_validators(http::Request& request, const history::Archive& archive, std::string_view key);

/// The latest look at an article that saw it.
struct LatestLook {
  UtcTime observed;
  std::string record = {};         ///< text of its capture or check
  std::optional<Bytes> page = {};  ///< that it saw, if it is kept

  /// The value of a line of the record, or nothing.
  std::string line(std::string_view name) const;
};

/// What a visit saw, judged but not yet recorded. It holds nothing of the archive that it was
/// compared with, which belongs to one thread: another may record it.
struct Seen {
  http::Url asked;
  UtcTime observed;
  http::Result answer;
  std::string key = {};   ///< of the article
  Verdict verdict = {};   ///< recorded, reverted and unchanged told apart
  PageFacts facts = {};   ///< of the page, when there was one
  bool is_known = false;  ///< the archive has the article
  /// The latest look; absent when none saw it. Its page is here only if the verdict is `unchanged`.
  std::optional<LatestLook> latest = {};
  /// Text of the article's latest document, empty when there is none.
  std::string document_before = {};
  /// Why the look before did not see the article; empty when it did, and when there was none.
  std::string reason_before = {};
};

/// Judges the answer to a request for `asked`, observed at `observed`, and finds the article that
/// it is about: the one called `key` or, where that is empty, the one that the page names if it is
/// known; else the known one to which the URL that answered, the one that the page names or the one
/// that was asked for led before; else a new one, called as key_of() has it. The URL that is a
/// known article's key is asked about that article, wherever it redirects to. A page that turns out
/// to be another one's than such a known article's is looked at as its own. A page that reads as it
/// did before is `unchanged` also when an older reader read it, and differently, then: what it says
/// is compared as today's reader reads both, by `rules`, those of arch.toml. A look in the second
/// of the one before (or some seconds earlier, by a clock that was set back) counts as one of the
/// next second, so that it is not taken for the earlier one. Writes nothing. Throws Error{corrupt}.
Seen see(const history::Archive& archive,
         const http::Url& asked,
         std::string_view key,
         http::Result answer,
         UtcTime observed,
         const JudgeOptions& options = {},
         const article::SiteRules& rules = {});

/// How record() keeps what was seen.
struct RecordOptions {
  KeepPages keep_pages = KeepPages::changed;
  /// 32 random hexadecimal digits for the record of a new capture: docs/format.md#captures.
  std::string salt = {};
  /// A picture of the page as PNG, kept with a capture; the caller's bytes.
  ByteView screenshot = {};
  /// The browser that made the page out of what was served; empty: none did.
  std::string rendered_by = {};
};

/// What record() wrote.
struct Written {
  /// Nothing was: no article is known under this key, and none was seen.
  bool is_nothing = false;
  /// Of a look that saw the article; absent for one that did not.
  std::optional<history::Recorded> look = {};
};

/// Adds what was seen to the archive: a capture, a check that the article is unchanged, or a check
/// with the reason why it was not seen. Pages that were not kept leave their id behind (the line
/// `served`). The caller commits.
Written record(history::Recorder& recorder, const Seen& seen, const RecordOptions& options);

}  // namespace arch::capture
