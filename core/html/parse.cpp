#include "html/parse.hpp"

#include "html/my_html.hpp"

#include <algorithm>
#include <string>

namespace arch::html {

ParsedPage parse_page(ByteView page, const ParseOptions& options) {
  ParsedPage result;
  const ByteView read = page.first(std::min(page.size(), options.limits.bytes));
  result.fidelity = read.size() < page.size() ? Fidelity::cut : Fidelity::whole;
  result.encoding = decide_encoding(read, options.content_type);
  const std::string text = decode(read, result.encoding.charset);
  result.tree = make_tree(text);
  return result;
}

}  // namespace arch::html
