#include "base/sha256.hpp"
#include "base/site.hpp"
#include "cmd/json.hpp"
#include "cmd/report_view.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

/// The host of the address, for names that nobody else gives out.
std::string host_of(const ReportView& view) {
  std::string_view host = view.address;
  if (const std::size_t slashes = host.find("//"); slashes != std::string_view::npos) {
    host.remove_prefix(slashes + 2);
  }
  host = host.substr(0, host.find_first_of("/:?#"));
  return std::string{host.empty() ? "arch.invalid" : host};
}

/// A name that stays with the notice when its words change (RFC 4151): by the first look that saw
/// it and how it began.
std::string entry_id(const report::NoticeCase& notice, const ReportView& view) {
  const std::string name =
      fmt::format("{}\n{}\n{}", notice.key, format_rfc3339(notice.first_seen), notice.first_text);
  return fmt::format("tag:{},2026:arch/{}", host_of(view), sha256(as_bytes(name)).hex());
}

/// A name that stays with the feed: by its address, or else by the archive and what is reported of
/// it, so that the feeds of two archives are two feeds.
std::string feed_id(const ReportView& view) {
  const report::Scope& scope = view.report.scope;
  const std::string name =
      view.address.empty() ? fmt::format("{}\n{}\n{}", view.archive_name, scope.site, scope.section)
                           : view.address;
  return fmt::format(
      "tag:{},2026:arch/feed/{}", host_of(view), sha256(as_bytes(name)).short_hex(32));
}

/// Where the site has the article's own page; empty where it is not known.
std::string page_address(const report::NoticeCase& notice, const ReportView& view) {
  return view.setting == Setting::site && !view.address.empty()
             ? view.address + article_page(notice.key)
             : std::string{};
}

std::string title_of(const report::NoticeCase& notice) {
  return fmt::format("{}: {}",
                     corrections::notice_kind_name(notice.kind),
                     notice.headline.empty() ? notice.key : notice.headline);
}

/// The latest moment that the feed speaks of, so that it is the same whenever it is made.
UtcTime updated(const report::Report& report) {
  return report.disclosed.empty() ? report.scope.from : report.disclosed.back().first_seen;
}

/// RFC 822's form with four digits of the year, as RSS wants it.
std::string rfc822(UtcTime time) {
  constexpr std::array days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::int64_t day = std::int64_t{24} * 3600;
  const std::string text = format_rfc3339(time);
  std::int64_t number = time.seconds / day;
  number -= time.seconds % day < 0 ? 1 : 0;
  const std::size_t month = static_cast<std::size_t>((text[5] - '0') * 10 + text[6] - '0');
  return fmt::format("{}, {} {} {} {} GMT",
                     days.at(static_cast<std::size_t>((number % 7 + 7) % 7)),
                     text.substr(8, 2),
                     months.at(month - 1),
                     text.substr(0, 4),
                     text.substr(11, 8));
}

}  // namespace

// XML is written by the same type as HTML: what is text cannot become markup.

std::string report_atom(const ReportView& view) {
  Html xml;
  xml.markup("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
      .markup("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>")
      .text(view.title)
      .markup("</title>\n<id>")
      .text(feed_id(view))
      .markup("</id>\n<updated>")
      .text(format_rfc3339(updated(view.report)))
      .markup("</updated>\n<author><name>")
      .text(view.title)
      .markup("</name></author>\n");
  if (!view.address.empty()) {
    xml.markup("<link rel=\"self\" href=\"").text(view.address).markup("corrections.atom\"/>\n");
  }
  for (const report::NoticeCase& notice : view.report.disclosed) {
    xml.markup("<entry>\n<title>")
        .text(title_of(notice))
        .markup("</title>\n<id>")
        .text(entry_id(notice, view))
        .markup("</id>\n<updated>")
        .text(format_rfc3339(notice.first_seen))
        .markup("</updated>\n");
    if (is_web_address(notice.key)) {
      xml.markup("<link rel=\"alternate\" href=\"").text(notice.key).markup("\"/>\n");
    }
    if (const std::string page = page_address(notice, view); !page.empty()) {
      xml.markup("<link rel=\"related\" href=\"").text(page).markup("\"/>\n");
    }
    xml.markup("<content type=\"text\">").text(notice.text).markup("</content>\n</entry>\n");
  }
  return xml.markup("</feed>\n").str();
}

std::string report_rss(const ReportView& view) {
  Html xml;
  xml.markup(
         "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">\n<channel>\n<title>")
      .text(view.title)
      .markup("</title>\n<link>")
      .text(view.address.empty() ? "about:blank" : view.address)
      .markup("</link>\n<description>Corrections that were disclosed</description>\n")
      .markup("<lastBuildDate>")
      .text(rfc822(updated(view.report)))
      .markup("</lastBuildDate>\n");
  for (const report::NoticeCase& notice : view.report.disclosed) {
    xml.markup("<item>\n<title>").text(title_of(notice)).markup("</title>\n");
    if (is_web_address(notice.key)) {
      xml.markup("<link>").text(notice.key).markup("</link>\n");
    }
    xml.markup("<guid isPermaLink=\"false\">")
        .text(entry_id(notice, view))
        .markup("</guid>\n<pubDate>")
        .text(rfc822(notice.first_seen))
        .markup("</pubDate>\n<description>");
    // Readers take a description for HTML: it is text within HTML within XML.
    Html description;
    description.text(notice.text);
    if (const std::string page = page_address(notice, view); !page.empty()) {
      description.markup(" <a href=\"").text(page).markup("\">All changes to the article</a>");
    }
    xml.text(description.str()).markup("</description>\n</item>\n");
  }
  return xml.markup("</channel>\n</rss>\n").str();
}

std::string report_json_feed(const ReportView& view) {
  std::vector<JsonRecord> items;
  for (const report::NoticeCase& notice : view.report.disclosed) {
    JsonRecord item;
    item.text("id", entry_id(notice, view));
    const std::string page = page_address(notice, view);
    if (!page.empty()) {
      item.text("url", page);
    }
    if (is_web_address(notice.key)) {
      item.text(page.empty() ? "url" : "external_url", notice.key);
    }
    item.text("title", title_of(notice))
        .text("content_text", notice.text)
        .time("date_published", notice.first_seen);
    items.push_back(item);
  }
  JsonRecord feed;
  feed.text("version", "https://jsonfeed.org/version/1.1").text("title", view.title);
  if (!view.address.empty()) {
    feed.text("home_page_url", view.address).text("feed_url", view.address + "feed.json");
  }
  return feed.records("items", items).str() + "\n";
}

std::string report_json_ld(const ReportView& view) {
  std::vector<JsonRecord> comments;
  for (const report::NoticeCase& notice : view.report.disclosed) {
    JsonRecord work;
    work.text("@type", "NewsArticle").text("headline", nonempty(notice.headline));
    if (is_web_address(notice.key)) {
      work.text("url", notice.key);
    }
    JsonRecord comment;
    comment.text("@type", "CorrectionComment")
        .text("text", notice.text)
        .time("datePublished", notice.first_seen)
        .record("about", work);
    if (const std::string page = page_address(notice, view); !page.empty()) {
      comment.text("url", page);
    }
    comments.push_back(comment);
  }
  return JsonRecord{}.text("@context", "https://schema.org").records("@graph", comments).str() +
         "\n";
}

}  // namespace arch::cmd
