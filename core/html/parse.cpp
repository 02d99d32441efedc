#include "html/parse.hpp"

#include "html/tree_construction.hpp"

#include <algorithm>
#include <string>

namespace arch::html {

namespace {

/// Ends lines by LF, as the standard does before it looks at anything, and leaves NUL out, which it
/// does everywhere but in script and in foreign elements.
void normalize_newlines(std::string& text) {
  if (text.find('\r') == std::string::npos && text.find('\0') == std::string::npos) {
    return;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\0' && !pair) {
      text[kept++] = text[i] == '\r' ? '\n' : text[i];
    }
  }
  text.resize(kept);
}

}  // namespace

ParsedPage parse_page(ByteView page, const ParseOptions& options) {
  ParsedPage result;
  const ByteView read = page.first(std::min(page.size(), options.limits.bytes));
  result.fidelity = read.size() < page.size() ? Fidelity::cut : Fidelity::whole;
  result.encoding = decide_encoding(read, options.content_type);
  std::string text = decode(read, result.encoding.charset);
  normalize_newlines(text);
  TreeConstruction construction{text, options.limits};
  if (construction.read()) {
    result.tree = construction.finish();
    return result;
  }
  result.fidelity = Fidelity::text_only;
  TreeConstruction texts{text, options.limits};
  texts.read_text_only();
  result.tree = texts.finish();
  return result;
}

}  // namespace arch::html
