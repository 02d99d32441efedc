#include "cmd/diff_html.hpp"

#include "base/sha256.hpp"
#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::slice;

/// How much of a block is told where it stood before it moved, in bytes.
constexpr std::size_t moved_head = 80;

/// Something that is at the same place in every diff of these two texts, and in no other: several
/// fragments may be on one page, and links between the ends of a move need names.
std::string anchor_prefix(const ComparedTexts& texts) {
  Sha256 hash;
  hash.update(as_bytes(fmt::format("{} ", texts.a.size())));
  hash.update(as_bytes(texts.a));
  hash.update(as_bytes(texts.b));
  return "arch-" + hash.finish().hex().substr(0, 8);
}

class DiffPage {
public:
  DiffPage(const ComparedTexts& texts, const DiffChoice& choice, HtmlForm form)
      : texts_(texts),
        choice_(choice),
        form_(form),
        numbers_a_(texts.a),
        numbers_b_(texts.b),
        anchor_(anchor_prefix(texts)),
        language_(find_field(texts.b, "language")) {}

  Html make(const DiffHead& head) {
    if (form_ != HtmlForm::within) {
      add_head(head);
    }
    for (const BlockStretch& stretch : choice_.stretches) {
      if (stretch.show == BlockStretch::Show::folded) {
        add_folded(stretch.blocks);
        continue;
      }
      for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
        add_block(i);
      }
    }
    if (choice_.empty()) {
      html_.markup("<p>");
      html_.text(choice_.is_restricted ? "Nothing of this changed." : "Nothing changed.");
      html_.markup("</p>\n");
    }
    return html_;
  }

private:
  void add_head(const DiffHead& head) {
    const bool is_page = form_ == HtmlForm::page;
    html_.markup("<header>\n")
        .markup(is_page ? Markup("<h1 dir=\"auto\">") : Markup("<h2 dir=\"auto\">"));
    html_.text(head.title).markup(is_page ? Markup("</h1>\n") : Markup("</h2>\n"));
    if (!head.facts.empty()) {
      html_.markup("<ul class=\"facts\">");
      for (const std::string& fact : head.facts) {
        html_.markup("<li>").text(fact).markup("</li>");
      }
      html_.markup("</ul>\n");
    }
    html_.markup("<dl class=\"sides\"><dt>Before</dt><dd>").text(head.before);
    html_.markup("</dd><dt>After</dt><dd>").text(head.after).markup("</dd></dl>\n");
    html_.markup("</header>\n");
  }

  void add_folded(diff::Range blocks) {
    std::size_t count = 0;
    Html inner;
    for (std::uint32_t i = blocks.begin; i < blocks.end; ++i) {
      const diff::Block& block = texts_.diff.blocks[i];
      const auto numbers = block.is_field ? std::nullopt : numbers_b_.find(block.b);
      if (numbers) {
        count += numbers->second - numbers->first + 1;
        inner.append(paragraph(Html{}.text(trimmed(slice(texts_.b, block.b)))));
      }
    }
    if (count > 0) {
      html_.markup("<details class=\"folded\"><summary>")
          .text(counted(count, "paragraph"))
          .markup(" unchanged</summary>\n")
          .append(inner)
          .markup("</details>\n");
    }
  }

  void add_block(std::uint32_t number) {
    const diff::Block& block = texts_.diff.blocks[number];
    if (!is_changed(texts_, block)) {
      html_.append(paragraph(Html{}.text(trimmed(slice(texts_.b, block.b)))));
      return;
    }
    const bool is_page = form_ == HtmlForm::page;
    html_.markup("<div class=\"change ").markup(class_of(block)).markup("\"");
    if (block.kind == Kind::moved_from || block.kind == Kind::moved_to) {
      html_.markup(" id=\"").text(anchor(number)).markup("\"");
    }
    html_.markup(">\n").markup(is_page                     ? Markup("<h2 class=\"where\">")
                               : form_ == HtmlForm::within ? Markup("<p class=\"where\">")
                                                           : Markup("<h3 class=\"where\">"));
    add_where(block);
    html_.markup(is_page                     ? Markup("</h2>\n")
                 : form_ == HtmlForm::within ? Markup("</p>\n")
                                             : Markup("</h3>\n"));
    if (block.kind == Kind::moved_from) {
      const std::string_view moved = trimmed(slice(texts_.a, block.a));
      Html start;
      start.text(head(moved, moved_head));
      start.text(moved.size() > moved_head ? " …" : "");
      html_.append(paragraph(start, "text note"));
    } else {
      html_.append(paragraph(pieces_html(block)));
    }
    html_.markup("</div>\n");
  }

  static Markup class_of(const diff::Block& block) {
    switch (block.kind) {
      case Kind::inserted:
        return "added";
      case Kind::deleted:
        return "removed";
      case Kind::moved_from:
      case Kind::moved_to:
        return "moved";
      case Kind::kept:
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        break;
    }
    return "changed";
  }

  std::string anchor(std::uint32_t number) const { return fmt::format("{}-{}", anchor_, number); }

  static std::string plural(const std::string& number) {
    return fmt::format(
        "{} {}", number.find('-') == std::string::npos ? "Paragraph" : "Paragraphs", number);
  }

  /// A link to the other end of a move.
  void add_partner(const diff::Block& block, const std::string& number) {
    html_.markup("<a href=\"#")
        .text(anchor(block.partner))
        .markup("\">")
        .text(number.empty() ? "there" : number)
        .markup("</a>");
  }

  /// The heading of a changed block.
  void add_where(const diff::Block& block) {
    const std::string a = numbers_a_.text(block.a);
    const std::string b = numbers_b_.text(block.b);
    std::string what =
        plural(block.kind == Kind::deleted || block.kind == Kind::moved_from ? a : b);
    if (block.is_field) {
      what = field_of(texts_, block);
      what[0] = what[0] >= 'a' && what[0] <= 'z' ? static_cast<char>(what[0] - 'a' + 'A') : what[0];
    }
    html_.text(what);
    switch (block.kind) {
      case Kind::inserted:
        html_.markup(" added");
        break;
      case Kind::deleted:
        html_.markup(" removed");
        break;
      case Kind::moved_from:
        html_.markup(" moved to ");
        add_partner(block, numbers_b_.text(texts_.diff.blocks[block.partner].b));
        break;
      case Kind::moved_to:
        html_.text(block.touch > diff::Touch::spacing ? " changed and moved here from "
                                                      : " moved here from ");
        add_partner(block, numbers_a_.text(texts_.diff.blocks[block.partner].a));
        break;
      case Kind::split:
        html_.markup(" split from ").text(a);
        break;
      case Kind::joined:
        html_.markup(" joined from ").text(a);
        break;
      case Kind::kept:
      case Kind::replaced:
        html_.markup(" changed");
        break;
    }
  }

  Html pieces_html(const diff::Block& block) const {
    Html html;
    std::vector<Piece> pieces = inline_pieces_of(texts_, block);
    trim_field_name(texts_, block, pieces.front());
    for (std::string_view* const text : {&pieces.front().a, &pieces.front().b}) {
      text->remove_prefix(leading_space(*text).size());
    }
    for (std::string_view* const text : {&pieces.back().a, &pieces.back().b}) {
      text->remove_suffix(trimmed(*text).empty() ? text->size() : trailing_space(*text).size());
    }
    Html moved;  // what stands between the edges of a sentence that moved
    bool is_open = false;
    for (const Piece& piece : pieces) {
      switch (piece.edge) {
        case Piece::Edge::opens_moved:
          is_open = true;
          break;
        case Piece::Edge::closes_moved:
          html.append(marked(HtmlMark::moved_here, moved));
          moved = {};
          is_open = false;
          break;
        case Piece::Edge::none:
          add_piece(is_open ? moved : html, piece);
          break;
      }
    }
    return html;
  }

  static void add_piece(Html& html, const Piece& piece) {
    switch (piece.kind) {
      case Kind::kept:
      case Kind::split:
      case Kind::joined:
        html.text(piece.b);
        break;
      case Kind::inserted:
        add_marked(html, HtmlMark::added, piece.b);
        break;
      case Kind::deleted:
        add_marked(html, HtmlMark::removed, piece.a);
        break;
      case Kind::replaced:
        add_space(html, leading_space(piece.b));
        if (!trimmed(piece.a).empty()) {
          html.append(marked(HtmlMark::removed, Html{}.text(trimmed(piece.a))));
        }
        if (!trimmed(piece.b).empty()) {
          html.append(marked(HtmlMark::added, Html{}.text(trimmed(piece.b))));
          add_space(html, trailing_space(piece.b));
        }
        break;
      case Kind::moved_from:
        add_marked(html, HtmlMark::moved_away, piece.a);
        break;
      case Kind::moved_to:
        add_marked(html, HtmlMark::moved_here, piece.b);
        break;
    }
  }

  /// White space beside a mark as it reads within a block, whose lines are one line each.
  static void add_space(Html& html, std::string_view space) {
    html.text(space.find('\n') == std::string_view::npos ? space : " ");
  }

  static void add_marked(Html& html, HtmlMark mark, std::string_view text) {
    add_space(html, leading_space(text));
    if (!trimmed(text).empty()) {
      html.append(marked(mark, Html{}.text(trimmed(text))));
      add_space(html, trailing_space(text));
    }
  }

  /// A paragraph of the article, in its language and the direction of its script.
  Html paragraph(const Html& inner, Markup classes = "text") const {
    Html html;
    html.markup("<p class=\"").markup(classes).markup("\" dir=\"auto\"");
    html.append(language_attribute(language_));
    return html.markup(">").append(inner).markup("</p>\n");
  }

  const ComparedTexts& texts_;
  const DiffChoice& choice_;
  HtmlForm form_;
  BlockNumbers numbers_a_;
  BlockNumbers numbers_b_;
  std::string anchor_;
  std::string_view language_;
  Html html_;
};

}  // namespace

Html diff_html(const ComparedTexts& texts,
               const DiffChoice& choice,
               const DiffHead& head,
               HtmlForm form) {
  return DiffPage{texts, choice, form}.make(head);
}

}  // namespace arch::cmd
