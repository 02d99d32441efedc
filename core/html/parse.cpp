#include "html/parse.hpp"

#include "html/my_html.hpp"
#include "html/reduce.hpp"

#include <algorithm>
#include <string>

namespace arch::html {

ParsedPage parse_page(ByteView page, const ParseOptions& options) {
  ParsedPage result;
  const ByteView read = page.first(std::min(page.size(), options.limits.bytes));
  result.fidelity = read.size() < page.size() ? Fidelity::cut : Fidelity::whole;
  result.encoding = decide_encoding(read, options.content_type);
  const std::string text = decode(read, result.encoding.charset);
  Reduced reduced;
  if (!reduce(text, options.limits, reduced)) {
    reduced = flatten(text, options.limits);
    result.fidelity = Fidelity::text_only;
  }
  result.tree = make_tree(reduced, options.limits.depth);
  return result;
}

}  // namespace arch::html
