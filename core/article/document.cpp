#include "article/document.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace arch::article {

namespace {

using Kind = Block::Kind;

struct Field {
  std::string_view name;
  std::optional<std::string> Document::* value;
};

/// In the order in which they are written.
constexpr std::array<Field, 8> fields = {{{"headline", &Document::headline},
                                          {"standfirst", &Document::standfirst},
                                          {"byline", &Document::byline},
                                          {"section", &Document::section},
                                          {"published", &Document::published},
                                          {"modified", &Document::modified},
                                          {"language", &Document::language},
                                          {"canonical", &Document::canonical}}};

/// Stands after the other fields, once for each.
constexpr std::string_view correction_name = "correction";

constexpr std::string_view subheading_mark = "## ";
constexpr std::string_view quotation_mark = "> ";
constexpr std::string_view list_item_mark = "- ";
constexpr std::string_view image_mark = "![";
constexpr char image_end = ']';
constexpr char escape = '\\';
constexpr std::string_view caption_name = "caption: ";
constexpr std::string_view credit_name = "credit: ";

/// Whether a paragraph that begins so would read back as something else.
bool needs_escape(std::string_view paragraph) {
  return paragraph.starts_with(subheading_mark) || paragraph.starts_with(quotation_mark) ||
         paragraph.starts_with(list_item_mark) || paragraph.starts_with(image_mark) ||
         paragraph.starts_with(escape);
}

/// Whether `text` has no character that ends or disturbs a line, and no space at its ends. Of what
/// a clean text is, all but that it is in form C.
bool is_clean_line(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ')) {
    return false;
  }
  std::size_t i = 0;
  while (true) {
    i += printable_ascii_prefix(text.substr(i));
    if (i == text.size()) {
      return true;
    }
    const CodePoint point = decode_code_point(text, i);
    if (!point.valid || point.value < 0xA0 || point.value == 0x2028 || point.value == 0x2029) {
      return false;
    }
    i += point.size;
  }
}

void append_line(std::string& text, std::string_view mark, std::string_view content) {
  ARCH_ASSERT(is_clean_line(content));
  text += mark;
  text += content;
}

/// Reads a document text line by line. Every method returns false, or nullopt, at what to_text()
/// does not write.
class Reader {
public:
  explicit Reader(std::string_view text) : rest_{text} {}

  bool at_end() const { return rest_.empty(); }

  bool read_fields(Document& document) {
    auto next = fields.begin();
    while (!at_end() && !rest_.starts_with('\n')) {
      const std::optional<std::string_view> line = take_line();
      if (!line) {
        return false;
      }
      const std::string_view name = line->substr(0, line->find(':'));
      next =
          std::find_if(next, fields.end(), [&](const Field& field) { return field.name == name; });
      const bool is_correction = name == correction_name;
      if ((next == fields.end() && !is_correction) || line->size() == name.size()) {
        return false;
      }
      std::string_view value = line->substr(name.size() + 1);
      if (!value.empty()) {
        if (!value.starts_with(' ') || value.size() == 1) {
          return false;
        }
        value.remove_prefix(1);
      }
      if (!is_clean_line(value) || (is_correction && value.empty())) {
        return false;
      }
      if (is_correction) {
        document.corrections.emplace_back(value);
      } else {
        document.*next->value = value;
        ++next;
      }
    }
    return true;
  }

  std::optional<Block> read_block() {
    const std::optional<std::string_view> blank = take_line();
    const std::optional<std::string_view> line = take_line();
    if (!blank || !blank->empty() || !line) {
      return std::nullopt;
    }
    Block block = classify(*line);
    if (!is_clean_line(block.text)) {
      return std::nullopt;
    }
    if (block.kind != Kind::image) {
      return block.text.empty() ? std::nullopt : std::optional{std::move(block)};
    }
    if (!line->ends_with(image_end) || !read_detail(caption_name, block.caption) ||
        !read_detail(credit_name, block.credit)) {
      return std::nullopt;
    }
    return block;
  }

private:
  std::optional<std::string_view> take_line() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  static Block make_block(Kind kind, std::string_view text) {
    return {.kind = kind, .text = std::string{text}};
  }

  /// An empty text stands for what cannot be.
  static Block classify(std::string_view line) {
    if (line.starts_with(subheading_mark)) {
      return make_block(Kind::subheading, line.substr(subheading_mark.size()));
    }
    if (line.starts_with(quotation_mark)) {
      return make_block(Kind::quotation, line.substr(quotation_mark.size()));
    }
    if (line.starts_with(list_item_mark)) {
      return make_block(Kind::list_item, line.substr(list_item_mark.size()));
    }
    if (line.starts_with(image_mark)) {
      line.remove_prefix(image_mark.size());
      return make_block(Kind::image, line.substr(0, line.empty() ? 0 : line.size() - 1));
    }
    if (line.starts_with(escape)) {
      line.remove_prefix(1);
      return make_block(Kind::paragraph, needs_escape(line) ? line : std::string_view{});
    }
    return make_block(Kind::paragraph, line);
  }

  /// A caption or credit, if it is there.
  bool read_detail(std::string_view name, std::string& value) {
    if (!rest_.starts_with(name)) {
      return true;
    }
    const std::optional<std::string_view> line = take_line();
    if (!line) {
      return false;
    }
    value = line->substr(name.size());
    return !value.empty() && is_clean_line(value);
  }

  std::string_view rest_;
};

}  // namespace

std::string to_text(const Document& document) {
  std::string text;
  for (const Field& field : fields) {
    if (const std::optional<std::string>& value = document.*field.value) {
      text += field.name;
      append_line(text, value->empty() ? ":" : ": ", *value);
      text += '\n';
    }
  }
  for (const std::string& correction : document.corrections) {
    ARCH_ASSERT(!correction.empty());
    text += correction_name;
    append_line(text, ": ", correction);
    text += '\n';
  }
  for (const Block& block : document.blocks) {
    append_block(text, block);
  }
  return text;
}

void append_block(std::string& document_text, const Block& block) {
  append_block(document_text, block.kind, block.text);
  ARCH_ASSERT(block.kind == Kind::image || (block.caption.empty() && block.credit.empty()));
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{caption_name, block.caption},
        {credit_name, block.credit}}) {
    if (!value.empty()) {
      append_line(document_text, name, value);
      document_text += '\n';
    }
  }
}

void append_block(std::string& document_text, Kind kind, std::string_view text) {
  ARCH_ASSERT(kind == Kind::image || !text.empty());
  document_text += '\n';
  switch (kind) {
    case Kind::paragraph:
      append_line(document_text, needs_escape(text) ? std::string_view{&escape, 1} : "", text);
      break;
    case Kind::subheading:
      append_line(document_text, subheading_mark, text);
      break;
    case Kind::quotation:
      append_line(document_text, quotation_mark, text);
      break;
    case Kind::list_item:
      append_line(document_text, list_item_mark, text);
      break;
    case Kind::image:
      append_line(document_text, image_mark, text);
      document_text += image_end;
      break;
  }
  document_text += '\n';
}

bool is_document_text(std::string_view text) {
  // Nothing composes with what stands between the texts of a document, so they are all in form C
  // exactly when the whole is.
  Reader reader{text};
  Document fields_only;
  if (!reader.read_fields(fields_only)) {
    return false;
  }
  while (!reader.at_end()) {
    if (!reader.read_block()) {
      return false;
    }
  }
  return is_nfc(text);
}

Document parse_document(std::string_view text) {
  const Error corrupt{ErrorKind::corrupt, "reading a document: this is no document text"};
  Reader reader{text};
  Document document;
  if (!is_nfc(text) || !reader.read_fields(document)) {
    throw corrupt;
  }
  while (!reader.at_end()) {
    std::optional<Block> block = reader.read_block();
    if (!block) {
      throw corrupt;
    }
    document.blocks.push_back(*std::move(block));
  }
  return document;
}

}  // namespace arch::article
