#include "base/site.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_html.hpp"
#include "cmd/report_view.hpp"
#include "corrections/change_class.hpp"

#include <fmt/format.h>

#include <string>

namespace arch::cmd {
namespace {

class Terms {
public:
  void add(Markup term, std::string_view value) {
    if (!value.empty()) {
      html_.markup("<dt>")
          .markup(term)
          .markup("</dt><dd dir=\"auto\">")
          .text(value)
          .markup("</dd>");
    }
  }
  void add(Markup term, const Html& value) {
    html_.markup("<dt>").markup(term).markup("</dt><dd>").append(value).markup("</dd>");
  }
  Html take() {
    Html all;
    return all.markup("<dl>").append(html_).markup("</dl>\n");
  }

private:
  Html html_;
};

/// The headline, the key, as a link where it is an address, and a link to the article's own page.
void add_title(Html& html,
               std::string_view headline,
               std::string_view key,
               std::string_view lang,
               const ReportView& view) {
  html.markup("<h3 dir=\"auto\"").append(language_attribute(lang)).markup(">");
  html.text(headline.empty() ? key : headline).markup("</h3>\n<p class=\"small\">");
  if (is_web_address(key)) {
    html.markup("<a href=\"").text(key).markup("\" rel=\"nofollow\">").text(key).markup("</a>");
  } else {
    html.text(key);
  }
  html.markup("</p>\n");
  if (view.setting == Setting::site) {
    html.markup("<p class=\"small\"><a href=\"")
        .text(article_page(key))
        .markup("\">Its headlines and all its changes</a></p>\n");
  }
}

void add_quotation(Html& html, std::string_view text, std::string_view lang) {
  html.markup("<blockquote dir=\"auto\"")
      .append(language_attribute(lang))
      .markup("><p>")
      .text(text)
      .markup("</p></blockquote>\n");
}

std::string exposure_text(const report::ChangeCase& one) {
  return one.exposure ? interval_text(static_cast<double>(one.exposure->least),
                                      static_cast<double>(one.exposure->most))
                      : std::string{};
}

std::string delay_text(const report::ChangeCase& one) {
  if (!one.delay) {
    return {};
  }
  const std::string text = before_after_text(static_cast<double>(one.delay->least),
                                             static_cast<double>(one.delay->most));
  return text == "at once" ? "with the change" : text + " the change";
}

/// Both texts, the changed paragraphs only.
Html painted(const report::ChangeCase& one, const ReportView& view) {
  const history::History history = view.archive.read_as_of(one.article, view.report.scope.arrival);
  const std::string before = history.document(history.revisions()[one.revision - 1]);
  const std::string after = history.document(history.revisions()[one.revision]);
  const diff::TextDiff changes = diff::compare(before, after);
  const ComparedTexts texts{.a = before, .b = after, .diff = changes};
  DiffChoice choice = choose_blocks(texts, {});
  std::erase_if(choice.stretches, [](const BlockStretch& stretch) {
    return stretch.show == BlockStretch::Show::folded;
  });
  return diff_html(texts, choice, {}, HtmlForm::within);
}

void add_decision(Terms& terms, const report::Decision& decision) {
  // A role of another direction of writing must not turn the date around.
  Html review;
  review.text(decision.status);
  if (!decision.role.empty()) {
    review.text(", by: ").markup("<bdi>").text(decision.role).markup("</bdi>");
  }
  terms.add("Review", review.text(", " + utc_text(decision.at)));
  terms.add("Severity", decision.severity);
  terms.add("Pointed out by", decision.source);
  terms.add("Reason", decision.reason);
}

void add_change_terms(Terms& terms, const report::ChangeCase& one) {
  terms.add("Changed", between_text(one.changed_after, one.first_seen));
  terms.add("Revisions", fmt::format("{} to {}", one.before_id, one.after_id));
  terms.add("Kind of change", corrections::class_name(one.change));
  terms.add("Old text was live", exposure_text(one));
  terms.add("Disclosure",
            fmt::format("{}; {}", level_text(one.level), corrections::status_name(one.status)));
  terms.add("Notice came", delay_text(one));
}

/// Both texts, or where they are.
void add_texts(Html& html,
               const report::ChangeCase& one,
               const ReportView& view,
               ShownBefore shown) {
  if (shown == ShownBefore::no) {
    html.append(painted(one, view));
  } else {
    html.markup("<p class=\"small\"><a href=\"#")
        .text(case_anchor(one))
        .markup("\">Both texts are shown with this change above.</a></p>\n");
  }
}

}  // namespace

Html change_case_html(const report::ChangeCase& one, const ReportView& view, ShownBefore shown) {
  Html html;
  html.markup("<article class=\"case\"");
  if (shown == ShownBefore::no) {
    html.markup(" id=\"").text(case_anchor(one)).markup("\"");
  }
  html.markup(">\n");
  add_title(html, one.headline, one.key, one.language, view);
  Terms terms;
  add_change_terms(terms, one);
  if (one.decision) {
    add_decision(terms, *one.decision);
  }
  html.append(terms.take());
  if (!one.notice.empty()) {
    add_quotation(html, one.notice, one.language);
  }
  add_texts(html, one, view, shown);
  for (const std::string& reply : one.replies) {
    html.markup("<p class=\"small\">The outlet replied:</p>\n");
    add_quotation(html, reply, {});
  }
  return html.markup("</article>\n");
}

Html notice_case_html(const report::NoticeCase& notice,
                      const std::optional<report::ChangeCase>& linked,
                      const ReportView& view,
                      ShownBefore shown) {
  Html html;
  html.markup("<article class=\"case\"");
  if (linked && shown == ShownBefore::no) {
    html.markup(" id=\"").text(case_anchor(*linked)).markup("\"");
  }
  html.markup(">\n");
  add_title(html, notice.headline, notice.key, notice.language, view);
  add_quotation(html, notice.text, notice.language);
  Terms terms;
  terms.add("Notice first seen", between_text(notice.not_before, notice.first_seen));
  terms.add(
      "Kind of notice",
      fmt::format(
          "{}, {}", corrections::notice_kind_name(notice.kind), position_text(notice.position)));
  if (notice.gone_by) {
    terms.add("Notice gone",
              between_text(notice.last_seen, *notice.gone_by) +
                  (notice.removed_by_rewrite ? ", with most of the text" : ", alone"));
  }
  if (linked) {
    add_change_terms(terms, *linked);
  } else {
    terms.add("Change", "none seen that it speaks of");
  }
  html.append(terms.take());
  if (linked) {
    add_texts(html, *linked, view, shown);
  }
  return html.markup("</article>\n");
}

}  // namespace arch::cmd
