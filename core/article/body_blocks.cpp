#include "article/body_blocks.hpp"

#include "base/utf8.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arch::article {

namespace {

using html::Attribute;
using html::NodeId;
using html::Tag;
using html::Tree;

constexpr std::size_t most_blocks = 100'000;
constexpr std::string_view struck_mark = "~~";

/// A line break after this much text and the end of a sentence ends a paragraph.
constexpr std::size_t line_of_paragraph = 80;

enum class Hidden { skip, include };

bool is_bold(Tag tag) {
  return tag == Tag::b || tag == Tag::strong;
}

bool is_italic(Tag tag) {
  return tag == Tag::i || tag == Tag::em || tag == Tag::cite;
}

bool is_struck(Tag tag) {
  return tag == Tag::s || tag == Tag::strike || tag == Tag::del;
}

bool is_cell(Tag tag) {
  return tag == Tag::td || tag == Tag::th;
}

std::uint8_t heading_level(Tag tag) {
  return tag >= Tag::h1 && tag <= Tag::h6
             ? static_cast<std::uint8_t>(static_cast<int>(tag) - static_cast<int>(Tag::h1) + 1)
             : std::uint8_t{0};
}

/// Whether a block ends where such an element begins and ends. Buttons stand by themselves too.
bool is_boundary(Tag tag) {
  return html::is_block(tag) || tag == Tag::button;
}

bool ends_sentence(std::string_view text) {
  const char last = text.empty() ? ' ' : text.back();
  if (last >= 0) {
    return last == '.' || last == '!' || last == '?' || last == '"' || last == ':';
  }
  const auto ends = [&](std::string_view end) { return text.ends_with(end); };
  return std::ranges::any_of(std::to_array<std::string_view>({"”", "»", "…", "。", "」", "؟", "।"}),
                             ends);
}

/// Whether no character of `text` can be seen: joiners, marks of direction, byte order marks.
/// Editors of pages leave them in paragraphs that only make room.
bool is_unseen(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_code_point(text, at);
    const char32_t c = point.value;
    const bool unseen = c == U' ' || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
                        (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
    if (!unseen) {
      return false;
    }
    at += point.size;
  }
  return true;
}

/// Tables of data: several cells in a row, and nothing in them that is more than a line or two.
/// Found in one pass from the end, so that tables in tables cost no more.
class DataTables {
public:
  explicit DataTables(const Tree& tree) : tree_{tree} {
    for (NodeId at = 0; at < tree.size(); ++at) {
      if (tree.tag(at) == Tag::table) {
        look_at(at);
      }
    }
  }

  bool contains(NodeId table) const { return std::ranges::binary_search(data_, table); }

private:
  void look_at(NodeId table) {
    std::size_t rows = 0;
    std::size_t cells = 0;
    std::size_t text = 0;
    for (NodeId at = table + 1; at < tree_.end(table); ++at) {
      const Tag tag = tree_.tag(at);
      rows += tag == Tag::tr ? 1U : 0U;
      cells += is_cell(tag) ? 1U : 0U;
      text += tree_.text(at).size();
      // A table in a table, or a form, lays out; and so does one whose cells hold paragraphs.
      if (tag == Tag::table || tag == Tag::form || tag == Tag::article || tag == Tag::h1 ||
          tag == Tag::blockquote) {
        return;
      }
    }
    constexpr std::size_t longest_cell = 300;
    if (rows >= 2 && cells > rows && text <= cells * longest_cell) {
      data_.push_back(table);
    }
  }

  const Tree& tree_;
  std::vector<NodeId> data_;
};

class Cutter {
public:
  Cutter(const Tree& tree, Hidden hidden) : tree_{tree}, hidden_{hidden}, data_tables_{tree} {}

  std::vector<PageBlock> cut() {
    for (NodeId at = 0; at < tree_.size() && blocks_.size() < most_blocks;) {
      leave_before(at);
      if (tree_.is_text(at)) {
        add_text(at);
        ++at;
      } else if (is_hidden(at)) {
        at = tree_.end(at);
      } else {
        enter(at);
        ++at;
      }
    }
    leave_before(static_cast<NodeId>(tree_.size()));
    end_block();
    return std::move(blocks_);
  }

private:
  /// How deep the walk is in elements of a kind.
  struct Depths {
    int link = 0;
    int bold = 0;
    int italic = 0;
    int list = 0;
    int quotation = 0;
    int caption = 0;
    int heading = 0;
    int row = 0;
    int struck = 0;
    int preformatted = 0;
  };

  bool is_hidden(NodeId element) const {
    const Tag tag = tree_.tag(element);
    if (hidden_ == Hidden::include) {
      return tag == Tag::head || tag == Tag::script || tag == Tag::style || tag == Tag::select ||
             tag == Tag::iframe || tag == Tag::svg || tag == Tag::textarea;
    }
    return html::hides_its_content(tree_, element);
  }

  void enter(NodeId element) {
    const Tag tag = tree_.tag(element);
    switch (tag) {
      case Tag::br:
        break_line();
        return;
      case Tag::img:
        add_image(element);
        return;
      default:
        break;
    }
    if (is_row_part(tag)) {
      if (is_cell(tag)) {
        cell_pending_ = !block_.text.empty();
      }
      space_ = true;
    } else if (is_boundary(tag)) {
      end_block();
    }
    count(element, tag, 1);
    open_.push_back(element);
  }

  void leave_before(NodeId next) {
    while (!open_.empty() && tree_.end(open_.back()) <= next) {
      const NodeId element = open_.back();
      const Tag tag = tree_.tag(element);
      if (is_row_part(tag)) {
        space_ = true;
      } else if (is_boundary(tag)) {
        end_block();
      }
      open_.pop_back();
      count(element, tag, -1);
    }
  }

  /// Whether a boundary is within a row of data, where it ends no block.
  bool is_row_part(Tag tag) const {
    return depths_.row > 0 && is_boundary(tag) && tag != Tag::tr && tag != Tag::table &&
           tag != Tag::tbody && tag != Tag::thead && tag != Tag::tfoot;
  }

  void count(NodeId element, Tag tag, int by) {
    depths_.link += tag == Tag::a && tree_.find_attribute(element, Attribute::href) ? by : 0;
    depths_.bold += is_bold(tag) ? by : 0;
    depths_.italic += is_italic(tag) ? by : 0;
    depths_.list += tag == Tag::li || tag == Tag::dd || tag == Tag::dt ? by : 0;
    depths_.quotation += tag == Tag::blockquote ? by : 0;
    depths_.caption += tag == Tag::figcaption || tag == Tag::caption ? by : 0;
    depths_.heading += heading_level(tag) > 0 ? by : 0;
    depths_.struck += is_struck(tag) ? by : 0;
    depths_.preformatted += tag == Tag::pre ? by : 0;
    if (tag == Tag::tr && by > 0) {
      in_data_.push_back(data_tables_.contains(table_of(element)));
      depths_.row += in_data_.back() ? 1 : 0;
    } else if (tag == Tag::tr) {
      depths_.row -= in_data_.back() ? 1 : 0;
      in_data_.pop_back();
    }
    block_.links = static_cast<std::uint16_t>(block_.links + (tag == Tag::a && by > 0 ? 1 : 0));
  }

  NodeId table_of(NodeId row) const {
    NodeId at = tree_.parent(row);
    while (at != 0 && tree_.tag(at) != Tag::table) {
      at = tree_.parent(at);
    }
    return at;
  }

  void add_text(NodeId node) {
    const std::optional<std::string> high = html::superscript(tree_, node);
    const std::string_view text = high ? *high : tree_.text(node);
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i;
      std::uint32_t letters = 0;
      while (end < text.size() && !is_space_at(text, end)) {
        letters += (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U ? 1U : 0U;
        ++end;
      }
      if (end > i) {
        add_word(text.substr(i, end - i), letters, node);
        i = end;
      } else {
        space_ = true;
        if (text[i] == '\n' && depths_.preformatted > 0) {
          break_line();
        }
        i += text[i] == '\xC2' ? 2U : 1U;
      }
    }
  }

  /// Whether a space of ASCII or a no-break space begins at `at`.
  static bool is_space_at(std::string_view text, std::size_t at) {
    const char c = text[at];
    return (c <= ' ' && c >= 0) || (c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0');
  }

  void add_word(std::string_view word, std::uint32_t letters, NodeId node) {
    if (block_.text.empty()) {
      begin_block(node);
    }
    const bool struck = depths_.struck > 0;
    if (in_struck_ && !struck) {
      block_.text += struck_mark;
    }
    if (!block_.text.empty() && (space_ || cell_pending_)) {
      block_.text += cell_pending_ ? " | " : " ";
    }
    if (!in_struck_ && struck) {
      block_.text += struck_mark;
    }
    in_struck_ = struck;
    space_ = false;
    cell_pending_ = false;
    breaks_ = 0;
    block_.text += word;
    block_.letters += letters;
    block_.linked += depths_.link > 0 ? letters : 0;
    block_.bold += depths_.bold > 0 ? letters : 0;
    block_.italic += depths_.italic > 0 ? letters : 0;
  }

  void begin_block(NodeId node) {
    block_.begin = node;
    block_.element = 0;
    for (auto at = open_.rbegin(); at != open_.rend(); ++at) {
      const Tag tag = tree_.tag(*at);
      if (is_boundary(tag) && !(depths_.row > 0 && tag != Tag::tr)) {
        block_.element = *at;
        break;
      }
    }
    block_.kind = kind_of();
    block_.list = block_.kind == PageBlockKind::list_item ? innermost_list() : html::no_node;
    block_.level = 0;
    for (auto at = open_.rbegin(); depths_.heading > 0 && at != open_.rend(); ++at) {
      block_.level = std::max(block_.level, heading_level(tree_.tag(*at)));
    }
    if (depths_.link > 0 && block_.links == 0) {
      block_.links = 1;
    }
  }

  NodeId innermost_list() const {
    const auto list = std::ranges::find_if(open_.rbegin(), open_.rend(), [&](NodeId element) {
      const Tag tag = tree_.tag(element);
      return tag == Tag::ul || tag == Tag::ol || tag == Tag::dl;
    });
    return list == open_.rend() ? html::no_node : *list;
  }

  PageBlockKind kind_of() const {
    if (depths_.heading > 0) {
      return PageBlockKind::heading;
    }
    if (depths_.caption > 0) {
      return PageBlockKind::caption;
    }
    if (depths_.row > 0) {
      return PageBlockKind::table_row;
    }
    if (depths_.quotation > 0) {
      return PageBlockKind::quotation;
    }
    return depths_.list > 0 ? PageBlockKind::list_item : PageBlockKind::paragraph;
  }

  void break_line() {
    space_ = true;
    ++breaks_;
    const bool in_paragraph =
        !open_.empty() && (tree_.tag(open_.back()) == Tag::p || depths_.heading > 0);
    if (depths_.row == 0 &&
        (breaks_ >= 2 || (!in_paragraph && block_.text.size() >= line_of_paragraph &&
                          ends_sentence(block_.text)))) {
      end_block();
    }
  }

  void add_image(NodeId image) {
    // An image within a sentence, such as an emoji, is no block.
    if (!block_.text.empty() || depths_.row > 0) {
      return;
    }
    blocks_.push_back({.kind = PageBlockKind::image,
                       .element = image,
                       .begin = image,
                       .text = std::string{tree_.attribute_or_empty(image, Attribute::alt)}});
  }

  void end_block() {
    space_ = false;
    cell_pending_ = false;
    breaks_ = 0;
    if (!block_.text.empty() && !is_unseen(block_.text)) {
      block_.text += in_struck_ ? struck_mark : "";
      blocks_.push_back(std::move(block_));
    }
    in_struck_ = false;
    block_ = {};
  }

  const Tree& tree_;
  Hidden hidden_;
  DataTables data_tables_;
  std::vector<PageBlock> blocks_;
  std::vector<NodeId> open_;
  std::vector<bool> in_data_;  ///< for each open row
  PageBlock block_;
  Depths depths_;
  int breaks_ = 0;
  bool space_ = false;
  bool cell_pending_ = false;
  bool in_struck_ = false;  ///< the text of the block ends in struck text
};

}  // namespace

std::vector<PageBlock> cut_blocks(const Tree& tree) {
  return Cutter{tree, Hidden::skip}.cut();
}

std::vector<PageBlock> cut_hidden_blocks(const Tree& tree) {
  return Cutter{tree, Hidden::include}.cut();
}

}  // namespace arch::article
