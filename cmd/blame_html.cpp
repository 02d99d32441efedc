#include "cmd/blame_view.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_pieces.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace arch::cmd {
namespace {

using Kind = BlamePassage::Kind;

/// Where a revision stands in the list at the end of the page.
std::string anchor_of(const history::Revision& revision) {
  return "arch-" + revision.short_id();
}

/// A passage, marked as what it is.
Html marked_passage(Kind kind, const Html& inner) {
  Html html;
  switch (kind) {
    case Kind::original:
      return html.append(inner);
    case Kind::added:
      return marked(HtmlMark::added, inner);
    case Kind::changed:
      html.markup("<ins><span class=\"heard\" lang=\"en\" dir=\"ltr\">[changed: </span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></ins>");
    case Kind::returned:
      html.markup(
              "<mark><span class=\"heard\" lang=\"en\" dir=\"ltr\">[had gone, came back: </span>")
          .append(inner);
      return html.markup("<span class=\"heard\">]</span></mark>");
  }
  return html;
}

class BlamePage {
public:
  BlamePage(const BlameView& view, const Zone& zone)
      : view_(view), zone_(zone), language_(find_field(view.text, "language")) {}

  Html make() {
    add_head();
    const BlamePassage* before = nullptr;
    for (const BlamePassage& passage : view_.passages) {
      const bool goes_on =
          before != nullptr && before->block == passage.block && before->field == passage.field;
      if (!goes_on) {
        html_.markup(before == nullptr ? Markup("") : Markup("</p>\n"));
        open_paragraph(passage);
      } else {
        html_.text(diff::slice(view_.text, {before->bytes.end, passage.bytes.begin}));
      }
      add_passage(passage);
      before = &passage;
    }
    html_.markup(before == nullptr ? Markup("<p>There is no such passage.</p>\n")
                                   : Markup("</p>\n"));
    add_revisions();
    return html_page(title(), html_);
  }

private:
  [[nodiscard]] std::string title() const {
    const std::string_view headline = find_field(view_.text, "headline");
    return std::string{headline.empty() ? std::string_view{view_.history.key()} : headline};
  }

  void add_head() {
    const history::Revision& shown = view_.history.revisions()[view_.revision];
    html_.markup("<header>\n<h1 dir=\"auto\">").text(title()).markup("</h1>\n");
    html_.markup("<p class=\"note\">Underlined is what was added or changed after the first ")
        .markup("revision, with dots what had gone and come back; beside it, when it was first ")
        .markup("seen. The rest was there from the beginning.</p>\n")
        .markup("<dl class=\"sides\"><dt>Text</dt><dd>")
        .text(revision_name(view_.history, view_.revision))
        .markup(", revision ")
        .text(shown.short_id())
        .markup("</dd><dt>Seen</dt><dd>")
        .text(interval_of(shown, zone_))
        .markup("</dd></dl>\n</header>\n");
  }

  void open_paragraph(const BlamePassage& passage) {
    html_.markup("<p class=\"text\" dir=\"auto\"");
    html_.append(language_attribute(language_));
    html_.markup(">");
    if (!passage.block) {
      html_.markup("<span class=\"note\">").text(passage.field).markup(":</span> ");
    }
  }

  void add_passage(const BlamePassage& passage) {
    const history::Revision& origin = view_.history.revisions()[passage.revision];
    html_.append(
        marked_passage(passage.kind(), Html{}.text(diff::slice(view_.text, passage.bytes))));
    const std::string note = note_of(view_.history, passage, zone_);
    if (passage.kind() == Kind::original && note.empty()) {
      return;
    }
    html_.markup(" <span class=\"note\" lang=\"en\" dir=\"ltr\">[<a href=\"#")
        .text(anchor_of(origin))
        .markup("\">")
        .text(minute_of(origin.first_seen, zone_))
        .markup("</a>")
        .text(note.empty() ? "" : "; " + note)
        .markup("]</span>");
  }

  void add_revisions() {
    const std::vector<std::uint32_t> numbers = revisions_of(view_);
    if (numbers.empty()) {
      return;
    }
    html_.markup("<h2>Revisions</h2>\n<dl class=\"sides\">\n");
    for (const std::uint32_t number : numbers) {
      const history::Revision& revision = view_.history.revisions()[number];
      html_.markup("<dt id=\"")
          .text(anchor_of(revision))
          .markup("\">")
          .text(revision.short_id())
          .markup("</dt><dd>")
          .text(interval_of(revision, zone_))
          .markup("</dd>\n");
    }
    html_.markup("</dl>\n");
  }

  const BlameView& view_;
  const Zone& zone_;
  std::string_view language_;
  Html html_;
};

}  // namespace

Html blame_page(const BlameView& view, Context& context) {
  return BlamePage{view, context.zone()}.make();
}

}  // namespace arch::cmd
