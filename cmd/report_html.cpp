#include "cmd/describe.hpp"
#include "cmd/report_view.hpp"
#include "corrections/change_class.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

namespace arch::cmd {
namespace {

using report::Figure;
using report::Report;

/// Cases that one page shows in full. More make a page that no phone opens; the forms for programs
/// have them all.
constexpr std::size_t most_cases = 500;

/// What the report is about in one sentence or two, true of either form.
std::string summary_text(const Report& report) {
  const std::string corrections =
      counted(report::figure(report, "corrections-per-1000").count, "correction");
  const std::string silent = counted(report::figure(report, "silent-edits").count, "edit");
  const std::string articles = counted(report::figure(report, "articles").count, "article");
  if (report.scope.form == report::Form::calendar) {
    return fmt::format(
        "{} disclosed and {} confirmed as silent in the period, in articles of any age; {} first "
        "seen in it.",
        corrections,
        silent,
        articles);
  }
  std::string text = fmt::format(
      "{} disclosed and {} confirmed as silent, in {} first seen in the period, within {} of the "
      "first look at each.",
      corrections,
      silent,
      articles,
      describe_duration(report.scope.follow_up));
  if (report.left_out > 0) {
    text += fmt::format(" {} more of the period {} not followed so long and count for nothing.",
                        grouped(report.left_out),
                        report.left_out == 1 ? "was" : "were");
  }
  return text;
}

class Page {
public:
  explicit Page(const ReportView& view) : view_(view), report_(view.report) {}

  Html make() {
    add_head();
    add_coverage();
    add_figures();
    add_disclosed();
    add_confirmed();
    add_review();
    add_removed();
    add_breakdowns();
    add_method();
    add_verification();
    return body_;
  }

private:
  void open(Markup id, Markup title) {
    body_.markup("<section aria-labelledby=\"")
        .markup(id)
        .markup("\">\n<h2 id=\"")
        .markup(id)
        .markup("\">")
        .markup(title)
        .markup("</h2>\n");
  }
  void close() { body_.markup("</section>\n"); }

  void paragraph(std::string_view text) { body_.markup("<p>").text(text).markup("</p>\n"); }

  void tile(std::string_view value, std::string_view words) {
    body_.markup("<li><strong>")
        .text(value)
        .markup("</strong><span>")
        .text(words)
        .markup("</span></li>\n");
  }

  void add_head() {
    body_.markup("<header>\n<p class=\"kicker\">Transparency report</p>\n<h1 dir=\"auto\">")
        .text(view_.title)
        .markup("</h1>\n<p class=\"dek\">")
        .text(fmt::format("{}. {}", view_.period, summary_text(report_)))
        .markup("</p>\n<ul class=\"tiles\">\n");
    const Figure& rate = report::figure(report_, "corrections-per-1000");
    tile(figure_value(rate), "disclosed corrections per 1,000 articles");
    const Figure& changed = report::figure(report_, "articles-changed");
    tile(figure_value(changed), "of articles were changed after publication");
    tile(grouped(report_.confirmed.size()),
         "undisclosed or badly disclosed changes, confirmed by a person");
    tile(median_text(report_.to_correction), "median time to correction, as an interval");
    body_.markup("</ul>\n</header>\n");
    add_contents();
  }

  void add_contents() {
    body_.markup(R"(<nav aria-label="Contents"><ul>
<li><a href="#coverage">What was watched</a></li>
<li><a href="#figures">Figures</a></li>
<li><a href="#disclosed">Disclosed corrections</a></li>
<li><a href="#confirmed">Confirmed changes</a></li>
<li><a href="#review">Candidates and review</a></li>
<li><a href="#removed">Notices that were removed</a></li>
<li><a href="#breakdowns">By section and kind</a></li>
<li><a href="#method">How it is counted</a></li>
<li><a href="#verification">Make it again</a></li>
)");
    if (view_.setting == Setting::site) {
      body_.markup("<li><a href=\"articles/index.html\">Every article with a case</a></li>\n");
    }
    body_.markup("</ul></nav>\n");
  }

  void row(Markup name, std::string_view value, std::string_view more = {}) {
    body_.markup("<tr><th scope=\"row\">")
        .markup(name)
        .markup("</th><td>")
        .text(value)
        .markup("</td><td>")
        .text(more)
        .markup("</td></tr>\n");
  }

  void gap_row(Markup name, const report::Coverage::Gaps& gaps) {
    if (gaps.count > 0) {
      row(name,
          interval_text(gaps.median, gaps.median),
          "longest " + interval_text(gaps.longest, gaps.longest));
    }
  }

  void add_coverage() {
    const report::Coverage& seen = report_.coverage;
    open("coverage", "What was watched, and what may have been missed");
    body_.markup("<p>").text(
        fmt::format("{} with a look in the period; ", counted(seen.articles, "article")));
    const report::Scope& scope = report_.scope;
    if (scope.site.empty() && scope.section.empty()) {
      body_.text("all of the archive");
    } else {
      body_.markup("site <bdi>")
          .text(scope.site.empty() ? "any" : scope.site)
          .markup("</bdi>, section <bdi>")
          .text(scope.section.empty() ? "any" : scope.section)
          .markup("</bdi>");
    }
    body_.text(fmt::format(". Counting is {}.", form_text(scope))).markup("</p>\n");
    body_.markup("<table>\n<thead><tr><th scope=\"col\">Looks</th><th scope=\"col\">Count</th>")
        .markup("<th scope=\"col\">Share or extent</th></tr></thead>\n<tbody>\n");
    const auto part = [&](std::uint64_t count) {
      return seen.attempts() == 0 ? std::string{}
                                  : fmt::format("{:.1f} %",
                                                100.0 * static_cast<double>(count) /
                                                    static_cast<double>(seen.attempts()));
    };
    row("attempted", grouped(seen.attempts()));
    row("that got the article", grouped(seen.looks), part(seen.looks));
    row("blocked", grouped(seen.blocked), part(seen.blocked));
    row("unreachable", grouped(seen.unreachable), part(seen.unreachable));
    row("found it removed", grouped(seen.removed), part(seen.removed));
    row("found something else", grouped(seen.not_articles), part(seen.not_articles));
    if (seen.damaged > 0) {
      row("articles that could not be read, and are in no figure", grouped(seen.damaged));
    }
    gap_row("median gap, first day", seen.first_day);
    gap_row("median gap, days 2 to 7", seen.first_week);
    gap_row("median gap, later", seen.later);
    body_.markup("</tbody></table>\n");
    const double gap = seen.first_day.count > 0 ? seen.first_day.median : seen.later.median;
    if (gap > 0) {
      paragraph(fmt::format(
          "An edit is seen for certain only if it lived longer than the gap between two looks. At "
          "the median gap of {}, an edit that lived {} is missed with a chance of {:.0f} %, one "
          "that "
          "lived {} with {:.0f} % (1 − lived / gap).",
          describe_duration(static_cast<std::int64_t>(gap)),
          describe_duration(static_cast<std::int64_t>(gap / 4)),
          100 * report::miss_chance(gap / 4, gap),
          describe_duration(static_cast<std::int64_t>(gap / 2)),
          100 * report::miss_chance(gap / 2, gap)));
    }
    close();
  }

  void case_link(const Figure& figure, std::string_view words) {
    body_.markup("<a href=\"#").text(figure.cases).markup("\">").text(words).markup("</a>");
  }

  /// How many of what; linked to the cases, be they those that are counted or the others.
  void count_span(const Figure& figure) {
    body_.markup("<span class=\"small\">");
    const bool has_others = figure.listed == Figure::Listed::others && figure.of > figure.count;
    if (figure.listed == Figure::Listed::counted && !figure.cases.empty() && figure.count > 0) {
      case_link(figure, count_text(figure));
    } else {
      body_.text(count_text(figure));
    }
    if (has_others) {
      body_.text("; ");
      case_link(figure, fmt::format("the other {}", grouped(figure.of - figure.count)));
    }
    body_.markup("</span>");
  }

  void figure_row(const Figure& figure) {
    body_.markup("<tr><th scope=\"row\">").text(figure.name);
    body_.markup("<span class=\"formula\">").text(figure.formula).markup("</span>");
    if (!figure.note.empty()) {
      body_.markup("<span class=\"small\">").text(figure.note).markup("</span>");
    }
    body_.markup("</th><td><b>").text(figure_value(figure)).markup("</b>");
    if (figure.unit != Figure::Unit::count) {
      count_span(figure);
    }
    if (figure.bounds) {
      body_.markup("<span class=\"small\">")
          .text(figure_bounds(figure))
          .markup("</span><span class=\"small\">")
          .text(figure.method)
          .markup("</span>");
    }
    body_.markup("</td></tr>\n");
  }

  void duration_row(Markup name, Markup formula, const report::DurationFigure& figure) {
    body_.markup("<tr><th scope=\"row\">")
        .markup(name)
        .markup("<span class=\"formula\">")
        .markup(formula)
        .markup("</span></th><td><b>")
        .text(median_text(figure))
        .markup("</b><span class=\"small\">")
        .text(
            fmt::format("{} closed, {} still open", grouped(figure.closed), grouped(figure.open)));
    if (figure.median_width) {
      body_.text(fmt::format("; median width {}",
                             describe_duration(static_cast<std::int64_t>(*figure.median_width))));
    }
    body_.markup("</span></td></tr>\n");
  }

  void add_figures() {
    open("figures", "Figures");
    paragraph(
        "Shares have the interval in which the true share lies with 95 % confidence, if the "
        "articles "
        "are a fair sample. d(r) is the level of disclosure, 0 to 5.");
    body_.markup("<table class=\"figures\">\n<thead><tr><th scope=\"col\">Figure and formula</th>")
        .markup("<th scope=\"col\">Value</th></tr></thead>\n<tbody>\n");
    for (const Figure& figure : report_.figures) {
      figure_row(figure);
    }
    duration_row("Time to correction, median",
                 "Kaplan–Meier on TTC in [f− − e, f − e−]; open errors censored",
                 report_.to_correction);
    duration_row("Time from the change to its notice, median",
                 "[m− − f, m − f−], negative when the notice came first",
                 report_.to_notice);
    body_.markup("</tbody></table>\n");
    body_.append(month_chart(report_))
        .append(calendar_chart(report_))
        .append(survival_chart(report_))
        .append(age_chart(report_))
        .append(ladder_chart(report_));
    close();
  }

  void more(std::size_t count) {
    if (count > most_cases) {
      paragraph(fmt::format("{} more are in the forms for programs (--format json or csv).",
                            grouped(count - most_cases)));
    }
  }

  /// Two notices may speak of one change, which has one place on the page.
  void add_notice(const report::NoticeCase& notice,
                  const std::optional<report::ChangeCase>& linked) {
    const bool is_new = !linked || shown_.insert(case_anchor(*linked)).second;
    body_.append(
        notice_case_html(notice, linked, view_, is_new ? ShownBefore::no : ShownBefore::yes));
  }

  void add_disclosed() {
    open("disclosed", "Disclosed corrections");
    paragraph(report_.disclosed.empty()
                  ? "None was seen in the period."
                  : "In the publisher’s own words, oldest first, with the change that each speaks "
                    "of where one was seen.");
    for (std::size_t i = 0; i < report_.disclosed.size() && i < most_cases; ++i) {
      add_notice(report_.disclosed[i], report_.linked[i]);
    }
    more(report_.disclosed.size());
    close();
  }

  void add_confirmed() {
    open("confirmed", "Changes that a person confirmed");
    paragraph(
        report_.confirmed.empty()
            ? "None was confirmed. That none was confirmed does not say that there were none."
            : "Substantive changes without a notice in time, or under one that says less than "
              "it should, each confirmed by a reviewer; gravest first. Where the level is 0 or "
              "1 after grace, the edit was silent.");
    for (std::size_t i = 0; i < report_.confirmed.size() && i < most_cases; ++i) {
      const report::ChangeCase& one = report_.confirmed[i];
      body_.append(change_case_html(
          one, view_, shown_.insert(case_anchor(one)).second ? ShownBefore::no : ShownBefore::yes));
    }
    more(report_.confirmed.size());
    close();
  }

  void add_review() {
    const report::ReviewCounts& reviews = report_.reviews;
    open("review", "Candidates and review");
    paragraph(
        "The program only proposes candidates. One that nobody has reviewed is no finding: it is "
        "counted here, and never as a silent edit.");
    body_
        .markup("<table>\n<thead><tr><th scope=\"col\">Candidates</th><th scope=\"col\">Count</th>")
        .markup("<th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
    const auto share = [](std::uint64_t count, std::uint64_t of) {
      if (of == 0) {
        return std::string{"–"};
      }
      const report::Bounds bounds = report::wilson(count, of);
      return fmt::format("{:.1f} % ({:.1f} to {:.1f} %)",
                         100.0 * static_cast<double>(count) / static_cast<double>(of),
                         100 * bounds.low,
                         100 * bounds.high);
    };
    row("proposed", grouped(reviews.candidates));
    row("reviewed", grouped(reviews.reviewed()), share(reviews.reviewed(), reviews.candidates));
    row("confirmed", grouped(reviews.confirmed));
    row("rejected", grouped(reviews.rejected));
    row("disputed", grouped(reviews.disputed));
    row("false-alarm rate: rejected / (confirmed + rejected)",
        {},
        share(reviews.rejected, reviews.confirmed + reviews.rejected));
    body_.markup("</tbody></table>\n").append(flow_chart(report_));
    close();
  }

  void add_removed() {
    open("removed", "Notices that were removed");
    paragraph(report_.removed.empty() ? "None was seen to go."
                                      : "Notices that a later look no longer found.");
    for (std::size_t i = 0; i < report_.removed.size() && i < most_cases; ++i) {
      add_notice(report_.removed[i], report_.removed_linked.at(i));
    }
    more(report_.removed.size());
    close();
  }

  void add_breakdowns() {
    open("breakdowns", "By section and kind");
    body_.append(section_chart(report_));
    if (!report_.classes.empty()) {
      body_.markup("<table>\n<caption class=\"heard\">Changes by kind</caption><thead><tr>")
          .markup("<th scope=\"col\">Kind of change</th><th scope=\"col\">Revisions</th>")
          .markup("</tr></thead>\n<tbody>\n");
      for (const report::ClassRow& one : report_.classes) {
        body_.markup("<tr><th scope=\"row\">")
            .text(corrections::class_name(one.change))
            .markup("</th><td>")
            .text(grouped(one.changes))
            .markup("</td></tr>\n");
      }
      body_.markup("</tbody></table>\n");
      paragraph("Each revision once, by the most telling thing in it.");
    }
    close();
  }

  void add_method() {
    open("method", "How it is counted");
    paragraph(fmt::format(
        "A is the set of articles first seen in the period P; R(a) how often article a was "
        "revised; "
        "Q the changes that a person confirmed; F the changes of fact, which a person confirmed or "
        "the publisher called a correction; N the notices. Levels of disclosure: 0 none, 1 a mark "
        "such as a time stamp, 2 a notice that does not say what changed, 3 one that does, 4 with "
        "the right label and a date, 5 for programs too. A change has {} before its level counts.",
        describe_duration(report_.grace)));
    paragraph(
        "Notices are recognised in English, French, German, Spanish, Portuguese, Swahili, "
        "Kinyarwanda and Arabic. Articles in other languages are counted, and what they disclose "
        "is "
        "not seen.");
    paragraph(
        "A change happened between the last look at the old text and the first at the new one, so "
        "every time is an interval. Few cases make wide intervals; comparing outlets that were not "
        "watched alike compares the watching.");
    close();
  }

  void term(Markup name, std::string_view value) {
    body_.markup("<dt>")
        .markup(name)
        .markup("</dt><dd><code>")
        .text(value)
        .markup("</code></dd>\n");
  }

  void add_verification() {
    open("verification", "Make it again");
    paragraph("With the same archive, this command gives the same page, byte for byte:");
    body_.markup("<p><code>").text(view_.command).markup("</code></p>\n<dl class=\"sides\">\n");
    term("Records", std::to_string(report_.scope.arrival));
    term("Judged as of", format_rfc3339(report_.scope.as_of));
    term("Rules", report_.rules.hex());
    term("Phrases", report_.phrases.hex());
    const auto policy = policy_of(report_);
    term("Policy", policy ? policy->hex() : "none");
    term("Program", "arch " + view_.version);
    body_.markup("</dl>\n");
    close();
  }

  const ReportView& view_;
  const Report& report_;
  std::set<std::string> shown_;  // anchors of the changes that are painted
  Html body_;
};

}  // namespace

Html report_page(const ReportView& view) {
  Html links;
  if (!view.address.empty()) {
    links
        .markup(
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"corrections.atom\">\n")
        .markup("<link rel=\"alternate\" type=\"application/rss+xml\" href=\"corrections.rss\">\n")
        .markup("<link rel=\"alternate\" type=\"application/feed+json\" href=\"feed.json\">\n")
        .markup(
            "<link rel=\"alternate\" type=\"application/ld+json\" href=\"corrections.jsonld\">\n");
  }
  return report_shell(view.title, links, Page{view}.make());
}

}  // namespace arch::cmd
