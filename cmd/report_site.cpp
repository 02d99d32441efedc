#include "cmd/report_site.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "base/site.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_html.hpp"
#include "history/listing.hpp"
#include "search/headlines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace arch::cmd {
namespace {

void write(const std::filesystem::path& path, std::string_view text) {
  write_file_atomically(path, as_bytes(text));
}

void check(const std::error_code& error,
           std::string_view doing,
           const std::filesystem::path& path) {
  if (error) {
    throw Error{ErrorKind::io,
                fmt::format("{} {}: {}", doing, one_line(path.string()), error.message())};
  }
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  check(error, "creating", folder);
}

/// In the head of every page of an article: by this a later run knows it for its own.
constexpr Markup page_mark =
    "<meta name=\"generator\" content=\"arch report, page of an article\">\n";

/// The mark comes behind the title, which is a headline: bytes within which it stands.
constexpr std::size_t mark_within = std::size_t{16} * 1024;

/// The name of a page that is made of an article: 16 hex digits.
bool is_page_name(const std::string& name) {
  return name.size() == 21 && name.ends_with(".html") &&
         name.find_first_not_of("0123456789abcdef") == 16;
}

/// An article's history: a strip of its states, its headlines, and each change painted.
class ArticlePage {
public:
  ArticlePage(const history::History& history, const ReportView& view)
      : history_(history), view_(view) {}

  Html make() {
    const auto& revisions = history_.revisions();
    const std::string latest = history_.document(revisions.back());
    const std::string title = history::make_title(latest);
    body_.markup("<header>\n<p class=\"kicker\"><a href=\"../index.html\">")
        .text(view_.title)
        .markup("</a></p>\n<h1 dir=\"auto\">")
        .text(title.empty() ? history_.key() : title)
        .markup("</h1>\n<p class=\"dek\">")
        .text(fmt::format("{}, seen from {} to {}",
                          counted(revisions.size(), "revision"),
                          utc_text(revisions.front().first_seen),
                          utc_text(revisions.back().last_seen)))
        .markup("</p>\n<p class=\"small\">");
    add_key();
    body_.markup("</p>\n</header>\n");
    add_strip();
    add_headlines();
    add_changes();
    Html head;
    return report_shell(title.empty() ? history_.key() : title, head.markup(page_mark), body_);
  }

private:
  void add_key() {
    if (!is_web_address(history_.key())) {
      body_.text(history_.key());
      return;
    }
    body_.markup("<a href=\"")
        .text(history_.key())
        .markup("\" rel=\"nofollow\">")
        .text(history_.key())
        .markup("</a>");
  }

  /// Each state as a block as wide as the time from its first look to the next state's.
  void add_strip() {
    const auto& revisions = history_.revisions();
    const double from = static_cast<double>(revisions.front().first_seen.seconds);
    const double span =
        std::max(1.0, static_cast<double>(revisions.back().last_seen.seconds) - from);
    body_.markup("<section aria-labelledby=\"strip\">\n<h2 id=\"strip\">What stood when</h2>\n")
        .markup(
            "<figure class=\"chart\"><svg role=\"img\" aria-labelledby=\"strip\" width=\"100%\"")
        .markup(" height=\"52\">\n");
    for (const history::Revision& revision : revisions) {
      const double begin = (static_cast<double>(revision.first_seen.seconds) - from) / span;
      const double end =
          revision.number + 1 < revisions.size()
              ? (static_cast<double>(revisions[revision.number + 1].first_seen.seconds) - from) /
                    span
              : 1.0;
      body_.markup("<rect class=\"")
          .markup(revision.number % 2 == 0 ? Markup("k1") : Markup("k2"))
          .markup("\" y=\"4\" height=\"24\" x=\"")
          .text(fmt::format("{:.2f}%", 100 * begin))
          .markup("\" width=\"")
          .text(fmt::format("{:.2f}%", std::max(0.2, 100 * (end - begin))))
          .markup("\"/>\n");
    }
    body_.markup("<text x=\"0%\" y=\"46\">")
        .text(utc_text(revisions.front().first_seen))
        .markup("</text><text x=\"100%\" y=\"46\" text-anchor=\"end\">")
        .text(utc_text(revisions.back().last_seen))
        .markup("</text></svg></figure>\n</section>\n");
  }

  void add_headlines() {
    body_.markup("<section aria-labelledby=\"headlines\">\n<h2 id=\"headlines\">Headlines</h2>\n")
        .markup("<table class=\"headlines\"><thead><tr><th scope=\"col\">Headline</th>")
        .markup("<th scope=\"col\">Stood</th>")
        .markup("</tr></thead><tbody>\n");
    for (const search::HeadlineState& state : search::headline_states(history_)) {
      search::Hit spell;
      spell.appearances.push_back(state.when);
      const search::Exposure stood = search::exposure_of(spell);
      body_.markup("<tr><th scope=\"row\" dir=\"auto\">")
          .text(state.headline.empty() ? "(none)" : state.headline)
          .markup("</th><td>")
          .text(interval_text(static_cast<double>(stood.least), static_cast<double>(stood.most)))
          .text(state.is_variant ? ", variant" : "")
          .markup("</td></tr>\n");
    }
    body_.markup("</tbody></table>\n</section>\n");
  }

  void add_changes() {
    body_.markup("<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">Changes</h2>\n");
    const auto& revisions = history_.revisions();
    std::set<std::string> painted;  // a page that flips between two texts has the same diff twice
    for (std::uint32_t i = 1; i < revisions.size(); ++i) {
      const std::string before = history_.document(revisions[i - 1]);
      const std::string after = history_.document(revisions[i]);
      body_.markup("<article class=\"case\" id=\"revision-")
          .text(revisions[i].short_id())
          .markup("\">\n<h3>")
          .text(between_text(revisions[i].changed_after, revisions[i].first_seen))
          .markup("</h3>\n");
      std::string both = before;
      both += '\0';
      both += after;
      if (!painted.insert(sha256(as_bytes(both)).hex()).second) {
        body_.markup("<p class=\"small\">The same change as above.</p>\n</article>\n");
        continue;
      }
      const diff::TextDiff changes = diff::compare(before, after);
      const ComparedTexts texts{.a = before, .b = after, .diff = changes};
      body_.append(diff_html(texts, choose_blocks(texts, {}), {}, HtmlForm::within))
          .markup("</article>\n");
    }
    body_.markup("</section>\n");
  }

  const history::History& history_;
  const ReportView& view_;
  Html body_;
};

/// The articles that have a case, each once, by key.
std::map<std::string, store::ArticleNumber> articles_with_cases(const report::Report& report) {
  std::map<std::string, store::ArticleNumber> articles;
  for (const report::NoticeCase& notice : report.disclosed) {
    articles.emplace(notice.key, notice.article);
  }
  for (const report::NoticeCase& notice : report.removed) {
    articles.emplace(notice.key, notice.article);
  }
  for (const report::ChangeCase& one : report.confirmed) {
    articles.emplace(one.key, one.article);
  }
  return articles;
}

/// The list of the articles' pages.
class ListPage {
public:
  explicit ListPage(const ReportView& view) {
    body_.markup("<header>\n<p class=\"kicker\"><a href=\"../index.html\">")
        .text(view.title)
        .markup("</a></p>\n<h1>Every article with a case</h1>\n</header>\n<ul>\n");
  }

  void add(std::string_view key, std::string_view title) {
    body_.markup("<li><a dir=\"auto\" href=\"")
        .text(article_page(key).substr(std::string_view{"articles/"}.size()))
        .markup("\">")
        .text(title.empty() ? key : title)
        .markup("</a></li>\n");
  }

  Html take() {
    body_.markup("</ul>\n");
    return report_shell("Every article with a case", {}, body_);
  }

private:
  Html body_;
};

bool has_page_mark(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string beginning(mark_within, '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(file.gcount()));
  return beginning.find(page_mark.str()) != std::string::npos;
}

/// Removes the pages that an earlier run made and this one did not write.
void remove_stale(const std::filesystem::path& folder, const std::set<std::string>& written) {
  std::error_code error;
  std::vector<std::filesystem::path> stale;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator it{folder, error}; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code unknown;  // what cannot be asked for is no page of ours
    if (is_page_name(name) && !written.contains(name) &&
        it->symlink_status(unknown).type() == std::filesystem::file_type::regular &&
        has_page_mark(it->path())) {
      stale.push_back(it->path());
    }
  }
  check(error, "reading", folder);
  for (const std::filesystem::path& path : stale) {
    std::filesystem::remove(path, error);
    check(error, "removing", path);
  }
}

}  // namespace

void write_site(const ReportView& view, const std::filesystem::path& folder) {
  make_folder(folder / "articles");
  ListPage list{view};
  std::set<std::string> written;
  for (const auto& [key, article] : articles_with_cases(view.report)) {
    const history::History history = view.archive.read_as_of(article, view.report.scope.arrival);
    const std::filesystem::path page = folder / article_page(key);
    write(page, ArticlePage{history, view}.make().str());
    written.insert(page.filename().string());
    list.add(key, history::make_title(history.document(history.revisions().back())));
  }
  write(folder / "articles" / "index.html", list.take().str());
  write(folder / "corrections.atom", report_atom(view));
  write(folder / "corrections.rss", report_rss(view));
  write(folder / "feed.json", report_json_feed(view));
  write(folder / "corrections.jsonld", report_json_ld(view));
  write(folder / "report.json", report_json(view));
  write(folder / "report.csv", report_csv(view));
  write(folder / "index.html", report_page(view).str());
  remove_stale(folder / "articles", written);
}

}  // namespace arch::cmd
