#include "capture/visitors.hpp"

#include "base/error.hpp"
#include "capture/feed.hpp"
#include "capture/front_page.hpp"
#include "capture/sitemap.hpp"
#include "capture/xml.hpp"
#include "codec/zlib.hpp"
#include "history/archive.hpp"
#include "html/parse.hpp"

#include <exception>
#include <utility>

namespace arch::capture {

std::optional<ArticleList> read_list(ListKind kind,
                                     const http::Response& response,
                                     const std::vector<UrlPattern>& include) {
  const std::string content_type{response.find_header("content-type").value_or("")};
  const ListSource source{.url = response.url.text(), .content_type = content_type};
  std::optional<Bytes> unpacked;
  ByteView body = response.body;
  if (codec::is_gzip(body)) {
    unpacked = codec::gunzip(body, XmlLimits{}.bytes);
    body = unpacked ? ByteView{*unpacked} : ByteView{};
  }
  if (kind == ListKind::front) {
    const html::ParsedPage page = html::parse_page(body, {.content_type = content_type});
    return ArticleList{.articles = find_article_links(page.tree, source.url, include)};
  }
  if (kind == ListKind::feed) {
    std::optional<ArticleList> list = parse_feed(body, source);
    return list ? list : parse_sitemap(body, source);
  }
  std::optional<ArticleList> list = parse_sitemap(body, source);
  return list ? list : parse_feed(body, source);
}

Visitors::Visitors(const std::filesystem::path& folder,
                   unsigned threads,
                   std::function<void()> wake,
                   RenderPage render)
    : wake_(std::move(wake)), render_(std::move(render)) {
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this, folder] {
      try {
        work(folder);
      } catch (...) {
        const std::scoped_lock lock{mutex_};
        fault_ = std::current_exception();
      }
      wake_();
    });
  }
}

Visitors::~Visitors() {
  const std::scoped_lock lock{mutex_};
  stopping_ = true;
  added_.notify_all();
}

void Visitors::add(VisitJob job) {
  ++pending_;
  const std::scoped_lock lock{mutex_};
  jobs_.push_back(std::move(job));
  added_.notify_one();
}

std::vector<VisitDone> Visitors::take() {
  const std::scoped_lock lock{mutex_};
  if (fault_) {
    std::rethrow_exception(fault_);
  }
  pending_ -= done_.size();
  return std::exchange(done_, {});
}

namespace {

bool wants_browser(const Seen& seen, BrowserUse use) {
  const auto* const response = std::get_if<http::Response>(&seen.answer);
  if (use == BrowserUse::never || response == nullptr || response->status == 304) {
    return false;
  }
  switch (seen.verdict.outcome) {
    using enum Outcome;
    case blocked:
    case empty:
    case not_an_article:
      return true;
    case recorded:
    case reverted:
    case unchanged:
      return use == BrowserUse::always;
    case withheld:
    case missing:
    case removed:
    case soft_404:
    case truncated:
    case front_page:
    case unreachable:
      break;
  }
  return false;
}

}  // namespace

PageDone Visitors::visit(const history::Archive& archive, PageJob job) const {
  // One page must not stop the others.
  try {
    const article::SiteRules& rules = article::rules_in(job.rules);
    Seen plain =
        see(archive, job.asked, job.key, std::move(job.answer), job.observed, job.judge, rules);
    if (!render_ || !wants_browser(plain, job.browser)) {
      return {.tag = job.tag, .seen = std::move(plain)};
    }
    const auto& response = std::get<http::Response>(plain.answer);
    http::Response rendered{.url = response.url,
                            .status = 200,
                            .headers = {{"content-type", "text/html; charset=utf-8"}},
                            .body = to_bytes(render_(response.url.text())),
                            .hops = response.hops};
    Seen seen =
        see(archive, job.asked, job.key, std::move(rendered), job.observed, job.judge, rules);
    // What the plain fetch saw, if the browser has no article either.
    const bool is_better = saw_article(seen.verdict.outcome);
    return {.tag = job.tag,
            .seen = is_better ? std::move(seen) : std::move(plain),
            .is_rendered = is_better};
  } catch (const Error& error) {
    return {.tag = job.tag, .seen = std::string{error.what()}};
  }
}

void Visitors::work(const std::filesystem::path& folder) {
  const history::Archive archive{folder, store::OpenOptions::Access::read_unmapped};
  while (true) {
    std::optional<VisitJob> job;
    {
      std::unique_lock lock{mutex_};
      added_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) {
        return;
      }
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    VisitDone done;
    if (auto* const page = std::get_if<PageJob>(&*job)) {
      done = visit(archive, std::move(*page));
    } else {
      const ListJob& list = std::get<ListJob>(*job);
      done = ListDone{.tag = list.tag, .list = read_list(list.kind, list.response, list.include)};
    }
    {
      const std::scoped_lock lock{mutex_};
      done_.push_back(std::move(done));
    }
    wake_();
  }
}

}  // namespace arch::capture
