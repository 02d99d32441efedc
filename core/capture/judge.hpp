#pragma once

#include "base/time.hpp"
#include "capture/outcome.hpp"
#include "capture/page_facts.hpp"
#include "http/fetcher.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::capture {

/// What the archive knows of an article when its page is judged.
struct KnownArticle {
  /// Text of the latest revision's document; empty when there is none.
  std::string document = {};
  std::optional<http::Url> url = {};      ///< where its page came from last
  std::string key = {};                   ///< as it was found under
  std::vector<std::string> aliases = {};  ///< other URLs that led to it
  /// Whether the page that it was read from had an end, as PageFacts::has_end.
  bool had_end = false;
  /// First of the checks that the server answered 404 or 410 since the article was last seen.
  std::optional<UtcTime> missing_since = {};
};

struct JudgeOptions {
  /// How long a server must answer 404 or 410 until the article counts as removed: publishers'
  /// servers do so by mistake for days.
  std::chrono::seconds removed_after = std::chrono::hours{24 * 14};
};

/// Judges an answer by its status alone: nullopt when its page must be judged. `facts` of its page
/// are asked only to name the wall of a refusal.
std::optional<Verdict> judge_answer(const http::Result& answer,
                                    const PageFacts* facts,
                                    const KnownArticle& known,
                                    UtcTime now,
                                    const JudgeOptions& options);

/// Judges a page that was served with a status of success: `recorded` when it is the article's,
/// whether or not it says anything new. By what the page is, and by what the article said before:
/// where more than half of that is still there it is the article, whatever else is on the page. The
/// thresholds and what they were measured on are in docs/decisions/0014-judging-pages.md.
Verdict judge_page(const http::Response& response,
                   const http::Url& asked,
                   const PageFacts& facts,
                   const KnownArticle& known);

/// How much of one text is in another: the share of its pieces of 16 bytes, letter case, spaces and
/// marks left out, that the other has too. 0 to 1; 0 for an empty text.
double share_within(std::string_view text, std::string_view other);

}  // namespace arch::capture
