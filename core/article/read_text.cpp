#include "article/read_text.hpp"

#include "article/document.hpp"
#include "article/front_matter.hpp"
#include "article/page_front.hpp"
#include "article/text_lines.hpp"
#include "article/visible_text.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace arch::article {

namespace {

using Kind = Block::Kind;
using FieldOf = std::optional<std::string> Document::*;

/// The field that an entry of front matter fills, by its folded name. Of several, the first does.
FieldOf find_field(std::string_view name) {
  static constexpr auto names = std::to_array<std::pair<std::string_view, FieldOf>>(
      {{"title", &Document::headline},         {"headline", &Document::headline},
       {"standfirst", &Document::standfirst},  {"summary", &Document::standfirst},
       {"description", &Document::standfirst}, {"subtitle", &Document::standfirst},
       {"deck", &Document::standfirst},        {"excerpt", &Document::standfirst},
       {"byline", &Document::byline},          {"author", &Document::byline},
       {"authors", &Document::byline},         {"section", &Document::section},
       {"category", &Document::section},       {"categories", &Document::section},
       {"published", &Document::published},    {"date", &Document::published},
       {"pubdate", &Document::published},      {"publishdate", &Document::published},
       {"modified", &Document::modified},      {"updated", &Document::modified},
       {"lastmod", &Document::modified},       {"last_modified", &Document::modified},
       {"language", &Document::language},      {"lang", &Document::language},
       {"canonical", &Document::canonical},    {"canonical_url", &Document::canonical}});
  const auto* const found =
      std::ranges::find(names, name, &std::pair<std::string_view, FieldOf>::first);
  return found == names.end() ? nullptr : found->second;
}

bool is_html_source(std::string_view text) {
  constexpr std::size_t longest_mark = 16;  // bytes
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  const std::string start = fold_case(text.substr(0, longest_mark));
  constexpr auto marks =
      std::to_array<std::string_view>({"<!doctype", "<html", "<head", "<body", "<?xml", "<!--"});
  return std::ranges::any_of(marks, [&](std::string_view mark) { return start.starts_with(mark); });
}

/// Every line as it stands: the source says nothing yet of what a reader sees.
std::string document_of_source(std::string_view text) {
  std::string document;
  document.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(' ')) {
      line.remove_prefix(1);
    }
    if (!line.empty()) {
      append_block(document, Kind::paragraph, line);
    }
  }
  return document;
}

Kind kind_of(LineKind kind) {
  switch (kind) {
    case LineKind::text:
    case LineKind::separate:
      return Kind::paragraph;
    case LineKind::title:
    case LineKind::subheading:
      return Kind::subheading;
    case LineKind::quotation:
      return Kind::quotation;
    case LineKind::list_item:
      return Kind::list_item;
    case LineKind::image:
      return Kind::image;
  }
  return Kind::paragraph;
}

/// Writes lines as blocks, joining those that were broken to fit a width.
class BlockWriter {
public:
  enum class Wrapping { none, hard };

  BlockWriter(std::string& document, Wrapping wrapping)
      : document_{document}, wrapping_{wrapping} {}

  void add(const Line& line) {
    if (continues(line)) {
      open_ += ' ';
      open_ += line.text;
      return;
    }
    close();
    if (wrapping_ == Wrapping::none) {
      append_block(document_, kind_of(line.kind), line.text);
      return;
    }
    open_kind_ = line.kind;
    open_ = line.text;
    is_open_ = true;
  }

  /// To be called when all is added, and where lines are left out.
  void close() {
    if (is_open_) {
      append_block(document_, kind_of(open_kind_), open_);
      is_open_ = false;
    }
  }

private:
  bool continues(const Line& line) const {
    if (!is_open_ || line.after_blank || line.starts_block) {
      return false;
    }
    const bool text = line.kind == LineKind::text &&
                      (open_kind_ == LineKind::text || open_kind_ == LineKind::quotation ||
                       open_kind_ == LineKind::list_item);
    return text || (line.kind == LineKind::quotation && open_kind_ == LineKind::quotation);
  }

  std::string& document_;
  Wrapping wrapping_;
  bool is_open_ = false;
  LineKind open_kind_ = LineKind::text;
  std::string open_;
};

/// A page of plain text or Markdown.
class TextPage {
public:
  explicit TextPage(std::string_view text) : text_{text} {}

  std::string document() {
    text_ = text_.substr(0, text_.find_last_not_of('\n') + 1);
    text_.remove_prefix(std::min(text_.find_first_not_of('\n'), text_.size()));
    read_front_matter();
    const bool wrapped = is_hard_wrapped(text_);
    read_front();

    std::string document = to_text(fields_);
    document.reserve(text_.size() + text_.size() / 8);
    for (const std::string& entry : other_entries_) {
      append_block(document, Kind::paragraph, entry);
    }
    BlockWriter writer{document,
                       wrapped ? BlockWriter::Wrapping::hard : BlockWriter::Wrapping::none};
    LineReader reader{text_};
    Line line;
    for (std::size_t i = 0; reader.next(line); ++i) {
      if (i < is_no_block_.size() && is_no_block_[i]) {
        writer.close();
      } else if (!(i > 0 && is_last(line) && is_comments_label(line.text))) {
        writer.add(line);
      }
    }
    writer.close();
    return document;
  }

private:
  void read_front_matter() {
    const std::optional<FrontMatter> matter = parse_front_matter(text_);
    if (!matter) {
      return;
    }
    text_.remove_prefix(matter->size);
    for (const FrontMatter::Entry& entry : matter->entries) {
      const FieldOf field = find_field(fold_case(entry.name));
      if (entry.value.empty()) {
        continue;
      }
      if (field != nullptr && !(fields_.*field)) {
        fields_.*field = entry.value;
      } else {
        // Whether the site shows it cannot be known, so it stays.
        other_entries_.push_back(
            entry.name.empty() ? entry.value : fmt::format("{}: {}", entry.name, entry.value));
      }
    }
  }

  void read_front() {
    if (fields_.headline) {
      return;
    }
    std::vector<Line> lines;
    LineReader reader{text_};
    Line line;
    while (lines.size() < front_size && reader.next(line)) {
      lines.push_back(line);
    }
    const PageFront front = read_page_front(lines);
    is_no_block_.resize(lines.size());
    const auto take = [&](std::optional<std::size_t> index, FieldOf field) {
      if (index && !(fields_.*field)) {
        fields_.*field = std::string{lines[*index].text};
        is_no_block_[*index] = true;
      }
    };
    take(front.headline, &Document::headline);
    take(front.section, &Document::section);
    take(front.byline, &Document::byline);
    take(front.published, &Document::published);
    take(front.modified, &Document::modified);
    if (front.slogan) {
      is_no_block_[*front.slogan] = true;
    }
  }

  bool is_last(const Line& line) const {
    return line.kind == LineKind::text &&
           line.text.data() + line.text.size() == text_.data() + text_.size();
  }

  std::string_view text_;
  Document fields_;
  std::vector<std::string> other_entries_;
  std::vector<bool> is_no_block_;  ///< by the line's number
};

/// Whether a document text has a field that documents had not yet when this reader was made: it
/// reads such a text as any other, for it may never change what it makes of a page.
bool has_corrections(std::string_view document_text) {
  const std::string_view header = document_text.substr(0, document_text.find("\n\n"));
  constexpr std::string_view correction = "correction:";
  return header.starts_with(correction) || header.find("\ncorrection:") != std::string_view::npos;
}

}  // namespace

std::string document_of_text(ByteView page) {
  std::string text = visible_text(page);
  if (!text.starts_with('\n') && is_document_text(text) && !has_corrections(text)) {
    return text;
  }
  return is_html_source(text) ? document_of_source(text) : TextPage{text}.document();
}

}  // namespace arch::article
