#pragma once

#include "html/formatting.hpp"
#include "html/open_elements.hpp"
#include "html/parse.hpp"
#include "html/tag_reader.hpp"
#include "html/tree_draft.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::html {

/// Makes the tree of a page by the standard's rules,
/// https://html.spec.whatwg.org/#tree-construction, for a reader without scripts: the names of
/// modes, and the order of the cases in each, are the standard's, so that both can be read side by
/// side. Left out are what no reader of arch needs: comments, the contents of style, iframe and
/// svg, handlers of events, styles that do not hide, long values of attributes that arch does not
/// know.
class TreeConstruction {
public:
  /// `page` is valid UTF-8 without NUL and CR, and outlives this.
  TreeConstruction(std::string_view page, const Limits& limits);

  /// Reads the page. Returns whether it is within the limits of depth, nodes and work: the number
  /// of looks at open elements and formatting, which a page can make grow with its square.
  bool read();

  /// Reads the page, instead, as its texts in paragraphs, broken where a block begins or ends, and
  /// no more of it than the limits allow.
  void read_text_only();

  /// Returns the tree of what was read.
  Tree finish();

private:
  enum class Mode : std::uint8_t {
    initial,
    before_html,
    before_head,
    in_head,
    in_head_noscript,
    after_head,
    in_body,
    in_table,
    in_caption,
    in_column_group,
    in_table_body,
    in_row,
    in_cell,
    in_select,
    in_select_in_table,
    in_template,
    after_body,
    in_frameset,
    after_frameset,
    after_after_body,
    after_after_frameset,
  };

  /// What a mode made of a token: it is done with it, or has changed the mode, whose turn it is.
  enum class Turn : std::uint8_t { done, again };

  bool within_limits() const;
  void end_page();

  // What a token is, by kind (tree_construction.cpp).
  void declaration(const Token& token);
  void text(const Token& token);
  void start(const Token& token);
  void end(const Token& token);
  Turn start_in_mode(const Token& token);
  Turn end_in_mode(const Token& token);
  Turn text_in_mode(std::string_view& text);

  // Foreign content (tree_construction.cpp).
  bool in_foreign() const;
  bool is_foreign(const Token& token) const;
  bool is_math_text(const OpenElement& element) const;
  bool holds_html(const OpenElement& element) const;
  Turn start_in_foreign(const Token& token);
  Turn end_in_foreign(const Token& token);
  void start_foreign(const Token& token, Namespace space);

  // The modes before and in head (before_body.cpp), and those of framesets and after the body.
  Turn start_before_body(const Token& token);
  Turn end_before_body(const Token& token);
  Turn open_next(Mode mode);
  Turn start_in_head(const Token& token);
  Turn start_in_head_noscript(const Token& token);
  Turn start_after_head(const Token& token);
  void start_template(const Token& token);
  void end_template();
  Turn start_in_template(const Token& token);
  Turn start_after_body(const Token& token);
  Turn end_after_body(const Token& token);
  Turn start_in_frameset(const Token& token);
  Turn end_in_frameset(const Token& token);

  // The body (in_body.cpp).
  Turn start_in_body(const Token& token);
  void start_block(const Token& token);
  void start_inline(const Token& token);
  void start_formatting(const Token& token);
  void start_item(const Token& token);
  void start_raw_in_body(const Token& token);
  void start_frameset_in_body(const Token& token);
  void start_ruby(const Token& token);
  Turn end_in_body(const Token& token);
  void end_block(const Token& token);
  void end_form();
  void end_any(std::string_view name, Tag tag);
  void text_in_body(std::string_view text);

  // Formatting that is closed where it may not be (adoption_agency.cpp).
  void adopt(Tag tag);
  DraftId adopt_inner(std::size_t formatting, std::size_t furthest, std::size_t& bookmark);
  void adopt_outer(std::size_t formatting, std::size_t furthest);
  void reconstruct_formatting();

  // Tables and select (in_table.cpp).
  Turn start_in_table(const Token& token);
  Turn end_in_table(const Token& token);
  Turn text_in_table(std::string_view text);
  Turn start_in_caption(const Token& token);
  Turn end_in_caption(const Token& token);
  Turn start_in_column_group(const Token& token);
  Turn end_in_column_group(const Token& token);
  Turn leave_column_group();
  Turn start_in_table_body(const Token& token);
  Turn end_in_table_body(const Token& token);
  Turn leave_table_body();
  Turn start_in_row(const Token& token);
  Turn end_in_row(const Token& token);
  Turn leave_row();
  Turn start_in_cell(const Token& token);
  Turn end_in_cell(const Token& token);
  void close_cell();
  bool close_caption();
  Turn start_in_select(const Token& token);
  Turn end_in_select(const Token& token);
  Turn leave_select();
  void reset_mode();
  Mode mode_of(const OpenElement& element, std::size_t index) const;

  // Making nodes (making_nodes.cpp).
  Place place() const;
  Place foster_place() const;
  Place place_in(const OpenElement& target) const;
  DraftId insert(const Token& token);
  DraftId insert(Tag tag);
  void insert_empty(const Token& token);
  void insert_raw(const Token& token);
  DraftId insert_element(Tag tag, Namespace space, std::string_view name);
  void insert_text(std::string_view text);
  void read_attributes(const Token& token, DraftId element);
  std::string_view lowered(std::string_view name);
  std::string_view decoded(std::string_view text);
  void close_paragraph();

  TagReader reader_;
  const Limits& limits_;
  TreeDraft draft_;
  OpenElements open_{draft_};
  Formatting formatting_{draft_};
  Mode mode_ = Mode::initial;
  std::vector<Mode> template_modes_;
  DraftId head_ = no_draft;
  DraftId form_ = no_draft;
  bool quirks_ = true;
  bool frameset_ok_ = true;
  bool foster_ = false;        ///< what is put into a table goes before it
  bool skip_newline_ = false;  ///< at the beginning of the next text
  std::size_t attributes_ = 0;
  std::size_t roots_ = 0;
  std::size_t steps_ = 0;  ///< beside those of searches
  std::string name_;       ///< of the last element or attribute that had capitals
  std::string decoded_;
};

}  // namespace arch::html
