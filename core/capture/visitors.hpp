#pragma once

#include "base/bytes.hpp"
#include "capture/article_list.hpp"
#include "capture/site_config.hpp"
#include "capture/url_pattern.hpp"
#include "capture/visit.hpp"
#include "http/fetcher.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace arch::capture {

/// What a list of articles is expected to be, by the setting that names it.
enum class ListKind : std::uint8_t { feed, sitemap, front };

/// Reads an answer's body as a list; nullopt when it is none. A file of gzip is unpacked first.
/// What is served decides where that is plain: a sitemap where a feed was expected is read too.
std::optional<ArticleList> read_list(ListKind kind,
                                     const http::Response& response,
                                     const std::vector<UrlPattern>& include);

/// An answer to read, and for what.
struct PageJob {
  std::uint64_t tag = 0;  ///< the caller's
  http::Url asked;
  std::string key = {};
  http::Result answer;
  UtcTime observed;
  JudgeOptions judge = {};
  article::SharedRules rules = {};  ///< by which pages are read
  BrowserUse browser = BrowserUse::never;
};
struct ListJob {
  std::uint64_t tag = 0;
  ListKind kind = ListKind::feed;
  http::Response response;
  std::vector<UrlPattern> include = {};
};

/// What was read; of a page that could not be, why.
struct PageDone {
  std::uint64_t tag = 0;
  std::variant<std::string, Seen> seen = {};
  bool is_rendered = false;  ///< by the browser
};
struct ListDone {
  std::uint64_t tag = 0;
  std::optional<ArticleList> list = {};
};
using VisitJob = std::variant<PageJob, ListJob>;
using VisitDone = std::variant<ListDone, PageDone>;

/// Loads a page in a browser and returns its DOM as HTML in UTF-8. Throws Error when that cannot be
/// done. Called from any of the threads.
using RenderPage = std::function<std::string(const std::string& url)>;

/// Threads that read pages and lists, beside the one that fetches and records. Each has the archive
/// open for itself.
class Visitors {
public:
  /// `wake` is called from the threads when something is done.
  Visitors(const std::filesystem::path& folder,
           unsigned threads,
           std::function<void()> wake,
           RenderPage render = {});
  Visitors(const Visitors&) = delete;
  Visitors& operator=(const Visitors&) = delete;
  /// Waits for what is being read; drops what waits.
  ~Visitors();

  void add(VisitJob job);
  /// What is done since the last call. Throws what a thread could not go on after.
  std::vector<VisitDone> take();
  /// Jobs that were added and not taken back yet.
  std::size_t pending() const { return pending_; }

private:
  void work(const std::filesystem::path& folder);
  PageDone visit(const history::Archive& archive, PageJob job) const;

  std::function<void()> wake_;
  RenderPage render_;
  std::size_t pending_ = 0;
  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<VisitJob> jobs_;
  std::vector<VisitDone> done_;
  std::exception_ptr fault_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace arch::capture
