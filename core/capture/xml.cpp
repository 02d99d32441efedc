#include "capture/xml.hpp"

#include "base/ascii.hpp"
#include "base/charset.hpp"
#include "html/encoding.hpp"

#include <algorithm>

namespace arch::capture {
namespace {

/// How much of a file is searched for its declaration; a declaration stands at the very beginning.
constexpr std::size_t declaration_span = 256;

/// The encoding that the XML declaration names; empty when there is none.
std::string_view declared_encoding(std::string_view file) {
  file = file.substr(0, declaration_span);
  const std::size_t begin = file.find("<?xml");
  const std::size_t end = file.find("?>", begin == std::string_view::npos ? 0 : begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) {
    return {};
  }
  const std::string_view declaration = file.substr(begin, end - begin);
  const std::size_t name = declaration.find("encoding");
  const std::size_t open = declaration.find_first_of("\"'", name);
  if (name == std::string_view::npos || open == std::string_view::npos) {
    return {};
  }
  const std::size_t close = declaration.find(declaration[open], open + 1);
  return declaration.substr(open + 1, close == std::string_view::npos ? 0 : close - open - 1);
}

/// HTML's rules decide, which know byte order marks and files that lie; they are told of the
/// declaration as if it were a header.
std::string decode_xml(ByteView bytes, std::string_view content_type) {
  std::string type{content_type};
  if (ascii_lowered(type).find("charset") == std::string::npos) {
    const std::string_view declared = declared_encoding(as_text(bytes));
    type = "text/xml; charset=" + (declared.empty() ? "utf-8" : std::string{declared});
  }
  return decode(bytes, html::decide_encoding(bytes, type).charset);
}

/// How much of `text` is within the limits.
std::size_t affordable_prefix(std::string_view text, const XmlLimits& limits) {
  std::size_t elements = 0;
  std::size_t attributes = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' && i + 1 < text.size() && text[i + 1] != '/') {
      ++elements;
    } else if (text[i] == '=') {
      ++attributes;
    }
    if (elements > limits.elements || attributes > limits.attributes) {
      return i;
    }
  }
  return text.size();
}

std::string_view name_of(pugi::xml_node element) {
  return element.name();
}

}  // namespace

Xml::Xml(ByteView bytes, std::string_view content_type, const XmlLimits& limits) {
  if (bytes.size() > limits.bytes) {
    bytes = bytes.first(limits.bytes);
    is_cut_ = true;
  }
  text_ = decode_xml(bytes, content_type);
  std::ranges::replace(text_, '\0', ' ');  // pugixml takes it for the end
  const std::size_t affordable = affordable_prefix(text_, limits);
  if (affordable < text_.size()) {
    text_.resize(affordable);
    is_cut_ = true;
  }
  // Sites print warnings before their feed.
  text_.erase(0, std::min(text_.find('<'), text_.size()));
  const pugi::xml_parse_result result =
      tree_.load_buffer_inplace(text_.data(),
                                text_.size(),
                                pugi::parse_cdata | pugi::parse_escapes |
                                    pugi::parse_wconv_attribute | pugi::parse_embed_pcdata,
                                pugi::encoding_utf8);
  is_cut_ = is_cut_ || !result;
}

std::string_view local_name(pugi::xml_node element) {
  const std::string_view name = name_of(element);
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(pugi::xml_node element) {
  const std::string_view name = name_of(element);
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

std::string text_within(pugi::xml_node element) {
  struct Collector : pugi::xml_tree_walker {
    std::string text = {};
    bool for_each(pugi::xml_node& node) override {
      text += node.value();
      return true;
    }
  };
  Collector collector;
  collector.text = element.value();
  element.traverse(collector);  // a loop, however deep the elements are
  std::string_view text = collector.text;
  while (!text.empty() && is_html_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_html_space(text.back())) {
    text.remove_suffix(1);
  }
  return std::string{text};
}

}  // namespace arch::capture
